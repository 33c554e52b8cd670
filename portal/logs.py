"""What the site's logs say: which request, which view, how it ended; nothing of who asked.

Addresses may hold what a visitor typed, or the key to somebody's alerts, so logs name views.
"""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from secrets import token_hex
from time import perf_counter

from django.http import HttpRequest
from django.utils.log import AdminEmailHandler

logger = logging.getLogger(__name__)

# The request that this thread answers.
request_id = ContextVar("request_id", default="")


class RequestLogMiddleware:
    """Gives each request an id, which all lines about it carry, and the answer if it failed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        begun = perf_counter()
        request.id = token_hex(8)
        token = request_id.set(request.id)
        try:
            response = self.get_response(request)
            if response.status_code >= 400:
                response.headers["X-Request-ID"] = request.id
            if logger.isEnabledFor(logging.INFO):
                took = round((perf_counter() - begun) * 1000, 1)
                facts = {"status": response.status_code, "milliseconds": took}
                logger.info("answered", extra={"facts": facts | _asked(request)})
            return response
        finally:
            request_id.reset(token)


class WithoutVisitor(logging.Filter):
    """Adds a request's id to each line, and takes its address out of Django's own."""

    def filter(self, record):
        request = getattr(record, "request", None)
        record.request_id = getattr(request, "id", request_id.get())
        # The development server's own lines hold a socket.
        if isinstance(request, HttpRequest) and not hasattr(record, "facts"):
            record.facts = _asked(request) | {"status": getattr(record, "status_code", None)}
            record.msg, record.args = _without_address(record), ()
        return True


class TextFormatter(logging.Formatter):
    """Writes a line for people."""

    def format(self, record):
        facts = {"request": record.request_id} | getattr(record, "facts", {})
        said = " ".join(f"{name}={value}" for name, value in facts.items() if value)
        return f"{super().format(record)} {said}".rstrip()


class JsonFormatter(logging.Formatter):
    """Writes a line of JSON for machines."""

    def format(self, record):
        facts = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": record.request_id,
        }
        facts |= getattr(record, "facts", {})
        if record.exc_info:
            facts["exception"] = self.formatException(record.exc_info)
        return json.dumps(facts, ensure_ascii=False)


class ErrorMailHandler(AdminEmailHandler):
    """Mails an error to ADMINS with its traceback; Django's own mail has all of the request.

    That the database is in trouble is logged, and readyz says so: a mail for each visitor would
    make them wait, and tell nothing more.
    """

    def emit(self, record):
        if getattr(record, "status_code", None) == 503:
            return
        subject = f"{record.levelname}: {record.getMessage()}"
        self.send_mail(self.format_subject(subject), self.format(record), fail_silently=True)


def _asked(request):
    """Returns which view was asked, and by which method."""
    match = getattr(request, "resolver_match", None)
    return {"method": request.method, "view": match.view_name if match else None}


def _without_address(record):
    """Returns what a line of Django's says of a request, without the address in it.

    >>> _without_address(logging.makeLogRecord({"msg": "%s: %s", "args": ("Not Found", "/a/")}))
    'Not Found'
    """
    return str(record.args[0]) if record.args else record.msg
