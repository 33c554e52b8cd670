"""Takes the pictures of docs/editors.md from a running site, on which two editors write.

    python -m tests.browser.photograph_writing http://127.0.0.1:8000 ann PASSWORD ben PASSWORD

It leaves the site as it was, but for a draft that says what the picture shows.
"""

import sys
from contextlib import contextmanager

from .chromium import chromium
from .photograph import _write

ROLE = "/admin/careers/role/1/write/"
WINDOW = {"width": 1280, "height": 820}


@contextmanager
def signed_in(browser, site, name, password):
    context = browser.new_context(viewport=WINDOW, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{site}/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    with page.expect_navigation():
        page.click("[type=submit]")
    page.goto(site + ROLE)
    yield page
    context.close()


def picture(page, name, selector=""):
    page.mouse.move(1, 1)
    page.wait_for_timeout(600)
    part = page.locator(selector).first if selector else page
    return _write(f"editors-{name}", part.screenshot())


def photograph(site, ann, anns_password, ben, bens_password):
    """Writes each picture as a PNG file into docs/img/; returns the bytes of all."""
    size = 0
    with (
        chromium() as browser,
        signed_in(browser, site, ann, anns_password) as page,
        signed_in(browser, site, ben, bens_password) as other,
    ):
        tips = page.input_value("#id_tips").splitlines()
        label = tips[0].partition(":")[0]
        other.focus("#id_outlook")
        other.reload()
        other.focus("#id_outlook")
        page.click("a[href='#part-skills']")
        page.focus("#id_skills")
        page.wait_for_timeout(16_000)  # until either is told of the other
        size += picture(page, "writing")
        other.fill("#id_tips", "\n".join([f"{label}: Ask who decides with it.", *tips[1:]]))
        with other.expect_navigation():
            other.click("[name=_save]")
        page.fill("#id_tips", "\n".join([f"{label}: Ask what it is for.", *tips[1:]]))
        with page.expect_navigation():
            page.click("[name=_save]")
        size += picture(page, "conflict", ".conflict")
        page.click("text=Take theirs")
        page.fill("#id_education", "A degree without a colon")
        page.fill("#id_outlook", "Growing by 9 percent.")
        with page.expect_navigation():
            page.click("[name=_publish]")
        page.evaluate("scrollTo(0, 0)")
        size += picture(page, "problems")
        page.click("text=Throw my working copy away")
        other.click(".historylink")
        other.wait_for_selector(".revisions")
    return size


if __name__ == "__main__":
    site, *editors = sys.argv[1:]
    print(f"{photograph(site.rstrip('/'), *editors) // 1024} KB")
