"""`amount` zeros on each side of height and width."""

from __future__ import annotations

from dataclasses import dataclass

from .confusion import Confusion, values
from .layer import Moves
from .windows import pad

CONFUSIONS = (
    Confusion("padding_amount", "padding", "amount", "{Step} is {found} wide, not {due}.", "The frame decides how large the map is that goes on, and what its edge sees.",
              "How wide is the frame in the figure?", wrong=values(1, 2)),
)  # fmt: skip


@dataclass(frozen=True)
class ZeroPadding2D(Moves):
    amount: int

    kind = "zeropad"
    name = "zero_padding"
    words = "zero padding"
    confusions = CONFUSIONS
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
