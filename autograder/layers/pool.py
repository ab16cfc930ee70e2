"""What max and average pooling share: windows of size×size, moved by `strides`, without padding."""

from __future__ import annotations

from dataclasses import dataclass

from .confusion import Confusion, values
from .layer import Layer
from .windows import span

CONFUSIONS = (
    Confusion("another_pooling", "pooling", "function", "In the place of {step} stands {found} pooling.", "One keeps the largest number of each window, the other the mean.",
              "Which pooling does the figure show here?", wrong=values("average", "max", "global average")),
    Confusion("pool_size", "pooling", "size", "{Step} has windows of size {found}, not {due}.", "The windows decide how large the map is that goes on.", "Which windows does the figure show?", wrong=values(2, 4)),
    Confusion("pool_stride", "pooling", "strides", "{Step} has stride {found}, not {due}.", "Its stride makes the map smaller.", "By how much do the windows move?", wrong=values(1, 3)),
    Confusion("pool_padding", "pooling", "padding", "{Step} pads ('{found}').", "With padding the map that goes on is larger.", "What do the steps say about padding?", wrong=values("same")),
)  # fmt: skip


@dataclass(frozen=True)
class Pool(Layer):
    size: int
    strides: int = 0  # Keras's default: windows side by side

    confusions = CONFUSIONS

    def __post_init__(self):
        object.__setattr__(self, "strides", self.strides or self.size)

    def shape(self, shape):
        return (*(span(n, self.size, self.strides, "valid") for n in shape[:2]), shape[2])
