"""The years of experience that an advert's text asks for.

Only the main requirement counts: not what is preferred, what would do instead of a degree, what an
employer says of itself, nor what a job's benefits wait for. Where alternatives would make another
level of the job, silence is right.
"""

import re
from dataclasses import dataclass

from careers.matching.sections import ASKED, lines

# Nobody asks for more; adverts that name more speak of their employer.
MOST_YEARS = 15
NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NUMBERS = {word: number for number, word in enumerate(NUMBER_WORDS, start=1)}
NUMBER = rf"(?:\d{{1,2}}(?:[.,]5)?(?!\d)|{'|'.join(NUMBERS)})"
FLAGS = re.IGNORECASE | re.VERBOSE
FIGURE = re.compile(
    rf"""
    (?<![\w.,$€£-]) (?P<low>{NUMBER}) (?:\s?\(\d+\))?
    (?: \s?(?P<open>\+ | plus | or\smore)
      | \s?(?:-|–|—|to|bis)\s?(?P<high>{NUMBER})(?:\s?\(\d+\))?\+? )?
    (?:\s?\+)? [\s-]?
    (?P<unit>years? | yrs?\.? | months? | jahren? | ans | années | años | anos | anni | jaar) ['’]?
    (?!\w | [\s-]old | \sof\sage)
    """,
    FLAGS,
)
# What stands in front of a figure, and makes it the least or the most.
BOUND = re.compile(
    r"""
    (?<!\w) (?: (?P<least>at\sleast | min(?:imum|\.)?(?:\sof)? | over | more\sthan | mindestens
        | au\smoins | al\smenos | pelo\smenos | almeno | minimaal)
      | (?P<most>up\sto | less\sthan | under | max(?:imum|\.)?(?:\sof)? | bis\szu) ) \s*:?\s* $
    """,
    FLAGS,
)
LONGEST_BOUND = 15
# A text without full stops is no sentence.
LONGEST_SENTENCE = 600
# What every figure ends with: lines without are passed over, as looking for figures takes long.
UNITS = ("year", "yr", "month", "jahr", " ans", " ann", " año", " anos", " jaar")
EXPERIENCE = (
    r"(?:experience | exp\b | \w*erfahrung | expérience | experiencia | experiência | esperienza"
    r" | ervaring | track\srecord | expertise)"
)
WORK = (
    r"(?:as\san? | in(?!\s(?:business | our | the | total | a\srow)\b)"
    r" | of\s(?:[\w/-]+\s){0,3}(?:work | development"
    r" | engineering | leadership | management | programming | consulting | research | analysis)"
    r" | building | coding | creating | delivering | designing | developing | leading | managing"
    r" | programming | running | using | with(?!\s(?:us|the|our)\b) | working | writing)"
)
# Behind a figure: experience close by, or the work itself where the figure is a demand.
OTHER_SPANS = r"(?: warranty | guarantee | contract | lease | plan | program | history | term)"
ASKED_BEHIND = re.compile(
    rf"\s* (?!{OTHER_SPANS}) (?:[\w/&+#.,’'-]+\s){{0,8}}? (?:d['’])? {EXPERIENCE} (?!\w)", FLAGS
)
WORK_BEHIND = re.compile(rf"\s* {WORK} (?!\w)", FLAGS)
ASKED_BEFORE = re.compile(
    rf"{EXPERIENCE} (?:\s(?:required|level|needed))? \s? (?:[:(–-] | of | \() \s* $", FLAGS
)
# In front of a figure: waiting periods, and times gone by.
TIMES = re.compile(
    r"(?<!\w)(?: after | every | each | within | past | last | next | first | previous | since"
    r" | until"
    r" | aged? | ages)"
    r" (?:\s(?:the|your))? \s* $",
    FLAGS,
)
OPTIONAL_BEFORE = re.compile(
    r"prefer | ideally | nice\sto | good\sto | bonus | \bplus\b | desir | optional | wünschenswert",
    FLAGS,
)
OPTIONAL_BEHIND = re.compile(
    r"(?:is |are |would\sbe )? \s? (?: (?:strongly\s|highly\s)?(?:preferred(?!\sin)"
    r" | desir(?:ed|able))"
    r" | nice\sto | an?\s(?:big\s|huge\s|strong\s)?(?:plus|bonus|advantage) | an\sasset"
    r" | beneficial"
    r" | optional | not\srequired | advantageous | von\svorteil | wünschenswert | souhaité"
    r" | deseable)",
    FLAGS,
)
DEGREE = (
    r"(?:degree | diploma | bachelor | master | ph\.?d | doctorate | mba | b\.?sc? | m\.?sc?"
    r" | abschluss)"
)
INSTEAD_BEFORE = re.compile(
    rf"(?: \b{DEGREE}.* \s or (?:\s(?:a|an|the|equivalent|of|with|relevant))* \s*"
    rf" | ,\sor\s.*{DEGREE}.*) $",
    FLAGS,
)
INSTEAD_BEHIND = re.compile(
    rf"in\slieu | instead\sof | in\splace\sof | substitut"
    rf" | \bor\s(?:an?\s)? {DEGREE} (?!.*\bwith\s*$)",
    FLAGS,
)
ALTERNATIVES = re.compile(rf"years? .* (?: \bor\b .* years? | {DEGREE} .* years?)", FLAGS)
# Who speaks of others than the one it looks for; of some of them whoever else is named.
COLLEAGUES = re.compile(
    r"\b(?: mentors? | colleagues? | founders? | alongside | led\sby | gain )\b", FLAGS
)
OTHERS = re.compile(
    r"\b(?: we | our | us | company | firm | agency | founded | established"
    r" | teams?\s(?:has|have|with|brings) | has | combined | collective"
    r" | clients | customers | partners | serving)\b",
    FLAGS,
)
LOOKED_FOR = re.compile(
    r"\b(?: look\w* | seek\w* | need\w* | requir\w* | want\w* | expect\w* | ask\w* | hir\w* | must"
    r" | should | you | who | candidates? | applicants? | someone | ideal\w* )\b",
    FLAGS,
)
OTHERS_BEHIND = re.compile(
    rf"[\w\s]* {EXPERIENCE} [^,]* ,\s (?-i: we | our | [A-Z][\w.]*(?:\s[A-Z][\w.]*)*\s"
    r"(?:is|are|has|provides|offers|helps|delivers)) \b",
    FLAGS,
)
# Years that one will have worked for this employer, and what they are rewarded with.
WITH_US_BEHIND = re.compile(
    r"[^,]* \b(?: with\sus | (?:gained | earned | made | spent | served | built) \s"
    r" (?:here | (?:at | in | with)\s(?:us | our | the\scompany)) )\b"
    r" | [^,]* \b(?:is|are|gets?|will\sbe)\s(?:celebrated | honou?red | rewarded)\b",
    FLAGS,
)
COMBINED = re.compile(r"combined | collective | in\sbusiness | heritage | of\shistory", FLAGS)
SENTENCE_END = re.compile(
    r"[.;!?\s](?:(?<=\S)(?<!e\.g.)(?<!i\.e.)(?<!\bmin.)(?<!\byrs.)\s+(?=[A-Z\d(•])|(?<=\s)•\s)"
)


@dataclass(frozen=True)
class Experience:
    """The fewest years that a job asks for, and the figure as it is said."""

    years: int
    figure: str

    @property
    def level(self) -> str:
        """The level that so many years make: entry, mid or senior."""
        return "entry" if self.years < 2 else "mid" if self.years < 5 else "senior"

    @property
    def reason(self) -> str:
        """The figure in words, for a listing's page and for editors."""
        return f"asks for {self.figure}"


def find_experience(text: str) -> Experience | None:
    """Returns the years that a text asks for, the most where it asks for several; else None.

    >>> find_experience("At least 3 years of experience in BI, and 2+ years with SQL.").reason
    'asks for 3+ years'
    >>> find_experience("We have 20 years of experience. 5 years of experience preferred.") is None
    True
    """
    found: list[Experience] = []
    small = text.lower()
    units = [unit for unit in UNITS if unit in small]
    for line in lines(text) if units else ():
        if line.section != ASKED or not _names_any(units, text[line.start : line.end]):
            continue
        for sentence in SENTENCE_END.split(text[line.start : line.end]):
            asked = _asked_in(sentence[:LONGEST_SENTENCE]) if _names_any(units, sentence) else []
            levels = {each.level for each in asked}
            if len(levels) > 1 and ALTERNATIVES.search(sentence[:LONGEST_SENTENCE]):
                return None
            found += asked
    return max(found, key=lambda each: each.years, default=None)


def _names_any(units: list[str], text: str) -> bool:
    small = text.lower()
    return any(unit in small for unit in units)


def _asked_in(sentence: str) -> list[Experience]:
    """Returns what a sentence asks for; a figure's own words end where the next one begins."""
    asked = []
    end = len(sentence)
    for figure in reversed(list(FIGURE.finditer(sentence))):
        bound = BOUND.search(sentence, max(0, figure.start() - LONGEST_BOUND), figure.start())
        start = bound.start() if bound else figure.start()
        before, behind = sentence[:start], sentence[figure.end() : end]
        end = start
        is_most = bool(bound and bound["most"])
        is_demand = bool(bound or figure["open"] or figure["high"])
        experience = _experience(figure, is_least=bool(bound and bound["least"]), is_most=is_most)
        is_clear = experience.years <= MOST_YEARS and not (is_most and figure["high"])
        if is_clear and _is_asked(before, behind, is_demand=is_demand):
            asked.append(experience)
    return asked


def _is_asked(before: str, behind: str, *, is_demand: bool) -> bool:
    """Says whether the words around a figure make it experience that the job asks for."""
    if not (
        ASKED_BEHIND.match(behind)
        or ASKED_BEFORE.search(before)
        or (is_demand and WORK_BEHIND.match(behind))
    ):
        return False
    if TIMES.search(before) or OPTIONAL_BEFORE.search(before) or OPTIONAL_BEHIND.search(behind):
        return False
    if INSTEAD_BEFORE.search(before) or INSTEAD_BEHIND.search(behind):
        return False
    if COMBINED.search(behind) or OTHERS_BEHIND.match(behind) or COLLEAGUES.search(before):
        return False
    if WITH_US_BEHIND.match(behind):
        return False
    return not OTHERS.search(before) or bool(LOOKED_FOR.search(before))


def _experience(figure: re.Match[str], *, is_least: bool, is_most: bool) -> Experience:
    """Returns a figure's years and its words in one form: "5+ years", "3 to 5 years"."""
    low, high = (_number(figure[name]) for name in ("low", "high"))
    is_months = figure["unit"].lower().startswith("month")
    unit = "month" if is_months else "year"
    if is_most:
        return Experience(0, f"up to {low:g} {unit}{'' if low == 1 else 's'}")
    years = int(low // 12 if is_months else low)
    if high:
        return Experience(years, f"{low:g} to {high:g} {unit}s")
    open_end = "+" if is_least or figure["open"] else ""
    return Experience(years, f"{low:g}{open_end} {unit}{'' if low == 1 else 's'}")


def _number(text: str | None) -> float:
    if not text:
        return 0.0
    return float(NUMBERS.get(text.lower()) or text.replace(",", "."))
