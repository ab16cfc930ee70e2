"""x times `scale`, plus `offset`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .confusion import Confusion, values
from .float32 import gamma
from .layer import Array, Layer, Moving, Settings, Weights
from .operation import Operation, real

CONFUSIONS = (
    Confusion("scale", "rescaling", "scale", "{Step} multiplies by {found}, not by {due}.", "The scale decides how large the numbers are that go on.",
              "From which range into which should numbers be brought?", wrong=lambda due, sizes: [due / 2]),
    Confusion("offset", "rescaling", "offset", "{Step} adds {found}, not {due}.", "The offset decides which number becomes 0.",
              "From which range into which should numbers be brought?", wrong=values(0.5)),
)  # fmt: skip


@dataclass(frozen=True)
class Rescaling(Layer):
    scale: float
    offset: float = 0.0

    kind = "rescaling"
    name = "rescaling"
    words = "rescaling"
    confusions = CONFUSIONS
    meant = ("rescal",)
    written = ("scale", "offset")

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        return x * self.scale + self.offset

    def rounding(self, x: Array, e: Array, weights: Weights, training: bool) -> Array:
        """|s| e + gamma(3) (|s| (|x| + e) + |o|): a rounded scale, a product and a sum, of a rounded offset."""
        s = abs(self.scale)
        return s * e + gamma(3) * (s * (np.abs(x) + e) + abs(self.offset))

    def spread(self, m: Moving, weights: Weights, direction: Weights, training: bool) -> Array:
        """|s| d + gamma(2) |s| (|t| + d)."""
        s = abs(self.scale)
        return s * m.d + gamma(2) * s * (np.abs(m.t) + m.d)

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[Rescaling]:
        """By what it says only: a scale that is read from numbers is not exactly the one that was meant."""
        scale, offset = real(operation.config.get("scale")), real(operation.config.get("offset", 0.0))
        if scale is not None and offset is not None and (scale, offset) != (1, 0):
            yield cls(scale, offset)

    @classmethod
    def said(cls, operation: Operation, step: Layer | None) -> Settings | None:
        told = {name: operation.config.get(name) for name in cls.written} if cls.kind in operation.name else None
        settings = step.settings() if step else told
        return settings and settings | {"name": operation.facts["name"]}

    @classmethod
    def box(cls, settings: Settings) -> tuple[str, str]:
        return "Rescaling", f"× {settings.get('scale', '')} + {settings.get('offset', '')}" if settings else ""

    @property
    def asked(self) -> str:
        return f"scale {self.scale:g}" + (f" and offset {self.offset:g}" if self.offset else "")
