"""What max and average pooling share: windows of size×size, moved by `strides`, without padding."""

from __future__ import annotations

from dataclasses import dataclass

from .layer import Layer
from .windows import span


@dataclass(frozen=True)
class Pool(Layer):
    size: int
    strides: int = 0  # Keras's default: windows side by side

    def __post_init__(self):
        object.__setattr__(self, "strides", self.strides or self.size)

    def shape(self, shape):
        return (*(span(n, self.size, self.strides, "valid") for n in shape[:2]), shape[2])
