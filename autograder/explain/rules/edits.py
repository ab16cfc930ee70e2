"""The edits that rules are made of, each bound to the lines that it changes at once, so that it stays what it is in a rule's loop.

Each is a method of `Lines` that is called later, when the lines are there.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

from ...value.edits import Edit
from ...value.lines import Line


def without(*names: str) -> Edit:
    return lambda p: p.without(*names)


def moved(name: str, *, before: str = "", after: str = "") -> Edit:
    return lambda p: p.moved(name, before=before, after=after)


def before(name: str, line: Line) -> Edit:
    return lambda p: p.before(name, line)


def after(name: str, line: Line) -> Edit:
    return lambda p: p.after(name, line)


def not_kept(*names: str) -> Edit:
    return lambda p: reduce(lambda lines, name: lines.wired(name, gives=None), names, p)


def takes(name: str, *tensors: str) -> Edit:
    return lambda p: p.wired(name, takes=tensors)


def gives(name: str, tensor: str) -> Edit:
    return lambda p: p.wired(name, gives=tensor)


def again(*names: str) -> Edit:
    """These steps a second time, behind the last of them."""
    return lambda p: p.after(names[-1], *(replace(p[name], name=f"{name}_again") for name in names))


def ends(name: str) -> Edit:
    """The function returns what this line gives."""
    return lambda p: replace(p, lines=p.lines[: p.at(name) + 1])
