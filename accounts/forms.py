"""What is asked of those who sign in."""

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm

from . import limits


class SignInForm(AdminAuthenticationForm):
    """Name and password, looked at within the limits; `clean` may raise TooManyTries.

    When they are right, `request.sign_in` is the recorded try.
    """

    def clean(self):
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not (name and password):
            return super().clean()
        sign_in = limits.sign_in_of(self.request, name)
        with limits.checking(sign_in):
            cleaned = super().clean()
        self.request.sign_in = sign_in
        return cleaned


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
        error_messages={"required": "Enter the code that your app shows."},
    )

    def clean_code(self):
        """Returns the code without the spaces that apps and people put into it."""
        return "".join(self.cleaned_data["code"].split())
