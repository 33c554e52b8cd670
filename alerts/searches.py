"""What an alert asks: a search of the board, kept as a query string, which never widens."""

from dataclasses import dataclass

from django.http import QueryDict

from careers.pages.questions import read
from jobs.board.filters import board_form
from jobs.board.followed import fits_nothing, problems_of
from jobs.board.headings import heading
from jobs.board.query import PARAMETERS, SEVERAL, BoardQuery, path_with
from jobs.publishing.items import in_one_line

# Mails have an order of their own, whatever is asked.
FILTERS = tuple(name for name in PARAMETERS if name != "sort")


@dataclass(frozen=True)
class Search:
    """A search as it can be followed now: what it asks for may be gone since it was chosen."""

    query: BoardQuery
    # What the engine is asked: the cleaned data of the board's form.
    asked: dict
    # What is wrong with it, in sentences; and whether that leaves nothing to find.
    problems: tuple[str, ...]
    finds_nothing: bool

    @property
    def text(self):
        """The search as an alert keeps it."""
        return path_with("", self.query.pairs()).removeprefix("?")

    def words(self, labels):
        """Returns what the search is called, as on the board."""
        return in_one_line(heading(self.query, labels))


def read_search(text, labels):
    """Returns the Search of a query string; `labels` are the Labels of the moment."""
    return search_of(*read(QueryDict(text), FILTERS, SEVERAL), labels)


def search_of(given, left_out, labels):
    """Returns the Search of the known parameters of an address, and of what was left out of it."""
    return search_of_form(board_form(given, labels), left_out)


def search_of_form(form, left_out):
    """Returns the Search of a bound form of the board, and of what was left out of its address."""
    form.is_valid()
    pairs = [(name, value) for name, values in form.data.lists() for value in values]
    return Search(
        query=BoardQuery.of(form.cleaned_data).without_order(),
        asked=form.cleaned_data,
        problems=(*map(in_one_line, problems_of(form)), *left_out),
        finds_nothing=bool(left_out) or fits_nothing(form, pairs),
    )
