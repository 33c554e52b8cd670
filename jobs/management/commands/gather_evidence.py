from django.core.management.base import BaseCommand

from jobs.evidence import gather


class Command(BaseCommand):
    help = "Counts what the open listings say of each role. Imports do so by themselves."

    def handle(self, **options):
        self.stdout.write(f"Evidence is counted for {gather()} roles.")
