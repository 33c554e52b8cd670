"""Marks that are no part of a text: bullets, numbers of lists, bold, and what nobody sees. Pure.

This is the one rule for lines, whether they are pasted (pasting.py) or saved: publishing refuses
what it would take away at the start of a label.
"""

import re
import unicodedata
from collections import Counter

# Bold type, as lines carry it while they are read; no text has these.
BOLD_ON, BOLD_OFF = "\x01", "\x02"

# Zero-width spaces, marks of direction, soft hyphens and controls. Joiners stay: emoji and some
# scripts are spelt with them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\ufffc]"
)
_ODD_SPACE = re.compile("[\x0b\x0c\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
# What opens the lines of lists; dashes and stars only before a space, as "-5" and "*x*" are text.
_BULLET = re.compile(
    r"[•‣⁃∙·‧・●○◦■□▪▫◆◇►▸▶❖➤➢→⇒»›⦿⦾∎✓✔✗✘★☆①-⓿❶-➓\ue000-\uf8ff][\ufe0e\ufe0f]?\s*"
    r"|[*+][ \t]+|[-‐-―−](?:\s+|(?=[^\W\d_]))"
    r"|[o§](?:\t| {2,})\s*|\d\ufe0f?\u20e3\s*"
)
_CHECKBOX = re.compile(r"\[[ xX]\]\s+")
_NUMBER = re.compile(
    r"(?:\(?\d{1,3}(?:\.\d{1,2})*[.)]|\(?[A-Za-z]\)|\(?[ivx]{1,4}[.)]|[IVX]{1,4}\.)(?:\s+|(?=[A-Z]))"
)
# The lengths of runs are bounded, here and below: else their number would count squared.
_CODE = re.compile(r"(?<!`)`{1,3}([^`\n]+)`{1,3}")
_STRONG = re.compile(r"\*{2,3}([^*\n]+)\*{2,3}|__([^_\n]+)__")
_EMPHASIS = re.compile(
    r"(?<![\w*])\*(?=\S)([^*\n]+)(?<=\S)\*(?![\w*])|(?<![\w_])_([^_\n]+)_(?![\w_])"
)

# Within emoji.
_JOINING = "\u200d\ufe0e\ufe0f\u20e3"

# How each kind of change is told, of one and of several.
WORDS = {
    "bullet": ("1 bullet was taken away.", "{:,} bullets were taken away."),
    "number": (
        "1 number at the start of a line was taken away.",
        "{:,} numbers at the start of lines were taken away.",
    ),
    "bold": (
        "Bold or italic type in 1 line is plain now.",
        "Bold or italic type in {:,} places is plain now.",
    ),
    "space": (
        "1 tab or unusual space is a plain space now.",
        "{:,} tabs and unusual spaces are plain spaces now.",
    ),
    "unseen": (
        "1 invisible character was taken away.",
        "{:,} invisible characters were taken away.",
    ),
}


def tidy(text, is_prose):
    """Returns (a section's text without marks that are no part of it, a Counter of WORDS).

    Line stays line, so that whoever saves finds the text as it was written. A text without such
    marks is returned as it is.

    >>> tidy("• **Python:** Packages\\nSQL: Tables", is_prose=False)[0]
    'Python: Packages\\nSQL: Tables'
    """
    changes = Counter()
    lines = [tidy_line(line, changes, is_prose) for line in text.splitlines()]
    return ("\n".join(lines) if changes.total() else text), +changes


def tidy_line(line, changes, is_prose=False):
    """Returns a line without marks, and counts what was taken away in `changes`.

    Emoji that open a point are bullets too; in prose they are not, nor are numbers.
    """
    line = as_seen(line, changes)
    line = without_bullet(line, changes, is_prose)
    line = without_bold(line, changes)
    if "\t" in line:
        changes["space"] += line.count("\t")
        line = " ".join(line.split("\t"))
    return re.sub(r"(?<=\S) {2,}", " ", line).rstrip()


def as_seen(line, changes):
    """Returns a line without what nobody sees, and with plain spaces for odd ones."""
    line, unseen = _UNSEEN.subn("", line)
    line, spaces = _ODD_SPACE.subn(" ", line)
    changes.update(unseen=unseen, space=spaces)
    return line


def without_bullet(line, changes, is_prose=False):
    """Returns a line without the marks of a list at its start."""
    start = len(line) - len(line.lstrip())
    while mark := leading_mark(line, is_prose, start):
        kind, start = mark
        changes[kind] += 1
    return line[start:]


def leading_mark(line, is_prose=False, start=0):
    """Returns (kind, end) of the mark of a list that stands at a place of a line; None without one.

    >>> leading_mark("1) Python"), leading_mark("–5 degrees"), leading_mark("✅SQL")
    (('number', 3), None, ('bullet', 1))
    """
    if found := _BULLET.match(line, start) or _CHECKBOX.match(line, start):
        return "bullet", found.end()
    if is_prose:
        return None
    if found := _NUMBER.match(line, start):
        return "number", found.end()
    end = _end_of_emoji(line, start)
    return ("bullet", end) if end > start else None


def _end_of_emoji(line, start):
    """Returns where emoji that stand at a place of a line end, with all that belongs to them."""
    end = start
    while end < len(line) and (_is_symbol(line[end]) or (end > start and line[end] in _JOINING)):
        end += 1
    return end + (end > start and line[end : end + 1] == " ")


def _is_symbol(character):
    return unicodedata.category(character) in ("So", "Sk") and character not in "©®™°`^¨´¯¸"


def without_bold(line, changes):
    """Returns a line without bold, italics and marks of code, in Markdown or as read of HTML."""
    if BOLD_ON in line:
        changes["bold"] += line.count(BOLD_ON)
        line = line.replace(BOLD_ON, "").replace(BOLD_OFF, "")
    for pattern in (_CODE, _STRONG, _EMPHASIS):
        plain = pattern.sub(_inside, line)
        changes["bold"] += plain != line
        line = plain
    return line


def _inside(found):
    """Returns what stands between marks; "__init__" is a name, and stays."""
    inside = next(group for group in found.groups() if group is not None)
    is_name = found[0].startswith("__") and " " not in inside and not inside.endswith(":")
    return found[0] if is_name else inside


def mark_bold(line):
    """Returns a line of Markdown with its bold passages between BOLD_ON and BOLD_OFF."""
    return _STRONG.sub(_as_bold, line)


def _as_bold(found):
    inside = _inside(found)
    return inside if inside == found[0] else f"{BOLD_ON}{inside}{BOLD_OFF}"


def told(changes, words=WORDS):
    """Returns what a Counter of changes says, a sentence for each kind.

    >>> told(Counter(bullet=12, bold=0))
    ['12 bullets were taken away.']
    """
    return [
        several.format(changes[kind]) if changes[kind] > 1 else one
        for kind, (one, several) in words.items()
        if changes[kind]
    ]


def marked_labels(points):
    """Returns the labels of points that begin with the mark of a list."""
    return [
        point.label for point in points if leading_mark(as_seen(point.label, Counter()).lstrip())
    ]
