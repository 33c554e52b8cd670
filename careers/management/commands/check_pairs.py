"""Checks what every pair of published roles says of needs against their adverts."""

from django.core.management.base import BaseCommand, CommandError

from careers.models import Role
from careers.pages.contradictions import check_pairs
from careers.pages.demand import Known


class Command(BaseCommand):
    help = "Finds where comparisons say of needs what adverts contradict. Changes nothing."

    def handle(self, **options):
        roles = list(Role.objects.published().with_profile())
        checked = check_pairs(roles, Known.of())
        if checked.problems:
            raise CommandError("\n".join([*checked.problems, str(checked)]))
        self.stdout.write(str(checked))
