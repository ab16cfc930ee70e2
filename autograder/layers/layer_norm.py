"""Layer normalisation over the channels: the channels of each place less their mean, over their spread, times gamma, plus beta.

Source: Ba, Kiros and Hinton 2016, arXiv 1607.06450.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from . import normalising
from .batch_norm import EPSILON, BatchNormalization
from .confusion import DEFAULT, FROZEN, Confusion, values
from .layer import Array, Layer, Moving, Settings, Shape, Weights
from .operation import Operation

NOT_LISTED = "Which argument of your layer normalisations is not in the list of steps?"
CONFUSIONS = (
    Confusion("another_normalisation", "layer normalisation", "layer", "{Step} is a {found}, not a {due}.",
              "A layer normalisation takes its mean over the channels of one place, a batch normalisation over all places of one channel.", "Which layer does the figure show here?",
              wrong=values("BatchNormalization")),
    Confusion("axis", "layer normalisation", "axis", "{Step} works along axis {found}, not along the channels.", "Each place is normalised by itself, over its channels.",
              "Over which axis is the mean taken?", together=True, wrong=values(-2)),  # the same of images and of sequences
    Confusion("no_scale", "defaults", "scale", "{Step} has no scale (gamma).", DEFAULT, NOT_LISTED, costs="defaults", together=True, wrong=values(False)),
    Confusion("no_center", "defaults", "center", "{Step} has no offset (beta).", DEFAULT, NOT_LISTED, costs="defaults", together=True, wrong=values(False)),
    Confusion("epsilon", "defaults", "epsilon", "{Step} has epsilon {found}, not {due}.", DEFAULT, NOT_LISTED, costs="defaults", together=True, wrong=values(1e-5)),
    FROZEN,
)  # fmt: skip


@dataclass(frozen=True)
class LayerNormalization(Layer):
    """Two that differ in epsilon alone are equal: another one costs its own criterion only."""

    epsilon: float = field(default=EPSILON, compare=False)

    kind = "layernorm"
    does = "normalisation"
    family = "bn"
    name = "layer_norm"
    numbered = True
    words = "layer normalisation"
    confusions = CONFUSIONS
    otherwise = "does not normalise the channels of each place: look at its axis and its settings"
    config = {"epsilon": EPSILON, "center": True, "scale": True}
    starts = {"gamma": 1, "beta": 0}
    seldom = ("epsilon", "axis")

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        m, v = normalising.statistics(x, mean)
        return (x - m) / np.sqrt(v + self.epsilon) * weights("gamma", x.shape[-1:]) + weights("beta", x.shape[-1:])

    def rounding(self, x: Array, e: Array, weights: Weights, training: bool) -> Array:
        """As `normalising` says, N being the number of channels."""
        g, b = (np.abs(np.asarray(weights(name, x.shape[-1:]), np.float64)) for name in self.starts)
        return normalising.rounding(x, e, g, b, normalising.centre(x, e, mean, self.epsilon), self.epsilon)

    def spread(self, m: Moving, weights: Weights, direction: Weights, training: bool) -> Array:
        used = normalising.centre(m.x, m.e, mean, self.epsilon)
        return normalising.spread(m, *normalising.affine(m.x, weights, direction), used, self.epsilon, mean)

    def held(self, shape: Shape) -> dict[str, Shape]:
        return dict.fromkeys(self.starts, shape[-1:])

    def settings(self) -> Settings:
        return {"layer": type(self).__name__, "axis": 3, "epsilon": self.epsilon, "center": True, "scale": True, "trainable": True}

    def configured(self) -> Settings:
        return self.config | {"epsilon": self.epsilon}

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[LayerNormalization]:
        channels, shapes = operation.x.shape[-1:], operation.shapes
        if shapes.keys() <= cls.starts.keys() and operation.x.ndim > 1 and all(shape == channels for shape in shapes.values()):
            epsilon = operation.config.get("epsilon", EPSILON)
            yield cls(epsilon if isinstance(epsilon, (int, float)) and 0 < epsilon < 1 else EPSILON)

    @classmethod
    def said(cls, operation: Operation, step: Layer | None) -> Settings | None:
        """In the form of what may stand in its place."""
        return BatchNormalization.said(operation, None)

    @classmethod
    def box(cls, settings: Settings) -> tuple[str, str]:
        return BatchNormalization.box({"layer": cls.__name__} | settings)

    @property
    def asked(self) -> str:
        return "over the channels of each place"


def mean(x: Array) -> Array:
    """Of each place, over the channels."""
    return x.mean(-1, keepdims=True)
