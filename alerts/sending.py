"""One round of sending: every alert that is due gets its new jobs, and none gets a mail twice.

A mail is written down before it is sent (models.Mail), in the transaction that moves the alert's
next one on. So a run that is killed leaves at most one mail in doubt, and all others to the next
run; and of two runs at once only one has a mail.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from . import limits
from .delivery import InDoubt, NotSent, RefusedForGood, Unreachable, deliver
from .finding import Finder
from .mails import jobs_mail, new_jobs, void_mail
from .models import Alert, Mail
from .subscriptions import erase, forget_never_confirmed

# A mail that the server did not take is tried again after so long.
RETRY_AFTER = timedelta(hours=1)
# So many alerts without news are moved on in one transaction.
PASSED_AT_ONCE = 500

logger = logging.getLogger(__name__)


@dataclass
class Round:
    """What a round of sending did."""

    sent: int = 0
    # Alerts that had nothing new, so there was no mail.
    quiet: int = 0
    # Mails that the server did not take, and that will be tried again.
    postponed: int = 0
    # Addresses that were deleted, as the server refused them for good.
    refused: int = 0
    # Mails of which nobody knows whether they went out, from this round and from earlier ones.
    in_doubt: int = 0
    # Sign-ups that were deleted, as nobody confirmed them.
    never_confirmed: int = 0
    # Why the round ended before all was sent; "" if it did not.
    ended_early: str = ""


def send_due():
    """Sends the mails that are due, as many as one hour may have; returns the Round."""
    now = timezone.now()
    limits.forget_old()
    done = Round(never_confirmed=forget_never_confirmed())
    try:
        _send_all(Finder(now), done)
    except Unreachable as error:
        done.ended_early = str(error)
    done.in_doubt += Mail.objects.in_doubt(now).count()
    return done


def _send_all(finder, done):
    """Sends mails until all are sent, or this hour's are used up, or no server takes them."""
    room = limits.mails_left(finder.at)
    quiet = []
    try:
        for finding in finder.findings():
            message, jobs = _message_of(finding, finder)
            if message is None:
                quiet.append(finding)
                if len(quiet) == PASSED_AT_ONCE:
                    _pass_over(quiet, finder, done)
                continue
            if room <= 0:
                done.ended_early = f"At most {settings.ALERT_MAILS_AN_HOUR} mails go out an hour."
                break
            if mail := _claim(finding, finder, jobs):
                room -= 1
                _send(mail, message, finding, finder, done)
    finally:
        _pass_over(quiet, finder, done)


def _message_of(finding, finder):
    """Returns (the message that a Finding is worth or None, how many jobs it tells of)."""
    alert, search = finding.alert, finding.search
    if search.finds_nothing:
        return (None if alert.is_told_void else void_mail(alert, search)), 0
    if not finding.pks:
        return None, 0
    jobs = new_jobs(finding.pks, search.query, finder.board, finder.labels)
    message = jobs_mail(alert, search, jobs, finder.labels) if jobs.employers else None
    return message, jobs.total


def _send(mail, message, finding, finder, done):
    """Sends one mail that was claimed, and writes down what became of it."""
    try:
        deliver(message)
    except RefusedForGood as error:
        logger.warning("An address was deleted. %s", error)
        erase(finding.alert.address)
        done.refused += 1
    except Unreachable:
        _give_back(mail, finding.alert.due_at)
        raise
    except NotSent as error:
        logger.warning("Mail %s did not go out. %s", mail.pk, error)
        _give_back(mail, finder.at + RETRY_AFTER)
        done.postponed += 1
    except InDoubt as error:
        logger.warning("Mail %s is in doubt. %s", mail.pk, error)
        done.in_doubt += 1
    else:
        _mark_sent(mail, finding)
        done.sent += 1


# --- what is written down -----------------------------------------------------------------------


@transaction.atomic
def _claim(finding, finder, jobs):
    """Writes down that a mail will be sent; None if another run has it, or its owner changed it."""
    alert = finding.alert
    if not _unchanged(alert).update(due_at=alert.next_due(finder.at)):
        return None
    return Mail.objects.create(alert=alert, through=finder.through, jobs=jobs)


@transaction.atomic
def _mark_sent(mail, finding):
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.SENT)
    # Who changed the search meanwhile begins anew.
    told = Alert.objects.filter(pk=mail.alert_id, seen=finding.alert.seen)
    told.update(
        seen=max(mail.through, finding.alert.seen), is_told_void=finding.search.finds_nothing
    )


@transaction.atomic
def _give_back(mail, due_at):
    """Forgets a mail that surely did not go out, and lets it be due again."""
    Alert.objects.filter(pk=mail.alert_id).update(due_at=due_at)
    mail.delete()


@transaction.atomic
def _pass_over(quiet, finder, done):
    """Moves alerts on to their next day that have no mail today; empties the list of Findings."""
    for finding in quiet:
        _unchanged(finding.alert).update(
            due_at=finding.alert.next_due(finder.at),
            seen=max(finder.through, finding.alert.seen),
            is_told_void=finding.search.finds_nothing,
        )
    done.quiet += len(quiet)
    quiet.clear()


def _unchanged(alert):
    """Returns the queryset of an alert, empty if anybody has changed it since it was read."""
    return Alert.objects.filter(
        pk=alert.pk, due_at=alert.due_at, seen=alert.seen, search=alert.search
    )
