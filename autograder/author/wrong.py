"""Wrong answers that follow from an exercise's file: every misconception that the diagnosis knows, as an edit of its lines, rendered as source."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from ..exercises import exercise
from ..explain.rules import structural
from ..explain.settings import confusions
from ..layers.confusion import Confusion
from ..value.calls import OPEN
from ..value.edits import Edit as Change
from ..value.graph import SHAPES, follow
from ..value.lines import Line, Lines
from .render import STYLES, Style, source

Form = tuple[Any, ...]


@dataclass(frozen=True)
class Edit:
    """A misconception as an edit of lines, with the family that it is counted in."""

    id: str
    family: str
    at: str
    edit: Change

    def __call__(self, p: Lines) -> Lines:
        return self.edit(p)


@dataclass(frozen=True)
class Mutant:
    """A wrong answer: which misconceptions it holds, and its source. `names[i]` are the ids that all say the i-th one.
    alone: of a pair, the source with each of both alone."""

    id: str
    exercise: str
    families: tuple[str, ...]
    names: tuple[frozenset[str], ...]
    source: str
    alone: tuple[str, ...] = ()


@cache
def edits(value: Lines) -> tuple[Edit, ...]:
    """All single misconceptions of a block or of a network, but for those that build the very same as the lines, or are idle."""
    found = [Edit(m.id, m.family, m.at, m.edit) for m in structural(value) if not m.idle]
    asked = exercise(value.name)
    sizes = [size for name in asked.sizes for size in asked.names_in(name)]
    for line, c in confused(value):
        for wrong in c.wrong(line.settings[c.setting], sizes) if c.setting in line.settings else ():
            if wrong in OPEN and wrong not in asked.contract.parameters:
                continue  # which would be a name of nothing
            found.append(Edit(c.id, c.family, line.name, partial(set_to, at=line.name, setting=c.setting, wrong=wrong)))
    found += [Edit(c.id, c.family, c.at, partial(together, changes=c.changes)) for c in asked.combined]
    unchanged = form(value)
    return tuple(e for e in found if form(e(value)) != unchanged)


def confused(value: Lines) -> Iterator[tuple[Line, Confusion]]:
    """Each confusion at the first, the middle and the last of the steps of its kind; one that is the same at all of them at the last only."""
    kinds: dict[str, list[Line]] = {}
    for line in value.lines:
        kinds.setdefault(line.kind, []).append(line)
    for kind, lines in kinds.items():
        for i in sorted({0, len(lines) // 2, len(lines) - 1}):
            yield from ((lines[i], c) for c in confusions(value, lines[i].name, kind) if not c.together or lines[i] is lines[-1])


def set_to(p: Lines, at: str, setting: str, wrong: object) -> Lines:
    """One setting; `trainable=training` in the place of `training=training` takes both."""
    more = {"training": None} if (setting, wrong) == ("trainable", "training") else {}
    return p.set(at, **{setting: wrong}, **more)


def together(p: Lines, changes: Iterable[tuple[str, str, object]]) -> Lines:
    for at, setting, wrong in changes:
        p = p.set(at, **{setting: wrong})
    return p


def form(p: Lines) -> Form:
    """What a program builds, with all settings, to see when two edits are one."""
    graph = follow(p)
    nodes = graph.nodes()
    places = {id(n): i for i, n in enumerate(nodes)} | {id(None): -1}
    steps = tuple((n.kind, repr(sorted(n.settings.items(), key=str)), tuple(sorted(places[id(b)] for b in n.inputs))) for n in nodes)
    return SHAPES.whole(graph), steps


@cache
def classes(value: Lines) -> dict[Form, frozenset[str]]:
    """The names of edits that build the very same."""
    table: dict[Form, set[str]] = {}
    for e in edits(value):
        table.setdefault(form(e(value)), set()).add(e.id)
    return {key: frozenset(ids) for key, ids in table.items()}


def mutant(value: Lines, found: tuple[Edit, ...], style: Style, id: str) -> Mutant:
    p = value
    for e in found:
        p = e(p)
    names = tuple(classes(value)[form(e(value))] for e in found)
    alone = tuple(source(e(value), style) for e in found) if len(found) > 1 else ()
    return Mutant(f"{value.name}: {id} ({style.name})", value.name, tuple(e.family for e in found), names, source(p, style), alone)


def in_turn(value: Lines, each: int = 1) -> list[Mutant]:
    """Each misconception once, or in several styles, the styles in turn."""
    return [
        mutant(value, (e,), STYLES[(i + 2 * k) % len(STYLES)], f"{e.id}@{e.at} {i}")
        for i, e in enumerate(edits(value))
        for k in range(each)
    ]


def pairs(value: Lines, count: int, rng: random.Random) -> list[Mutant]:
    """Random pairs of misconceptions at different steps that build something that no single one builds."""
    every = edits(value)
    out: list[Mutant] = []
    seen: set[Form] = {form(value), *classes(value)}
    while len(out) < count:
        a, b = rng.sample(every, 2)
        try:
            both, other = form(b(a(value))), form(a(b(value)))
        except KeyError:
            continue
        if a.at == b.at or both != other or both in seen:
            continue
        seen.add(both)
        out.append(mutant(value, (a, b), rng.choice(STYLES), f"{a.id}@{a.at} and {b.id}@{b.at}"))
    return out
