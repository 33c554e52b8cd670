"""Composes the sample listings: the same ones for the same day, whoever asks."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from html import escape
from itertools import count
from random import Random

from jobs.importing.records import RawListing, RawPay

from .material import (
    ASK_TEMPLATES,
    COMPANY_SENTENCES,
    COUNTRIES,
    EMPLOYERS,
    OFFERS,
    PERSON_SENTENCES,
    PLUS_TEMPLATES,
    TEAM_SENTENCES,
    TEAMS,
    WHY_SENTENCES,
    YEARS,
)
from .posts import POSTS, Post

SEED = "Rolewise samples 1"

# How titles show a level, and what the level earns beside the middle one.
PREFIXES = {
    "entry": ("Junior ", "Junior ", "Graduate ", "Entry-Level "),
    "mid": ("",),
    "senior": ("Senior ", "Senior ", "Senior ", "Sr. ", "Staff ", "Principal "),
    "lead": ("",),
    "manager": ("", "", "Senior "),
    "head": ("",),
}
WORTH = {"entry": 0.7, "mid": 1, "senior": 1.3, "lead": 1, "manager": 1, "head": 1}
LEVELS, LEVEL_WEIGHTS = ("entry", "mid", "senior"), (16, 48, 36)
HOURS_A_YEAR = 2080
OLDEST = timedelta(days=50)


def invent(since: datetime) -> Iterator[RawListing]:
    """Yields the sample listings of a site that has had them `since` then, each with its own
    number.
    """
    numbers = count(1)
    for post in POSTS:
        for _ in range(post.count):
            number = next(numbers)
            yield _listing(post, f"{number:03}", Random(f"{SEED}, {number}"), since)


def _listing(post: Post, number: str, rng: Random, since: datetime) -> RawListing:
    name, does, homes = _skewed(rng, EMPLOYERS)
    code = rng.choice(homes.split())
    country = COUNTRIES[code]
    level = post.level or rng.choices(LEVELS, LEVEL_WEIGHTS)[0]
    team = rng.choice(TEAMS)
    workplace = rng.choices(("Remote", "Hybrid", "On-site", ""), (28, 34, 18, 20))[0]
    employment = rng.choices(
        ("Full-time", "", "Contract", "Part-time", "Temporary", "Internship"),
        (68, 19, 6, 3, 2, 10 if level == "entry" else 0),
    )[0]
    figures = _pay(post, level, country, employment, rng)
    pay, pay_text, pay_sentence = _stated(figures, country, rng)
    posted_at = since - timedelta(hours=1) - OLDEST * rng.random() ** 2
    return RawListing(
        external_id=number,
        title=_title(post, level, team, employment, rng),
        url="",
        location_text=_location(country, workplace, rng),
        body_html=_body(post, level, team, name, does, pay_sentence, rng),
        pay_text=pay_text,
        pay=pay,
        employment_type_text=employment,
        workplace_text=workplace,
        level_text="Mid-level" if level == "mid" and rng.random() < 0.5 else "",
        country=code,
        language="en",
        posted_at=posted_at,
        closes_at=since + timedelta(days=rng.randint(6, 60)) if rng.random() < 0.08 else None,
        employer_name=name,
    )


def _skewed(rng, things):
    """One of the things, the first ones more often than the last ones."""
    return things[int(len(things) * rng.random() ** 1.7)]


def _title(post, level, team, employment, rng):
    title = rng.choice(PREFIXES[level]) + rng.choice(post.titles)
    if employment == "Internship":
        return f"{rng.choice(post.titles)} Intern"
    suffix = rng.choices(
        ("", f", {team}", f" - {team}", f" ({team})", " (m/f/d)"), (62, 14, 12, 8, 4)
    )
    return title + suffix[0]


def _location(country, workplace, rng):
    if workplace == "Remote" and rng.random() < 0.6:
        return f"Remote - {country.name}"
    cities = rng.sample(country.cities, 2 if len(country.cities) > 3 and rng.random() < 0.12 else 1)
    return "; ".join(f"{city}, {country.name}" for city in cities)


def _pay(post, level, country, employment, rng):
    """Returns what the post pays; None for those adverts that keep it to themselves."""
    if rng.random() > post.pay_stated:
        return None
    worth = WORTH[level] * country.factor * rng.uniform(0.88, 1.14) * 1000
    low, high = post.pay[0] * worth, post.pay[1] * worth * rng.uniform(0.94, 1.12)
    if employment == "Contract":
        hour = 1.2 / HOURS_A_YEAR  # a contractor's hour costs more, as it holds no leave
        return RawPay(_stepped(low * hour, 1), _stepped(high * hour, 1), country.currency, "hour")
    low, high = _stepped(low, country.step), _stepped(high, country.step)
    return RawPay(low, high, country.currency, "year")


def _stepped(amount, step):
    return Decimal(max(1, round(amount / step)) * step)


def _stated(pay, country, rng):
    """Returns how the advert states its pay: in fields, in a text of its own, or in its body."""
    if pay is None:
        return None, "", ""
    if pay.period == "hour" or rng.random() < 0.55:
        return pay, "", ""
    text = rng.choice(country.pay_styles).format(low=pay.minimum, high=pay.maximum)
    if rng.random() < 0.7:
        return None, text, ""
    return None, "", f"The pay range for this post is {text}."


def _body(post, level, team, employer, does, pay_sentence, rng):
    size = rng.choice(("four", "five", "six", "seven", "nine", "eleven"))
    reports = rng.choice(("five", "six", "seven", "nine"))
    tasks = [task.format(reports=reports) for task in rng.sample(post.tasks, rng.randint(4, 5))]
    introduction = " ".join(
        (
            rng.choice(COMPANY_SENTENCES).format(employer=employer, does=does),
            *rng.sample(WHY_SENTENCES, rng.randint(1, 2)),
            rng.choice(TEAM_SENTENCES).format(team=team, size=size),
        )
    )
    offers = [*rng.sample(OFFERS, rng.randint(3, 4)), *filter(None, [pay_sentence])]
    return (
        f"<p>{escape(introduction)}</p>"
        f"<h3>What you will do</h3>{_bullets(tasks)}"
        f"<h3>What we ask for</h3>{_bullets(_asks(post, level, rng))}"
        f"<h3>What we offer</h3>{_bullets(offers)}"
    )


def _asks(post, level, rng):
    """Lines that ask for four to nine skills, and for a person."""
    core = rng.sample(post.core, min(len(post.core), rng.randint(3, 5)))
    more = rng.sample(post.more, rng.randint(1, 4))
    lines = [
        template.format(skills=skills)
        for template, skills in zip(rng.sample(ASK_TEMPLATES, 3), _grouped(core), strict=False)
    ]
    plus = rng.choice(PLUS_TEMPLATES).format(skills=_joined(more))
    people = rng.sample(PERSON_SENTENCES, rng.randint(2, 3))
    return [rng.choice(YEARS[level]), *lines, plus[0].upper() + plus[1:], *people]


def _grouped(skills):
    """At most three lines of skills, as adverts bundle them: one, then two, then two more.

    >>> list(_grouped(["SQL", "Python", "dbt", "Git"]))
    ['SQL', 'Python and dbt', 'Git']
    """
    return [_joined(part) for part in (skills[:1], skills[1:3], skills[3:]) if part]


def _joined(names):
    """
    >>> _joined(["SQL", "dbt", "Git"])
    'SQL, dbt and Git'
    """
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _bullets(lines):
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"
