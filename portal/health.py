"""What a supervisor asks of a running site: whether it lives, and whether it can serve."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from jobs import engine

RETRY_AFTER = 10  # seconds


@never_cache
def healthz(request):
    """Says that the process answers; asks nothing else."""
    return _line("ok")


@never_cache
def readyz(request):
    """Says whether the database answers, is migrated, and the board's index is there; else 503."""
    problem = _problem()
    return _line(problem, status=503) if problem else _line("ready")


def _problem():
    """Returns in words why the site cannot serve, or ""."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            return f"{len(waiting)} migrations wait: run manage.py migrate."
        engine.current()
    except engine.Outdated:
        return "The board's index is too old, and a new one is not there yet."
    except DatabaseError:
        return "The database does not answer."
    return ""


def _line(text, status=200):
    response = HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)
    if status == 503:
        response["Retry-After"] = RETRY_AFTER
    return response
