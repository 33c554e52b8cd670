"""Lets an assistant ask a site: an MCP server on stdin and stdout, for reading only.

    python -m portal.api.mcp_server https://careers.example.org

It asks the site's API, and hands on what that says. It needs requirements-mcp.txt, and neither
Django nor a database: it runs where the assistant does.
"""

import json
import sys
from functools import wraps
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import Request, urlopen

SECONDS = 30
ABOUT = (
    "Roles in data and machine learning, and open jobs. Figures come with n, date and source: "
    "quote them together. null means that an advert or a profile does not say. While has_samples "
    "is true, the listings are invented."
)


class Refused(Exception):
    """What a site said instead of an answer, in a sentence."""


class Site:
    """What may be asked of a site. Each answer is that of the API at one address."""

    def __init__(self, root, fetch=None):
        """Takes the site's address; `fetch` returns (status, body) of an address."""
        self.root = f"{root.rstrip('/')}/api/v1"
        self.fetch = fetch or _fetch

    def roles(self) -> dict[str, Any]:
        """Lists all roles; other tools take the `slug` of one."""
        return self._ask("/roles")

    def role(self, slug: str) -> dict[str, Any]:
        """Tells a role's profile, section by section, with its references."""
        return self._ask(f"/roles/{quote(slug, safe='')}")

    def evidence(self, slug: str) -> dict[str, Any]:
        """Tells which adverts speak for a role, and how many ask for each of its needs."""
        return self._ask(f"/roles/{quote(slug, safe='')}/evidence")

    def pay(self, slug: str) -> dict[str, Any]:
        """Tells all figures of a role's pay: by level, country, year and source, never mixed."""
        return self._ask(f"/roles/{quote(slug, safe='')}/pay")

    def compare(self, roles: list[str]) -> dict[str, Any]:
        """Puts two to four roles side by side: needs, what to learn, and sections."""
        return self._ask("/compare", role=roles)

    def search(self, filters: dict[str, str | list[str]], page: int = 1) -> dict[str, Any]:
        """Searches open jobs by the board's filters, and counts what each filter would give.

        Filters are for example {"q": "dbt", "role": ["data-engineer"], "workplace": ["remote"],
        "country": ["DE"], "skill": ["python", "sql"], "level": ["senior"]}. The `counts` of an
        answer have the values that there are. A value that is none is refused.
        """
        return self._ask("/listings", **{**filters, "page": page})

    def listing(self, number: int) -> dict[str, Any]:
        """Tells an open job with its text, or the beginning of it."""
        return self._ask(f"/listings/{int(number)}")

    def _ask(self, path, **asked):
        query = urlencode(asked, doseq=True)
        status, body = self.fetch(f"{self.root}{path}{query and '?'}{query}")
        try:
            answer = json.loads(body)
        except ValueError:
            raise Refused(f"{self.root} does not answer as this API does ({status}).") from None
        if status != 200:
            raise Refused(_in_words(answer))
        return answer


def _fetch(address):
    request = Request(address, headers={"Accept": "application/json"})
    try:
        with urlopen(request, timeout=SECONDS) as response:
            return response.status, response.read()
    except HTTPError as error:
        return error.code, error.read()
    except URLError as error:
        raise Refused(f"{address} cannot be reached: {error.reason}.") from error


def _in_words(problem):
    errors = [f"{each['parameter']}: {each['detail']}" for each in problem.get("errors", [])]
    return " ".join([problem.get("detail", "The site refuses this."), *errors])


def serve(site):
    """Serves the tools of a Site until its client ends."""
    from mcp.server import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError

    def told_in_words(tool):
        @wraps(tool)
        def tell(*given, **named):
            try:
                return tool(*given, **named)
            except Refused as refused:
                raise ToolError(str(refused)) from refused

        return tell

    server = MCPServer("rolewise", instructions=ABOUT, log_level="WARNING")
    for tool in (
        *(site.roles, site.role, site.evidence, site.pay, site.compare),
        *(site.search, site.listing),
    ):
        server.add_tool(told_in_words(tool), structured_output=True)
    server.run("stdio")


def main(arguments):
    if len(arguments) != 1 or urlsplit(arguments[0]).scheme not in ("http", "https"):
        sys.exit("Say which site to ask: python -m portal.api.mcp_server https://careers.example")
    serve(Site(*arguments))


if __name__ == "__main__":
    main(sys.argv[1:])
