"""Brings better parsing to the listings that are stored."""

from django.core.management.base import BaseCommand

from jobs.evidence import gather
from jobs.importing.load import renormalise
from jobs.management.progress import progress_on


class Command(BaseCommand):
    help = (
        "Reads every stored advert anew, as its source gave it, and rewrites what now differs. "
        "What an editor changed stays. A second run changes nothing."
    )

    def handle(self, **options):
        done = renormalise(progress=progress_on(self.stderr))
        gather()
        for problem in done.problems:
            self.stderr.write(problem)
        self.stdout.write(
            f"Read {done.read} listings anew: {done.changed} changed, "
            f"{done.read - done.changed - len(done.problems)} unchanged, "
            f"{len(done.problems)} left as they were, as they could not be read. "
            f"{done.not_kept} came in before adverts were kept; their next pull keeps them."
        )
