"""A Python file or a notebook of an author's, of which only what defines something is run: imports, functions, classes and plain values."""

from __future__ import annotations

import ast
import json
import linecache
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb
from typing import Any

from ..layers.recorded import LineFacts

DEFINES = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Script:
    """texts: of the file, or of each cell, by the name under which Python knows it. trees: of its functions. absent: modules that are not here."""

    place: Path
    texts: dict[str, str]
    names: dict[str, Any]
    trees: dict[str, ast.FunctionDef]
    absent: tuple[str, ...]

    def function(self, name: str) -> Callable[..., Any]:
        """Raises ValueError."""
        if name not in self.trees:
            raise ValueError(f"{self.place}: it defines no function `{name}`; there are {', '.join(self.trees) or 'none'}")
        return self.names[name]

    def line_of(self, error: Exception) -> LineFacts | None:
        """The last line of the author's where an exception came about."""
        found: LineFacts | None = None
        for frame, number in walk_tb(error.__traceback__):
            if text := self.texts.get(frame.f_code.co_filename):
                found = {"number": number, "text": text.split("\n")[number - 1].strip()}
        return found

    def placed(self, line: LineFacts | None) -> str:
        """Where a line stands, before what is said of it."""
        if line is None:
            return ""
        cell = next((file for file, text in self.texts.items() if is_line(text, line)), str(self.place)).removeprefix(str(self.place))
        return f"{cell.removeprefix(', ')}{', ' if cell else ''}line {line['number']} (`{line['text']}`): "


def is_line(text: str, line: LineFacts) -> bool:
    """Whether a line of this number and text is there; of a statement on several lines the first."""
    lines = text.split("\n")
    return line["number"] <= len(lines) and bool(line["text"]) and line["text"].startswith(lines[line["number"] - 1].strip() or "\n")


def script(place: Path) -> Script:
    """Raises ValueError where there is no such file, or it is not Python."""
    texts, names, trees = dict(sources(place)), {"__name__": "author"}, {}
    absent: list[str] = []
    for file, text in texts.items():
        linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
        try:
            tree = ast.parse(text)
        except SyntaxError as error:
            raise ValueError(f"{file}: line {error.lineno}: this is not Python: {error.msg}") from None
        for node in filter(defines, tree.body):
            run(node, file, names, absent)
            if isinstance(node, ast.FunctionDef):
                trees[node.name] = node
    return Script(place, texts, names, trees, tuple(absent))


def sources(place: Path) -> Iterator[tuple[str, str]]:
    try:
        text = place.read_text(encoding="utf-8")
        if place.suffix == ".py":
            yield str(place), text
            return
        cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
        for number, cell in enumerate(cells, 1):
            source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
            lines = ("" if line.lstrip().startswith(("%", "!")) else line for line in source.split("\n"))  # what is IPython's only
            yield f"{place}, code cell {number}", "\n".join(lines)
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{place}: it cannot be read: {error}") from None
    except (ValueError, KeyError, TypeError):
        raise ValueError(f"{place}: this is no notebook") from None


def defines(node: ast.stmt) -> bool:
    """A plain value calls nothing."""
    plain = isinstance(node, ast.Assign) and not any(isinstance(inner, (ast.Call, ast.Await)) for inner in ast.walk(node.value))
    return isinstance(node, DEFINES) or plain


def run(node: ast.stmt, file: str, names: dict[str, Any], absent: list[str]) -> None:
    try:
        exec(compile(ast.Module([node], []), file, "exec"), names)
    except ImportError as error:  # such as a course's own tests, which the function need not have
        absent.append(str(error))
    except Exception as error:
        if not isinstance(node, ast.Assign):  # which may stand on what was not run
            raise ValueError(f"{file}: line {node.lineno}: {type(error).__name__}: {error}") from None
