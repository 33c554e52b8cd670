"""Any number of made-up listings, written straight into the tables: the same ones at every run.

They are as skewed as a real board. A few roles, employers, cities and words are in most of them,
and most of each are in few; skills go with roles; a third is silent about pay; and 3 % come out of
the order of their dates. Only what the board reads is filled in.

The words of texts are invented, of seven letters each. So none is a part of another one, and
looking for a word finds the same listings as looking for its letters.
"""

from io import StringIO
from itertools import repeat

import numpy as np
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from careers.models import Role, RoleSkill, Skill
from jobs import evidence
from jobs.engine import triggers, word_table
from jobs.iso import country_names
from jobs.models import Employer, Listing, ListingChange, ListingPlace, Source

SEED = 2026
BATCH = 1_000
WORDS, RARE_WORDS = 30_000, 10_000
CITIES, COUNTRIES, EMPLOYERS = 3_000, 60, 20_000
# A text has from half to one and a half times so many words: about 1 KB.
TEXT_WORDS = 128
SKILLS_A_LISTING = 6.3  # drawn; some are drawn twice, and 5.8 remain
DRAWS = 2**16

LEVELS = {"mid": 0.33, "senior": 0.35, "entry": 0.12, "executive": 0.05, None: 0.15}
PREFIXES = {"senior": "Senior ", "entry": "Junior ", "executive": "Head of: "}
TYPES = {
    "full_time": 0.7,
    "contract": 0.1,
    "part_time": 0.05,
    "internship": 0.05,
    "temporary": 0.02,
    None: 0.08,
}
WORKPLACES = {"remote": 0.3, "hybrid": 0.3, "onsite": 0.25, None: 0.15}
LANGUAGES = {"en": 0.7, "de": 0.08, "fr": 0.06, "es": 0.04, "nl": 0.02, "": 0.1}
KINDS = {"greenhouse": 0.5, "lever": 0.3, "ashby": 0.15, "csv": 0.04, None: 0.01}
RATES = {"USD": (1, 0.6), "EUR": (1.08, 0.25), "GBP": (1.27, 0.15)}
# How a listing stands: open, taken down, not confirmed for long, or past its own end.
STATES = {"open": 0.96, "closed": 0.02, "stale": 0.01, "ended": 0.01}


def fill(size):
    """Makes a site with the starter content, `size` listings and evidence, unless they are there.

    Yields how many there are after each thousand.
    """
    for command in ("migrate", "load_starter"):
        call_command(command, verbosity=0, stdout=StringIO())
    if there := Listing.objects.count():
        if there != size:
            raise SystemExit(f"The database has {there} listings, not {size}. Name another one.")
        return
    triggers.drop(connection)
    yield from _listings(size)
    evidence.gather()
    word_table.rebuild_words(connection)
    triggers.create(connection)
    triggers.log_all(connection)


def _listings(size):
    rng = np.random.default_rng(SEED)
    now = timezone.now()
    with _careless_writes():
        world = World(rng, size)
        ages = _ages(rng, size)
        for first in range(0, size, BATCH):
            ids = np.arange(first + 1, min(first + BATCH, size) + 1)
            with transaction.atomic():
                _write_batch(rng, world, ids, now, ages[ids - 1])
            yield int(ids[-1])


class _careless_writes:
    """Without journal or checks of foreign keys while the data come in, as nothing can be lost."""

    CARELESS = ("foreign_keys=OFF", "journal_mode=OFF", "synchronous=OFF")
    CAREFUL = ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL")

    def __enter__(self):
        if connection.vendor == "sqlite":
            self._execute(f"PRAGMA {setting}" for setting in self.CARELESS)

    def __exit__(self, *error):
        if connection.vendor == "sqlite":
            self._execute(f"PRAGMA {setting}" for setting in self.CAREFUL)
            # A log that was short when it was analysed would be read whole ever after.
            log = ListingChange._meta.db_table
            forget = f"DELETE FROM sqlite_stat1 WHERE tbl = '{log}'"
            self._execute(["ANALYZE", forget, "ANALYZE sqlite_schema"])
        else:
            models = (Employer, Source, Listing, Listing.skills.through, ListingPlace)
            self._execute([*connection.ops.sequence_reset_sql(no_style(), models), "ANALYZE"])

    def _execute(self, statements):
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


class World:
    """What listings are made of, and how often each thing is drawn."""

    def __init__(self, rng, size):
        self.words = np.array([f"{word(number)} ".encode() for number in range(WORDS)], "S8")
        self.word_draws = _draws(_zipf(WORDS, 1), 2**20)
        self.roles = [*Role.objects.order_by("slug").values_list("pk", "title")]
        rng.shuffle(self.roles)
        self.role_draws = _draws([*0.85 * _zipf(len(self.roles), 0.8), 0.15])
        self.skills = np.array(Skill.objects.order_by("slug").values_list("pk", flat=True))
        rng.shuffle(self.skills)
        self.skill_draws = self._skill_draws()
        self.countries = _countries()
        self.country_draws = _draws(_zipf(COUNTRIES, 0.9))
        self.cities = [spell(10 * number + 3).capitalize() for number in range(CITIES)]
        self.city_draws = _draws(_zipf(CITIES, 0.9))
        self.city_countries = self.country_draws[rng.integers(0, DRAWS, CITIES)]
        self.employer_draws = _draws(_zipf(_make_employers(size), 0.9))
        _make_sources()

    def _skill_draws(self):
        """For each role, and for none: half of the draws are any skills, half the role's own."""
        place = {pk: at for at, pk in enumerate(self.skills.tolist())}
        anything = _zipf(len(self.skills), 0.9)
        rows = []
        for pk, _ in self.roles:
            needs = RoleSkill.objects.filter(role=pk).values_list("skill", flat=True)
            own = np.zeros(len(self.skills))
            own[[place[need] for need in needs]] = _zipf(len(needs), 0.7)
            rows.append(_draws(0.5 * anything + 0.5 * own))
        return np.array([*rows, _draws(anything)])


def word(number):
    """Returns a word of the invented vocabulary; the lower its number, the more frequent."""
    return spell(7919 * number) + "kmpx"[number % 4]


def rare_word(number):
    return f"q{number % RARE_WORDS:06}"


def spell(number):
    """Six letters that can be pronounced, different ones for each number below 343,000.

    >>> spell(0), spell(7919)
    ('bababa', 'kifigu')
    """
    syllables = []
    for _ in range(3):
        number, at = divmod(number, 70)
        syllables.append("bdfghjklmnprtz"[at // 5] + "aeiou"[at % 5])
    return "".join(syllables)


def _zipf(count, power):
    weights = 1 / np.arange(1, count + 1) ** power
    return weights / weights.sum()


def _draws(weights, size=DRAWS):
    """Returns a table in which each number stands as often as its weight says: drawing is looking
    up.
    """
    edges = np.cumsum(weights) / np.sum(weights)
    return np.searchsorted(edges, (np.arange(size) + 0.5) / size)


def _countries():
    """Codes of countries; those of most listings first."""
    first = ["US", "GB", "DE", "IN", "CA", "FR", "NL", "ES", "PL", "AU"]
    return [*first, *(code for code in country_names() if code not in first)][:COUNTRIES]


def _make_employers(size):
    """Writes the employers of so many listings; returns how many."""
    count = min(EMPLOYERS, size // 10)
    names = [f"{spell(10 * number + 7).capitalize()} {number}" for number in range(count)]
    slugs = [name.lower().replace(" ", "-") for name in names]
    _insert(Employer, id=range(1, count + 1), name=names, slug=slugs, website=repeat(""))
    return count


def _make_sources():
    for pk, kind in enumerate(filter(None, KINDS), 1):
        Source.objects.create(pk=pk, name=f"Made-up {kind}", kind=kind)


def _ages(rng, size):
    """Returns how many seconds ago each listing was posted, the oldest first, but 3 % anywhere.

    None is within an hour of a day's edge, so that no listing crosses it during a run.
    """
    days = np.sort(rng.exponential(20, size))[::-1]
    moved = np.flatnonzero(rng.random(size) < 0.03)
    days[moved] = days[rng.permutation(moved)]
    whole = np.floor(days)
    return (86_400 * whole + 3_600 + (days - whole) * 22 * 3_600).astype(int)


# --- one batch ---------------------------------------------------------------------------------


def _write_batch(rng, world, ids, now, ages):
    count = len(ids)
    roles = world.role_draws[rng.integers(0, DRAWS, count)]
    level = _pick(rng, LEVELS, count)
    workplace = _pick(rng, WORKPLACES, count)
    kind = _pick(rng, KINDS, count)
    handmade = np.equal(kind, None)
    words = world.words[world.word_draws[rng.integers(0, 2**20, (count, TEXT_WORDS * 3 // 2))]]
    source_ids = {each: pk for pk, each in enumerate(filter(None, KINDS), 1)}
    _insert(
        Listing,
        id=ids.tolist(),
        source_id=[source_ids.get(each) for each in kind],
        external_id=_where(~handmade, ids.astype(str)),
        employer_id=(world.employer_draws[rng.integers(0, DRAWS, count)] + 1).tolist(),
        title=_titles(world, roles, level, words[:, 0]),
        role_id=[world.roles[at][0] if at < len(world.roles) else None for at in roles],
        level=level,
        employment_type=_pick(rng, TYPES, count),
        workplace=workplace,
        language=_pick(rng, LANGUAGES, count),
        body_text=_texts(rng, ids, words),
        posted_at=_moments(now, ages),
        **_pay(rng, count),
        **_states(rng, now, handmade),
        **_the_rest(now),
    )
    _write_skills(rng, world, ids, roles)
    _write_places(rng, world, ids, workplace == "remote")


def _insert(model, **columns):
    """Writes rows, given as columns; it ends with the shortest of them."""
    table = f"{model._meta.db_table} ({', '.join(columns)})"
    rows = zip(*columns.values(), strict=False)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def _pick(rng, shares, count):
    """As many of the keys as asked for, each as often as its share says."""
    keys = np.array([*shares], object)
    return keys[rng.choice(len(keys), count, p=[*shares.values()])]


def _where(given, values):
    """Returns the values as a list, None where they are not given."""
    return np.where(given, values.astype(object), None).tolist()


def _moments(now, ages):
    """Returns the moments so many seconds ago, as SQLite keeps them."""
    moments = np.datetime64(now.replace(tzinfo=None), "s") - ages
    return np.char.replace(moments.astype(str), "T", " ").tolist()


def _titles(world, roles, level, words):
    titles = [*(title for _, title in world.roles), "Specialist"]
    return [
        f"{PREFIXES.get(a_level, '')}{titles[role]}, {a_word.decode().strip()}"
        for role, a_level, a_word in zip(roles.tolist(), level, words, strict=True)
    ]


def _texts(rng, ids, words):
    """Returns texts: a word takes eight bytes with its space, so a text is a part of a row."""
    lengths = rng.integers(TEXT_WORDS // 2, TEXT_WORDS * 3 // 2, len(ids)) * 8
    words[:, 1] = [
        f"{rare_word(number)} ".encode() for number in rng.integers(0, RARE_WORDS, len(ids))
    ]
    rows = np.ascontiguousarray(words).view(f"S{words.shape[1] * 8}").ravel().tolist()
    return [row[: length - 1].decode() for row, length in zip(rows, lengths.tolist(), strict=True)]


def _pay(rng, count):
    """65 % state pay; of these some only the lowest, some only the highest."""
    lowest = np.round(np.exp(rng.normal(11.3, 0.4, count)), -3).astype(int)
    highest = np.round(lowest * rng.uniform(1.1, 1.6, count), -3).astype(int)
    currency = _pick(rng, {code: share for code, (_, share) in RATES.items()}, count)
    rate = np.array([RATES[code][0] for code in currency])
    draw = rng.random(count)
    stated, has_lowest, has_highest = draw < 0.65, draw < 0.6, (draw < 0.55) | (draw >= 0.6)
    return {
        "pay_min": _where(stated & has_lowest, lowest),
        "pay_max": _where(stated & has_highest, highest),
        "pay_currency": np.where(stated, currency, "").tolist(),
        "pay_period": np.where(stated, "year", "").tolist(),
        "pay_usd_min": _where(stated & has_lowest, np.round(lowest * rate).astype(int)),
        "pay_usd_max": _where(stated & has_highest, np.round(highest * rate).astype(int)),
    }


def _states(rng, now, handmade):
    """When listings were confirmed, end and ended."""
    count = len(handmade)
    state = np.where(handmade, "open", _pick(rng, STATES, count))
    ends = handmade | (state == "ended") | (rng.random(count) < 0.2)
    ahead = -rng.integers(2 * 86_400, 60 * 86_400, count)
    return {
        "closes_at": _where(ends, _array(_moments(now, np.where(state == "ended", 86_400, ahead)))),
        "closed_at": _where(state == "closed", _array(_moments(now, np.full(count, 86_400)))),
        "confirmed_at": _moments(now, np.where(state == "stale", 20 * 86_400, 0)),
    }


def _array(values):
    return np.array(values, object)


def _the_rest(now):
    """Returns the columns that the board does not read, as they are when nothing is known."""
    moment = str(now.replace(tzinfo=None))
    texts = (
        "url",
        "role_reason",
        "level_reason",
        "location_text",
        "pay_text",
        "body_html",
        "content_hash",
    )
    moments = ("first_seen_at", "updated_at")
    return {
        **{name: repeat("") for name in texts},
        **{name: repeat(moment) for name in moments},
        "missed_pulls": repeat(0),
        "reposts": repeat(0),
        "locked_fields": repeat("[]"),
    }


def _write_skills(rng, world, ids, roles):
    owners = np.repeat(np.arange(len(ids)), rng.poisson(SKILLS_A_LISTING, len(ids)))
    skills = world.skill_draws[roles[owners], rng.integers(0, DRAWS, len(owners))]
    owners, skills = _pairs(owners, skills)
    listings, skills = ids[owners].tolist(), world.skills[skills].tolist()
    _insert(Listing.skills.through, listing_id=listings, skill_id=skills)


def _write_places(rng, world, ids, remote):
    """Most have one place of work, remote ones countries to live in, and 10 % have several."""
    count = len(ids)
    several = np.where(rng.random(count) < 0.1, rng.integers(1, 4, count), 0)
    offices = (rng.random(count) < np.where(remote, 0.25, 0.95)) * (1 + several)
    homes = (remote & (rng.random(count) < 0.8)) * (1 + several)

    owners = np.repeat(np.arange(count), offices)
    owners, cities = _pairs(owners, world.city_draws[rng.integers(0, DRAWS, len(owners))])
    names = [world.cities[city] for city in cities.tolist()]
    _insert_places("office", ids[owners], names, world, world.city_countries[cities])

    owners = np.repeat(np.arange(count), homes)
    owners, countries = _pairs(owners, world.country_draws[rng.integers(0, DRAWS, len(owners))])
    _insert_places("residence", ids[owners], repeat(""), world, countries)


def _insert_places(kind, listings, cities, world, countries):
    _insert(
        ListingPlace,
        listing_id=listings.tolist(),
        kind=repeat(kind),
        city=cities,
        region=repeat(""),
        country=[world.countries[at] for at in countries.tolist()],
    )


def _pairs(owners, values):
    """Returns each pair once, in the order of its owners."""
    return np.divmod(np.unique(owners * 100_000 + values), 100_000)
