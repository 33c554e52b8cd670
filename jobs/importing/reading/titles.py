"""What a title, or a source's own field, says about level and kind of employment.

Silence is None: a title without any such word does not make a job mid-level or full-time.
"""

import re
from functools import lru_cache
from itertools import combinations, permutations

INTERN = (
    r"intern(?:s|ship|ships)? | co-?op | working\sstudent | werkstudent(?:in)?"
    r" | praktik(?:um|ant(?:in)?) | summer\sstudent | ^stage(?!\smanager) | stagiaire"
    r" | alternan(?:ce|te?) | tirocini(?:o|ante) | becari[oa] | est[aá]gi(?:o|[aá]ri[oa])"
)
# Who manages or directs these may lead nobody: with them, the word is a trade and no rank. "Other"
# stands for what has another meaning: "Student Success Manager".
MANAGED = (
    "account", "accounts", "alliance", "alliances", "asset", "assets", "brand",
    r"business\sdevelopment", "campaign", "case", "category", "change", "channel", "claims",
    "client", "community", "compliance", "configuration", "content", "contract", "contracts",
    "customer", "data", "deal", "delivery", "demand", "deployment", "enablement", "engagement",
    "event", "events", "fund", "grant", "grants", "growth", "implementation", "incident",
    "innovation", "integration", "inventory", "knowledge", "marketing", "media", "office",
    "onboarding", "partner", "partners", "partnership", "partnerships", "policy", "portfolio",
    "pricing", "privacy", "problem", "procurement", "product", "program", "programme", "project",
    "property", "proposal", "proposals", "quality", r"other\s", "records", "relations",
    "relationship", "release", "renewals", "risk", "sales", "scrum", "solution", "solutions",
    "sourcing", "success", r"supply\schain", "territory", "transition", "vendor",
)  # fmt: skip
DIRECTED = (
    "account", "art", "artistic", "casting", "creative", "film", "funeral", "medical", "music",
    "photo",
)  # fmt: skip


def _not_behind(words: tuple[str, ...]) -> str:
    return "".join(rf"(?<!\b{word}\s)" for word in words)


TRADES = (
    r"\w*(?:analyst|engineer(?:ing)?|scientist|developer|architect|administrator|specialist"
    r"|technician|modell?er|programmer|consultant|associate|manager|statistician|researcher"
    r"|representative|coordinator|designer|officer|clerk|writer|professional)s?"
)
EXPERT_TRADES = "analyst|architect|consultant|developer|engineer|scientist"

# The first that is found counts: an intern on a director's team is an intern.
LEVELS = {
    "entry": rf"{INTERN} | trainee | apprentice(?:ship)?",
    "executive": (
        rf"(?<!assistant\s)(?: (?=director) {_not_behind(DIRECTED)} director"
        r" | vice[\s-]president | vp )"
        r" | svp | evp | head | chief | dire(?:k|c)tor(?:in|a) | directeur | directrice"
        # Further behind they name an office: "Data Scientist (CDO)".
        r" | ^(?: (?!\s-) [^,;:()|–] | founder, )* \b c(?:[adefimort]|da|is)o"
    ),
    "senior": (
        r"s[eéê]nior | sr | snr | staff | principal | lead | leader | teamlead"
        # "Python Expert" says what in, "Data Engineer Expert" of what rank.
        rf" | expert (?=(?:\s[\w&-]+){{1,3}}?\s{TRADES}\b)"
        rf" | (?:{EXPERT_TRADES}) (?:,\s | \s[–-]\s | \s) expert (?=\s?(?:$|[,;:()|–-]|with\b))"
        r" | distinguished | managing | supervisor | avp | assistant\s(?:director|vp)"
        r" | assistant\svice\spresident"
        r" | (?:team)?leit(?:er|erin|ung) | responsable"
        # Nor the same turned round: "Manager, Customer Success".
        rf" | (?=manager) {_not_behind(MANAGED)}"
        rf" (?:(?<=\w\s) | (?!manager, \s? (?:[\w&]+\s){{0,2}} (?!data)(?:{'|'.join(MANAGED)})"
        r" \s?(?:$|[,;:()|–-]))) manager(?:in)?"
    ),
    "entry, plainly": (
        r"j[uú]nior | jr | jnr | entry[\s-]level | graduate\sentry | graduates? | grad | student"
        r" | early[\s-]career | fresher | berufseinsteiger(?:in)? | absolvent(?:in)?"
        r" | ^associate(?!,)"
    ),
    "mid": r"mid | middle | intermediate | experienced | medior | confirmée?",
}
# A programme for beginners and who looks after them are none: "Intern Program Director".
PROGRAM = r"(?:program(?:me)?|scheme)"
INTERNS = r"(?:intern(?:ship)?s? | apprenticeships?)"
BEGINNERS = rf"(?:{INTERNS} | apprentices? | trainees? | graduates? | co-?ops? | students?)"
SEVERAL = r"(?:interns | internships | apprentices | apprenticeships | graduates | trainees)"
LEADERS = (
    r"(?: coordinator | director | head | lead(?:er)? | manager | mentor | officer | recruiter"
    r" | recruiting | recruitment | specialist | supervisor | advis[eo]r | administrator )"
)
# Where a level's word stands in another meaning: as a place, an office, a post, a school.
OTHER_MEANINGS = {
    "places and markets": (
        r"middle [\s-] (?:east(?:ern)? | market | mile | office | school | management | class)"
        r" | mid [\s-]? (?:market | atlantic | west(?:ern)? | south | wales | cap | sized? | stage"
        r" | term | funnel | year | office | continent | city | town | day | shift | range)"
        r" | senior\s(?:living|citizens?) | (?<=[,;:(|–-]) \s? senior \s (?:care | housing"
        r" | services | communities) (?=\s*(?:$|[),;|–-]))"
        r" | junior\s(?:college|high|achievement) | (?<=king\s)jr | head\sstart"
        r" | co-?op\s(?:bank|food|group) | stage\s(?:crew|designer|hand|technician|[0-9iv]+)"
        r" | lead[\s-](?:gen(?:eration)? (?![\s-]ai\b) | nurturing | qualification | conversion"
        r" | paint | time)"
        r" | head\s(?:and|&)\sneck | principal\s(?:financial|global)"
    ),
    "posts": (
        r"member \s of \s (?:the\s)? technical \s staff | technical\sstaff"
        r" | (?:chief\sof\sstaff | executive\s(?:personal\s)?assistant) (?:\sto\s.*)?"
        r" | staff \s (?:augmentation | development | services | training)"
        r" | staff \s (?:\w+\s)? (?:accountant | assistant | attorney | auditor | chaplain"
        r" | counsel | dentist | nurse | paralegal | pharmacist | photographer | physician"
        r" | psychologist | reporter | therapist | writer)"
        r" | (?:support|medical|clinical|nursing|teaching|office|field) \s staff"
        r" | associate \s (?:(?!or\s)[\w-]+\s){0,2} (?:professor | dean | partner | counsel"
        r" | attorney | lecturer | provost | editor | producer | fellow)"
        rf" | associate \s (?:{'|'.join(DIRECTED)}) \s director"
        r" | head \s (?:baker | cashier | chef | coach | cook | housekeeper | nurse | teacher"
        r" | teller)"
    ),
    "people and offices that it serves": (
        r"(?:assistant | aide | advis[eo]r | secretary | staff | partner | pa | ea | support"
        r" | report(?:s|ing)?) \s to \s .*"
        r" | (?:for | to | with) \s (?:senior\s)? (?:executives | leaders | leadership | management"
        r" | stakeholders)"
        r" | office \s of \s [^,;:()|–]* | chief (?:\s[\w&]+){1,4} \s office"
        r" | c(?:[adefimort]|da|is)o \s (?:office | org | organi[sz]ation | team)"
    ),
    "schools": (
        r"(?:assistant|vice|deputy|school|academy) \s principal"
        r" | principal (?= .* (?:school|academy|college)\b)"
        r" | graduate \s (?:school | admissions? | medical | studies | education"
        r" | recruit\w*)"
        r" | students? (?:['’]s?)? \s (?:access | accounts? | affairs | engagement | experience"
        r" | financ\w* | health | housing | information | learning | life | loans? | outcomes?"
        r" | records? | recruitment | retention | services? | success | support | systems?)"
    ),
    "programmes for beginners": (
        rf"{INTERNS} (?=\s (?:{PROGRAM}\s)? {LEADERS}\b)"
        rf" | {BEGINNERS} \s (?:{PROGRAM}s | {PROGRAM} (?=\s{LEADERS}\b))"
        rf" | (?P<kept> \b {LEADERS} (?:,?\s | \s?[–-]\s) (?:of|for)? ) \s?"
        rf" (?:(?!{BEGINNERS})\w+\s){{0,2}} (?:{BEGINNERS} \s {PROGRAM} | (?<=of\s){INTERNS}"
        rf" | {SEVERAL} (?: \s (?:and|&) \s {SEVERAL})? )"
    ),
}
# Of two levels that a title leaves open, neither is its own: "Junior/Senior", "Mid to Senior".
RANKS = {
    "entry": r"(?:entry | early\scareer | junior | jr | jnr | graduate)",
    "mid": r"(?:mid | middle | intermediate | medior | confirmée?)",
    "senior": r"(?:s[eé]nior | snr | sr | lead | principal | staff)",
}
RANK = rf"(?:{' | '.join(RANKS.values())})"
OR = r"(?:\s*(?:/|&|(?<=\S)[-–](?=\S))\s* | \s(?:or|oder|ou|to|bis|and|und)\s)"
ALTERNATIVE = re.compile(rf"{OR} | , | \s[–-]\s", re.IGNORECASE | re.VERBOSE)
NEXT_RANK = rf"(?:[\s-]?level)? {OR}"
TWO_RANKS = " | ".join(
    rf"{RANKS[first]} {NEXT_RANK} {RANKS[last]}" for first, last in permutations(RANKS, 2)
)
SAME_GRADE = {"I": r"(?:I|1)", "II": r"(?:II|2)", "III": r"(?:III|IV|V|[3-5]|[Ss]enior|[Ss]r)"}
TWO_GRADES = " | ".join(
    rf"{SAME_GRADE[first]} (?:{OR} | ,\s? | \s[-–]\s) {SAME_GRADE[last]}"
    for first, last in combinations(SAME_GRADE, 2)
)
SOME_TRADE = r"[^\W\d](?:[\w&-]|\s(?!or\s)){2,60}"
EITHER = re.compile(
    rf"(?<![\w&]) (?: (?:{RANK}{NEXT_RANK})* (?:{TWO_RANKS}) (?:{NEXT_RANK}{RANK})*"
    rf" | (?-i:{TWO_GRADES}) (?:{OR} (?:(?-i:[IV]+|[1-5])|{RANK}))*"
    # "Data Analyst / Senior Data Analyst", and the other way about.
    rf" | (?P<trade>{SOME_TRADE}) (?:\s?/\s?|\sor\s) {RANK} \s (?P=trade)"
    rf" | {RANK} \s (?P<other>{SOME_TRADE}) (?:\s?/\s?|\sor\s) (?P=other) ) (?!\w)",
    re.IGNORECASE | re.VERBOSE,
)
# "(Senior) Data Engineer" may be one or not; "Data Engineer (Senior)" is one.
RANK_IN_BRACKETS = re.compile(
    rf"\( \s* {RANK} (?:\s?[/,&-]\s?{RANK})* \s* \) (?=\s*\w)", re.IGNORECASE | re.VERBOSE
)
# Grades count only behind what they grade: "Analyst II", "Engineer - 2", "Data Scientist I/II".
# Behind a bare figure the title or its part ends: else it counts what follows ("Analyst - 3 Days").
GRADE = re.compile(
    r"\b(?P<graded>[A-Za-z]{2,})[\s-]+(?:[Ll]evel\s|[Ll]vl\s|L)?(?:[IV]{1,3}/|[1-5]/)?"
    r"(?P<grade>(?:III|II|IV|I|V|(?<=evel\s)[1-5]|(?<=vl\s)[1-5]|(?<=L)[1-5])(?=$|[\s,:;()–-])"
    r"|[1-5](?=\s*(?:$|[][,:;()|/–—]|-(?!\w)|(?:at|for|with|[Jj]ob\s[Ii][Dd]|[Rr]eq\w*)\b)))",
)
# Roman numerals are grades but behind these; other figures are often versions and amounts.
NUMBERED = {
    "area", "chapter", "class", "day", "discover", "phase", "region", "series", "site", "title",
    "type", "war", "zone",
}  # fmt: skip
NAMES_A_TRADE = re.compile(rf"\b{TRADES}\b", re.IGNORECASE)
GRADED_WITH_FIGURES = re.compile(
    rf"{TRADES}|level|lvl|grade|anl|dba|ds|mts|sde|spec|swe", re.IGNORECASE
)
LEVEL_OF_GRADE = {"I": "entry", "1": "entry", "II": "mid", "2": "mid"}
# What fields of sources say otherwise than a title would.
LEVEL_OF_FIELD = {
    "executive": "executive",
    "mid-senior level": "mid",
    "mid_senior_level": "mid",
    "associate": "mid",
}

MONTHS = r"\d+[\s-]*months?"
# A contract is a kind of employment where it stands apart: a "Contract Analyst" has another trade.
EMPLOYMENT_TYPES = {
    "internship": INTERN,
    "temporary": r"temp | temporary | seasonal | fixed[\s-]?term | ftc | befristet",
    "contract": (
        rf"contractor | freelancer? | {MONTHS}\scontract | (?:w2|c2c|civil)\scontract"
        r" | contract[\s-](?:to[\s-]hire|role|position|job) | ^contract(?=\s*$|:)"
        r" | (?<=[(,–-])\s?contract(?=\s*(?:$|[),:–-]))"
    ),
    "full_time": r"full[\s-]?time | vollzeit | temps\splein | tiempo\scompleto",
    "part_time": r"part[\s-]?time | teilzeit | temps\spartiel | mi-temps | tiempo\sparcial",
}


def _compiled(patterns: dict[str, str]) -> dict[str, re.Pattern[str]]:
    flags = re.IGNORECASE | re.VERBOSE
    return {
        name: re.compile(rf"(?<![\w&]) (?: {words} ) (?!\w)", flags)
        for name, words in patterns.items()
    }


LEVEL_WORDS = _compiled(LEVELS)
MEANT_OTHERWISE = re.compile(
    rf"(?<![\w&]) (?: {' | '.join(OTHER_MEANINGS.values())} ) (?!\w)",
    re.IGNORECASE | re.VERBOSE,
)
EMPLOYMENT_WORDS = _compiled(EMPLOYMENT_TYPES)
CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")


def read_level(title: str, level_text: str = "") -> str | None:
    """Returns entry, mid, senior or executive: as the title says it, else as the field, or None.

    >>> [read_level(title) for title in ("Lead Data Engineer", "Data Analyst II", "Data Scientist")]
    ['senior', 'mid', None]
    >>> read_level("Product Manager", level_text="Entry level")
    'entry'
    """
    field = level_text.strip().lower()
    return _level(title) or LEVEL_OF_FIELD.get(field) or _level(level_text)


def read_employment_type(title: str, text: str = "") -> str | None:
    """Returns full_time, part_time, contract, internship or temporary, or None when neither says.

    `text` is what a source's own field for it holds, in any of their spellings.

    >>> read_employment_type("Data Engineer (Contract)", text="FullTime")
    'contract'
    >>> read_employment_type("Contract Analyst", text="fulltime_permanent")
    'full_time'
    """
    return _employment_type(title) or _employment_type(CAMEL_CASE.sub(" ", text))


@lru_cache(maxsize=4096)  # the adverts of a board share their titles
def _level(text: str) -> str | None:
    plain = _with_one_level(_with_plain_meanings(text))
    for level, words in LEVEL_WORDS.items():
        if words.search(plain):
            return level.partition(",")[0]
    grade = next(filter(_is_grade, GRADE.finditer(plain)), None)
    return LEVEL_OF_GRADE.get(grade["grade"], "senior") if grade else None


def _with_one_level(text: str) -> str:
    """Returns a text without the levels that it leaves open.

    >>> _with_one_level("(Senior) Data Engineer"), _with_one_level("Mid to Senior Analyst")
    (' Data Engineer', ' other  Analyst')
    """
    plain = EITHER.sub(" other ", text) if ALTERNATIVE.search(text) else text
    return RANK_IN_BRACKETS.sub(
        lambda found: found[0] if NAMES_A_TRADE.search(plain, 0, found.start()) else "", plain
    )


def _is_grade(found: re.Match[str]) -> bool:
    """Says whether a figure grades the word before it: "Analyst 2", but not "Python 3"."""
    if found["grade"].isdigit():
        return bool(GRADED_WITH_FIGURES.fullmatch(found["graded"]))
    return found["graded"].lower() not in NUMBERED


@lru_cache(maxsize=4096)
def _employment_type(text: str) -> str | None:
    plain = _with_plain_meanings(text)
    named = [name for name, words in EMPLOYMENT_WORDS.items() if words.search(plain)]
    is_open = named == ["full_time", "part_time"]  # it may be either
    return None if is_open or not named else named[0]


def _with_plain_meanings(text: str) -> str:
    """Returns a text without dots, and without words of levels that mean something else there."""
    return MEANT_OTHERWISE.sub(lambda found: f"{found['kept'] or ''} other ", _without_dots(text))


def _without_dots(text: str) -> str:
    return text.replace(".", " ").replace("_", " ").strip()
