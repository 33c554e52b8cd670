"""Composes the sample listings: the same ones for the same day, whoever asks."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from html import escape
from itertools import count
from random import Random

from jobs.importing.records import RawListing, RawPay

from .countries import COUNTRIES
from .employers import EMPLOYERS
from .posts import POSTS, Post

SEED = "Rolewise samples 2"

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
# What adverts say that keep their pay to themselves, and the share that comes without a text.
VAGUE_PAY = ("Competitive", "Depending on experience", "To be agreed")
NO_TEXT = 0.02


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
    employer = _skewed(rng, EMPLOYERS)
    code = rng.choice(employer.countries)
    country = COUNTRIES[code]
    level = post.level or rng.choices(LEVELS, LEVEL_WEIGHTS)[0]
    team = rng.choice(employer.voice.teams)
    workplace = rng.choices(("Remote", "Hybrid", "On-site", ""), (28, 34, 18, 20))[0]
    employment = rng.choices(
        ("Full-time", "", "Contract", "Part-time", "Temporary", "Internship"),
        (68, 19, 6, 3, 2, 10 if level == "entry" else 0),
    )[0]
    figures = _pay(post, level, country, employment, rng)
    pay, pay_text, pay_sentence = _stated(figures, country, employer.voice, rng)
    posted_at = since - timedelta(hours=1) - OLDEST * rng.random() ** 2
    return RawListing(
        external_id=number,
        title=_title(post, level, team, employment, rng),
        url="",
        location_text=_location(country, workplace, employer.voice, rng),
        body_html=_body(post, level, team, employer, pay_sentence, rng),
        pay_text=pay_text,
        pay=pay,
        employment_type_text=employment,
        workplace_text=workplace,
        level_text="Mid-level" if level == "mid" and rng.random() < 0.25 else "",
        country=code,
        language="en",
        posted_at=posted_at,
        closes_at=since + timedelta(days=rng.randint(6, 60)) if rng.random() < 0.08 else None,
        employer_name=employer.name,
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


def _location(country, workplace, voice, rng):
    if workplace == "Remote" and rng.random() < 0.7:
        areas = country.remote_areas if voice.hires_abroad else ()
        return rng.choice((f"Remote - {country.name}", *areas))
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


def _stated(pay, country, voice, rng):
    """Returns how the advert states its pay: in fields, in a text of its own, or in its body."""
    if pay is None:
        return None, rng.choice(VAGUE_PAY) if rng.random() < 0.15 else "", ""
    if pay.period == "hour" or rng.random() < 0.55:
        return pay, "", ""
    text = rng.choice(country.pay_styles).format(low=pay.minimum, high=pay.maximum)
    if rng.random() < 0.7:
        return None, text, ""
    return None, "", voice.pay_sentence.format(pay=text)


def _body(post, level, team, employer, pay_sentence, rng):
    """Returns the advert's text in the voice of its employer; a few have none."""
    if rng.random() < NO_TEXT:
        return ""
    voice = employer.voice
    told = {
        "employer": employer.name,
        "does": employer.does,
        "team": team,
        "size": rng.choice(("four", "five", "six", "seven", "nine", "eleven")),
    }
    sentences = (voice.openings, voice.asides, voice.team_sentences)
    opening = " ".join(rng.choice(each) for each in sentences).format(**told)
    reports = rng.choice(("five", "six", "seven", "nine"))
    tasks = [task.format(reports=reports) for task in _some(rng, post.tasks, voice.task_count)]
    return "".join(
        (
            _paragraph(opening),
            _section(voice, voice.tasks_heading, tasks),
            _section(voice, voice.asks_heading, _asks(post, level, voice, rng)),
            _section(voice, voice.offers_heading, _some(rng, voice.offers, voice.offer_count)),
            _paragraph(pay_sentence),
            _paragraph(rng.choice(voice.closings).format(**told)),
        )
    )


def _some(rng, things, count):
    return rng.sample(things, min(len(things), rng.randint(*count)))


def _asks(post, level, voice, rng):
    """Lines that ask for four to nine skills, and for a person."""
    core = rng.sample(post.core, min(len(post.core), rng.randint(3, 5)))
    lines = [
        template.format(skills=skills)
        for template, skills in zip(
            _some(rng, voice.skill_lines, (3, 3)), _grouped(core), strict=False
        )
    ]
    more = _joined(rng.sample(post.more, rng.randint(1, 4)))
    plus = rng.choice(voice.plus_lines).format(skills=more)
    people = _some(rng, voice.person_lines, (1, 3))
    asked = filter(None, [rng.choice(voice.years[level]), *lines, plus, *people])
    return [line[0].upper() + line[1:] for line in asked]


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


def _section(voice, heading, lines):
    if not heading:
        return ""
    bullets = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"{voice.heading_html.format(heading)}<ul>{bullets}</ul>"


def _paragraph(text):
    return f"<p>{escape(text)}</p>" if text else ""
