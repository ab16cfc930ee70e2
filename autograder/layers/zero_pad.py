"""`amount` zeros on each side of height and width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .confusion import Confusion, values
from .layer import Array, Layer, Moves, Settings, Shape, Weights
from .operation import Operation, of_all_sides
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
    names = ("zeropad",)
    written = ("amount",)
    keywords = {"amount": "padding"}

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        return pad(x, (self.amount, self.amount), (self.amount, self.amount))

    def shape(self, shape: Shape) -> Shape:
        return (shape[0] + 2 * self.amount, shape[1] + 2 * self.amount, shape[2])

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[ZeroPadding2D]:
        x, output = operation.x, operation.output
        if x.ndim == output.ndim == 4 and output.shape[1] > x.shape[1]:
            yield cls((output.shape[1] - x.shape[1]) // 2)

    @classmethod
    def said(cls, operation: Operation, step: Layer | None) -> Settings | None:
        """Other amounts than one for all sides are known by what it says only."""
        settings = super().said(operation, step)
        return settings if step or settings is None else {"amount": of_all_sides(operation.config.get("padding"))}

    @classmethod
    def box(cls, settings: Settings) -> tuple[str, str]:
        return "ZeroPadding", f"{settings.get('amount', '')} on each side"

    @property
    def asked(self) -> str:
        return f"{self.amount} zeros on each side of height and width"
