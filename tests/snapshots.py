"""Rows that take long to make: made once, kept in memory, and inserted where a test needs them."""

from itertools import chain

from django.apps import apps
from django.db import transaction

from jobs.models import ListingChange


def rows_made_by(load):
    """Runs a function, takes it back, and returns {model: the rows that it made}."""
    with transaction.atomic():
        old = {model: set(_rows(model).values_list("pk", flat=True)) for model in _models()}
        load()
        made = {model: [row for row in _rows(model) if row.pk not in old[model]] for model in old}
        transaction.set_rollback(True)
    return {model: rows for model, rows in made.items() if rows}


def insert(made):
    """Inserts what rows_made_by() returned, under the same numbers."""
    for model, rows in made.items():
        model._base_manager.bulk_create(rows)


def _models():
    """Returns every model of ours; the log of changes is apart, as triggers write it."""
    configs = [apps.get_app_config(label) for label in ("careers", "jobs")]
    models = chain(*(config.get_models(include_auto_created=True) for config in configs))
    return [model for model in models if model is not ListingChange]


def _rows(model):
    return model._base_manager.order_by("pk")
