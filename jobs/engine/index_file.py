"""The index as a file: written whole, checked whole, and mapped by all workers, who share it.

    line    MAGIC
    digest  of the number and the header, BLAKE2b
    number  how long the header is, 8 bytes
    header  JSON: whose index it is, where which array is, and the digest of all arrays
    arrays  plain ones, each at a multiple of 64 bytes; bitmaps in roaring's portable format

Nothing in it is run or unpickled. A file is replaced and never changed, so a worker that has mapped
an old one keeps it. What a worker writes to its index stays in its own memory (copy on write).
"""

import json
import mmap
import os
from array import array
from datetime import datetime
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np
from pyroaring import BitMap

from .changes import Head
from .columns import FacetColumn, MultiValued, SingleValued
from .facets import FACETS
from .index import COLUMNS, Index
from .orders import Order

# Changed when the layout of the file changes. Another code that fills it is noticed by itself.
FORMAT = 2
MAGIC = b"rolewise board index\n"
DIGEST_BYTES = 32
ALIGNMENT = 64
# What decides, with the database, what an index holds.
JOBS = Path(__file__).parent.parent
SOURCES = ("engine/*.py", "models.py", "iso.py", "data/*.csv")


def _code():
    """Returns what the code is known by: a hash of the sources that decide what an index holds."""
    digest = blake2b(digest_size=16)
    for path in (path for pattern in SOURCES for path in sorted(JOBS.glob(pattern))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


# Of what runs here, and not of what is installed later.
CODE = _code()


class Unfit(Exception):
    """The file is not an index of this database by this code; says why."""


def save(path, index, known, connection):
    """Writes an index without appended slots, and the Head of the log that is known to it.

    The file is there whole or not at all. Raises OSError.
    """
    assert index.size == index.built, "an index with appended slots cannot be stored"
    pieces = Pieces()
    _put_index(pieces, index)
    header = {
        "format": FORMAT,
        "code": CODE,
        "database": database(connection),
        "head": known,
        "at": index.at.isoformat(),
        "runs": index.runs,
        "is_worn": index.is_worn,
        "facets": {name: column.values for name, column in index.facets.items()},
        "arrays": pieces.places,
        "digest": _digest(*pieces.bytes).hex(),
    }
    text = json.dumps(header).encode()
    beginning = len(text).to_bytes(8, "little") + text
    beginning = MAGIC + _digest(beginning) + beginning
    padding = bytes(-len(beginning) % ALIGNMENT)
    path = Path(path)
    with NamedTemporaryFile(dir=path.parent, prefix=f"{path.name}.", delete=False) as file:
        try:
            file.writelines([beginning, padding, *pieces.bytes])
            file.flush()
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise


def load(path, connection):
    """Returns the (Index, Head) of a file, as they were saved. Raises Unfit, or OSError."""
    content, header, start = _mapped(path, connection)
    with memoryview(content) as view, view[start:] as arrays:
        _check(arrays, bytes.fromhex(header["digest"]))
    places = Places(content, start, header["arrays"])
    return _index(places, header), Head(*header["head"])


def state(path, connection):
    """Returns (the Head of a file, whether it is worn); raises as load() does.

    It reads the header only: arrays may be damaged.
    """
    _, header, _ = _mapped(path, connection)
    return Head(*header["head"]), header["is_worn"]


def _mapped(path, connection):
    """Returns (the mapped content, the header, where the arrays begin) of a file that fits."""
    with open(path, "rb") as file:
        if not os.fstat(file.fileno()).st_size:
            raise Unfit("it is empty")
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    header, start = _header(content)
    for name, expected in (("code", CODE), ("database", database(connection))):
        if header[name] != expected:
            raise Unfit(f"it was made by or for another {name}")
    return content, header, start


def database(connection):
    """Returns what the database is known by: a hash of its address without user and password."""
    settings = connection.settings_dict
    address = [connection.vendor, *(str(settings[name]) for name in ("NAME", "HOST", "PORT"))]
    address.append(str(settings.get("OPTIONS", {}).get("host", "")))
    return blake2b(json.dumps(address).encode(), digest_size=16).hexdigest()


def _header(content):
    """Returns (header, where the arrays begin) of a file; raises Unfit where it is damaged."""
    at = len(MAGIC)
    if content[:at] != MAGIC:
        raise Unfit("it does not begin as an index does")
    digest, at = content[at : at + DIGEST_BYTES], at + DIGEST_BYTES
    end = at + 8 + int.from_bytes(content[at : at + 8], "little")
    _check(content[at:end], digest)
    header = json.loads(content[at + 8 : end])
    if header["format"] != FORMAT:
        raise Unfit(f"its format is {header['format']}, and {FORMAT} is read here")
    return header, end + -end % ALIGNMENT


def _check(content, digest):
    if _digest(content) != digest:
        raise Unfit("it is damaged: its checksum is another one")


def _digest(*pieces):
    digest = blake2b(digest_size=DIGEST_BYTES)
    for piece in pieces:
        digest.update(piece)
    return digest.digest()


class Pieces:
    """Arrays to write, one after another."""

    def __init__(self):
        self.bytes = []
        # {name: (type, first byte, how many numbers)}
        self.places = {}
        self.size = 0

    def put(self, name, numbers):
        """Adds an array."""
        numbers = np.ascontiguousarray(numbers)
        content = numbers.tobytes()
        self.places[name] = numbers.dtype.str, self.size, len(numbers)
        gap = -len(content) % ALIGNMENT
        self.bytes += [content, bytes(gap)]
        self.size += len(content) + gap

    def put_bitmaps(self, name, bitmaps):
        """Adds bitmaps as two arrays: their bytes, and where each begins and ends."""
        contents = [bitmap.serialize() for bitmap in bitmaps]
        self.put(f"{name}/bytes", np.frombuffer(b"".join(contents), np.uint8))
        self.put(f"{name}/ends", np.cumsum([0, *map(len, contents)], dtype=np.int64))


class Places:
    """Arrays of a mapped file."""

    def __init__(self, content, start, places):
        self.content, self.start, self.places = content, start, places

    def array(self, name):
        """Returns an array, which is in the memory of the file until somebody writes to it."""
        code_type, at, many = self.places[name]
        return np.frombuffer(self.content, np.dtype(code_type), many, self.start + at)

    def bitmaps(self, name):
        """Returns a list of bitmaps, in memory of their own."""
        content = memoryview(self.array(f"{name}/bytes"))
        ends = self.array(f"{name}/ends").tolist()
        return [BitMap.deserialize(bytes(content[at:end])) for at, end in pairwise(ends)]


def _put_index(pieces, index):
    for name in COLUMNS:
        pieces.put(name, getattr(index, name))
    pieces.put_bitmaps("live", [index.live])
    for name, column in index.facets.items():
        pieces.put(f"{name}/codes", column.forward.codes)
        if isinstance(column.forward, MultiValued):
            pieces.put(f"{name}/ends", column.forward.ends)
        pieces.put(f"{name}/totals", np.array(column.totals, np.int64))
        pieces.put_bitmaps(f"{name}/bitmaps", column.bitmaps)
    for name, order in index.orders.items():
        pieces.put(f"{name} order/first slots", order.first_slots)
        pieces.put_bitmaps(f"{name} order/bands", order.bands)


def _index(places, header):
    columns = {name: places.array(name) for name in COLUMNS}
    facets = {name: _column(places, name, header) for name in header["facets"]}
    index = Index(datetime.fromisoformat(header["at"]), header["runs"], columns, facets)
    index.is_worn = header["is_worn"]
    [index.live] = places.bitmaps("live")
    index.size = index.built
    index.orders = {name: _order(places, name, keys) for name, keys in index.order_keys().items()}
    return index


def _column(places, name, header):
    built = header["runs"][-1]
    codes = places.array(f"{name}/codes")
    if FACETS[name].is_multi_valued:
        ends = places.array(f"{name}/ends")
        forward = MultiValued.of(ends, codes, built)
    else:
        forward = SingleValued.of(codes, built)
    column = FacetColumn(forward)
    totals = array("q", places.array(f"{name}/totals").tobytes())
    column.restore(header["facets"][name], places.bitmaps(f"{name}/bitmaps"), totals, built)
    return column


def _order(places, name, keys):
    first_slots = places.array(f"{name} order/first slots")
    return Order(keys, places.bitmaps(f"{name} order/bands"), first_slots)
