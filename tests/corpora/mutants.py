"""Every misconception as a wrong answer: the same edits that the diagnosis knows, rendered as source, alone and in pairs."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from autograder.exercises import exercise
from autograder.explain.rules import structural
from autograder.explain.settings import confusions
from autograder.layers.confusion import Confusion
from autograder.value.graph import SHAPES, Graph, follow
from autograder.value.lines import Line, Lines
from demo import EXERCISES

from .render import STYLES, Style, source

VALUES = tuple(exercise(name).lines for name in EXERCISES)
EQUIVALENT = {  # edits that change nothing, and why; the graph or the numbers stay as they were
    "relu1_twice": "ReLU of a ReLU is the same",
    "relu2_twice": "ReLU of a ReLU is the same",
    "relu3_twice": "ReLU of a ReLU is the same",
}


@dataclass(frozen=True)
class Edit:
    """A misconception as an edit of lines, with the family that it is counted in."""

    id: str
    family: str
    at: str
    edit: object

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
def edits(value) -> tuple[Edit, ...]:
    """All single misconceptions of a block or of the network, but for those that change nothing."""
    found = [Edit(m.id, m.family, m.at, m.edit) for m in structural(value) if m.id not in EQUIVALENT]
    asked = exercise(value.name)
    sizes = [size for name in asked.sizes for size in asked.names_in(name)]
    for line, c in confused(value):
        for wrong in c.wrong(line.settings[c.setting], sizes) if c.setting in line.settings else ():
            found.append(Edit(c.id, c.family, line.name, lambda p, at=line.name, c=c, wrong=wrong: set_to(p, at, c.setting, wrong)))
    for c in exercise(value.name).combined:

        def together(p, c=c):
            for at, setting, wrong in c.changes:
                p = p.set(at, **{setting: wrong})
            return p

        found.append(Edit(c.id, c.family, c.at, together))
    unchanged = form(value)
    return tuple(e for e in found if form(e(value)) != unchanged)


def confused(value) -> Iterator[tuple[Line, Confusion]]:
    """Each confusion at the first, the middle and the last of the steps of its kind; one that is the same at all of them at the last only."""
    kinds: dict[str, list[Line]] = {}
    for line in value.lines:
        kinds.setdefault(line.kind, []).append(line)
    for kind, lines in kinds.items():
        for i in sorted({0, len(lines) // 2, len(lines) - 1}):
            yield from ((lines[i], c) for c in confusions(value, lines[i].name, kind) if not c.together or lines[i] is lines[-1])


def set_to(p: Lines, at: str, setting: str, wrong) -> Lines:
    """One setting; `trainable=training` in the place of `training=training` takes both."""
    more = {"training": None} if (setting, wrong) == ("trainable", "training") else {}
    return p.set(at, **{setting: wrong}, **more)


def form(p: Lines) -> tuple:
    """What a program builds, with all settings, to see when two edits are one."""
    graph: Graph = follow(p)
    nodes = graph.nodes()
    places = {id(n): i for i, n in enumerate(nodes)} | {id(None): -1}
    steps = tuple((n.kind, repr(sorted(n.settings.items(), key=str)), tuple(sorted(places[id(b)] for b in n.inputs))) for n in nodes)
    return SHAPES.whole(graph), steps


@cache
def classes(value) -> dict[tuple, frozenset[str]]:
    """The names of edits that build the very same."""
    table: dict[tuple, set[str]] = {}
    for e in edits(value):
        table.setdefault(form(e(value)), set()).add(e.id)
    return {key: frozenset(ids) for key, ids in table.items()}


def names_of(value, e: Edit) -> frozenset[str]:
    return classes(value)[form(e(value))]


@cache
def singles(styles: tuple[Style, ...] = STYLES) -> tuple[Mutant, ...]:
    """Each misconception in each style."""
    out = []
    for value in VALUES:
        for i, e in enumerate(edits(value)):
            for style in styles:
                out.append(mutant(value, (e,), style, f"{e.id}@{e.at} {i}"))
    return tuple(out)


def one_style_each() -> list[Mutant]:
    """Each misconception once, the styles in turn."""
    every = singles()
    return [every[i + (i // len(STYLES)) % len(STYLES)] for i in range(0, len(every), len(STYLES))]


def two_styles_each() -> list[Mutant]:
    """Each misconception of a block in two styles, in turn; of the network, where probing takes longer, in one."""
    every, out = singles(), []
    for i in range(0, len(every), len(STYLES)):
        first = i + (i // len(STYLES)) % len(STYLES)
        second = i + (first - i + 2) % len(STYLES)
        out += [every[first]] if every[i].exercise == "ResNet50" else [every[first], every[second]]
    return out


def mutant(value, found: tuple[Edit, ...], style: Style, id: str) -> Mutant | None:
    p = value
    for e in found:
        p = e(p)
    names = tuple(names_of(value, e) for e in found)
    alone = tuple(source(e(value), style) for e in found) if len(found) > 1 else ()
    return Mutant(f"{value.name}: {id} ({style.name})", value.name, tuple(e.family for e in found), names, source(p, style), alone)


def pairs(count: int, seed: int = 1) -> list[Mutant]:
    """Random pairs of misconceptions at different steps that build something that no single one builds."""
    rng, out = random.Random(seed), []
    share = {"identity_block": 0.4, "convolutional_block": 0.4, "ResNet50": 0.2}
    for value in VALUES:
        every, wanted = edits(value), round(count * share[value.name])
        seen: set[tuple] = {form(value), *classes(value)}
        while wanted:
            a, b = rng.sample(every, 2)
            try:
                both, other = form(b(a(value))), form(a(b(value)))
            except KeyError:
                continue
            if a.at == b.at or both != other or both in seen:
                continue
            seen.add(both)
            out.append(mutant(value, (a, b), rng.choice(STYLES), f"{a.id}@{a.at} and {b.id}@{b.at}"))
            wanted -= 1
    return out
