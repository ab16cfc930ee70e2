"""A step of nbgrader's after the marks are taken: what a notebook shows is cut to what a page can hold."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from ..grading.outputs import bound


class Bound(NbGraderPreprocessor):
    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        bound(nb.cells)
        return nb, resources
