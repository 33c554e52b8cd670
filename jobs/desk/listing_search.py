"""The admin's search of listings: by words that the database has an index of."""

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from ..engine.fulltext import query_of_holders
from ..engine.keywords import parse
from ..models import Employer, Listing


def listings_found(listings, text):
    """Keeps listings, open or not, that hold all words of a text, as the board's keyword has them.

    They hold a word in their title, their text or their employer's name. A text without a word
    finds none.
    """
    keyword = parse(text)
    if not keyword:
        return listings.none()
    for term in keyword.wanted:
        listings = listings.filter(_holds(term))
    for term in keyword.unwanted:
        listings = listings.filter(~_holds(term))
    return listings


def _holds(term):
    """Returns the condition that a listing holds a term: all by its id, which its order's index
    has, so that no row is read that is not shown.
    """
    employers = Employer.objects.filter(name__icontains=" ".join(term)).order_by().values("pk")
    of_employers = Listing.objects.filter(employer__in=employers).order_by().values("pk")
    return Q(pk__in=RawSQL(*query_of_holders(term, connection))) | Q(pk__in=of_employers)
