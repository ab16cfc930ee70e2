"""`python -m autograder report ASSIGNMENT`: writes what a class got wrong as one page, and the same as JSON and CSV. It grades nothing."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from io import StringIO
from pathlib import Path
from typing import Any

from traitlets import Bool, Unicode

from ...show.report import inert
from ..export import as_text
from ..files import write
from ..gradebook import Command
from .data import Report, read
from .page import page


class App(Command):
    name = "report"
    description = "Say what a class got wrong, for how many, and who"
    examples = "python -m autograder report residual_networks --anonymous"
    aliases = Command.aliases | {"to": "App.to"}
    flags = Command.flags | {"anonymous": ({"App": {"anonymous": True}}, "Leave out who it was: only how many.")}

    to = Unicode("reports", help="The folder that the report is written to.").tag(config=True)
    anonymous = Bool(False, help="Leave out who it was.").tag(config=True)

    def work(self, assignment: str) -> None:
        try:
            for path in written(read(self.coursedir, assignment), Path(self.to), self.anonymous):
                print(path)
        except OSError as error:
            sys.exit(f"{error.filename or self.to}: {error.strerror}. Name another folder with --to.")


main = App.main


def written(found: Report, folder: Path, anonymous: bool) -> Iterator[Path]:
    """The files' places. anonymous: who it was is left out. Raises OSError."""
    mistakes = [row(m, anonymous) for m in (*found.mistakes, *found.unnamed)]
    items = [asdict(c) | asdict(c.item) for c in found.criteria]
    for suffix, content in {
        ".html": page(found, anonymous),
        ".json": inert(json.dumps(plain(found, anonymous), indent=1, ensure_ascii=False, allow_nan=False)) + "\n",
        "-mistakes.csv": table(("exercise", "id", "count", "says", "criteria", "line", "students"), mistakes),
        "-criteria.csv": table(("exercise", "id", "n", "share", "correlation", "discrimination"), items),
    }.items():
        path = folder / f"{found.assignment}{suffix}"
        write(path, content.encode())
        yield path


def plain(found: Report, anonymous: bool) -> dict[str, Any]:
    """The report as JSON."""
    names = {
        "waiting": len(found.waiting),
        "missing": len(found.missing),
        "unkept": len(found.unkept),
        "points": sorted(found.points.values()),
    }
    return (
        asdict(found)
        | {"mistakes": [row(m, anonymous) for m in found.mistakes], "unnamed": [row(u, anonymous) for u in found.unnamed]}
        | {"rare": [row(m, anonymous) for m in found.rare]}
        | (names if anonymous else {})
    )


def row(group: Any, anonymous: bool) -> dict[str, Any]:
    """Of students who have something in common."""
    facts = asdict(group) | {"count": len(group.students)}
    return {name: value for name, value in facts.items() if not (anonymous and name in ("students", "line"))}


def table(columns: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> str:
    """As CSV. What begins like a formula is none in a spreadsheet."""
    text = StringIO()
    sheet = csv.writer(text, lineterminator="\n")
    sheet.writerow(columns)
    for found in rows:
        sheet.writerow([cell(found.get(name)) for name in columns])
    return text.getvalue()


def cell(value: object) -> object:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, (tuple, list)):
        value = "; ".join(map(str, value))
    return value if isinstance(value, int) else as_text("" if value is None else inert(str(value)).replace("\n", " "))
