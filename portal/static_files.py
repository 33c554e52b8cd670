"""Whether the static files of this version were collected."""

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

COLLECT = "manage.py collectstatic --no-input"


def what_is_missing():
    """Returns in a sentence that static files are not collected, and what to do; "" if they are."""
    collected = staticfiles_storage.hashed_files
    own = finders.FileSystemFinder().list(())
    missing = [name for name, _ in own if name not in collected]
    if not missing:
        return ""
    return (
        f"{len(missing)} static files, such as {missing[0]}, are not in {settings.STATIC_ROOT}: "
        f"run {COLLECT} first."
    )
