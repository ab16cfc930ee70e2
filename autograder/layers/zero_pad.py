"""`amount` zeros on each side of height and width."""

from __future__ import annotations

from dataclasses import dataclass

from .layer import Moves
from .windows import pad


@dataclass(frozen=True)
class ZeroPadding2D(Moves):
    amount: int

    kind = "zeropad"
    name = "zero_padding"
    words = "zero padding"
    title = "ZeroPadding"

    def output(self, x, weights, training):
        return pad(x, (self.amount, self.amount), (self.amount, self.amount))

    def shape(self, shape):
        return (shape[0] + 2 * self.amount, shape[1] + 2 * self.amount, shape[2])

    def settings(self):
        return {"amount": self.amount}

    @property
    def detail(self):
        return f"{self.amount} on each side"
