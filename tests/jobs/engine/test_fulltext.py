"""Full-text search: both databases find exactly what keyword_words() finds."""

import random

import pytest
from django.db import connection, transaction

from jobs.engine.fulltext import holding, holding_among
from jobs.engine.keywords import keyword_words, parse
from jobs.engine.word_table import rebuild_words
from jobs.models import Listing
from tests.factories import make_employer, make_listing

pytestmark = pytest.mark.django_db

# Words of many kinds, and what stands between words. Signs that came to Unicode after SQLite's
# tokenizer are left out: it takes them for letters.
SAMPLE = """
    data Data DATA engineer Node js c C++ c++17 C# c#/F# .NET ASP.NET .net asp.net x.net
    a in the x86 naïve CAFÉ cafe\u0301 Ångström Straße
    STRASSE Łódź ΟΔΟΣ οδός İstanbul ISTANBUL œuvre ё Йод йод 数据 工程师 データ ﾃﾞｰﾀ 가나 ไทย 2 ½ ² ٣
    Ⅳ 1.5 -3 +7 1e5 -2.5e-3 10,000 v2.0 007 a@b.example https://x.example/a?b=c&d x.example
    /etc/passwd <b>bold</b> &amp; don't don’t snake_case e-mail up-to-date m/w/d AND NOT NEAR * €5
    a\u00adb „so“ % _ \\ ' \" → ✓ …
"""
WORDS = SAMPLE.split()
GAPS = [" ", " ", " ", "\n", "\r\n", "\t", ", ", ". ", "-", "/", "", "…", "\u00a0", " – "]


def some_text(rng, longest):
    pieces = (rng.choice(WORDS) + rng.choice(GAPS) for _ in range(rng.randrange(longest)))
    return "".join(pieces)


def some_terms(rng, texts):
    """Every word there is, and pieces of the texts that may or may not run across a gap."""
    terms = {(word,) for text in texts for word in keyword_words(text)}
    for text in rng.choices(texts, k=300):
        found = keyword_words(text)
        start = rng.randrange(len(found) + 1)
        terms.add(tuple(found[start : start + rng.randrange(1, 5)]))
        terms.add(tuple(rng.choices(found or ["none"], k=2)))
    return sorted(terms - {()})


def spaced(term):
    return f" {' '.join(term)} "


def assert_search_is_exact(terms):
    """Both ways of searching give what a plain look at each listing gives."""
    rows = [
        (pk, spaced(keyword_words(title)), spaced(keyword_words(body)))
        for pk, title, body in Listing.objects.values_list("pk", "title", "body_text")
    ]
    some = [pk for pk, _, _ in rows if pk % 3 == 0]
    for term in terms:
        words = spaced(term)
        titled = {pk for pk, title, _ in rows if words in title}
        held = titled | {pk for pk, _, body in rows if words in body}
        assert sorted(holding(term, connection)) == sorted(held), term
        assert sorted(holding(term, connection, title_only=True)) == sorted(titled), term
        assert sorted(holding_among(term, some, connection)) == sorted(held & set(some)), term


def test_the_database_finds_what_a_plain_look_finds_whatever_happens_to_listings():
    rng = random.Random(2026)
    employer = make_employer()
    listings = [
        Listing(
            employer=employer,
            title=some_text(rng, 8)[:300],
            body_text=some_text(rng, 40),
            closes_at="2099-01-01T00:00Z",
        )
        for _ in range(300)
    ]
    texts = [text for listing in listings for text in (listing.title, listing.body_text)]
    terms = some_terms(rng, texts)
    Listing.objects.bulk_create(listings)
    assert_search_is_exact(terms)

    with transaction.atomic():
        Listing.objects.update(title="Gone")
        Listing.objects.filter(pk__gt=listings[9].pk).delete()
        transaction.set_rollback(True)
    some = rng.sample(terms, 150)
    assert_search_is_exact(some)

    pks = [listing.pk for listing in listings]
    Listing.objects.filter(pk__in=pks[:50]).update(title=texts[-2])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE jobs_listing SET body_text = title WHERE id % 7 = 0")
    Listing.objects.filter(pk__in=pks[100:150]).delete()
    Listing.objects.bulk_update(
        [Listing(pk=pk, body_text=texts[0]) for pk in pks[200:210]], ["body_text"]
    )
    assert_search_is_exact(some)

    rebuild_words(connection)
    assert_search_is_exact(some)


def test_a_phrase_stands_in_the_title_or_in_the_text_never_across_both():
    listing = make_listing("Senior data", body_text="engineer wanted")
    assert not holding(("data", "engineer"), connection).size
    assert holding(("senior", "data"), connection).tolist() == [listing.pk]
    assert holding(("engineer", "wanted"), connection).tolist() == [listing.pk]
    assert not holding(("wanted",), connection, title_only=True).size


@pytest.mark.parametrize(
    "body",
    ["the end " * 20_000 + "last word", "a " * 300 + "b c", "x" * 150_000 + " last word b c"],
)
def test_a_text_may_be_long(body):
    """So long that a list of the places of its words would not hold them all."""
    listing = make_listing(body_text=body)
    for term in some_terms(random.Random(1), [body[-30:]]):
        is_there = spaced(term) in spaced(keyword_words(body))
        assert (listing.pk in holding(term, connection)) == is_there, term


def test_languages_with_a_sign_are_words_of_their_own():
    plus = make_listing(body_text="You write C++ for devices.").pk
    sharp = make_listing(body_text="You write C# services (.NET 8).").pk
    vitamin = make_listing(body_text="We sell vitamin C after our Series C: c.net, on the net.").pk
    functional = make_listing("F# Developer", body_text="R and Go").pk

    def found(keyword):
        return sorted(holding(parse(keyword).wanted[0], connection))

    assert found("C++") == found("c++") == [plus]
    assert found("C#") == found("c#") == [sharp]
    assert found("F#") == [functional]
    assert found(".NET") == found(".net") == [sharp]
    assert found("C") == found("net") == [vitamin]
    assert found("R") == found("Go") == [functional]


def test_closed_listings_are_found_too():
    listing = make_listing("Analyst", closed_at="2026-01-01T00:00Z")
    assert holding(("analyst",), connection).tolist() == [listing.pk]


def test_whatever_a_visitor_types_can_be_searched():
    rng = random.Random(2026)
    for _ in range(300):
        asked = parse(some_text(rng, 30)[:200])
        for term in asked.wanted + asked.unwanted:
            assert keyword_words(" ".join(term)) == list(term)
            assert not holding(term, connection).size
