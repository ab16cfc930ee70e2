"""What shape a block gives, as the text of a formula in its arguments: for those who have to know it without knowing the block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..layers.layer import Layer
from .inputs import sizes_of
from .lines import walk

if TYPE_CHECKING:
    from .exercise import Exercise


@dataclass(frozen=True)
class Formula:
    """A whole number that follows from others, as Python would write it: text + more. minus: what it is the negative of."""

    text: str
    more: int = 0
    minus: Formula | None = None

    def __str__(self) -> str:
        return self.text if not self.more else f"{self.text} {'+' if self.more > 0 else '-'} {abs(self.more)}"

    def __add__(self, other: Formula | int) -> Formula:
        if isinstance(other, int):
            return Formula(self.text, self.more + other) if other else self
        return Formula(f"{self.text} + {other.text}", self.more + other.more)

    def __sub__(self, other: Formula | int) -> Formula:
        return self + -other

    def __neg__(self) -> Formula:
        return self.minus or Formula(f"-({self})", minus=self)

    def __mul__(self, other: Formula | int) -> Formula:
        return self if other == 1 else Formula(f"({self}) * ({other})")

    def __floordiv__(self, other: Formula | int) -> Formula:
        return self if other == 1 else Formula(f"({self}) // ({other})")

    __radd__, __rmul__ = __add__, __mul__


def shape_given(exercise: Exercise) -> list[str]:
    """Of what a block gives, without the batch: formulas in its sizes and in its input's shape, such as `(X[1] - 1) // (s) + 1`."""
    sizes = {name: Formula(name) for argument in exercise.sizes for name in exercise.names_in(argument)}
    sizes |= {name: Formula(f"{exercise.first}[{axis}]") for axis, name in enumerate(sizes_of(exercise.input.axes), 1)}
    start = tuple(Formula(f"{exercise.first}[{axis}]") for axis in range(1, len(exercise.input.axes)))
    return [str(n) for n in list(walk(exercise.lines, start, sizes, shape).values())[-1]]


def shape(layer: Layer, *shapes: tuple) -> tuple:
    """Of what a layer gives. A rule that compares shapes by NumPy takes numbers only; tensors that are joined there are alike (see `checks`)."""
    try:
        return layer.shape(*shapes)
    except TypeError:
        return shapes[0]
