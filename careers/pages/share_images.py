"""Share images: what the link to a page shows where somebody pastes it. No queries.

A page's live values make a ShareImage, which is drawn in the site's own typefaces, and in Noto what
these cannot write. What no typeface has is replaced or left out, never drawn as a box.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from itertools import groupby
from unicodedata import bidirectional, category, normalize

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateformat import format as format_date

from ..models import EvidenceKind, RoleSkill
from ..pay import short_range
from .evidence import evidence_of

_is_undrawn = ContextVar("is_undrawn", default=False)

WIDTH, HEIGHT = 1200, 630
MARGIN = 80
MAX_AGE = 60 * 60  # seconds
PAPER, INK, SOFT, LINE, WARN = "#fbf9f5", "#1b211f", "#545b57", "#ddd6c9", "#7a4b00"
ROLE_COLOURS = ("#0b5f55", "#a5421c")

SERIF, SANS = "newsreader", "instrument-sans"
# What other scripts are drawn in; settings.SHARE_IMAGE_FONTS come behind them.
NOTO = (
    *(f"noto-sans-{name}-wght-normal.woff2" for name in ("cyrillic", "greek", "vietnamese")),
    *("noto-sans-hebrew-hebrew-wght-normal.woff2", "noto-sans-thai-thai-wght-normal.woff2"),
    "noto-sans-arabic-arabic-400-normal.woff2",
    "noto-sans-devanagari-devanagari-400-normal.woff2",
    *(f"noto-emoji-{part}-400-normal.woff2" for part in (2, 3, 5, 9)),
)
# Accents and joiners, which are drawn with the character before them.
JOINED = {"Mn", "Mc", "Me", "Cf"}
RIGHT_TO_LEFT = {"R", "AL"}
TITLE_SIZES = range(92, 40, -4)
FIGURE_SIZES = range(46, 20, -2)
LINE_HEIGHT = 1.12
DESCENT = 0.2
# What the pay of each kind was counted from.
COUNTED = {
    EvidenceKind.ADVERTISED: "open listings",
    EvidenceKind.RANGES: "pay ranges",
    EvidenceKind.PAST: "past adverts",
    EvidenceKind.OFFICIAL: "wages",
}
MOTTO = "Know the difference before you apply"
NO_BREAK = "\N{NO-BREAK SPACE}"
NO_CHARACTER = "\uffff"  # by definition in no font, so it shows how a font draws what it lacks


@dataclass(frozen=True)
class Fact:
    """A figure and what it counts."""

    figure: str
    label: str
    colour: str = INK


@dataclass(frozen=True)
class ShareImage:
    """What a share image says: one title or two, and a row of facts."""

    site_name: str
    titles: tuple[str, ...]
    facts: tuple[Fact, ...]
    family: str = ""
    summary: str = ""


def role_image(role, pay, site_name):
    """Returns the ShareImage of a role that is read whole (RoleQuerySet.with_profile).

    `pay` is its PayBlock.
    """
    core = sum(need.need == RoleSkill.Need.CORE for need in role.needs.all())
    evidence = evidence_of(role)
    return ShareImage(
        site_name=writable(site_name),
        titles=(_title(role),),
        facts=(
            Fact(str(core), "core skills and tools"),
            *_listing_facts([evidence] if evidence else []),
            *_pay_facts(pay.own_bar),
        ),
        family=role.get_family_display(),
        summary=writable(role.summary),
    )


def pair_image(lineup, site_name):
    """Returns the ShareImage of a line-up of two roles."""
    evidence = [evidence_of(role) for role in lineup.roles]
    counted = evidence if all(evidence) else []
    shared = len(lineup.split.shared)
    only = [len(alone) for _, alone in lineup.split.only]
    titles = tuple(_title(role) for role in lineup.roles)
    return ShareImage(
        site_name=writable(site_name),
        titles=titles,
        facts=(
            Fact(str(shared), "needs that both profiles name"),
            *(
                Fact(str(count), f"named only for {title}", colour)
                for count, title, colour in zip(only, titles, ROLE_COLOURS, strict=True)
            ),
            *_listing_facts(counted),
        ),
    )


def job_image(title, employer, facts, pay, otherwise, site_name):
    """Returns the ShareImage of a job: what is stated of it, and nothing of the advert's text.

    `facts` are phrases, `otherwise` stands for a title that cannot be drawn.
    """
    return ShareImage(
        site_name=writable(site_name),
        titles=(writable(title, otherwise),),
        facts=(Fact(writable(pay) or "Not stated", "pay, as stated"),),
        family=writable(employer),
        summary=writable(" · ".join(facts)),
    )


def site_image(site_name, roles, comparisons, jobs):
    """Returns the ShareImage of the whole site, from how many it has of each; no invented jobs."""
    counts = [(roles, "role"), (comparisons, "comparison")]
    if jobs:
        counts.append((jobs, "open job"))
    return ShareImage(
        site_name=writable(site_name),
        titles=(MOTTO,),
        facts=tuple(
            Fact(f"{count:,}", f"{noun}{'' if count == 1 else 's'}") for count, noun in counts
        ),
    )


def writable(text, otherwise=""):
    """Returns the text on one line, without signs that no typeface has.

    `otherwise` where one of its letters or digits is lacking: without it words would mean another
    thing.
    """
    text = normalize("NFC", " ".join(text.split()))
    lacking = {c for c in text for family in (SERIF, SANS) if _file_with(c, family) is None}
    if any(c.isalnum() for c in lacking):
        return otherwise
    return " ".join("".join(c for c in text if c not in lacking).split()) or otherwise


@contextmanager
def undrawn():
    """Lets answers within a block say what a picture shows, which is much quicker than drawing."""
    token = _is_undrawn.set(True)
    try:
        yield
    finally:
        _is_undrawn.reset(token)


def answer(shown):
    """Returns the response that is the picture of a ShareImage."""
    if _is_undrawn.get():
        return HttpResponse(repr(shown), content_type="text/plain; charset=utf-8")
    headers = {
        "Cache-Control": f"public, max-age={MAX_AGE}",
        # Others show it beside a link to its page.
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return HttpResponse(draw(shown), content_type="image/png", headers=headers)


@lru_cache(maxsize=64)
def draw(shown):
    """Returns the picture of a ShareImage, as the bytes of a PNG file."""
    # Imported with the first picture, as most processes draw none.
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(image)
    _draw_bands(canvas, len(shown.titles))
    _draw_head(image, canvas, shown)
    bottom = _draw_titles(canvas, shown)
    _write_lines(canvas, shown.summary, Type(SERIF, 34), bottom, SOFT, most=2)
    _draw_facts(canvas, shown.facts)
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _title(role):
    """Returns the role's title; words made from its slug where the typefaces lack a character."""
    return writable(role.title, otherwise=role.slug.replace("-", " ").capitalize())


def _listing_facts(counted):
    """Returns the Fact of how many listings each Evidence counted, with the older day; or none."""
    if not counted:
        return []
    day = format_date(timezone.localdate(min(e.gathered_at for e in counted)), "j F Y")
    day = day.replace(" ", NO_BREAK)
    figure = " and ".join(str(evidence.listings) for evidence in counted)
    return [Fact(figure, f"open listing{'' if figure == '1' else 's'}, {day}")]


def _pay_facts(bar):
    """Returns the Fact of the middle half of a role's pay, and of what; none without a Bar."""
    if bar is None or bar.middle is None:
        return []
    cell = bar.cell
    pay = short_range(cell.p25, cell.p75, cell.currency, cell.period)
    where = ", ".join(str(part) for part in (cell.country, bar.year) if part)
    of = COUNTED[cell.kind]
    return [Fact(pay, f"a year, middle half of {cell.n:,} {of}{where and f', {where}'}")]


@dataclass(frozen=True)
class Type:
    """A typeface at a size and weight."""

    family: str
    size: int
    weight: int = 400

    def runs(self, text):
        """Yields (font, the characters that it writes) for each stretch of the text."""
        files, file = [], None
        for character in in_order_of_reading(text):
            if category(character) not in JOINED or file is None:
                file = _file_with(character, self.family)
            files.append((file, character))
        for file, stretch in groupby(files, key=lambda each: each[0]):
            if file:
                yield _font(file, self.size, self.weight), "".join(c for _, c in stretch)

    def width(self, text):
        return sum(font.getlength(run) for font, run in self.runs(text))

    def write(self, canvas, text, x, baseline, colour):
        """Writes the text; returns the x where it ends."""
        for font, run in self.runs(text):
            canvas.text((x, baseline), run, fill=colour, font=font, anchor="ls")
            x += font.getlength(run)
        return x

    def lines(self, text, width):
        """Returns the text broken at spaces into lines of at most `width`, longer words apart."""
        lines = []
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def cut(self, text, width):
        """Returns the text, shortened with an ellipsis if it is wider than `width`."""
        if self.width(text) <= width:
            return text
        while text and self.width(f"{text}…") > width:
            text = text[:-1].rstrip()
        return f"{text}…"


def in_order_of_reading(text):
    """Returns a line with its words from left to right, those that are read from the right, too.

    >>> in_order_of_reading("at \u05d0 \u05d1 now") == "at \u05d1 \u05d0 now"
    True
    """
    words = []
    for is_turned, stretch in groupby(text.split(" "), _is_right_to_left):
        step = -1 if is_turned else 1
        words += [*stretch][::step]
    return " ".join(words)


def _is_right_to_left(word):
    return any(bidirectional(character) in RIGHT_TO_LEFT for character in word)


@cache
def _font(file, size, weight):
    from PIL import ImageFont

    font = ImageFont.truetype(finders.find(f"vendor/fonts/{file}") or file, size)
    if "-wght-" in file:
        font.set_variation_by_axes([weight])
    return font


@lru_cache(maxsize=4096)
def _file_with(character, family):
    """Returns the file of the first typeface that has the character, or None.

    The Latin of the site's own is in two files each.
    """
    own = (f"{family}-{subset}-wght-normal.woff2" for subset in ("latin", "latin-ext"))
    for file in (*own, *NOTO, *settings.SHARE_IMAGE_FONTS):
        if _shape(file, character) != _shape(file, NO_CHARACTER):
            return file
    return None


def _shape(file, character):
    mask = _font(file, 40, 400).getmask(character)
    return mask.size, bytes(mask)


def _draw_bands(canvas, count):
    """Draws the colours of so many roles along the upper edge."""
    width = WIDTH // count
    for number in range(count):
        box = (number * width, 0, (number + 1) * width, 11)
        canvas.rectangle(box, fill=ROLE_COLOURS[number])


def _draw_head(image, canvas, shown):
    mark = _mark(56)
    image.paste(mark, (MARGIN - 4, 52), mark)
    Type(SERIF, 40, 640).write(canvas, shown.site_name, MARGIN + 68, 94, INK)


def _mark(size):
    """Returns the site's mark (static/img/mark.svg), drawn large and made smaller: smooth edges."""
    from PIL import Image, ImageDraw

    scale = 16
    mark = Image.new("RGBA", (32 * scale, 32 * scale))
    canvas = ImageDraw.Draw(mark)
    for box, colour, corners in (
        ((2, 3, 20, 21), ROLE_COLOURS[0], None),
        ((12, 11, 30, 29), ROLE_COLOURS[1], None),
        ((12, 11, 20, 21), INK, (True, False, True, False)),
    ):
        box = [scale * place for place in box]
        canvas.rounded_rectangle(box, 5 * scale, fill=colour, corners=corners)
    return mark.resize((size, size), Image.Resampling.LANCZOS)


def _draw_titles(canvas, shown):
    """Draws the family and the titles, as large as there is room; returns the y where they end."""
    top, height = 118, 130
    if len(shown.titles) == 1:
        Type(SANS, 28, 600).write(canvas, shown.family, MARGIN, 180, ROLE_COLOURS[0])
        top, height = 186, 160
    size = min(_title_size(title, height) for title in shown.titles)
    most = int(height // (size * LINE_HEIGHT))
    for number, title in enumerate(shown.titles):
        if number:
            Type(SERIF, 34).write(canvas, "versus", MARGIN, top + 30, SOFT)
            top += 36
        type_ = Type(SERIF, size, 560)
        top = _write_lines(canvas, title, type_, top, ROLE_COLOURS[number], most)
        top += size * DESCENT
    return top


def _title_size(title, height):
    """Returns the largest size at which a title fits; the smallest where none does."""
    for size in TITLE_SIZES:
        type_ = Type(SERIF, size, 560)
        lines = type_.lines(title, WIDTH - 2 * MARGIN)
        is_narrow = all(type_.width(line) <= WIDTH - 2 * MARGIN for line in lines)
        if is_narrow and len(lines) * size * LINE_HEIGHT <= height:
            return size
    return TITLE_SIZES[-1]


def _write_lines(canvas, text, type_, top, colour, most, x=MARGIN, width=WIDTH - 2 * MARGIN):
    """Writes at most so many lines, the rest cut; returns the y where they end."""
    lines = type_.lines(text, width)
    shown = [*lines[: most - 1], " ".join(lines[most - 1 :])] if lines else []
    for line in filter(None, shown):
        top += type_.size * LINE_HEIGHT
        type_.write(canvas, type_.cut(line, width), x, top, colour)
    return top


def _draw_facts(canvas, facts):
    """Draws the facts in columns above the lower edge, under a line."""
    canvas.line((MARGIN, 464, WIDTH - MARGIN, 464), fill=LINE, width=2)
    column = (WIDTH - 2 * MARGIN) // len(facts)
    width = column - 24
    size = _figure_size([fact.figure for fact in facts], width)
    for number, fact in enumerate(facts):
        x = MARGIN + number * column
        Type(SERIF, size, 600).write(canvas, fact.figure, x, 526, fact.colour)
        _write_lines(canvas, fact.label, Type(SANS, 23), 534, SOFT, most=2, x=x, width=width)


def _figure_size(figures, width):
    """Returns the largest size at which every figure fits; the smallest where none does."""
    for size in FIGURE_SIZES:
        if all(Type(SERIF, size, 600).width(figure) <= width for figure in figures):
            return size
    return FIGURE_SIZES[-1]
