"""Form widgets that more than one form uses."""

from django import forms


class OneLine(forms.TextInput):
    """A text on one line; control characters, which no page may repeat, count as spaces."""

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name) or ""
        return " ".join("".join(c if c.isprintable() else " " for c in value).split())


class SearchBox(OneLine):
    input_type = "search"
