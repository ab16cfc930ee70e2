"""The gradebook and the assignment that a command is about, or one line that says why nothing can be done. It changes nothing."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.baseapp import NbGrader, nbgrader_aliases, nbgrader_flags
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError
from traitlets import default

from ..show.report import flat
from .sheet import NoTable


def named(app: NbGrader, command: str) -> str:
    """The one assignment that the command line names; without one the command ends."""
    names = [*app.extra_args, *filter(None, [app.coursedir.assignment_id])]
    if len(names) != 1:
        sys.exit(f"Say which assignment, as in: python -m autograder {command} residual_networks")
    return names[0]


class Command(NbGrader):
    """Is about one assignment, and finds the gradebook as nbgrader's own commands do, with the options for that."""

    aliases = {name: nbgrader_aliases[name] for name in ("db", "course-dir", "log-level")}
    flags = nbgrader_flags

    @default("log_level")
    def quiet(self) -> str:
        return "WARN"

    def start(self) -> None:
        super().start()
        assignment = named(self, self.name)
        if why := problem(self.coursedir.db_url, assignment):
            sys.exit(why)
        self.work(assignment)

    def work(self, assignment: str) -> None:
        """What the command does, of an assignment that the gradebook knows."""
        raise NotImplementedError

    @classmethod
    def main(cls, arguments: list[str]) -> int:
        sys.argv[0] = f"python -m autograder {cls.name}"
        cls.launch_instance(argv=arguments)
        return 0


class Refused(ValueError):
    """One sentence that says why nothing can be done."""


def options_of_nbgrader(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """With the options by which nbgrader's own commands find a course."""
    parser.add_argument("--course-dir", default="", metavar="FOLDER", help="the course's folder (default: this one)")
    parser.add_argument("--db", default="", metavar="URL", help="of the gradebook (default: as the course's settings say)")
    return parser


def course_of(options: argparse.Namespace) -> CourseDirectory:
    """The course that the options are about, with its own settings."""
    app = NbGrader(log_level="WARN")
    given = {"--course-dir": options.course_dir, "--db": options.db}
    app.initialize([f"{name}={value}" for name, value in given.items() if value])
    return app.coursedir


def assignment_of(course: CourseDirectory, name: str) -> str:
    """The assignment that was named, or else the only one. Raises Refused."""
    if why := unusable(course.db_url):
        raise Refused(why)
    with Gradebook(course.db_url) as gradebook:
        names = [assignment.name for assignment in gradebook.assignments]
    if not name and len(names) > 1:
        raise Refused(f"Say which assignment, as in: --assignment {shlex.quote(names[0])}. The gradebook knows: {', '.join(names)}.")
    name = name or next(iter(names), "residual_networks")
    if why := problem(course.db_url, name):
        raise Refused(why)
    return name


def in_one_line(work: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    """What a command does with a file, and its exit status; what it cannot do is said in one line."""
    try:
        return work(options)
    except NoTable as error:
        why = f"{options.file}: {error}. Nothing was written."
    except Refused as error:
        why = str(error)
    except OSError as error:
        why = f"{error.filename or options.file}: {error.strerror}. Nothing was written."
    print(flat(why), file=sys.stderr)
    return 1


def problem(url: str, assignment: str) -> str | None:
    """Why nothing can be written for this assignment, if so."""
    if why := unusable(url):
        return why
    with Gradebook(url) as gradebook:
        known = [a.name for a in gradebook.assignments]
    if assignment in known:
        return None
    return (
        f"The gradebook does not know the assignment {assignment!r}; it knows: {', '.join(known) or 'none'}. "
        f"Has `nbgrader generate_assignment {shlex.quote(assignment)}` been run?"
    )


def absent(url: str) -> str | None:
    """Why there is nothing to be read, where no gradebook is yet: nbgrader would make one."""
    file = make_url(url).database if url.startswith("sqlite") else None
    return (
        f"There is no gradebook {file}. Say in which folder the course is: --course-dir FOLDER."
        if file and not Path(file).exists()
        else None
    )


def unusable(url: str) -> str | None:
    """Why nothing can be written into this gradebook, if so."""
    try:
        with Gradebook(url) as gradebook:
            if url.startswith("sqlite"):
                gradebook.db.execute(text("BEGIN IMMEDIATE"))  # waits some seconds for who else is writing
                gradebook.db.rollback()
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
        return f"The gradebook cannot be used ({url.split('@')[-1]}): {reason}."
    return None


def outdated(course: CourseDirectory, assignment: str) -> str | None:
    """Why the gradebook must first be told of the release: cells are worth other points in the instructor's notebook, if it is here."""
    differ = []
    with suppress(MissingEntry), Gradebook(course.db_url) as gradebook:
        for notebook in gradebook.find_assignment(assignment).notebooks:
            path = Path(course.format_path(course.source_directory, ".", assignment), f"{notebook.name}.ipynb")
            known = {cell.name: cell.max_score for cell in notebook.grade_cells}
            differ += [name for name, points in points_in(path).items() if known.get(name, points) != points]
    if not differ:
        return None
    return (
        f"The gradebook does not know the present points of {', '.join(differ)}. Run nbgrader generate_assignment {shlex.quote(assignment)}, and then "
        "this again, with --force for what is graded already."
    )


def points_in(path: Path) -> dict[str, float]:
    """The points of the graded cells in a file, by grade_id; none where it is no notebook."""
    try:
        cells = nbformat.read(path, as_version=4).cells
        labels = [cell.metadata.nbgrader for cell in cells if "nbgrader" in cell.metadata]
        return {label.grade_id: float(label.points) for label in labels if label.get("grade")}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
