"""What may leave this site of an advert."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from jobs.models import Source
from jobs.publishing.shared import EXCERPT_MAX, excerpt, shared_text
from tests.factories import TERMS, make_listing, make_source


def test_nothing_may_be_republished_until_an_operator_says_so(db):
    listing = make_listing(source=make_source())
    assert not listing.may_republish
    listing.source = make_source(may_republish=True, **TERMS)
    assert listing.may_republish


def test_what_an_editor_wrote_here_may_be_republished(db):
    assert make_listing().may_republish


@pytest.mark.parametrize("missing", TERMS)
def test_a_yes_needs_its_terms_and_who_is_named_and_linked(db, missing):
    source = Source(name="Feed", kind="greenhouse", may_republish=True, **TERMS | {missing: ""})
    with pytest.raises(ValidationError, match="only with the address of the terms"):
        source.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        source.save()


def test_without_a_yes_a_text_is_quoted_in_300_characters():
    text = "We count ships and tides. " * 40
    quoted = shared_text(False, text, f"<p>{text}</p>")
    assert quoted.html == ""
    assert len(quoted.text) <= EXCERPT_MAX == 300
    assert text.startswith(quoted.text.removesuffix("…"))
    assert shared_text(True, text, f"<p>{text}</p>") == (text, f"<p>{text}</p>")


def test_a_text_without_spaces_is_quoted_too():
    assert excerpt("船" * 400) == "船" * 299 + "…"
