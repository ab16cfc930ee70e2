"""What the input X of an exercise may be: its shape, drawn or as given. No numbers; these are `truth.challenge`'s."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol, TypeVar

import numpy as np

T = TypeVar("T")


class Draws(Protocol):
    """What is asked of a generator of random numbers."""

    def permutation(self, x: np.ndarray) -> np.ndarray: ...

    def integers(self, low: int, high: int) -> int: ...


@dataclass(frozen=True)
class Inputs:
    """channels: the name of the size that X has as many of on its last axis; left out: any number. axes: what each counts, the batch first;
    more: how much larger that number is than the others that are drawn."""

    channels: str | None = None

    axes: ClassVar[tuple[str, ...]]
    more: ClassVar[int] = 0

    def shape(self, rng: Draws, channels: int) -> tuple[int, ...]:
        """Sizes between the first and the last are odd or even, and never the same."""
        between = rng.permutation(np.arange(5, 9))[: len(self.axes) - 2]
        return int(rng.integers(2, 4)), *map(int, between), channels


class Images(Inputs):
    """X of shape (batch, height, width, channels)."""

    axes = ("batch", "height", "width", "channels")


class Sequences(Inputs):
    """X of shape (batch, length, width). channels: the name of the size that is its width."""

    axes = ("batch", "length", "width")
    more = 6  # normalised over two numbers, X would be little more than signs


class Rows(Inputs):
    """X of shape (batch, width). channels: the name of the size that is its width."""

    axes = ("batch", "width")
    more = 6


def sizes_of(shape: tuple[T, ...]) -> dict[str, T]:
    """The sizes of X by the names under which a value reads them, such as `X.shape[-1]`; all but the batch can be read."""
    return {f"X.shape[{axis}]": shape[axis] for axis in range(1 - len(shape), 0)}
