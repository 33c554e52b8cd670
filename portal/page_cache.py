"""Pages that were rendered before, kept until something that pages show has changed.

A view that is marked by @kept (careers/pages/kept.py) says which parameters it reads. For a visitor
without a session its page is rendered once, and then sent again to whoever asks for the same
address. An editor's requests, which carry a session cookie, always reach the view.

While the database is in trouble a page is sent as it was kept last, and says how old it is.
"""

import gzip
from collections import OrderedDict
from datetime import datetime
from hashlib import blake2b
from threading import Lock
from typing import NamedTuple

import brotli
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, get_script_prefix, resolve
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from careers.pages.addresses import site_root
from careers.pages.questions import read
from jobs import engine
from jobs.engine.patience import is_trouble

from .middleware import accepts
from .trouble import unavailable

# What a worker keeps at most, in bytes; a page that takes more than a part of it is not kept.
MAX_BYTES, MAX_PART = 8_000_000, 1 / 8
# About what the headers, the tag and the key of a page take, beside its query.
BYTES_A_PAGE = 2_000
# Before this in a page's markup its age is said.
MAIN = b"<main "
# Of a page of the board level 6, Django's own, takes 0.2 ms more and saves 1 %; 4 saves 0.1 ms, and
# makes every page 4 % longer.
GZIP_LEVEL = 5
# Up to 23 % smaller than gzip for 5 to 30 ms; 11 would save 2 % more and take three times as long.
BROTLI_QUALITY = 10


class Page(NamedTuple):
    """A page as it is sent to everybody."""

    gzipped: bytes
    # Of the response, with the tag by which a browser asks whether the page is still the same.
    headers: dict[str, str]
    made_at: datetime
    # The same by Brotli, once somebody asked for it again; "" before.
    brotlied: bytes = b""

    @classmethod
    def of(cls, response):
        """Returns the page of a response.

        Its tag is weak, as it stands for the compressed and for the plain body.
        """
        headers = {"Cache-Control": "no-cache", **dict(response.headers.items())}
        headers["ETag"] = f'W/"{blake2b(response.content, digest_size=16).hexdigest()}"'
        headers["Vary"] = "Accept-Encoding"
        gzipped = gzip.compress(response.content, compresslevel=GZIP_LEVEL, mtime=0)
        return cls(gzipped, headers, timezone.now())

    def with_brotli(self):
        """Returns the page with a body by Brotli too."""
        body = gzip.decompress(self.gzipped)
        return self._replace(brotlied=brotli.compress(body, brotli.MODE_TEXT, BROTLI_QUALITY))

    def should_brotli(self, request):
        """Tells whether a request for a page that is kept makes it worth to compress it better.

        A browser that has the page already is told only that it is not modified.
        """
        return (
            not self.brotlied
            and self.headers["Content-Type"].startswith("text/html")
            and accepts(request, "br")
            and "HTTP_IF_NONE_MATCH" not in request.META
        )

    def response(self, request):
        """Returns what answers a request: the page, or that it is not modified."""
        body, headers = self.gzipped, self.headers.copy()
        if self.brotlied and accepts(request, "br"):
            body, headers["Content-Encoding"] = self.brotlied, "br"
        elif accepts(request, "gzip"):
            headers["Content-Encoding"] = "gzip"
        else:
            body = gzip.decompress(body)
        headers["Content-Length"] = str(len(body))
        response = HttpResponse(body, headers=headers)
        return get_conditional_response(request, etag=headers["ETag"], response=response)

    def aged_response(self):
        """Returns the page with a word about its age, for while there is no newer one."""
        body, age = gzip.decompress(self.gzipped), timezone.now() - self.made_at
        headers = {"Content-Type": self.headers["Content-Type"], "Cache-Control": "no-store"}
        headers["Age"] = str(round(age.total_seconds()))
        if headers["Content-Type"].startswith("text/html"):
            said = render_to_string("kept_page_notice.html", {"made_at": self.made_at})
            body = body.replace(MAIN, said.encode() + MAIN, 1)
        return HttpResponse(body, headers=headers)


class Key(NamedTuple):
    """What pages of one generation are told apart by."""

    moment: object
    # All that a page knows of the host and the scheme.
    site_root: str
    script_prefix: str
    path: str
    # The known parameters, as a query string.
    query: str


class PageCache:
    """The pages of one generation; the one that was asked for last stays longest."""

    def __init__(self, max_bytes=MAX_BYTES):
        """Keeps pages of so many bytes in all."""
        self.lock = Lock()
        self.max_bytes = max_bytes
        self._begin(None)

    def forget(self):
        """Forgets all pages."""
        with self.lock:
            self._begin(None)

    def get(self, generation, key):
        """Returns the Page under a Key, or None; with another generation all pages are dropped."""
        with self.lock:
            if generation != self.generation:
                self._begin(generation)
            if key in self.pages:
                self.pages.move_to_end(key)
            return self.pages.get(key)

    def last_kept(self, key):
        """Returns the Page that was kept last under a Key of whatever moment, or None."""
        with self.lock:
            return self.pages.get(self.last_keys.get(_at_any_moment(key)))

    def keep(self, generation, key, page):
        """Keeps a page that was asked for in a generation, if that is still the one."""
        size = _size(key, page)
        with self.lock:
            if generation != self.generation or size > self.max_bytes * MAX_PART:
                return
            if key in self.pages:
                self.size -= _size(key, self.pages[key])
            self.pages[key] = page
            self.size += size
            self.last_keys[_at_any_moment(key)] = key
            while self.size > self.max_bytes:
                self._drop_oldest()

    def _drop_oldest(self):
        key, page = self.pages.popitem(last=False)
        self.size -= _size(key, page)
        if self.last_keys[_at_any_moment(key)] == key:
            del self.last_keys[_at_any_moment(key)]

    def _begin(self, generation):
        self.generation, self.pages, self.size = generation, OrderedDict(), 0
        # {key without its moment: key}
        self.last_keys = {}


def _at_any_moment(key):
    return key._replace(moment=None)


def _size(key, page):
    return len(page.gzipped) + len(page.brotlied) + len(key.query) + BYTES_A_PAGE


PAGES = PageCache()


class PageCacheMiddleware:
    """Answers from PAGES where it can, and gives marked views the parameters that they know.

    It stands before sessions and all that comes with them, so that a kept page costs little and
    nothing of a visitor gets into it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.generation = request.content_generation = None
        mark = _mark_of(request)
        if mark is None:
            return self.get_response(request)
        # A host that is none of ours is refused, whatever is kept.
        request.get_host()
        request.GET, request.left_out = read(
            request.GET, mark.parameters, mark.several, mark.names_unknown, mark.most_words
        )
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            return _private(self.get_response(request))
        key = _key(request, mark)
        # Read before the page is made: one that turns out newer is not asked for again under it.
        try:
            request.generation, request.content_generation = generations()
        except DatabaseError as error:
            if not is_trouble(error):
                raise
            return _as_kept_last(key) or unavailable(request, error)
        # A page that tells what is wrong with an address is of no use to others.
        if request.generation is None or request.left_out:
            return self.get_response(request)
        return self._kept(request, key)

    def _kept(self, request, key):
        page = PAGES.get(request.generation, key)
        if page is None:
            response = self.get_response(request)
            if response.status_code == 503:
                return _as_kept_last(key) or response
            if not _is_for_everybody(response):
                return response
            page = Page.of(response)
            PAGES.keep(request.generation, key, page)
        elif page.should_brotli(request):
            page = page.with_brotli()
            PAGES.keep(request.generation, key, page)
        return page.response(request)


def generations():
    """Returns what pages of this moment are kept under, and what is made of content only.

    Inside a transaction both are None: keep nothing.
    """
    if connection.in_atomic_block:
        return None, None
    now = engine.current()
    return now.generation, now.content_generation


def _mark_of(request):
    """Returns the Kept of the view that a request is for; None if its answer is never kept."""
    try:
        request.resolver_match = resolve(request.path_info)
        return getattr(request.resolver_match.func, "kept", None)
    except Resolver404:
        return None


def _key(request, mark):
    return Key(
        mark.moment(request.GET),
        site_root(request),
        get_script_prefix(),
        request.path_info,
        request.GET.urlencode(),
    )


def _as_kept_last(key):
    """Returns the page as it was, for while it cannot be made again; None if it is not kept."""
    page = PAGES.last_kept(key)
    return page and page.aged_response()


def _private(response):
    """Returns a response that no cache hands to another visitor."""
    patch_cache_control(response, private=True)
    patch_vary_headers(response, ["Cookie"])
    return response


def _is_for_everybody(response):
    """Tells whether a response is a page that every visitor may see.

    `Vary` says that it is made for this visitor: whatever reads the session or makes a CSRF token
    sets it.
    """
    cache_control = response.headers.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "Vary" not in response.headers
        and "private" not in cache_control
        and "no-store" not in cache_control
    )
