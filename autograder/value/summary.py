"""The expected summary of a network, derived from its lines: every layer with its output shape and parameters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from ..layers.layer import Layer, Shape
from .inputs import sizes_of
from .lines import Call, Lines, walk


@dataclass(frozen=True)
class Row:
    """`place` is the network's line that it belongs to: its own, or that which calls its block; `inputs` the numbers of the rows it takes,
    -1 the input."""

    place: str
    kind: str
    shape: Shape
    parameters: int
    inputs: tuple[int, ...]


def rows(network: Lines, shape: Shape = (64, 64, 3), **sizes: int) -> list[Row]:
    """Every layer of the network on inputs of that shape (height, width, channels), in order."""
    table: list[Row] = []  # their places are found last

    def row(layer: Layer, *inputs: int) -> int:
        """Writes the rows of a line, and gives the number of the last."""
        if isinstance(layer, Call):
            return last(layer.calls, inputs[0], dict(layer.sizes))
        taken = [table[i].shape if i >= 0 else shape for i in inputs]
        table.append(Row("", layer.kind, layer.shape(*taken), layer.parameters(*taken), inputs))
        return len(table) - 1

    def last(block: Lines, start: int, sizes: dict[str, int]) -> int:
        given = (0, *(table[start].shape if start >= 0 else shape))
        return list(walk(block, start, sizes | sizes_of(given), row).values())[-1]

    ends = walk(network, -1, sizes or {"classes": 6}, row)
    places = [name for name, (before, end) in zip(ends, pairwise([-1, *ends.values()])) for _ in range(end - before)]
    return [replace(row, place=place) for place, row in zip(places, table)]


def total(rows: list[Row]) -> int:
    return sum(row.parameters for row in rows)
