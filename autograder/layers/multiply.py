"""The product of tensors, element by element."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import mul

import numpy as np

from .confusion import Confusion, values
from .float32 import gamma
from .layer import Array, Known, Moving, Weights
from .merge import Elementwise, summed

CONFUSIONS = (
    Confusion("not_a_multiplication", "multiplication", "function", "The tensors are not multiplied but joined by {found}.",
              "A product lets one tensor say how much of the other goes on; a sum only shifts it.", "How do the two paths meet in the figure?",
              wrong=values("add", "concatenate", "average", "maximum")),
)  # fmt: skip


@dataclass(frozen=True)
class Multiply(Elementwise):
    kind = "multiply"
    name = "multiply"
    words = "multiplication"
    confusions = CONFUSIONS
    meant = ("multiply",)
    done = "joined by multiplication"

    def exact(self, tensors: Sequence[Array], weights: Weights, training: bool) -> Array:
        return reduce(mul, tensors)

    def error(self, known: Sequence[Known]) -> Array:
        """prod(|x| + e) - prod|x| + gamma(n - 1) prod(|x| + e) of n tensors: every product of errors with the other sizes, and n - 1 roundings."""
        size, most = reduce(mul, (np.abs(x) for x, _ in known)), reduce(mul, (np.abs(x) + e for x, e in known))
        return most - size + gamma(len(known) - 1) * most

    def derivative(self, moving: Sequence[Moving]) -> Known:
        """The sum of t_i times the other tensors. Each term is off by (|t| + d) prod(|x| + e) - |t| prod|x|; backwards n - 1 products lead to each
        tensor, and what comes back to it is summed where it goes several ways or is stretched."""
        n = len(moving) - 1 + summed(*(m.x for m in moving))
        t, size, most = (np.zeros(self.shape(*(m.x.shape for m in moving))) for _ in range(3))
        for i, m in enumerate(moving):
            others = (*moving[:i], *moving[i + 1 :])
            t += reduce(mul, (o.x for o in others), m.t)
            size += reduce(mul, (np.abs(o.x) for o in others), np.abs(m.t))
            most += reduce(mul, (np.abs(o.x) + o.e for o in others), np.abs(m.t) + m.d)
        return t, most - size + gamma(n) * most
