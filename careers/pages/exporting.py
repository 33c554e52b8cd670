"""A line-up to take along, as CSV and as JSON: docs/exports.md describes both. No queries."""

import csv
from io import StringIO
from itertools import zip_longest

from ..models import Skill
from .comparing import Row

BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets do not read UTF-8
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(lineup, cited):
    """Returns the text of a CSV file: the line-up's needs, sections and references."""
    return csv_text(_table(lineup, cited))


def csv_text(rows):
    """Returns the text of a CSV file of rows of texts, as spreadsheets read it safely."""
    out = StringIO(newline="")
    csv.writer(out).writerows([safe_cell(cell) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + out.getvalue()


def as_data(lineup, cited, generated):
    """Returns the line-up as plain values for JSON, with the date on which it was generated."""
    return {
        "generated": generated.isoformat(),
        "roles": [
            _role(role, adverts) for role, adverts in zip(lineup.roles, lineup.adverts, strict=True)
        ],
        "counts": _counts(lineup.split),
        "needs": [_need(compared) for compared in lineup.needs],
        "learn": [_learning(each) for each in lineup.learnings],
        "sections": [
            {"heading": row.heading, "texts": {c.role.slug: _texts(c.section) for c in row.cells}}
            for row in _rows(lineup)
        ],
        "references": [_reference(entry) for entry in cited],
    }


def safe_cell(cell):
    """Returns a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _table(lineup, cited):
    """Returns the rows of the CSV file, the head first, all of one width."""
    head = ["Part", "Item", *(role.title for role in lineup.roles)]
    if any(lineup.adverts):
        head += [f"{role.title}: adverts" for role in lineup.roles]
    rows = [
        head,
        *(_need_cells(compared, lineup) for compared in lineup.needs),
        *(cells for row in _rows(lineup) for cells in _section_cells(row)),
        *(["References", _reference_words(entry)] for entry in cited),
    ]
    return [row + [""] * (len(head) - len(row)) for row in rows]


def _rows(lineup):
    return [*lineup.rows, Row("choose_if", "Choose it if", lineup.choices)]


def _need_cells(compared, lineup):
    claims = [_claim_words(compared.need, claim) for claim in compared.claims]
    asked = [str(claim.asked or "not measured") for claim in compared.claims]
    kind = Skill.Kind(compared.need.kind).label
    return [kind, compared.need.name, *claims, *(asked if any(lineup.adverts) else [])]


def _claim_words(need, claim):
    """Returns what a profile says of a need: "core", of a group with names: "core (AWS)"."""
    if not need.is_group or not claim.word:
        return claim.word
    return f"{claim.word} ({', '.join(s.name for s in need.skills if s.slug in claim.named)})"


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


def _role(role, adverts):
    return {
        "slug": role.slug,
        "title": role.title,
        "summary": role.summary,
        "adverts": adverts and _adverts(adverts),
    }


def _adverts(adverts):
    return {
        "kind": adverts.kind,
        "of_role": adverts.role.slug,
        "n": adverts.n,
        "year": adverts.year,
        "counted_on": adverts.counted_on and adverts.counted_on.isoformat(),
        "reference": adverts.reference and adverts.reference.url,
    }


def _counts(split):
    return {
        "all": len(split.shared),
        "some": len(split.some),
        "only": {role.slug: len(alone) for role, alone in split.only},
    }


def _need(compared):
    return {
        "need": compared.need.name,
        "kind": compared.need.kind,
        "skills": list(compared.need.slugs),
        "roles": {claim.role.slug: _claim(claim) for claim in compared.claims},
    }


def _claim(claim):
    return {
        "claim": claim.word or None,
        "named": list(claim.named),
        "asked_for": claim.asked and _asked(claim.asked),
    }


def _asked(asked):
    return {"adverts": asked.listings, "of": asked.of, "verdict": asked.verdict}


def _learning(learning):
    return {
        "from": learning.start.slug,
        "to": learning.end.slug,
        "measured": [line.need.name for line in learning.measured],
        "judged": [compared.need.name for compared in learning.judged],
        "finding": learning.finding,
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
