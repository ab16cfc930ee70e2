"""The first tensor less the second, element by element."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .confusion import Confusion, values
from .float32 import UNIT, gamma
from .layer import Array, Known, Moving, Weights
from .merge import Elementwise, summed
from .operation import Operation

CONFUSIONS = (
    Confusion("joined_in_another_order", "subtraction", "order", "{Step} takes its tensors in another order.",
              "The second tensor is taken from the first: the other way round every number has the other sign.", "Which of the two tensors is subtracted?"),
    Confusion("not_a_subtraction", "subtraction", "function", "The second tensor is not subtracted: the two are joined by {found}.",
              "A difference says how far the two tensors are apart.", "How do the two paths meet in the figure?", wrong=values("add", "multiply", "average")),
)  # fmt: skip


@dataclass(frozen=True)
class Subtract(Elementwise):
    kind = "subtract"
    name = "subtract"
    words = "subtraction"
    confusions = CONFUSIONS
    meant = ("subtract",)
    ordered = True

    def exact(self, tensors: Sequence[Array], weights: Weights, training: bool) -> Array:
        x, y = tensors
        return x - y

    def error(self, known: Sequence[Known]) -> Array:
        """e + f + u (|x - y| + e + f): the errors of both, and one rounding."""
        (x, e), (y, f) = known
        return e + f + UNIT * (np.abs(x - y) + e + f)

    def derivative(self, moving: Sequence[Moving]) -> Known:
        """Backwards a sign changes, which is exact, and where one tensor goes both ways or is stretched, what comes back is summed."""
        left, right = moving
        size = np.abs(left.t) + left.d + np.abs(right.t) + right.d
        return left.t - right.t, left.d + right.d + gamma(summed(left.x, right.x)) * size

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[Elementwise]:
        if len(operation.inputs) == 2:
            yield from super().readings(operation)
