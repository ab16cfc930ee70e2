"""A wrong setting and what it is called: the confusions that a layer's file lists, in the words of the exercise."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from ..exercises import exercise
from ..layers import FAMILIES
from ..layers.confusion import Change, Confusion
from ..value.lines import Call, Lines
from .rules import worded

OF_KIND = {kind: layer.confusions for kind, layer in FAMILIES.items()}
SPOKEN = {"silu": "SiLU", "relu": "ReLU"}
JOINED = {"concatenate": "concatenation", "multiply": "multiplication", "average": "averaging", "subtract": "subtraction"}
JOINED |= {"maximum": "taking the larger number", "minimum": "taking the smaller number"}


@cache
def confusions(lines: Lines, kind: str) -> tuple[Confusion, ...]:
    """What a line of that kind may have wrong in it: an exercise's own first. In a network what a step is given costs that step."""
    own = exercise(lines.name)
    calls = kind in {call.kind for call in lines.calls.values()}
    found = [*own.confusions, *Call.confusions] if calls else OF_KIND.get(kind, ())
    if lines.calls:
        found = [replace(c, costs="") if c.costs == "defaults" else c for c in found]
    return tuple(worded(c, own.texts) for c in found)


def confusion(lines: Lines, change: Change) -> Confusion | None:
    """The misconception that a wrong setting shows."""
    return next((c for c in confusions(lines, change.kind) if c.setting in ("", change.setting) and c.when(change)), None)


def shown(value: object) -> str:
    """A setting's value in words."""
    if isinstance(value, tuple) and len(value) > 2:
        return str(list(value))
    if isinstance(value, tuple):
        return "×".join(str(v) for v in value)
    return SPOKEN.get(str(value), str(value))
