"""An advert's HTML, made safe to render, and its plain text."""

from collections.abc import Iterator

import nh3
from lxml import etree
from lxml import html as lxml_html

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


def clean_html(html: str) -> str:
    """Return the advert's HTML with allowed tags only; safe to render as it is.

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


def to_text(html: str) -> str:
    """Return the words of the HTML: one block a line, white space collapsed, no empty lines.

    >>> to_text("<p>We&nbsp;pay <b>well</b>.</p><ul><li>Python<li>SQL</ul>")
    'We pay well.\\nPython\\nSQL'
    >>> to_text("<div>One<br>two</div> <style>p {}</style>three")
    'One\\ntwo\\nthree'
    """
    # Cleaned HTML is well-formed, so one element around it stays around it.
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    root = lxml_html.fromstring(f"<div>{clean_html(html)}</div>".encode(), parser=parser)
    lines = (" ".join(line.split()) for line in "".join(_pieces(root)).split("\n"))
    return "\n".join(filter(None, lines))


def _pieces(root: lxml_html.HtmlElement) -> Iterator[str]:
    """The text in document order, with a newline at both ends of each block."""
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in BLOCK_TAGS or element.tag == "br":
            yield "\n"
        text = element.text if event == "start" else element.tail
        yield (text or "").replace("\n", " ")
