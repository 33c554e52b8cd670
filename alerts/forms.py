"""What visitors send: an address and a rhythm, later perhaps another search."""

import re
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.http import QueryDict

from careers.widgets import OneLine
from jobs.board.query import board_path

from .models import Rhythm

ADDRESS_MAX = 254
# Of a pasted address of the board; what it may ask is limited as everywhere.
PASTED_MAX = 4_000
# As nearly all addresses are, and without what could be read as another header or address.
PLAIN_NAME = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}", re.ASCII)
NO_ADDRESS = "That is no e-mail address that mail can be sent to. One looks like name@example.org."
NO_SEARCH = (
    "Paste the address of the board that shows the search, as your browser has it. "
    "To follow all jobs, paste the board’s own."
)
has_usual_form = EmailValidator(NO_ADDRESS, allowlist=[])


def clean_address(text):
    """Returns an e-mail address with its host in small ASCII letters; ValidationError for others.

    >>> clean_address("Ann.Lee@Bücher.Example")
    'Ann.Lee@xn--bcher-kva.example'
    """
    name, _, host = text.strip().rpartition("@")
    try:
        address = f"{name}@{host.encode('idna').decode().lower()}"
    except UnicodeError:
        raise ValidationError(NO_ADDRESS) from None
    if not PLAIN_NAME.fullmatch(name) or "[" in host or len(address) > ADDRESS_MAX:
        raise ValidationError(NO_ADDRESS)
    has_usual_form(address)
    return address


class AddressField(forms.CharField):
    """An e-mail address, with the host as mail servers know it."""

    def clean(self, value):
        return clean_address(super().clean(value))


class RhythmField(forms.ChoiceField):
    def __init__(self):
        words = "Choose whether the mail comes once a day or once a week."
        super().__init__(
            choices=Rhythm.choices,
            error_messages={"required": words, "invalid_choice": words},
        )


class SignUpForm(forms.Form):
    address = AddressField(
        max_length=ADDRESS_MAX,
        widget=OneLine,
        error_messages={"required": "Write the address that the mails are to go to."},
    )
    rhythm = RhythmField()


class ChangeForm(forms.Form):
    """Another rhythm, or another search: the address of the board that shows it, or both.

    `search` is None where none is sent.
    """

    rhythm = RhythmField()
    search = forms.CharField(max_length=PASTED_MAX, required=False, widget=OneLine)

    def __init__(self, sent):
        super().__init__(sent)
        self.fields["rhythm"].required = "search" not in sent

    def clean_search(self):
        """Returns the query string of the address, without order and number of page."""
        if "search" not in self.data:
            return None
        try:
            parts = urlsplit(self.cleaned_data["search"])
        except ValueError:
            raise ValidationError(NO_SEARCH) from None
        if parts.path != board_path():
            raise ValidationError(NO_SEARCH)
        asked = QueryDict(parts.query, mutable=True)
        for name in ("sort", "page"):
            asked.pop(name, None)
        return asked.urlencode()
