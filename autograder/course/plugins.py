"""Where grading meets nbgrader: the plug-ins that `nbgrader_config.py` names. Nothing is run or judged here.

`nbgrader autograde` first sanitizes a submission (`Reader`, then `Mend`), then grades the result (`Grade`, `SaveGrades`).
A submission that cannot be graded keeps no mark: it waits for a person in the gradebook, with the reason in its feedback.
What no setting of nbgrader's reaches is in `nbgrader_mended`.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import determine_grade
from traitlets import Bool, Float, Integer, List, Unicode
from traitlets.config import Application

from ..evidence.version import unknown_keras
from ..grading import submission
from ..grading.desk import unless_unreadable
from ..grading.grade import UNSAFE, Asked, grade_notebook
from ..grading.handed_in import File, fingerprint, found, identified, text_of
from ..grading.kept import SUFFIX
from ..grading.labels import exercise_of, grade_id, is_graded
from ..grading.limits import Limits
from ..grading.marks import Mark, Marks, unmarked
from ..grading.submission import KEY, Canon, Unreadable
from ..grading.workers import HANDS
from ..sandbox import doctor
from ..sandbox.bounded import GIB
from ..show import report
from ..truth.challenge import SECRET, course_secret, seed_for
from .files import write
from .nbgrader_mended import linked, notebooks_of

Resources = dict[str, Any]  # what nbconvert hands from one step to the next
UNREAD = "This submission could not be read, and waits for a person. "
FINGERPRINT = "handed_in"  # of what was handed in, in the metadata of the graded notebook
FILE = "file"  # that was graded: its name and digest, likewise
NOTES = "notes"  # on what was mended, by exercise, likewise
WAITS_FOR = "waits_for"  # why there is no mark, by graded cell, likewise


class Reader(NotebookExporter):
    """Reads any file: one that is no notebook becomes a notebook that says so."""

    parent: Autograde

    def from_filename(self, filename: str, resources: Resources | None = None, **kw: Any) -> tuple[NotebookNode, Resources]:
        if not self.parent._sanitizing:  # this one nbgrader has written
            return super().from_filename(filename, resources, **kw)
        path, reason = Path(filename), ""
        file: File = {"name": path.name, "sha256": ""}
        try:
            if linked(filename, self.parent.coursedir):
                raise Unreadable("The folder that it lies in is a symbolic link.")
            place = (resources or {})["nbgrader"]
            if named_otherwise := not os.path.lexists(path):
                others = [name for name in notebooks_of(place["db_url"], place["assignment"]) if name != place["notebook"]]
                path = unless_unreadable(found, path.absolute(), [*released(place)], others)
            file = identified(path)
            nb = unless_unreadable(submission.read, os.path.abspath(path))
            if named_otherwise:
                self.log.warning("%s: %r was taken for %s", place["student"], path.name, os.path.basename(filename))
                nb.cells.insert(0, new_markdown_cell(f"Handed in under the name <code>{verbatim(path.name)}</code>.", id="handed-in-as"))
        except Unreadable as error:
            reason = str(error)
            nb = new_notebook(cells=[new_markdown_cell(self.unread(path, reason), id="unreadable")])
        resources = {**(resources or {}), KEY: {"unreadable": reason, "fingerprint": fingerprint(Path(filename).parent), FILE: file}}
        # the base class would open the file again, so its few lines about the file's place are all that is left to do
        resources["metadata"] = {**resources.get("metadata", {}), "path": str(filename).rpartition("/")[0]}
        return self.from_notebook_node(nb, resources, **kw)  # type: ignore[no-untyped-call]  # it has no types in nbconvert

    def unread(self, path: Path, reason: str) -> str:
        """What a person needs who grades the file by hand: the reason, where it lies, and its text."""
        coursedir = self.parent.coursedir
        text = "" if linked(str(path), coursedir) else text_of(path)
        where = verbatim(os.path.relpath(path, coursedir.root))
        words = f"{UNREAD}{verbatim(reason)}\n\n<code>{where}</code>"
        return words + (f"\n\n<details open><summary>Its text</summary><pre>{verbatim(text)}</pre></details>" if text else "")


def file_of(metadata: Mapping[str, Any]) -> File:
    """metadata: of a graded notebook. Where an earlier version of this package graded it, it is without name and digest."""
    return metadata.get(FILE) or File(name="", sha256="")


def verbatim(text: str) -> str:
    """A stranger's words in Markdown, as they are: nothing in them is markup, no empty line ends what they stand in."""
    return re.sub(r"[^\w .,:;/()-]", lambda character: f"&#{ord(character[0])};", text)


class Mend(NbGraderPreprocessor):
    """Makes the submission gradeable by the release that the gradebook remembers."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        unreadable, canon = resources.get(KEY, {}).get("unreadable", ""), released(resources["nbgrader"])
        try:
            nb, notes = unless_unreadable(submission.mend, nb, canon)
        except Unreadable as error:
            unreadable = str(error)
            nb, notes = submission.mend(new_notebook(cells=[new_markdown_cell(UNREAD + verbatim(unreadable), id="unreadable")]), canon)
        for exercise, said in notes.items():
            if not unreadable:
                self.log.warning("%s: %s", exercise, " ".join(said))
        nb.metadata[KEY] = {"unreadable": unreadable, "notes": {} if unreadable else notes}
        nb.metadata[FINGERPRINT] = resources.get(KEY, {}).get("fingerprint", "")
        nb.metadata[FILE] = resources.get(KEY, {}).get(FILE, {})
        return nb, resources


def released(place: dict[str, str]) -> Canon:
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
    """Takes the place of nbgrader's Execute: runs the notebook, judges our exercises here, and writes each mark with its card.

    To the other graded cells it leaves their outputs, from which nbgrader takes the mark, as after Execute.
    """

    seconds = Float(Limits.seconds, help="Time limit for one submission.").tag(config=True)
    step = Float(Limits.step, help="Time limit for one cell of it, or for the probe of one exercise.").tag(config=True)
    memory = Integer(Limits.memory // GIB, help="Memory limit for one submission, in GiB.").tag(config=True)
    unsafe = Bool(False, help="Run submissions with the grader's rights, where they cannot be isolated.").tag(config=True)
    hidden = List(Unicode(), help="Folders that a submission must not see, wherever they lie: the course's.").tag(config=True)
    keep = Float(5, min=0, help="MB of evidence to be kept beside a graded notebook, by which it can be judged again; 0 for none.").tag(
        config=True
    )
    secret = Unicode(SECRET, help="The file with the course's secret, from which each student's challenge is drawn.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        left = nb.metadata.pop(KEY, {})
        graded = unmarked(left.get("unreadable", ""))
        if not graded["reason"]:
            graded = self.graded(nb, self.asked(resources["nbgrader"]["student"], resources["metadata"]["path"]))
            nb.metadata["judged_by"] = nbformat.from_dict(graded["judged_by"])
        if graded["kept"]:
            write(Path(resources["metadata"]["path"], resources["nbgrader"]["notebook"] + SUFFIX), graded["kept"])
        for cell, shown in zip(nb.cells, graded["shown"]):
            cell.update(nbformat.from_dict(shown or {}))
        waits = dict(graded["lost"])  # grade_id → why
        if graded["reason"]:
            waits = {cell.metadata.nbgrader.grade_id: graded["reason"] for cell in nb.cells if is_graded(cell)}
        for reason in dict.fromkeys(waits.values()):
            self.log.warning("No mark for %s, a person has to look at it: %s", resources["nbgrader"]["student"], reason)
        notes: dict[str, list[str]] = {}
        for cell in nb.cells:
            if cell.cell_type == "code" and (why := waits.get(grade_id(cell) or "")):
                cell.outputs, cell.execution_count = [ungraded(why)], None
            elif exercise := exercise_of(cell):
                notes[exercise] = [*left.get("notes", {}).get(exercise, []), *([UNSAFE] if self.unsafe else [])]
                cell.outputs = [mark(graded["exercises"][exercise], cell.metadata.nbgrader.points, notes[exercise])]
                cell.execution_count = 1
        nb.metadata[NOTES], nb.metadata[WAITS_FOR] = notes, waits
        return nb, {**resources, KEY: {"unreadable": bool(left.get("unreadable")), "waits": waits}}

    def graded(self, nb: NotebookNode, asked: Asked) -> Marks:
        return HANDS.marks(asked, grade_notebook, nb)

    def asked(self, student: str, folder: str) -> Asked:
        """How this student's notebook is graded."""
        hidden = (*self.hidden, *filter(None, [self.config.get("Exchange", {}).get("root")]))
        limits = Limits(seconds=self.seconds, step=self.step, memory=self.memory * GIB, unsafe=self.unsafe, hidden=hidden)
        return Asked(limits, seed_for(course_secret(self.secret), student), folder, int(1e6 * self.keep))


def isolated_or_refused(**place: str) -> None:
    """End the command where submissions cannot be isolated; nbgrader's hook before it converts."""
    if unknown := unknown_keras():
        Application.instance().log.warning(unknown)
    if not Grade(parent=Application.instance()).unsafe and (refusal := doctor.refusal()):
        sys.exit(refusal)


def mark(given: Mark, points: float, notes: list[str]) -> NotebookNode:
    """The only output of a graded cell: nbgrader takes the points from its text, people read its card."""
    earned = min(given["points"], points)
    card = given["card"] + "".join(f"<p>{escape(note)}</p>" for note in notes)
    return new_output("execute_result", {"text/plain": repr(float(earned)), "text/html": card}, execution_count=1)


def ungraded(reason: str) -> NotebookNode:
    words = f"This could not be graded automatically. It has no mark yet and waits for a person. {report.inert(reason)}"
    return new_output("display_data", {"text/plain": words, "text/html": report.card(escape(words), report.GREY)})


class SaveGrades(SaveAutoGrades):
    """As nbgrader does, except that what could not be graded waits for a person instead of getting full marks."""

    def _add_score(self, cell: NotebookNode, resources: Resources) -> None:
        grade_id = cell.metadata.nbgrader.grade_id
        waits = grade_id in resources[KEY]["waits"]
        try:
            determine_grade(cell)
        except (ValueError, KeyError) as error:  # nbgrader would give up the whole submission
            self.log.warning("No mark for %s in %s, a person has to look at it: %s", self.student_id, grade_id, error)
            waits = True
        if not waits:
            super()._add_score(cell, resources)
            return
        grade = self.gradebook.find_grade(grade_id, self.notebook_id, self.assignment_id, self.student_id)
        grade.auto_score = None
        grade.needs_manual_grade = True
        self.gradebook.db.commit()

    def _add_comment(self, cell: NotebookNode, resources: Resources) -> None:
        super()._add_comment(cell, resources)
        if resources[KEY]["unreadable"]:  # the cell that was put back is the release's: nbgrader says "No response."
            place = (cell.metadata.nbgrader.grade_id, self.notebook_id, self.assignment_id, self.student_id)
            self.gradebook.find_comment(*place).auto_comment = None
            self.gradebook.db.commit()
