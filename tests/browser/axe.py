"""What axe-core finds on a page, as the page is seen at that moment.

Its script comes with axe-playwright-python. Run as that runs it, the script is sent to the page
each time, and all that is right comes back: both take longer than looking does.
"""

from axe_playwright_python.base import AXE_SCRIPT

OPTIONS = {
    # Style sheets are not read: only whether they lock a page to an orientation is asked of them.
    "preload": False,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
RUN = """async (options) => (await axe.run(options)).violations.map((rule) =>
    `${rule.id}: ${rule.nodes.slice(0, 3).map((node) => node.html.slice(0, 150)).join(" ")}`)"""


def bring_along(page):
    """Lets every page that is opened in a window have the script from its beginning."""
    page.add_init_script(AXE_SCRIPT)


def violations(page, **options):
    """Returns a line for each rule that a page, or a frame, breaks: its name and where.

    Options are axe's, beside or instead of those above.
    """
    if page.evaluate("!window.axe"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN, OPTIONS | options)
