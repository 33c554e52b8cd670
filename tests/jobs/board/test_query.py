import pytest
from django.http import QueryDict
from django.urls import set_script_prefix

from jobs.board.query import BoardQuery, page_number, values_path


@pytest.fixture
def query():
    return BoardQuery({"level": ("senior", "mid"), "role": ("analyst",), "q": ()})


def test_parameters_stand_in_one_order_and_empty_ones_are_left_out(query):
    assert [*query] == ["role", "level"]
    assert query.address() == "/jobs/?role=analyst&level=senior&level=mid"


def test_a_changed_query_is_another_one(query):
    assert query.with_value("level", "entry")["level"] == ("senior", "mid", "entry")
    assert query.with_values("level", "entry")["level"] == ("entry",)
    assert query.without("level", "mid")["level"] == ("senior",)
    assert "level" not in query.without("level")
    assert query["level"] == ("senior", "mid"), "itself it stays as it was"


def test_queries_with_the_same_values_are_equal(query):
    assert query == BoardQuery({"role": ("analyst",), "level": ("senior", "mid")})
    assert query != query.without("role")


def test_the_usual_order_goes_unsaid(query):
    assert query.ordered("newest").address() == query.address()
    assert query.ordered("pay").address().endswith("&sort=pay")
    assert query.ordered("pay").without_order() == query
    keyword = BoardQuery({"q": ("sql",)})
    assert keyword.ordered("relevance").address() == "/jobs/?q=sql"
    assert keyword.ordered("newest").address() == "/jobs/?q=sql&sort=newest"


def test_an_address_quotes_what_has_a_meaning_in_addresses():
    query = BoardQuery({"q": ("a&b=c #1",), "city": ("Sète,FR",)})
    assert query.address(2) == "/jobs/?q=a%26b%3Dc+%231&city=S%C3%A8te,FR&page=2"


def test_addresses_begin_with_the_prefix_under_which_the_site_is_served():
    try:
        set_script_prefix("/portal/")
        assert BoardQuery({"q": ("sql",)}).address() == "/portal/jobs/?q=sql"
        assert values_path("city") == "/portal/jobs/values/city/"
    finally:
        set_script_prefix("/")
    assert BoardQuery().address() == "/jobs/"


@pytest.mark.parametrize(("asked", "number"), [("", 1), ("page=3", 3), ("page=x", 1), ("page=", 1)])
def test_a_page_that_is_no_number_is_the_first(asked, number):
    assert page_number(QueryDict(asked)) == number
