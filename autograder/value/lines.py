"""A block or a network as the lines that a learner writes, and the one walk over them. What is done at each line is the walker's.

An exercise's lines are read from its function (see `exercise`). A misconception is an edit of these lines (see `edits`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from ..layers.confusion import Confusion
from ..layers.layer import Layer, Settings

Value = TypeVar("Value")
MAIN = "X"  # what a line of the main path gives
KEPT = f"{MAIN}_shortcut"  # what is kept for later, and what is done to that
INPUT = f"{MAIN}_input"  # what comes in, where an edit needs it again
INPUTS = (MAIN, KEPT, INPUT)  # names that stand for what comes in until a line gives them another tensor


@dataclass(frozen=True)
class Line:
    """`gives = layer(takes)`. kind: conv, bn, relu (any activation), merge (whatever joins tensors), save (a tensor kept under a second name,
    no step at all), or an operation's own name. gives: None where the result is not kept. layer: with which an exercise's line computes; None
    where an edit has set something in it, or has written it with nothing but its settings. part: of a network, to which it belongs, such as "stage 2"."""

    name: str
    kind: str
    settings: Settings = field(default_factory=dict)
    takes: tuple[str, ...] = (MAIN,)
    gives: str | None = MAIN
    layer: Layer | None = None
    part: str = ""


class Paths(NamedTuple):
    """The steps of a block, or of a part of it, with one place where tensors meet: those before it, on the way of X and on the shortcut, that
    place, if there is one, and those after it."""

    main: dict[str, Layer]
    shortcut: dict[str, Layer]
    join: dict[str, Layer]
    after: dict[str, Layer]

    @property
    def steps(self) -> dict[str, Layer]:
        return self.main | self.shortcut | self.join | self.after


@dataclass(frozen=True, eq=False)
class Lines:
    """The lines from the first to the last, whose result is X, which is returned. Every edit gives other lines."""

    name: str
    lines: tuple[Line, ...]

    def at(self, name: str) -> int:
        """The place of a line. Raises KeyError where an edit before this one took it away."""
        for i, line in enumerate(self.lines):
            if line.name == name:
                return i
        raise KeyError(name)

    def __getitem__(self, name: str) -> Line:
        return self.lines[self.at(name)]

    # -- edits ----------------------------------------------------------------------------------------------------

    def put(self, at: int, *lines: Line, instead: int = 0) -> Lines:
        return replace(self, lines=(*self.lines[:at], *lines, *self.lines[at + instead :]))

    def without(self, *names: str) -> Lines:
        lines = self
        for name in names:
            lines = lines.put(lines.at(name), instead=1)
        return lines

    def wired(self, name: str, **wires: Any) -> Lines:
        """With other `takes` or `gives`."""
        return self.put(self.at(name), replace(self[name], **wires), instead=1)

    def set(self, name: str, **settings: object) -> Lines:
        return self.wired(name, settings=self[name].settings | settings, layer=None)

    def before(self, name: str, *lines: Line) -> Lines:
        return self.put(self.at(name), *lines)

    def after(self, name: str, *lines: Line) -> Lines:
        return self.put(self.at(name) + 1, *lines)

    def moved(self, name: str, *, before: str = "", after: str = "") -> Lines:
        rest = self.without(name)
        return rest.before(before, self[name]) if before else rest.after(after, self[name])

    # -- what follows from them ---------------------------------------------------------------------------------------

    def kinds(self) -> Counter[str]:
        return Counter(line.kind for line in self.lines if line.kind != "save")

    def steps(self) -> dict[str, Layer]:
        """Every layer under the name of its line, in order. Raises ValueError after an edit."""
        if unread := [line.name for line in self.lines if line.layer is None and line.kind != "save"]:
            raise ValueError(f"these lines are edits and compute nothing: {', '.join(unread)}")
        return {line.name: line.layer for line in self.lines if line.layer is not None}

    @cached_property
    def parts(self) -> tuple[Paths, ...]:
        """The block cut into parts with one meeting place each: the next one begins where X is kept again, or else behind that place."""
        meetings, cuts = [i for i, line in enumerate(self.lines) if line.kind == "merge"], [0]
        for at, following in pairwise(meetings):
            cuts.append(next((i for i in range(at, following) if self.lines[i].kind == "save" and self.lines[i].takes == (MAIN,)), at + 1))
        return tuple(self.part(self.lines[start:end]) for start, end in pairwise([*cuts, len(self.lines)]))

    def fork(self, part: Paths) -> str:
        """The step of a part's main path whose result is kept for the shortcut's steps; "" where that is what the part begins with."""
        before = self.lines[: self.at(next(iter(part.shortcut)))] if part.shortcut else ()
        kept = max((i for i, line in enumerate(before) if line.kind == "save"), default=0)
        return next((line.name for line in reversed(before[:kept]) if line.name in part.main), "")

    def part(self, lines: tuple[Line, ...]) -> Paths:
        meeting = next((i for i, line in enumerate(lines) if line.kind == "merge"), len(lines))
        before, join, after = map(self.steps_of, (lines[:meeting], lines[meeting : meeting + 1], lines[meeting + 1 :]))
        main = {name: layer for name, layer in before.items() if self[name].gives == MAIN}
        return Paths(main, {name: layer for name, layer in before.items() if name not in main}, join, after)

    @property
    def paths(self) -> Paths:
        """Those of the first part."""
        return self.parts[0]

    def steps_of(self, lines: tuple[Line, ...]) -> dict[str, Layer]:
        return replace(self, lines=lines).steps()

    @cached_property
    def calls(self) -> dict[str, Call]:
        """The lines that call another exercise's function, of which a network is made."""
        return {name: layer for name, layer in self.steps().items() if isinstance(layer, Call)}


def carry(lines: Lines, start: Value, rule: Callable[..., Value]) -> tuple[dict[str, Value], Value]:
    """Carry a value through the lines, edited or not: `rule(line, *values)` is what a step makes of what it takes.

    Gives what came of every step, by the names of their lines in order, and what the whole gives.
    """
    held, found = dict.fromkeys(INPUTS, start), {}
    for line in lines.lines:
        taken = [held[name] for name in line.takes]
        given = taken[0] if line.kind == "save" else rule(line, *taken)
        if line.kind != "save":
            found[line.name] = given
        if line.gives:
            held[line.gives] = given
    return found, held[MAIN]


def walk(lines: Lines, start: Value, sizes: dict[str, int], rule: Callable[..., Value]) -> dict[str, Value]:
    """What comes of every step of an exercise, where `rule(layer, *values)` is what a layer, its sizes numbers, makes of what it takes; the last is
    that of the whole."""
    return carry(lines, start, lambda line, *taken: rule(line.layer.resolved(sizes), *taken))[0]


@dataclass(frozen=True)
class Call(Layer):
    """A line that calls another exercise's function: the lines of that, and the arguments it is given."""

    confusions = (
        Confusion(
            "argument",
            "calls",
            "",
            "{Step} is called with {setting} = {found}, not {due}.",
            "The arguments decide what is built.",
            "Which arguments does the table give?",
        ),
    )

    calls: Lines
    arguments: tuple[tuple[str, object], ...]
    sizes: tuple[tuple[str, int], ...]

    @property
    def kind(self) -> str:  # type: ignore[override]  # of a call it is no constant of its class
        return self.calls.name

    @staticmethod
    def in_picture(kind: str, settings: Settings) -> tuple[str, str]:
        """The two lines of its box in a picture: what is called, and the arguments of which a network's calls differ."""
        detail = [
            str(list(value)) if isinstance(value, tuple) else f"{name} = {value}"
            for name, value in settings.items()
            if name not in ("f", "training")
        ]
        return kind.replace("_", " "), ", ".join(detail)

    def settings(self) -> Settings:
        return dict(self.arguments)
