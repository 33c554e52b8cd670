"""What open listings say of roles, as pages print it: figures with their n and date. No queries."""

from collections import Counter
from dataclasses import dataclass

from .models import PayEvidence, Role
from .salaries import short_amount

# Below so many open listings, how often a skill is asked for says nothing.
ENOUGH = 20
# A skill that so large a share of listings asks for belongs into a profile, or wants a reason.
NOTABLE_SHARE = 0.2


@dataclass(frozen=True)
class Asked:
    """In how many of a role's open listings a skill is asked for."""

    listings: int
    of: int

    def __str__(self):
        return f"asked for in {self.listings} of {self.of} open listings"


def evidence_of(role):
    """The role's Evidence (prefetched by RoleQuerySet.with_profile), or None."""
    return getattr(role, "evidence", None)


def asked_for(role):
    """{skill id: Asked} of every skill the role claims; {} where too few listings are open."""
    evidence = evidence_of(role)
    if evidence is None or evidence.listings < ENOUGH:
        return {}
    counted = {row.skill_id: row.listings for row in evidence.skills.all()}
    return {
        need.skill_id: Asked(counted.get(need.skill_id, 0), evidence.listings)
        for need in role.needs.all()
    }


def unconfirmed(role):
    """The skills that the role claims and no open listing asks for."""
    asked = asked_for(role)
    return [
        n.skill for n in role.needs.all() if n.skill_id in asked and not asked[n.skill_id].listings
    ]


def unclaimed(role):
    """(skill, Asked) for each skill that many of its listings ask for and the role lacks."""
    evidence = evidence_of(role)
    if evidence is None or evidence.listings < ENOUGH:
        return []
    claimed = {need.skill_id for need in role.needs.all()}
    return [
        (row.skill, Asked(row.listings, evidence.listings))
        for row in evidence.skills.all()
        if row.skill_id not in claimed and row.listings >= NOTABLE_SHARE * evidence.listings
    ]


@dataclass(frozen=True)
class PayRow:
    """One role in a pay plot; without figures where fewer than ten listings state pay."""

    role: Role
    figures: PayEvidence | None
    scale: tuple[int, int]

    def _at(self, amount):
        """Where an amount stands, in percent of the plot's width."""
        low, high = self.scale
        return round(100 * (amount - low) / (high - low), 2) if high > low else 50.0

    @property
    def at(self):
        """The places of the row's figures, in percent: lowest, low, median, high, highest."""
        names = ("lowest", "low", "median", "high", "highest")
        return {name: self._at(getattr(self.figures, name)) for name in names}

    @property
    def amounts(self):
        """The row's figures as the site prints them, from the lowest to the highest."""
        pay = self.figures
        return [short_amount(n) for n in (pay.lowest, pay.low, pay.median, pay.high, pay.highest)]

    @property
    def width(self):
        """The width of the middle half, in percent."""
        return round(self.at["high"] - self.at["low"], 2)


@dataclass(frozen=True)
class PayPlot:
    """Yearly pay of several roles in one currency, on one scale."""

    currency: str
    rows: tuple[PayRow, ...]

    def __bool__(self):
        return any(row.figures for row in self.rows)


def pay_plot(roles):
    """
    The pay that open listings state for the roles, in the currency that says most of them.

    Roles need their evidence and its pay prefetched. Currencies are never mixed.
    """
    stated = [pay for role in roles if evidence_of(role) for pay in role.evidence.pay.all()]
    if not stated:
        return PayPlot("", tuple(PayRow(role, None, (0, 0)) for role in roles))
    roles_with = Counter(pay.currency for pay in stated)
    listings = Counter()
    for pay in stated:
        listings[pay.currency] += pay.listings
    currency = max(roles_with, key=lambda code: (roles_with[code], listings[code], code))
    figures = {pay.evidence.role_id: pay for pay in stated if pay.currency == currency}
    scale = (min(p.lowest for p in figures.values()), max(p.highest for p in figures.values()))
    return PayPlot(currency, tuple(PayRow(role, figures.get(role.pk), scale) for role in roles))


def nearest_with_listings(role, candidates):
    """Of other roles with evidence, the nearest that has open listings, or None."""
    by_slug = {other.slug: other for other in candidates if evidence_of(other)}
    return next((by_slug[slug] for slug in role.nearby if slug in by_slug), None)
