"""An advert's HTML, made safe to render, and its plain text."""

import re
from collections import Counter
from html import unescape

import nh3

from ..records import Unreadable

# A listing's page owns h1, and our own sections end at h4.
HEADINGS = {"h1": "h2", "h5": "h4", "h6": "h4"}

TEXT_TAGS = {"a", "abbr", "b", "br", "code", "em", "i", "s", "small", "strong", "sub", "sup", "u"}
TABLE_TAGS = {"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
BLOCK_TAGS = TABLE_TAGS | {"blockquote", "dd", "div", "dl", "dt", "h2", "h3", "h4", "hr"}
BLOCK_TAGS |= {"li", "ol", "p", "pre", "ul"}

CLEANER = nh3.Cleaner(
    tags=TEXT_TAGS | BLOCK_TAGS | set(HEADINGS),
    attributes={"a": {"href"}, "*": set()},  # else every tag may have a title and a lang
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    clean_content_tags={"script", "style"},
    link_rel="nofollow noopener ugc",
)
# Tags as the cleaner writes them; an attribute may hold a ">".
REST = r"""(?:[^">]|"[^"]*")*>"""
BLOCK_TAG = re.compile(rf"</?(?:{'|'.join(BLOCK_TAGS | {'br'})})(?!\w){REST}")
TAG = re.compile(rf"<{REST}")

# Tags that adverts send escaped, be it once more than they should: "&lt;p&gt;".
OTHER_TAGS = {"body", "center", "font", "footer", "header", "html", "img", "section", "span"}
SIGNS = (("l", ord("<")), ("g", ord(">")))
LESS, MORE = (rf"&(?:amp;)*(?:{name}t|#{number}|#x{number:x});" for name, number in SIGNS)
ESCAPED_TAG = re.compile(
    rf"{LESS}(/?)({'|'.join(TEXT_TAGS | BLOCK_TAGS | HEADINGS.keys() | OTHER_TAGS)})"
    rf"(?:(?:\s|/)(?:(?!{LESS})(?!{MORE})[^<>])*)?{MORE}",
    re.IGNORECASE,
)
# These are markup without an end; the others where an end stands somewhere too.
ENDLESS_TAGS = {"br", "hr", "img"}
MOST_ESCAPES = 5

# A parser that looks for the end of each open tag takes as long as their number, squared.
DEEPEST_NESTING = 256
OPEN_OR_CLOSE = re.compile(r"<(/?)([a-z][^\s/>]*)", re.IGNORECASE)
# The next one of its kind, or what is around it, ends such a tag; or it has no end at all.
ENDS_BY_ITSELF = {"area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li"}
ENDS_BY_ITSELF |= {"link", "meta", "option", "p", "source", "tbody", "td", "tfoot", "th", "thead"}
ENDS_BY_ITSELF |= {"tr", "wbr"}


def clean_html(html: str) -> str:
    """Returns the advert's HTML with allowed tags only; safe to render as it is.

    Scripts and styles go with their content, other unknown tags leave their text behind, and every
    link is marked as somebody else's. Escaped tags are unescaped first. Raises Unreadable for
    tags that stand in each other too deep.

    >>> clean_html('<h1 onclick="x()">About</h1><script>x()</script><p>Data <font>work</font></p>')
    '<h2>About</h2><p>Data work</p>'
    >>> clean_html('<a href="https://example.com" target="_blank">us</a> <a href="data:x">it</a>')
    '<a href="https://example.com" rel="nofollow noopener ugc">us</a> <a rel="nofollow noopener ugc">it</a>'
    """  # noqa: E501
    html = unescape_tags(html.encode(errors="ignore").decode())  # lone surrogates
    if html.count("<") > DEEPEST_NESTING and nesting(html) > DEEPEST_NESTING:
        raise Unreadable(f"Its description has more than {DEEPEST_NESTING} tags inside each other.")
    cleaned = CLEANER.clean(html)
    for given, ours in HEADINGS.items():  # the cleaner has left these tags bare
        cleaned = cleaned.replace(f"<{given}>", f"<{ours}>").replace(f"</{given}>", f"</{ours}>")
    return cleaned.strip()


def with_skills(html: str, skills: str) -> str:
    """Returns an advert's HTML with its own list of skills below, where it has one.

    >>> clean_html(with_skills("<p>Count.</p>", "R & D, SQL"))
    '<p>Count.</p><p>Skills: R &amp; D, SQL</p>'
    """
    return f"{html}<p>Skills: {nh3.clean_text(skills)}</p>" if skills else html


def has_words(html: str) -> bool:
    """Says whether there is any text in HTML that need not be clean.

    >>> has_words("<p>&nbsp;</p>"), has_words("<p>SQL</p>")
    (False, True)
    """
    return any(char.isalnum() for char in unescape(TAG.sub("", html)))


def unescape_tags(html: str) -> str:
    """Returns HTML whose tags are tags, however often they were escaped.

    A tag that a text only speaks of stays as it is.

    >>> unescape_tags("&amp;lt;p&amp;gt;Tom &amp;amp; Ann&amp;lt;/p&amp;gt;")
    '<p>Tom & Ann</p>'
    >>> unescape_tags("<p>You know what &lt;div&gt; is for.</p>")
    '<p>You know what &lt;div&gt; is for.</p>'
    """
    for _ in range(MOST_ESCAPES):
        tags = list(ESCAPED_TAG.finditer(html))
        if not _are_markup(html, tags):
            return html
        start, end = (tags[0].start(), tags[-1].end()) if "<" in html else (0, len(html))
        html = html[:start] + unescape(html[start:end]) + html[end:]
    return html


def _are_markup(html: str, tags: list[re.Match[str]]) -> bool:
    """Says whether escaped tags are the text's own markup, rather than what it speaks of."""
    closed = {tag[2].lower() for tag in tags if tag[1]}
    opened = Counter(tag[2].lower() for tag in tags if not tag[1])
    unended = opened.keys() & {"p", "li"}
    return bool(
        closed & opened.keys()
        or opened.keys() & ENDLESS_TAGS
        or any(opened[name] > 1 for name in unended)
        or (tags and unended and not html[: tags[0].start()].strip())
    )


def nesting(html: str) -> int:
    """Returns how many tags are open at once, at most.

    >>> nesting("<ul><li>One<li><b>Two</b></ul>"), nesting("<div></p>" * 9)
    (2, 9)
    """
    open_tags: Counter[str] = Counter()
    now = deepest = 0
    for closing, name in OPEN_OR_CLOSE.findall(html):
        tag = name.lower()
        if tag in ENDS_BY_ITSELF:
            continue
        if not closing:
            open_tags[tag] += 1
            now += 1
            deepest = max(deepest, now)
        elif open_tags[tag]:
            open_tags[tag] -= 1
            now -= 1
    return deepest


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
