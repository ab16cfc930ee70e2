"""The axes in another order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from .confusion import Confusion
from .layer import Array, Layer, Moves, Settings, Shape, Weights
from .operation import Operation

CONFUSIONS = (
    Confusion("dims", "permutation", "dims", "{Step} puts the axes in the order {found}, not {due}.", "The axes are counted from 1, without the batch.",
              "Which axis should come first?", wrong=lambda due, sizes: [due[::-1]] if due[::-1] != due and due[::-1] != tuple(sorted(due)) else []),
)  # fmt: skip
MOST = 4  # axes besides the batch whose orders are tried


@dataclass(frozen=True)
class Permute(Moves):
    """dims: counted from 1, as in Keras; the batch stays where it is."""

    dims: tuple[int, ...]

    kind = "permute"
    name = "permute"
    words = "permutation of axes"
    confusions = CONFUSIONS
    meant = ("permute",)
    written = ("dims",)

    def __post_init__(self) -> None:
        object.__setattr__(self, "dims", tuple(self.dims))

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        return np.transpose(x, (0, *self.dims))

    def shape(self, shape: Shape) -> Shape:
        return tuple(shape[axis - 1] for axis in self.dims)

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[Permute]:
        """Those that move a number: an axis of 1 may stand anywhere, and then nothing was permuted."""
        x, shape = operation.x, operation.output.shape
        if 3 <= x.ndim <= MOST + 1 and sorted(x.shape[1:]) == sorted(shape[1:]):
            for dims in permutations(range(1, x.ndim)):
                moved = [axis for axis in dims if x.shape[axis] != 1]
                if moved != sorted(moved) and tuple(x.shape[axis] for axis in dims) == shape[1:]:
                    yield cls(dims)

    @classmethod
    def said(cls, operation: Operation, step: Layer | None) -> Settings | None:
        given = operation.config.get("dims")
        told = {"dims": tuple(given)} if isinstance(given, list) and cls.kind in operation.name else None
        settings = step.settings() if step else told
        return settings and settings | {"name": operation.facts["name"]}

    @classmethod
    def box(cls, settings: Settings) -> tuple[str, str]:
        return "Permute", ", ".join(map(str, settings.get("dims", ())))

    @property
    def asked(self) -> str:
        return f"the axes in the order {', '.join(map(str, self.dims))}"
