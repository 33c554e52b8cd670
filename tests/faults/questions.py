"""Questions that no page expects: odd values, paths, methods, bodies and hosts, and who asks them.

They are drawn by a seeded Random, so that a run can be repeated. Everything goes through the whole
application without a network.
"""

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from time import process_time
from urllib.parse import quote_plus
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.urls import Resolver404, resolve

from careers.models import Role, Skill
from jobs.engine.facets import FACETS
from jobs.iso import area_slugs, country_names
from jobs.models import Employer, Listing, ListingPlace

# What an answer may take: seconds of the processor, and bytes of a page before it is compressed.
MOST_SECONDS, MOST_BYTES = 1, 150_000

TEXTS = [
    *("", " ", "\x00", "a\x00b", "\x1f\x7f", "\u202e", "\ufeff", "\u2028", "%", "%00", "%zz", "+"),
    *(
        "'",
        '"',
        '"' * 200,
        '"a b',
        "-",
        "-" * 200,
        "a AND b OR NOT c",
        "NEAR(a b)",
        "*",
        "^a",
        "\\",
    ),
    *("<script>alert(1)</script>", "{{7*7}}", "../../etc/passwd", "'; DROP TABLE x; --", "col:a"),
    *("null", "nan", "inf", "-1", "0", "1.5", "1e999", "9" * 5_000, "٣", "１", "0x10", "1_000"),
    *("x" * 4_000, "é" * 1_000, "東" * 700, "😀" * 500, "a " * 500, "a,b " * 500, "a-b." * 500),
    *(",", ",DE", "Berlin,DE", "Berlin,XX", "B\x00n,DE", "x" * 300 + ",DE", "東" * 90 + ",JP"),
    *(
        "unknown",
        "all",
        "other",
        "handmade",
        "USD-year",
        "USD-unknown",
        "show",
        "hide",
        "differences",
    ),
]
# Bytes that are no text, as addresses write them.
NO_TEXTS = ["%ED%A0%80", "%FF%FE", "%C0%AF", "%80", "%E6%9D", "%u0041", "%", "%4"]
IN_PATHS = [
    *("\x00", "//", "/../", "..", "\u202e", "é", "東", "\udcff", "%00", "%", " ", "\\", ";", "\n"),
    *("'", '"', "<b>", "x" * 4_000, "9" * 400, "-", "-vs-", "-vs-" * 50, ".", "~", "@", "|"),
]
METHODS = ["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get", "ODD"]
# With this a form's token is not what a request is refused for.
OWN_TOKEN = {"HTTP_COOKIE": f"csrftoken={'a' * 32}", "HTTP_X_CSRFTOKEN": "a" * 32}
HOSTS = [
    *("", " ", "a b", "[::1", "[::1]:80", "testserver:99999", "testserver:", "testserver:80:80"),
    *("evil.example", "x" * 5_000, "é.example", "\x00", "testserver\x00", "testserver.", "..", "/"),
    *("testserver,evil.example", "user@testserver", "testserver#", "testserver?", "127.0.0.1"),
]
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"
# (type, body) of requests that write.
BODIES = [
    *(
        (FORM, body)
        for body in (b"", b"&&&", b"=", b"path=%ED%A0%80", b"path=%00", b"\xff\xfe=\x80")
    ),
    (FORM, b"path=/roles/&comment=" + b"x" * 3_000_000),
    (FORM, b"&".join(b"a%d=1" % number for number in range(2_000))),
    (FORM + "; charset=utf-16", "path=/roles/".encode("utf-16")),
    (FORM + "; charset=no-such-charset", b"path=/roles/"),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=", b"----"),
    ("multipart/form-data; boundary=" + "b" * 500, b"--b"),
    ("multipart/form-data; boundary=\xff", b"--\xff"),
    *(
        (FORM, b"username=%s&password=%s" % (name, name))
        for name in (b"", b"%00", b"%ED%A0%80", b"x" * 10_000, b"ann%0A", "東".encode() * 500)
    ),
    (PARTS, b""),
    (PARTS, b"--b"),
    (PARTS, b"--b\r\n\r\n\r\n"),
    (PARTS, b'--b\r\nContent-Disposition: form-data; name="path"\r\n\r\nno end'),
    (PARTS, b'--b\r\nContent-Disposition: form-data; name="pa\x00th"\r\n\r\n\x00\r\n--b--\r\n'),
    (
        PARTS,
        b'--b\r\nContent-Disposition: form-data; name="x"; filename="\x00"\r\n\r\n1\r\n--b--\r\n',
    ),
    (PARTS, b"--b\r\nContent-Disposition: form-data; name*=utf-8''%ED%A0%80\r\n\r\n1\r\n--b--\r\n"),
    (PARTS, b"--b\r\nContent-Disposition: form-data; name*=x'\r\n\r\n1\r\n--b--\r\n"),
    (
        PARTS,
        b"--b\r\nContent-Transfer-Encoding: base64\r\n"
        b'Content-Disposition: form-data; name="x"\r\n\r\n!!!!!\r\n--b--\r\n',
    ),
    (
        PARTS,
        b"".join(
            b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n' for _ in range(2_000)
        ),
    ),
    ("application/json", b'{"path": "\\ud800"}'),
    ("application/json", b"[" * 100_000),
    ("", b"path=/roles/"),
    ("\xff\xfe", b"x"),
]


@dataclass
class Record:
    """What answers took and weighed, by the name of the view that gave them."""

    asked: int = 0
    faults: list = field(default_factory=list)
    statuses: dict = field(default_factory=lambda: defaultdict(int))
    # {view: (bytes, address)} of the longest page, and {view: (seconds, address)} of the slowest.
    longest: dict = field(default_factory=dict)
    slowest: dict = field(default_factory=dict)

    def add(self, view, address, status, kind, size, seconds):
        self.asked += 1
        self.statuses[status] += 1
        is_page = kind.startswith("text/html")
        if status >= 500 or seconds > MOST_SECONDS or (is_page and size > MOST_BYTES):
            self.faults.append((status, round(seconds, 2), size, address[:300]))
        if is_page:
            self.longest[view] = max(self.longest.get(view, (0, "")), (size, address))
        self.slowest[view] = max(self.slowest.get(view, (0, "")), (seconds, address))

    def in_words(self):
        """Returns the figures, the heaviest pages first."""
        statuses = ", ".join(f"{status}: {n:,}" for status, n in sorted(self.statuses.items()))
        lines = [f"{self.asked:,} questions, {len(self.faults)} faults; answers {statuses}"]
        for view, (size, address) in sorted(self.longest.items(), key=lambda item: -item[1][0]):
            seconds, slow = self.slowest[view]
            lines.append(f"{view:32} {size / 1000:6.1f} KB  {address[:90]}")
            lines.append(f"{'':32} {seconds * 1000:6.1f} ms  {slow[:90]}")
        return "\n".join(lines)


class Asker:
    """Asks the application, and records what came back."""

    def __init__(self):
        self.site = get_wsgi_application()
        self.record = Record()

    def ask(self, path, query="", method="GET", body=b"", **environ):
        """Asks for an address; path and query are percent-encoded text."""
        raw = path.encode("utf-8", "surrogateescape").decode("latin-1")
        environ = {
            "PATH_INFO": raw,
            "QUERY_STRING": query,
            "REQUEST_METHOD": method,
            "HTTP_HOST": "testserver",
            "SERVER_NAME": "testserver",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
            **environ,
        }
        setup_testing_defaults(environ)
        head = []
        start = process_time()
        with kept_connection():
            response = self.site(
                environ, lambda status, headers, _=None: head.extend([status, headers])
            )
            size = sum(map(len, response))
            seconds = process_time() - start
            response.close()
        status, headers = int(head[0].split()[0]), dict(head[1])
        view = f"{view_at(path)}" + ("" if status < 400 else " refused")
        address = f"{method} {path}?{query}"
        self.record.add(view, address, status, headers.get("Content-Type", ""), size, seconds)
        return status


@contextmanager
def kept_connection():
    """Lets requests of this block use the connection of a test, as those of Django's client do."""
    around = (request_started, request_finished)
    for signal in around:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in around:
            signal.connect(close_old_connections)


def view_at(path):
    """Returns the name of the view at a path."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return "none"


def public_addresses():
    """Returns (path, the parameters that its view knows) of every kind of page and file."""
    role, other = sorted(Role.objects.published().values_list("slug", flat=True))[:2]
    skill = Skill.objects.first().slug
    paths = ["/", "/about/", "/privacy/", "/search/", "/roles/", f"/roles/{role}/", "/compare/"]
    paths += ["/compare/table.csv", "/compare/table.json", f"/compare/{role}-vs-{other}/"]
    paths += ["/salaries/", f"/salaries/{role}/", f"/salaries/{role}/data.csv", "/skills/"]
    paths += [f"/skills/{skill}/", "/disagreements/", "/titles/", "/data/", "/data/pay.csv"]
    paths += [
        "/jobs/",
        "/jobs/values/city/",
        "/jobs/side-by-side/",
        "/fit/",
        "/saved/",
        "/jobs/open.json",
        "/jobs/feed.atom",
        "/jobs/feed.json",
        "/sitemap.xml",
    ]
    paths += [f"/employers/{Listing.objects.open().first().employer.slug}/"]
    paths += ["/api/v1/listings", "/api/v1/compare", "/api/v1/roles", "/embed/jobs/"]
    return [(path, resolve(path).func.kept.parameters) for path in paths]


class Values:
    """Values that a parameter may be given, each a list of percent-encoded texts."""

    def __init__(self, random):
        self.random = random
        places = ListingPlace.objects.exclude(city="").exclude(country="")
        cities = places.values_list("city", "country").distinct()[:400]
        countries = [*country_names()]
        self.known = {
            "role": [*Role.objects.values_list("slug", flat=True)],
            "skill": [*Skill.objects.values_list("slug", flat=True)],
            "employer": [*Employer.objects.values_list("slug", flat=True)[:400]],
            "city": [f"{city},{country}" for city, country in cities],
            "country": countries,
            "home": [*countries, *area_slugs()],
            "per": ["year", "month", "hour"],
            "reach": ["starts", "reaches"],
            "id": [str(pk) for pk in Listing.objects.values_list("pk", flat=True)[:400]],
            "jobs": ["ready", "near"],
            "page": [str(number) for number in range(-2, 60)],
            "pay": ["50000", "120k", "$120 000", "1000000"],
            "sort": ["newest", "pay", "closing", "relevance", "median", "role", "n", "p90"],
            "kind": ["advertised", "ranges", "past", "official"],
            "show": ["differences", "everything"],
            "currency": ["USD", "EUR", "GBP", "usd"],
            "q": ["python", "data engineer", '"machine learning" -senior', "pyhton"],
        }
        self.known["lack"] = self.known["skill"]
        for facet in FACETS.values():
            self.known.setdefault(facet.name, [*(facet.labels() if facet.labels else ())])
            if facet.exclusion:
                self.known[facet.exclusion] = self.known[facet.name]

    def of(self, name, count):
        """Returns so many: every odd one first, then known ones and mixtures, at random."""
        odd = [[quote_plus(text)] for text in TEXTS] + [[raw] for raw in NO_TEXTS]
        many = [
            self.invented(300),
            self.given(name, 300),
            self.given(name, 40),
            self.given(name, 2),
        ]
        found = [*many, *odd]
        while len(found) < count:
            found.append(self.any(name))
        return found[:count]

    def any(self, name):
        """Returns one or several at random."""
        if self.random.random() < 0.2:
            return [self.random.choice(NO_TEXTS)]
        if self.random.random() < 0.3:
            return [quote_plus(self.random.choice(TEXTS)[:3_000]), *self.given(name, 2)]
        if self.random.random() < 0.4:
            return [quote_plus(self.random_text())]
        return self.given(name, self.random.choice([1, 2, 5, 29, 31, 60]))

    def given(self, name, count):
        known = self.known.get(name) or ["x"]
        return [quote_plus(value) for value in self.random.choices(known, k=count)]

    def invented(self, count):
        return [f"Invented+Town+{number},US" for number in range(count)]

    def random_text(self):
        letters = "aZ09 .,;-_+#/\\'\"<>&=%\x00\x0béß東я😀\u0301\u200f"
        return "".join(self.random.choices(letters, k=self.random.randint(1, 60)))


def as_query(pairs):
    """Returns a query string of (parameter, its percent-encoded values)."""
    return "&".join(f"{name}={value}" for name, values in pairs for value in values)


def odd_path(random, paths):
    """Returns a path that was an address until something happened to it."""
    path = random.choice(paths)
    odd = random.choice(IN_PATHS)
    at = random.randint(0, len(path))
    way = random.randrange(5)
    if way == 0:
        return path[:at] + odd + path[at:]
    if way == 1:
        return path + odd
    if way == 2:
        return path[:at]
    if way == 3:
        return path.swapcase() if random.random() < 0.5 else path + path
    return f"/jobs/{random.choice(['0', '-1', '9' * 30, '1', '٣'])}-{odd.replace('/', '')}/"


def unmarked_paths():
    """Returns paths of views that answer each visitor anew."""
    admin = f"/{settings.ADMIN_PATH}"
    alerts = [f"/alerts/x.y/{page}" for page in ("", "confirm/", "off/", "search/")]
    of_readers = [*alerts, "/feedback/", "/jobs/report/", "/healthz", "/readyz"]
    return [*of_readers, admin, f"{admin}login/", f"{admin}jobs/listing/"]
