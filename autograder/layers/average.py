"""The mean of tensors, element by element."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .confusion import Confusion, values
from .float32 import gamma
from .layer import Moving
from .merge import Elementwise, summed

CONFUSIONS = (
    Confusion("not_an_average", "averaging", "function", "The mean of the tensors is due, and they are joined by {found}.",
              "A mean keeps the numbers as large as they were.", "How do the two paths meet in the figure?", wrong=values("add", "multiply", "maximum")),
)  # fmt: skip


@dataclass(frozen=True)
class Average(Elementwise):
    kind = "average"
    name = "average"
    words = "averaging"
    confusions = CONFUSIONS
    title = "Average"
    meant = ("average",)
    done = "averaged"

    def output(self, *taken):
        *tensors, _weights, _training = taken
        return sum(tensors) / len(tensors)

    def known(self, *taken):
        """mean(e) + gamma(n + 1) mean(|x| + e) of n tensors: n - 1 sums in any order, and a quotient (or products with a rounded 1/n)."""
        *known, _weights, _training = taken
        n = len(known)
        size = sum(np.abs(x) + e for x, e in known) / n
        return sum(x for x, _ in known) / n, sum(e for _, e in known) / n + gamma(n + 1) * size

    def moving(self, *taken):
        """Backwards a quotient, and where one tensor goes several ways or is stretched, the sum of what comes back."""
        *moving, weights, _direction, training = taken
        x, e = self.known(*((m.x, m.e) for m in moving), weights, training)
        n, k = len(moving), 2 + summed(*(m.x for m in moving))
        t, d, size = sum(m.t for m in moving), sum(m.d for m in moving), sum(np.abs(m.t) + m.d for m in moving)
        return Moving(x, e, t / n, (d + gamma(k) * size) / n)
