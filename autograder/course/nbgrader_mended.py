"""What `mend` puts in the place of nbgrader's own, because no setting reaches what it does.

It would follow a student's links, wait at her pipes, take a folder named `*` for everybody's, keep the marks of what a broken
submission replaced, go through a whole class on a full disk, and compile each question to the gradebook anew.
"""

from __future__ import annotations

import errno
import glob
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from fnmatch import fnmatch
from functools import cache, wraps
from pathlib import Path
from types import ModuleType
from typing import Any

from nbgrader import api
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import find_all_files, parse_utc, rmtree
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from ..evidence.regular import open_regular
from ..sandbox.view import BESIDE_FILES
from ..show.report import flat

FOLDERS_DEEP = 20  # of what lies beside a notebook
HOPELESS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}  # the next submission would fail as well


Method = Callable[..., Any]
Owner = type | ModuleType
MENDED: list[tuple[Owner, str, Method]] = []


@cache
def mend() -> None:
    """Puts them in their places, once."""
    for owner, name, function in MENDED:
        put(owner, name, function)


def put(owner: Owner, name: str, function: Method) -> None:
    """A function in the place of a method or of a module's function, which it is handed first."""
    method = getattr(owner, name)
    setattr(owner, name, wraps(method)(lambda *args, **kwargs: function(method, *args, **kwargs)))


def instead_of(owner: Owner, name: str) -> Callable[[Method], Method]:
    """Has `mend` do that."""

    def noted(function: Method) -> Method:
        MENDED.append((owner, name, function))
        return function

    return noted


def linked(path: str, coursedir: CourseDirectory) -> bool:
    """Whether a student's folder, or one below it, is a link: what lies there is somebody else's."""
    top = Path(coursedir.root, coursedir.submitted_directory)  # which may itself be a link, of the instructor's
    return any(folder.is_symlink() for folder in Path(path).parents if top in folder.parents)


@contextmanager
def waits_if_it_fails(converter: Autograde) -> Iterator[None]:
    """A submission that stops nbgrader's converter waits for a person; nbgrader would keep the marks of an earlier one.

    What is no submission's fault ends the command instead, in one line, and this submission is as if it had not been begun.
    """
    try:
        yield
    except OperationalError as error:
        stop(converter, f"The gradebook cannot be written: {error.orig}.")
    except Exception as error:
        if isinstance(error, OSError) and error.errno in HOPELESS:
            stop(converter, f"{error.filename or converter.coursedir.root}: {error.strerror}.")
        with suppress(MissingEntry, SQLAlchemyError), Gradebook(converter.coursedir.db_url) as gradebook:
            for notebook in gradebook.find_submission(*converter.at).notebooks:
                for grade in notebook.grades:
                    grade.auto_score, grade.needs_manual_grade = None, True
            gradebook.db.commit()
        converter.log.error("%s was not graded: %s", converter.at[1], str(error).strip() or type(error).__name__)
        raise


def stop(converter: Autograde, why: str) -> None:
    with suppress(OSError):  # the next run begins there anyway
        rmtree(converter._format_dest(*converter.at))
    sys.exit(f"{flat(why)} What was graded is kept; run the command again.")


@instead_of(Autograde, "init_assignment")
def init_assignment(method: Method, self: Autograde, assignment_id: str, student_id: str) -> None:
    self.at = assignment_id, student_id
    with waits_if_it_fails(self):
        method(self, assignment_id, student_id)


@instead_of(Autograde, "convert_single_notebook")
def convert_single_notebook(method: Method, self: Autograde, notebook_filename: str) -> None:
    with waits_if_it_fails(self):
        method(self, notebook_filename)


@instead_of(BaseConverter, "init_assignment")
def copy_files(method: Method, self: BaseConverter, assignment_id: str, student_id: str) -> None:
    if isinstance(self, Autograde):
        copy_beside(self, Path(self._format_source(assignment_id, student_id)), Path(self._format_dest(assignment_id, student_id)))
    else:
        method(self, assignment_id, student_id)


def copy_beside(converter: Autograde, source: Path, target: Path) -> None:
    """Copy the regular files beside a notebook, as far as nbgrader's limits of size allow; no link is followed, no pipe opened."""
    coursedir = converter.coursedir
    room, number = 1000 * coursedir.max_dir_size, BESIDE_FILES  # the sandbox shows no more
    left_out: list[Path] = []
    instructors = Path(coursedir.format_path(coursedir.source_directory, ".", converter.at[0]))
    files = {Path(path).relative_to(instructors) for path in find_all_files(str(instructors), coursedir.ignore)}
    folders = {folder for path in files for folder in path.parents}
    pages = {f"{Path(path).stem}.html" for path in converter.notebooks}  # which the feedback will be written to
    todo = [source]
    if linked(str(source / "any"), coursedir):
        todo, left_out = [], [source]
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


ENGINES: dict[str, Engine] = {}  # by the gradebook's address


@instead_of(api, "create_engine")
def create_engine(method: Callable[..., Engine], url: str, **settings: Any) -> Engine:
    """One for a gradebook, for it knows what it has compiled; with a new one each time that is a quarter of this process's work on a class.

    A gradebook that is closed closes its connections, and opens new ones when it is asked again.
    """
    if url not in ENGINES:
        ENGINES[url] = method(url, **settings)
    return ENGINES[url]


@instead_of(BaseConverter, "init_notebooks")
def init_notebooks(method: Method, self: BaseConverter) -> None:
    """Each folder with the notebooks in it, whatever characters its name has; those that grading is due, under whatever name they are."""
    due = notebooks_due(self.coursedir) if isinstance(self, Autograde) else []
    if not due:
        method(self)
    self.assignments, self.notebooks = {}, []
    for folder in glob.glob(self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)):
        notebooks = glob.glob(os.path.join(glob.escape(folder), f"{self.coursedir.notebook_id}.ipynb"))
        paths = [os.path.join(folder, f"{name}.ipynb") for name in due]
        if not all(map(os.path.lexists, paths)):  # the plug-in that reads looks for those that stand for them
            notebooks = paths
        if "\n" in folder:  # nbgrader's pattern does not match it, which would end the command
            self.log.warning("The name of this folder cannot be a student's: %r", folder)
        elif notebooks:
            self.assignments[folder] = notebooks
    if not self.assignments:
        method(self)  # says so


def notebooks_due(coursedir: CourseDirectory) -> list[str]:
    """The released notebooks of the assignment, or of them those that the command is about."""
    with suppress(MissingEntry):
        return [name for name in notebooks_of(coursedir.db_url, coursedir.assignment_id) if fnmatch(name, coursedir.notebook_id)]
    return []


def notebooks_of(url: str, assignment: str) -> list[str]:
    """The names of the assignment's notebooks. Raises MissingEntry."""
    with Gradebook(url) as gradebook:
        return [notebook.name for notebook in gradebook.find_assignment(assignment).notebooks]


@instead_of(CourseDirectory, "get_existing_timestamp")
def get_existing_timestamp(method: Method, self: CourseDirectory, dest_path: str) -> datetime | None:
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
