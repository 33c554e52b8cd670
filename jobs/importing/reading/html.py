"""An advert's HTML, made safe to render, and its plain text."""

import re
from html import unescape

import nh3

# A listing's page owns h1, and our own sections end at h4.
HEADINGS = {"h1": "h2", "h5": "h4", "h6": "h4"}

TEXT_TAGS = {"a", "abbr", "b", "br", "code", "em", "i", "s", "small", "strong", "sub", "sup", "u"}
TABLE_TAGS = {"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
BLOCK_TAGS = TABLE_TAGS | {"blockquote", "dd", "div", "dl", "dt", "h2", "h3", "h4", "hr"}
BLOCK_TAGS |= {"li", "ol", "p", "pre", "ul"}

CLEANER = nh3.Cleaner(
    tags=TEXT_TAGS | BLOCK_TAGS | set(HEADINGS),
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    clean_content_tags={"script", "style"},
    link_rel="nofollow noopener ugc",
)
# Tags as the cleaner writes them; an attribute may hold a ">".
REST = r"""(?:[^">]|"[^"]*")*>"""
BLOCK_TAG = re.compile(rf"</?(?:{'|'.join(BLOCK_TAGS | {'br'})})(?!\w){REST}")
TAG = re.compile(rf"<{REST}")


def clean_html(html: str) -> str:
    """Returns the advert's HTML with allowed tags only; safe to render as it is.

    Scripts and styles go with their content, other unknown tags leave their text behind, and every
    link is marked as somebody else's.

    >>> clean_html('<h1 onclick="x()">About</h1><script>x()</script><p>Data <font>work</font></p>')
    '<h2>About</h2><p>Data work</p>'
    >>> clean_html('<a href="https://example.com" target="_blank">us</a> <a href="data:x">it</a>')
    '<a href="https://example.com" rel="nofollow noopener ugc">us</a> <a rel="nofollow noopener ugc">it</a>'
    """  # noqa: E501
    cleaned = CLEANER.clean(html.encode(errors="ignore").decode())  # lone surrogates
    for given, ours in HEADINGS.items():  # the cleaner has left these tags bare
        cleaned = cleaned.replace(f"<{given}>", f"<{ours}>").replace(f"</{given}>", f"</{ours}>")
    return cleaned.strip()


def to_text(cleaned: str) -> str:
    """Returns the words of HTML that `clean_html` gave: one block a line, no empty lines.

    >>> to_text(clean_html("<p>We&nbsp;pay <b>well</b>.</p><ul><li>Python<li>SQL</ul>"))
    'We pay well.\\nPython\\nSQL'
    >>> to_text("<div>One<br>two</div> three")
    'One\\ntwo\\nthree'
    """
    blocks = BLOCK_TAG.sub("\n", cleaned.replace("\n", " "))
    lines = (" ".join(line.split()) for line in unescape(TAG.sub("", blocks)).split("\n"))
    return "\n".join(filter(None, lines))
