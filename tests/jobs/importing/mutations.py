"""Boards of every kind, and adverts mutated at random, for test_mutated_adverts.py."""

import csv
import io
import json
import random
from collections.abc import Callable
from typing import Any

KINDS = ("greenhouse", "lever", "ashby", "csv")
GOOD = 20

Row = dict[str, Any]


def greenhouse_row(number: int) -> Row:
    return {
        "id": number,
        "title": "Data Engineer",
        "absolute_url": f"https://example.com/{number}",
        "location": {"name": "Berlin, Germany"},
        "content": "&lt;p&gt;We use SQL and Python.&lt;/p&gt;",
        "first_published": "2026-11-01T09:00:00+00:00",
        "application_deadline": "2099-11-01T09:00:00+00:00",
        "metadata": [],
        "pay_input_ranges": [
            {
                "min_cents": 6_000_000,
                "max_cents": 8_000_000,
                "currency_type": "EUR",
                "title": "Annual",
            }
        ],
    }


def lever_row(number: int) -> Row:
    return {
        "id": str(number),
        "text": "Data Engineer",
        "hostedUrl": f"https://example.com/{number}",
        "categories": {"location": "Lisbon", "commitment": "Full-time", "allLocations": ["Lisbon"]},
        "country": "PT",
        "workplaceType": "hybrid",
        "createdAt": 1_770_832_757_527,
        "description": "<p>We use SQL and Python.</p>",
        "lists": [{"text": "You know", "content": "<li>SQL</li>"}],
        "salaryRange": {
            "min": 60_000,
            "max": 80_000,
            "currency": "EUR",
            "interval": "per-year-salary",
        },
    }


def ashby_row(number: int) -> Row:
    salary = {"compensationType": "Salary", "interval": "1 YEAR", "currencyCode": "EUR"}
    return {
        "id": str(number),
        "title": "Data Engineer",
        "jobUrl": f"https://example.com/{number}",
        "location": "Porto",
        "address": {"postalAddress": {"addressCountry": "Portugal"}},
        "secondaryLocations": [{"location": "Lisbon"}],
        "publishedAt": "2026-11-01T09:00:00.000+00:00",
        "descriptionHtml": "<p>We use SQL and Python.</p>",
        "isListed": True,
        "compensation": {
            "compensationTiers": [
                {"components": [salary | {"minValue": 60_000, "maxValue": 80_000}]}
            ]
        },
    }


def csv_row(number: int) -> Row:
    return {
        "id": str(number),
        "title": "Data Engineer",
        "company": "Tinderbrook",
        "location": "Berlin, Germany",
        "url": f"https://example.com/{number}",
        "salary_min": "60000",
        "salary_max": "80000",
        "currency": "EUR",
        "period": "year",
        "posted": "2026-11-01",
        "expires": "2099-11-01",
        "skills": "sql, python",
        "description": "We use SQL and Python.",
    }


MAKERS: dict[str, Callable[[int], Row]] = {
    "greenhouse": greenhouse_row,
    "lever": lever_row,
    "ashby": ashby_row,
    "csv": csv_row,
}


def payload(kind: str, odd: Row, place: int, chance: random.Random) -> bytes:
    """Returns a board of GOOD adverts with the odd one among them; perhaps odd in its bytes too."""
    rows = [MAKERS[kind](number) for number in range(1, GOOD + 1)]
    rows.insert(place, odd)
    text = table(rows) if kind == "csv" else json.dumps(board(kind, rows), ensure_ascii=False)
    sent = text.encode("utf-8", errors="surrogatepass")
    if chance.random() < 0.2:
        sent = sent.replace(b"ODDBYTE", chance.choice([b"\xff", b"\x96", b"\xe9", b"\xc3"]))
    return sent


def board(kind: str, rows: list[Row]) -> Any:
    if kind == "lever":
        return rows
    extra = {"apiVersion": "1"} if kind == "ashby" else {"meta": {"total": len(rows)}}
    return {"jobs": rows} | extra


def table(rows: list[Row]) -> str:
    out = io.StringIO()
    names = list(csv_row(1))
    writer = csv.DictWriter(out, names, extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def mutated(kind: str, chance: random.Random) -> Row:
    """Returns an advert with one to four of its values replaced by something odd."""
    row = MAKERS[kind](999)
    for _ in range(chance.randint(1, 4)):
        replace_somewhere(row, chance)
    return row


def replace_somewhere(value: Any, chance: random.Random) -> None:
    """Goes down into objects and lists at random, and replaces what it ends at."""
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    if not keys:
        return
    key = chance.choice(keys)
    if isinstance(value[key], dict | list) and chance.random() < 0.7:
        replace_somewhere(value[key], chance)
    else:
        value[key] = odd_value(value[key], chance)


def odd_value(old: Any, chance: random.Random) -> Any:
    text = old if isinstance(old, str) else "x"
    makers = [odd_type, odd_number, odd_date, odd_text, odd_size, odd_nesting]
    return chance.choice(makers)(text, chance)


def odd_type(text: str, chance: random.Random) -> Any:
    return chance.choice(
        [None, True, False, 77, -1, 0.5, [], {}, [text], {"name": text}, [[[]]], ""]
    )


def odd_number(text: str, chance: random.Random) -> Any:
    figures = [
        10**30,
        -(10**30),
        10**400,
        1e308,
        float("inf"),
        float("nan"),
        0,
        -0.0,
        1e-300,
        2**63,
    ]
    figures += [
        10**12,
        "1e30",
        "1e999999999",
        "NaN",
        "-1",
        "0x10",
        "٣٤٥",
        "1.2.3",
        "9" * 5_000,
        "60.000,50",
    ]
    return chance.choice(figures)


def odd_date(text: str, chance: random.Random) -> Any:
    dates = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-02-30", "31.02.2026"]
    dates += [
        "today",
        "3 days ago",
        "0000-00-00",
        "10000-01-01",
        "02/03/2026",
        253402300800000,
        -1e18,
    ]
    dates += ["2026-11-01T25:61:00Z", "2026-W99", "1" * 13, 10**18, "12/31/9999", "1970-01-01"]
    return chance.choice(dates)


def odd_text(text: str, chance: random.Random) -> Any:
    texts = [
        "\x00",
        "\ud800",
        "\ufffd",
        "ODDBYTE",
        "a\u0301" * 50,
        "\u202e" + text,
        "'; DROP TABLE",
        "\r\n\r\n",
    ]
    texts += [
        "<p>",
        "</p></p>",
        "<script>",
        "&#x110000;",
        "&" * 999,
        "%s%n",
        "{{ 7 }}",
        "\\u0000",
        '"',
        "'",
    ]
    texts += [
        "javascript:alert(1)",
        "http://[",
        "//",
        "https://",
        "😀",
        "Ж" * 30,
        "\x0b\x1f",
        "−1",
        " ",
    ]
    odd = chance.choice(texts)
    return chance.choice([odd, text + odd, odd + text, text[:3] + odd + text[3:]])


def odd_size(text: str, chance: random.Random) -> Any:
    size = chance.choice([301, 2_001, 10_001, 199_000, 200_001, 400_000])
    unit = chance.choice(
        [text or "x", "x", " ", "1", "$1,000 ", "Berlin, ", "a-", "(", "Go, R, ", "\n"]
    )
    return (unit * size)[:size]


def odd_nesting(text: str, chance: random.Random) -> Any:
    depth = chance.choice([5, 60, 900, 39_000])
    opening = chance.choice(
        ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<font size=1>", "<svg>", "&lt;div&gt;"]
    )
    if chance.random() < 0.6:
        return opening * depth + text
    nested: Any = text
    for _ in range(min(depth, 400)):
        nested = [nested] if chance.random() < 0.5 else {"a": nested}
    return nested
