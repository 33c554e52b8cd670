"""What editors paste, as the text of a section, with what was changed in words. Pure.

HTML (pasted_html.py) or plain text, Markdown and the text of PDFs among it, is read into Lines;
they become points, `Label: explanation`, or paragraphs. What cannot be made a point stays as its
line, and is named. marks.py is the rule of single lines, which saving applies too.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from . import documents, marks
from .marks import BOLD_OFF, BOLD_ON
from .pasted_html import Line, TooDeep, read_html

LONGEST = 1_000_000  # characters that are read
MOST_NAMED = 3  # lines that are no points yet, headings that were left out
LABEL_WORDS = 6  # of a label that no colon ends
NAME_WORDS = 4  # of a name within a list
# A line of at least so many characters may be broken where the page ended.
LONG_LINE = 45
WIDEST_PAGE = 100  # characters of a page whose lines are broken
# Words that stand before a hyphen of their own.
KEEPING_THEIR_HYPHEN = {"first", "non", "self", "third", "three", "two", "well"}

WORDS = marks.WORDS | {
    "label": ("1 label got its colon.", "{:,} labels got their colons."),
    "list": (
        "1 list inside a point was written into it.",
        "{:,} lists inside points were written into them.",
    ),
    "wrap": ("1 broken line was joined.", "{:,} broken lines were joined."),
    "row": ("1 row of a table became a line.", "{:,} rows of tables became lines."),
    "link": (
        "1 link is plain words now. Cite a reference for where something stands.",
        "{:,} links are plain words now. Cite references for where something stands.",
    ),
    "footnote": (
        "1 mark of a footnote was taken away.",
        "{:,} marks of footnotes were taken away.",
    ),
    "picture": ("1 picture was left out.", "{:,} pictures were left out."),
    "rule": ("1 ruled line was left out.", "{:,} ruled lines were left out."),
}
TOO_DEEP = "Its formatting is too deeply nested to be read: the plain text was taken."
TOO_LITTLE = "Its formatting hides much of its text: the plain text was taken."

_INDENT = re.compile(r"[ \t]*")
# Line breaks of programs beside the usual ones.
_BREAK = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_USEFUL = re.compile(r"[*_ ]*\(useful\)[*_ ]*", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
_RULED = set("-*_=–—|: \t")
_TABLE_ROW = re.compile(r"\s*\|(.+)\|\s*$")
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\((?:https?://|mailto:|/|#)[^()\s]*(?:\s+\"[^\"\n]*\")?\)")
_ADDRESS = re.compile(r"<(https?://[^<>\s]+)>")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|])")
_QUOTED = re.compile(r"\s{0,3}>\s?")
_FOOTNOTE = re.compile(r"\[\^?\d{1,3}\]")
# "responsi-" before "bilities".
_HYPHENATED = re.compile(r"([^\W\d_]{2,})[-\u00ad\u2010]$")
_FIRST_WORD = re.compile(r"\w*")
_COLON = re.compile(r"([^:\n]{1,60}?)\s*:(?!//)(?:\s+|(?=[^\W\d_]))")
_DASH = re.compile(r"([^:.!?;\n]{1,60}?)\s+[-–—]{1,2}\s+(?=\S)")
_LEAD = re.compile(f"{BOLD_ON}([^{BOLD_OFF}]*){BOLD_OFF}\\s*")
_ENDS = (".", "!", "?", "…", ".”", ".’", ".)")


@dataclass(frozen=True)
class Pasted:
    """What a paste became: the text for its section, and what was changed, in sentences.

    `refused` says why nothing could be made of it; then the text is "".
    """

    text: str = ""
    changes: tuple[str, ...] = ()
    refused: str = ""


def read_paste(*, html="", text="", is_prose=False):
    """Returns the Pasted of what is on the clipboard: its HTML if it has any, and its plain text.

    >>> read_paste(text="• Python: Packages\\n• SQL: Tables").text
    'Python: Packages\\nSQL: Tables'
    """
    longest = max(len(html), len(text))
    if longest > LONGEST:
        return Pasted(refused=f"{longest:,} characters are too many to be read: take a part of it.")
    changes, notes = Counter(), []
    made = _Prose(changes) if is_prose else _Points(changes)
    lines = _lines(html, text, made, notes)
    for line, following in pairwise([*lines, None]):
        made.take(line, following)
    result = made.text()
    if not result:
        if changes["picture"]:
            return Pasted(refused="Only pictures were pasted; sections hold words.")
        if made.left_out:
            return Pasted(refused="Only a heading was pasted; sections have their own.")
        return Pasted(refused="" if not (html or text).strip() else "Nothing in it is a text.")
    return Pasted(result, (*notes, *marks.told(changes, WORDS), *made.notes()))


def _lines(html, text, section, notes):
    """Returns the Lines of what was pasted; of the plain text where the HTML cannot be read."""
    if not html.strip():
        return _text_lines(text, section)
    of_html = Counter()
    try:
        lines = read_html(html, of_html)
    except TooDeep:
        notes.append(TOO_DEEP)
        return _text_lines(text or _without_tags(html), section)
    if _letters("".join(line.text for line in lines)) < 0.6 * _letters(text):
        notes.append(TOO_LITTLE)
        return _text_lines(text, section)
    section.changes.update(of_html)
    if _is_markdown(lines):
        plain = "\n".join(_plain(line.text) for line in lines)
        return _text_lines(plain, section, may_be_broken=False)
    return [_without_links(line, section.changes) for line in lines]


def _is_markdown(lines):
    """Says whether HTML only holds the lines of a plain text, as programs of code make it."""
    are_plain = all(line.kind == "text" for line in lines)
    return are_plain and any(marks.leading_mark(_plain(line.text).lstrip()) for line in lines)


def _letters(text):
    return sum(character.isalnum() for character in text)


def _without_tags(html):
    return re.sub(r"<[^<>]*>", " ", html)


# --- plain text --------------------------------------------------------------------------------


def _text_lines(text, section, may_be_broken=True):
    """Returns the Lines of plain text; lines that were broken at the end of a page's are joined."""
    lines: list[Line] = []
    may_go_on = False  # no empty line between
    width = 0  # of the line before, as it stood
    indents: list[int] = []  # of the lists that are open
    all_given = _BREAK.sub("\n", text).split("\n")
    full = _full_width(all_given) if section.is_prose else None
    for given in all_given:
        line = _text_line(given, indents, section.changes)
        if line is None:
            may_go_on = False
            if "|" in given and lines and lines[-1].kind == "row":  # the head of a table
                lines[-1] = Line(", ".join(_cells_of(lines[-1])), "heading")
        elif may_be_broken and may_go_on and _goes_on(lines[-1], line, width, full):
            lines[-1] = lines[-1]._replace(text=_joined(lines[-1].text, line.text, section))
            section.changes["wrap"] += 1
        else:
            lines.append(line)
            may_go_on = line.kind in ("text", "item")
        width = len(given.strip())
    return lines


def _full_width(lines):
    """Returns from which width on a line of a text with broken lines is full; None of others."""
    widest = max(len(line.strip()) for line in lines)
    return 0.85 * widest if LONG_LINE <= widest <= WIDEST_PAGE else None


def _text_line(given, indents, changes):
    """Returns the Line that a line of plain text is; None of an empty one and of a rule."""
    if _is_rule(given.strip()):
        changes["rule"] += 1
        return None
    bare = marks.as_seen(_QUOTED.sub("", given, count=1) if ">" in given[:4] else given, changes)
    if not bare.strip():
        return None
    if found := _HEADING.match(bare):
        return Line(bare[found.end() :].rstrip("# "), "heading")
    if found := _TABLE_ROW.match(bare):
        return _without_links(Line("\t".join(found[1].split("|")), "row"), changes)
    indent = len(_INDENT.match(bare)[0].expandtabs(4))
    words = bare.strip()
    if marks.leading_mark(words):
        while indents and indents[-1] > indent:
            indents.pop()
        if not indents or indents[-1] < indent:
            indents.append(indent)
        rest = marks.without_bullet(words, changes)
        return _without_links(Line(marks.mark_bold(rest), "item", len(indents)), changes)
    if "\t" in words:
        return Line(words, "row")
    return _without_links(Line(marks.mark_bold(words)), changes)


def _is_rule(line):
    """Says whether a line only parts others: dashes, or the marks around code."""
    if line.startswith("```"):
        return " " not in line
    return len(line) > 2 and _RULED.issuperset(line) and not line.strip("|: \t").isspace()


def _without_links(line, changes):
    """Returns a Line without the addresses of links, escapes of Markdown and marks of footnotes."""
    text, links = _LINK.subn(r"\1", line.text)
    text, addresses = _ADDRESS.subn(r"\1", text)
    text, footnotes = _FOOTNOTE.subn("", text)
    changes["link"] += links + addresses
    changes["footnote"] += footnotes
    return line._replace(text=_ESCAPED.sub(r"\1", text))


def _goes_on(before, line, width, full):
    """Says whether a line of plain text goes on with the one before it, which had such a width.

    `full` is the width of a full line of prose, where it may end with a sentence; or None.
    """
    if line.kind != "text" or before.kind not in ("text", "item"):
        return False
    if before.text.rstrip().endswith(_ENDS) and not line.text[:1].islower():
        if full is not None and width >= full:
            return True
        return before.kind == "item" and not _label(line.text) and width >= LONG_LINE
    if line.text[:1].islower() or _HYPHENATED.search(before.text[-LONG_LINE:]):
        return not before.text.endswith(":") or bool(_COLON.match(before.text.rstrip(":")))
    if _label(line.text):
        return False
    return width >= LONG_LINE or before.text.endswith(",")


def _joined(before, after, section):
    """Returns two halves of a broken line as one; a word that was broken loses its hyphen."""
    broken = _HYPHENATED.search(before[-LONG_LINE:])
    if not broken:
        return f"{before} {after}"
    if not after[:1].islower() or broken[1].casefold() in KEEPING_THEIR_HYPHEN:
        return before + after
    section.joined.append(broken[1] + _FIRST_WORD.match(after)[0])
    return before[:-1] + after


# --- sections ----------------------------------------------------------------------------------


def _label(text):
    """Returns (label, explanation) of a line that has both; None of any other.

    A colon ends a label, or bold type, or a dash after a few words.
    """
    lead = _LEAD.match(text)
    if lead:
        return _bold_label(lead[1].strip(), text[lead.end() :])
    plain = _plain(text)
    dash, colon = _DASH.match(plain), _COLON.match(plain)
    if dash and len(dash[1].split()) <= LABEL_WORDS and not (colon and colon.end() < dash.end()):
        return dash[1].strip(), plain[dash.end() :].strip()
    if colon and plain[colon.end() :].strip():
        return colon[1].strip(), plain[colon.end() :].strip()
    return None


def _bold_label(bold, rest):
    """Returns (label, explanation) of bold words at the start of a line and what follows them."""
    rest = _plain(rest)
    if ":" in bold.rstrip(":"):
        return _label(f"{bold} {rest}")
    if useful := _USEFUL.match(rest):
        bold, rest = f"{bold.rstrip(' :')} {documents.USEFUL}", rest[useful.end() :]
    ends = bold.endswith((":", ".", "–", "—")) or rest.startswith((":", "–", "—", "- "))
    label = bold.rstrip(" :.–—-")
    explanation = rest.lstrip(" :–—-")
    if not label or not explanation or len(label) > documents.LABEL_MAX:
        return None
    # "Build pipelines": the bold word is the sentence's own.
    return (label, explanation) if ends or not rest[:1].islower() else None


def _plain(text):
    return text.replace(BOLD_ON, "").replace(BOLD_OFF, "")


def _is_heading(line, following):
    """Says whether a Line is a heading.

    It is by its kind, or if it is short and all bold, ended by a colon, or before a list.
    """
    words = _plain(line.text).strip()
    if line.kind == "heading":
        return True
    if line.kind != "text" or len(words) > documents.LABEL_MAX:
        return False
    lead = _LEAD.match(line.text)
    is_bold = bool(lead) and not line.text[lead.end() :].strip()
    is_before_list = following is not None and following.kind == "item" and not _label(words)
    is_sentence = words.endswith((".", "!", "?", ";", ","))
    return ((is_bold or is_before_list) and not is_sentence) or words.endswith(":")


def _is_name(text):
    words = _plain(text).strip(" .")
    return len(words.split()) <= NAME_WORDS and ". " not in words


def _cells_of(line):
    """Returns the cells of a row that have words."""
    return [cell.strip() for cell in line.text.split("\t") if _plain(cell).strip()]


def _is_head_of_table(cells):
    return len(cells) > 1 and all(cell[:1] == BOLD_ON and cell[-1:] == BOLD_OFF for cell in cells)


def _as_line(cells, changes):
    """Returns the line that a row of a table makes: its first cell is the label."""
    first, *rest = cells or [""]
    changes["row"] += bool(cells)
    return f"{_plain(first).rstrip(':')}: {', '.join(rest)}" if rest else first


def _named(words):
    """Returns words in quotes, the first ones if they are many."""
    shown = " and ".join(f"“{_short(each)}”" for each in words[:MOST_NAMED])
    more = len(words) - MOST_NAMED
    return f"{shown}, and {more} more" if more > 0 else shown


def _short(words):
    return words if len(words) <= 60 else f"{words[:57].rstrip()} …"


@dataclass
class _Section:
    """Lines as they become a section's text."""

    changes: Counter
    left_out: list[str] = field(default_factory=list)
    # Words that were broken at the end of a line.
    joined: list[str] = field(default_factory=list)
    is_prose = False

    def notes(self):
        """Returns what is to be said beside the counts of changes, in sentences."""
        said = []
        if self.joined:
            said.append(f"Joined at the ends of lines: {_named(self.joined)}.")
        if self.left_out:
            which = "The heading" if len(self.left_out) == 1 else "The headings"
            verb = "was" if len(self.left_out) == 1 else "were"
            said.append(f"{which} {_named(self.left_out)} {verb} left out.")
        return said

    def tidy(self, text):
        return marks.tidy_line(text, self.changes, self.is_prose).strip()


@dataclass
class _Prose(_Section):
    """Paragraphs: those that were pasted, and one of each item of a list."""

    is_prose = True
    paragraphs: list[str] = field(default_factory=list)

    def take(self, line, following):
        if line.kind == "heading":
            self.left_out.append(_plain(line.text).strip())
        elif line.kind == "more" and self.paragraphs:
            self.paragraphs[-1] += f" {line.text.strip()}"
        else:
            is_row = line.kind == "row"
            text = _as_line(_cells_of(line), self.changes) if is_row else line.text
            self.paragraphs.append(text.strip())

    def text(self):
        tidied = [self.tidy(paragraph) for paragraph in self.paragraphs]
        return "\n\n".join(paragraph for paragraph in tidied if paragraph)


@dataclass
class _Point:
    """A point in the making: its words, and the items of a list inside it."""

    text: str
    level: int = 0
    items: list[str] = field(default_factory=list)
    # A heading that becomes a label takes what follows it.
    is_heading: bool = False


@dataclass
class _Points(_Section):
    """Points, one a line."""

    points: list[_Point] = field(default_factory=list)
    heading: str = ""
    # Whether a colon ended the heading, as it ends a label.
    is_label: bool = False
    # What stands in the result and is no point.
    unlabelled: list[str] = field(default_factory=list)

    def take(self, line, following):
        if _is_heading(line, following):
            self._leave_out_heading()
            self.heading = _plain(line.text).strip().rstrip(":")
            self.is_label = line.text.rstrip(f"{BOLD_OFF} ").endswith(":")
        elif line.kind == "row":
            self._take_row(_cells_of(line))
        elif line.kind == "more" and self.points:
            self._add_to_last(line.text)
        elif line.kind == "item":
            self._take_item(line, following)
        else:
            self._take_text(line)

    def _take_row(self, cells):
        self._leave_out_heading()
        if _is_head_of_table(cells):
            self.left_out.append(_plain(", ".join(cells)))
        else:
            self.points.append(_Point(_as_line(cells, self.changes)))

    def _take_item(self, line, following):
        is_labelled = bool(_label(line.text))
        has_items = following and following.kind == "item" and following.level > line.level
        is_inside_heading = not is_labelled and not has_items
        if self.heading and not (is_inside_heading and (self.is_label or _is_name(line.text))):
            self._leave_out_heading()
        if self.heading:
            self.points.append(_Point(self.heading, line.level - 1, is_heading=True))
            self.heading = ""
        last = self.points[-1] if self.points else None
        is_inside = last and last.level < line.level and (last.level or last.is_heading)
        if is_inside and not is_labelled:
            last.items.append(line.text)
            return
        if is_inside and not _label(last.text) and not last.items:
            # Its items are points of their own.
            self.left_out.append(_plain(self.points.pop().text).strip().rstrip(":"))
        self.points.append(_Point(line.text, line.level))

    def _take_text(self, line):
        if self.heading and not _label(line.text):
            self.points.append(_Point(f"{self.heading}: {line.text}", is_heading=True))
            self.changes["label"] += 1
            self.heading = ""
            return
        self._leave_out_heading()
        last = self.points[-1] if self.points else None
        if last and last.is_heading and not last.items and not _label(line.text):
            self._add_to_last(line.text)
        else:
            self.points.append(_Point(line.text))

    def _add_to_last(self, text):
        last = self.points[-1]
        if last.items:
            last.items[-1] += f" {text}"
        else:
            last.text = f"{last.text.rstrip()} {text.strip()}"

    def _leave_out_heading(self):
        if self.heading:
            self.left_out.append(self.heading)
            self.heading = ""

    def text(self):
        self._leave_out_heading()
        lines = [self._line(point) for point in self.points]
        return "\n".join(line for line in lines if line)

    def _line(self, point):
        text = self._with_items(point)
        labelled = _label(text)
        if labelled:
            label, explanation = labelled
            whole = _plain(text)
            if not whole.lstrip().startswith(f"{label}:"):
                self.changes["label"] += 1
            self.changes["bold"] += text.count(BOLD_ON)
            text = f"{label}: {explanation}"
        line = self.tidy(text)
        if line and (not labelled or documents.is_no_point(line)):
            self.unlabelled.append(line)
        return line

    def _with_items(self, point):
        """Returns a point with the list inside it written into it: names, or sentences."""
        if not point.items:
            return point.text
        self.changes["list"] += 1
        are_names = all(_is_name(item) and "," not in item for item in point.items)
        items = [_plain(item).strip().rstrip(".;,") for item in point.items]
        inside = (", " if are_names else "; ").join(items)
        text = point.text.strip()
        words = _plain(text).strip()
        if not _label(text):
            return f"{words.rstrip(':')}: {inside}."
        return f"{text}{' ' if words.endswith(('.', ':', ';', '!', '?')) else ': '}{inside}."

    def notes(self):
        said = super().notes()
        if self.unlabelled:
            count = len(self.unlabelled)
            which = "1 line is" if count == 1 else f"{count:,} lines are"
            said.append(
                f"{which} no point yet: {_named(self.unlabelled)}. Write “Label: explanation”."
            )
        return said
