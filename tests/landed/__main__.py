"""Records a landing: the hashes of its migrations, and a small database as it stores one.

`make landing NUMBER=3` runs it twice, on SQLite and on PostgreSQL.
"""

import os
import sys
import tempfile

import django


def main(number):
    from django.db import connection

    from tests.landed import dumps, filling, migrations

    if connection.introspection.table_names():
        raise SystemExit("The database of DATABASE_URL is not empty. Give an empty one.")
    on_disk = migrations.on_disk()
    if changed := migrations.changed(migrations.landed(), on_disk):
        raise SystemExit("\n".join(changed))
    filling.fill()
    path = dumps.save(connection, number)
    migrations.record(on_disk)
    print(f"Recorded {path.name}, {path.stat().st_size:,} bytes, and {len(on_disk)} migrations.")


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].isdecimal():
        raise SystemExit("Give the number of the landing: make landing NUMBER=3")
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/landed.sqlite3")
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
        django.setup()
        main(int(sys.argv[1]))
