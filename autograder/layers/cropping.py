"""`cropping` rows and columns less on each side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .confusion import Confusion, one_more
from .layer import Array, Layer, Moves, Settings, Shape, Size, Weights
from .operation import Operation, of_all_sides

CONFUSIONS = (
    Confusion("cropping_amount", "cropping", "cropping", "{Step} takes {found} from each side, not {due}.", "What is cut off decides how large the map is that goes on.",
              "How much is cut off in the figure?", wrong=one_more),
)  # fmt: skip


@dataclass(frozen=True)
class Cropping2D(Moves):
    cropping: Size

    kind = "cropping"
    name = "cropping"
    words = "cropping"
    confusions = CONFUSIONS
    names = ("cropping",)
    meant = ("crop",)
    written = ("cropping",)

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        n = self.cropping
        return x[:, n : x.shape[1] - n, n : x.shape[2] - n]

    def shape(self, shape: Shape) -> Shape:
        return (shape[0] - 2 * self.cropping, shape[1] - 2 * self.cropping, shape[2])

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[Cropping2D]:
        x, output = operation.x, operation.output
        if x.ndim == output.ndim == 4 and (less := x.shape[1] - output.shape[1]) > 0 and less % 2 == 0:
            yield cls(less // 2)

    @classmethod
    def said(cls, operation: Operation, step: Layer | None) -> Settings | None:
        """Other amounts than one for all sides are known by what it says only."""
        settings = super().said(operation, step)
        told = {} if step else {"cropping": of_all_sides(operation.config.get("cropping"))}
        return settings if settings is None else settings | told | {"name": operation.facts["name"]}

    @classmethod
    def box(cls, settings: Settings) -> tuple[str, str]:
        return "Cropping", f"{settings.get('cropping', '')} on each side"

    @property
    def asked(self) -> str:
        return f"{self.cropping} rows and columns less on each side"
