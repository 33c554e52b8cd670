"""Forms as a browser sends them back."""


def filled(client, url, **changes):
    """The values of the admin's form at an address, as a browser sends them, with changes."""
    return sent_back(client.get(url, follow=True), **changes)


def sent_back(response, **changes):
    """The values of the admin's form in a response, as a browser sends them, with changes."""
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    forms = [response.context["adminform"].form]
    forms += [form for formset in formsets for form in (formset.management_form, *formset)]
    data = {}
    for form in forms:
        for name in form.fields:
            data |= _sent(form[name])
    return data | changes


def _sent(field):
    """What a browser sends for a field: its line ends are carriage return and line feed."""
    value = field.value()
    if hasattr(field.field.widget, "decompress"):
        parts = value if isinstance(value, list) else field.field.widget.decompress(value)
        names = [f"{field.html_name}_{n}" for n in range(len(parts))]
        return dict(zip(names, [part or "" for part in parts], strict=True))
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").replace("\n", "\r\n")
    return {} if value is None or value is False else {field.html_name: value}
