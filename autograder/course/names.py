"""Students' names in the formgrader's pages, which take them for HTML; they are text here, and links lead where they led."""

from __future__ import annotations

import re
import shlex
import sys
from html import escape
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from .nbgrader_mended import Method, put

PAGES = "nbgrader.server_extensions.formgrader.base"
ENDS_TEXT = re.compile(r'[<>"\\]')  # in HTML, in an attribute or in a script's string; O'Neil may stay


class Names(Preprocessor):
    """For the page on which a submission is graded; there too the command `again` that grades this submission once more."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        names = ("student", "last_name", "first_name", "notebook_path")
        if {"student", "assignment_id"} <= resources.keys():  # for the formgrader
            again = ("nbgrader", "autograde", resources["assignment_id"], f"--student={resources['student']}", "--force")
            resources["again"] = escape(shlex.join(again))
        return nb, resources | {name: escape(resources[name]) for name in names if isinstance(resources.get(name), str)}


def names_as_text() -> None:
    """For the pages about a student, which write her name into a script too. Where no formgrader runs, there is nothing to do."""
    pages: Any = sys.modules.get(PAGES)
    if pages is None or hasattr(pages.BaseHandler.render, "__wrapped__"):
        return

    def render(method: Method, self: Any, page: str, **given: Any) -> str:
        return method(self, page, **{key: ENDS_TEXT.sub("�", value) if isinstance(value, str) else value for key, value in given.items()})

    put(pages.BaseHandler, "render", render)
