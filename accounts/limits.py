"""How many passwords are looked at: refused before hashing, and one hash at a time.

The tries are counted in the database, so that all workers count together. A try is recorded before
its password is looked at and then counted once more: tries at the same moment get no further than
tries one after the other. (django-axes counts failures after the hash, which lets them.)
"""

import fcntl
from contextlib import contextmanager
from datetime import timedelta
from math import ceil
from time import monotonic, sleep

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .devices import device_of
from .models import SignIn

WINDOW = timedelta(minutes=5)
# By one peer; for one account, from one known device or from all strangers together.
MOST_TRIES = 10
# For all accounts together, so that no crowd of peers can keep the server hashing.
MOST_BY_STRANGERS = 30
# For how many seconds a known device waits for its turn. Strangers would fill the threads.
PATIENCE = 5
# Workers are processes of one machine; a lock on a file ends with the process that holds it.
LOCK_FILE = settings.DATA_DIR / "sign-in.lock"


class TooManyTries(Exception):
    """No password or code is looked at now; says in how many seconds one may be."""

    def __init__(self, seconds):
        super().__init__(f"Try again in {seconds} seconds.")
        self.seconds = seconds


def sign_in_of(request, name):
    """Returns the try, not yet recorded, that a request makes to sign in under a name."""
    account = salted_hmac("accounts.account", name, algorithm="sha256").hexdigest()
    return SignIn(
        user=get_user_model().objects.filter(username=name).first(),
        account=account,
        peer=request.peer,
        device=device_of(request, account),
    )


def refuse_busy_peer(peer):
    """Raises TooManyTries for a peer that has used up its tries.

    It is asked before the form is made, as most tries of a guesser end here.
    """
    _refuse_beyond([_of_peer(peer, _counted_now())])


@contextmanager
def checking(sign_in):
    """Records a try and lets its password be looked at in this block; else TooManyTries."""
    _refuse_beyond(_limits(sign_in))
    with hashing(patience=PATIENCE if sign_in.device else 0):
        sign_in.save()
        try:
            _refuse_beyond(_limits(sign_in))
        except TooManyTries:
            sign_in.delete()
            raise
        yield


@contextmanager
def hashing(patience):
    """Lets one password of all workers be hashed in this block; TooManyTries after the patience.

    A hash takes a core for a quarter of a second or more; the others are there for pages.
    """
    until = monotonic() + patience
    with open(LOCK_FILE, "w") as file:
        while not _is_locked(file):
            if monotonic() >= until:
                raise TooManyTries(seconds=1)
            sleep(0.05)
        yield


def _is_locked(file):
    """Locks a file until it is closed, if nobody else has; returns whether it is."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _limits(sign_in):
    """Yields those other tries that a try is counted with, and how many of them there may be."""
    others = _counted_now().exclude(pk=sign_in.pk)
    yield _of_peer(sign_in.peer, others)
    yield others.filter(account=sign_in.account, device=sign_in.device), MOST_TRIES
    if not sign_in.device:
        yield others.filter(device=""), MOST_BY_STRANGERS


def _of_peer(peer, tries):
    return tries.filter(peer=peer), MOST_TRIES


def _counted_now():
    return SignIn.objects.counted_after(timezone.now() - WINDOW)


def _refuse_beyond(limits):
    """Raises TooManyTries if there are as many tries as there may be."""
    for tries, most in limits:
        # Room is there again when the oldest of the newest ones leaves the window.
        newest = tries.order_by("-began_at").values_list("began_at", flat=True)
        if began := next(iter(newest[most - 1 : most]), None):
            seconds = (began + WINDOW - timezone.now()).total_seconds()
            raise TooManyTries(seconds=max(1, ceil(seconds)))
