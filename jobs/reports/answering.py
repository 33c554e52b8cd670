"""What editors make of reports, and how a listing's page tells it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ..models import TAKEN_DOWN, Report

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
    waiting = report.listing.reports.waiting()
    if outcome != Report.Outcome.CLOSED:
        waiting = waiting.filter(kind=report.kind)
    waiting = list(waiting.select_for_update().order_by("pk"))
    if report not in waiting:
        return 0
    if outcome == Report.Outcome.CLOSED and report.listing.closed_at is None:
        report.listing.take_down()
        report.listing.save(update_fields=TAKEN_DOWN)
    kept = {each.kind: each for each in waiting} | {report.kind: report}
    of_kinds = report.listing.reports.filter(kind__in=kept)
    of_kinds.exclude(pk__in=[each.pk for each in kept.values()]).delete()
    for each in kept.values():
        each.outcome, each.answered_at = outcome, timezone.now()
        each.save(update_fields=["outcome", "answered_at"])
    return len(waiting)
