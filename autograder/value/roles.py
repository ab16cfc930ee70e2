"""The role of each line of an exercise: what it is, in words, from where it stands. Rules and sentences speak of roles, never of a line's name.

A block has a main path, perhaps steps on its shortcut, a place where both meet, and what follows it; or it has several such parts, one after
the other. The steps of the main path form components, each around one layer with a kernel. A network has a stem, parts that are made of other exercises, and a head.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from functools import cache, cached_property

from ..layers.layer import Layer
from .lines import Call, Lines, Paths

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def ordinal(n: int) -> str:
    """ "first" for 0; a number from the eleventh on."""
    return ORDINALS[n] if n < len(ORDINALS) else f"{n + 1}th"


@dataclass(frozen=True)
class Role:
    """path: main, shortcut, join, after; of a network stem, call, head. words: what its layer is called. nth, of: its place among those of its
    kind on its path, from 0, and how many these are. component: the place of its component on the main path, from 0; None elsewhere.
    title: what it is called in a sentence; place: where it stands, in a heading. criterion: what it is judged by. part: of a block, from 0."""

    name: str
    kind: str
    path: str
    does: str
    words: str
    nth: int
    of: int
    component: int | None
    title: str
    place: str
    criterion: str
    part: int = 0

    @property
    def Title(self) -> str:
        """At the beginning of a sentence."""
        return sentence(self.title)

    @property
    def family(self) -> str:
        """What its mistakes are counted under."""
        return "activation" if self.does == "activation" else self.words


class Roles:
    """Of all steps of an exercise, by the names of their lines, in order."""

    def __init__(self, lines: Lines):
        self.lines, self.network, self.index = lines, bool(lines.calls), 0
        self.steps = lines.steps()
        self.by_path = parts_of_network(lines) if self.network else paths_of_block(lines)
        self.path = {name: path for path, names in self.by_path.items() for name in names}
        self.part = {name: i for i, part in enumerate(() if self.network else lines.parts) for name in part.steps}
        self.runs = [components(list(part.main), self.steps) for part in (() if self.network else lines.parts)]
        self.components = [run for runs in self.runs for run in runs]
        self.of = {name: self._role(name, layer) for name, layer in self.steps.items()}

    def __getitem__(self, name: str) -> Role:
        """Raises KeyError for a line that only an edit has."""
        return self.of[name]

    def __contains__(self, name: str) -> bool:
        return name in self.of

    def __iter__(self) -> Iterator[Role]:
        return iter(self.of.values())

    @cached_property
    def parts(self) -> list[Roles]:
        """The same of each part of a block, its own steps only; of a block with one part it is that itself."""
        return [self] if len(self.runs) < 2 else [self._of_part(i, part) for i, part in enumerate(self.lines.parts)]

    def _of_part(self, i: int, part: Paths) -> Roles:
        """Of one of several parts. Its lines are those of the whole block, in which the edits of rules are made."""
        own = copy(self)
        own.of = {name: role for name, role in self.of.items() if role.part == i}
        own.by_path = {path: [name for name in names if name in part.steps] for path, names in self.by_path.items()}
        own.components, own.index = self.runs[i], i
        return own

    @property
    def is_last(self) -> bool:
        """Whether this is the part of a block that ends it."""
        return self.index >= len(self.runs) - 1

    @property
    def save(self) -> str:
        """The line that keeps X for the shortcut; "" where there is none."""
        lines = self.lines.lines[: self.lines.at(next(reversed(self.of)))]
        return next((line.name for line in reversed(lines) if line.kind == "save"), "")

    @property
    def fork(self) -> str:
        """The title of the step whose result is kept for the shortcut's steps; "" where that is what the part begins with."""
        name = self.lines.fork(self.lines.parts[self.index])
        return self.of[name].title if name else ""

    @property
    def kernel(self) -> str:
        """What a layer of the main path that learns a kernel is called."""
        words = {role.words for role in self.on("main") if role.does == "kernel"}
        return words.pop() if len(words) == 1 else "layer"

    def on(self, path: str) -> list[Role]:
        """Those of one path, in order."""
        return [self.of[name] for name in self.by_path[path]]

    def title(self, name: str) -> str:
        return self.of[name].title if name in self.of else name.replace("_", " ")

    def place(self, name: str) -> str:
        """Where a line stands: "second component", "shortcut", "stage 2"; of a line that is no step, the whole."""
        if name in self.of:
            return self.of[name].place
        line = next((line for line in self.lines.lines if line.name == name), None)
        return "shortcut" if line else "whole network" if self.network else "whole block"

    def criterion(self, name: str) -> str:
        return self.of[name].criterion if name in self.of else name

    # -- how they come about ------------------------------------------------------------------------------------------------

    def _role(self, name: str, layer: Layer) -> Role:
        path, line = self.path[name], self.lines[name]
        alike = [other for other in self.by_path[path] if self.steps[other].kind == layer.kind and self.lines[other].part == line.part]
        nth, of = alike.index(name), len(alike)
        part = self.part.get(name, 0)
        runs = self.runs[part] if self.runs else []
        component = next((i for i, names in enumerate(runs) if name in names), None)
        words = layer.kind.replace("_", " ") if isinstance(layer, Call) else layer.words
        title = f"the {words}" if of == 1 else f"the {ordinal(nth)} {words}"
        place = {"main": "main path", "join": words, "after": f"after the {self._joined()}"}.get(path, path)
        if path == "shortcut":
            title = f"the shortcut's {words}" if of == 1 else f"the shortcut's {ordinal(nth)} {words}"
        elif path == "after" and any(self.steps[other].kind == layer.kind for other in self.by_path["main"]) and nth == of - 1:
            title = f"the last {words}"
        elif path == "stem" and any(layer.kind == kind for call in self.lines.calls.values() for kind in kinds_of(call.calls)):
            title = f"the stem's {words}"
        elif path == "call":
            place = line.part or "whole network"
            title = f"the {words} of {place}" if of == 1 else f"{article(words)} {words} of {place}"
        elif len(self.runs) > 1 and path == "main":
            place = self._place_of_part(part)
        elif component is not None and len(runs) > 1:
            place = f"{ordinal(component)} component"
        place = title.removeprefix("the ") if path == "join" and of > 1 else place
        return Role(name, line.kind, path, layer.does, words, nth, of, component, title, place, line.part.replace(" ", "") or name, part)

    def _place_of_part(self, part: int) -> str:
        """By the only layer with a kernel that it has, or as the network that several make; by its number where others are alike."""
        kernels = [[self.steps[name].words for name in p.main if self.steps[name].does == "kernel"] for p in self.lines.parts]
        if sum(words == kernels[part] for words in kernels) > 1 or not kernels[part]:
            return f"{ordinal(part)} part"
        return f"{kernels[part][0]}'s part" if len(kernels[part]) == 1 else "small network's part"

    def _joined(self) -> str:
        return next((self.steps[name].words for name in self.by_path.get("join", ())), "end of the main path")


@cache
def roles(lines: Lines) -> Roles:
    """Of the lines of an exercise, before any edit."""
    return Roles(lines)


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def article(words: str) -> str:
    return "an" if words[:1] in "aeiou" else "a"


def kinds_of(lines: Lines) -> Counter[str]:
    return Counter(layer.kind for layer in lines.steps().values())


def paths_of_block(lines: Lines) -> dict[str, list[str]]:
    return {path: [name for part in lines.parts for name in getattr(part, path)] for path in Paths._fields}


def parts_of_network(lines: Lines) -> dict[str, list[str]]:
    """What stands before the first call of another exercise, the calls and what stands between them, and what follows the last."""
    names, calls = list(lines.steps()), [i for i, name in enumerate(lines.steps()) if name in lines.calls]
    return {"stem": names[: calls[0]], "call": names[calls[0] : calls[-1] + 1], "head": names[calls[-1] + 1 :]}


def components(main: list[str], steps: dict[str, Layer]) -> list[list[str]]:
    """The main path cut into runs with one kernel each: it stands first in its run where the path begins with one, else last."""
    with_kernel = [steps[name].does == "kernel" for name in main]
    if not any(with_kernel):
        return [main] if main else []
    runs: list[list[str]] = [[]]
    for name, kernel in zip(main, with_kernel):
        if with_kernel[0] and kernel and runs[-1]:
            runs.append([])
        runs[-1].append(name)
        if not with_kernel[0] and kernel:
            runs.append([])
    runs = [run for run in runs if run]
    if not with_kernel[0] and not any(steps[name].does == "kernel" for name in runs[-1]):  # what follows the last kernel belongs to its run
        runs[-2:] = [[*runs[-2], *runs[-1]]]
    return runs
