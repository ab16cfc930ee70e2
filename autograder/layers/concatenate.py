"""The channels of several tensors one after the other, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .confusion import Confusion, values
from .float32 import gamma
from .layer import Array, Known, Moving, Shape, Weights
from .merge import Merge
from .operation import Operation

CONFUSIONS = (
    Confusion("joined_in_another_order", "concatenation", "order", "{Step} takes its tensors in another order.",
              "The channels of the first tensor come first; what follows finds them in these places.", "In which order do the tensors stand in the list of steps?"),
    Confusion("not_a_concatenation", "concatenation", "function", "The tensors are not put beside each other but joined by {found}.",
              "Beside each other all channels are kept, and what follows can choose among them.", "How do the two paths meet in the figure?",
              wrong=values("add", "multiply", "average", "maximum")),
)  # fmt: skip


@dataclass(frozen=True)
class Concatenate(Merge):
    kind = "concatenate"
    name = "concatenate"
    words = "concatenation"
    otherwise = "does not put the channels of its tensors one after the other: look at its axis"
    ordered = True
    confusions = CONFUSIONS

    def exact(self, tensors: Sequence[Array], weights: Weights, training: bool) -> Array:
        return np.concatenate(tensors, -1)

    def known(self, known: Sequence[Known], weights: Weights, training: bool) -> Known:
        """Numbers are only moved: each keeps its own error."""
        x, e = (np.concatenate(parts, -1) for parts in zip(*known))
        return x, e

    def moving(self, moving: Sequence[Moving], weights: Weights, direction: Weights, training: bool) -> Moving:
        """Backwards nothing is computed at it but, where one tensor goes several ways, the sum of what comes back."""
        x, e, t, d = (np.concatenate(parts, -1) for parts in zip(*moving))
        return Moving(x, e, t, d + gamma(len(moving)) * (np.abs(t) + d))

    def shape(self, *shapes: Shape) -> Shape:
        return (*shapes[0][:-1], sum(shape[-1] for shape in shapes))

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[Concatenate]:
        if len({x.shape[:-1] for x in operation.inputs}) == 1 and all(x.ndim > 1 for x in operation.inputs):
            yield cls()
