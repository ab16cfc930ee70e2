"""What the input X of an exercise may be: its shape, drawn or as given. No numbers; these are `truth.challenge`'s."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Images:
    """X of shape (batch, height, width, channels). channels: the name of the size that it has as many of; left out: any number."""

    channels: str | None = None

    axes = ("batch", "height", "width", "channels")

    def shape(self, rng: np.random.Generator, channels: int) -> tuple[int, ...]:
        """Height and width odd or even, and never the same."""
        height, width = rng.permutation(np.arange(5, 9))[:2]
        return int(rng.integers(2, 4)), int(height), int(width), channels
