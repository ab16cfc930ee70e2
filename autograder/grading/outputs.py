"""What a submission showed, made harmless for the pages on which people read it: text, and pictures of pixels.

The pages escape text, but pass HTML, scripts and drawings on as they are, and they are opened with an instructor's rights. What one
cell shows is bounded in `run`, how many outputs it has and what a whole notebook shows is bounded here.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import groupby
from typing import Any

from nbformat import NotebookNode, from_dict

from .labels import is_graded
from .submission import words

PICTURES = ("image/png", "image/jpeg")
Output = Mapping[str, Any]  # as a stranger has written it: nothing in it need be what it should
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")
PNG, JPEG = b"\x89PNG", b"\xff\xd8"
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # marks of the part of a JPEG that says its height and width
VAST = 50_000_000  # pixels: twice those of a photograph
LEFT_OUT = "[what was shown here is left out: it is neither text nor a picture of pixels]"
MORE = "[more was shown here, which is left out: {}]"
OUTPUTS = 200  # of a cell, where what is printed in one go is one; a loop that shows the pictures of two batches has 128
TAGS, COLOUR = 400, 40  # characters around an output in a page, and for a colour
TEXT, PIXELS = 2_000_000, 5_000_000  # characters on a notebook's page: all that twenty cells may print, and fifty plots of a usual size


def harmless(outputs: Iterable[Output]) -> list[NotebookNode]:
    """The outputs of a cell, whatever they are; what is printed piece by piece in one."""
    return [MADE[output["output_type"]](output) for output in few([*joined(o for o in outputs if o.get("output_type") in MADE)])]


def joined(outputs: Iterable[Output]) -> Iterator[Output]:
    for name, pieces in groupby(outputs, written_to):
        if name:
            yield {"output_type": "stream", "name": name, "text": "".join(words(piece.get("text", "")) for piece in pieces)}
        else:
            yield from pieces


def written_to(output: Output) -> str:
    """The stream, if this was written to one."""
    return "" if output["output_type"] != "stream" else "stderr" if output.get("name") == "stderr" else "stdout"


def few(outputs: list[Output]) -> list[Output]:
    """So many that a page can hold them, and always the one that decides nbgrader's mark."""
    first, rest = outputs[:OUTPUTS], outputs[OUTPUTS:]
    if not rest:
        return outputs
    decides = next((o for o in outputs if o["output_type"] in ("error", "execute_result") or written_to(o) == "stderr"), None)
    return [*first, said(f"a cell shows more than {OUTPUTS} outputs"), *(o for o in rest if o is decides)]


def said(why: str) -> NotebookNode:
    return made("display_data", data={"text/plain": MORE.format(why)}, metadata={})


def made(kind: str, **content: object) -> NotebookNode:
    """As nbformat's `new_output`, which takes a millisecond to validate each."""
    output: NotebookNode = from_dict({"output_type": kind, **content})
    return output


def bound(cells: list[NotebookNode]) -> None:
    """Leave in the cells of a whole notebook only what a page can hold. Graded ones keep everything, and count first.

    To be called when the marks are taken.
    """
    text, pixels = TEXT, PIXELS
    for cell in sorted((cell for cell in cells if cell.cell_type == "code"), key=lambda cell: not is_graded(cell)):
        kept = []
        for output in cell.outputs:
            wide, large = width(output), sum(len(output.get("data", {}).get(kind, "")) for kind in PICTURES)
            if is_graded(cell) or (wide <= text and large <= pixels):
                text, pixels = text - wide, pixels - large
                kept.append(output)
        if len(kept) < len(cell.outputs):
            kept.append(said("all cells together show too much for one page"))
        cell.outputs = kept


def width(output: NotebookNode) -> int:
    """About how many characters its text takes in a page, with the tags around it and one for each colour."""
    lines = output.traceback if output.output_type == "error" else [output.get("text", ""), output.get("data", {}).get("text/plain", "")]
    text = "\n".join(lines)
    return TAGS + len(escape(text)) + COLOUR * text.count("\x1b")


def number(value: object) -> int | None:
    """The number of a cell."""
    return value if type(value) is int else None


def stream(output: Output) -> NotebookNode:
    return made("stream", name=written_to(output), text=words(output.get("text", "")))


def error(output: Output) -> NotebookNode:
    lines = output.get("traceback")
    traceback = [*map(words, lines)] if isinstance(lines, list) else []
    return made("error", ename=words(output.get("ename", "")), evalue=words(output.get("evalue", "")), traceback=traceback)


def picture(data: str) -> bool:
    """Whether it is one in base64, that a browser has room for: 75 kB, as much as a cell may show, can unpack to gigabytes.

    A browser goes by what a picture holds, whatever it is said to be: a drawing or a bitmap under the name of a PNG is shown too.
    """
    if not BASE64.fullmatch(data):
        return False
    try:
        return 0 < pixels(b64decode("".join(data.split()))) <= VAST
    except ValueError:
        return False


def pixels(content: bytes) -> int:
    """As many as a PNG or a JPEG says that it has; 0 where it is neither."""
    if content.startswith(PNG):
        return int.from_bytes(content[16:20], "big") * int.from_bytes(content[20:24], "big")
    at = 2 if content.startswith(JPEG) else len(content)
    while at + 9 <= len(content) and content[at] == 0xFF:  # a part: its mark, and how long it is with that
        if content[at + 1] in FRAMES:
            return int.from_bytes(content[at + 5 : at + 7], "big") * int.from_bytes(content[at + 7 : at + 9], "big")
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return 0


def shown(output: Output) -> NotebookNode:
    given = output.get("data")
    given = given if isinstance(given, dict) else {}
    data = {"text/plain": words(given["text/plain"])} if "text/plain" in given else {}
    data |= {kind: words(given[kind]) for kind in PICTURES if kind in given and picture(words(given[kind]))}
    if output["output_type"] == "execute_result":  # whose text can be a mark: none is made up
        return made("execute_result", data=data, metadata={}, execution_count=number(output.get("execution_count")))
    return made("display_data", data=data or {"text/plain": LEFT_OUT}, metadata={})


MADE = {"stream": stream, "error": error, "display_data": shown, "execute_result": shown}
