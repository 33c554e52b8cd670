"""The sections of an advert by its headings."""

import pytest

from careers.matching.sections import heading_kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Requirements", "asked"),
        ("What you’ll do:", "asked"),
        ("Minimum qualifications", "asked"),
        ("Nice to have", "preferred"),
        ("Bonus points:", "preferred"),
        ("Preferred qualifications & skills", "preferred"),
        ("What we offer", "offered"),
        ("Benefits & perks", "offered"),
        ("Why work at Acme", "offered"),
        ("Benefits administration experience", None),
        ("Python experience preferred", None),
        ("Experience with Python.", None),
        ("", None),
    ],
)
def test_a_heading_says_what_its_section_is_about(line: str, kind: str | None):
    assert heading_kind(line) == kind
