"""Pages that were rendered before: the same question to the same board has the same page."""

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock

from django.http import HttpResponse


@dataclass(frozen=True)
class Page:
    """A page as it is sent, and the tag by which a browser asks whether it is still so."""

    body: bytes
    tag: str

    @classmethod
    def of(cls, text):
        """Returns the page with this HTML."""
        body = text.encode()
        return cls(body, f'"{blake2b(body, digest_size=16).hexdigest()}"')

    def response(self):
        """Returns a response that sends it."""
        return HttpResponse(self.body, headers={"ETag": self.tag})


class PageCache:
    """The pages of one version of the board; the one that was asked for last stays longest."""

    def __init__(self, max_bytes):
        """Keeps pages of so many bytes in all."""
        self.lock = Lock()
        self.max_bytes = max_bytes
        self.clear()

    def clear(self, version=None):
        """Forgets all pages, and keeps those of a version from now on."""
        self.version, self.pages, self.size = version, OrderedDict(), 0

    def get_or_render(self, version, key, render):
        """Returns the Page under a key, which `render` makes as HTML where there is none.

        Without a version nothing is kept.
        """
        page = self._get(version, key)
        if page is None:
            page = Page.of(render())
            if version is not None:
                self._keep(version, key, page)
        return page

    def _get(self, version, key):
        with self.lock:
            if version != self.version or key not in self.pages:
                return None
            self.pages.move_to_end(key)
            return self.pages[key]

    def _keep(self, version, key, page):
        with self.lock:
            if version != self.version:
                self.clear(version)
            if key not in self.pages:
                self.pages[key] = page
                self.size += len(page.body)
            while self.size > self.max_bytes:
                self.size -= len(self.pages.popitem(last=False)[1].body)
