"""Takes in the listings of sources, or of a file."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from jobs.evidence import gather
from jobs.importing.adapters import UnknownKind
from jobs.importing.fetch import SourceUnavailable
from jobs.importing.pipeline import pull, read_payload, receipt, source_of
from jobs.importing.records import PayloadError
from jobs.models import Pull, Source


class Command(BaseCommand):
    help = (
        "Takes in the listings of every active source, of the one that is named, or of a file. "
        "A file that cannot be read changes nothing; a source that fails does not stop the others."
    )

    def add_arguments(self, parser):
        parser.add_argument("source", nargs="?", help="The name of one source.")
        parser.add_argument("--file", help="Read this file and not the source's address.")
        parser.add_argument("--kind", help="With --file: what the file is, such as greenhouse.")
        parser.add_argument("--employer", help="With --kind: whose listings these are.")
        parser.add_argument(
            "--accept",
            action="store_true",
            help="Take a pull that was held: what it lacks has closed.",
        )

    def handle(self, *, source, file, kind, employer, accept, **options):
        try:
            readings = _readings(source, file, kind, employer)
        except (UnknownKind, SourceUnavailable, PayloadError) as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        pulls = [self._pull(*reading, accept=accept) for reading in readings]
        gather()
        failed = sum(each.state == Pull.State.FAILED for each in pulls)
        if failed:
            raise CommandError(f"{failed} of {len(pulls)} pulls failed.")

    def _pull(self, source, payload, accept):
        """Pulls one source and prints the receipt: to stderr where somebody should look."""
        done = pull(source, payload, accept=accept)
        out = self.stdout if done.state == Pull.State.GOOD else self.stderr
        out.write(receipt(done))
        if done.refused:
            out.write(done.problems)
        return done


def _readings(name, file, kind, employer):
    """The sources to read, each with its payload, or None to fetch it."""
    if (kind or employer) and not (file and kind and employer and not name):
        raise CommandError("--kind, --employer and --file go together, without a source's name.")
    if kind:
        payload = read_payload(file, kind)
        return [(source_of(employer, kind), payload)]
    if name:
        source = _source(name)
        return [(source, read_payload(file, source.kind) if file else None)]
    if file:
        raise CommandError("Say whose --file this is: a source's name, or --kind and --employer.")
    return [(source, None) for source in Source.objects.filter(is_active=True).exclude(url="")]


def _source(name):
    try:
        return Source.objects.get(name=name)
    except Source.DoesNotExist:
        known = ", ".join(Source.objects.values_list("name", flat=True)) or "none yet"
        raise CommandError(
            f"No source is called {name!r}. Known sources: {known}. Add one in the admin."
        ) from None
