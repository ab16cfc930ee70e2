"""What activations share: they are told apart by their function, and may be built into the layer before them. Of smooth ones the bounds."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from .confusion import Confusion, values
from .layer import Array, Layer, Moving, Settings, Weights
from .operation import Operation, real

SPELLED = {"relu": "ReLU", "gelu": "GELU", "silu": "SiLU"}  # in a picture
NAMES = ("relu", "sigmoid", "softmax", "tanh", "elu", "selu", "gelu", "silu", "swish", "mish", "softplus", "softsign", "exponential")
FUNCTIONS = {name: name for name in NAMES} | {"leaky": "leaky ReLU", "prelu": "PReLU", "relu6": "ReLU6"}  # by parts of operations' names

OTHERS = (
    Confusion("another_activation", "activation", "function", "In place of {step} there is {found}.", "Another activation gives other numbers.",
              "Which activation does the figure show?", wrong=values("relu", "sigmoid", "tanh")),
)  # fmt: skip


@dataclass(frozen=True)
class Activation(Layer):
    does = "activation"
    family = "relu"
    numbered = True
    written = ("function",)
    maker = "Activation"

    def settings(self) -> Settings:
        return {"function": self.kind}

    @classmethod
    def said(cls, operation: Operation, step: Layer | None) -> Settings | None:
        if step is not None:
            return step.settings()
        if "kernel" in operation.shapes:
            return None
        given = str(operation.config.get("activation", operation.name)).strip("<>").lower()
        found = [part for part in FUNCTIONS if part in given or part in operation.name]
        told = {name: value for name in ("max_value", "negative_slope") if (value := real(operation.config.get(name)))}
        return {"function": FUNCTIONS[max(found, key=len)]} | told if found else None

    @classmethod
    def box(cls, settings: Settings) -> tuple[str, str]:
        function = settings.get("function", "relu")
        return SPELLED.get(str(function), str(function)), "in the layer before" if settings.get("fused") else ""


@dataclass(frozen=True)
class Smooth(Activation):
    """One with a derivative everywhere, of which a file proves four bounds. steep, bend: of |y'| and |y''| over all x. rounded, slope_rounded:
    how far y and y' may be off that float32 computes at an x of at most this size."""

    steep: ClassVar[float]
    bend: ClassVar[float]

    confusions = OTHERS

    @abstractmethod
    def value(self, x: Array) -> Array:
        """y, of real numbers."""

    @abstractmethod
    def slope(self, x: Array) -> Array:
        """y', of real numbers."""

    @abstractmethod
    def rounded(self, size: Array) -> Array | float: ...

    @abstractmethod
    def slope_rounded(self, size: Array) -> Array | float: ...

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        """On x + ih t it is y + ih t y', exactly but for terms of h squared."""
        if not np.iscomplexobj(x):
            return self.value(x)
        return self.value(x.real) + 1j * x.imag * self.slope(x.real)

    def rounding(self, x: Array, e: Array, weights: Weights, training: bool) -> Array:
        """max|y'| e, by the mean value theorem, and what float32 is off at the number that it holds, of which |x| + e bounds the size."""
        return self.steep * e + self.rounded(np.abs(x) + e)

    def spread(self, m: Moving, weights: Weights, direction: Weights, training: bool) -> Array:
        """|y'| d + (max|y''| e + the rounding of y') (|t| + d): float32 takes y' at its own x, which is known up to e."""
        off = self.bend * m.e + self.slope_rounded(np.abs(m.x) + m.e)
        return np.abs(self.slope(m.x)) * m.d + off * (np.abs(m.t) + m.d)

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[Smooth]:
        yield cls()
