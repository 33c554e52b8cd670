"""The second factor: one-time codes of an app (TOTP, RFC 6238), and recovery codes.

django-otp counts wrong codes, makes the next one wait, and takes no code twice.
"""

import time
from base64 import b32encode
from math import ceil

import segno
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from .limits import TooManyTries

RECOVERY_CODES = 10
DIGITS = 6


def is_set_up(user):
    """Returns whether a user has confirmed an app."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


@transaction.atomic
def device_proved_by(user, code):
    """Returns the device of a user whose code this is, or None; a recovery code is used up.

    TooManyTries while the wrong codes before it make it wait.
    """
    is_of_app = len(code) == DIGITS and code.isdecimal()
    model = TOTPDevice if is_of_app else StaticDevice
    device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
    if device is None:
        return None
    is_allowed, why = device.verify_is_allowed()
    if not is_allowed:
        seconds = (why["locked_until"] - timezone.now()).total_seconds()
        raise TooManyTries(seconds=max(1, ceil(seconds)))
    return device if device.verify_token(code if is_of_app else _hashed(code)) else None


def new_key():
    """Returns the secret that an app is to share, in hexadecimal digits."""
    return random_hex(20)


@transaction.atomic
def set_up(user, key, code):
    """Returns the device of an app that a code proves to know the key, or None.

    It replaces what the user had before, whose sessions then ask for a code again.
    """
    totp = TOTP(bytes.fromhex(key), digits=DIGITS)
    totp.time = time.time()
    if not (code.isdecimal() and totp.verify(int(code), tolerance=1)):
        return None
    TOTPDevice.objects.filter(user=user).delete()
    return TOTPDevice.objects.create(
        user=user, name="App", key=key, drift=totp.drift, last_t=totp.t()
    )


@transaction.atomic
def new_recovery_codes(user):
    """Returns recovery codes for a user, in place of all earlier ones; only hashes are stored."""
    device, _ = StaticDevice.objects.get_or_create(user=user, defaults={"name": "Recovery codes"})
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_hashed(c)) for c in codes)
    return codes


def recovery_codes_left(user):
    """Returns how many recovery codes a user has not used yet."""
    return StaticToken.objects.filter(device__user=user).count()


def forget(user):
    """Takes a user's second factor away, so that they set up another one when they sign in."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def key_to_type(key):
    """Returns a key as apps take it by hand.

    >>> key_to_type("3132333435363738393031323334353637383930")
    'GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ'
    """
    text = b32encode(bytes.fromhex(key)).decode()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def qr_code(user, key):
    """Returns the QR code of a key for a user's app, as the address of an SVG picture."""
    address = TOTPDevice(user=user, key=key).config_url
    return segno.make(address, micro=False).svg_data_uri(scale=5, light="white")


def _hashed(code):
    return salted_hmac("accounts.recovery", code.lower(), algorithm="sha256").hexdigest()[:16]
