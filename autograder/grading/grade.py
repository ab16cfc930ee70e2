"""Grades submission files: read, mend, run, judge. No course, no database; see `plugins` for nbgrader."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypedDict

from ..evidence import Evidence
from ..evidence.version import judged_by
from ..exercises import EXERCISES
from ..explain.verdict import Verdict, judge_all
from ..judge import RubricError
from ..sandbox.provisioner import Lost
from ..show import report
from ..show.faults import logged
from ..show.report import Exercise
from ..truth.challenge import PUBLIC_SEED, SECRET, course_secret, seed_for
from .elsewhere import unknown
from .outputs import harmless, number
from .run import Limits, Run, run
from .submission import Canon, Mended, Notebook, Notes, Unreadable, canonical, exercise_of, holds_an_exercise, mend, read, worth

UNSAFE = "Graded with --unsafe: the notebook ran with the grader's rights."
NOT_OURS = (
    f"It holds none of {', '.join(EXERCISES)}, and this command knows no other exercises; another assignment of a course is graded by "
    "nbgrader autograde or python -m autograder autograde."
)
LOG = logging.getLogger(__name__)


class Mark(TypedDict):
    points: float
    card: str


class Shown(TypedDict):
    outputs: list[Notebook]
    execution_count: int | None


class Marks(TypedDict):
    """A notebook's marks: the reason why it has none, or those of its exercises, by name.

    shown: harmless outputs and the number of every code cell, None for the others. lost: as in `Run`. judged_by: version and rubric.
    """

    reason: str
    exercises: dict[str, Mark]
    shown: list[Shown | None]
    lost: dict[str, str]
    judged_by: dict[str, str]


@dataclass(frozen=True)
class Asked:
    """How a notebook is to be run, see `run`."""

    limits: Limits = field(default_factory=Limits)
    seed: int = PUBLIC_SEED
    folder: str | None = None


class Submission(TypedDict):
    """A submission in the command line's JSON."""

    path: str
    outcome: str
    reason: str
    notes: list[str]
    points: float
    max_points: float
    seconds: float
    exercises: list[Exercise]


def verdicts_of(outcome: Run) -> list[Verdict]:
    """The verdict on every exercise of a run that had no fault of ours, in the points of its graded cell. Raises RubricError."""
    points = worth(outcome.notebook)
    for evidence in outcome.evidence.values():
        evidence.facts["elsewhere"] = unknown(evidence.facts, outcome.notebook)
    verdicts = judge_all({name: outcome.evidence.get(name) for name in EXERCISES if name in points}, outcome.reasons)
    return [verdict.worth(points[verdict.exercise]) for verdict in verdicts]


def failure(error: Exception) -> str:
    """Why a submission has no verdict, where that is no fault of hers; in the log, where it arose in our code."""
    if not isinstance(error, Lost):
        logged(LOG, "A submission could not be graded.", error)
    return str(error) if isinstance(error, (RubricError, Lost)) else f"The grader failed: {type(error).__name__}: {error}"


def grade_notebook(notebook: Notebook, asked: Asked | None = None) -> Marks:
    """A mended notebook's marks as plain data.

    Raises OSError and Lost, as `run` does: then there is nothing to say of this submission.
    """
    if (language := notebook.metadata.get("kernelspec", {}).get("language", "python")) != "python":
        return unmarked(f"Its language is {language}, and only Python can be run in isolation.")
    asked = asked or Asked()
    outcome = run(notebook, limits=asked.limits, seed=asked.seed, folder=asked.folder)
    reason, marks = outcome.fault or "", dict[str, Mark]()
    if not reason:
        try:
            marks = {v.exercise: {"points": v.points, "card": report.html(v, hints=False)} for v in verdicts_of(outcome)}
        except Exception as error:  # ours, whatever it is, and of this submission only
            reason = failure(error)
    shown: list[Shown | None] = [
        {"outputs": harmless(cell.outputs), "execution_count": number(cell.execution_count)} if cell.cell_type == "code" else None
        for cell in outcome.notebook.cells
    ]
    return {"reason": reason, "exercises": marks, "shown": shown, "lost": outcome.lost, "judged_by": judged_by()}


def unmarked(reason: str) -> Marks:
    """The marks of a notebook that was not run."""
    return {"reason": reason, "exercises": {}, "shown": [], "lost": {}, "judged_by": judged_by()}


def opened(path: str | Path, canon: Canon) -> Mended:
    """A submission file, mended. Raises Unreadable, also where it holds no exercise of ours."""
    handed_in = read(path)
    if not holds_an_exercise(handed_in):
        raise Unreadable(NOT_OURS)
    return mend(handed_in, canon)


def grade(path: str | Path, limits: Limits | None = None, canon: Canon | None = None) -> tuple[Submission, list[Verdict]]:
    """One submission as the command line's JSON object, and its verdicts (none when it is ungradable).

    canon: the labelled cells of the release, by default this package's own.
    """
    started, reason = time.monotonic(), ""
    verdicts: list[Verdict] = []
    exercises: list[Exercise] = []
    notes: Notes = {}
    canon = canon or canonical()
    try:
        notebook, notes = opened(path, canon)
        outcome = run(notebook, limits=limits, seed=seed_of_file(path))
        reason = outcome.fault or ""
        if not reason:
            verdicts = verdicts_of(outcome)
        exercises = [report.plain(v) for v in verdicts]
    except Unreadable as error:
        reason = str(error)
    except Exception as error:  # ours, whatever it is, and of this submission only
        reason = failure(error)
        verdicts, exercises = [], []
    return {
        "path": str(path),
        "outcome": "graded" if verdicts else "ungradable",
        "reason": reason,
        "notes": [note for said in notes.values() for note in said] + [UNSAFE] * bool(verdicts and limits and limits.unsafe),
        "points": round(sum(v.points for v in verdicts), 4),
        "max_points": float(sum(c.metadata.nbgrader.points for c in canon.values() if exercise_of(c))),
        "seconds": round(time.monotonic() - started, 2),
        "exercises": exercises,
    }, verdicts


def seed_of_file(path: str | Path) -> int:
    """A file's own challenge: from what it holds, and from the secret of the course whose folder we are in, if it is one."""
    secret = course_secret(SECRET) if Path(SECRET).is_file() else ""
    return seed_for(secret, hashlib.sha256(Path(path).read_bytes()).hexdigest())


def grade_all(
    paths: Iterable[str], jobs: int = 1, limits: Limits | None = None, canon: Canon | None = None
) -> Iterator[tuple[Submission, list[Verdict]]]:
    """Every submission, `jobs` at a time, in the order given."""
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        yield from pool.map(partial(grade, limits=limits, canon=canon), paths)


def evidences_of(path: str | Path) -> dict[str, Evidence]:
    """Evidence by exercise, for running the rubric by hand. Raises Unreadable, RuntimeError."""
    outcome = run(mend(read(path)).notebook)
    if outcome.fault:
        raise RuntimeError(outcome.fault)
    return outcome.evidence
