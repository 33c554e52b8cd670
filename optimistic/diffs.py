"""What changed between two texts, line by line or word by word."""

import re
from difflib import SequenceMatcher, unified_diff
from itertools import islice

_WORD = re.compile(r"\s+|\w+|[^\w\s]")


def text_diff(before, after):
    """Returns what changed between two texts: (kind, line) pairs; kind is ins, del, same or gap.

    >>> text_diff("One\\nTwo", "One\\nThree")
    [('gap', ''), ('same', 'One'), ('del', 'Two'), ('ins', 'Three')]
    """
    kinds = {"+": "ins", "-": "del", "@": "gap"}
    lines = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1)
    return [
        (kinds.get(line[0], "same"), "" if line[0] == "@" else line[1:])
        for line in islice(lines, 2, None)  # the first two name the files
    ]


def word_diff(before, after):
    """Returns what changed between two lines: (kind, words) pairs; kind is same, del or ins.

    >>> word_diff("Pay is fair.", "Pay is very good.")
    [('same', 'Pay is '), ('del', 'fair'), ('ins', 'very good'), ('same', '.')]
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    found = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(old[i:j])))
            continue
        sides = ("del", "".join(old[i:j])), ("ins", "".join(new[k:m]))
        found += [(kind, words) for kind, words in sides if words]
    return found
