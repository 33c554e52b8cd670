"""Hands one mail to the mail server, and says what is sure about it afterwards."""

import re
import smtplib
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection

FILE_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
# As files have it, in small letters; a long address stands on the line after.
RECIPIENT = re.compile(rb"^to:\s+(\S+)$", re.MULTILINE)
# 5.7 is the server's policy (RFC 3463): it says something of this site, and nothing of the address.
POLICY = re.compile(rb"\s*5\.7\.\d+")


class NotSent(Exception):
    """The mail did not go out, and may be sent again later."""


class Unreachable(NotSent):
    """The mail server cannot be reached, or does not take this site: no mail goes out."""


class RefusedForGood(NotSent):
    """The server says that no mail will ever reach this address."""


class InDoubt(Exception):
    """The connection broke while the mail was handed over: it may have gone out."""


def deliver(message):
    """Sends an EmailMessage to one address; NotSent or InDoubt if it did not go as it should.

    Their texts name codes only, as a server's own words repeat addresses. Each mail has a
    connection, and so a file of its own where mails are written to files.
    """
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        raise Unreachable(f"The mail server cannot be reached: {_name(error)}.") from None
    try:
        connection.send_messages([message])
    except smtplib.SMTPSenderRefused as error:
        raise Unreachable(f"The mail server refuses our own address: {_name(error)}.") from None
    except smtplib.SMTPRecipientsRefused as error:
        ((code, text),) = error.recipients.values()
        raise _refusal(code, text) from None
    except smtplib.SMTPDataError as error:
        raise _refusal(error.smtp_code, error.smtp_error) from None
    except OSError as error:
        raise InDoubt(f"The connection broke: {_name(error)}.") from None
    finally:
        with suppress(OSError):
            connection.close()


def forget_mails_to(addresses):
    """Deletes the files of mails to some addresses, where mails are written to files."""
    if settings.EMAIL_BACKEND != FILE_BACKEND or not addresses:
        return
    gone = {address.lower().encode() for address in addresses}
    for path in Path(settings.EMAIL_FILE_PATH).glob("*.log"):
        if gone.intersection(RECIPIENT.findall(path.read_bytes().lower())):
            path.unlink(missing_ok=True)


def _refusal(code, text):
    is_for_good = 500 <= code < 600 and not POLICY.match(text)
    return (RefusedForGood if is_for_good else NotSent)(f"The mail server answered {code}.")


def _name(error):
    code = getattr(error, "smtp_code", None)
    return type(error).__name__ + (f" {code}" if code else "")
