"""Titles to roles, by the names that editors keep; never by a fuzzy score.

A wrong role is worse than none, so a name counts only where nothing around it names another trade.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

# Gender markers, and "entry level", whose "entry" alone is a trade ("Data Entry Clerk").
NOISE = re.compile(
    r"\(?(?<!\w)[mwfhdxi](?:\s?[/|*,]\s?[mwfhdxi]){1,3}(?!\w)\)?|\(?\ball genders\b\)?|\(gn\)"
    r"|(?<=\w)[:*_/]-?in(?:nen)?\b|\b(?:entry|junior|mid|senior)[\s-]level\b",
    re.IGNORECASE,
)
# "Node.js" is one word, "Sr.Data" is two.
WORD = re.compile(r"[^\W_]+(?:(?<!\b[sj]r)[.'’][^\W_]+)*[+#]*|&", re.IGNORECASE)
SEGMENT_BREAK = re.compile(r"[,;:|()\[\]–—•·]|\s-|-\s")
GRADE = re.compile(r"[ivx]{1,4}|l?\d+")

SENIORITY = {
    "apprentice", "assistant", "associate", "chief", "co-op", "distinguished", "experienced",
    "expert", "fellow", "founding", "freelance", "graduate", "intern", "internship", "jr",
    "junior", "lead", "mid", "middle", "principal", "senior", "snr", "sr", "staff", "student",
    "trainee", "werkstudent", "working",
}  # fmt: skip
# Nouns for people at work: next to a name, they say that the job is another one.
TRADES = {
    "accountant", "actuary", "administrator", "adviser", "advisor", "advocate", "agent",
    "ambassador", "analyst", "annotator", "architect", "attorney", "auditor", "biologist", "buyer",
    "chemist", "clerk", "controller", "coordinator", "copywriter", "counsel", "designer",
    "developer", "director", "economist", "editor", "engineer", "evangelist", "executive",
    "facilitator", "head", "instructor", "journalist", "lawyer", "lecturer", "manager", "marketer",
    "mathematician", "modeler", "modeller", "nurse", "officer", "operator", "owner", "partner",
    "physicist", "planner", "president", "producer", "professor", "programmer", "recruiter",
    "recruiting", "recruitment", "representative", "researcher", "scientist", "secretary",
    "seller", "sourcer", "statistician", "steward", "strategist", "supervisor", "surveyor",
    "teacher", "teaching", "technician", "tester", "trader", "trainer", "tutor", "vp", "writer",
}  # fmt: skip
# Who learns a discipline is to be of its trade: "Data Science Internship".
LEARNING = {
    "alternance", "apprentice", "apprenticeship", "co-op", "fellow", "fellowship", "graduate",
    "intern", "internship", "stage", "student", "trainee", "werkstudent",
}  # fmt: skip
TRADE_OF_DISCIPLINE = {
    "analysis": ("analyst",), "analytic": ("analyst",), "engineering": ("engineer",),
    "ml": ("ml", "engineer"), "science": ("scientist",),
}  # fmt: skip
# Whose discipline says the trade: "Specialist, Data Engineering".
TRADELESS = {"professional", "specialist"}
JOINING = {"and", "or", "und", "oder", "et", "y", "plus"}
STOPPING = JOINING | {
    "als", "as", "at", "bei", "for", "from", "für", "im", "in", "mit", "of", "on", "to", "with",
    "within", "working",
}  # fmt: skip
# One spelling for what adverts write out or shorten; names and titles are both read so.
SHORTENED = {
    ("artificial", "intelligence"): "ai", ("business", "intelligence"): "bi",
    ("generative", "ai"): "genai", ("gen", "ai"): "genai", ("infrastructure",): "infra",
    ("large", "language", "model"): "llm", ("machine", "learning"): "ml",
    ("tech", "lead"): "lead", ("technical", "lead"): "lead", ("team", "lead"): "lead",
    ("vice", "president"): "vp",
}  # fmt: skip
LONGEST_SHORTENED = max(map(len, SHORTENED))
# In the many ways that "ETL" is written out, with commas as well.
ETL = re.compile(
    r"\bextract(?:ion)?\W+(?:and\W+)?(?:transform(?:ation)?\W+(?:and\W+)?load(?:ing)?"
    r"|load(?:ing)?\W+(?:and\W+)?transform(?:ation)?)\b(?:\s\((?:etl|elt)\))?",
    re.IGNORECASE,
)
# A long form beside its short one: "Machine Learning (ML) Engineer".
BRACKETS = re.compile(r"\(([^()]{2,40})\)(?=\s+\w)")
# Heads that say little without their topic: "Manager, Data Science", "Product Manager AI".
HEADS = {
    ("analyst",), ("architect",), ("consultant",), ("developer",), ("director",), ("engineer",),
    ("engineering", "manager"), ("head",), ("lead",), ("manager",), ("product", "lead"),
    ("product", "manager"), ("product", "owner"), ("research", "engineer"), ("scientist",),
    ("software", "developer"), ("software", "engineer"), ("specialist",), ("vp",),
}  # fmt: skip
# Their topic may go on: "Product Manager - ML Platform"; a "Software Engineer, ML QA" tests.
LEADING_TRADES = {"director", "head", "manager", "owner", "president", "vp"}
# In front of a trade these are a grade, as in banks: "Vice President, Data Scientist".
RANKS = SENIORITY | {"director", "vp"}
# Beside "Software Engineer" they say that the job lies in another role, or between two.
TOPICS = {
    "ai", "analytic", "autonomous", "autonomy", "bi", "bigdata", "data", "database", "genai",
    "llm", "ml", "mlops", "nlp", "perception", "quantitative", "robot", "robotic", "speech",
    "statistical", "vision",
}  # fmt: skip
# Alone in a topic, these say too little to speak for the words after them.
VAGUE_TOPICS = {"analytic", "data"}
# Business functions have managers of analytics of their own: "Revenue Analytics Manager".
FUNCTIONS = {
    "accounting", "audit", "brand", "client", "commercial", "compliance", "credit", "crime",
    "customer", "ecommerce", "finance", "financial", "fraud", "growth", "hr", "marketing",
    "media", "people", "pricing", "procurement", "product", "regulatory", "retail", "revenue",
    "risk", "safety", "sale", "supply", "talent", "tax", "treasury", "workforce",
}  # fmt: skip
# Whose managers are a trade of their own: "Program Manager Data Science".
MANAGED_THINGS = {
    "account", "community", "content", "marketing", "office", "product", "program", "programme",
    "project", "sale", "success",
}  # fmt: skip
# Alone they name trades of many fields; these words beside them say that it is ours, or not.
RESEARCH_SCIENTIST = ("research", "scientist")
RESEARCH_TOPICS = TOPICS - {"quantitative", "statistical"} | {
    "agi", "algorithm", "deep", "diffusion", "foundation", "generative", "image",
    "interpretability", "multimodal", "neural", "reasoning", "recommendation", "reinforcement",
    "rl",
}  # fmt: skip
SAYING_NO_FIELD = {
    "contract", "engineer", "fall", "full", "fulltime", "ftc", "global", "hybrid", "month", "new",
    "now", "onsite", "part", "permanent", "phd", "remote", "research", "scientist", "spring",
    "summer", "temporary", "time", "winter",
}  # fmt: skip
PLATFORM_ENGINEERS = {("infra", "engineer"), ("platform", "engineer")}
OTHER_INFRASTRUCTURES = {
    "airport", "bridge", "building", "charging", "civil", "construction", "drainage", "drilling",
    "electrical", "energy", "environmental", "facility", "fiber", "fibre", "gas", "geotechnical",
    "highway", "hvac", "marine", "mechanical", "mining", "nuclear", "offshore", "oil", "port",
    "power", "property", "rail", "railway", "road", "satellite", "sewer", "signalling", "solar",
    "structural", "telecom", "telecommunication", "telco", "track", "traffic", "transport",
    "transportation", "tunnel", "utilitie", "utility", "wastewater", "water", "wind", "5g",
}  # fmt: skip
# Between them and their trade may stand the tool or the part of the field: "BI Cognos Developer".
FIELDS = {("bi",), ("big", "data"), ("etl",), ("nlp",), ("robotic",)}
FIELD_TRADES = {"analyst", "architect", "consultant", "developer", "engineer", "specialist"}
OTHER_WORK = {
    "application", "business", "electrical", "field", "hardware", "maintenance", "manufacturing",
    "mechanical", "operation", "process", "product", "project", "qa", "quality", "safety", "sale",
    "security", "service", "solution", "support", "system", "test", "testing",
}  # fmt: skip
# What "data" belongs to when it is not our kind: "Engineer, Data Center".
FOREIGN_TOPICS = {"center", "centre", "entry", "privacy", "protection"}


@dataclass(frozen=True)
class TitleMatch:
    """The role that a title names, and the words of the title that say so."""

    slug: str
    name: str
    # Where these words begin in the title.
    start: int = 0

    @property
    def reason(self) -> str:
        """The match in words, for a listing's page and for editors."""
        return f"title says “{self.name}”"


@dataclass(frozen=True)
class _Word:
    """One word of a title: folded, its place, and whether a slash joins it to the one before."""

    folded: str
    start: int
    end: int
    after_slash: bool


def normalise_title(text: str) -> str:
    """Returns the trade that a title names, without seniority, gender markers, grade and team.

    >>> normalise_title("Senior Data Scientists II (m/w/d) - Ads")
    'data scientist'
    """
    segments = _segments(text)
    return " ".join(word.folded for word in _plain(segments[0])) if segments else ""


def rank_words(title: str) -> list[str]:
    """Returns the words of a title that say a rank, and so never decide its role.

    >>> rank_words("Senior Data Engineer II, Lead")
    ['Senior', 'II', 'Lead']
    """
    words = _joined(_segments(title))
    ranks = [w for w in words if w.folded in SENIORITY or GRADE.fullmatch(w.folded)]
    return [title[word.start : word.end] for word in ranks]


class TitleMatcher:
    """Finds the role that an advert's title names.

    >>> matcher = TitleMatcher({"Data Scientist": "data-scientist", "ML Engineer": "ml-engineer"})
    >>> matcher.match("Senior ML Engineer (m/f/d), Ads").reason
    'title says “ML Engineer”'
    >>> matcher.match("Recruiter, Data Scientists") is None
    True
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        """Takes every title and other title of the roles, each with its role's slug."""
        folded = ((_key(_joined(_segments(name))), slug) for name, slug in names.items())
        self._slugs = {words: slug for words, slug in folded if words}
        self._longest = max(map(len, self._slugs), default=0)
        self._general = {slug for words, slug in self._slugs.items() if words in HEADS}
        # The adverts of a board share their titles.
        self._found = lru_cache(maxsize=4096)(self._find)

    def match(self, title: str) -> TitleMatch | None:
        """Returns the role that the title names, or None where it names another trade or none."""
        return self._found(title)

    def mentioned(self, title: str) -> TitleMatch | None:
        """Returns the first name that stands in a title, also where words beside it refuse it.

        >>> matcher = TitleMatcher({"Data Scientist": "data-scientist"})
        >>> matcher.mentioned("Recruiter, Data Scientists").name
        'Data Scientists'
        """
        for segment in _segments(title):
            if found := [words for words, _ in self._names_in(_plain(segment))]:
                words = _first_and_longest(found)
                return _match(title, self._slugs[_key(words)], words)
        return None

    def _find(self, title: str) -> TitleMatch | None:
        segments = _segments(title)
        if not segments:
            return None
        return (
            self._named_exactly(title, segments)
            or self._named_in_other_order(title, segments)
            or self._named_within(title, segments)
            or self._named_around_a_word(title, segments)
            or self._named_by_discipline(title, segments)
        )

    def _named_exactly(self, title: str, segments: list[list[_Word]]) -> TitleMatch | None:
        """Tries the whole title, then less and less of its end: "Software Engineer, Data"."""
        for size in range(len(segments), 0, -1):
            start = _joined(segments[:size])
            for words in (start, *_with_less_and_less_rank(start), _plain(start)):
                if self._says_enough(words, segments):
                    return _match(title, self._slugs[_key(words)], words)
        return None

    def _says_enough(self, words: list[_Word], segments: list[list[_Word]]) -> bool:
        """Says whether the words are a name, and no topic beside it makes a general name wrong."""
        slug = self._slugs.get(_key(words))
        if slug is None or not _is_of_our_field(words, segments):
            return False
        beside = {word.folded for word in _joined(segments) if word not in words}
        return slug not in self._general or TOPICS.isdisjoint(beside)

    def _named_in_other_order(self, title: str, segments: list[list[_Word]]) -> TitleMatch | None:
        """Reads "Manager, Data Science" as "Data Science Manager", keeping a "Lead" in front."""
        head, topic = _head_and_topic(segments)
        rank = [word for word in head if word.folded in SENIORITY]
        trade = [word for word in head if word.folded not in SENIORITY]
        for size in range(len(topic), 0, -1):
            if not _is_whole_topic(topic, size, trade):
                continue
            start = topic[:size]
            for words in (
                rank + start + trade,
                start + rank + trade,
                start + trade,
                trade + start,
                _discipline_as_trade(start, trade),
            ):
                slug = self._slugs.get(_key(words))
                if slug and _is_of_our_field(words, segments):
                    return _match(title, slug, words)
        return None

    def _named_within(self, title: str, segments: list[list[_Word]]) -> TitleMatch | None:
        """Takes the first name, the longest there, in the first segment that names any trade."""
        for segment in segments:
            found = list(self._names_in(_without_grades(segment)))
            found += self._names_in(_plain(segment))
            fitting = [
                words
                for words, stands_alone in found
                if stands_alone and self._says_enough(words, segments)
            ]
            if fitting:
                words = _first_and_longest(fitting)
                return _match(title, self._slugs[_key(words)], words)
            if found or _names_a_trade(segment):
                return None
        return None

    def _named_around_a_word(self, title: str, segments: list[list[_Word]]) -> TitleMatch | None:
        """Reads "BI Cognos Developer" as a BI Developer, in the first segment that has words."""
        words = next(filter(None, map(_plain, segments)), [])
        for start, size in product(range(len(words)), (1, 2)):
            field, rest = words[start : start + size], words[start + size : start + size + 2]
            if _key(field) in FIELDS and _is_part_and_trade(rest):
                slug = self._slugs.get((*_key(field), rest[1].folded))
                if slug and _stands_alone(words, start, start + size + 2):
                    return _match(title, slug, field + rest)
        return None

    def _named_by_discipline(self, title: str, segments: list[list[_Word]]) -> TitleMatch | None:
        """Reads "Data Science Internship" as a Data Scientist's, where no trade is named."""
        folded = {word.folded for word in _joined(segments)}
        if LEARNING.isdisjoint(folded) or not TRADES.isdisjoint(folded):
            return None
        topic = next(filter(None, map(_plain, segments)), [])
        for start in range(len(topic)):
            *first, last = _key(topic[start:])
            if slug := self._slugs.get((*first, *TRADE_OF_DISCIPLINE.get(last, ()))):
                return _match(title, slug, topic[start:])
        return None

    def _names_in(self, words: list[_Word]) -> Iterator[tuple[list[_Word], bool]]:
        for start in range(len(words)):
            for end in range(start + 1, min(start + self._longest + 1, len(words)) + 1):
                if words[end - 1].folded != "of" and _key(words[start:end]) in self._slugs:
                    yield words[start:end], _stands_alone(words, start, end)


def _first_and_longest(names: list[list[_Word]]) -> list[_Word]:
    first = min(names, key=lambda words: words[0].start)
    return max((words for words in names if words[0].start < first[-1].end), key=len)


def _match(title: str, slug: str, words: Sequence[_Word]) -> TitleMatch:
    start = min(word.start for word in words)
    return TitleMatch(slug, title[start : max(word.end for word in words)], start)


def _fold(word: str) -> str:
    """Spells a word without case, accents and plural.

    >>> _fold("Analysts"), _fold("Sr."), _fold("Ingénieur"), _fold("&")
    ('analyst', 'sr', 'ingenieur', 'and')
    """
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    is_plural = len(plain) > 3 and plain.endswith("s") and not plain.endswith(("ss", "us", "is"))
    return "and" if plain == "&" else plain.strip(".")[: -1 if is_plural else None]


def _without_of(words: Iterable[str]) -> tuple[str, ...]:
    """Leaves out what "Director of Data" and "Director, Data" differ by."""
    return tuple(word for word in words if word != "of")


def _segments(title: str) -> list[list[_Word]]:
    """Cuts a title at commas, dashes and brackets into lists of words."""
    masked = NOISE.sub(lambda found: " " * len(found[0]), title)
    masked = ETL.sub(lambda found: "ETL".ljust(len(found[0])), masked)
    masked = BRACKETS.sub(_blank_for_the_same, masked)
    segments: list[list[_Word]] = [[]]
    end = 0
    for found in WORD.finditer(masked):
        gap = masked[end : found.start()]
        if SEGMENT_BREAK.search(gap):
            segments.append([])
        end = found.end()
        segments[-1].append(_Word(_fold(found[0]), found.start(), end, "/" in gap))
    return [_shortened(segment) for segment in segments if segment]


def _blank_for_the_same(found: re.Match[str]) -> str:
    """Returns blanks for brackets that only repeat the words before them, in short or at length."""
    before = found.string[: found.start()]
    last = "".join(before.split()[-1:])
    is_same = _is_short_for(found[1], before) or _is_short_for(last, found[1])
    return " " * len(found[0]) if is_same else found[0]


def _is_short_for(short: str, text: str) -> bool:
    """Says whether a word is made of the first letters of a text's last words.

    >>> _is_short_for("ML", "Senior Machine Learning"), _is_short_for("AI/ML", "Machine Learning")
    (True, False)
    """
    letters = "".join(filter(str.isalpha, short)).casefold()
    initials = "".join(word[0] for word in re.findall(r"[^\W_]+", text.casefold()))
    ends = (letters[:size] for size in range(2, len(letters) + 1) if size >= len(letters) - 2)
    return len(letters) > 1 and " " not in short and any(map(initials.endswith, ends))


def _shortened(words: list[_Word]) -> list[_Word]:
    """Reads "Machine Learning" as "ML", keeping its place in the title."""
    short: list[_Word] = []
    for word in words:
        short.append(word)
        for size in range(1, LONGEST_SHORTENED + 1):
            last = short[-size:]
            if name := SHORTENED.get(tuple(part.folded for part in last)):
                short[-size:] = [_Word(name, last[0].start, word.end, last[0].after_slash)]
    return short


def _joined(segments: Iterable[list[_Word]]) -> list[_Word]:
    return [word for segment in segments for word in segment]


def _key(words: Iterable[_Word]) -> tuple[str, ...]:
    return _without_of(word.folded for word in words)


def _without_grades(words: list[_Word]) -> list[_Word]:
    return [word for word in words if not GRADE.fullmatch(word.folded)]


def _with_less_and_less_rank(words: list[_Word]) -> Iterator[list[_Word]]:
    """Yields "Senior Lead Engineer", then "Lead Engineer", then "Engineer"."""
    left = _without_grades(words)
    yield left
    while left and left[0].folded in SENIORITY:
        left = left[1:]
        yield left


def _plain(words: list[_Word]) -> list[_Word]:
    return [word for word in _without_grades(words) if word.folded not in SENIORITY]


def _head_and_topic(segments: list[list[_Word]]) -> tuple[list[_Word], list[_Word]]:
    """Splits "Senior Manager, Data Science" or "Director of Data Science"; ([], []) for others."""
    words = _without_grades(segments[0])
    first = _first_after_slash(words)
    for size in range(min(first, 4), 0, -1):
        trade = [word.folded for word in words[:size] if word.folded not in SENIORITY]
        is_lead = words[size - 1].folded == "lead" and first == len(words)
        rest = [word for word in words[size:first] if word.folded not in {"of", "for"}]
        following = segments[1] if len(segments) > 1 else []
        if tuple(trade) in HEADS or is_lead:
            return words[:size], rest or _without_grades(following)
    return [], []


def _first_after_slash(words: list[_Word]) -> int:
    """Returns the first place that a slash parts from more than a rank ("Senior/Staff")."""
    for place in range(1, len(words)):
        if words[place].after_slash and words[place - 1].folded not in SENIORITY:
            return place
    return len(words)


def _discipline_as_trade(topic: list[_Word], trade: list[_Word]) -> list[_Word]:
    """Reads "Software Engineer, Data Engineering" as "Data Engineer"; [] for other topics."""
    of_discipline = TRADE_OF_DISCIPLINE.get(topic[-1].folded, ())
    if not trade or len(of_discipline) != 1:
        return []
    is_same = trade[-1].folded == of_discipline[0] or trade[-1].folded in TRADELESS
    if not is_same:
        return []
    return [*topic[:-1], replace(trade[-1], folded=of_discipline[0], end=topic[-1].end)]


def _is_whole_topic(topic: list[_Word], size: int, trade: list[_Word]) -> bool:
    """Says whether a topic's first words can speak for it: "AI & Growth", but not "Data Center"."""
    if trade and trade[-1].folded == "engineer" and _is_department(topic):
        return False
    rest = [word.folded for word in topic[size:]]
    if not trade and not TRADES.isdisjoint(rest):
        return False
    if not rest or rest[0] in JOINING:
        return True
    if not trade or trade[-1].folded not in LEADING_TRADES:
        return False
    is_vague = size == len(trade) == 1 and topic[0].folded in VAGUE_TOPICS
    return not is_vague and rest[0] not in FOREIGN_TOPICS and not TRADES.intersection(rest)


def _is_of_our_field(words: list[_Word], segments: list[list[_Word]]) -> bool:
    """Says whether what stands beside a name of many fields leaves it, or puts it, in ours."""
    name = _key(words)
    beside = {word.folded for word in _joined(map(_plain, segments))} - set(name)
    if name == RESEARCH_SCIENTIST:
        is_silent = all(word in SAYING_NO_FIELD or word.isdigit() for word in beside - JOINING)
        return is_silent or not RESEARCH_TOPICS.isdisjoint(beside)
    return name not in PLATFORM_ENGINEERS or OTHER_INFRASTRUCTURES.isdisjoint(beside)


def _is_part_and_trade(words: list[_Word]) -> bool:
    """Says whether two words are a part of a field, or a tool of it, and a trade."""
    if len(words) < 2 or words[1].folded not in FIELD_TRADES:
        return False
    return words[0].folded not in OTHER_WORK | TRADES | STOPPING | TOPICS


def _is_department(topic: list[_Word]) -> bool:
    """Says whether a topic names a whole department, as "Data & Analytics" does."""
    return len(topic) > 1 and topic[0].folded == "data" and topic[1].folded in JOINING


def _names_a_trade(segment: list[_Word]) -> bool:
    is_rank = all(word.folded in RANKS for word in segment)
    return not is_rank and any(word.folded in TRADES for word in segment)


def _stands_alone(words: list[_Word], start: int, end: int) -> bool:
    """Says whether no word around the name makes it another trade's."""
    before = _until_joint(words[:start], words[start])
    after = _until_stop(words[end:])
    if words[end - 1].folded not in TRADES and after:
        return False
    if "to" in before or _belongs_to_a_function(words, start, end):
        return False
    if words[start].folded == "manager" and before and before[-1] in MANAGED_THINGS:
        return False
    return TRADES.isdisjoint(before) and TRADES.isdisjoint(after)


def _belongs_to_a_function(words: list[_Word], start: int, end: int) -> bool:
    """Says whether the name is a manager or lead of analytics, in another department than ours."""
    names = _key(words[start:end])
    is_manager = names[0] == "analytic" and names[-1] in LEADING_TRADES
    is_lead = names[-2:] == ("analytic", "lead")
    before = {word.folded for word in words[:start]}
    return (is_manager or is_lead) and not FUNCTIONS.isdisjoint(before)


def _until_joint(before: list[_Word], first: _Word) -> list[str]:
    """Returns the words before a name, unless a slash or an "and" sets the name beside them."""
    is_joined = first.after_slash or (before and before[-1].folded in JOINING)
    return [] if is_joined else [word.folded for word in before]


def _until_stop(after: list[_Word]) -> list[str]:
    words = []
    for word in after:
        if word.after_slash or word.folded in STOPPING:
            break
        words.append(word.folded)
    return words
