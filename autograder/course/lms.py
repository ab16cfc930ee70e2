"""`python -m autograder export PLATFORM EXPORTED.csv`: the marks of an assignment in the file that a learning platform exported.

One column is filled, and everything else stays byte for byte. What is done is said before it is written. Exit status: 0 when the file was written
or there was nothing new, 1 when it could not be, 2 for bad arguments.
"""

from __future__ import annotations

import argparse
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook

from ..show.report import flat
from .files import write
from .gradebook import assignment_of, course_of, in_one_line, options_of_nbgrader
from .platforms import COLUMNS, NAMES, Column, Export, number, understood
from .results import NOTHING, standings
from .roster import NAME, Matched, matched, names, students
from .sheet import NoTable, read

DESCRIPTION = "Fill one column of a learning platform's exported file with the marks of an assignment. The file itself is left alone."
DIGITS = 5  # after the decimal sign, as Moodle keeps them
ADDED = "_with_marks"  # to the name of the file that is written


@dataclass
class Plan:
    """new: the text of the cells that change, by row and column. said: the lines for the instructor, by what they are about."""

    new: dict[tuple[int, int], str] = field(default_factory=dict)
    said: dict[str, list[str]] = field(default_factory=dict)

    def say(self, about: str, who: str) -> None:
        self.said.setdefault(about, []).append(who)

    def lines(self) -> Iterator[str]:
        for about in sorted(self.said, key=ORDER.index):
            who, apart = self.said[about], about in ONE_A_LINE
            yield f"{about} ({len(who)}):" + ("\n  " if apart else " ") + ("\n  " if apart else "; ").join(map(flat, who))


THERE, HERE, UNSURE = "In the file only", "In the gradebook only", "Not sure who is who, left as it was"
NAMED, OTHER = "Known by name only", "Known by an ID, under another name"
WAITING, NONE = "No final mark, left as it was", "Handed nothing in, left as it was"
WORDS, LOCKED, SAME, CHANGED, NEW = "Holds words, left as it was", "Locked, left as it was", "As before", "Changed", "New"
ORDER = (THERE, HERE, UNSURE, NAMED, OTHER, WAITING, NONE, WORDS, LOCKED, SAME, CHANGED, NEW)
ONE_A_LINE = {UNSURE, OTHER, WAITING, WORDS, LOCKED, CHANGED}


def plan(export: Export, column: Column, found: Matched, marks: dict[str, float | str], factor: float = 1.0) -> Plan:
    """What becomes of each cell of the column. marks: the final mark of each student of ours, or why there is none."""
    made, sign = Plan(), export.sign(column)
    for person in found.there:
        made.say(THERE, person.name)
    for student in found.here:
        made.say(HERE, student.name + ("" if isinstance(marks[student.id], str) else f": {decimal(float(marks[student.id]))}"))
    for words in found.unsure:
        made.say(UNSURE, words)
    for person, student, by in sorted(found.pairs, key=lambda pair: pair[0].row):
        mark, cell = marks[student.id], export.cell(person.row, column).value.strip()
        if by == NAME:
            made.say(NAMED, f"{person.name} is {student.id}")
        elif student.last_name and not names(person.last_name, person.first_name) & names(student.last_name, student.first_name):
            made.say(OTHER, f"{person.name} is {student.name} by {by}")
        if isinstance(mark, str):
            made.say(NONE if mark == NOTHING else WAITING, person.name + ("" if mark == NOTHING else f": {mark}"))
            continue
        text = decimal(mark * factor).replace(".", sign)
        if as_before(cell, mark * factor):
            made.say(SAME, person.name)
        elif export.locked(person.row):
            made.say(LOCKED, f"{person.name}: {cell}, and not {text}")
        elif export.platform.open.fullmatch(cell):
            made.say(NEW, f"{person.name} {text}")
            made.new[person.row, column.place] = text
        elif number(cell) is None:
            made.say(WORDS, f"{person.name}: {cell}, and not {text}")
        else:
            made.say(CHANGED, f"{person.name}: {cell} -> {text}")
            made.new[person.row, column.place] = text
    return made


def decimal(mark: float) -> str:
    return f"{mark:.{DIGITS}f}".rstrip("0").rstrip(".")


def as_before(cell: str, mark: float) -> bool:
    """Whether a number is the mark as the platform shows it: 91,67 is 91.66667, if two digits or more are shown."""
    before, digits = number(cell), len(cell.replace(",", ".").partition(".")[2])
    return before is not None and abs(before - mark) <= 0.5 * 10.0**-DIGITS + (0.5 * 10.0**-digits if digits > 1 else 0)


def chosen(export: Export, heading: str, assignment: str) -> Column:
    """The column that was named or, if none was, the only one that is called as the assignment is. Raises NoTable."""
    columns = export.columns
    fitting = [column for column in columns if heading in (column.heading, column.title)]
    if not heading:
        fitting = [c for c in columns if names(c.title) & names(assignment)] or [c for c in columns if c.heading == c.title]
    if len(fitting) == 1:
        return fitting[0]
    there = "; ".join(repr(column.heading) for column in columns) or "none: export it with the assignment's column"
    why = (
        f"no column for marks is called {heading or assignment!r}"
        if not fitting
        else f"{len(fitting)} columns are called {heading or assignment!r}"
    )
    raise NoTable(f"{why}. Name one with --column. It has: {there}")


def scale(column: Column, most: float, asked: bool) -> float:
    """By what marks are multiplied. Raises NoTable where the points differ and nobody has said that they may."""
    if column.most is None or abs(column.most - most) < 1e-9:
        return 1.0
    if not column.most or not most:
        raise NoTable(f"the column {column.heading!r} has {column.most:g} points, and the assignment {most:g}: set them on the platform")
    if not asked:
        raise NoTable(
            f"the column {column.heading!r} has {column.most:g} points, and the assignment {most:g}. "
            "Set the same on the platform and export again; or say --scale, and each mark is multiplied by "
            f"{decimal(column.most)}/{decimal(most)}"
        )
    return column.most / most


def fill(options: argparse.Namespace) -> int:
    course, file = course_of(options), options.file
    assignment = assignment_of(course, options.assignment)
    export = understood(read(file, COLUMNS), options.platform)
    column = chosen(export, options.column, assignment)
    with Gradebook(course.db_url) as gradebook:
        most = gradebook.find_assignment(assignment).max_score
    factor = scale(column, most, options.scale)
    made = plan(export, column, matched(export.people, students(course, [assignment])), standings(course, assignment), factor)
    points = f"{column.most:g} points" if column.most is not None else f"how many points it has is not said, marks are of {most:g}"
    print(f"{file}: column {column.heading!r}, {points}{f'; marks of {most:g} are scaled' if factor != 1 else ''}")
    print("\n".join(made.lines()))
    if not made.new:
        print("No mark is new, so nothing was written.")
        return 0
    target = options.output or file.with_name(f"{file.stem}{ADDED}{file.suffix}")
    before = " in the place of the one that was there" if target.exists() else ""
    write(target, export.sheet.replaced(made.new), stat.S_IMODE(file.stat().st_mode))
    print(f"Wrote {target}{before}.")
    return 0


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m autograder export", description=DESCRIPTION, allow_abbrev=False)
    made.add_argument("platform", choices=NAMES)
    made.add_argument("file", type=Path, metavar="EXPORTED.csv")
    made.add_argument("--assignment", default="", metavar="NAME", help="of the gradebook (default: the only one there)")
    made.add_argument("--column", default="", metavar="HEADING", help="(default: the one that is called as the assignment is)")
    made.add_argument("--output", type=Path, metavar="FILE", help=f"(default: beside the file, with {ADDED} in its name)")
    made.add_argument("--scale", action="store_true", help="where the column has other points than the assignment, multiply the marks")
    return options_of_nbgrader(made)


def main(arguments: list[str]) -> int:
    return in_one_line(fill, parser().parse_args(arguments))
