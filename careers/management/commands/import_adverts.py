from careers.management.snapshot_command import SnapshotCommand
from careers.models import EvidenceKind
from careers.snapshots import past
from careers.snapshots.vocabulary import groups, role_of, skills_listed


class Command(SnapshotCommand):
    help = "Counts skills and pay of past adverts, of a table in the form of data_jobs."
    name = "import_adverts"
    kind = EvidenceKind.PAST
    licence = past.LICENCE
    columns = past.COLUMNS

    def count(self, table):
        return past.count(table, role_of(), skills_listed(), groups())
