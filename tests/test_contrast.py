"""The colours of the site can be told apart, and docs/design.md says how well."""

from pathlib import Path

import pytest

from .contrast import PAIRS, ratio, schemes, table

DESIGN = Path(__file__).parents[1] / "docs" / "design.md"


@pytest.mark.parametrize("colours", schemes(), ids=["light", "dark"])
def test_every_colour_stands_out_from_what_it_stands_on(colours):
    assert {pair for pair in PAIRS if ratio(colours[pair[0]], colours[pair[1]]) < pair[2]} == set()


def test_the_design_page_has_the_ratios_of_today():
    assert table() in DESIGN.read_text(encoding="utf-8"), "python -m tests.contrast prints them"
