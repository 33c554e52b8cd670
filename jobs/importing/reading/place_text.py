"""The words of a location text that are no place: the workplace, what is left out, time zones.

What is left is cut into segments, and these into Terms, a name or a code each.
"""

import re
import unicodedata
from dataclasses import replace

from .gazetteer import BESIDE, Term, fold, look_up

LONGEST_TEXT = 5_000

# --- the workplace -----------------------------------------------------------------------------

HYBRID_REMOTE = re.compile(r"hybrid[\s-]*remote|remote[\s/-]*hybrid", re.IGNORECASE)
NOT_REMOTE = re.compile(r"\b(?:no|not|non)[\s-]*remote\b", re.IGNORECASE)
WORKPLACES = {
    "remote": re.compile(
        r"\bremote(?:ly)?(?:[\s-](?:friendly|first|ok|only|eligible|based|work))?\b|\bremot[oa]s?\b"
        r"|télétravail|teletrabajo|\bhome[\s-]?(?:office|based)\b|\bwork(?:ing)? from home\b"
        r"|\bwfh\b|\banywhere\b|\btelecommut\w+|\bvirtual\b|\bdistributed\b"
        r"|(?<=[A-Z][-.])(?-i:REM|RMT)\b|\b(?-i:REM|RMT)(?=-[A-Z])",
        re.IGNORECASE,
    ),
    "hybrid": re.compile(r"\bhybrid\w*", re.IGNORECASE),
    "onsite": re.compile(
        r"\bon[\s-]?site\b|\bin[\s-](?:office|person)\b|\boffice[\s-]based\b", re.IGNORECASE
    ),
}


def read_workplace(text: str) -> str | None:
    """Returns remote, hybrid or onsite as the text says it, or None.

    A job that can be done remotely is remote, even where the text names offices as well.

    >>> [read_workplace(text) for text in ("Paris or Remote", "Hybrid remote", "On-site", "Paris")]
    ['remote', 'hybrid', 'onsite', None]
    """
    said = text.replace("_", " ")
    if HYBRID_REMOTE.search(said):
        return "hybrid"
    said = NOT_REMOTE.sub("on-site", said)
    return next((name for name, words in WORKPLACES.items() if words.search(said)), None)


# --- what is said of places, but names none -----------------------------------------------------

EXCLUSION = re.compile(
    r"(?:\b(?:excluding|excludes?|excl\b\.?|except(?:ing)?|with the exception of|apart from"
    r"|other than|outside|(?:anywhere|everywhere|any|every|all)(?:\s\w+){0,2}?\sbut"
    r"|but not|not|cannot|can[’']t|unable to|ineligible|minus|without"
    r"|(?-i:sauf|hors|außer|ausgenommen|excepto|salvo|eccetto))\b"  # San Salvo is a town
    r"|\b(?:no|No)\b(?!\.))(?P<names>(?:(?!\s[-–—]\s|\.\s)[^;|()\[\]\n])*)",
    re.IGNORECASE,
)
# Of "NO" in capitals only a country can be meant.
NORWAY = re.compile(r"\bNO\b")
# Between "not" and the names that are left out.
EXCLUSION_WORDS = re.compile(
    r"\b(?:for|in|of|from|to|the|be|is|are|hire|available|eligible|open|hiring|based|located"
    r"|residents|states?|currently|able|possible|and|or|no|not|candidates|applicants)\b",
    re.IGNORECASE,
)
WHOLE_WORLD = re.compile(r"\banywhere in the world\b|\bwork from anywhere\b", re.IGNORECASE)
DUTY = re.compile(
    r"\b(?:(?:candidates?|applicants?|employees?|you|who)\s+)*"
    r"(?:(?:must|should|need(?:s)? to|required to|have to|has to)\s+(?:currently\s+|also\s+)*"
    r"(?:be\s+)?(?:able to\s+)?(?:currently\s+)?"
    r"(?:live|reside|living|residing|located|based|working?|residents?|commute|sit|in|within)"
    r"|(?:live|reside|living|residing|located|based|resident|residents"
    r"|(?:legally\s+)?(?:authori[sz]ed|eligible|allowed|right)\s+to\s+work"
    r"|open to candidates|candidates|hiring|eligible|available)(?=\s+(?:in|within|of|to|from)\b))"
    r"(?:\s+(?:in|within|from|near|of|at|to|anywhere in|one of|the following|locations?|states?"
    r"|countries|either))*\b:?",
    re.IGNORECASE,
)
ZONE = (
    r"EST|EDT|CST|CDT|MST|MDT|PST|PDT|E[SD]T|CES?T|EES?T|BST|IST|SGT|JST|KST|AES?T|AEDT|ACST|AWST"
    r"|NZS?T|NZDT|AKST|HST|MSK|BRT|SAST|HKT"
)
ZONE_NAMES = (
    r"US|U\.S\.|USA|EU|UK|Europe(?:an)?|Americas?|American|North American?|EMEA|APAC|LATAM|Asian?"
    r"|Eastern|Central|Mountain|Pacific|Atlantic|(?:East|West)[\s-]Coast|ET|PT|CT|MT|Canadian|Indian?"
    r"|Australian?|standard|daylight|local"
)
DISTANCE = re.compile(
    r"\b(?:(?:within|in)\s+)?(?:an?\s+)?(?:"
    r"(?:\d+|one|two)[\s-]*(?:mi|miles?|km|kms|kilomet(?:er|re)s?|min|mins|minutes?|h|hours?)\b"
    r"(?:[\s-]+(?:commut\w+|distance|drive|driving|radius|ride))*"
    r"|(?:commut\w+|driving|travel\w*)\s+distance)(?:\s+(?:around|from|of|to))?\b"
    r"|\bclose\s+to\b|\bin\s+the\s+vicinity\s+of\b|\bnear(?=\s(?!north|south|east|west))",
    re.IGNORECASE,
)
TIME_ZONE = re.compile(
    rf"\b(?:UTC|GMT|(?-i:{ZONE}))(?:\s?(?:[+±−-]|\+/-)\s?\d{{1,2}}(?:[:.]\d\d)?"
    r"(?:\s*(?:to|-|–|/)\s*(?:UTC|GMT)?\s?[+±−-]?\s?\d{1,2})?(?:\s?(?:h|hrs?|hours?)\b)?)?"
    r"(?:\s*(?:time\s?zones?|time|hours|hrs)\b)?(?![\w])"
    rf"|\b(?:(?:{ZONE_NAMES})\b[\s/,&+-]*(?:(?:or|and|to)\s+)?)+"
    r"(?:business\s|working\s|office\s|core\s)*(?:time\s?zones?|times?|hours|hrs|TZ)\b"
    r"|\btime\s?zones?\b",
    re.IGNORECASE,
)
NOT_GIVEN = re.compile(r"\bn\s?/\s?a\b|\bt\.?b\.?[adc]\.?(?=\W|$)", re.IGNORECASE)
# "North & South America" are two.
AMERICAS = re.compile(
    r"\b(north|central|south|latin)(?:\sand\s|\sor\s|\s?[&/+]\s?)(north|central|south|latin)"
    r" america\b",
    re.IGNORECASE,
)
INNER_DOT = re.compile(r"(?<=[A-Za-z]{2})\.(?=[A-Za-z]{2})")
# "Boston OR Remote" speaks of no Oregon, but "Portland, OR Remote" does.
OR_REMOTE = re.compile(r"(?<=\w)\sOR\s(?=remote)", re.IGNORECASE)
SEGMENT_ENDS = re.compile(r"[;|•·\n]")


def segments(text: str) -> tuple[list[str], list[str]]:
    """Cuts a text into lists of names; returns them, and what the text leaves out.

    What follows "remote", a duty to live somewhere, or a distance, is a place of its own.

    >>> segments("Remote (US, no Canada), CET +/-2")
    (['', '(US, ),'], [' Canada'])
    """
    plain = unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).replace("_", "-")
    plain = NOT_GIVEN.sub(" ", INNER_DOT.sub("-", AMERICAS.sub(r"\1 America; \2 America", plain)))
    plain = NOT_REMOTE.sub(" ", OR_REMOTE.sub(" ", WHOLE_WORLD.sub(" Worldwide ", plain)))
    excluded: list[str] = []

    def leave_out(match: re.Match[str]) -> str:
        if NORWAY.match(match[0]):
            return match[0]
        excluded.append(EXCLUSION_WORDS.sub(" ", match["names"]))
        return " "

    plain = TIME_ZONE.sub(" ", EXCLUSION.sub(leave_out, plain))
    apart = WORKPLACES["remote"].sub(";", DUTY.sub(";", DISTANCE.sub(";", plain)))
    return [" ".join(segment.split()) for segment in SEGMENT_ENDS.split(apart)], excluded


# --- pieces ------------------------------------------------------------------------------------

PIECE_ENDS = re.compile(r"([,，、()\[\]:])")
STROKES = re.compile(r"\s*[/+]\s*")
LIST_WORDS = re.compile(r"\s(?:or|OR|and|AND|oder|und|et|ou|y|o|e)\s|\s*&\s*")
DASHES = re.compile(r"\s+[-–—]+\s*|\s*[-–—]+\s+|–|—")
POSTCODE = re.compile(
    r"(?<=[A-Za-z.] )\d{4,5}(?:-\d{4})?\b|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b\d{5}(?= [A-Z])"
)
# Words around a name that are none of it; a piece of nothing else names no place.
FILLERS = {
    "a", "all", "any", "approved", "area", "areas", "based", "candidate", "candidates", "central",
    "city", "coast", "contiguous", "continental", "country", "covering", "district", "downtown",
    "east", "eastern", "eligible", "field", "first", "flexible", "friendly", "from", "fully",
    "global", "greater", "headquarters", "home", "hq", "hub", "hubs", "in", "is", "location",
    "locations", "main", "metro", "metropolitan", "midwest", "mountain", "multiple", "nationwide",
    "north", "northeast", "northern", "northwest", "office", "offices", "only", "open", "other",
    "pacific", "preferably", "preferred", "region", "regional", "required", "select", "site",
    "south", "southeast", "southern", "southwest", "states", "surrounding", "tbd", "the", "time",
    "timezone", "to", "travel", "us-based", "various", "west", "western", "within", "zone",
}  # fmt: skip
# In front of a small town's name they make another town's.
COMPASS = {"east", "north", "south", "west"}
# Fillers that are names of small towns as well.
NEVER_NAMES = {"central", "corporate", "field", "opportunity", "position", "role", "roles"}
# Left over at the ends where a workplace was taken out ("Remote in the US"); never "OR" or "IN".
JOINING_WORDS = {"in", "In", "from", "within", "or", "and", "oder", "und", "ou", "et", "across"}
JOINING_WORDS |= {"throughout", "to", "anywhere", "&", "/", "+", "-"}
# Names of towns as well, but not at the end of a street's name.
STREETS = {
    "avenue", "boulevard", "broadway", "building", "center", "centre", "court", "drive", "floor",
    "house", "lane", "park", "parkway", "place", "plaza", "road", "square", "street", "suite",
    "tower", "way",
}  # fmt: skip
LONGEST_NAME = 5
LONGEST_ADDRESS = 20


def terms_of(segment: str) -> list[Term]:
    """Cuts a segment at commas and brackets, and reads each piece."""
    first, *others = PIECE_ENDS.split(segment)
    found = _terms(first)
    for mark, piece in zip(others[::2], others[1::2], strict=True):
        found += [replace(term, is_bracketed=mark == "(") for term in _terms(piece)]
    return found


def _terms(piece: str) -> list[Term]:
    """Reads one piece between commas: a name, a list, or a name that carries its region along."""
    piece = _trimmed(piece)
    whole = look_up(piece)
    if whole.is_known or not piece:
        return [whole] if piece else []
    if DASHES.search(piece):  # an unknown part is the employer or a team, not a town
        terms = _terms_between(DASHES, piece, is_dashed=True)
        return [term for term in terms if term.is_known]
    for marks in (STROKES, LIST_WORDS):
        if marks.search(piece):
            return _terms_between(marks, piece, is_joined=True)
    if BESIDE.search(piece):
        return _terms(BESIDE.split(piece)[0])
    if " of " in piece:  # "State of Mexico" is not Mexico
        return [Term(piece)]
    return _terms_of_hyphened(piece) or _terms_of_words(piece.split())


def _terms_between(
    marks: re.Pattern[str], piece: str, *, is_joined: bool = False, is_dashed: bool = False
) -> list[Term]:
    """Reads the parts between marks; each but the first says what stands before it."""
    first, *others = (_terms(part) for part in marks.split(piece))
    for terms in filter(None, others):
        first += [replace(terms[0], is_joined=is_joined, is_dashed=is_dashed), *terms[1:]]
    return first


def _trimmed(piece: str) -> str:
    for words in (WORKPLACES["hybrid"], WORKPLACES["onsite"], POSTCODE):
        piece = words.sub("", piece)
    left = piece.strip(" -–—.*#'\"").split()
    while left and left[0] in JOINING_WORDS:
        left.pop(0)
    while left and left[-1] in JOINING_WORDS:
        left.pop()
    return "" if all(word.lower() in NEVER_NAMES for word in left) else " ".join(left)


def _terms_of_hyphened(piece: str) -> list[Term]:
    """Reads "US-CA-San Francisco"; a hyphen inside an unknown name is no separator."""
    parts = piece.split("-")
    terms = [look_up(part.strip()) for part in parts]
    if len(parts) > 1 and any(term.country or term.regions for term in terms):
        return [term for part in parts for term in _terms(part)]
    return []


def _terms_of_words(words: list[str]) -> list[Term]:
    if len(words) > LONGEST_ADDRESS:
        return []
    for size in range(min(LONGEST_NAME, len(words) - 1), 0, -1):
        last = look_up(" ".join(words[-size:]))
        if (last.regions or last.country) and last.text != "us":  # "come with us"
            terms = _terms(" ".join(words[:-size]))
            is_certain = last.country or last.is_area or last.regions[0].is_coded
            if is_certain or any(term.is_known for term in terms):  # not "Saint-Louis de Kent"
                return [*terms, last]
    for size in range(min(LONGEST_NAME, len(words) - 1), 0, -1):
        first = look_up(" ".join(words[:size]))
        if first.country:
            return [first, *_terms(" ".join(words[size:]))]
    return _term_in_words(words)


def _term_in_words(words: list[str]) -> list[Term]:
    """Finds a city among filler words ("Greater Boston Area") or at the end of a street address."""
    if any(character.isdigit() for character in "".join(words)):
        sizes = range(min(LONGEST_NAME, len(words)), 0, -1)
        ends = (look_up(" ".join(words[-size:])) for size in sizes)
        return [term for term in ends if term.cities and fold(term.text) not in STREETS][:1]
    named = [word for word in words if word.lower() not in FILLERS]
    if not named:
        return []
    if words[-1] != named[-1]:
        terms = _terms(" ".join(words[:-1]))
        is_a_town = words[-1].lower() == "city" and not any(term.cities for term in terms)
        return [Term(" ".join(words))] if is_a_town else terms
    terms = _terms(" ".join(named)) if named != words else []
    return terms if _names_a_part(words, terms) else [Term(" ".join(words))]


# A name that a city shares with a state is the city's only where it is this large.
FAMOUS_CITY = 300_000


def _names_a_part(words: list[str], terms: list[Term]) -> bool:
    """Says whether words name a part of a known place: West London, but not East Syracuse."""
    cities = terms[0].cities if terms else ()
    if words[0].lower() in COMPASS and cities:
        return cities[0].population >= FAMOUS_CITY
    return any(term.is_known for term in terms)
