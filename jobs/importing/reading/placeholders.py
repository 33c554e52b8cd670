"""Tells adverts that are no jobs: templates, tests and drafts that were left on a board."""

import re

KINDS = r"(?:advert|ad|job|listing|opening|position|post|posting|req|requisition|role|vacancy)"
MARKS = r"(?:test|template|draft|dummy|sample|example|placeholder|demo)"
TITLE = re.compile(
    rf"""
      \[\s*(?:{MARKS}|do\s+not\s+(?:apply|use|post)|internal\s+test)[^\]]*\]  # [TEMPLATE]
    | ^\W*(?:test|dummy|sample|fake|demo)\s+{KINDS}s?\b(?:\W*$|\W*[-–—:(#\d]|\s+(?:do|please))
    | ^\W*(?:test|template|dummy|sample|placeholder|draft)\W*$
    | ^\W*(?:template|dummy|draft)\s*(?:[-–—:|]|\)|\}})\s
    | \b(?:test|dummy|sample|fake)(?:ing)?\s+(?:job|posting|requisition|vacancy|listing|advert)
      (?:\s+(?:ad|advert|listing|post|posting))?\W*$
    | \btemplate\W*$
    | \s[-–—:|(]\s*(?:template|dummy|draft|placeholder)\W*$
    | \bdo\s+not\s+(?:apply|post|publish|use)\b | \b(?:please\s+ignore|ignore\s+this)\b
    | \blorem\s+ipsum\b | ^\W*insert\s+(?:job\s+)?title | ^\W*job\s+title\s+(?:here|goes\s+here)
    | [\[<{{]{{1,2}}\s*(?:insert\s+)?(?:job|role|position)[\s_]*(?:title|name)\s*[\]>}}]{{1,2}}
    """,
    re.IGNORECASE | re.VERBOSE,
)
SPELT_LARGE = re.compile(r"\b(?:TEMPLATE|DUMMY|PLACEHOLDER)\b|^\W*TEST\W+[A-Z]")
# In small letters, each by itself: so a text is passed over as fast as a word is looked for.
BODIES = (
    re.compile(r"lorem\s+ipsum\s+dolor\b"),
    re.compile(rf"this\s+is\s+(?:only\s+)?a\s+(?:test|dummy|fake)\s+{KINDS}\b"),
)


def is_placeholder(title: str, html: str) -> bool:
    """Says whether an advert is plainly a template or a test, by its own words.

    >>> is_placeholder("Test job - do not apply", ""), is_placeholder("[TEMPLATE] Analyst", "")
    (True, True)
    >>> is_placeholder("Test Engineer", ""), is_placeholder("Email Template Developer", "")
    (False, False)
    """
    spelt_large = SPELT_LARGE.search(title) if title.upper() != title else None
    small = html.lower()
    return bool(TITLE.search(title) or spelt_large or any(body.search(small) for body in BODIES))
