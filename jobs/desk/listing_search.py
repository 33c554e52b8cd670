"""The admin's search of listings: by words that the database has an index of."""

from functools import reduce

import numpy as np
from django.db import connection
from django.db.models.expressions import RawSQL

from ..engine.fulltext import holding, query_of
from ..engine.keywords import parse
from ..models import Employer, Listing


def listings_found(listings, text):
    """Keeps listings, open or not, that hold all words of a text, as the board's keyword has them.

    They hold a word in their title, their text or their employer's name. A text without a word
    finds none.
    """
    keyword = parse(text)
    if keyword.wanted:
        found = reduce(np.intersect1d, map(_holding, keyword.wanted))
        listings = listings.filter(pk__in=RawSQL(*query_of(found, connection)))
    for term in keyword.unwanted:
        listings = listings.exclude(pk__in=RawSQL(*query_of(_holding(term), connection)))
    return listings if keyword else listings.none()


def _holding(term):
    """Returns the ids of the listings that hold a term; two queries."""
    employers = Employer.objects.filter(name__icontains=" ".join(term))
    named = Listing.objects.filter(employer__in=employers).order_by().values_list("pk", flat=True)
    return np.union1d(holding(term, connection), np.array([*named], np.int64))
