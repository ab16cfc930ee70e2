"""Every pixel `size` times, down and across."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .confusion import Confusion, one_more
from .float32 import gamma
from .layer import Array, Layer, Moves, Moving, Settings, Shape, Size, Weights
from .operation import Operation, one

CONFUSIONS = (
    Confusion("up_size", "up-sampling", "size", "{Step} makes {found} of each row and column, not {due}.", "The size decides how large the map is that goes on.",
              "How much larger is the map in the figure after it?", wrong=one_more),
)  # fmt: skip


@dataclass(frozen=True)
class UpSampling2D(Moves):
    size: Size = 2

    kind = "upsampling"
    name = "up_sampling"
    words = "up-sampling"
    confusions = CONFUSIONS
    config = {"interpolation": "nearest"}
    names = ("upsampling",)
    written = ("size",)

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        return x.repeat(self.size, 1).repeat(self.size, 2)

    def spread(self, m: Moving, weights: Weights, direction: Weights, training: bool) -> Array:
        """Backwards what comes back to one pixel is summed: gamma(n) (|t| + d), n the pixels made of it."""
        return self.output(m.d + gamma(self.size**2) * (abs(m.t) + m.d), weights, training)

    def shape(self, shape: Shape) -> Shape:
        return (shape[0] * self.size, shape[1] * self.size, shape[2])

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[UpSampling2D]:
        x, output = operation.x, operation.output
        if x.ndim == output.ndim == 4 and (size := output.shape[1] // x.shape[1]) > 1:
            yield cls(size)

    @classmethod
    def said(cls, operation: Operation, step: Layer | None) -> Settings | None:
        if super().said(operation, step) is None:
            return None
        return {"name": operation.facts["name"], "size": step.settings()["size"] if step else one(operation.config.get("size"))}

    @classmethod
    def box(cls, settings: Settings) -> tuple[str, str]:
        size = settings.get("size", "")
        return "UpSampling", f"{size}×{size}" if size else ""

    @property
    def asked(self) -> str:
        return f"each pixel {self.size}×{self.size} times"
