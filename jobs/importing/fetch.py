"""Bytes from a source's address or from a file, within limits and never from an internal host."""

import time
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from requests import exceptions
from requests_hardened import Config, Manager
from requests_hardened.ip_filter import InvalidIPAddress
from urllib3.util import Retry

MAX_BYTES = 30_000_000
MAX_SECONDS = 60
MAX_REDIRECTS = 5
CHUNK = 65_536

# Who asks, and whom to tell if it should stop.
CONTACT = f" (+mailto:{settings.CONTACT_EMAIL})" if settings.CONTACT_EMAIL else ""

CONFIG = Config(
    default_timeout=(5, 15),
    never_redirect=False,
    ip_filter_enable=True,
    ip_filter_allow_loopback_ips=False,
    user_agent_override=f"Rolewise{CONTACT}",
)
RETRY = Retry(
    total=2,
    backoff_factor=0.5,
    status_forcelist=[429, 502, 503, 504],
    allowed_methods={"GET"},
    raise_on_status=False,
    respect_retry_after_header=False,  # a source cannot make us wait an hour
)

# The first class that fits says what went wrong.
REASONS = (
    (InvalidIPAddress, "it is an internal address. Give a public one"),
    (exceptions.TooManyRedirects, f"it redirects more than {MAX_REDIRECTS} times"),
    (exceptions.SSLError, "its certificate cannot be trusted"),
    (exceptions.ConnectionError, "it cannot be reached, or does not answer. Check the address"),
    (exceptions.ContentDecodingError, "its answer is broken"),
    (exceptions.ChunkedEncodingError, "it broke off in the middle of its answer. Try again later"),
    (Exception, "this is no web address. Give one that starts with https://"),
)


class SourceUnavailable(Exception):
    """A source could not be read; says in one sentence which, why, and what to do."""


def fetch(url):
    """
    The bytes that a web address answers with, decompressed.

    Raises SourceUnavailable when the address is internal or not of the web, when it does not
    answer with success, or when the answer is larger or slower than the limits.
    """
    deadline = time.monotonic() + MAX_SECONDS
    try:
        with _session() as session, session.get(url, stream=True) as response:
            _check_status(response, url)
            return _read(response, url, deadline)
    except (exceptions.RequestException, UnicodeError) as error:  # the latter: impossible hosts
        reason = next(words for kind, words in REASONS if isinstance(error, kind))
        raise SourceUnavailable(f"{_host(url)} could not be read: {reason}.") from error


def read_file(path):
    """The bytes of a file. Raises SourceUnavailable when it cannot be read."""
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise SourceUnavailable(f"There is no file {path}. Check the path.") from None
    except OSError as error:
        raise SourceUnavailable(f"The file {path} cannot be read: {error.strerror}.") from None


def _session():
    session = Manager(CONFIG).get_session()
    session.trust_env = False  # a proxy from the environment would resolve names itself
    session.max_redirects = MAX_REDIRECTS
    for adapter in session.adapters.values():
        adapter.max_retries = RETRY
    return session


def _check_status(response, url):
    if not response.ok:
        status = f"{response.status_code} {response.reason or ''}".strip()
        raise SourceUnavailable(f"{_host(url)} answered “{status}”. Check the source's address.")


def _read(response, url, deadline):
    content = bytearray()
    for chunk in response.iter_content(CHUNK):
        content += chunk
        if len(content) > MAX_BYTES:
            limit = f"{MAX_BYTES // 1_000_000} MB"
            raise SourceUnavailable(f"{_host(url)} sent more than {limit}, which no feed needs.")
        if time.monotonic() > deadline:
            raise SourceUnavailable(
                f"{_host(url)} took longer than {MAX_SECONDS} seconds. Try again later."
            )
    return bytes(content)


def _host(url):
    """What messages call the address: its host, as the rest may hold a key."""
    try:
        return urlsplit(url).hostname or "The address"
    except ValueError:
        return "The address"
