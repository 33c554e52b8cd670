"""What editors make of reports, and how a listing's page tells it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ..models import TAKEN_DOWN, Listing, Report

REPORTED = {
    Report.Kind.CLOSED: "as closed",
    Report.Kind.PAY: "for its pay",
    Report.Kind.NOT_REMOTE: "as not remote",
    Report.Kind.SPAM: "as spam or a fraud",
    Report.Kind.OTHER: "for another reason",
}
FOUND = {
    Report.Outcome.CLOSED: "closed it",
    Report.Outcome.CORRECTED: "corrected it",
    Report.Outcome.NOTHING: "found nothing wrong",
}


@dataclass(frozen=True)
class Answer:
    """What came of a report, in words."""

    reported: str
    found: str
    at: datetime


def answers_of(listing):
    """Returns the Answers to what was reported of a listing, the latest first; one query."""
    return [
        Answer(REPORTED[each.kind], FOUND[each.outcome], each.answered_at)
        for each in listing.reports.answered()
    ]


@transaction.atomic
def answer(report, outcome):
    """Answers a report, and all others that the outcome answers; returns how many.

    These are the waiting ones of the same listing and kind, or of any kind if it closes. Of each
    kind one is kept, with the outcome; what was answered earlier goes. Returns 0 if somebody else
    was faster.
    """
    listing = Listing.objects.select_for_update().get(
        pk=report.listing_id
    )  # no pull changes it now
    waiting = listing.reports.waiting().order_by("pk")
    if outcome != Report.Outcome.CLOSED:
        waiting = waiting.filter(kind=report.kind)
    waiting = list(waiting)
    if report not in waiting:
        return 0
    if outcome == Report.Outcome.CLOSED and listing.closed_at is None:
        listing.take_down()
        listing.save(update_fields=TAKEN_DOWN)
    kept = {each.kind: each for each in waiting} | {report.kind: report}
    of_kinds = listing.reports.filter(kind__in=kept)
    of_kinds.exclude(pk__in=[each.pk for each in kept.values()]).delete()
    for each in kept.values():
        each.outcome, each.answered_at = outcome, timezone.now()
        each.save(update_fields=["outcome", "answered_at"])
    return len(waiting)
