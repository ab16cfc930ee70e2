"""Where a stranger's bytes are looked at: files are read and mended, evidence is judged, and cards are drawn, in a process with bounds.

Nothing is run here. What needs more than its bounds has no mark for what needed it, and costs nobody else a thing.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import TypedDict, TypeVar

from nbformat import NotebookNode

from ..evidence import Evidence, Malformed
from ..evidence.schema import checked
from ..exercises import EXERCISES
from ..explain.verdict import Verdict, judge_all
from ..sandbox.bounded import Bounds, TooMuch
from ..show import report
from ..show.report import Exercise
from .elsewhere import unknown
from .labels import worth
from .outcome import UNREAD, Run
from .ready import DESK
from .submission import Canon, Mended, Unreadable, exercises_in, mend, read

T = TypeVar("T")
# Most takes less than a second. Of time on the wall there is plenty, for a busy machine is no fault of the submission's.
READING = Bounds(wall=600, processor=20)
JUDGING = READING
NOT_OURS = (
    f"It holds none of {', '.join(EXERCISES)}, and this command knows no other exercises; another assignment of a course is graded by "
    "nbgrader autograde or python -m autograder autograde."
)
UNJUDGED = "What the notebook left as evidence cannot be judged: {}."


class Sheet(TypedDict):
    """The verdict on one exercise, as a card, as text and as the command line's JSON."""

    points: float
    card: str
    text: str
    plain: Exercise


def opened(path: str | os.PathLike[str], canon: Canon | None) -> Mended:
    """A submission file, mended. Raises Unreadable, also where it holds no exercise of ours."""
    return unless_unreadable(open_file, os.path.abspath(path), canon)


def unless_unreadable(function: Callable[..., T], *arguments: object) -> T:
    """What the function gives at the desk. Raises Unreadable, also where it needs more than its bounds."""
    try:
        return DESK.do(READING, function, *arguments)
    except TooMuch as bounds:
        raise Unreadable(f"It could not be read: {bounds}.") from None


def open_file(path: str, canon: Canon | None) -> Mended:
    handed_in = read(path)
    if not exercises_in(handed_in):
        raise Unreadable(NOT_OURS)
    return mend(handed_in, canon)


def sheets(outcome: Run) -> dict[str, Sheet]:
    """The verdicts on every exercise of a run that had no fault of ours. Raises RubricError."""
    outcome = replace(outcome, notebook=outline(outcome.notebook))
    try:
        return DESK.do(JUDGING, write_sheets, outcome)
    except TooMuch:  # one of them does; all the others are to have their marks
        return {exercise: sheet_of(exercise, outcome) for exercise in EXERCISES if exercise in worth(outcome.notebook.cells)}


def sheet_of(exercise: str, outcome: Run) -> Sheet:
    """The verdict on this exercise, whatever the others need."""
    alone = replace(outcome, evidence={name: content for name, content in outcome.evidence.items() if name == exercise})
    try:
        return DESK.do(JUDGING, write_sheets, alone)[exercise]
    except TooMuch as bounds:
        without = replace(outcome, evidence={}, reasons={exercise: UNJUDGED.format(bounds)})
        return DESK.do(JUDGING, write_sheets, without)[exercise]


def outline(nb: NotebookNode) -> NotebookNode:
    """What the verdicts need of a notebook that was run: its cells, and which of them stopped."""
    kept = NotebookNode(cells=[NotebookNode(cell) for cell in nb.cells])
    for cell in kept.cells:
        if cell.cell_type == "code":
            cell.outputs = [NotebookNode(output_type=output.output_type) for output in cell.outputs]
    return kept


def write_sheets(outcome: Run) -> dict[str, Sheet]:
    return {
        v.exercise: {"points": v.points, "card": report.html(v, hints=False), "text": report.text(v), "plain": report.plain(v)}
        for v in verdicts_of(outcome)
    }


def verdicts_of(outcome: Run) -> list[Verdict]:
    """The verdict on every exercise, in the points of its graded cell. Raises RubricError."""
    points = worth(outcome.notebook.cells)
    evidences, reasons = evidences_of(outcome)
    for evidence in evidences.values():
        evidence.facts["elsewhere"] = unknown(evidence.facts, outcome.notebook)
    verdicts = judge_all({name: evidences.get(name) for name in EXERCISES if name in points}, reasons)
    return [verdict.worth(points[verdict.exercise]) for verdict in verdicts]


def evidences_of(outcome: Run) -> tuple[dict[str, Evidence], dict[str, str]]:
    """The evidence by exercise, looked over, and the reasons where there is none."""
    evidences, reasons = {}, dict(outcome.reasons)
    for exercise, content in outcome.evidence.items():
        try:
            evidences[exercise] = checked(Evidence.read(content), exercise, outcome.seed)
        except Malformed as problem:
            reasons[exercise] = UNREAD.format(problem)
    return evidences, reasons
