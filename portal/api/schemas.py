"""What answers of the API look like, as JSON Schema in an OpenAPI 3.1 document has it.

Answers have just these members, all of them: tests hold every answer against its schema.
"""

from careers.models import EvidenceKind, Family, RoleSkill, Skill, Track
from jobs.models import EmploymentType, Level, ListingPlace, Workplace

TEXT = {"type": "string"}
INTEGER = {"type": "integer"}
NUMBER = {"type": "number"}
BOOLEAN = {"type": "boolean"}
ADDRESS = {"type": "string", "format": "uri"}
DAY = {"type": "string", "format": "date"}
MOMENT = {"type": "string", "format": "date-time"}


def ref(name):
    """Returns what stands for the schema of a name."""
    return {"$ref": f"#/components/schemas/{name}"}


def one_of(values):
    return {"type": "string", "enum": [*values]}


def many(schema):
    return {"type": "array", "items": schema}


def by_key(schema):
    return {"type": "object", "additionalProperties": schema}


def or_null(schema, meaning=""):
    """Returns the schema of what may be null, and what it means if it is."""
    either = {"oneOf": [schema, {"type": "null"}]}
    return {**either, "description": meaning} if meaning else either


def saying(schema, meaning):
    return {**schema, "description": meaning}


def members(**properties):
    """Returns the schema of an object with just these members."""
    return {
        "type": "object",
        "required": [*properties],
        "properties": properties,
        "additionalProperties": False,
    }


def answer(**properties):
    """Returns the schema of a whole answer: its members, and what all answers say."""
    return members(
        **properties,
        has_samples=saying(BOOLEAN, "Whether the site shows invented listings: counts hold them."),
        left_out=saying(many(TEXT), "What the address asked in vain, in sentences."),
    )


_ADDRESSES = {"page": saying(ADDRESS, "For people."), "url": saying(ADDRESS, "For programs.")}
_ROLE = {
    "slug": TEXT,
    "title": TEXT,
    "family": one_of(Family.values),
    "summary": TEXT,
    **_ADDRESSES,
}
_SKILL = {"slug": TEXT, "name": TEXT, "kind": one_of(Skill.Kind.values), **_ADDRESSES}
_NEED = {"need": TEXT, "kind": one_of(Skill.Kind.values), "skills": many(TEXT)}
_CLAIM = {
    "claim": or_null(one_of(RoleSkill.Need.values), "null: the profile does not name it."),
    "named": saying(many(TEXT), "Those of the skills that the profile names."),
    "asked_for": or_null(ref("AskedFor"), "null: not measured."),
}
_EVIDENCE = {
    "adverts": or_null(ref("Adverts"), "null: too few adverts speak for it."),
    "needs": many(members(**_NEED, **_CLAIM)),
}
_COUNTED = {"year": or_null(INTEGER), "counted_on": or_null(DAY)}
_LISTING = {
    "id": INTEGER,
    "title": TEXT,
    "employer": members(slug=TEXT, name=TEXT),
    "role": or_null(TEXT, "null: its title is none of the roles here."),
    "level": or_null(one_of(Level.values)),
    "employment_type": or_null(one_of(EmploymentType.values)),
    "workplace": or_null(one_of(Workplace.values)),
    "places": many(ref("Place")),
    "pay": or_null(ref("StatedPay")),
    "skills": many(TEXT),
    "language": or_null(TEXT),
    "posted_at": MOMENT,
    "closes_at": or_null(MOMENT),
    "is_sample": saying(BOOLEAN, "Invented, to show a new site."),
    "credit": members(
        source=or_null(TEXT),
        attribution=or_null(TEXT, "Who must be named, and linked, wherever this is shown."),
        attribution_url=or_null(ADDRESS),
    ),
    **_ADDRESSES,
}

SCHEMAS = {
    "RoleSummary": members(**_ROLE),
    "Roles": answer(roles=many(ref("RoleSummary"))),
    "Role": answer(
        **_ROLE,
        track=one_of(Track.values),
        other_titles=many(TEXT),
        reviewed_on=or_null(DAY),
        **_EVIDENCE,
        sections=many(
            members(heading=TEXT, texts=saying(many(TEXT), "Each a paragraph or a point."))
        ),
        references=many(ref("Reference")),
        evidence=ADDRESS,
        pay=ADDRESS,
        listings=ADDRESS,
    ),
    "Evidence": answer(role=TEXT, **_EVIDENCE),
    "Adverts": saying(
        members(
            kind=one_of([EvidenceKind.ADVERTISED, EvidenceKind.PAST]),
            of_role=saying(TEXT, "The role itself, or its stand-in."),
            n=INTEGER,
            **_COUNTED,
            reference=or_null(ADDRESS),
        ),
        "Which adverts speak for a role.",
    ),
    "AskedFor": saying(
        members(
            adverts=INTEGER,
            of=INTEGER,
            verdict=one_of(["asked for", "not asked for", "undecided"]),
        ),
        "How many adverts ask for it, of how many, and what that shows.",
    ),
    "Reference": saying(
        members(number=INTEGER, title=TEXT, publisher=TEXT, year=INTEGER, url=ADDRESS),
        "A source; texts cite it as [1].",
    ),
    "Pay": answer(
        cells=many(
            members(
                kind=one_of(EvidenceKind.values),
                reference=or_null(TEXT),
                level=or_null(one_of(Level.values)),
                country=or_null(TEXT),
                area=or_null(TEXT),
                year=or_null(INTEGER),
                currency=TEXT,
                period=TEXT,
                n=saying(INTEGER, "Adverts, or people employed where the kind is official."),
                **{name: or_null(NUMBER) for name in ("p10", "p25", "p50", "p75", "p90")},
            )
        )
    ),
    "Comparisons": answer(
        comparisons=many(
            members(roles=many(TEXT), title=TEXT, difference=TEXT, decision=TEXT, **_ADDRESSES)
        )
    ),
    "Lineup": answer(
        generated=DAY,
        roles=many(members(slug=TEXT, title=TEXT, summary=TEXT, adverts=or_null(ref("Adverts")))),
        counts=saying(
            members(all=INTEGER, some=INTEGER, only=by_key(INTEGER)),
            "Of the needs that profiles name.",
        ),
        needs=many(members(**_NEED, roles=by_key(members(**_CLAIM)))),
        learn=many(
            members(
                **{"from": TEXT, "to": TEXT},
                measured=many(TEXT),
                judged=many(TEXT),
                finding=TEXT,
            )
        ),
        sections=many(members(heading=TEXT, texts=by_key(many(TEXT)))),
        references=many(ref("Reference")),
    ),
    "SkillSummary": members(**_SKILL),
    "Skills": answer(skills=many(ref("SkillSummary"))),
    "Skill": answer(
        **_SKILL,
        description=TEXT,
        other_names=many(TEXT),
        needed_by=many(members(role=TEXT, need=one_of(RoleSkill.Need.values))),
        adverts=many(members(role=TEXT, adverts=INTEGER, of=INTEGER, kind=TEXT, **_COUNTED)),
        listings=ADDRESS,
    ),
    "Place": members(
        kind=one_of(ListingPlace.Kind.values),
        city=TEXT,
        region=saying(TEXT, "Without a country it is an area, such as EMEA."),
        country=saying(TEXT, "ISO 3166-1 alpha-2."),
    ),
    "StatedPay": members(
        min=or_null(NUMBER),
        max=or_null(NUMBER),
        currency=TEXT,
        period=or_null(TEXT, "null: the advert does not say."),
        words=TEXT,
    ),
    "Listing": saying(members(**_LISTING), "What an advert does not say is null, or empty."),
    "Listings": answer(
        total=INTEGER,
        page=INTEGER,
        pages=INTEGER,
        page_size=INTEGER,
        board=saying(ADDRESS, "The same search for people."),
        listings=many(ref("Listing")),
        counts=saying(
            by_key(many(members(value=TEXT, label=TEXT, count=INTEGER))),
            "For each filter, how many listings its values would give, all other filters kept.",
        ),
    ),
    "WholeListing": answer(
        **_LISTING,
        text=saying(TEXT, "The advert’s text, or its beginning where its source asks for that."),
        html=or_null(TEXT, "null where only the beginning may be given."),
    ),
    "Problem": {
        "type": "object",
        "description": "Why there is no answer (RFC 9457).",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": INTEGER,
            "detail": TEXT,
            "errors": many(members(parameter=TEXT, detail=TEXT)),
        },
    },
}
