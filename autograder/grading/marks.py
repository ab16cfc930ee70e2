"""What grading gives back, as plain data: a notebook's marks, a file's verdicts, and both where there is none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from ..evidence.version import judged_by
from ..show.report import Exercise
from ..value.points import together
from .labels import worth

if TYPE_CHECKING:
    from .submission import Canon, Notebook


class Mark(TypedDict):
    points: float
    card: str


class Shown(TypedDict):
    outputs: list[Notebook]
    execution_count: int | None


class Marks(TypedDict):
    """A notebook's marks: the reason why it has none, or those of its exercises, by name.

    shown: harmless outputs and the number of every code cell, None for the others. lost: as in `Run`. judged_by: version and rubric.
    kept: the file by which it can be judged again (see `kept`), where it was asked for.
    """

    reason: str
    exercises: dict[str, Mark]
    shown: list[Shown | None]
    lost: dict[str, str]
    judged_by: dict[str, str]
    kept: bytes


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


def unmarked(reason: str) -> Marks:
    """The marks of a notebook that was not run."""
    return {"reason": reason, "exercises": {}, "shown": [], "lost": {}, "judged_by": judged_by(), "kept": b""}


def promised(canon: Canon | None) -> dict[str, float]:
    """What the exercises are worth of a notebook that nobody could read; without a release, those of the first assignment."""
    return worth(canon.values()) if canon else together(())


def ungradable(path: str | Path, due: dict[str, float], reason: str) -> Submission:
    """A submission without a verdict. due: the points of its exercises."""
    return {
        "path": str(path),
        "outcome": "ungradable",
        "reason": reason,
        "notes": [],
        "points": 0.0,
        "max_points": float(sum(due.values())),
        "seconds": 0.0,
        "exercises": [],
    }
