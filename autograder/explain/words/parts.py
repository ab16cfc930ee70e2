"""What the parts of a block begin and end with, in words: the same for a block that is one part as for one of several."""

from __future__ import annotations

from ...value.exercise import Exercise
from ...value.roles import Role, roles

SHORTCUT = "the end of the shortcut"


def began(exercise: Exercise, role: Role) -> str:
    """The tensor with which the part of a step begins."""
    parts, first = roles(exercise.lines).parts, next(iter(exercise.contract.parameters))
    return f"the result of {[*parts[role.part - 1]][-1].title}" if role.part else f"the block's own input {first}"


def kept(exercise: Exercise, role: Role) -> str:
    """What is joined to the main path at this place."""
    return SHORTCUT if exercise.lines.parts[role.part].shortcut else began(exercise, role)


def end_of_main(exercise: Exercise, role: Role) -> str:
    parts = roles(exercise.lines).parts
    return "the end of the main path" if len(parts) == 1 else f"the result of {parts[role.part].on('main')[-1].title}"
