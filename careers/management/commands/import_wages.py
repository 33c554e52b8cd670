from careers.management.snapshot_command import SnapshotCommand
from careers.models import EvidenceKind
from careers.snapshots import official
from careers.snapshots.vocabulary import roles_of_occupations


class Command(SnapshotCommand):
    help = "Takes official wages of occupations by area, of a table in the form of OEWS."
    name = "import_wages"
    kind = EvidenceKind.OFFICIAL
    licence = official.LICENCE
    columns = official.COLUMNS

    def count(self, table):
        return official.count(table, roles_of_occupations())
