"""What nbgrader's labels say of a cell: its name, whether it is graded, for which exercise and for how many points. Nothing is mended here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..exercises import EXERCISES

if TYPE_CHECKING:
    from nbformat import NotebookNode

TEST = "test_"


def grade_id(cell: NotebookNode) -> str | None:
    """The name by which nbgrader knows the cell; None for an ordinary one."""
    label = cell.metadata.get("nbgrader")
    name = label.get("grade_id") if isinstance(label, dict) else None
    return name if isinstance(name, str) else None


def is_graded(cell: NotebookNode) -> bool:
    """Whether the cell is worth points, which a test gives it or a person."""
    label = cell.metadata.get("nbgrader")
    return isinstance(label, dict) and bool(label.get("grade"))


def graded_id(exercise: str) -> str:
    """The name of an exercise's graded cell."""
    return f"{TEST}{exercise}"


def short(grade_id: str) -> str:
    """The name of a graded cell as people read it: an exercise's has the exercise's name."""
    return grade_id.removeprefix(TEST)


def exercise_of(cell: NotebookNode) -> str | None:
    """The exercise whose graded cell this is."""
    label = grade_id(cell) or ""
    exercise = short(label)
    return exercise if label != exercise and exercise in EXERCISES else None


def worth(cells: Iterable[NotebookNode]) -> dict[str, float]:
    """The points of every graded cell of ours, by exercise, in order."""
    return {exercise: float(cell.metadata.nbgrader.points) for cell in cells if (exercise := exercise_of(cell))}
