"""Form fields in which a row is chosen by its name: typed, or picked from what a search finds.

Without JavaScript they are plain texts, whose names are checked when they are sent; with it
(static/js/chooser.js) names are suggested.
"""

from difflib import get_close_matches

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script

# So many names are told that are like one that nobody has.
MOST_ALIKE = 3


class Chooser(forms.TextInput):
    """A text in which names are suggested; `url` is what the admin's own search answers."""

    template_name = "admin/widgets/chooser.html"

    class Media:
        js = [Script("js/chooser.js", type="module")]

    def __init__(self, url, attrs=None):
        super().__init__({"autocomplete": "off", "class": "vTextField", **(attrs or {})})
        self.url = url

    def get_context(self, name, value, attrs):
        return super().get_context(name, value, attrs) | {"url": self.url}


class NamesChooser(Chooser):
    """Names, one a line, to which more are added by choosing them."""

    template_name = "admin/widgets/names_chooser.html"

    def __init__(self, url):
        super().__init__(url, {"rows": 5, "class": "vLargeTextField names"})

    def format_value(self, value):
        return "\n".join(value or ())

    def value_from_datadict(self, data, files, name):
        """Returns the names, each once; a text without any is []."""
        lines = (line.strip() for line in data.get(name, "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class NameChoiceField(forms.ModelChoiceField):
    """One row by its name, in whatever case; `name_field` is the column of names."""

    def __init__(self, queryset, *, url, name_field, **kwargs):
        super().__init__(queryset, widget=Chooser(url), to_field_name=name_field, **kwargs)

    def prepare_value(self, value):
        """Returns the name of a row or of its id; a text as it was typed."""
        if isinstance(value, int):
            return self.queryset.values_list(self.to_field_name, flat=True).filter(pk=value).first()
        return super().prepare_value(value)

    def to_python(self, value):
        name = (value or "").strip()
        if not name:
            return None
        found = self.queryset.filter(**{f"{self.to_field_name}__iexact": name}).first()
        if found is None:
            raise ValidationError(unknown_name(name, self.queryset, self.to_field_name))
        return found

    def validate(self, value):
        return forms.Field.validate(self, value)


class NamesChoiceField(forms.ModelMultipleChoiceField):
    """Rows by their names, one a line and in whatever case."""

    def __init__(self, queryset, *, url, name_field, **kwargs):
        self.name_field = name_field
        super().__init__(queryset, widget=NamesChooser(url), **kwargs)

    def prepare_value(self, value):
        """Returns the names of rows; texts as they were typed."""
        return [getattr(each, self.name_field, each) for each in value or ()]

    def clean(self, value):
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")
        rows = {getattr(row, self.name_field).casefold(): row for row in self.queryset}
        unknown = [name for name in value if name.casefold() not in rows]
        if unknown:
            names = self.queryset, self.name_field
            raise ValidationError([unknown_name(name, *names) for name in unknown])
        return [rows[name.casefold()] for name in value]


def unknown_name(name, queryset, name_field):
    """Returns what is said of a name that no row has, with the names that are like it."""
    kind = queryset.model._meta.verbose_name
    names = queryset.filter(**{f"{name_field}__istartswith": name[:1]})
    alike = get_close_matches(name, names.values_list(name_field, flat=True), MOST_ALIKE)
    hint = f" Did you mean {' or '.join(f'“{each}”' for each in alike)}?" if alike else ""
    return f"There is no {kind} called “{name}”.{hint}"
