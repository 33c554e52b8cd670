"""What a word is, and what a visitor's keyword asks for. Pure text: no database is asked here."""

import re
import unicodedata
from typing import NamedTuple

# Latin letters only: elsewhere a mark makes another letter, й is no и.
MARKED = re.compile("([A-Za-z])[\u0300-\u036f]+")
WORD = re.compile(r"[^\W_]+")
# A minus or nothing, then a phrase in quotes or a word.
TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
# Names of languages that end or begin with a sign, as words of letters only. Both databases replace
# them one by one, too; so they are spelt out, and a small ".net" counts where no address has it.
SIGNED_NAMES = (
    *((f"{letter}++", " cplusplus ") for letter in "Cc"),
    *((f"{letter}#", f" {letter.lower()}sharp ") for letter in "CcFf"),
    *((name, " dotnet ") for name in (".NET", ".Net")),
    *((f"{before}.net", f"{before} dotnet ") for before in (" ", "\n", "(", "/", "asp", "vb")),
)
STRAIGHT_QUOTES = str.maketrans("“”„‟«»", '""""""')

# Words that stand next to each other, in this order.
Term = tuple[str, ...]


class Keyword(NamedTuple):
    """What a visitor asks for: every wanted term and none of the unwanted ones."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...]

    def __bool__(self):
        return bool(self.wanted or self.unwanted)

    def fits(self, title, body, employer):
        """Says whether texts hold what is asked for; the engine finds the same by its indexes."""
        texts = [
            spaced(keyword_words(title)),
            spaced(keyword_words(body)),
            spaced(keyword_words(employer)),
        ]
        held = [any(spaced(term) in text for text in texts) for term in self.wanted]
        refused = [any(spaced(term) in text for text in texts) for term in self.unwanted]
        return all(held) and not any(refused)

    def is_named_in(self, title):
        """Says whether a title holds every wanted term: such listings come first."""
        return all(spaced(term) in spaced(keyword_words(title)) for term in self.wanted)


def parse(keyword):
    """Returns the Keyword of what a visitor typed: words, "phrases", -unwanted, -"and phrases".

    >>> parse('Python C++ "machine learning" node.js -senior -“help desk” & python')
    ... # doctest: +NORMALIZE_WHITESPACE
    Keyword(wanted=(('python',), ('cplusplus',), ('machine', 'learning'), ('node', 'js')),
            unwanted=(('senior',), ('help', 'desk')))
    >>> parse('"not closed').wanted
    (('not', 'closed'),)
    """
    found = TERM.findall(keyword.translate(STRAIGHT_QUOTES))
    terms = [(sign, tuple(keyword_words(phrase or word))) for sign, phrase, word in found]
    wanted = dict.fromkeys(term for sign, term in terms if term and not sign)
    unwanted = dict.fromkeys(term for sign, term in terms if term and sign)
    return Keyword(tuple(wanted), tuple(unwanted))


def keyword_words(text):
    """Returns the words of a text: runs of letters and digits, in small letters.

    Latin letters lose their marks. C++, C#, F# and .NET are words of their own.

    >>> keyword_words("Développeur C++ / Node.js (m/w/d) snake_case 2½")
    ['developpeur', 'cplusplus', 'node', 'js', 'm', 'w', 'd', 'snake', 'case', '2½']
    >>> keyword_words(".net, ASP.NET and C#: write to office@example.net")
    ['dotnet', 'asp', 'dotnet', 'and', 'csharp', 'write', 'to', 'office', 'example', 'net']
    """
    text = f" {text}"
    for name, word in SIGNED_NAMES:
        text = text.replace(name, word)
    if not text.isascii():
        bare = MARKED.sub(r"\1", unicodedata.normalize("NFD", text))
        text = unicodedata.normalize("NFC", bare)
    # At the end of a word, a Greek sigma has a small letter of its own.
    return WORD.findall(text.lower().replace("ς", "σ"))


def spaced(found):
    """Returns words as one text, a space around each, so that `in` finds whole words only."""
    return f" {' '.join(found)} "
