import re

import pytest

from tests.factories import make_employer, make_listing, make_role, make_skill

pytestmark = pytest.mark.django_db

CARD = re.compile(r'<article class="card listing" .*?</article>', re.S)


def cards(response):
    return CARD.findall(response.text)


def test_a_card_says_only_what_is_stated(get):
    make_listing("Bare")
    (card,) = cards(get("/jobs/"))
    assert "not stated" not in card
    assert re.findall(r"<li>(.*?)</li>", card, re.S) == [
        card[card.index("<time") : card.index("</li>")]
    ]


def test_a_card_names_several_places_and_counts_the_others(get):
    make_listing(places=[(city, "", "DE") for city in ("Berlin", "Bonn", "Jena", "Kiel", "Ulm")])
    (card,) = cards(get("/jobs/"))
    assert "Berlin, Germany; Bonn, Germany; Jena, Germany and 2 more" in card


def test_a_card_has_the_five_skills_that_most_listings_ask_for(get):
    skills = [make_skill(f"Skill {n}") for n in range(7)]
    for n in range(7):
        make_listing(f"Asks for {n + 1}", skills=skills[: n + 1])
    most = cards(get("/jobs/?skill=skill-6"))[0]
    assert re.findall(r"<li>(Skill \d)</li>", most) == [f"Skill {n}" for n in range(5)]


def test_the_same_advert_in_several_places_is_one_card_with_a_link_to_each(get):
    acme = make_employer("Acme")
    listings = [
        make_listing(title, employer=acme, places=[(city, "", "DE")])
        for title, city in [("Analyst", "Berlin"), ("ANALYST", "Bonn"), ("Analyst", "Kiel")]
    ]
    make_listing("Analyst", employer=make_employer("Other"))
    response = get("/jobs/")
    assert "4 jobs" in response.text
    assert len(cards(response)) == 2
    folded = next(card for card in cards(response) if "Acme" in card)
    assert all(f'href="{listing.get_absolute_url()}"' in folded for listing in listings)
    assert "Also in" in folded


def test_the_same_card_stands_on_other_pages(get):
    role = make_role("Analyst")
    listing = make_listing(
        "Data <Analyst>",
        role=role,
        pay_min=50000,
        pay_currency="EUR",
        pay_period="year",
    )
    board, home, of_role = (cards(get(page))[0] for page in ("/jobs/", "/", "/roles/analyst/"))
    # On the board a card has a box, too, to put it beside others.
    board = re.sub(r'<label class="pick-job">.*?</label>\n', "", board)
    assert board == home
    assert "Data &lt;Analyst&gt;" in board
    assert f'href="{listing.get_absolute_url()}"' in board
    assert "from EUR 50K" in board
    assert board == of_role
