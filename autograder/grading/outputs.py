"""What a submission showed, made harmless for the pages on which people read it: text, and pictures of pixels.

The pages escape text, but pass HTML, scripts and drawings on as they are, and they are opened with an instructor's rights.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from .submission import words

PICTURES = ("image/png", "image/jpeg")
Output = Mapping[str, Any]  # as a stranger has written it: nothing in it need be what it should
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")
LEFT_OUT = "[what was shown here is left out: it is neither text nor a picture of pixels]"


def harmless(outputs: Iterable[Output]) -> list[NotebookNode]:
    """The outputs of a cell, whatever they are."""
    return [MADE[output["output_type"]](output) for output in outputs if output.get("output_type") in MADE]


def number(value: object) -> int | None:
    """The number of a cell."""
    return value if type(value) is int else None


def stream(output: Output) -> NotebookNode:
    return new_output("stream", name="stderr" if output.get("name") == "stderr" else "stdout", text=words(output.get("text", "")))


def error(output: Output) -> NotebookNode:
    lines = output.get("traceback")
    traceback = [*map(words, lines)] if isinstance(lines, list) else []
    return new_output("error", ename=words(output.get("ename", "")), evalue=words(output.get("evalue", "")), traceback=traceback)


def shown(output: Output) -> NotebookNode:
    given = output.get("data")
    given = given if isinstance(given, dict) else {}
    data = {"text/plain": words(given["text/plain"])} if "text/plain" in given else {}
    data |= {kind: words(given[kind]) for kind in PICTURES if kind in given and BASE64.fullmatch(words(given[kind]))}
    if output["output_type"] == "execute_result":  # whose text can be a mark: none is made up
        return new_output("execute_result", data=data, execution_count=number(output.get("execution_count")))
    return new_output("display_data", data=data or {"text/plain": LEFT_OUT})


MADE = {"stream": stream, "error": error, "display_data": shown, "execute_result": shown}
