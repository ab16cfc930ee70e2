"""What a block must compute: its value evaluated in float64 NumPy, slowly and obviously, with every step's output.

Tensors are (batch, height, width, channels). `weights(name, shape)` gives the weight of that name and shape; the
names are Keras's own: kernel, bias, gamma, beta, moving_mean, moving_variance. Every rule takes complex numbers too, of
which the real part decides where there is something to choose; `slope` differentiates by them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import singledispatch

import numpy as np

from .blocks import AveragePool, BatchNorm, Block, Conv, Dense, Flatten, MaxPool, ReLU, ZeroPad, walk

Weights = Callable[[str, tuple[int, ...]], np.ndarray]

EPSILON = 1e-3  # Keras's defaults for batch normalisation
MOMENTUM = 0.99


def windows(x: np.ndarray, size: int, strides: int) -> np.ndarray:
    """Every size×size window of x: (batch, out height, out width, channels, size, size)."""
    views = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(1, 2))
    return views[:, ::strides, ::strides]


def pad(x: np.ndarray, *amounts: tuple[int, int]) -> np.ndarray:
    """Zeros before and after height and width."""
    return np.pad(x, ((0, 0), *amounts, (0, 0)))


def same(size: int, kernel: int, strides: int) -> tuple[int, int]:
    """How much "same" padding adds before and after an axis: the odd zero goes after, as in TensorFlow."""
    total = max((-(-size // strides) - 1) * strides + kernel - size, 0)
    return total // 2, total - total // 2


@singledispatch
def apply(step, x: np.ndarray, weights: Weights, training: bool) -> np.ndarray:
    """The output of one resolved step on x. `training` chooses batch or moving statistics."""
    raise TypeError(f"no rule for {step!r}")


@apply.register
def _(step: Conv, x, weights, training):
    k, channels = step.kernel, x.shape[-1]
    if step.padding == "same":
        x = pad(x, *(same(size, k, step.strides) for size in x.shape[1:3]))
    kernel = weights("kernel", (k, k, channels, step.filters))
    return np.einsum("bhwcij,ijcf->bhwf", windows(x, k, step.strides), kernel, optimize=True) + weights("bias", (step.filters,))


@apply.register
def _(step: BatchNorm, x, weights, training):
    channels = x.shape[-1:]
    if training:
        mean, variance = statistics(x)
    else:
        mean, variance = weights("moving_mean", channels), weights("moving_variance", channels)
    return (x - mean) / np.sqrt(variance + EPSILON) * weights("gamma", channels) + weights("beta", channels)


def statistics(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and (biased) variance of each channel over batch, height and width."""
    mean = x.mean((0, 1, 2))
    return mean, np.square(x - mean).mean((0, 1, 2))  # not x.var, which takes complex numbers otherwise (see `slope`)


def moved(x: np.ndarray, weights: Weights, momentum: float = MOMENTUM) -> dict[str, np.ndarray]:
    """The moving statistics after one training call of a batch normalisation on x."""
    old = {name: weights(name, x.shape[-1:]) for name in ("moving_mean", "moving_variance")}
    return {name: momentum * was + (1 - momentum) * now for (name, was), now in zip(old.items(), statistics(x))}


@apply.register
def _(step: ReLU, x, weights, training):
    return np.maximum(x, 0)


@apply.register
def _(step: ZeroPad, x, weights, training):
    return pad(x, (step.amount, step.amount), (step.amount, step.amount))


@apply.register
def _(step: MaxPool, x, weights, training):
    return windows(x, step.size, step.strides).max((-2, -1))


@apply.register
def _(step: AveragePool, x, weights, training):
    return windows(x, step.size, step.strides).mean((-2, -1))


@apply.register
def _(step: Flatten, x, weights, training):
    return x.reshape(len(x), -1)


@apply.register
def _(step: Dense, x, weights, training):
    z = x @ weights("kernel", (x.shape[-1], step.units)) + weights("bias", (step.units,))
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def evaluate(block: Block, x, weights: Weights, training: bool, sizes: dict[str, int]) -> dict[str, np.ndarray]:
    """Every step's output under the names of `block.steps()`; the last is the block's own."""
    return walk(block, np.asarray(x, np.float64), sizes, lambda step, x: apply(step, x, weights, training), np.add)
