"""Softmax of each row: exp(x) over the sum of the row's, positive numbers that sum to 1."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .activation import Activation
from .float32 import FUNCTION, UNIT, gamma
from .layer import Array, Moving, Weights
from .operation import Operation


@dataclass(frozen=True)
class Softmax(Activation):
    kind = "softmax"
    name = "softmax"
    numbered = False
    words = "softmax"

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        e = np.exp(x - x.real.max(-1, keepdims=True))
        return e / e.sum(-1, keepdims=True)

    def rounding(self, x: Array, e: Array, weights: Weights, training: bool) -> Array:
        """p (expm1(2t) + gamma(n) exp(2t)), n for exp, the sum over the row and the quotient, t the largest error of the row.

        x within t changes every exp(x_i) / sum exp(x_j) by a factor between exp(-2t) and exp(2t). With e of the input,
        t = max e + u (max x - min x + 2 max e): the second term is the rounding of x - max x.
        """
        e = e.max(-1, keepdims=True)
        t = e + UNIT * (np.ptp(x, -1, keepdims=True) + 2 * e)
        return self.output(x, weights, training) * (np.expm1(2 * t) + gamma(2 * FUNCTION + x.shape[-1] + 2) * np.exp(2 * t))

    def spread(self, m: Moving, weights: Weights, direction: Weights, training: bool) -> Array:
        """p (t - <p, t>): with p known up to f, p (d + <p, d>) + f (|t| + <p, |t|>) + p <f, |t|> + gamma(n) (p + f) (|t| + <p + f, |t|>)."""
        p, f = self.output(m.x, weights, training), self.rounding(m.x, m.e, weights, training)
        size = np.abs(m.t) + m.d

        def summed(a: Array, b: Array) -> Array:
            return (a * b).sum(-1, keepdims=True)

        off = p * (m.d + summed(p, m.d)) + f * (size + summed(p + f, size)) + p * summed(f, size)
        return off + gamma(m.x.shape[-1] + 4) * (p + f) * (size + summed(p + f, size))

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[Softmax]:
        if operation.x.ndim > 1:
            yield cls()
