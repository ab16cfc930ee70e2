"""Where grading meets nbgrader: the plug-ins that `nbgrader_config.py` names. Nothing is run or judged here.

`nbgrader autograde` first sanitizes a submission (`Reader`, then `Mend`), then grades the result (`Grade`, `SaveGrades`).
A submission that cannot be graded keeps no mark: it waits for a person in the gradebook, with the reason in its feedback.
What no setting of nbgrader's reaches is in `nbgrader_mended`.
"""

from __future__ import annotations

import sys
from html import escape

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import Bool, Float, Integer, Unicode
from traitlets.config import Application

from . import report, submission
from .challenge import SECRET, course_secret, seed_for
from .grade import UNSAFE, grade_notebook
from .nbgrader_mended import linked
from .run import GIB, Limits
from .sandbox import doctor
from .submission import KEY, Unreadable


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
            nb.metadata["judged_by"] = nbformat.from_dict(graded["judged_by"])
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
    earned = min(given["points"], points)
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
