"""`python -m autograder receipt FILE …`: whether a notebook is the file that was graded, and whether a page's receipt is this course's. It writes nothing.

Exit status: 0 when every file is what it is said to be, 1 when one is not or nothing can be said, 2 for bad arguments.
"""

from __future__ import annotations

import argparse
import codecs
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from ..evidence.regular import TooLarge, read_regular
from ..grading.handed_in import SUFFIX, identified
from ..grading.submission import MAX_BYTES
from ..show.report import flat
from . import receipt
from .gradebook import Refused, absent, course_of, in_one_line, options_of_nbgrader, unusable
from .plugins import Grade, file_of
from .receipt import Receipt
from .results import graded_folder, handed_in

DESCRIPTION = (
    "Say whether a notebook is the file that was graded, and for how many points; or whether a page of feedback was given out by this course "
    "and what has changed since. Of a page together with a notebook it says too whether they belong together."
)
PAGES = (".html", ".htm")
NEVER = "was neither graded nor handed in here. Jupyter writes a file anew when it is saved, then it is another one"


class Graded(NamedTuple):
    """One graded notebook, its points as the gradebook has them now, by what it was judged, and the file's name and digest."""

    student: str
    assignment: str
    notebook: str
    points: str
    judged_by: str
    name: str
    sha256: str


class File(NamedTuple):
    """A file that was asked about. is_page: or a letter, and no notebook. receipt: with its seal, if there is one on a page."""

    path: Path
    sha256: str
    is_page: bool
    receipt: tuple[Receipt, str] | None


def said(options: argparse.Namespace) -> int:
    course = course_of(options)
    if why := absent(course.db_url) or unusable(course.db_url):
        raise Refused(why)
    files = [opened(path) for path in options.files]
    graded = list(all_graded(course))
    pages, notebooks = [file for file in files if file.is_page], [file for file in files if not file.is_page]
    secret, status = secret_of(course) if pages else "", 0
    for file in files:
        told = about_page(file, graded, secret) if file.is_page else about_notebook(file, graded, course)
        status |= shown(file, told)
    for page in pages:
        for file in notebooks:
            if page.receipt:
                same = page.receipt[0].sha256 == file.sha256
                status |= shown(file, (same, f"This is {'' if same else 'not '}the file of the receipt in {page.path}."))
    return status


def shown(file: File, told: tuple[bool, str]) -> int:
    """Prints what is to be said of a file, and gives the exit status for it."""
    right, words = told
    print(flat(f"{file.path}: {words}"))
    return int(not right)


def opened(path: Path) -> File:
    """Raises Refused."""
    try:
        content = read_regular(path, MAX_BYTES)
    except TooLarge:
        raise Refused(f"{path}: It is larger than {MAX_BYTES // 1_000_000} MB, which no file is that was graded.") from None
    except OSError as error:
        raise Refused(f"{path}: {error.strerror}.") from None
    notebook = is_notebook(path, content)
    held = None if notebook else receipt.found(content)
    is_page = not notebook and (held is not None or path.suffix.lower() in PAGES)
    return File(path, hashlib.sha256(content).hexdigest(), is_page, held)


def is_notebook(path: Path, content: bytes) -> bool:
    """By its name, or as an object of JSON, which no page and no letter begins like: what a student writes in a notebook is no receipt."""
    return path.suffix.lower() == SUFFIX or content.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")


def secret_of(course: CourseDirectory) -> str:
    """The course's secret, which is not made here: with another one no receipt holds. Raises Refused."""
    path = Path(course.root, Grade(config=course.config).secret)  # where the course has settings of its own it is absolute
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Refused(
            f"{path}: {error.strerror}. It is made when the first submission is graded, and receipts are sealed with it."
        ) from None


def all_graded(course: CourseDirectory) -> Iterator[Graded]:
    with Gradebook(course.db_url) as gradebook:
        for assignment in gradebook.assignments:
            for submission in gradebook.assignment_submissions(assignment.name):
                folder = graded_folder(course, submission.student.id, assignment.name)
                for notebook in submission.notebooks:
                    try:
                        metadata = json.loads((folder / f"{notebook.name}.ipynb").read_bytes())["metadata"]
                    except (OSError, ValueError, KeyError, TypeError):
                        continue  # it is not graded
                    file = file_of(metadata)
                    place = submission.student.id, assignment.name, notebook.name
                    yield Graded(*place, receipt.points(notebook), receipt.judged_by(metadata), file["name"], file["sha256"])


def about_page(file: File, graded: list[Graded], secret: str) -> tuple[bool, str]:
    """Whether its receipt is this course's, and what is to be said of it."""
    if not file.receipt:
        return False, "There is no receipt on this page. An older version of this package gave it out, or somebody else."
    own, seal = file.receipt
    if not receipt.holds(own, seal, secret):
        return False, "Its receipt was changed, or is another course's: the seal is not that of this course."
    words = f"This course gave out this receipt, {own.given_out}, to {own.student} for {own.assignment}: {own.points}."
    now = next((g for g in graded if (g.student, g.assignment, g.notebook) == (own.student, own.assignment, own.notebook)), None)
    if now is None:
        return True, f"{words} There is no such graded notebook any more."
    words += " The gradebook has the same points." if now.points == own.points else f" By now the gradebook has {now.points}."
    return True, words + ("" if now.sha256 == own.sha256 else " Since then another file was graded.")


def about_notebook(file: File, graded: list[Graded], course: CourseDirectory) -> tuple[bool, str]:
    """Whether this file was graded, and what is to be said of it."""
    if own := [g for g in graded if g.sha256 == file.sha256]:
        each = (f"{g.student} for {g.assignment}, as {g.name}: {g.points}, judged by {g.judged_by}" for g in own)
        return True, f"This file was graded, of {'; and of '.join(each)}."
    for assignment in dict.fromkeys(g.assignment for g in graded):
        for student in sorted(handed_in(course, assignment)):
            for path in sorted(Path(course.format_path(course.submitted_directory, student, assignment)).glob("*.ipynb")):
                if identified(path)["sha256"] == file.sha256:
                    return (
                        False,
                        f"It lies in {path.parent}, but is not the file that was graded: autograde --force --student={student} grades it.",
                    )
    return False, f"This file (sha256 {file.sha256}) {NEVER}."


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m autograder receipt", description=DESCRIPTION, allow_abbrev=False)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a notebook as it was handed in, a page of feedback, or both")
    return in_one_line(said, options_of_nbgrader(parser).parse_args(arguments))
