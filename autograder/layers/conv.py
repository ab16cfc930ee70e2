"""Convolution with a square kernel and a bias: every output is the sum of a window times the kernel, plus the bias."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .float32 import absolute, gamma
from .layer import Layer, Size
from .windows import pad, same, span, windows

# What can be set besides filters, kernel, strides and padding: the contract's initializer, and Keras's defaults.
DEFAULTS = {
    "layer": "Conv2D",
    "initializer": "initializer(seed=0)",
    "activation": "linear",
    "use_bias": True,
    "dilation": 1,
    "groups": 1,
    "trainable": True,
}


@dataclass(frozen=True)
class Conv2D(Layer):
    filters: Size
    kernel: Size
    strides: Size = 1
    padding: str = "valid"

    kind = "conv"
    does = "kernel"
    numbered = True
    words = "convolution"
    config = {"use_bias": True, "dilation_rate": [1, 1], "groups": 1}

    def output(self, x, weights, training):
        k, channels = self.kernel, x.shape[-1]
        if self.padding == "same":
            x = pad(x, *(same(size, k, self.strides) for size in x.shape[1:3]))
        kernel = weights("kernel", (k, k, channels, self.filters))
        return np.einsum("bhwcij,ijcf->bhwf", windows(x, k, self.strides), kernel, optimize=True) + weights("bias", (self.filters,))

    def rounding(self, x, e, weights, training):
        """gamma(n) (conv(|x| + e, |w|) + |b|) + conv(e, |w|), where n is the length of the sum + 2."""
        n = self.kernel**2 * x.shape[-1] + 2
        size, carried = (self.output(a, absolute(weights, bias), training) for a, bias in ((np.abs(x) + e, True), (e, False)))
        return gamma(n) * size + carried

    def spread(self, m, weights, direction, training):
        """conv(x, dw) + conv(t, w) + db; backwards, sums over the kernel's places and filters, or over all places of the map.

        d' = conv(d, |w|) + conv(e, |dw|) + gamma(n) (conv(|x| + e, |dw|) + conv(|t| + d, |w|) + |db|).
        """
        w, dw = (absolute(source, bias) for source, bias in ((weights, False), (direction, False)))
        places = m.x[..., 0].size  # no output of the block's convolutions has more
        n = max(self.kernel**2 * self.filters, places) + 3
        size = self.output(np.abs(m.x) + m.e, absolute(direction, True), training) + self.output(np.abs(m.t) + m.d, w, training)
        return self.output(m.d, w, training) + self.output(m.e, dw, training) + gamma(n) * size

    def shape(self, shape):
        return (*(span(n, self.kernel, self.strides, self.padding) for n in shape[:2]), self.filters)

    def parameters(self, shape):
        return self.kernel * self.kernel * shape[-1] * self.filters + self.filters

    def settings(self):
        return DEFAULTS | {"filters": self.filters, "kernel": self.kernel, "strides": self.strides, "padding": self.padding}

    @property
    def title(self):
        return f"Conv2D  {self.filters}"

    @property
    def detail(self):
        return f"{self.kernel}×{self.kernel}, stride {self.strides}, {self.padding}"
