"""The description of the API: an OpenAPI 3.1 document for programs, and what people read of it."""

from dataclasses import dataclass
from urllib.parse import parse_qs

from django_filters import ChoiceFilter

from careers.pages.addresses import address_of, site_root
from jobs.board.filters import SORTS, ListingFilter
from jobs.board.query import SEVERAL
from jobs.engine.facets import FACETS, NOT

from .limits import WINDOW
from .problems import MEDIA_TYPE
from .schemas import SCHEMAS, TEXT, ref

VERSION = "1.0"
ABOUT = (
    "No key is needed. Answers carry an ETag: ask again with If-None-Match. An empty parameter is "
    "as if it were not there. What an address asks in vain is named in `left_out`; a value that "
    "means nothing to a filter of listings is a problem. Unknown addresses, wrong values and too "
    "many requests are answered by problems (RFC 9457)."
)
# What parameters of the board say that are no facets.
MEANINGS = {
    "q": "Words, “phrases in quotes” and -unwanted words in title, text and the employer’s name.",
    "need": "Any one skill of each of these groups (a cloud, a BI tool).",
    "pay_unknown": "With pay: show also listings whose pay cannot be compared; without: hide them.",
    "pay": "The least pay. Listings state theirs in any currency and period; both are compared in "
    "US dollars a year, at dated reference rates.",
    "currency": "The currency of pay, by three letters; else US dollars.",
    "per": "The period of pay; else a year.",
    "reach": "Whether a listing’s pay starts at the amount, or reaches it; else it reaches it.",
    "sort": "The order; with words the best match comes first, else the newest.",
}
# Forms send what is not filled in, too: an empty parameter is as if it were not there.
NOT_ASKED = ""
SLUG = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}


@dataclass(frozen=True)
class Operation:
    """An address of the API, and what it answers."""

    name: str
    path: str
    summary: str
    # The name of its schema.
    schema: str
    parameters: tuple[dict, ...] = ()
    # Statuses that it may have beside those that every address may have.
    problems: tuple[str, ...] = ()
    # One of its addresses, where the site has a {role}, an {other} one and a {skill}.
    example: str = ""


def _in_path(name, meaning, schema):
    return {"name": name, "in": "path", "required": True, "description": meaning, "schema": schema}


def _in_query(name, meaning, schema, **more):
    return {"name": name, "in": "query", "description": meaning, "schema": schema, **more}


def _several(name, meaning, items, **more):
    schema = {"type": "array", "items": items, **more}
    return _in_query(name, meaning, schema, style="form", explode=True)


def _filter(name, each):
    """Returns the parameter of one of the board's filters."""
    meaning = MEANINGS.get(name) or _meaning(name)
    if name in SEVERAL:
        return _several(name, meaning, TEXT)
    if isinstance(each, ChoiceFilter):
        values = [*SORTS] if name == "sort" else [value for value, _ in each.extra["choices"]]
        return _in_query(name, meaning, {"type": "string", "enum": [*values, NOT_ASKED]})
    return _in_query(name, meaning, TEXT)


def _meaning(name):
    facet = FACETS[name.removeprefix(NOT)]
    if name.startswith(NOT):
        return f"{facet.heading}: none of these."
    if facet.is_bound:
        return f"{facet.heading}."
    return f"{facet.heading}: {'all' if facet.is_conjunctive else 'any'} of these."


OF_ROLE = _in_path("slug", "The last part of the role’s address.", SLUG)
OF_SKILL = _in_path("slug", "The last part of the skill’s address.", SLUG)
OF_LISTING = _in_path("id", "The listing’s number.", {"type": "integer", "minimum": 1})
ROLES = _several("role", "Two to four different roles.", SLUG, minItems=2, maxItems=4)
FILTERS = (
    *(_filter(name, each) for name, each in ListingFilter.base_filters.items()),
    _in_query(
        "page",
        "The number of the page, from 1 on.",
        {"type": ["integer", "string"], "minimum": 1, "maxLength": len(NOT_ASKED)},
    ),
)
OPERATIONS = (
    Operation("roles", "/roles", "All published roles", "Roles", example="/roles"),
    Operation(
        "role",
        "/roles/{slug}",
        "A role: its profile, what it needs, and how many adverts ask for that",
        "Role",
        (OF_ROLE,),
        ("404",),
        "/roles/{role}",
    ),
    Operation(
        "role_evidence",
        "/roles/{slug}/evidence",
        "Which adverts speak for a role, and how many ask for each of its needs",
        "Evidence",
        (OF_ROLE,),
        ("404",),
        "/roles/{role}/evidence",
    ),
    Operation(
        "role_pay",
        "/roles/{slug}/pay",
        "All figures of a role’s pay, with n, year and source",
        "Pay",
        (OF_ROLE,),
        ("404",),
        "/roles/{role}/pay",
    ),
    Operation(
        "comparisons",
        "/comparisons",
        "The comparisons that editors have written",
        "Comparisons",
        example="/comparisons",
    ),
    Operation(
        "compare",
        "/compare",
        "Two to four roles side by side",
        "Lineup",
        (ROLES,),
        ("404",),
        "/compare?role={role}&role={other}",
    ),
    Operation(
        "skills", "/skills", "All skills and tools of the vocabulary", "Skills", example="/skills"
    ),
    Operation(
        "skill",
        "/skills/{slug}",
        "A skill: what it is for, which roles need it, and whose adverts name it",
        "Skill",
        (OF_SKILL,),
        ("404",),
        "/skills/{skill}",
    ),
    Operation(
        "listings",
        "/listings",
        "A page of the open listings that fit, and what each filter would give",
        "Listings",
        FILTERS,
        ("400", "404"),
        "/listings?role={role}&workplace=remote",
    ),
    Operation(
        "listing", "/listings/{id}", "An open listing", "WholeListing", (OF_LISTING,), ("404",)
    ),
)
HEADERS = {
    "ETag": "The tag of this answer.",
    "RateLimit": "Requests that are left (r), and seconds until there are more (t).",
    "RateLimit-Policy": f"Requests (q) that are answered in {WINDOW} seconds (w).",
}


def root():
    """Returns the path that all addresses of the API begin with."""
    return f"{address_of('api:documentation')}v1"


def document(request, found):
    """Returns the OpenAPI document as plain values, with the address that the site is at.

    `found` is what example_of() takes.
    """
    return {
        "openapi": "3.1.0",
        "info": {"title": "Rolewise", "version": VERSION, "description": ABOUT},
        "servers": [{"url": site_root(request) + root()}],
        "paths": {each.path: {"get": _described(each, found)} for each in OPERATIONS},
        "components": {
            "schemas": SCHEMAS,
            "headers": {
                name: {"description": meaning, "schema": TEXT} for name, meaning in HEADERS.items()
            },
            "responses": {
                "Problem": {
                    "description": "Why there is no answer.",
                    "content": {MEDIA_TYPE: {"schema": ref("Problem")}},
                }
            },
        },
    }


def example_of(operation, found):
    """Returns an address of an operation that answers; "" where the site has nothing to ask for.

    `found` are slugs of the site, as far as it has them: {"role": …, "other": …, "skill": …}.
    """
    try:
        return operation.example.format(**found)
    except KeyError:
        return ""


def _examples(operation, found):
    """Returns {parameter: its values} of the example of an operation."""
    path, _, query = example_of(operation, found).partition("?")
    parts = zip(operation.path.split("/"), path.split("/"), strict=False)
    in_path = {name[1:-1]: [value] for name, value in parts if name.startswith("{")}
    return in_path | parse_qs(query)


def _parameters(operation, found):
    """Yields the parameters of an operation, with the example that the site has for some."""
    examples = _examples(operation, found)
    for each in operation.parameters:
        if values := examples.get(each["name"]):
            is_several = each["schema"]["type"] == "array"
            yield {**each, "example": values if is_several else values[0]}
        else:
            yield each


def _described(operation, found):
    problems = (*operation.problems, "429", "503")
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [*_parameters(operation, found)],
        "responses": {
            "200": {
                "description": operation.summary,
                "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS},
                "content": {"application/json": {"schema": ref(operation.schema)}},
            },
            "304": {"description": "Not modified since the tag in If-None-Match."},
            **{status: {"$ref": "#/components/responses/Problem"} for status in problems},
        },
    }
