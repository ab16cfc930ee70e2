"""Transposed convolution: every number of the input puts a kernel times itself into the output, `strides` apart; what falls on one place is summed.

It is the map by which gradients go back through a convolution, and makes maps larger. Source: Dumoulin and Visin 2016, arXiv 1603.07285.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from .conv import CONFUSIONS as OF_CONVOLUTION
from .convolving import Convolving
from .layer import Array, Shape, Size, Weights
from .operation import Operation

LARGEST = 32  # kernel that is tried
CONFUSIONS = tuple(c for c in OF_CONVOLUTION if c.setting not in ("groups", "dilation_rate"))


@dataclass(frozen=True)
class Conv2DTranspose(Convolving):
    filters: Size
    kernel: Size
    strides: Size = 1
    padding: str = "valid"

    dilation_rate = 1
    kind = "convtranspose"
    name = "conv_transpose"
    numbered = True
    words = "transposed convolution"
    confusions = CONFUSIONS
    otherwise = "does not compute this transposed convolution: look at its other arguments"
    config = {**Convolving.config, "output_padding": None}
    written = ("filters", "kernel", "strides", "padding")

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        """A kernel of shape (k, k, filters, channels). With padding "same" what a convolution would have padded is cut off, the odd row after."""
        k, s, (height, width) = self.kernel, self.strides, x.shape[1:3]
        kernel = weights("kernel", (k, k, self.filters, x.shape[-1]))
        due = self.shape(x.shape[1:])
        whole = np.zeros(
            (len(x), max((height - 1) * s + k, due[0] + k), max((width - 1) * s + k, due[1] + k), self.filters), np.result_type(x, kernel)
        )
        for i in range(k):
            for j in range(k):
                whole[:, i : i + (height - 1) * s + 1 : s, j : j + (width - 1) * s + 1 : s] += x @ kernel[i, j].T
        cut = max(k - s, 0) // 2 if self.padding == "same" else 0
        return whole[:, cut : cut + due[0], cut : cut + due[1]] + weights("bias", (self.filters,))

    def terms(self, channels: int) -> tuple[int, int]:
        """At one place of the output at most k×k numbers of the input meet."""
        return self.kernel**2 * channels, self.kernel**2 * self.filters

    def places(self, x: Array) -> int:
        """The gradient of the bias is summed over the output."""
        height, width, _ = self.shape(x.shape[1:])
        return len(x) * max(height * width, x[0, ..., 0].size)

    def shape(self, shape: Shape) -> Shape:
        """Without padding it has what the last kernel reaches beyond its stride besides."""
        more = max(self.kernel - self.strides, 0) if self.padding == "valid" and self.kernel != 1 else 0
        return (shape[0] * self.strides + more, shape[1] * self.strides + more, self.filters)

    def held(self, shape: Shape) -> dict[str, Shape]:
        return {"kernel": (self.kernel, self.kernel, self.filters, shape[-1]), "bias": (self.filters,)}

    def normal(self) -> Conv2DTranspose:
        """Where no two kernels overlap there is nothing to cut off: both paddings are one."""
        return replace(self, padding="valid") if self.kernel == 1 or self.apart else self

    @property
    def apart(self) -> bool:
        kernel, strides = self.kernel, self.strides
        return isinstance(kernel, int) and isinstance(strides, int) and kernel <= strides

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[Conv2DTranspose]:
        kernel, x = operation.shapes.get("kernel", ()), operation.x
        if len(kernel) != 4 or x.ndim != 4 or kernel[3] != x.shape[-1] or kernel[0] != kernel[1] or kernel[0] > LARGEST:
            return
        for padding in ("valid", "same"):
            for strides in dict.fromkeys((operation.whole("strides", 1), 1, 2, 3)):
                yield cls(kernel[2], kernel[0], strides, padding).normal()

    @property
    def asked(self) -> str:
        return f"{self.filters} filters of size {self.looks}"
