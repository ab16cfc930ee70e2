"""Says what one recorded operation does, in the words of `layers`, by trying what numbers it would give.

Names of classes decide nothing: a ReLU is what gives max(x, 0) on what it received, however it is written. They only
break ties and make messages readable. What there is to know of a kind of layer stands in its own file; none is named here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache, partial

import numpy as np

from ..evidence import Evidence
from ..exercises import EXERCISES
from ..layers import LAYERS, Layer
from ..layers.float32 import right
from ..layers.operation import Operation
from ..layers.recorded import LineFacts, NodeFacts
from ..truth import challenge

STARTS = {name: start for layer in LAYERS for name, start in layer.starts.items()}  # by Keras; None: random numbers
FAMILY = {layer.kind: layer.family or layer.kind for layer in LAYERS}  # layers of one family stand in each other's place
OF_CHANCE = {"rate", "stddev"}  # settings of dropout and noise, which do something else while fitting


@dataclass(frozen=True)
class Piece:
    """One step that the student's function really takes.

    kind: that of the layer, or the operation's own name in lower case. step: the step it equals in numbers, or None.
    modes: in which of the layer's modes it agrees with its numbers. node: its facts; values: what came out.
    """

    kind: str
    step: Layer | None
    node: NodeFacts
    modes: frozenset[str] = field(default_factory=frozenset)

    @property
    def line(self) -> LineFacts | None:
        return self.node["line"]


def decode(
    node: NodeFacts, inputs: list[np.ndarray | None], output: np.ndarray | None, evidence: Evidence, asked: Collection[Layer] = ()
) -> list[Piece]:
    """The pieces an operation amounts to: usually one, none for an identity, two for a layer with its activation built in.

    Of several readings that agree with its numbers it is the first of which all steps are asked for, or else the likeliest.
    """
    present = {w["name"] for w in node.get("weights", ())}
    operation = Operation(
        node, tuple(inputs), output, cache(partial(weight, evidence.seed, present))
    )  # asked for again and again, and large
    unknown = [Piece(guess(operation), None, node)]
    if not operation.seen:
        return unknown
    found = candidates(operation, asked)
    likeliest = next(found, unknown)
    if operation.shapes or all(piece.step in asked for piece in likeliest):  # weights leave nothing open
        return likeliest
    return next((pieces for pieces in found if asked and pieces and all(piece.step in asked for piece in pieces)), likeliest)


def weight(seed: int, present: set[str], name: str, shape: tuple[int, ...]) -> np.ndarray:
    """The challenge's weight, or what an absent one amounts to (no bias: 0; no gamma: 1)."""
    if name not in present and name != challenge.MASK:
        return np.full(shape, float(STARTS[name] or 0))
    return challenge.weight(seed, name, shape).astype(np.float64)


def candidates(operation: Operation, asked: Collection[Layer]) -> Iterator[list[Piece]]:
    """Every reading of the operation that agrees with its numbers, the likeliest first."""
    kinds = [layer for layer in LAYERS if layer.several == operation.several and bool(layer.starts) == bool(operation.shapes)]
    owners = [layer for layer in kinds if layer.owns(operation.shapes)]  # before another one that computes the same
    families = {FAMILY[layer.kind] for layer in owners or kinds}
    kin = [*owners, *(layer for layer in kinds if layer not in owners and FAMILY[layer.kind] in families)]
    others = [layer for layer in kinds if layer not in kin]
    meant = resembled(operation)
    if not operation.several and not operation.shapes:
        if OF_CHANCE & operation.config.keys():
            yield from alike(operation, [kind for kind in kinds if len(kind.modes) > 1], asked)
            return
        yield from alike(operation, [meant] if meant else [], asked)
        if not meant and right(operation.output, operation.x):
            yield []
    yield from alike(operation, kin, asked)
    yield from (pieces for pieces in alike(operation, others, asked) if all(piece.step in asked for piece in pieces))


def alike(operation: Operation, kinds: list[type[Layer]], asked: Collection[Layer]) -> Iterator[list[Piece]]:
    """The layers of these kinds that agree with the operation's numbers."""
    node = operation.facts
    for kind in kinds:
        for layer in kind.readings(operation):
            if modes := {mode for mode, training in kind.modes.items() if operation.gives([layer], training)}:
                yield [Piece(kind.kind, layer, node, frozenset(modes - {""}))]
            elif kind.split(asked):
                both = ([layer, function()] for function in kind.built_in)
                yield from ([Piece(step.kind, step, node) for step in steps] for steps in both if operation.gives(steps))


def resembled(operation: Operation) -> type[Layer] | None:
    """The layer that an operation was probably meant to be: by its weights, or by the longest part of a name that it bears."""
    if owner := next((layer for layer in LAYERS if layer.owns(operation.shapes)), None):
        return owner
    if operation.name in EXERCISES:  # a block whose name holds a layer's is none
        return None
    given = operation.name, str(operation.config.get("activation", ""))
    parts = {part: layer for layer in LAYERS for part in (*layer.names, *(layer.meant if operation.refused else ()))}
    return parts.get(max((part for part in parts if any(part in name for name in given)), key=len, default=""))


def guess(operation: Operation) -> str:
    """The kind of an operation that agrees with no layer, for messages and for finding its place."""
    if operation.several and not operation.refused:
        return operation.name
    if layer := resembled(operation):
        return layer.kind
    return f"another {operation.name}" if operation.name in {layer.kind for layer in LAYERS} else operation.name


def joined(pieces: list[Piece]) -> list[Piece]:
    """With two steps as one where they amount to one layer."""
    out: list[Piece] = []
    for piece in pieces:
        one = out[-1].step.joined(piece.step) if out and out[-1].step and piece.step else None
        if one is None:
            out.append(piece)
        else:
            out[-1] = Piece(one.kind, one, out[-1].node)
    return out
