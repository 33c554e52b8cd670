"""Brings better parsing to the listings that are stored."""

from django.core.management.base import BaseCommand

from jobs.evidence import gather
from jobs.importing.renormalise import renormalise
from jobs.management.progress import progress_on


class Command(BaseCommand):
    help = (
        "Reads every stored advert again, as its source gave it, and rewrites what now differs. "
        "What an editor changed stays. A second run changes nothing."
    )

    def handle(self, **options):
        result = renormalise(progress=progress_on(self.stderr))
        gather()
        for problem in result.problems:
            self.stderr.write(problem)
        self.stdout.write(
            f"Read {result.read} listings anew: {result.changed} changed, "
            f"{result.read - result.changed - len(result.problems)} unchanged, "
            f"{len(result.problems)} left as they were, as they could not be read. "
            f"{result.not_kept} came in before adverts were kept; their next pull keeps them."
        )
