"""A search that somebody follows, by a feed or by mail: it never widens.

What the board passes over would widen such a search, and nobody who follows it would see that. So
whatever is wrong with it leaves nothing, and is said.
"""

from ..engine.facets import NOT


def fits_nothing(form, given):
    """Tells whether wrong ones of the (parameter, value) pairs of a bound form leave nothing."""
    asked = form.cleaned_data
    is_passed_over = any(asked.get(name) in (None, "", ()) for name, _ in given)
    is_left_in = any(name.startswith(NOT) for name in form.errors)
    return bool(asked["fits_nothing"]) or is_passed_over or is_left_in


def problems_of(form):
    """Returns what is wrong with the values of a bound board form, in sentences."""
    return [f"{name}: {text}" for name, texts in form.errors.items() for text in texts]
