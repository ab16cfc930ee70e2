"""The first tensor less the second, element by element."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .confusion import Confusion, values
from .float32 import UNIT, gamma
from .layer import Moving
from .merge import Elementwise, summed

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
    title = "Subtract"
    meant = ("subtract",)
    ordered = True

    def output(self, x, y, weights, training):
        return x - y

    def known(self, left, right, weights, training):
        """e + f + u (|x - y| + e + f): the errors of both, and one rounding."""
        (x, e), (y, f) = left, right
        return x - y, e + f + UNIT * (np.abs(x - y) + e + f)

    def moving(self, left, right, weights, direction, training):
        """Backwards a sign changes, which is exact, and where one tensor goes both ways or is stretched, what comes back is summed."""
        x, e = self.known(left[:2], right[:2], weights, training)
        size = np.abs(left.t) + left.d + np.abs(right.t) + right.d
        return Moving(x, e, left.t - right.t, left.d + right.d + gamma(summed(left.x, right.x)) * size)

    @classmethod
    def readings(cls, operation):
        if len(operation.inputs) == 2:
            yield from super().readings(operation)
