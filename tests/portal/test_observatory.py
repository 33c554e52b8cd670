"""Every kind of page gets at least 130 points by the table of the MDN HTTP Observatory.

Source of the points: github.com/mdn/mdn-http-observatory, src/grader/charts.js. The list of sites
that browsers know to be HTTPS (+5) is nothing that a page can have.
"""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from tests import snapshots
from tests.kept_pages import ADDRESSES, fill_the_site

BASELINE, LEAST_FOR_BONUS = 100, 90
SIX_MONTHS = 15_768_000  # seconds
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
# Other sites may show what is framed, read the API, and show pictures.
USED_ELSEWHERE = ("/embed/", "/api/v1/")
OTHERS = [
    *("/nowhere/", "/roles/nobody/", "/compare/?role=analyst", "/search/", "/jobs/values/skill/"),
    *("/healthz", "/readyz", "/sitemap.xml", "/llms.txt", "/favicon.ico", "/admin/login/"),
    *("/admin/", "/roles"),
]


def points(response):
    """Returns {test of the Observatory: points} of a response."""
    policy = dict(
        part.strip().partition(" ")[::2]
        for part in response.get("Content-Security-Policy", "").split(";")
        if part.strip()
    )
    return {
        "content-security-policy": of_policy(policy),
        "cookies": of_cookies(response.cookies.values()),
        "cross-origin-resource-sharing": of_sharing(response),
        "referrer-policy": of_referrers(response.get("Referrer-Policy")),
        "strict-transport-security": of_transport(response.get("Strict-Transport-Security", "")),
        "subresource-integrity": of_scripts(response),
        "x-content-type-options": 0 if response.get("X-Content-Type-Options") == "nosniff" else -5,
        "x-frame-options": of_frames(policy, response),
        "cross-origin-resource-policy": {"same-origin": 10, "same-site": 10}.get(
            response.get("Cross-Origin-Resource-Policy"), 0
        ),
    }


def score(response):
    """Returns all points together; bonuses count from 90 on."""
    each = points(response).values()
    without_bonus = BASELINE + sum(number for number in each if number < 0)
    bonus = sum(number for number in each if number > 0)
    return without_bonus + (bonus if without_bonus >= LEAST_FOR_BONUS else 0)


def of_policy(policy):
    if not policy:
        return -25
    sources = " ".join(policy.get(name, "") for name in ("script-src", "style-src", "object-src"))
    if re.search(r"'unsafe-|data:|https?:|\*", sources):
        return -20
    is_closed = policy.get("default-src") == "'none'"
    return 10 if is_closed and policy.get("form-action") in ("'none'", "'self'") else 5


def of_cookies(cookies):
    if not cookies:
        return 0
    if not all(cookie["secure"] for cookie in cookies):
        return -40
    if not all(cookie["httponly"] for cookie in cookies if "sess" in cookie.key):
        return -30
    return 5 if all(cookie["samesite"] in ("Lax", "Strict") for cookie in cookies) else 0


def of_sharing(response):
    return -50 if response.get("Access-Control-Allow-Credentials") else 0


def of_referrers(policy):
    return 5 if policy in PRIVATE else -5 if policy else 0


def of_transport(header):
    seconds = re.search(r"max-age=(\d+)", header)
    return -20 if not seconds else 0 if int(seconds[1]) >= SIX_MONTHS else -10


def of_scripts(response):
    """Scripts of the same site need no proof of what they are."""
    if "html" not in response["Content-Type"]:
        return 0
    scripts = re.findall(r'<script[^>]*\bsrc="([^"]*)"', response.text)
    return 0 if all(src.startswith("/") and src[1] != "/" for src in scripts) else -50


def of_frames(policy, response):
    if "frame-ancestors" in policy:
        return 5
    return 0 if response.get("X-Frame-Options") in ("DENY", "SAMEORIGIN") else -20


@pytest.fixture
def visitor(transactional_db, settings, site_rows):
    """A visitor of a site with the settings of production."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    snapshots.insert(site_rows)
    return Client()


@pytest.fixture(scope="module")
def site_rows(rows_made_by):
    return rows_made_by(fill_the_site)


def test_every_kind_of_page_has_130_points(visitor):
    for address in (*ADDRESSES.values(), *OTHERS):
        response = visitor.get(address, secure=True)
        least = 120 if address.startswith(USED_ELSEWHERE) or address.endswith("share.png") else 130
        assert score(response) >= least, (address, points(response))


def test_every_kind_of_page_leads_to_https_on_the_same_host_with_the_same_policies(visitor):
    for address in (*ADDRESSES.values(), *OTHERS):
        response = visitor.get(address)
        assert response.status_code == 301, address
        assert response["Location"] == f"https://testserver{address}"
        assert response["Content-Security-Policy"].startswith("default-src 'none'")
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_grader_knows_a_bad_page_from_a_good_one():
    assert score(HttpResponse("<script src='//elsewhere.example/x.js'></script>")) < 60
    assert of_policy({"default-src": "'self'", "script-src": "'unsafe-inline'"}) == -20
    assert of_policy({"default-src": "'self'"}) == 5
