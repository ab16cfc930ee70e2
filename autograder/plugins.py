"""Where grading meets nbgrader: what `nbgrader_config.py` names, and what no setting reaches. Nothing is run or judged here.

`nbgrader autograde` first sanitizes a submission (`Reader`, then `Mend`), then grades the result (`Grade`, `SaveGrades`).
A submission that cannot be graded keeps no mark: it waits for a person in the gradebook, with the reason in its feedback.

Importing this file also mends five methods of nbgrader's, see the end: no setting keeps them from following a student's links,
waiting at her pipes, taking a folder named `*` for everybody's, and keeping the marks of what a broken submission replaced.
"""

from __future__ import annotations

import errno
import glob
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from fnmatch import fnmatch
from functools import wraps
from html import escape
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import find_all_files, parse_utc
from sqlalchemy.exc import SQLAlchemyError
from traitlets import Bool, Float, Integer, Unicode
from traitlets.config import Application

from . import report, submission
from .challenge import SECRET, course_secret, seed_for
from .grade import UNSAFE, grade_notebook
from .regular import open_regular
from .run import GIB, Limits
from .sandbox import doctor
from .submission import Unreadable

KEY = "autograder"  # what Mend leaves for Grade in the sanitized notebook, and Grade for SaveGrades in the resources
FILES, FOLDERS_DEEP = 1_000, 20  # of what lies beside a notebook; the sandbox shows no more files


class Reader(NotebookExporter):
    """Reads any file: one that is no notebook becomes a notebook that says so."""

    def from_filename(self, filename, resources=None, **kw):
        if not self.parent._sanitizing:  # this one nbgrader has written
            return super().from_filename(filename, resources, **kw)
        try:
            if linked(filename, self.parent.coursedir):
                raise Unreadable("The folder that it lies in is a symbolic link.")
            nb, reason = submission.read(filename), ""
        except Unreadable as error:
            reason = str(error)
            nb = new_notebook(cells=[new_markdown_cell(f"This submission could not be read. {escape(reason)}", id="unreadable")])
        resources = {**(resources or {}), KEY: {"unreadable": reason}}
        # the base class would open the file again, so its few lines about the file's place are all that is left to do
        resources["metadata"] = {**resources.get("metadata", {}), "path": str(filename).rpartition("/")[0]}
        return self.from_notebook_node(nb, resources, **kw)


class Mend(NbGraderPreprocessor):
    """Makes the submission gradeable by the release that the gradebook remembers."""

    def preprocess(self, nb, resources):
        unreadable = resources.get(KEY, {}).get("unreadable", "")
        nb, notes = submission.mend(nb, released(resources["nbgrader"]))
        for exercise, said in notes.items():
            if not unreadable:
                self.log.warning("%s: %s", exercise, " ".join(said))
        nb.metadata[KEY] = {"unreadable": unreadable, "notes": {} if unreadable else notes}
        return nb, resources


def released(place: dict) -> dict[str, nbformat.NotebookNode]:
    """The labelled cells of the released notebook, by grade_id, as the gradebook has them."""
    with Gradebook(place["db_url"]) as gradebook:
        notebook = gradebook.find_notebook(place["notebook"], place["assignment"])
        worth = {cell.name: cell.max_score for cell in (*notebook.grade_cells, *notebook.task_cells)}
        graded = {cell.name for cell in notebook.grade_cells}
        solutions = {cell.name for cell in notebook.solution_cells}
        tasks = {cell.name for cell in notebook.task_cells}
        cells = {}
        for cell in notebook.source_cells:
            new = submission.NEW_CELL[cell.cell_type](cell.source or "", id=cell.name)
            label = {
                "grade_id": cell.name,
                "grade": cell.name in graded,
                "solution": cell.name in solutions,
                "task": cell.name in tasks,
                "locked": bool(cell.locked),
                "schema_version": 3,
            }
            label |= {"checksum": cell.checksum} if cell.checksum else {}
            label |= {"points": worth[cell.name]} if cell.name in worth else {}
            new.metadata = nbformat.from_dict({"nbgrader": label})
            cells[cell.name] = new
    return cells


class Grade(NbGraderPreprocessor):
    """Takes the place of nbgrader's Execute: runs the notebook, judges it here, and writes each mark with its card."""

    seconds = Float(Limits.seconds, help="Time limit for one submission.").tag(config=True)
    memory = Integer(Limits.memory // GIB, help="Memory limit for one submission, in GiB.").tag(config=True)
    unsafe = Bool(False, help="Run submissions with the grader's rights, where they cannot be isolated.").tag(config=True)
    secret = Unicode(SECRET, help="The file with the course's secret, from which each student's challenge is drawn.").tag(config=True)

    def preprocess(self, nb, resources):
        left = nb.metadata.pop(KEY, {})
        reason, marks = left.get("unreadable", ""), {}
        if not reason:
            graded = self.graded(nb, **self.asked(resources["nbgrader"]["student"], resources["metadata"]["path"]))
            reason, marks = graded["reason"], graded["exercises"]
            for cell, shown in zip(nb.cells, graded["shown"]):
                cell.update(nbformat.from_dict(shown or {}))
        if reason:
            self.log.warning("No mark for %s, a person has to look at it: %s", resources["nbgrader"]["student"], reason)
        for cell in nb.cells:
            if exercise := submission.exercise_of(cell):
                notes = [*left.get("notes", {}).get(exercise, []), *([UNSAFE] if self.unsafe else [])]
                cell.outputs = [ungraded(reason) if reason else mark(marks[exercise], cell.metadata.nbgrader.points, notes)]
                cell.execution_count = None if reason else 1
        return nb, {**resources, KEY: {"ungradable": bool(reason)}}

    def graded(self, nb, **asked) -> dict:
        return grade_notebook(nb, **asked)

    def asked(self, student: str, folder: str) -> dict:
        """How this student's notebook is graded."""
        limits = Limits(seconds=self.seconds, memory=self.memory * GIB, unsafe=self.unsafe)
        return {"limits": limits, "seed": seed_for(course_secret(self.secret), student), "folder": folder}


def isolated_or_refused(**place) -> None:
    """End the command where submissions cannot be isolated; nbgrader's hook before it converts."""
    if not Grade(parent=Application.instance()).unsafe and (refusal := doctor.refusal()):
        sys.exit(refusal)


def mark(given: dict, points: float, notes: list[str]) -> nbformat.NotebookNode:
    """The only output of a graded cell: nbgrader takes the points from its text, people read its card."""
    earned = min(round(given["share"] * points, 4), points)
    card = given["card"] + "".join(f"<p>{escape(note)}</p>" for note in notes)
    return new_output("execute_result", {"text/plain": repr(float(earned)), "text/html": card}, execution_count=1)


def ungraded(reason: str) -> nbformat.NotebookNode:
    words = f"This submission could not be graded automatically and got no mark yet. {report.inert(reason)}"
    return new_output("display_data", {"text/plain": words, "text/html": report.card(escape(words), report.GREY)})


class SaveGrades(SaveAutoGrades):
    """As nbgrader does, except that a submission that could not be graded waits for a person instead of getting full marks."""

    def _add_score(self, cell, resources):
        ours = submission.exercise_of(cell) is not None
        if not (ours and resources.get(KEY, {}).get("ungradable")):
            super()._add_score(cell, resources)
            return
        place = (cell.metadata.nbgrader.grade_id, self.notebook_id, self.assignment_id, self.student_id)
        grade = self.gradebook.find_grade(*place)
        grade.auto_score = None
        grade.needs_manual_grade = True
        self.gradebook.db.commit()


def instead_of(owner: type, name: str) -> Callable:
    """Put a function in the place of a method, which it is handed first."""

    def put(function: Callable) -> Callable:
        method = getattr(owner, name)
        setattr(owner, name, wraps(method)(lambda *args, **kwargs: function(method, *args, **kwargs)))
        return function

    return put


def linked(path: str, coursedir: CourseDirectory) -> bool:
    """Whether a student's folder, or one below it, is a link: what lies there is somebody else's."""
    top = Path(coursedir.root, coursedir.submitted_directory)  # which may itself be a link, of the instructor's
    return any(folder.is_symlink() for folder in Path(path).parents if top in folder.parents)


@contextmanager
def waits_if_it_fails(converter: Autograde) -> Iterator[None]:
    """A submission that stops nbgrader's converter waits for a person; nbgrader would keep the marks of an earlier one."""
    try:
        yield
    except Exception:
        with suppress(MissingEntry, SQLAlchemyError), Gradebook(converter.coursedir.db_url) as gradebook:
            for notebook in gradebook.find_submission(*converter.at).notebooks:
                for grade in notebook.grades:
                    grade.auto_score, grade.needs_manual_grade = None, True
            gradebook.db.commit()
        raise


@instead_of(Autograde, "init_assignment")
def init_assignment(method, self, assignment_id: str, student_id: str) -> None:
    self.at = assignment_id, student_id
    with waits_if_it_fails(self):
        method(self, assignment_id, student_id)


@instead_of(Autograde, "convert_single_notebook")
def convert_single_notebook(method, self, notebook_filename: str) -> None:
    with waits_if_it_fails(self):
        method(self, notebook_filename)


@instead_of(BaseConverter, "init_assignment")
def copy_files(method, self, assignment_id: str, student_id: str) -> None:
    if isinstance(self, Autograde):
        copy_beside(self, Path(self._format_source(assignment_id, student_id)), Path(self._format_dest(assignment_id, student_id)))
    else:
        method(self, assignment_id, student_id)


def copy_beside(converter: Autograde, source: Path, target: Path) -> None:
    """Copy the regular files beside a notebook, as far as nbgrader's limits of size allow; no link is followed, no pipe opened."""
    coursedir = converter.coursedir
    room, number, left_out = 1000 * coursedir.max_dir_size, FILES, []
    instructors = Path(coursedir.format_path(coursedir.source_directory, ".", converter.at[0]))
    files = {Path(path).relative_to(instructors) for path in find_all_files(str(instructors), coursedir.ignore)}
    folders = {folder for path in files for folder in path.parents}
    pages = {f"{Path(path).stem}.html" for path in converter.notebooks}  # which the feedback will be written to
    todo = [source]
    if linked(str(source / "any"), coursedir):
        todo, left_out = [], [str(source)]
    while todo:
        folder = todo.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            left_out.append(folder)
            continue
        for entry in entries:
            path = Path(entry.path).relative_to(source)
            if any(fnmatch(entry.name, pattern) for pattern in (*coursedir.ignore, "*.ipynb")):
                continue
            if entry.is_dir(follow_symlinks=False) and path not in files and str(path) not in pages and len(path.parts) < FOLDERS_DEEP:
                todo.append(Path(entry.path))
                continue
            size = entry.stat(follow_symlinks=False).st_size
            fits = size <= min(room, 1000 * coursedir.max_file_size) and number > 0
            if not entry.is_file(follow_symlinks=False) or path in folders or str(path) in pages or not fits:
                left_out.append(path)
            elif copied(entry.path, target / path):
                room, number = room - size, number - 1
            else:
                left_out.append(path)
    if left_out:
        words = "%s: of what lies beside the notebook, %d files or folders were left out (links, pipes, too large, too many …), such as %r"
        converter.log.warning(words, converter.at[1], len(left_out), str(left_out[0]))


def copied(source: str, target: Path) -> bool:
    """Copy a file, if it can be read. Raises OSError where the copy cannot be written."""
    try:
        file = open_regular(source)
    except OSError:
        return False
    with file:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            with target.open("wb") as copy:
                shutil.copyfileobj(file, copy)
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:
                raise
            return False
    return True


@instead_of(BaseConverter, "init_notebooks")
def init_notebooks(method, self) -> None:
    """Each folder with the notebooks in it, whatever characters its name has."""
    method(self)
    self.assignments = {}
    for folder in glob.glob(self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)):
        notebooks = glob.glob(os.path.join(glob.escape(folder), f"{self.coursedir.notebook_id}.ipynb"))
        if "\n" in folder:  # nbgrader's pattern does not match it, which would end the command
            self.log.warning("The name of this folder cannot be a student's: %r", folder)
        elif notebooks:
            self.assignments[folder] = notebooks


@instead_of(CourseDirectory, "get_existing_timestamp")
def get_existing_timestamp(method, self, dest_path: str):
    """The time in a submission's timestamp.txt; None where it holds none. nbgrader ends the submission then."""
    path = os.path.join(dest_path, "timestamp.txt")
    try:
        with open_regular(path) as file:
            return parse_utc(file.read(1000).decode().strip())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, ArithmeticError, TypeError) as error:
        self.log.warning("No time can be taken from %r: %s", path, error)
        return None
