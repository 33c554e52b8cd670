"""How hard a text is to read: its Flesch-Kincaid grade, in years of school. Pure.

The formula is of J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, "Derivation of New
Readability Formulas for Navy Enlisted Personnel", Research Branch Report 8-75, Naval Technical
Training Command, 1975. Syllables are counted by spelling, which is right for most words.
"""

import re

from .documents import sentences

# The most that a text for people outside a field may have.
GRADE_MAX = 9

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_PART = re.compile(r"(?<!['’])\b\w+")
_VOWELS = re.compile(r"[aeiouy]+")
# The e of "plate", "plates" and "planned"; that of "table", "boxes" and "wanted" is heard.
_SILENT_E = re.compile(
    r"(?<![aeiouy])(?<![^aeiouyl]l) (?: e | (?<![cgsxz])(?<![cs]h)es | (?<![td])ed ) $", re.VERBOSE
)
# Vowels side by side that are heard apart: those of "serious" and "going", not of "social".
_APART = re.compile(r"(?<![cgstx])i(?!on)[aou] | [aeouy]ing", re.VERBOSE)


def grade(text: str) -> float:
    """Returns the Flesch-Kincaid grade of a text; 0.0 of one without words.

    0.39 * words / sentences + 11.8 * syllables / words - 15.59

    >>> round(grade("The cat sat on the mat. It was warm."), 1)
    -2.0
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    spoken = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences(text)) + 11.8 * spoken / len(words) - 15.59


def syllables(word: str) -> int:
    """Returns how many syllables a word has, by its spelling.

    They are its groups of vowels, y among them, without a silent e at the end; vowels that are
    heard apart are two. Capitals are spelled out, parts with hyphens between are added up, and what
    follows an apostrophe adds nothing.

    >>> [syllables(word) for word in ("planned", "serious", "SQL", "well-kept")]
    [1, 3, 3, 2]
    """
    return sum(_syllables_of_part(part) for part in _PART.findall(word))


def _syllables_of_part(part):
    if part.isupper():
        return len(part)
    letters = part.casefold()
    silent = bool(_SILENT_E.search(letters))
    apart = len(_APART.findall(letters))
    return max(1, len(_VOWELS.findall(letters)) - silent + apart)
