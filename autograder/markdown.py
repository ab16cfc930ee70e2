"""Markdown that a student wrote, as HTML that does nothing: nbconvert makes it, bleach leaves text, tables and embedded pictures.

It is cleaned after it was made, because what is harmless Markdown need not make harmless HTML.
"""

from __future__ import annotations

import html
import re

from bleach import clean
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter

TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "div", "span", "blockquote", "pre", "code", "details", "summary"),
    *("a", "em", "strong", "b", "i", "u", "s", "del", "sub", "sup", "kbd", "mark", "small", "abbr", "ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "figure", "figcaption", "img"),
}
EMBEDDED = re.compile(r"data:image/(png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/=\s]*")  # a drawing in an <img> runs no scripts
ELSEWHERE = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)


def allowed(tag: str, name: str, value: str) -> bool:
    """Whether a tag may have an attribute. No page but the one that is read is asked for anything."""
    if (tag, name) == ("img", "src"):
        return bool(EMBEDDED.fullmatch(value))
    if (tag, name) == ("a", "href"):
        return bool(ELSEWHERE.match(value))
    return name in ("alt", "title", "class", "width", "height", "align", "colspan", "rowspan", "open", "start")


@pass_context
def inert_markdown(context, source: str) -> str:
    """nbconvert's filter `markdown2html`, with a harmless result."""
    made = clean(
        HTMLExporter().markdown2html(context, source), tags=TAGS, attributes=allowed, protocols={"http", "https", "mailto", "data"}
    )
    plain = re.sub(r"&#?\w+;", lambda entity: html.escape(html.unescape(entity[0])), made)
    return plain.replace("\\href", "href")  # a formula can hold a link to a script
