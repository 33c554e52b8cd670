"""Jobs side by side, as a person gets there."""

import pytest

MOST_ACTIONS = 5


class Visitor:
    """Somebody on a page, whose actions are counted."""

    def __init__(self, page):
        self.page = page
        self.actions = 1  # opening the page

    def press(self, locator):
        self.actions += 1
        locator.press("Space")


@pytest.mark.parametrize("scripts", [True, False])
def test_three_jobs_stand_side_by_side_after_five_actions_by_keyboard(site, open_page, scripts):
    visitor = Visitor(open_page(f"{site}/jobs/", width=320, scripts=scripts))
    cards = visitor.page.locator(".listing")
    titles = [cards.nth(number).locator("h3").inner_text() for number in range(3)]
    for number in range(3):
        visitor.press(cards.nth(number).get_by_label("Compare"))
    button = visitor.page.get_by_role("button", name="Side by side")
    assert button.evaluate("el => el.getBoundingClientRect().bottom <= innerHeight")
    visitor.press(button)
    visitor.page.wait_for_url("**/jobs/side-by-side/?id=*")
    assert visitor.page.locator("thead th a").all_inner_texts() == titles
    assert visitor.actions <= MOST_ACTIONS
