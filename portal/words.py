"""The words of what people type, as the site search compares them."""

import re
import unicodedata

_WORD = re.compile(r"[\w+#]+")


def words_of(text):
    """Returns the words of a text in small letters, without accents and punctuation.

    >>> words_of("Café-Manager vs. C++")
    ['cafe', 'manager', 'vs', 'c++']
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _WORD.findall(plain)
