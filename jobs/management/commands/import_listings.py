"""Takes in the listings of sources, or of files."""

import json

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from jobs.evidence import gather
from jobs.importing.pipeline import (
    SOURCE_PROBLEMS,
    SourceBusy,
    dry_run,
    dry_run_due,
    dry_run_of_files,
    pull,
    pull_due,
    read_pages,
    source_of,
)
from jobs.importing.receipts import forecast, receipt, report
from jobs.management.progress import progress_on
from jobs.models import Pull, Source


class Command(BaseCommand):
    help = (
        "Takes in the listings of every source that is due, of the one that is named, or of files. "
        "Files that cannot be read change nothing; a source that fails does not stop the others."
    )

    def add_arguments(self, parser):
        parser.add_argument("source", nargs="?", help="The name of one source.")
        parser.add_argument(
            "--file",
            action="append",
            help="Read this file and not the source's address. Several are pages of one list.",
        )
        parser.add_argument("--kind", help="With --file: what the file is, such as greenhouse.")
        parser.add_argument("--employer", help="With --kind: whose listings these are.")
        parser.add_argument(
            "--keep",
            choices=Source.Keep.values,
            default="",
            help="All listings, or only those that match a role; else as the source says.",
        )
        parser.add_argument(
            "--accept",
            action="store_true",
            help="Take a pull that was held: what it lacks has closed.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would change, and write nothing."
        )
        parser.add_argument("--report", choices=["json"], help="Print a line of JSON for a pull.")

    def handle(self, *, source, file, kind, employer, report, keep, accept, **options):
        files = [file] if isinstance(file, str) else file or []
        how = {"keep": keep, "accept": accept, "progress": progress_on(self.stderr)}
        try:
            pulls = []
            for done in _pulls(source, files, kind, employer, options["dry_run"], how):
                self._say(done, report, options["dry_run"])
                pulls.append(done)
        except (*SOURCE_PROBLEMS, SourceBusy) as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if not options["dry_run"]:
            gather()
        if failed := sum(each.state == Pull.State.FAILED for each in pulls):
            raise CommandError(f"{failed} of {len(pulls)} pulls failed.")

    def _say(self, done, report_as, is_dry):
        """Prints what a pull did: to stderr where somebody should look."""
        if report_as == "json":
            self.stdout.write(json.dumps(report(done), ensure_ascii=False))
            return
        out = self.stdout if done.state == Pull.State.GOOD else self.stderr
        out.write(forecast(done) if is_dry else receipt(done))
        if done.refused:
            out.write(done.problems)


def _pulls(name, files, kind, employer, is_dry, how):
    """Reads what the arguments ask for; yields each receipt."""
    if (kind or employer) and not (files and kind and employer and not name):
        raise CommandError("--kind, --employer and --file go together, without a source's name.")
    if kind:
        pages = read_pages(files, kind)
        if is_dry:
            yield dry_run_of_files(employer, kind, pages, **how)
        else:
            yield pull(source_of(employer, kind), pages, **how)
    elif name:
        source = _source(name)
        pages = read_pages(files, source.kind) if files else None
        yield (dry_run if is_dry else pull)(source, pages, **how)
    elif files:
        raise CommandError("Say whose --file this is: a source's name, or --kind and --employer.")
    else:
        yield from (dry_run_due if is_dry else pull_due)(**how)


def _source(name):
    try:
        return Source.objects.get(name=name)
    except Source.DoesNotExist:
        known = ", ".join(Source.objects.values_list("name", flat=True)) or "none yet"
        raise CommandError(
            f"No source is called {name!r}. Known sources: {known}. Add one in the admin."
        ) from None
