"""What each exercise is worth: the points of its graded cell in the release, by assignment. A criterion's part of them is in the rubric."""

import json
from collections.abc import Iterable
from pathlib import Path

ASSIGNMENTS: dict[str, dict[str, float]] = json.loads(
    Path(__file__).parents[1].joinpath("points.json").read_text(encoding="utf-8")
)  # made by `make release`, in the order in which students meet them
POINTS = {exercise: points for exercises in ASSIGNMENTS.values() for exercise, points in exercises.items()}


def together(names: Iterable[str]) -> dict[str, float]:
    """The exercises of one assignment, of which most of these names are; of the first where none is."""
    names = {*names}
    return max(ASSIGNMENTS.values(), key=lambda exercises: len(names & {*exercises}))
