"""The contrast of the site's colours, by WCAG 2.2: from static/css/tokens.css.

`python -m tests.contrast` prints the table of docs/design.md.
"""

import re
from pathlib import Path

TOKENS = Path(__file__).parents[1] / "static" / "css" / "tokens.css"
COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
TEXT, GRAPHICS = 4.5, 3.0
ROLES = range(1, 5)
# What stands on what, and the least that WCAG asks of it (1.4.3 for text, 1.4.11 for graphics).
PAIRS = (
    *((ink, on, TEXT) for ink in ("ink", "ink-soft") for on in ("paper", "sheet", "wash")),
    *((f"role-{n}", on, TEXT) for n in ROLES for on in ("paper", "sheet", f"role-{n}-wash")),
    *(("ink", f"role-{n}-wash", TEXT) for n in ROLES),
    ("accent-ink", "role-1", TEXT),
    ("warn", "warn-wash", TEXT),
    ("line-strong", "paper", GRAPHICS),
    ("line-strong", "sheet", GRAPHICS),
)


def schemes() -> tuple[dict[str, str], dict[str, str]]:
    """Returns the colours by name, in light and in dark."""
    light, dark = TOKENS.read_text(encoding="utf-8").split("prefers-color-scheme: dark")
    found = dict(COLOUR.findall(light))
    return found, found | dict(COLOUR.findall(dark))


def ratio(one: str, other: str) -> float:
    """Returns the contrast ratio of two colours, from 1 to 21.

    >>> ratio("#000000", "#ffffff")
    21.0
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Returns the relative luminance of an sRGB colour, as WCAG 2.2 defines it."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def table() -> str:
    """Returns the ratios as a table in Markdown."""
    light, dark = schemes()
    lines = ["| what | on | light | dark | at least |", "|---|---|---|---|---|"]
    for ink, on, least in PAIRS:
        ratios = " | ".join(f"{ratio(each[ink], each[on]):.1f}" for each in (light, dark))
        lines.append(f"| `{ink}` | `{on}` | {ratios} | {least} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
