"""Takes the pictures of README.md and docs/design.md from a running site, and makes them small.

`make pictures` runs it against `make run`.
"""

import io
import sys
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from .chromium import chromium

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "img"
COLOURS = 256  # in a picture's palette: enough for flat colour and type
FIT = "/fit/?skill=sql&skill=python&skill=dbt&skill=git&skill=snowflake&skill=data-modelling"
PAIR = "/compare/data-analyst-vs-data-scientist/"


class Picture(NamedTuple):
    """A part of a page (`selector`), or the window where there is none.

    `focused` is an element to which the keyboard has come; `media` is screen or print, `forced`
    active where the reader's own colours replace the site's.
    """

    name: str
    path: str
    selector: str = ""
    width: int = 1280
    height: int = 860
    scheme: str = "light"
    focused: str = ""
    media: str = "screen"
    forced: str = "none"


PICTURES = (
    Picture("comparison", PAIR),
    Picture("board", "/jobs/?role=data-engineer"),
    Picture("design-home-light", "/"),
    Picture("design-home-dark", "/", scheme="dark"),
    Picture("design-role-phone", "/roles/data-engineer/", width=390, height=844),
    Picture("design-comparison-phone-dark", PAIR, width=390, height=844, scheme="dark"),
    Picture("design-head", "/roles/", ".site-head", height=300),
    Picture("design-choices", PAIR, "header .choices"),
    Picture("design-demand", PAIR, ".demand-card"),
    Picture("design-demand-dark", PAIR, ".demand-card", scheme="dark"),
    Picture("design-pay", "/roles/data-engineer/", ".pay-plot"),
    Picture("design-pay-spread", "/jobs/?pay=70000&currency=EUR&reach=starts", ".pay-spread"),
    Picture("design-pair-card", "/compare/", ".pair-card", width=760),
    Picture("design-role-card", "/roles/", ".role-card", width=760),
    Picture("design-job-card", "/jobs/?pay=100000", ".listing", width=760),
    Picture("design-side-by-side", "/jobs/side-by-side/?id=1&id=2&id=3", ".lined-up", width=900),
    Picture("design-fit", FIT, ".fit-answers"),
    Picture("design-builder", "/compare/", ".builder", width=760, focused=".builder .button"),
    Picture("design-chips", "/jobs/?role=data-engineer&workplace=remote", ".chips", width=760),
    Picture("design-filters", "/jobs/?role=data-engineer", ".filters"),
    Picture("design-problem", "/jobs/?levl=mid", ".note-problem", width=760),
    Picture("design-print", PAIR, width=1000, height=1000, media="print"),
    Picture("design-forced-colours", PAIR, scheme="dark", forced="active"),
)


def photograph(site: str) -> int:
    """Writes each picture as a PNG file into docs/img/; returns the bytes of all."""
    size = 0
    with chromium() as browser:
        for picture in PICTURES:
            window = {"width": picture.width, "height": picture.height}
            page = browser.new_page(viewport=window)
            page.emulate_media(
                media=picture.media,
                color_scheme=picture.scheme,
                forced_colors=picture.forced,
                reduced_motion="reduce",
            )
            page.goto(site.rstrip("/") + picture.path)
            page.evaluate("document.fonts.ready")
            if picture.focused:
                page.keyboard.press("Tab")  # from now on the focus is the keyboard's, and shown
                page.locator(picture.focused).first.focus()
            part = page.locator(picture.selector).first if picture.selector else page
            size += _write(picture.name, part.screenshot())
            page.close()
    return size


def _write(name: str, png: bytes) -> int:
    path = FOLDER / f"{name}.png"
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    return path.stat().st_size


if __name__ == "__main__":
    print(f"{len(PICTURES)} pictures, {photograph(sys.argv[1]) // 1024} KB, in {FOLDER.name}/.")
