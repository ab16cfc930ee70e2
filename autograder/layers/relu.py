"""max(x, 0), and no more than `max_value`, where there is one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from .activation import Activation
from .confusion import Confusion, values
from .float32 import UNIT, allowed
from .layer import Array, Layer, Moving, Settings, Weights
from .operation import Operation, real

CONFUSIONS = (
    Confusion("another_activation", "activation", "function", "In place of {step} there is {found}.",
              "ReLU keeps positive numbers as they are, so that gradients pass many layers undamped.", "Which activation does the figure show?",
              wrong=values("sigmoid", "tanh", "softmax", "leaky ReLU")),
    Confusion("no_cap", "activation", "max_value", "{Step} does not cut numbers off at {due}.", "Without a limit large numbers go on as they are.",
              "Up to which value should numbers pass?", lambda c: c.found is None or isinstance(c.found, str), wrong=values(None)),
    Confusion("another_cap", "activation", "max_value", "{Step} cuts numbers off at {found}, not at {due}.", "The limit is part of the step.",
              "Up to which value should numbers pass?", wrong=lambda due, sizes: [due + 1]),
)  # fmt: skip


USUAL = 6.0  # of the ReLU6 of mobile networks


@dataclass(frozen=True)
class ReLU(Activation):
    max_value: float | None = None

    kind = "relu"
    idempotent = True
    words = "ReLU"
    confusions = CONFUSIONS
    config = {"max_value": None, "negative_slope": 0.0, "threshold": 0.0}
    names = ("relu",)
    meant = ("activation", "maximum")
    seldom = ("max_value",)

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        positive = np.maximum(x, 0)
        return positive if self.max_value is None else np.minimum(positive, self.max_value)

    def rounding(self, x: Array, e: Array, weights: Weights, training: bool) -> Array:
        """e, and nothing where x + e <= 0, nor where x - e is above the largest value, but that value's own rounding."""
        bound = np.minimum(e, np.maximum(x + e, 0))
        if self.max_value is None:
            return bound
        return np.minimum(bound, np.maximum(self.max_value - x + e, 0)) + UNIT * self.max_value * (x + e >= self.max_value)

    def spread(self, m: Moving, weights: Weights, direction: Weights, training: bool) -> Array:
        """d where x is between 0 and the largest value, nothing beyond, |t| + d where rounding leaves open which it is."""
        highest, off = np.inf if self.max_value is None else self.max_value, allowed(m.x, m.e)
        open_ = (np.abs(m.x) <= off) | (np.abs(m.x - highest) <= off)
        return np.where(open_, np.abs(m.t) + m.d, np.where((m.x > 0) & (m.x < highest), m.d, 0.0))

    def settings(self) -> Settings:
        return super().settings() | ({} if self.max_value is None else {"max_value": self.max_value})

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[ReLU]:
        """Without a largest value; with that which it says it has, or the one that was reached, or the usual one."""
        yield cls()
        reached = float(operation.output.max())
        for highest in dict.fromkeys((real(operation.config.get("max_value")), reached, USUAL)):
            if highest is not None and 0 < highest < np.inf:
                yield cls(highest)

    @classmethod
    def said(cls, operation: Operation, step: Layer | None) -> Settings | None:
        if step is None:
            return super().said(operation, step)
        return step.settings() | {"max_value": operation.config.get("max_value", getattr(step, "max_value", None))}

    @classmethod
    def following(cls, settings: Mapping[str, object], wrong: Collection[str]) -> Collection[str]:
        """Built into another layer it is out of its place, whatever its limit."""
        return ("max_value",) if settings.get("fused") else ()

    @classmethod
    def made(cls, settings: Settings) -> str:
        return super().made(settings) if settings.get("max_value") is None else cls.__name__

    @classmethod
    def line(cls, settings: Settings) -> Settings:
        highest = settings.get("max_value")
        return super().line(settings) if highest is None else {"max_value": highest}

    @classmethod
    def box(cls, settings: Settings) -> tuple[str, str]:
        highest, (title, detail) = settings.get("max_value"), super().box(settings)
        return (f"{title}{highest:g}" if isinstance(highest, (int, float)) and title == cls.words else title), detail

    @property
    def asked(self) -> str:
        return "" if self.max_value is None else f"no value above {self.max_value:g}"
