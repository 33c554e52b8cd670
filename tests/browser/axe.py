"""What axe-core finds on a page, as the page is seen at that moment.

Its script comes with axe-playwright-python. Run as that runs it, the script is sent to the page
each time, and all that is right comes back: both take longer than looking does.
"""

from axe_playwright_python.base import AXE_SCRIPT

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
RUN = """async (options) => (await axe.run(options)).violations.map((rule) =>
    `${rule.id}: ${rule.nodes.slice(0, 3).map((node) => node.html.slice(0, 150)).join(" ")}`)"""


def violations(page, **options):
    """Returns a line for each rule that a page, or a frame, breaks: its name and where.

    Options are axe's, beside or instead of those above.
    """
    if page.evaluate("!window.axe"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN, OPTIONS | options)
