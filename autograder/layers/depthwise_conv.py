"""Convolution of each channel by itself, with a kernel of its own or `depth_multiplier` of them; nothing is summed over channels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .confusion import Confusion, one_more, values
from .conv import CONFUSIONS as OF_CONVOLUTION
from .convolving import Convolving
from .layer import Array, Shape, Size, Weights
from .operation import Operation

NOT_HERE = ("filters", "groups", "layer")
CONFUSIONS = (
    Confusion("not_depthwise", "convolution", "layer", "{Step} is a {found}, not a {due}.", "A depthwise convolution works on each channel by itself; an ordinary one also mixes channels, with many more weights.",
              "Which layer does the figure show here?", wrong=values("Conv2D")),
    Confusion("depth_multiplier", "convolution", "depth_multiplier", "{Step} makes {found} channels of each, not {due}.", "It decides how many channels go on.",
              "How many channels are made of each?", wrong=one_more),
    *(c for c in OF_CONVOLUTION if c.setting not in NOT_HERE),
)  # fmt: skip


@dataclass(frozen=True)
class DepthwiseConv2D(Convolving):
    kernel: Size
    strides: Size = 1
    padding: str = "valid"
    depth_multiplier: Size = 1
    dilation_rate: Size = 1

    kind = "depthwiseconv"
    name = "depthwise"
    numbered = True
    words = "depthwise convolution"
    confusions = CONFUSIONS
    otherwise = "does not compute this depthwise convolution: look at its other arguments"
    written = ("kernel", "strides", "padding")
    seldom = ("depth_multiplier", "dilation_rate")
    keywords = Convolving.keywords | {"initializer": "depthwise_initializer"}

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        """A kernel of shape (k, k, channels, multiplier); what is made of one channel stands together."""
        held = self.held(x.shape[1:])
        found = np.einsum("bhwcij,ijcm->bhwcm", self.windows(x), weights("kernel", held["kernel"]), optimize=True)
        return found.reshape(*found.shape[:3], -1) + weights("bias", held["bias"])

    def terms(self, channels: int) -> tuple[int, int]:
        return self.kernel**2, self.kernel**2 * self.depth_multiplier

    def shape(self, shape: Shape) -> Shape:
        return (*self.spans(shape), shape[-1] * self.depth_multiplier)

    def held(self, shape: Shape) -> dict[str, Shape]:
        return {"kernel": (self.kernel, self.kernel, shape[-1], self.depth_multiplier), "bias": (shape[-1] * self.depth_multiplier,)}

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[DepthwiseConv2D]:
        kernel = operation.shapes.get("kernel", ())
        if len(kernel) == 4 and kernel[2:3] == operation.x.shape[-1:]:
            for way in cls.ways(operation, kernel):
                yield cls(kernel[0], depth_multiplier=kernel[3], **way)

    @property
    def asked(self) -> str:
        more = f"{self.depth_multiplier} kernels" if self.depth_multiplier != 1 else "one kernel"
        return f"{more} a channel, of size {self.looks}"
