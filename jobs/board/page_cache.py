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
        body = text.encode()
        return cls(body, f'"{blake2b(body, digest_size=16).hexdigest()}"')

    def __len__(self):
        return len(self.body)

    def response(self):
        return HttpResponse(self.body, headers={"ETag": self.tag})


class Frame(str):
    """A page with named places, each a name between two NULs, which no page may hold otherwise."""

    @classmethod
    def place(cls, name):
        return f"\0{name}\0"

    def filled(self, **texts):
        """The page with these texts in its places."""
        pieces = self.split("\0")
        pieces[1::2] = [texts[name] for name in pieces[1::2]]
        return "".join(pieces)


class Kept:
    """What was rendered for one version of the board; what was asked for last stays longest."""

    def __init__(self, most, characters):
        """`most` things are kept, of so many characters in all."""
        self.lock = Lock()
        self.most, self.characters = most, characters
        self.forget()

    def forget(self, version=None):
        self.version, self.things, self.size = version, OrderedDict(), 0

    def once(self, version, key, make):
        """What is kept under a key, or else made now; without a version nothing is kept."""
        thing = self._get(version, key)
        if thing is None:
            thing = make()
            self._keep(version, key, thing)
        return thing

    def _get(self, version, key):
        with self.lock:
            if version != self.version or key not in self.things:
                return None
            self.things.move_to_end(key)
            return self.things[key]

    def _keep(self, version, key, thing):
        if version is None:
            return
        with self.lock:
            if version != self.version:
                self.forget(version)
            if key not in self.things:
                self.things[key] = thing
                self.size += len(thing)
            while len(self.things) > self.most or self.size > self.characters:
                self.size -= len(self.things.popitem(last=False)[1])
