"""A wrong setting and what it is called: the confusions that a layer's file lists, in the words of the exercise."""

from __future__ import annotations

from functools import cache

from ..exercises import exercise
from ..layers import FAMILIES
from ..layers.activation import SPELLED
from ..layers.confusion import Change, Confusion
from ..layers.formula import spoken
from ..value.lines import Call, Lines
from .rules import worded

JOINED = {
    "add": "addition",
    "concatenate": "concatenation",
    "multiply": "multiplication",
    "average": "averaging",
    "subtract": "subtraction",
}
JOINED |= {"maximum": "taking the larger number", "minimum": "taking the smaller number"}


@cache
def confusions(lines: Lines, at: str, kind: str) -> tuple[Confusion, ...]:
    """What a line may have wrong in it: an exercise's own first. at: the line's name, which may be one that an edit has put
    there; kind: its kind."""
    own, steps = exercise(lines.name), lines.steps()
    calls = kind in {call.kind for call in lines.calls.values()}
    layer = steps[at] if at in steps else FAMILIES.get(kind)
    found = [*own.confusions, *Call.confusions] if calls else layer.confusions if layer else ()
    return tuple(worded(c, own.texts) for c in found)


def confusion(lines: Lines, change: Change) -> Confusion | None:
    """The misconception that a wrong setting shows."""
    return next((c for c in confusions(lines, change.at, change.kind) if c.setting in ("", change.setting) and c.when(change)), None)


def shown(value: object) -> str:
    """A setting's value in words."""
    if isinstance(value, tuple) and len(value) > 2:
        return str(list(value))
    if isinstance(value, tuple):
        return "×".join(map(spoken, value))
    return SPELLED.get(str(value), spoken(value))
