"""`python -m autograder rejudge ASSIGNMENT`: applies a changed rubric, changed points or a mended fault of ours to a graded class, without running
anybody's code. It shows what would change, and with --write it changes that.

What a person has written stays: marks given by hand, comments, and what is taken off for being late. Killed at any moment and started
again it ends in the same gradebook: of each submission the gradebook is written first, its notebook then, and last what is kept of it, by
which the next run knows that all is done.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps.baseapp import nbgrader_aliases
from nbgrader.coursedir import CourseDirectory
from traitlets import Bool, Integer

from ..evidence.version import judged_by, words
from ..grading.again import Again, judge_again
from ..grading.grade import failure
from ..grading.kept import SUFFIX
from ..grading.labels import exercise_of, graded_id, short
from ..grading.limits import Limits
from ..grading.submission import Unreadable
from ..grading.workers import BEYOND, Local
from ..sandbox.bounded import Lost, TooMuch
from ..show.report import Exercise, flat, number
from .ahead import Bar
from .files import write
from .gradebook import Command, outdated
from .plugins import NOTES, mark
from .release import as_bytes
from .results import graded_folder, is_open, layout, submissions, unfinished

Points = dict[str, float]  # by exercise


class Place(NamedTuple):
    """One graded notebook of a student, and what its exercises are worth in the gradebook."""

    student: str
    notebook: str
    path: Path
    points: Points


class App(Command):
    name = "rejudge"
    description = "Judge a graded class again, without running its notebooks"
    examples = "python -m autograder rejudge residual_networks --write"
    aliases = Command.aliases | {"student": nbgrader_aliases["student"], "jobs": "App.jobs"}
    flags = Command.flags | {"write": ({"App": {"write": True}}, "Change the marks. Without this it is only shown what would change.")}

    jobs = Integer(min(os.cpu_count() or 1, 4), min=1, help="How many submissions are judged at a time.").tag(config=True)
    write = Bool(False, help="Change the marks.").tag(config=True)

    def work(self, assignment: str) -> None:
        if why := outdated(self.coursedir, assignment):
            sys.exit(why)
        began, done, stay = time.monotonic(), 0, list[str]()
        rows: list[tuple[str, ...]] = []
        for place, found in judged(self.coursedir, assignment, self.jobs):
            if isinstance(found, str):
                stay.append(f"{place.student}: {found}")
                continue
            done += 1
            rows += differences(place, found)
            stay += [f"{place.student}: The evidence of {name} was too much to be kept." for name in found.left_out]
            if self.write and found.kept:
                save(self.coursedir, assignment, place, found)
        print("\n".join(said(rows, done, stay, time.monotonic() - began, self.write, assignment)))


def judged(course: CourseDirectory, assignment: str, jobs: int) -> Iterator[tuple[Place, Again | str]]:
    """Every graded notebook, judged again; or why it cannot be."""
    asked = list(places(course, assignment))
    bar = Bar("judging", len(asked), sys.stderr.isatty())
    limits = Limits()
    with Local(jobs) as local:
        answers = [(place, local.submit(limits, judge_again, str(place.path), place.points)) for place in asked]
        for place, answer in answers:
            bar.step(place.student)
            try:
                yield place, answer()
            except (Unreadable, Lost) as why:
                yield place, str(why)
            except TooMuch as bounds:
                yield place, BEYOND.format(bounds)
            except Exception as error:  # ours, whatever it is, and of this submission only
                yield place, failure(error)
    bar.end()


def places(course: CourseDirectory, assignment: str) -> Iterator[Place]:
    """The graded notebooks of the class, or of the student who is asked for."""
    with Gradebook(course.db_url) as gradebook:
        for submission in submissions(gradebook, assignment):
            student = submission.student.id
            if course.student_id not in ("*", student) or unfinished(course, assignment, submission):
                continue
            folder = graded_folder(course, student, assignment)
            for notebook in sorted(submission.notebooks, key=lambda n: n.name):
                if all(map(is_open, notebook.grades)):  # it waits for a person
                    continue
                worth = {grade.cell.name: grade.cell.max_score for grade in notebook.grades}
                points = {short(name): most for name, most in worth.items() if name != short(name)}
                path = folder / f"{notebook.name}.ipynb"
                if path.is_file():
                    yield Place(student, notebook.name, path, points)


def differences(place: Place, found: Again) -> Iterator[tuple[str, str, str, str, str]]:
    """What would be another mark, and by which criteria."""
    for name, new in found.after.items():
        old = found.before.get(name)
        if old is None or (old["points"], old["plain"]["max_points"]) != (new["points"], new["plain"]["max_points"]):
            before = of(old["plain"]) if old else "–"
            yield place.student, name, before, of(new["plain"]), ", ".join(criteria(old["plain"] if old else None, new["plain"]))


def of(sheet: Exercise) -> str:
    return f"{number(sheet['points'])} of {number(sheet['max_points'])}"


def criteria(before: Exercise | None, after: Exercise) -> Iterator[str]:
    """Those that have become worth, or earned, something else."""
    old = {c["id"]: (c["points"], c["max_points"]) for c in before["criteria"]} if before else {}
    new = {c["id"]: (c["points"], c["max_points"]) for c in after["criteria"]}
    for id in (*new, *(id for id in old if id not in new)):
        if old.get(id) != new.get(id):
            yield f"{id}: " + " → ".join("/".join(map(number, points)) if points else "none" for points in (old.get(id), new.get(id)))


def said(rows: list[tuple[str, ...]], done: int, stay: list[str], seconds: float, written: bool, assignment: str) -> Iterator[str]:
    if rows:
        yield layout([("student", "exercise", "before", "after", "criteria"), *rows]) + "\n"
    for why in stay:
        yield f"{flat(why)} The marks stay; autograde --force --student=… grades anew."
    students = len({row[0] for row in rows})
    yield f"{done} submissions judged by {words()} in {seconds:.0f} s; {students} of them have other marks {'now' if written else 'by that'}."
    if students and not written:
        yield f"Nothing was written. To change these marks: python -m autograder rejudge {assignment} --write"


# -- writing -------------------------------------------------------------------------------------------------------------------


def save(course: CourseDirectory, assignment: str, place: Place, found: Again) -> None:
    """The gradebook first, then the notebook, and last what is kept."""
    with Gradebook(course.db_url) as gradebook:
        for exercise, sheet in found.after.items():
            grade = gradebook.find_grade(graded_id(exercise), place.notebook, assignment, place.student)
            earned = min(sheet["points"], place.points[exercise])
            if grade.auto_score != earned:
                grade.auto_score = earned
                grade.needs_manual_grade = grade.manual_score is not None  # as when nbgrader grades anew: a person confirms hers
        gradebook.db.commit()
    notebook = nbformat.read(place.path, as_version=4)
    notes = notebook.metadata.get(NOTES, {})
    graded = {name: cell for cell in notebook.cells if (name := exercise_of(cell))}
    for exercise, sheet in found.after.items():
        cell, most = graded[exercise], place.points[exercise]
        cell.metadata.nbgrader.points = most
        cell.outputs = [mark({"points": sheet["points"], "card": sheet["card"]}, most, notes.get(exercise, []))]
    notebook.metadata["judged_by"] = nbformat.from_dict(judged_by())
    rewrite(place.path, as_bytes(notebook))
    rewrite(place.path.with_suffix(SUFFIX), found.kept)


def rewrite(path: Path, content: bytes) -> None:
    """With the permissions that it has."""
    write(path, content, stat.S_IMODE(path.stat().st_mode))


main = App.main
