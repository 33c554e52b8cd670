"""Keeping what editors write, before it is a draft: the only code that writes working copies."""

from django.db import transaction
from django.utils import timezone

from ..models import WorkingCopy


class WrittenElsewhere(Exception):
    """The working copy was changed by another window of its editor; `copy` is it as it is now."""

    def __init__(self, copy):
        self.copy = copy
        what = "wrote here" if copy.version else "saved this, or threw it away,"
        super().__init__(f"You {what} in another window. Nothing of that is overwritten.")


def copies_of(editor, model, document):
    """Returns an editor's working copy of a document or None, and those of the other editors.

    A document that is not made yet (None) has no other editors; one query.
    """
    copies = WorkingCopy.objects.of(model, document).alive().select_related("editor", "base")
    if document is None:
        copies = copies.filter(editor=editor)
    copies = copies.order_by("-seen_at")
    own = [copy for copy in copies if copy.editor_id == editor.pk and copy.changed_at]
    return next(iter(own), None), [copy for copy in copies if copy.editor_id != editor.pk]


def copy_of(editor, model, document):
    """Returns an editor's working copy of a document (None: one not made yet), or None."""
    own, _ = copies_of(editor, model, document)
    return own


@transaction.atomic
def keep(editor, model, document, values, *, base=None, version=0, window=""):
    """Keeps {field: text} as an editor's working copy, whatever it says; returns it.

    `base` is the revision from which the text was written, `version` the number of the copy that
    the editor's page shows (0 for none), `window` the page's own name. Raises WrittenElsewhere if
    another window has written another copy by now.
    """
    copy = _held(editor, model, document)
    values = {name: text.replace("\0", "") for name, text in values.items()}
    if copy.values == values and copy.changed_at:
        return copy
    is_own = window != "" and copy.window == window
    if copy.version != version and not is_own:
        raise WrittenElsewhere(copy)
    copy.values, copy.base, copy.window = values, base, window
    copy.version += 1
    copy.changed_at = copy.seen_at = timezone.now()
    copy.save()
    return copy


def _held(editor, model, document):
    """Returns an editor's copy, made if there is none, and locked for this transaction."""
    name = model._meta.model_name
    copies = WorkingCopy.objects.select_for_update()
    copy, _ = copies.get_or_create(editor=editor, kind=name, **_which(name, document))
    return copy


def _which(name, document):
    return {"role": None, "comparison": None} | {name: document}


def look(editor, model, document, place=""):
    """Notes that an editor has a document open, and in which field they are."""
    name = model._meta.model_name
    seen = {"seen_at": timezone.now(), "place": place}
    WorkingCopy.objects.update_or_create(
        defaults=seen, editor=editor, kind=name, **_which(name, document)
    )


def forget(editor, model, document):
    """Deletes an editor's working copy: it is a draft by now, or not wanted."""
    WorkingCopy.objects.of(model, document).filter(editor=editor).delete()
