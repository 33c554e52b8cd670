"""Stores a new index of the board, as servers let it be done."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = (
        "Stores an index of the board that knows all listings of now, so that a server starts "
        "quickly. Servers run it by themselves."
    )
    requires_system_checks = []

    def handle(self, *, verbosity, **options):
        from jobs.engine import building, this_minute

        if not settings.INDEX_SNAPSHOT:
            raise CommandError("INDEX_SNAPSHOT is empty, so there is no place for an index.")
        index, _ = building.make(this_minute())
        if verbosity:
            self.stdout.write(f"{settings.INDEX_SNAPSHOT} has {len(index.live)} open listings.")
