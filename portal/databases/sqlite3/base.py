"""SQLite whose file may be locked, moved away or restored while the server runs."""

import os
from pathlib import Path

from django.db.backends.sqlite3 import base, features

from jobs.engine import patience


class DatabaseFeatures(features.DatabaseFeatures):
    """Django's, which would ask each connection for JSON in a transaction that locks the file."""

    supports_json_field = True


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with the patience of the request; it notices when its file is another one."""

    features_class = DatabaseFeatures

    # The file that is open, as the system numbers it.
    file = None

    def get_new_connection(self, conn_params):
        asker = patience.current()
        self.locked_seconds = None
        if asker and not self.is_in_memory_db():
            # A server makes no new file where the database has gone.
            path = Path(conn_params["database"])
            uri = f"{path.absolute().as_uri()}?mode=rw"
            conn_params = conn_params | {"database": uri, "timeout": asker.locked_seconds}
        with patience.trouble_is_noted():
            connection = super().get_new_connection(conn_params)
        self.file = self._number_of_file()
        return connection

    def close_if_unusable_or_obsolete(self):
        # What is written to a file that has no name any more is lost.
        if self.connection and not self.in_atomic_block and self.file != self._number_of_file():
            self.close()
        super().close_if_unusable_or_obsolete()

    def wait_for_locks(self, seconds):
        """Lets statements wait so long for what another connection has locked."""
        self.ensure_connection()
        if self.locked_seconds != seconds:
            self.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
            self.locked_seconds = seconds

    def _number_of_file(self):
        """Returns (device, number) of the database's file, None if there is none."""
        try:
            found = os.stat(self.settings_dict["NAME"])
        except OSError:
            return None
        return found.st_dev, found.st_ino
