"""The expected summary of the network, derived from its value: every layer with its output shape and parameters."""

from __future__ import annotations

from dataclasses import dataclass

from .blocks import Block, Network
from .layers import Add, Layer
from .layers.layer import Shape


@dataclass(frozen=True)
class Row:
    """`place` is "stem", "stage 2, block a", … or "head"; `inputs` the numbers of the rows it takes, -1 the input."""

    place: str
    kind: str
    shape: Shape
    parameters: int
    inputs: tuple[int, ...]


class Table:
    """Rows under construction: `add` appends one and returns its number."""

    def __init__(self, shape: Shape, sizes: dict[str, int]):
        self.rows, self.sizes, self.input = [], sizes, shape

    def shape(self, row: int) -> Shape:
        return self.input if row < 0 else self.rows[row].shape

    def add(self, place: str, layer: Layer, *inputs: int) -> int:
        layer, shape = layer.resolved(self.sizes), self.shape(inputs[0])
        self.rows.append(Row(place, layer.kind, layer.shape(shape), layer.parameters(shape), inputs))
        return len(self.rows) - 1

    def path(self, place: str, layers: tuple[Layer, ...], start: int) -> int:
        for layer in layers:
            start = self.add(place, layer, start)
        return start

    def block(self, place: str, block: Block, start: int) -> int:
        main = self.path(place, block.main, start)
        shortcut = self.path(place, block.shortcut, start)
        return self.path(place, block.after, self.add(place, Add(), main, shortcut))


def rows(network: Network, shape: Shape = (64, 64, 3), classes: int = 6) -> list[Row]:
    """Every layer of the network on inputs of that shape (height, width, channels), in order."""
    table = Table(shape, {"classes": classes})
    at = table.path("stem", network.stem, -1)
    for placed in network.blocks:
        table.sizes = dict(placed.sizes)
        at = table.block(placed.name, placed.block, at)
    table.sizes = {"classes": classes}
    table.path("head", network.head, at)
    return table.rows


def total(rows: list[Row]) -> int:
    return sum(row.parameters for row in rows)
