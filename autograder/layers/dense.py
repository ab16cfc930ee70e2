"""A fully connected layer followed by softmax."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .confusion import HARD, Confusion, values
from .float32 import FUNCTION, UNIT, absolute, gamma
from .layer import Layer, Size

CONFUSIONS = (
    Confusion("units_hard_coded", "dense layer", "units", "{Step} has {found} units, not `{due}`.", HARD, "Where does the number of units come from?",
              lambda c: c.named, wrong=lambda due, sizes: [6, 10] if isinstance(due, str) else []),
    Confusion("units", "dense layer", "units", "{Step} has {found} units, not {due}.", "Each unit gives one number.", "How many numbers should this layer give?",
              wrong=lambda due, sizes: [] if isinstance(due, str) else [2 * due]),
    Confusion("activation_missing", "dense layer", "activation", "{Step} has no {due}.", "Without it the numbers go on as the sums that they are.", "What should the outputs look like?",
              lambda c: c.found in ("linear", None), wrong=values("linear")),
    Confusion("other_activation", "dense layer", "activation", "{Step} has the activation {found}, not {due}.", "Another activation gives other numbers.", "What should the outputs look like?",
              wrong=values("sigmoid", "relu")),
)  # fmt: skip


@dataclass(frozen=True)
class Dense(Layer):
    units: Size
    activation: str

    kind = "dense"
    does = "kernel"
    name = "dense"
    words = "dense layer"
    confusions = CONFUSIONS

    def __post_init__(self):
        if self.activation != "softmax":
            raise ValueError(f"a dense layer has a rule for softmax only, not for {self.activation}")

    def output(self, x, weights, training):
        z = x @ weights("kernel", (x.shape[-1], self.units)) + weights("bias", (self.units,))
        e = np.exp(z - z.max(-1, keepdims=True))
        return e / e.sum(-1, keepdims=True)

    def rounding(self, x, e, weights, training):
        """p (expm1(2t) + gamma(n) exp(2t)), n for exp, the sum over the classes and the quotient, t the logits' largest error.

        Logits within t change every exp(z_i) / sum exp(z_j) by a factor between exp(-2t) and exp(2t). With dz as for a
        convolution, t = max dz + u (max z - min z + 2 max dz): the second term is the rounding of z - max z.
        """
        w, b = absolute(weights, True)("kernel", (x.shape[-1], self.units)), absolute(weights, True)("bias", (self.units,))
        dz = (gamma(x.shape[-1] + 2) * ((np.abs(x) + e) @ w + b) + e @ w).max(-1, keepdims=True)
        z = x @ np.asarray(weights("kernel", w.shape), np.float64) + weights("bias", b.shape)
        t = dz + UNIT * (np.ptp(z, -1, keepdims=True) + 2 * dz)
        return self.output(x, weights, training) * (np.expm1(2 * t) + gamma(2 * FUNCTION + self.units + 2) * np.exp(2 * t))

    def shape(self, shape):
        return (self.units,)

    def parameters(self, shape):
        return shape[-1] * self.units + self.units

    def settings(self):
        return {"units": self.units, "activation": self.activation}

    @property
    def title(self):
        return f"Dense  {self.units}"

    @property
    def detail(self):
        return self.activation
