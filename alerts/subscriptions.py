"""What owners do with their alerts: confirm them, change them, end them."""

from django.db import transaction
from django.utils import timezone

from .delivery import forget_mails_to
from .finding import newest_listing
from .models import Alert, Rhythm

# Of one address, confirmed.
MOST_ALERTS = 20


@transaction.atomic
def confirm(alert):
    """Switches an alert on, from the next listing on; returns it, or None if its owner has many.

    If one of the same search is on already, that one gets the new rhythm and stays: links in its
    mails must go on to work. Raises Alert.DoesNotExist as change() does.
    """
    alert = Alert.objects.select_for_update().get(pk=alert.pk)
    if alert.is_confirmed:
        return alert
    others = Alert.objects.confirmed().of(alert.address)
    if same := others.filter(search=alert.search).first():
        alert.delete()
        return change(same, alert.rhythm)
    if others.count() >= MOST_ALERTS:
        return None
    alert.confirmed_at = timezone.now()
    alert.due_at = alert.confirmed_at + Rhythm(alert.rhythm).length
    alert.seen = newest_listing()
    alert.save()
    return alert


@transaction.atomic
def change(alert, rhythm="", search=None):
    """Gives an alert another rhythm or search, and returns it. A new search begins anew.

    It is read again, and locked: a mail may have gone out meanwhile, which must not be forgotten.
    Raises Alert.DoesNotExist if it has been deleted meanwhile.
    """
    alert = Alert.objects.select_for_update().get(pk=alert.pk)
    if rhythm not in ("", alert.rhythm):
        alert.rhythm = rhythm
        alert.due_at = timezone.now() + Rhythm(rhythm).length
    if search not in (None, alert.search):
        alert.search, alert.seen, alert.is_told_void = search, newest_listing(), False
    alert.save()
    return alert


def switch_off(alert):
    """Deletes an alert, and with the last one of its address all that is known of that."""
    alert.delete()
    if not Alert.objects.of(alert.address).exists():
        forget_mails_to([alert.address])


def erase(address):
    """Deletes all alerts of an address, and its mails in files; returns how many alerts."""
    _, deleted = Alert.objects.of(address).delete()
    forget_mails_to([address])
    return deleted.get(Alert._meta.label, 0)


def forget_never_confirmed():
    """Deletes the alerts that nobody confirmed in time, as switch_off() does; returns how many."""
    late = Alert.objects.never_confirmed(timezone.now())
    addresses = {*late.values_list("address", flat=True)}
    _, deleted = late.delete()
    forget_mails_to([each for each in addresses if not Alert.objects.of(each).exists()])
    return deleted.get(Alert._meta.label, 0)
