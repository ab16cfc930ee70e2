"""By which criteria an exercise is judged, and what each is worth: all derived from its lines and its signature. What they say: `explain.words`.

In order: how the function is called; each step, of a network each part once; what concerns all layers; the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ..value.exercise import Exercise
from ..value.roles import Role, roles

POINTS, UNIT = 10, 0.25  # what an exercise is worth, and the least that a criterion is
OF_BLOCK = {"training": 2, "initializer": 2, "defaults": 1, "gradients": 2, "output": 8}  # weights, as of what follows
OF_NETWORK = {"defaults": 1, "training": 2, "summary": 6}
CALL, JOIN, PART = 2, 6, 4


@dataclass(frozen=True)
class Asked:
    """One criterion: its id, its points, and the lines that it judges; none where it asks about all of the function."""

    id: str
    points: float
    at: tuple[str, ...] = ()


@cache
def criteria(exercise: Exercise) -> tuple[Asked, ...]:
    of_lines: dict[str, list[Role]] = {}
    for role in roles(exercise.lines):
        of_lines.setdefault(role.criterion, []).append(role)
    wholes = OF_NETWORK if exercise.lines.calls else OF_BLOCK
    # `heavy`, and not the name of the function: Python 3.12.1 would take that for this variable further down
    asked = {id: heavy for id, heavy in wholes.items() if id != "initializer" or id in exercise.contract.parameters}
    two_modes = exercise.lines.calls or any("training" in layer.settings() for layer in exercise.lines.steps().values())
    asked = {id: heavy for id, heavy in asked.items() if id != "training" or two_modes}
    weights = {"call": CALL} | {id: weight(exercise, found[0]) for id, found in of_lines.items()} | asked
    try:
        points = shared(weights, exercise.points)
    except ValueError as error:
        raise ValueError(f"{exercise.file}: {error}") from None
    return tuple(Asked(id, points[id], tuple(role.name for role in of_lines.get(id, ()))) for id in weights)


def weight(exercise: Exercise, role: Role) -> int:
    """What a step weighs beside the others: more if it learns a kernel, or stands where mistakes are made."""
    if role.path in ("join", "call"):
        return JOIN if role.path == "join" else PART
    return 2 if role.path in ("shortcut", "after") or role.does == "kernel" else 1


def shared(weights: dict[str, int], said: Mapping[str, float]) -> dict[str, float]:
    """The points by weight, those that are said left as they are, in units of which the last go to the largest remainders."""
    if unknown := said.keys() - weights.keys():
        raise ValueError(f"points for {', '.join(sorted(unknown))}, by which nothing is judged here; there is {', '.join(weights)}")
    free = {id: weight for id, weight in weights.items() if id not in said}
    units = round((POINTS - sum(said.values())) / UNIT)
    if units < len(free) or (units and not free):
        raise ValueError(f"the points that are said come to {sum(said.values()):g}; all criteria together are worth {POINTS}")
    exact = {id: units * weight / sum(free.values()) for id, weight in free.items()}
    given = {id: max(1, int(share + 1e-9)) for id, share in exact.items()}
    while (left := units - sum(given.values())) != 0:
        step = 1 if left > 0 else -1
        given[max((id for id in free if given[id] + step > 0), key=lambda id: step * (exact[id] - given[id]))] += step
    return {id: said[id] if id in said else given[id] * UNIT for id in weights}
