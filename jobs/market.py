"""The answers to what careers asks of a job market (careers/market.py)."""

from functools import reduce
from operator import and_

from django.db.models import Count, Q
from django.utils.functional import lazy

from careers.market import NewestJobs, OpenCount, RoleJobs
from careers.pay import PayPeriod

from . import engine
from .board.cards import card_of, read_cards
from .board.filters import ListingFilter
from .board.query import BoardQuery
from .engine.facets import READ, UNKNOWN
from .models import STATES_PAY, Listing, Workplace


class ListingMarket:
    """Answers from the open listings, as a careers.market.Market.

    The engine knows totals and orders, so that only the rows of shown listings are read. Where
    each question would build a new engine, which is inside a transaction, the database is asked.
    """

    def newest(self, limit, *, skill=None):
        if engine.is_made_anew():
            listings = _naming(skill).for_board()
            return NewestJobs([card_of(each) for each in listings[:limit]], listings.count())
        total, pks = engine.current().newest(limit, **({"skill": skill.pk} if skill else {}))
        return NewestJobs(_cards(pks), total)

    def newest_stating_pay(self, limit):
        if engine.is_made_anew():
            listings = Listing.objects.for_board()
            stating = listings.filter(STATES_PAY, ~Q(pay_currency=""))
            return NewestJobs([card_of(each) for each in stating[:limit]], listings.count())
        board = engine.current()
        total, _ = board.newest(0)
        paid_in = tuple(value for value, _ in board.counts("paid_in"))
        pks = board.newest(limit, paid_in=paid_in)[1] if paid_in else []
        return NewestJobs(_cards(pks), total)

    def newest_per_role(self, roles, limit):
        if engine.is_made_anew():
            workplaces = _workplaces(roles)
            found = {role.pk: [] for role in roles}
            for listing in Listing.objects.newest_per_role(roles, limit):
                found[listing.role_id].append(card_of(listing))
        else:
            board = engine.current()
            with board.lock:  # all of one moment
                workplaces = {
                    role.pk: dict(board.counts("workplace", role=role.pk)) for role in roles
                }
                pks = {role.pk: board.newest(limit, role=role.pk)[1] for role in roles}
            cards = read_cards([pk for of_role in pks.values() for pk in of_role])
            found = {
                role: [cards[pk] for pk in of_role if pk in cards] for role, of_role in pks.items()
            }
        return {role: _jobs_of(role, found[role.pk], workplaces[role.pk]) for role in roles}

    def counts(self, asks):
        asks = [*dict.fromkeys(asks)]
        ask_all = _totals if engine.is_made_anew() else engine.current().totals
        totals = ask_all([_asked(ask) for ask in asks])
        return {
            ask: OpenCount(total, _address(ask)) for ask, total in zip(asks, totals, strict=True)
        }

    def address(self, skill):
        return BoardQuery({"skill": (skill.slug,)}).address()


def _workplaces(roles):
    """Returns {role id: {workplace, or UNKNOWN: how many open listings}}; one query."""
    counted = {role.pk: {} for role in roles}
    listings = Listing.objects.open().filter(role__in=counted).order_by()
    for pk, workplace, count in listings.values_list("role", "workplace").annotate(Count("pk")):
        counted[pk][workplace or UNKNOWN] = count
    return counted


def _jobs_of(role, cards, workplaces):
    """Returns the RoleJobs of a role; `workplaces` has how many open listings have each."""
    asked = BoardQuery({"role": (role.slug,)})
    total = sum(workplaces.values())
    return RoleJobs(
        cards=cards,
        open=OpenCount(total, asked.address()),
        remote=OpenCount(
            workplaces.get(Workplace.REMOTE, 0),
            asked.with_value("workplace", Workplace.REMOTE).address(),
        ),
        stating_workplace=total - workplaces.get(UNKNOWN, 0),
    )


def _asked(ask):
    """Returns {parameter of the board: its values} of an Ask."""
    asked = {
        "role": ask.role,
        "skill": ask.skill,
        "need": ask.group,
        "level": ask.level,
        "country": ask.country,
        "paid_in": ask.currency and f"{ask.currency}-{PayPeriod.YEAR}",
        "text": READ,
    }
    return {name: (value,) for name, value in asked.items() if value}


# Made when it is printed: of many counts a page shows some.
_address = lazy(lambda ask: BoardQuery(_asked(ask)).address(), str)


def _totals(asked):
    """Returns how many open listings fit each of some {parameter: its values}; one query."""
    counts = {f"of_{number}": Count("pk", filter=_fits(each)) for number, each in enumerate(asked)}
    return Listing.objects.open().aggregate(**counts).values()


def _fits(asked):
    """Returns the Q of listings that have what is asked for of each parameter."""
    filters = ListingFilter.base_filters
    return reduce(and_, (filters[name].fits(value) for name, (value,) in asked.items()))


def _cards(pks):
    """Returns the cards of listings in this order; what is gone by now has none."""
    cards = read_cards(pks)
    return [cards[pk] for pk in pks if pk in cards]


def _naming(skill):
    """Returns the listings that name a skill, or all without one."""
    return Listing.objects.filter(skills=skill) if skill else Listing.objects.all()
