"""Queries for rows by their ids, compiled once: for a few rows that takes longer than asking."""

from threading import local

from django.db import connection


class Prepared(local):  # a compiled query belongs to the connection of its thread
    """The rows of a queryset of plain values, which `make` gives for a list of ids."""

    def __init__(self, make, most):
        """`most` is how many ids are asked for at once."""
        self.make, self.most, self.sql = make, most, None

    def rows(self, ids):
        """The rows of these ids, as a list."""
        if not ids:
            return []
        if self.sql is None:
            self._compile()
        with connection.cursor() as cursor:
            # The query has so many places for ids; the last one fills those that are left.
            cursor.execute(self.sql, [*ids, *[ids[-1]] * (self.most - len(ids))])
            return list(self.compiler.apply_converters(cursor.fetchall(), self.converters))

    def _compile(self):
        query = self.make(list(range(self.most))).query
        self.compiler = query.get_compiler(connection=connection)
        self.sql, _ = self.compiler.as_sql()
        self.converters = self.compiler.get_converters([each for each, *_ in self.compiler.select])
