"""The expected summary of the network, derived from its value: every layer with its output shape and parameters."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from .blocks import Add, AveragePool, BatchNorm, Block, Conv, Dense, Flatten, MaxPool, Network, Step, ZeroPad, kind, resolve

Shape = tuple[int, ...]  # without the batch dimension


@dataclass(frozen=True)
class Row:
    """`place` is "stem", "stage 2, block a", … or "head"; `inputs` the numbers of the rows it takes, -1 the input."""

    place: str
    kind: str
    shape: Shape
    parameters: int
    inputs: tuple[int, ...]


def output_shape(step: Step, shape: Shape) -> Shape:
    """The shape after a resolved step, by its own arithmetic."""
    match step:
        case Conv(filters, kernel, strides, padding):
            return (*(span(n, kernel, strides, padding) for n in shape[:2]), filters)
        case MaxPool(size, strides) | AveragePool(size, strides):
            return (*(span(n, size, strides, "valid") for n in shape[:2]), shape[2])
        case ZeroPad(amount):
            return (shape[0] + 2 * amount, shape[1] + 2 * amount, shape[2])
        case Flatten():
            return (prod(shape),)
        case Dense(units):
            return (units,)
        case _:
            return shape


def span(n: int, kernel: int, strides: int, padding: str) -> int:
    return -(-n // strides) if padding == "same" else (n - kernel) // strides + 1


def parameters(step: Step, shape: Shape) -> int:
    """Weights of a resolved step on an input of that shape, moving statistics included."""
    match step:
        case Conv(filters, kernel, _, _):
            return kernel * kernel * shape[-1] * filters + filters
        case BatchNorm():
            return 4 * shape[-1]
        case Dense(units):
            return shape[-1] * units + units
        case _:
            return 0


class Table:
    """Rows under construction: `add` appends one and returns its number."""

    def __init__(self, shape: Shape, sizes: dict[str, int]):
        self.rows, self.sizes, self.input = [], sizes, shape

    def shape(self, row: int) -> Shape:
        return self.input if row < 0 else self.rows[row].shape

    def add(self, place: str, step: Step, *inputs: int) -> int:
        step, shape = resolve(step, self.sizes), self.shape(inputs[0])
        self.rows.append(Row(place, kind(step), output_shape(step, shape), parameters(step, shape), inputs))
        return len(self.rows) - 1

    def path(self, place: str, steps: tuple[Step, ...], start: int) -> int:
        for step in steps:
            start = self.add(place, step, start)
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
