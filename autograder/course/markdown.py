"""Markdown that a student wrote, as HTML that does nothing: nbconvert makes it, nh3 leaves text, tables and embedded pictures. And code, in colours.

Markdown is cleaned after it was made, because what is harmless Markdown need not make harmless HTML. It stands in a frame that nothing in it
reaches out of, a formula neither. And both are bounded: what takes long, or is too much for a page, is shown as it was written.
"""

from __future__ import annotations

import re
import secrets
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import escape
from typing import Any

import nh3
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import InvalidNotebook
from nbformat import NotebookNode

from ..grading.labels import is_graded
from ..grading.submission import MAX_BYTES
from ..show.report import inert

TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "div", "span", "blockquote", "pre", "code", "details", "summary"),
    *("a", "em", "strong", "b", "i", "u", "s", "del", "sub", "sup", "kbd", "mark", "small", "abbr", "ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "figure", "figcaption", "img"),
}
PLAIN = {"alt", "title", "align", "colspan", "rowspan", "open", "start"}
ATTRIBUTES = {"*": PLAIN, "a": {"href"}, "img": {"src", "width", "height"}, "div": {"class"}, "span": {"class"}}
OTHER_TAG = re.compile(rf"<(?!/?({'|'.join(TAGS)})\b|!--)", re.IGNORECASE)
KINDS = r"data:image/(?:png|jpeg|gif|svg\+xml);base64,"  # a drawing in an <img> runs no scripts
FORMS: dict[
    str, Callable[[str], object]
] = {  # of attributes; no page but the one that is read is asked for anything, and nothing in it is larger than the page
    "src": re.compile(KINDS + r"[A-Za-z0-9+/=\s]*").fullmatch,
    "href": re.compile(r"(https?://|mailto:|#)", re.IGNORECASE).match,
    "class": re.compile("highlight|[a-z][a-z1-9]?").fullmatch,  # of coloured code; those of the page have longer names
    "width": re.compile(r"1?\d{1,3}(px)?|\d{1,2}%|100%").fullmatch,
    "height": re.compile(r"1?\d{1,3}(px)?").fullmatch,
    "colspan": re.compile(r"\d{1,2}").fullmatch,
    "rowspan": re.compile(r"\d{1,2}").fullmatch,
}
LARGE = re.compile(KINDS + r"[A-Za-z0-9+/=]{100,}")  # in the text itself, where Colab and our release have their pictures
TASK = re.compile(r'<input class="task-list-item-checkbox" type="checkbox" disabled( checked)?/>')
FRAME = "border:1px solid #ddd;border-radius:4px;padding:.4em .8em;margin-bottom:.5em;overflow:auto;contain:paint"
SOURCE = "<pre style='white-space:pre-wrap;overflow-wrap:anywhere'>{}</pre>"
LEFT_OUT = "<p>[The rest of this text is left out here: it is too much for one page.]</p>"
LONGEST = 20_000  # characters of a cell, without pictures, that is set; the longest of the release has 2,000
SHOWN = 100_000  # of one that is shown as it was written
SECONDS, ONE = 5.0, 2.0  # of the processor, for all Markdown or all code of a page and for a cell; the whole release takes a tenth of one
PAGE = 2_000_000  # characters of a page's Markdown when it is set; the release has 40,000
NO_CELL = NotebookNode(metadata={})


class TooSlow(BaseException):
    """Not an Exception: nothing on the way may take it for one of its own."""


@dataclass
class Left:
    """What is left of a page's bounds. coloured: seconds for code; pictures: characters, as many as a notebook may have, so that each can be there once."""

    seconds: float = SECONDS
    coloured: float = SECONDS
    characters: int = PAGE
    pictures: int = MAX_BYTES


@dataclass
class Pictures:
    """The large pictures of a cell, which something short stands for while the cell is set."""

    mark: str = field(default_factory=lambda: secrets.token_hex(16))
    held: list[str] = field(default_factory=list)

    def put_aside(self, address: str) -> str:
        self.held.append(address)
        return f"data:image/png;base64,{self.mark}{len(self.held) - 1}="

    def attached(self, attachments: Any) -> dict[str, dict[str, str]]:
        """The attachments of a cell that are pictures; of several forms of one the first."""
        found = {}
        for name, media in attachments.items():
            addresses = [f"data:{kind};base64,{data}" for kind, data in media.items()]
            if picture := next(filter(FORMS["src"], addresses), None):
                found[name] = {"image/png": self.put_aside(picture).rpartition(",")[2]}
        return found

    def put_back(self, page: str, left: Left) -> str:
        def picture(match: re.Match[str]) -> str:
            address = self.held[int(match[1])]
            left.pictures -= len(address)
            return address if left.pictures >= 0 else ""

        return re.sub(rf"data:image/png;base64,{self.mark}(\d+)=", picture, page)


def allowed(tag: str, name: str, value: str) -> str | None:
    """The attribute's value, or None where a tag may not have it."""
    return value if name not in FORMS or FORMS[name](value) else None


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raises TooSlow after so much of the processor's time, even within one search of a regular expression, where the system can do that."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def late(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, late)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 0.1)  # again, should something have swallowed the first
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pass_context
def inert_markdown(context: Any, source: str) -> str:
    """nbconvert's filter `markdown2html`, with a harmless result. A tag that may not be there is read as text."""
    cell, left = context.get("cell") or NO_CELL, left_of(context)
    pictures = Pictures()
    attachments = pictures.attached(cell.get("attachments") or {})
    short = LARGE.sub(lambda match: pictures.put_aside(match[0]), source)
    began, page = time.thread_time(), ""
    if len(short) <= LONGEST and left.seconds > 0 and left.characters > 0:
        try:
            with at_most(min(left.seconds, ONE)):
                page = pictures.put_back(made(short, attachments), left)
        except (TooSlow, InvalidNotebook, RecursionError):
            page = ""
    left.seconds -= time.thread_time() - began
    page = page or as_written(source, SHOWN if is_graded(cell) else min(SHOWN, left.characters))
    left.characters -= len(short)
    return f'<div style="{FRAME}">{page}</div>'


def left_of(context: Any) -> Left:
    """Of the page in the making."""
    resources = context.get("resources")
    left: Left = Left() if resources is None else resources.setdefault(__name__, Left())
    return left


@pass_context
def bounded_code(context: Any, source: str, language: str | None = None, metadata: Any = None) -> str:
    """nbconvert's filter `highlight_code`, in bounded time: the rules by which Python is coloured look back from each of many blank lines."""
    left = left_of(context)
    began, page = time.thread_time(), ""
    if left.coloured > 0:
        with suppress(TooSlow), at_most(min(left.coloured, ONE)):
            page = Highlight2HTML()(source, language, metadata)
    left.coloured -= time.thread_time() - began
    return page or f'<div class="highlight"><pre>{escape(source)}</pre></div>'


def as_written(source: str, most: int) -> str:
    text = LARGE.sub("data:image/…", source)
    return SOURCE.format(escape(inert(text[: max(most, 0)]))) + ("" if len(text) <= most else LEFT_OUT)


def made(source: str, attachments: dict[str, dict[str, str]]) -> str:
    page = HTMLExporter(exclude_anchor_links=True).markdown2html({"cell": {"attachments": attachments}}, source)
    page = OTHER_TAG.sub("&lt;", TASK.sub(lambda match: "☑ " if match[1] else "☐ ", page))
    clean = nh3.clean(page, TAGS, attributes=ATTRIBUTES, attribute_filter=allowed, url_schemes={"http", "https", "mailto", "data"})
    return clean.replace("\\href", "href")  # a formula can hold a link to a script
