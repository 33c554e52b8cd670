"""What assistants are told is what the API says."""

import inspect

import pytest

from portal.api.mcp_server import Refused, Site, main
from tests.factories import make_comparison, make_listing, make_pay_cell, make_role, make_skill

ROOT = "http://testserver"
ASKED = {
    "roles": ((), "/roles"),
    "role": (("analyst",), "/roles/analyst"),
    "evidence": (("analyst",), "/roles/analyst/evidence"),
    "pay": (("analyst",), "/roles/analyst/pay"),
    "compare": ((["analyst", "builder"],), "/compare?role=analyst&role=builder"),
    "search": (({"skill": ["sql"], "q": "R & D"},), "/listings?skill=sql&q=R+%26+D&page=1"),
    "listing": ((7,), "/listings/7"),
}


@pytest.fixture
def site(db, client):
    """A Site whose addresses are asked of this very process."""
    sql = make_skill("SQL")
    analyst, builder = (make_role(title, tools="SQL: Ask.") for title in ("Analyst", "Builder"))
    make_comparison(analyst, builder)
    make_pay_cell(analyst)
    make_listing("Analyst, R & D", pk=7, role=analyst, skills=[sql])

    def fetch(address):
        response = client.get(address.removeprefix(ROOT))
        return response.status_code, response.content

    return Site(f"{ROOT}/", fetch)


def test_each_tool_is_tried_here():
    tools = [name for name, _ in inspect.getmembers(Site, inspect.isfunction) if name[0] != "_"]
    assert sorted(tools) == sorted(ASKED)


@pytest.mark.parametrize("tool", ASKED)
def test_a_tool_says_what_the_api_says(site, client, tool):
    given, path = ASKED[tool]
    answer = getattr(site, tool)(*given)
    assert answer == client.get(f"/api/v1{path}").json()
    if tool == "search":
        assert [each["id"] for each in answer["listings"]] == [7]


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("role", "poet", "There is no published role at 'poet'."),
        ("role", "../listings", "There is nothing at this address."),
        ("compare", ["analyst"], "A table has two to four different roles"),
        ("search", {"level": "chief"}, "level: “chief” is not one of the choices."),
        ("listing", 8, "There is no open listing with the number 8."),
    ],
)
def test_what_the_site_refuses_is_said_in_words(site, tool, given, said):
    with pytest.raises(Refused, match="^.*" + said.replace("?", r"\?")):
        getattr(site, tool)(given)


def test_another_kind_of_site_is_named():
    elsewhere = Site("https://other.example", lambda address: (200, b"<html>"))
    with pytest.raises(Refused, match="does not answer as this API"):
        elsewhere.roles()


@pytest.mark.parametrize("arguments", [[], ["careers.example"], ["file:///etc/passwd"], ["a", "b"]])
def test_it_must_be_told_which_site(arguments):
    with pytest.raises(SystemExit, match="Say which site to ask"):
        main(arguments)
