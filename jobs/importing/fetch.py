"""Bytes from a source's address, within limits and never from an internal host."""

import threading
import time
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from requests import codes, exceptions
from requests_hardened import Config, Manager
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from .payloads import Fetched, SourceUnavailable

MAX_BYTES = 30_000_000
MAX_SECONDS = 60
MAX_REDIRECTS = 5
CHUNK = 65_536
LONGEST_HEADER = 200

# Answers after which asking again helps, and how long to wait in between.
BUSY_STATUSES = {codes.too_many, codes.bad_gateway, codes.unavailable, codes.gateway_timeout}
RETRY_PAUSES = (0.5, 1)
# A source that asks for a longer pause is read another time.
LONGEST_PAUSE = 10

# Who asks, and whom to tell if it should stop.
CONTACT = f" (+mailto:{settings.CONTACT_EMAIL})" if settings.CONTACT_EMAIL else ""

CONFIG = Config(
    default_timeout=(5, 15),
    never_redirect=False,
    ip_filter_enable=True,
    ip_filter_allow_loopback_ips=False,
    user_agent_override=f"Rolewise{CONTACT}",
)
# Where the web is; other ports are doors to other things. None: what the scheme says.
PORTS = {None, 80, 443}
# All that IPv6 has given out to the public; the rest leads inwards, or into IPv4 by some detour.
PUBLIC_IPV6 = ip_network("2000::/3")

# For lost connections; of busy servers, _ask takes care. No server makes us wait for longer than a
# day.
RETRY = Retry(
    total=2,
    backoff_factor=0.5,
    allowed_methods={"GET"},
    respect_retry_after_header=False,
    retry_after_max=86_400,
)


class OtherPort(exceptions.RequestException):
    """An address names a port that feeds are not read from."""


# The first class that fits says what went wrong.
ERROR_REASONS = (
    (OtherPort, "it names a port other than 80 and 443. Give an address without one"),
    (InvalidIPAddress, "it is an internal address. Give a public one"),
    (exceptions.TooManyRedirects, f"it redirects more than {MAX_REDIRECTS} times"),
    (exceptions.SSLError, "its certificate cannot be trusted"),
    (exceptions.ConnectionError, "it cannot be reached, or does not answer. Check the address"),
    (exceptions.ContentDecodingError, "its answer is broken"),
    (exceptions.ChunkedEncodingError, "it broke off in the middle of its answer. Try again later"),
    (Exception, "this is no web address. Give one that starts with https://"),
)


class PublicOnly(IPFilterAdapter):
    """Connects to public addresses and the web's ports only.

    Its parent finds the address and refuses most others.
    """

    def build_connection_pool_key_attributes(self, *args, **kwargs):
        host, pool = super().build_connection_pool_key_attributes(*args, **kwargs)
        address = ip_address(host["host"].strip("[]"))
        if address.version == 6 and address not in PUBLIC_IPV6:
            raise InvalidIPAddress(address)
        if host["port"] not in PORTS:
            raise OtherPort(host["port"])
        return host, pool


def fetch(url, *, etag="", last_modified="") -> Fetched:
    """Returns what a web address answers, decompressed; tells it by its validators what is known.

    Raises SourceUnavailable when the address is internal or not of the web, when it does not
    answer with success, or when the answer is larger or slower than the limits.
    """
    known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {name: value for name, value in known.items() if value}
    found = []
    # A thread of its own, as nothing else ends a server that drips its headers; the thread ends
    # with the process at the latest.
    asking = threading.Thread(target=_fetch_into, args=(found, url, headers), daemon=True)
    asking.start()
    asking.join(MAX_SECONDS)
    if not found:
        raise _too_slow(url)
    fetched, error = found[0]
    if error:
        raise error
    return fetched


def _fetch_into(found, url, headers):
    """Appends what is fetched, or else the error, to the list."""
    deadline = time.monotonic() + MAX_SECONDS
    try:
        with _session() as session, _ask(session, url, headers, deadline) as response:
            _check_status(response, url, headers)
            found.append((_fetched(response, url, headers, deadline), None))
    except (exceptions.RequestException, UnicodeError) as error:  # the latter: impossible hosts
        reason = next(words for kind, words in ERROR_REASONS if isinstance(error, kind))
        found.append((None, SourceUnavailable(f"{_host(url)} could not be read: {reason}.")))
    except Exception as error:
        found.append((None, error))


def _session():
    session = Manager(CONFIG).get_session()
    session.trust_env = False  # a proxy from the environment would resolve names itself
    session.max_redirects = MAX_REDIRECTS
    for scheme in ("http", "https"):
        adapter = PublicOnly(scheme == "https", CONFIG.ip_filter_allow_loopback_ips)
        adapter.max_retries = RETRY
        session.mount(f"{scheme}://", adapter)
    return session


def _ask(session, url, headers, deadline):
    """Returns the response; a busy server is asked again, after the pause that it wants."""
    # The session writes into the headers it is given, so each request gets its own.
    for pause in RETRY_PAUSES:
        response = session.get(url, stream=True, headers=dict(headers))
        pause = max(pause, _retry_after(response))
        in_time = time.monotonic() + pause < deadline
        if response.status_code not in BUSY_STATUSES or pause > LONGEST_PAUSE or not in_time:
            return response
        response.close()
        time.sleep(pause)
    return session.get(url, stream=True, headers=dict(headers))


def _retry_after(response):
    """Returns how many seconds the server asks us to wait; 0 if it does not, or not in earnest."""
    try:
        return RETRY.get_retry_after(response.raw) or 0
    except (InvalidHeader, ValueError, OverflowError):
        return 0


def _check_status(response, url, headers):
    answered = (
        f"{_host(url)} answered “{response.status_code} {response.reason or ''}".strip() + "”"
    )
    if response.status_code == codes.not_modified and not headers:
        raise SourceUnavailable(f"{answered}, though nothing was known. Try again later.")
    if response.status_code in BUSY_STATUSES:
        wait = _retry_after(response)
        asks = f" It asks us to wait for {round(wait):,} seconds." if wait else ""
        raise SourceUnavailable(f"{answered}.{asks} Try again later.", retry_after=wait)
    if not response.ok:
        raise SourceUnavailable(f"{answered}. Check the source's address.")


def _fetched(response, url, headers, deadline):
    etag, last_modified = _header(response, "ETag"), _header(response, "Last-Modified")
    if response.status_code == codes.not_modified:
        etag = etag or headers.get("If-None-Match", "")
        last_modified = last_modified or headers.get("If-Modified-Since", "")
        return Fetched(None, etag, last_modified, is_unchanged=True)
    return Fetched(_read(response, url, deadline), etag, last_modified)


def _header(response, name):
    """Returns a header that can be kept and sent back, or ""."""
    value = response.headers.get(name, "")
    return value if value.isprintable() and len(value) <= LONGEST_HEADER else ""


def _read(response, url, deadline):
    content = bytearray()
    for chunk in response.iter_content(CHUNK):
        content += chunk
        if len(content) > MAX_BYTES:
            limit = f"{MAX_BYTES // 1_000_000} MB"
            raise SourceUnavailable(f"{_host(url)} sent more than {limit}, which no feed needs.")
        if time.monotonic() > deadline:
            raise _too_slow(url)
    return bytes(content)


def _too_slow(url):
    words = f"{_host(url)} took longer than {MAX_SECONDS} seconds. Try again later."
    return SourceUnavailable(words)


def _host(url):
    """Returns what messages call the address: its host, as the rest may hold a key."""
    try:
        return urlsplit(url).hostname or "The address"
    except ValueError:
        return "The address"
