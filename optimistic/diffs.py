"""What changed between two texts, line by line."""

from difflib import unified_diff
from itertools import islice


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
