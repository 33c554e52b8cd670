"""The public templates, and that HTML stands nowhere else."""

import ast
import re
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import render_to_string

from portal.jinja import compile_all

ROOT = Path(__file__).parent.parent
SITE = ROOT / "templates" / "site"
TAG = re.compile(r"</?(a|b|p|h\d|i|em|br|dd|dl|dt|li|ol|ul|td|th|tr|div|span|svg|path|text|strong"
                 r"|table|section|article|button|form|input|label|script|style|meta|link|img|time)"
                 r"(\s[^<>]*)?/?>", re.IGNORECASE)  # fmt: skip
# Escaping is the work of the templates.
BY_HAND = {"mark_safe", "SafeString", "escape", "conditional_escape", "html_safe"}
# These make the bodies of adverts, in HTML, as sources send them.
MAKES_BODIES = ("jobs/samples/", "jobs/importing/adapters/")
# What cleans those bodies reads HTML and writes it; the admin writes with format_html.
MAY_HOLD_MARKUP = (*MAKES_BODIES, "jobs/importing/reading/html.py")


def python_files():
    """(name, syntax tree) of every file of our apps but migrations."""
    for app in ("accounts", "alerts", "careers", "jobs", "optimistic", "portal"):
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                name = path.relative_to(ROOT).as_posix()
                yield name, ast.parse(path.read_text(encoding="utf-8"))


def docstrings(tree):
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, kinds)]
    return {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}


def texts(tree):
    """The string literals of a file, without its docstrings."""
    left_out = docstrings(tree)
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in left_out:
            yield node.value


def imports(tree):
    """(module, name) of all that a file imports from a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module, alias.name) for alias in node.names)


def test_every_public_template_compiles():
    compile_all()
    assert len(engines["jinja2"].env.list_templates()) > 5


def test_one_value_only_is_printed_as_it_is():
    """The cleaned body of an advert."""
    unescaped = [
        path.relative_to(SITE).as_posix()
        for path in SITE.rglob("*.html")
        for _ in re.findall(r"\|\s*safe\b|{%-?\s*autoescape\b", path.read_text(encoding="utf-8"))
    ]
    assert unescaped == ["jobs/listing_detail.html"]


def test_the_page_of_an_inner_fault_needs_no_request():
    assert "The fault is ours" in render_to_string("500.html")


def test_no_markup_is_written_in_python():
    written = [
        (name, text)
        for name, tree in python_files()
        if not name.startswith(MAY_HOLD_MARKUP) and not name.endswith("/admin.py")
        for text in texts(tree)
        if TAG.search(text)
    ]
    assert written == []


def test_nothing_is_escaped_by_hand():
    by_hand = [
        (name, imported)
        for name, tree in python_files()
        if not name.startswith(MAKES_BODIES)
        for module, imported in imports(tree)
        if imported in BY_HAND
        and module in ("html", "django.utils.html", "django.utils.safestring")
    ]
    assert by_hand == []


@pytest.mark.parametrize("text", ["<b>", "Say <a href='/'>", "</li>", "<br/>"])
def test_a_tag_is_known_when_it_is_seen(text):
    assert TAG.search(text)


@pytest.mark.parametrize("text", ["a < b and b > a", "<= 3", "<locals>", "1 <2> 3"])
def test_what_only_looks_like_a_tag_is_none(text):
    assert not TAG.search(text)


def test_space_is_left_out_around_blocks_and_nowhere_else():
    inline = "    {% if 1 %}\n    <b>two</b>\n    <i>three</i>{% endif %}\n\n"
    source = f"<ul>\n  <li>One\n{inline}  </li>\n</ul>"
    made = engines["jinja2"].env.from_string(source).render()
    assert made == "<ul><li>One\n <b>two</b>\n <i>three</i></li></ul>"
