"""Values of a form's fields: as text that can be compared, as a browser sends them, in words."""

from decimal import Decimal
from hashlib import sha256

from django import forms
from django.core.exceptions import ValidationError

# Of the number of a row, in every database.
MOST_DIGITS = 18


def canonical(field, value):
    """Returns a field's value as text: the same for what a form shows and for that sent back."""
    if isinstance(field, forms.MultiValueField):
        return " ".join(map(canonical, field.fields, _parts(field.widget, value)))
    value = field.prepare_value(value)
    if isinstance(value, list | tuple):
        return " ".join(sorted(map(str, value)))
    if not isinstance(field, forms.ChoiceField):  # whose values are keys
        value = _read(field, value)
    if isinstance(value, Decimal):
        value = f"{value.normalize():f}"
    return "" if value is None else _with_line_ends_of(field.widget, str(value))


def digest(text):
    """Returns a short digest of a text."""
    return sha256(text.encode()).hexdigest()[:16]


def as_sent(widget, name, value):
    """Returns {name: texts} as a browser sends a widget that shows a value.

    >>> as_sent(forms.CheckboxInput(), "open", True), as_sent(forms.TextInput(), "city", None)
    ({'open': ['on']}, {'city': []})
    """
    widget = getattr(widget, "widget", widget)  # the admin wraps those of relations
    if isinstance(widget, forms.MultiWidget):
        sent = {}
        for part, suffix, its_value in zip(
            widget.widgets, widget.widgets_names, _parts(widget, value), strict=True
        ):
            sent |= as_sent(part, name + suffix, its_value)
        return sent
    if isinstance(widget, forms.CheckboxInput):
        return {name: ["on"] if value else []}
    shown = widget.format_value(value)
    texts = shown if isinstance(shown, list | tuple) else [shown]
    return {name: [str(text) for text in texts if text not in (None, "")]}


def in_words(field, value):
    """Returns a field's value as an editor reads it; "" where it is empty."""
    if isinstance(field, forms.MultiValueField):
        return canonical(field, value)
    value = field.prepare_value(value)
    chosen = [str(each) for each in (value if isinstance(value, list | tuple) else [value])]
    if isinstance(field.widget, forms.TextInput):  # its choices are typed by their names
        return "\n".join(chosen) if value else ""
    if isinstance(field, forms.ModelChoiceField):
        keys = [key for key in chosen if key.isdecimal()]
        return ", ".join(map(str, field.queryset.filter(pk__in=keys)))
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in field.choices if key not in (None, "")}
        return ", ".join(labels.get(key, key) for key in chosen if key not in ("None", ""))
    if isinstance(field, forms.BooleanField):
        return "Yes" if value else "No"
    return canonical(field, value)


def _parts(widget, value):
    return value if isinstance(value, list | tuple) else widget.decompress(value)


def _with_line_ends_of(widget, text):
    """Returns a text as a browser shows it: one line's input drops line ends, a text area unifies.

    >>> shown = _with_line_ends_of
    >>> shown(forms.Textarea(), "a\\r\\nb\\rc"), shown(forms.TextInput(), "a\\nb")
    ('a\\nb\\nc', 'ab')
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return lines.replace("\n", "") if isinstance(widget, forms.TextInput) else lines


def _read(field, value):
    """Returns what a field reads in a value; what it cannot read, as it is."""
    try:
        return field.to_python(value)
    except ValidationError:
        return value


def row_number(text):
    """Returns the number of a row as a form sends it; 0, which no row has, for anything else.

    >>> row_number("7"), row_number("seven"), row_number("9" * 5000)
    (7, 0, 0)
    """
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else 0
