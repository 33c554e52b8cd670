"""What a title, or a source's own field, says about level and kind of employment.

Silence is None: a title without any such word does not make a job mid-level or full-time.
"""

import re

INTERN = (
    r"intern(?:s|ship|ships)? | co-?op | working\sstudent | werkstudent(?:in)?"
    r" | praktik(?:um|ant(?:in)?) | summer\sstudent | ^stage(?!\smanager) | stagiaire"
    r" | alternan(?:ce|te?) | tirocini(?:o|ante) | becari[oa] | est[aá]gi(?:o|[aá]ri[oa])"
)
# The first that is found counts: an intern on a director's team is an intern.
LEVELS = {
    "entry": rf"{INTERN} | trainee | apprentice(?:ship)?",
    "executive": (
        r"(?<!assistant\s)(?: director | vice[\s-]president | vp ) | svp | evp | head | chief"
        r" | c[dtai]o | dire(?:k|c)tor(?:in|a) | directeur | directrice"
    ),
    "senior": (
        r"s[eê]nior | sr | snr | staff | principal | lead(?!\sgeneration) | leader | teamlead"
        r" | expert | distinguished | managing | supervisor | avp | assistant\s(?:director|vp)"
        r" | assistant\svice\spresident"
        r" | (?:team)?leit(?:er|erin|ung) | confirmée? | responsable"
        r" | (?<!product\s)(?<!project\s)(?<!program\s)(?<!account\s)(?<!case\s)manager(?:in)?"
    ),
    "entry, plainly": (
        r"j[uú]nior | jr | jnr | entry[\s-]level | graduate\sentry | graduates? | grad | student"
        r" | early[\s-]career | fresher | berufseinsteiger(?:in)? | absolvent(?:in)?"
        r" | ^associate(?!,)"
    ),
    "mid": r"mid | middle | intermediate | experienced | medior",
}
# Grades count only behind what they grade: "Analyst II", "Engineer - 2", "Data Scientist I/II".
GRADE = re.compile(
    r"(?<=[A-Za-z])(?<!\bDay)[\s-]+(?:level\s|L)?(?:[I12]{1,2}/)?(?P<grade>III|II|IV|I|V|[1-5])(?=$|[\s,:;()–-])"
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


def _level(text: str) -> str | None:
    plain = _without_dots(text)
    for level, words in LEVEL_WORDS.items():
        if words.search(plain):
            return level.partition(",")[0]
    grade = GRADE.search(plain)
    return LEVEL_OF_GRADE.get(grade["grade"], "senior") if grade else None


def _employment_type(text: str) -> str | None:
    plain = _without_dots(text)
    return next((name for name, words in EMPLOYMENT_WORDS.items() if words.search(plain)), None)


def _without_dots(text: str) -> str:
    return text.replace(".", " ").replace("_", " ").strip()
