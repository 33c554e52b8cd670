"""What a document names of other rows: roles by their addresses, references by their keys."""

from difflib import get_close_matches

from . import documents

# The fields of a role that name others, one a line.
ROLE_FIELDS = ("related", "before", "after", "stand_in")


def unknown_roles(text, known):
    """Returns a sentence for each address in a list, one a line, that no role has.

    >>> unknown_roles("data-analyst\\ndata-enginer", ["data-analyst", "data-engineer"])
    ['Line 2: no role has the address “data-enginer”. Is it data-engineer?']
    """
    return [
        f"Line {number}: no role has the address “{slug}”.{_instead(slug, known)}"
        for number, line in enumerate(text.splitlines(), start=1)
        for slug in documents.parse_list(line)
        if slug not in known
    ]


def unknown_references(text, known):
    """Returns a sentence for each line that cites references which there are not.

    >>> unknown_references("Growing [bls].\\nShrinking [bsl].", ["bls"])
    ['Line 2 cites unknown references: bsl. Is it bls?']
    """
    sentences = []
    for number, line in enumerate(text.splitlines(), start=1):
        missing = [key for key in documents.citations(line) if key not in known]
        if missing:
            said = f"Line {number} cites unknown references: {', '.join(missing)}."
            sentences.append(f"{said}{_instead(missing[0], known)}")
    return sentences


def _instead(name, known):
    nearest = get_close_matches(name, known, n=1)
    return f" Is it {nearest[0]}?" if nearest else ""
