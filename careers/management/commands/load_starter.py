from django.core.management.base import BaseCommand

from careers.editing.starter_loader import load_starter


class Command(BaseCommand):
    help = "Loads the starter content. What an editor has changed stays as it is."

    def handle(self, **options):
        self.stdout.write(str(load_starter()))
