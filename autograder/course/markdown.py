"""Markdown that a student wrote, as HTML that does nothing: nbconvert makes it, nh3 leaves text, tables and embedded pictures.

It is cleaned after it was made, because what is harmless Markdown need not make harmless HTML.
"""

from __future__ import annotations

import re

import nh3
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters import HTMLExporter

TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "div", "span", "blockquote", "pre", "code", "details", "summary"),
    *("a", "em", "strong", "b", "i", "u", "s", "del", "sub", "sup", "kbd", "mark", "small", "abbr", "ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "figure", "figcaption", "img"),
}
PLAIN = {"alt", "title", "class", "width", "height", "align", "colspan", "rowspan", "open", "start"}
ATTRIBUTES = {"*": PLAIN, "a": {"href"}, "img": {"src"}}
OTHER_TAG = re.compile(rf"<(?!/?({'|'.join(TAGS)})\b|!--)", re.IGNORECASE)
EMBEDDED = re.compile(r"data:image/(png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/=\s]*")  # a drawing in an <img> runs no scripts
ELSEWHERE = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)


def allowed(tag: str, name: str, value: str) -> str | None:
    """The attribute's value, or None where a tag may not have it. No page but the one that is read is asked for anything."""
    form = {"src": EMBEDDED.fullmatch, "href": ELSEWHERE.match}.get(name)
    return value if form is None or form(value) else None


@pass_context
def inert_markdown(context: Context, source: str) -> str:
    """nbconvert's filter `markdown2html`, with a harmless result. A tag that may not be there is read as text."""
    made = OTHER_TAG.sub("&lt;", HTMLExporter().markdown2html(context, source))
    clean = nh3.clean(made, TAGS, attributes=ATTRIBUTES, attribute_filter=allowed, url_schemes={"http", "https", "mailto", "data"})
    return clean.replace("\\href", "href")  # a formula can hold a link to a script
