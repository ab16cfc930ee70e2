"""The windows that convolutions and poolings move over height and width."""

from __future__ import annotations

import numpy as np

from .layer import Array


def windows(x: Array, size: int, strides: int, dilation: int = 1) -> Array:
    """Every size×size window of x: (batch, out height, out width, channels, size, size). dilation: how far apart its numbers lie."""
    views = np.lib.stride_tricks.sliding_window_view(x, (reach(size, dilation),) * 2, axis=(1, 2))
    return views[:, ::strides, ::strides, :, ::dilation, ::dilation]


def spelled(size: object, strides: object) -> str:
    """3, 2 → "3×3, stride 2": of a picture."""
    stride = "×".join(map(str, strides)) if isinstance(strides, tuple) else strides
    return f"{'×'.join(map(str, size if isinstance(size, tuple) else (size, size)))}, stride {stride}"


def reach(size: int, dilation: int) -> int:
    """From the first to the last place of a window."""
    return (size - 1) * dilation + 1


def pad(x: Array, *amounts: tuple[int, int]) -> Array:
    """Zeros before and after height and width."""
    return np.pad(x, ((0, 0), *amounts, (0, 0)))


def same(size: int, kernel: int, strides: int) -> tuple[int, int]:
    """How much "same" padding adds before and after an axis: the odd zero goes after, as in TensorFlow."""
    total = max((-(-size // strides) - 1) * strides + kernel - size, 0)
    return total // 2, total - total // 2


def span(n: int, kernel: int, strides: int, padding: str) -> int:
    """How many windows stand along an axis of n."""
    return -(-n // strides) if padding == "same" else (n - kernel) // strides + 1
