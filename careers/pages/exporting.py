"""A line-up to take along, as CSV and as JSON: docs/exports.md describes both. No queries."""

import csv
from io import StringIO
from itertools import zip_longest

from django.utils import timezone

from .comparing import Row
from .evidence import MIN_LISTINGS_FOR_SHARES, evidence_of

BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets do not read UTF-8
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(lineup, cited):
    """Returns the text of a CSV file: the line-up's requirements, sections and references."""
    return csv_text(_table(lineup, cited))


def csv_text(rows):
    """Returns the text of a CSV file of rows of texts, as spreadsheets read it safely."""
    out = StringIO(newline="")
    csv.writer(out).writerows([_safe(cell) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + out.getvalue()


def as_data(lineup, cited, generated):
    """Returns the line-up as plain values for JSON, with the date on which it was generated."""
    return {
        "generated": generated.isoformat(),
        "roles": [_role(role) for role in lineup.roles],
        "counts": [_counts(split) for split in lineup.splits],
        "requirements": [_requirement(r) for r in _requirements(lineup)],
        "sections": [
            {"heading": row.heading, "texts": {c.role.slug: _texts(c.section) for c in row.cells}}
            for row in _rows(lineup)
        ],
        "references": [_reference(entry) for entry in cited],
    }


def _safe(cell):
    """Returns a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _table(lineup, cited):
    """Returns the rows of the CSV file, the head first, all of one width."""
    counted = [
        position for position, role in enumerate(lineup.roles) if _has_enough(evidence_of(role))
    ]
    head = ["Part", "Item", *(role.title for role in lineup.roles)]
    head += [f"{lineup.roles[position].title}: asked for in" for position in counted]
    rows = [
        head,
        *(_requirement_cells(requirement, counted) for requirement in _requirements(lineup)),
        *(cells for row in _rows(lineup) for cells in _section_cells(row)),
        *(["References", _reference_words(entry)] for entry in cited),
    ]
    return [row + [""] * (len(head) - len(row)) for row in rows]


def _has_enough(evidence):
    return evidence is not None and evidence.listings >= MIN_LISTINGS_FOR_SHARES


def _requirements(lineup):
    return [requirement for split in lineup.splits for requirement in split.all]


def _rows(lineup):
    return [*lineup.rows, Row("choose_if", "Choose it if", lineup.choices)]


def _requirement_cells(requirement, counted):
    needs = [need or "" for need in requirement.needs]
    asked = [_asked_words(requirement, position) for position in counted]
    return [requirement.skill.get_kind_display(), requirement.skill.name, *needs, *asked]


def _asked_words(requirement, position):
    asked, evidence = requirement.asked[position], requirement.roles[position].evidence
    if asked is None:
        return ""
    return f"{asked.listings} of {asked.of} open listings, {_day(evidence)}"


def _section_cells(row):
    """Returns one row a line, with what each role says there; "" once a role has said all."""
    columns = [_texts(cell.section) for cell in row.cells]
    lines = zip_longest(*columns, fillvalue="")
    return [[row.heading, str(number), *line] for number, line in enumerate(lines, start=1)]


def _texts(section):
    """Returns what a section says: one text a paragraph or point, its citations as [1]."""
    return [_words(paragraph) for paragraph in section.paragraphs] + [
        f"{_words(line.label)}{' (useful)' if line.is_useful else ''}: {_words(line.text)}"
        for line in section.lines
    ]


def _words(pieces):
    return "".join(
        f"{piece.text} [{piece.citation.number}]" if piece.citation else piece.text
        for piece in pieces
    )


def _reference_words(entry):
    reference = entry.reference
    source = f"{reference.title}. {reference.publisher}, {reference.year}."
    return f"[{entry.number}] {source} {reference.url}"


def _role(role):
    return {
        "slug": role.slug,
        "title": role.title,
        "summary": role.summary,
        "evidence": _evidence(evidence_of(role)),
    }


def _evidence(evidence):
    if evidence is None:
        return None
    return {
        "open_listings": evidence.listings,
        "counted_on": _day(evidence),
    }


def _counts(split):
    return {
        "heading": split.heading,
        "shared": len(split.shared),
        "some": len(split.some),
        "only": {only.role.slug: len(only.requirements) for only in split.only},
    }


def _requirement(requirement):
    slugs = [role.slug for role in requirement.roles]
    asked = [a and {"listings": a.listings, "of": a.of} for a in requirement.asked]
    return {
        "skill": requirement.skill.name,
        "slug": requirement.skill.slug,
        "kind": requirement.skill.kind,
        "needs": dict(zip(slugs, requirement.needs, strict=True)),
        "asked_for": dict(zip(slugs, asked, strict=True)),
    }


def _reference(entry):
    reference = entry.reference
    return {
        "number": entry.number,
        "title": reference.title,
        "publisher": reference.publisher,
        "year": reference.year,
        "url": reference.url,
    }


def _day(evidence):
    return timezone.localdate(evidence.gathered_at).isoformat()
