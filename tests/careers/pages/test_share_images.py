from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

from careers.models import Role
from careers.pages import comparing, share_images
from careers.pages.demand import Known
from careers.pages.pay_block import pay_block, read
from careers.pages.profiles import Citations
from tests.factories import (
    make_draft_role,
    make_evidence,
    make_pay_cell,
    make_role,
    make_skill,
    make_snapshot,
)

pytestmark = pytest.mark.django_db

LONG = "Senior Principal Machine Learning Platform Reliability Lead"
BOX = "\uffff"  # in no font


def image_of(role):
    role = Role.objects.with_profile().get(pk=role.pk)
    return share_images.role_image(role, pay_block(read([role]), Citations(), {}), "Rolewise")


def pair_image():
    return share_images.pair_image(compare(list(Role.objects.with_profile())), "Rolewise")


def compare(roles):
    return comparing.compare(roles, Known.of())


def facts(shown):
    return [f"{fact.figure} {fact.label}" for fact in shown.facts]


def draws_a_box(text, family):
    """Whether a font draws any character of a text as it draws one that it lacks."""
    return any(
        bytes(font.getmask(character)) == bytes(font.getmask(BOX))
        for font, run in share_images.Type(family, 40).runs(text)
        for character in run
    )


def test_a_role_has_a_picture_of_the_size_that_sites_ask_for(client):
    make_role("Analyst")
    response = client.get("/roles/analyst/share.png")
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=3600"
    image = Image.open(BytesIO(response.content))
    assert (image.format, image.size) == ("PNG", (1200, 630))


def test_a_pair_has_a_picture(client):
    make_role("Analyst")
    make_role("Builder")
    response = client.get("/compare/analyst-vs-builder/share.png")
    assert Image.open(BytesIO(response.content)).size == (1200, 630)


def test_an_unchanged_picture_is_not_sent_again(client):
    make_role("Analyst")
    etag = client.get("/roles/analyst/share.png")["ETag"]
    again = client.get("/roles/analyst/share.png", headers={"if-none-match": etag})
    assert again.status_code == 304


def test_a_picture_s_tag_moves_with_what_it_says(client):
    role = make_role("Analyst")
    etag = client.get("/roles/analyst/share.png")["ETag"]
    role.summary = "Counts what nobody has counted."
    role.save()
    again = client.get("/roles/analyst/share.png", headers={"if-none-match": etag})
    assert again.status_code == 200
    assert again["ETag"] != etag


def test_other_sites_may_show_a_picture_and_nothing_else(client):
    make_role("Analyst")
    policy = "Cross-Origin-Resource-Policy"
    assert client.get("/roles/analyst/share.png")[policy] == "cross-origin"
    assert client.get("/roles/analyst/")[policy] == "same-origin"


@pytest.mark.parametrize(
    "address",
    [
        "/roles/secret-role/share.png",
        "/roles/nobody/share.png",
        "/compare/analyst-vs-secret-role/share.png",
        "/compare/builder-vs-analyst/share.png",
        "/compare/analyst-vs-analyst/share.png",
        "/compare/analyst/share.png",
        "/compare/analyst-vs-builder-vs-nobody/share.png",
    ],
)
def test_what_is_not_published_has_no_picture(get, address):
    make_role("Analyst")
    make_role("Builder")
    make_draft_role("Secret Role")
    assert "Cache-Control" not in get(address, status=404)


def test_the_picture_of_a_role_says_what_its_page_says():
    make_skill("SQL")
    make_skill("Excel", kind="tool")
    role = make_role("Analyst", skills="SQL: Ask.", tools="Sheets (useful): Excel.")
    make_evidence(role)
    make_pay_cell(role, n=31, year=None, p25=98_000, p50=120_000, p75=208_000, p90=None)
    shown = image_of(role)
    assert shown.titles == ("Analyst",)
    assert shown.family == "Analytics"
    assert shown.summary == "Keeps the figures right."
    assert facts(shown) == [
        "1 core skills and tools",
        "43 open listings, 23\xa0November\xa02026",
        "USD 98K - 208K a year, middle half of 31 open listings, US",
    ]


def test_the_picture_says_the_kind_of_pay_and_no_wage_of_a_near_occupation():
    make_pay_cell(None, make_snapshot("official"), occupation="15-2051")
    role = make_role("Analyst")
    Role.objects.filter(pk=role.pk).update(occupation="15-2051", occupation_fit="near")
    assert len(facts(image_of(role))) == 1
    make_pay_cell(role, make_snapshot("ranges"), n=1_200, year=2024)
    assert facts(image_of(role))[-1] == (
        "USD 100K - 150K a year, middle half of 1,200 pay ranges, US, 2024"
    )


def test_the_picture_of_a_pair_counts_what_is_shared():
    make_skill("SQL")
    make_skill("Excel", kind="tool")
    first = make_role("Analyst", skills="SQL: Ask.", tools="Sheets: Excel.")
    second = make_role("Builder", skills="SQL: Ask.")
    make_evidence(first, listings=43)
    make_evidence(second, listings=1)
    assert facts(pair_image()) == [
        "1 needs that both profiles name",
        "1 named only for Analyst",
        "0 named only for Builder",
        "43 and 1 open listings, 23\xa0November\xa02026",
    ]


def test_what_was_once_counted_from_samples_is_not_in_the_picture():
    role = make_role("Analyst")
    make_evidence(role, has_samples=True)
    assert facts(image_of(role)) == ["0 core skills and tools"]


def test_without_counted_listings_a_picture_says_nothing_of_them():
    make_role("Analyst")
    make_evidence(make_role("Builder"))
    assert len(pair_image().facts) == 3


@pytest.mark.parametrize("family", [share_images.SERIF, share_images.SANS])
@pytest.mark.parametrize("name", ["Łódź", "Żółć", "Győr", "İstanbul", "Malmö", "Brașov", "Nîmes"])
def test_the_names_of_european_cities_are_written_without_boxes(name, family):
    assert share_images.writable(name) == name
    assert not draws_a_box(name, family)


def test_letters_written_as_two_characters_are_joined_first():
    assert share_images.writable("Lo\u0301dz\u0301") == "Lódź"


@pytest.mark.parametrize(
    "title",
    [
        "Data Scientist 🚀",
        "محلل بيانات",
        "Αναλυτής δεδομένων",
        "Аналитик",
        "אנליסט",
        "डेटा विश्लेषक",
        "นักวิเคราะห์",
        "Chuyên viên dữ liệu ❤️",
    ],
)
def test_titles_of_many_scripts_and_emoji_are_drawn_as_they_are(title):
    assert image_of(make_role(title, slug="data-analyst")).titles == (title,)
    assert not draws_a_box(title, share_images.SERIF)


@pytest.mark.parametrize(
    "title", ["Data 👩 Scientist", "Data \x07Scientist", "👩 Data Scientist 👩"]
)
def test_signs_that_the_typefaces_lack_are_left_out_and_the_words_stand(title):
    assert image_of(make_role(title, slug="other-words")).titles == ("Data Scientist",)


@pytest.mark.parametrize("title", ["データアナリスト", "Data アナリスト", "👩"])
def test_a_title_that_lacks_letters_is_replaced_by_the_words_of_its_address(
    title,
):
    shown = image_of(make_role(title, slug="data-analyst", summary=f"{title}."))
    assert shown.titles == ("Data analyst",)
    assert draws_a_box("Data analyst", share_images.SERIF) is False


def test_a_site_may_have_typefaces_for_other_scripts(settings):
    share_images._file_with.cache_clear()
    file = Path(finders.find("vendor/fonts/noto-sans-thai-thai-wght-normal.woff2"))
    settings.SHARE_IMAGE_FONTS = [str(file)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(share_images, "NOTO", ())
        assert share_images.writable("นักวิเคราะห์", "none") == "นักวิเคราะห์"
        assert share_images.writable("Аналитик", "none") == "none"
    share_images._file_with.cache_clear()


def test_a_long_title_is_set_smaller_in_two_lines():
    width = share_images.WIDTH - 2 * share_images.MARGIN
    size = share_images._title_size(LONG, 160)
    lines = share_images.Type(share_images.SERIF, size, 560).lines(LONG, width)
    assert share_images._title_size("Analyst", 160) == 92 > size > 50
    assert len(lines) == 2
    assert " ".join(lines) == LONG


def test_a_word_wider_than_the_picture_is_cut_with_an_ellipsis():
    width = share_images.WIDTH - 2 * share_images.MARGIN
    smallest = share_images.Type(share_images.SERIF, share_images._title_size("W" * 60, 160))
    cut = smallest.cut("W" * 60, width)
    assert cut.endswith("W…")
    assert smallest.width(cut) <= width


def test_a_picture_is_drawn_without_a_query(starter, django_assert_num_queries):
    roles = list(Role.objects.with_profile())[:2]
    lineup, pay = compare(roles), pay_block(read(roles[:1]), Citations(), {})
    with django_assert_num_queries(0):
        share_images.draw(share_images.role_image(roles[0], pay, "Rolewise"))
        share_images.draw(share_images.pair_image(lineup, "Rolewise"))


def test_pages_name_their_pictures_by_absolute_addresses(client, get):
    make_role("Analyst", summary="Keeps <them> right.")
    make_role("Builder")
    for address in ("/roles/analyst/", "/compare/analyst-vs-builder/"):
        text = get(address).text
        assert f'property="og:image" content="http://testserver{address}share.png"' in text
        assert 'name="twitter:card" content="summary_large_image"' in text
        assert client.get(f"{address}share.png").status_code == 200
    assert 'content="Keeps &lt;them&gt; right."' in get("/roles/analyst/").text


def test_three_roles_have_the_site_s_picture(get):
    for title in ("Analyst", "Builder", "Curator"):
        make_role(title)
    page = get("/compare/?role=curator&role=builder&role=analyst").text
    assert '"og:image" content="http://testserver/share.png"' in page
    known_as = "http://testserver/compare/?role=analyst&amp;role=builder&amp;role=curator"
    assert f'rel="canonical" href="{known_as}"' in page
