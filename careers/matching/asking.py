"""Whether a sentence of an advert asks for the skill that it names.

A name also stands in a degree's subject, a perk, a negation, a department, and in what an employer
says of itself.
"""

import re
from functools import lru_cache

FLAGS = re.IGNORECASE | re.VERBOSE
# Full stops of "e.g." and "B.Sc." end no sentence. It begins with the one set of characters that it
# may begin with, which is what makes it quick to look for.
SENTENCE_END = re.compile(
    r"[.;!?\s](?:(?<=\S)(?<!\be\.g.)(?<!\bi\.e.)(?<!\betc.)(?<!\b[A-Z].)\s+(?=[^a-z\s])"
    r"|(?<=\s)•\s)"
)

DEGREE = re.compile(
    r"\b(?: degrees? | diploma | bachelor(?:['’]?s)? | master(?:['’]s|s) | ph\.?\s?d | doctorate"
    r" | b\.?s\.?c? | m\.?s\.?c?(?!\s(?:access|excel|office|power\w*|project|sql|teams|word)\b)"
    r" | [bm]\.?a\.?(?=\s(?:in|of|degree)) | mba | undergraduate | graduates?\s(?:in|of)"
    r" | major(?:ing|ed)?\sin | (?:academic|educational)\sbackground | studi(?:um|engang|es)"
    r" | abschluss | licence | laurea) (?!\w)",
    FLAGS,
)
# Where the subjects of a degree end, and skills begin.
SUBJECTS_END = re.compile(
    r"\b(?: experience[ds]? | with | plus | proficien\w* | knowledge | skills? | familiar\w*"
    r" | strong"
    r" | solid | excellent | ability | hands-on | at\sleast | work(?:ing)? | expertise"
    r" | and\s\d )\b",
    FLAGS,
)
SUBJECTS_BEGIN = re.compile(r"\b(?:in|of|der|en|e\.g|such\sas|like|including)\b|[(:,]", FLAGS)
# Tools are no subjects of degrees.
SUBJECT = re.compile(
    r".*(?: ai | algebra | algorithms | analysis | analytics | computing | econometrics"
    r" | engineering"
    r" | inference | intelligence | learning | management | methodology | methods | ml | modell?ing"
    r" | nlp | optimi[sz]ation | processing | research | robotics | science | simulation"
    r" | statistics"
    r" | systems | theory | vision )",
    FLAGS,
)
DEGREE_BEHIND = re.compile(r"\s(?:or\s\w+\s)?(?:degree|graduates?|majors?|ph\.?d)\b", FLAGS)

NEGATED = re.compile(
    r"(?: (?<!\w)(?: no | not | without | never | nor | neither | cannot | (?:do|does)\snot\s\w+)"
    r" | n['’]t\s(?:need|use|require|expect|have) ) \s"
    r" (?!only | just | limited | least | matter | afraid | necessarily | merely | simply | solely)"
    r" (?:(?!and\b|but\b|use\b|we\b|you\b)[\w’'+#-]+\s){0,6} $"
    r" | \b(?:rather\sthan|instead\sof)\s (?:\w+\s)? $",
    FLAGS,
)
FARTHEST_NEGATION = 60
# Words that every negation has, to pass over the many sentences without.
NEGATIVE_WORDS = (
    *("no ", "not ", "n't ", "n’t ", "without ", "never ", "nor ", "neither "),
    *("rather than ", "instead of "),
)
NO_NEED = re.compile(r"(?<!\w) no \s [^.;]* $", FLAGS)
NEEDED = re.compile(r"[^.;]* \b(?:needed|required|necessary|expected)\b", FLAGS)
NOT_NEEDED = re.compile(
    r"(?: (?!\b(?:bonus|degree|nice|plus|prefer\w*)\b|\b(?:is|are)\s(?!not\b)) [^.;] ){0,50}?"
    r" (?:\bnot|n['’]t) \s (?:strictly\s)?"
    r" (?:needed | required | necessary | essential | mandatory | expected | used)",
    FLAGS,
)

PERK = re.compile(
    r"\b(?: we(?:['’]ll|\swill|\salso)? \s (?:offer|provide|give|teach|train|reimburse)\b"
    r" (?!.*\b(?:stack|technologies|tools)\b)"
    r" | you(?:['’]ll|\swill|\scan)(?:\salso)? \s"
    r" (?:receive | be\s(?:offered|mentored|given|trained|taught)"
    r" | enjoy"
    r" | benefit\sfrom | have\saccess) | (?:benefits | perks) (?:: | \s(?:include|are|such))"
    r" | learn\sfrom | with\syou:) .* $",
    FLAGS,
)
# Mentoring, coaching and the like, as they are offered.
PERK_BEHIND = re.compile(
    r"\s(?: program(?:me)?s? | schemes? | budget | opportunit(?:y|ies) | sessions | from"
    r" | is\s(?:provided"
    r" | offered) | provided | available)\b",
    FLAGS,
)
TRAINING = re.compile(r"\btraining\s(?:in|on)\s[^.;]*$", FLAGS)
TRAINING_BEHIND = re.compile(
    r"[^.;]*\b(?:will\sbe|is)\s(?:provided|offered|given|available)\b", FLAGS
)
OFFERED_NAME = re.compile(r"mentor\w* | .*training | .*coaching", FLAGS)

# What an employer is, does and sells.
EMPLOYER_SAYS = re.compile(
    r"\W* (?: (?-i: (?:[A-Z0-9][\w&.-]*\s){1,4}) is | we(?:['’]re|\sare) ) \s"
    r" (?: on\sa\smission | (?:the|an?|one\sof)\s"
    r" (?:(?!(?:bonus|for|in|must|of|our|plus|requirement|to)\b)[\w,’'-]+\s){0,8}?"
    r" (?: agency | bank | business | company | consultancy | firm | leader | leading"
    r" | manufacturer | marketplace | organi[sz]ation | platform | provider | pioneer"
    r" | start-?up ) )\b",
    FLAGS,
)
EMPLOYER_DOES = re.compile(
    r"(?<![\w’'])(?!This|That|It|Who|He|She|Analyst|Architect|Candidate|Developer|Engineer|Lead|Manager"
    r"|Position|Role|Scientist|Team)[A-Z0-9][\w&.-]*\s"
    r"(?:builds|combines|delivers|empowers|enables|helps|offers|powers|provides)\b"
)
PRODUCT_DOES = re.compile(
    r"\bour\s(?:[\w-]+\s){0,2}(?:apps?|platform|products?|software|solutions?|technology)\s"
    r"(?:brings?|combines?|delivers?|enables?|helps?|offers?|powers?|provides?)\b",
    re.IGNORECASE,
)
# "Our partners include AWS and SAP".
PARTNERS = re.compile(
    r"\b(?:clients|customers|partners?)\s(?:are|de|includ(?:e|es|ing)|like|of|such\sas|von)\s[^.;]*$",
    re.IGNORECASE,
)
# Another product's name that begins with the skill's.
LONGER_NAME = re.compile(r"react\snative\b|github\scopilot\b", re.IGNORECASE)
# What is asked for is more than these; and what a solution meets is no analysis.
LESS = re.compile(r"\b(?:beyond|more\sthan)\s(?:just\s)?$", re.IGNORECASE)
REQUIREMENTS = re.compile(r"business\srequirements", re.IGNORECASE)
MET = re.compile(r"\b(?:fit|meet|satisfy|support)(?:s|ting|ing|ies)?\s(?:\w+\s)?$", re.IGNORECASE)
# Chips are simulated, too, before there is silicon.
OF_CHIPS = re.compile(
    r"\b(?: asics? | gate-level | netlist | rtl | (?:(?:pre|post)-)?silicon | spice | tape-?out"
    r" | testbench(?:es)? | (?:system)?verilog | vhdl )\b",
    FLAGS,
)
# Names that departments and people at work have, too.
DISCIPLINE = re.compile(
    r"(?:dev|ml)ops | .*[\s-](?: analytics | compliance | development | engineering | governance"
    r" | learning | management | science | strategy | support )",
    FLAGS,
)
AMONG_TEAMS = re.compile(
    r"\b(?: (?:align\w* | collaborat\w* | coordinat\w* | interfac\w* | liais\w* | partner\w*"
    r" | work\w*)\s(?:\w+\s)?(?:with|across|between|alongside|towards?) | alongside | between"
    r" | teams?\s\( ) [^.;]* $",
    FLAGS,
)
# "Dashboards for management teams", and the departments whose teams are named before them.
FOR_OTHERS = re.compile(r"\b(?:by|for|from|to)\s(?:[\w/&’'-]+,?\s){0,3}$", re.IGNORECASE)
THEIR_TEAM = re.compile(
    r"\s(?:colleagues|departments?|functions|groups|leaders|staff|stakeholders|teams?|units)\b",
    re.IGNORECASE,
)
TEAMS_OF = re.compile(r"\b(?:departments|teams)\s(?:across|in|from|including|like)\s[^.;]*$", FLAGS)
TEAMS = re.compile(
    r"(?:(?!\b(?:in|to|for|on|of)\b)[\w\s,&/-]){0,60} (?: \b(?:colleagues | departments?"
    r" | functions"
    r" | groups | leaders | organi[sz]ations? | teams? | units"
    r" | analysts | designers | developers | engineers | managers | scientists)\b"
    r" | \sto\salign\b | \) )",
    FLAGS,
)
# "Machine learning engineers" are people, a "people management system" is a product.
TRADE = re.compile(
    r"\s(?: analysts? | architects? | consultants? | engineers? | experts? | leaders? | managers?"
    r" | officers? | professionals? | recruiters? | scientists? | specialists? )\b",
    FLAGS,
)
PRODUCT = re.compile(r"\s(?: platform | software | solutions? | systems? | tools? )\b", FLAGS)
MACHINE = re.compile(
    r"\s (?:(?:compute|edge|inference|training)\s)?"
    r" (?: accelerat(?:ors?|ion) | asics? | chips? | hardware | processors? | silicon )\b",
    FLAGS,
)
ACCELERATED = re.compile(r"\baccelerat(?:e|es|ing)\s(?:[\w-]+\s){0,4}$", re.IGNORECASE)
# Whom a recruiter is to find.
RECRUITING = re.compile(r"\b(?:recruit(?:ing|ment|s)?|sourcing)\s[^.;]*$", re.IGNORECASE)
RECRUITED = re.compile(
    r"[\w\s,+#./&-]{0,60}\b(?:analysts|candidates|developers|engineers|scientists|talent)\b",
    re.IGNORECASE,
)
# Who changes their priorities asks for no prioritising.
CHANGES = re.compile(
    r"\b(?:chang(?:es?|ing)|shift(?:s|ing)?)\s(?:(?:in|of|to)\s)?(?:\w+\s)?$", re.IGNORECASE
)
CHANGEABLE = re.compile(r"prioriti[sz]ation|planning|.*\smanagement", re.IGNORECASE)
# Where people publish their work: to be found, or to show it.
SHOWCASE = re.compile(r"bitbucket | git(?:hub|lab) | hugging\sface | kaggle | tableau", FLAGS)
PROFILE_BEHIND = re.compile(
    r"\s(?:\w+\s)?(?:accounts?|handle|links?|pages?|portfolios?|profiles?|urls?)\b", re.IGNORECASE
)
PEOPLE_BEFORE = re.compile(
    r"\b(?: candidates? | cvs? | links? | portfolios? | profiles? | resumes? | sourc(?:e|ing)"
    r" | talent )\b .* $",
    FLAGS,
)
# "DAX-listed".
LISTED = re.compile(r"[\s-](?:listed|40|companies)\b", re.IGNORECASE)


def is_asked(before: str, name: str, behind: str) -> bool:
    """Says whether a sentence asks for a skill, given its parts around the skill's name.

    >>> is_asked("Degree in mathematics, ", "statistics", " or a related field")
    False
    >>> is_asked("Degree in mathematics and experience in ", "statistics", "")
    True
    >>> is_asked("No ", "Excel", " needed"), is_asked("Not only ", "Excel", " but SQL")
    (False, True)
    """
    return not (
        _is_subject_of_a_degree(before, name, behind)
        or _is_negated(before, behind)
        or _is_offered(before, name, behind)
        or _is_anothers(before, name, behind)
        or _means_something_else(before, name, behind)
    )


@lru_cache(maxsize=1024)
def _may_be_a_subject(name: str) -> bool:
    return bool(SUBJECT.fullmatch(name))


def _is_subject_of_a_degree(before: str, name: str, behind: str) -> bool:
    if not _may_be_a_subject(name):
        return False
    if DEGREE_BEHIND.match(behind):
        return True
    degrees = list(DEGREE.finditer(before))
    if not degrees:
        return False
    between = before[degrees[-1].end() :]
    begins = not between.strip() or bool(SUBJECTS_BEGIN.search(between))
    return begins and not SUBJECTS_END.search(between)


def _is_negated(before: str, behind: str) -> bool:
    if NOT_NEEDED.match(behind):
        return True
    small = before.lower()
    if not any(word in small for word in NEGATIVE_WORDS):
        return False
    is_negated = NEGATED.search(before[-FARTHEST_NEGATION:])
    return bool(is_negated or (NO_NEED.search(before) and NEEDED.match(behind)))


def _is_offered(before: str, name: str, behind: str) -> bool:
    if OFFERED_NAME.fullmatch(name) and PERK_BEHIND.match(behind):
        return True
    if TRAINING.search(before) and TRAINING_BEHIND.match(behind):
        return True
    return bool(PERK.search(before))


def _is_anothers(before: str, name: str, behind: str) -> bool:
    """Says whether the employer speaks of itself, of its products or of its departments."""
    if EMPLOYER_SAYS.match(before + name + behind) or EMPLOYER_DOES.search(before):
        return True
    if not before.strip() and EMPLOYER_DOES.match(name + behind):
        return True
    if LISTED.match(behind) or PRODUCT_DOES.search(before) or PARTNERS.search(before):
        return True
    if RECRUITING.search(before) and RECRUITED.match(behind):
        return True
    if name.casefold().endswith(("development", "management")) and PRODUCT.match(behind):
        return True
    if CHANGEABLE.fullmatch(name) and CHANGES.search(before):
        return True
    return _is_shown(before, name, behind) or _is_anothers_trade(before, name, behind)


def _means_something_else(before: str, name: str, behind: str) -> bool:
    """Says whether the words around a name make it another product's, or an everyday word."""
    if LONGER_NAME.match(name + behind) or LESS.search(before):
        return True
    if name.casefold() == "simulation":
        return bool(OF_CHIPS.search(before) or OF_CHIPS.search(behind))
    return bool(REQUIREMENTS.fullmatch(name) and MET.search(before))


def _is_shown(before: str, name: str, behind: str) -> bool:
    """Says whether people show, or are found by, what they publish there: "your GitHub profile"."""
    if not SHOWCASE.fullmatch(name):
        return False
    return bool(PROFILE_BEHIND.match(behind) or PEOPLE_BEFORE.search(before))


def _is_anothers_trade(before: str, name: str, behind: str) -> bool:
    """Says whether people, a machine or a department is called by the skill: "ML engineers"."""
    is_discipline = bool(DISCIPLINE.fullmatch(name))
    is_called_by_it = TRADE.match(behind) or MACHINE.match(behind) or ACCELERATED.search(before)
    if is_called_by_it and (is_discipline or name.casefold() == "ml"):
        return True
    return is_discipline and _is_department(before, behind)


def _is_department(before: str, behind: str) -> bool:
    """Says whether the words around a discipline make it some department's or team's."""
    if TEAMS_OF.search(before) or (FOR_OTHERS.search(before) and THEIR_TEAM.match(behind)):
        return True
    return bool(AMONG_TEAMS.search(before) and TEAMS.match(behind))
