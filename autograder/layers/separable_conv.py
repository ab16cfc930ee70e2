"""Convolution in two parts: of each channel by itself, without a bias, and then one of size 1, with a bias, which mixes the channels.

Far fewer weights than an ordinary convolution of that size. Source: Chollet 2017, arXiv 1610.02357.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .confusion import Confusion, values
from .conv import CONFUSIONS as OF_CONVOLUTION
from .conv import Conv2D
from .convolving import Convolving
from .depthwise_conv import CONFUSIONS as OF_DEPTHWISE
from .depthwise_conv import DepthwiseConv2D
from .formula import spoken
from .layer import Array, Known, Layer, Moving, Shape, Size, Weights
from .operation import Operation

CONFUSIONS = (
    Confusion("not_separable", "convolution", "layer", "{Step} is a {found}, not a {due}.", "A separable convolution looks at neighbours in each channel by itself first and mixes the channels afterwards, with a kernel of size 1.",
              "Which layer does the figure show here?", wrong=values("Conv2D")),
    *(c for c in OF_DEPTHWISE if c.setting == "depth_multiplier"),
    *(c for c in OF_CONVOLUTION if c.setting not in ("groups", "layer")),
)  # fmt: skip


@dataclass(frozen=True)
class SeparableConv2D(Convolving):
    """Strides, padding and dilation are those of its first part."""

    filters: Size
    kernel: Size
    strides: Size = 1
    padding: str = "valid"
    depth_multiplier: Size = 1
    dilation_rate: Size = 1

    kind = "separableconv"
    name = "separable"
    numbered = True
    words = "separable convolution"
    confusions = CONFUSIONS
    otherwise = "does not compute this separable convolution: look at its other arguments"
    starts = {"depthwise_kernel": None, "pointwise_kernel": None, "bias": 0}
    written = ("filters", "kernel", "strides", "padding")
    seldom = ("depth_multiplier", "dilation_rate")
    keywords = Convolving.keywords | {"initializer": "depthwise_initializer pointwise_initializer"}

    def parts(self) -> Iterator[tuple[Layer, Callable[[Weights], Weights]]]:
        """Both layers that it amounts to, each with what finds its own among the weights."""
        yield DepthwiseConv2D(self.kernel, self.strides, self.padding, self.depth_multiplier, self.dilation_rate), of_depthwise
        yield Conv2D(self.filters, 1), of_pointwise

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        for part, own in self.parts():
            x = part.output(x, own(weights), training)
        return x

    def known(self, known: Sequence[Known], weights: Weights, training: bool) -> Known:
        """The bound of the first part is the error of what the second takes."""
        for part, own in self.parts():
            known = [part.known(known, own(weights), training)]
        return known[0]

    def moving(self, moving: Sequence[Moving], weights: Weights, direction: Weights, training: bool) -> Moving:
        for part, own in self.parts():
            moving = [part.moving(moving, own(weights), own(direction), training)]
        return moving[0]

    def shape(self, shape: Shape) -> Shape:
        return (*self.spans(shape), self.filters)

    def held(self, shape: Shape) -> dict[str, Shape]:
        made = shape[-1] * self.depth_multiplier
        return {
            "depthwise_kernel": (self.kernel, self.kernel, shape[-1], self.depth_multiplier),
            "pointwise_kernel": (1, 1, made, self.filters),
            "bias": (self.filters,),
        }

    @classmethod
    def owns(cls, shapes: dict[str, Shape]) -> bool:
        return len(shapes.get("depthwise_kernel", ())) == 4

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[SeparableConv2D]:
        depthwise, pointwise = (operation.shapes.get(f"{part}_kernel", ()) for part in ("depthwise", "pointwise"))
        if len(depthwise) == 4 and depthwise[2:3] == operation.x.shape[-1:] and pointwise[:-1] == (1, 1, depthwise[2] * depthwise[3]):
            for way in cls.ways(operation, depthwise):
                yield cls(pointwise[-1], depthwise[0], depth_multiplier=depthwise[3], **way)

    @property
    def asked(self) -> str:
        more = f", {self.depth_multiplier} kernels a channel" if self.depth_multiplier != 1 else ""
        return f"{spoken(self.filters)} filters of size {self.looks}{more}"


def of_depthwise(source: Weights) -> Weights:
    """It has no bias."""
    return lambda name, shape: source("depthwise_kernel", shape) if name == "kernel" else np.zeros(shape)


def of_pointwise(source: Weights) -> Weights:
    return lambda name, shape: source("pointwise_kernel" if name == "kernel" else name, shape)
