"""The layers of a student's network with weights, and where each is: in which block, and behind how many convolutions. Nothing is judged here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import keras

from autograder.probe.keras_inside import made_by, owned

from ..training import narrow_network
from ..waiting import Waiting
from .network import Place, place

Function = Callable[..., Any]


class Found(NamedTuple):
    """output: what it gives; None for a layer inside another one, from which nothing but the last output comes."""

    layer: keras.layers.Layer
    output: keras.KerasTensor | None


@dataclass
class Network:
    """model: the student's. leaving: what leaves each of its parts. found: the layers with weights by place; two in one place are too many."""

    model: keras.Model
    leaving: list[keras.KerasTensor]
    found: dict[Place, list[Found]] = field(default_factory=lambda: defaultdict(list))


def built(identity_block: Function, convolutional_block: Function) -> Network | Waiting:
    """The narrow network of these blocks; a `Waiting` where it cannot be built."""
    ends: list[tuple[keras.KerasTensor, keras.KerasTensor]] = []

    def noted(function: Function) -> Function:
        def call(X: keras.KerasTensor, **arguments: Any) -> keras.KerasTensor:
            Y = function(X, **arguments)
            ends.append((X, Y))
            return Y

        return call

    model = narrow_network(noted(identity_block), noted(convolutional_block))
    if isinstance(model, Waiting):
        return model
    parts = [(model.inputs[0], ends[0][0]), *ends, (ends[-1][1], model.outputs[0])]
    network = Network(model, [end for _, end in parts])
    for i, (start, end) in enumerate(parts):
        look(network, i, start, end)
    return network


def look(network: Network, part: int, start: keras.KerasTensor, end: keras.KerasTensor) -> None:
    """Walk back from the end of a part to its start, and note every layer with weights on the way."""
    depths = {id(start): 0}

    def depth(tensor: keras.KerasTensor) -> int:
        """How many convolutions lie before it, on the longest way."""
        if id(tensor) in depths:
            return depths[id(tensor)]
        made = made_by(tensor)
        if made is None:
            return 0
        operation, call = made
        before = max(map(depth, call.arguments.keras_tensors), default=0)
        inside = list(dict.fromkeys(own for _, own, _ in owned(operation))) if isinstance(operation, keras.layers.Layer) else []
        for layer in inside or [operation]:
            shapes = {weight.name: tuple(weight.shape) for weight in getattr(layer, "weights", ())}
            before += len(shapes.get("kernel", ())) == 4
            if shapes:
                network.found[place(part, before, shapes)].append(Found(layer, None if inside else tensor))
        depths[id(tensor)] = before
        return before

    depth(end)
