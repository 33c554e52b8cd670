"""The HTML that programs put on the clipboard, as lines. Pure.

Word writes lists as paragraphs (`mso-list`) with their bullets as text, Google Docs puts everything
into a `<b>` that is not bold, and says what is bold by styles, LibreOffice breaks lines inside
paragraphs, web pages bring menus, scripts and pictures.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import NamedTuple

from .marks import BOLD_OFF, BOLD_ON

# More open tags than any program writes; the parser would slow down with their square.
DEEPEST = 400
FED_AT_ONCE = 8192  # characters

SKIPPED = {
    *("script", "style", "title", "noscript", "template", "iframe", "object", "svg", "math"),
    *("select", "button", "xml", "del", "nav", "audio", "video", "canvas"),
}
BLOCKS = {
    *("p", "div", "ul", "ol", "dl", "dd", "dt", "li", "table", "tr", "caption", "blockquote"),
    *("section", "article", "header", "footer", "main", "aside", "figure", "figcaption", "hr"),
    *("pre", "address", "form", "fieldset", "h1", "h2", "h3", "h4", "h5", "h6", "details"),
    *("summary", "body", "html", "center"),
}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "dt"}

_HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE
)
_WORD_BULLET = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_WORD_LIST = re.compile(r"mso-list\s*:\s*l\d+\s+level(\d)", re.IGNORECASE)
_WEIGHT = re.compile(r"font-weight\s*:\s*(\w+)", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")


class TooDeep(ValueError):
    """HTML whose tags stand in each other deeper than any program writes them."""


class Line(NamedTuple):
    """A line of what was pasted: bold words stand between BOLD_ON and BOLD_OFF.

    Its kind is "text", "heading", "item" (of a list, at a level from 1 on), "more" (a further
    paragraph of an item), or "row" (of a table, its cells parted by tabs).
    """

    text: str
    kind: str = "text"
    level: int = 0


@dataclass(frozen=True)
class _Element:
    """An open tag, and what it says of all that stands in it."""

    tag: str = ""
    is_skipped: bool = False
    is_bold: bool = False
    is_pre: bool = False
    is_cell: bool = False
    # In how many lists it stands.
    lists: int = 0
    # Of the lines in it, as Line has them.
    kind: str = "text"
    level: int = 0


def read_html(html, changes):
    """Returns the Lines of HTML; counts bullets, links and pictures in a Counter.

    Raises TooDeep.
    """
    from lxml import etree  # takes long to import, and most who import this read no paste

    parser = etree.HTMLParser(target=_Reader(changes), recover=True)
    html = html.replace("\0", "").encode(errors="ignore").decode()  # lone surrogates
    if not html.strip():
        return []
    for start in range(0, len(html), FED_AT_ONCE):
        parser.feed(html[start : start + FED_AT_ONCE])
    return parser.close()


class _Reader:
    """What the parser tells tag by tag, as lines."""

    def __init__(self, changes: Counter):
        self.changes = changes
        self.lines: list[Line] = []
        self.open: list[_Element] = [_Element()]
        self.pieces: list[str] = []
        self.is_bold = False
        # Whether the innermost item of a list has had its first line.
        self.is_item_begun = False

    def start(self, tag, attributes):
        if len(self.open) > DEEPEST:
            raise TooDeep
        around, style = self.open[-1], attributes.get("style", "")
        if not around.is_skipped and tag in BLOCKS and not around.is_cell:
            self._end_line()
        element = self._element(tag, attributes, style, around)
        self.open.append(element)
        if element.is_skipped:
            return
        if tag == "br":
            self._break()
        elif tag == "img":
            self._picture(attributes.get("alt", ""))
        elif tag == "a" and attributes.get("href", "").startswith(("http", "mailto")):
            self.changes["link"] += 1
        elif tag in ("td", "th"):
            self.pieces.append(f"{BOLD_OFF}\t" if self.is_bold else "\t")
            self.is_bold = False
        elif tag in BLOCKS and around.is_cell:
            self.pieces.append(" ")

    def end(self, tag):
        # The parser ends each tag that it began, in order.
        element = self.open[-1]
        if not element.is_skipped and tag in BLOCKS and not element.is_cell:
            self._end_line()
        self.open.pop()
        if tag == "li":
            self.is_item_begun = False

    def data(self, text):
        if self.open[-1].is_skipped:
            return
        if not self.open[-1].is_pre:
            self._add(_BLANKS.sub(" ", text))
            return
        first, *rest = text.replace("\r\n", "\n").split("\n")
        self._add(first)
        for line in rest:
            self._end_line()
            self._add(line)

    def close(self):
        self._end_line()
        return self.lines

    def _element(self, tag, attributes, style, around):
        """Returns what a tag says of what stands in it; counts the bullets of lists."""
        is_bullet = bool(_WORD_BULLET.search(style))
        element = replace(
            around,
            tag=tag,
            is_skipped=around.is_skipped
            or is_bullet
            or tag in SKIPPED
            or "hidden" in attributes
            or bool(_HIDDEN.search(style)),
            is_bold=_is_bold(tag, style, around.is_bold),
            is_pre=around.is_pre or tag == "pre",
            is_cell=around.is_cell or tag in ("td", "th"),
            lists=around.lists + (tag in ("ul", "ol")),
        )
        if is_bullet or tag == "li":
            self.changes["bullet"] += 1
        word_list = _WORD_LIST.search(style)
        if tag == "li" or (tag == "p" and word_list):
            self.is_item_begun = False
            level = int(word_list[1]) if word_list else max(1, element.lists)
            return replace(element, kind="item", level=level)
        if tag in HEADINGS and around.kind != "item":
            return replace(element, kind="heading")
        return replace(element, kind="row") if tag == "tr" else element

    def _break(self):
        if self.open[-1].kind in ("item", "row"):
            self.pieces.append(" ")
        else:
            self._end_line()

    def _picture(self, words):
        if words and len(words) <= 8 and not words.isascii():
            self.pieces.append(words)  # an emoji, as web pages draw it
        else:
            self.changes["picture"] += 1

    def _add(self, text):
        is_bold = self.open[-1].is_bold
        if is_bold != self.is_bold and not text.isspace():
            self.pieces.append(BOLD_ON if is_bold else BOLD_OFF)
            self.is_bold = is_bold
        self.pieces.append(text)

    def _end_line(self):
        text = "".join(self.pieces) + (BOLD_OFF if self.is_bold else "")
        self.pieces, self.is_bold = [], False
        if not text.strip(f" \t\n\u00a0{BOLD_ON}{BOLD_OFF}"):
            return
        kind, level = self.open[-1].kind, self.open[-1].level
        if kind == "item" and self.is_item_begun:
            kind = "more"
        self.is_item_begun = self.is_item_begun or kind == "item"
        self.lines.append(Line(text.strip(" \n"), kind, level))


def _is_bold(tag, style, is_bold):
    weight = _WEIGHT.search(style)
    if not weight:
        return is_bold or tag in ("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6")
    value = weight[1].lower()
    return value in ("bold", "bolder") or (value.isdecimal() and int(value) >= 600)
