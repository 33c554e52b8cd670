from careers.management.snapshot_command import SnapshotCommand
from careers.models import EvidenceKind
from careers.snapshots import ranges
from careers.snapshots.vocabulary import role_of


class Command(SnapshotCommand):
    help = "Counts the pay ranges of aijobs.net's table of salaries (CC0)."
    name = "import_salaries"
    kind = EvidenceKind.RANGES
    licence = ranges.LICENCE
    columns = ranges.COLUMNS

    def count(self, table):
        return ranges.count(table, role_of())
