"""Listings, who offers them, and where they come in from."""

from .changes import ListingChange
from .employers import Employer, EmployerName, EmployerQuerySet
from .listings import (
    CARD,
    CONFIRMED_WITHIN,
    HANDMADE_OPEN_FOR,
    LAST_N_OPEN_FOR,
    PAGE_STAYS_FOR,
    STATES_PAY,
    TAKEN_DOWN,
    TOP_PAY,
    EmploymentType,
    Level,
    Listing,
    ListingPlace,
    ListingQuerySet,
    Workplace,
)
from .pulls import LEASE, Pull, PullQuerySet
from .rates import ExchangeRate, ExchangeRateQuerySet, yearly_usd
from .reports import Report, ReportQuerySet
from .sources import SAMPLES, Source, SourceQuerySet, source_kinds

__all__ = [
    "CARD",
    "CONFIRMED_WITHIN",
    "HANDMADE_OPEN_FOR",
    "LAST_N_OPEN_FOR",
    "LEASE",
    "PAGE_STAYS_FOR",
    "SAMPLES",
    "STATES_PAY",
    "TAKEN_DOWN",
    "TOP_PAY",
    "Employer",
    "EmployerName",
    "EmployerQuerySet",
    "EmploymentType",
    "ExchangeRate",
    "ExchangeRateQuerySet",
    "Level",
    "Listing",
    "ListingChange",
    "ListingPlace",
    "ListingQuerySet",
    "Pull",
    "PullQuerySet",
    "Report",
    "ReportQuerySet",
    "Source",
    "SourceQuerySet",
    "Workplace",
    "source_kinds",
    "yearly_usd",
]
