"""Reads what a function did in one run: its operations as pieces, the chains that they form, and what is due in that run. NumPy only.

Structure is used to explain, numbers to decide: a step is right when it equals the oracle's on what it really received.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Protocol

import numpy as np

from ..evidence import Evidence
from ..evidence.facts import AlikeFacts, GraphFacts, Run
from ..layers import LAYERS, Layer
from ..layers.float32 import distance
from ..layers.recorded import NodeFacts
from ..truth import challenge, oracle
from ..truth.rounding import evaluate
from ..value.lines import Lines
from .align import Item
from .decode import FAMILY, Piece, decode

KNOWN = {layer.kind for layer in LAYERS}  # kinds of pieces; any other is an operation's own name


@dataclass(frozen=True)
class Chain:
    """The pieces from a tensor back to X, or to another tensor that was asked for, or to the first operation by which tensors meet (`start`),
    first step first."""

    end: int
    start: int
    pieces: tuple[Piece, ...]
    join: NodeFacts | None


class GraphReading:
    """The operations of one run as pieces, and the chains that they form."""

    def __init__(self, graph: GraphFacts, x: np.ndarray, evidence: Evidence, asked: Collection[Layer]):
        """asked: the layers of the exercise, in their normal form."""
        self.graph, self.asked = graph, asked
        self.evidence = evidence
        self.values = {0: x} | {int(k): evidence.array(v) for k, v in graph["values"].items()}
        self.makers = {place: node for node in graph["nodes"] for place in node["outputs"]}
        self.pieces = {id(node): self._decode(node) for node in graph["nodes"]}
        used = {place for node in graph["nodes"] for place in node["inputs"]}
        self.output = graph["output"]
        self.loose = [p for node in graph["nodes"] for p in node["outputs"] if p not in used and p != self.output]
        self.chains: dict[tuple[int, int], Chain] = {}
        self.stopped = next((e for e in graph["errors"] if not e.get("passed_over")), None)

    def _decode(self, node: NodeFacts) -> list[Piece]:
        inputs = [self.float64(place) for place in node["inputs"]]
        return decode(node, inputs, self.float64(node["outputs"][0]), self.evidence, self.asked)

    def float64(self, place: int) -> np.ndarray | None:
        value = self.values.get(place)
        return None if value is None else value.astype(np.float64)

    def chain(self, end: int, start: int = 0) -> Chain:
        if (end, start) not in self.chains:
            self.chains[end, start] = self._chain(end, start)
        return self.chains[end, start]

    def joins(self, node: NodeFacts) -> bool:
        """Whether tensors meet in an operation. A layer that learns and takes one tensor several times, as an attention does, is a step on the way
        of that; so is one that is known by its numbers, on the way of its first. Where one is asked for, what has its name may stand for it."""
        pieces = self.pieces[id(node)]
        alone, known = len(set(node["inputs"])) == 1, any(piece.step for piece in pieces)
        meant = any(layer.several and layer.starts and layer.kind in node["name"].lower() for layer in self.asked)
        return len(node["inputs"]) > 1 and not ((node.get("weights") and (alone or known)) or meant)

    def _chain(self, end: int, start: int) -> Chain:
        pieces, place = list[Piece](), end
        while (node := self.makers.get(place)) and place != start:
            if self.joins(node):
                return Chain(end, place, tuple(pieces), node)
            pieces[:0] = self.pieces[id(node)]
            place = node["inputs"][0]
        return Chain(end, place, tuple(pieces), None)

    def below(self, place: int) -> set[int]:
        """The tensors that one rests on, and itself."""
        seen: set[int] = set()
        due = {place}
        while due := due - seen:
            seen |= due
            due = {p for place in due if place in self.makers for p in self.makers[place]["inputs"]}
        return seen

    @cached_property
    def lifeless(self) -> bool:
        """Whether there are layers with weights, and not one gives what any such layer gives for this challenge.

        A wrong answer hardly ever does that; an account that was made for another challenge always does.
        """
        weighted = [node for node in self.graph["nodes"] if node.get("weights")]
        return bool(weighted) and not any(piece.step for node in weighted for piece in self.pieces[id(node)])

    def all_pieces(self) -> list[Piece]:
        return [piece for node in self.graph["nodes"] for piece in self.pieces[id(node)]]


class Reading(Protocol):
    """What was read of one run of a function, whatever it builds. sizes: by their names; end: the tensor that is taken for its result."""

    graph: GraphReading
    sizes: dict[str, int]

    @property
    def run(self) -> Run: ...
    @property
    def end(self) -> int | None: ...


def items(pieces: Sequence[Piece], families: Collection[str]) -> list[Item]:
    """families: of the steps of the exercise; a step of none of them may stand for any step without weights."""
    kinds = [FAMILY.get(p.kind, p.kind) for p in pieces]
    return [Item(kind, p.step, open=kind not in families) for kind, p in zip(kinds, pieces)]


def expected_items(steps: dict[str, Layer], sizes: dict[str, int]) -> list[Item]:
    return [Item(family(step), step.resolved(sizes).normal()) for step in steps.values()]


def family(step: Layer) -> str:
    return step.family or step.kind


class Due:
    """The output that a block must give for an input in one mode, and how far float32 may be from it."""

    def __init__(self, block: Lines, x: np.ndarray, sizes: dict[str, int], training: bool, seed: int):
        self.asked = block, x, partial(challenge.weight, seed), training, sizes
        self.output = list(oracle.evaluate(*self.asked).values())[-1]

    @cached_property
    def rounding(self) -> np.ndarray:
        return list(evaluate(*self.asked).values())[-1]

    def distance(self, found: np.ndarray | None) -> float:
        """How far numbers are from the output, in units of what rounding explains."""
        return distance(found, self.output, self.rounding)


def setting_of(run: AlikeFacts) -> challenge.Setting:
    """The setting that a run was asked in."""
    asked = run["setting"]
    return challenge.Setting(tuple(asked["shape"]), asked["arguments"], asked["reach"])
