"""Asks every address that the public site links to."""

import re
from hashlib import sha256

from django.test import Client

from portal import page_cache

ADDRESS = re.compile(r"""["'>](?:https?://testserver)?(/[^"'<> ]*)""")
UNLINKED = ("/sitemap.xml", "/llms.txt", "/robots.txt", "/jobs/feed.csv")


def crawl(*seeds, skips=None):
    """Returns {address: (digest, status)} of all that links and pictures of pages lead to.

    Every filter of the board is a page; the board and its feeds stand for them. `skips` tells what
    else is not asked for.
    """
    page_cache.PAGES.forget()
    client = Client()
    seen, queue = {}, ["/", *UNLINKED, *seeds]
    while queue:
        address = queue.pop()
        is_filter = address.startswith("/jobs/") and "?" in address
        if address in seen or is_filter or address.startswith(("/static/", "/admin/")):
            continue
        if skips and skips(address):
            continue
        response = client.get(address)
        seen[address] = sha256(response.content).hexdigest()[:12], response.status_code
        kind = response.headers.get("Content-Type", "")
        if "html" in kind or "xml" in kind:
            found = ADDRESS.findall(response.text)
            queue += [each.replace("&amp;", "&").split("#")[0] for each in found]
    return seen
