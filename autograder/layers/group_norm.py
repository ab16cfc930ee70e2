"""Group normalisation: of each image, the channels of a group at all places less their mean, over their spread, times gamma, plus beta.

Source: Wu and He 2018, arXiv 1803.08494.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from . import normalising
from .batch_norm import EPSILON, BatchNormalization
from .confusion import Confusion
from .layer import Array, Layer, Moving, Settings, Shape, Size, Weights
from .layer_norm import CONFUSIONS as OF_LAYER_NORMALISATION
from .operation import Operation

CONFUSIONS = (
    Confusion("norm_groups", "group normalisation", "groups", "{Step} has {found} groups, not {due}.", "Of more groups each has fewer channels to take its mean over.",
              "Into how many groups are the channels cut?", wrong=lambda due, sizes: [1] if due != 1 else []),
    *(c for c in OF_LAYER_NORMALISATION if c.id != "axis"),
)  # fmt: skip


@dataclass(frozen=True)
class GroupNormalization(Layer):
    """Two that differ in epsilon alone are equal: another one costs its own criterion only."""

    groups: Size = 32
    epsilon: float = field(default=EPSILON, compare=False)

    kind = "groupnorm"
    does = "normalisation"
    family = "bn"
    name = "group_norm"
    numbered = True
    words = "group normalisation"
    confusions = CONFUSIONS
    otherwise = "does not normalise the channels of each group: look at its groups and its settings"
    config = {"epsilon": EPSILON, "center": True, "scale": True}
    starts = {"gamma": 1, "beta": 0}
    written = ("groups",)
    seldom = ("epsilon",)

    def parted(self, x: Array) -> Array:
        """With channels as (groups, channels of a group)."""
        return x.reshape(*x.shape[:-1], self.groups, -1)

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        g, b = (self.parted(np.asarray(weights(name, x.shape[-1:]))) for name in self.starts)
        y = self.parted(x)
        m, v = normalising.statistics(y, mean)
        return ((y - m) / np.sqrt(v + self.epsilon) * g + b).reshape(x.shape)

    def rounding(self, x: Array, e: Array, weights: Weights, training: bool) -> Array:
        """As `normalising` says, N being the number of a group's channels at all places."""
        g, b = (self.parted(np.abs(np.asarray(weights(name, x.shape[-1:]), np.float64))) for name in self.starts)
        y, f = self.parted(x), self.parted(e)
        return normalising.rounding(y, f, g, b, normalising.centre(y, f, mean, self.epsilon), self.epsilon).reshape(x.shape)

    def spread(self, m: Moving, weights: Weights, direction: Weights, training: bool) -> Array:
        parted = Moving(*map(self.parted, m))
        g, dg, db = map(self.parted, normalising.affine(m.x, weights, direction))
        used = normalising.centre(parted.x, parted.e, mean, self.epsilon)
        return normalising.spread(parted, g, dg, db, used, self.epsilon, mean).reshape(m.x.shape)

    def held(self, shape: Shape) -> dict[str, Shape]:
        return dict.fromkeys(self.starts, shape[-1:])

    def settings(self) -> Settings:
        common = {"layer": type(self).__name__, "epsilon": self.epsilon, "center": True, "scale": True, "trainable": True}
        return common | {"groups": self.groups}

    def configured(self) -> Settings:
        return self.config | {"epsilon": self.epsilon}

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[GroupNormalization]:
        """With the groups that it says it has; a layer that says nothing is none."""
        x, shapes, groups = operation.x, operation.shapes, operation.whole("groups", 0)
        if x.ndim > 2 and groups and x.shape[-1] % groups == 0 and all(shape == x.shape[-1:] for shape in shapes.values()):
            epsilon = operation.config.get("epsilon", EPSILON)
            if shapes.keys() <= cls.starts.keys():
                yield cls(groups, epsilon if isinstance(epsilon, (int, float)) and 0 < epsilon < 1 else EPSILON)

    @classmethod
    def said(cls, operation: Operation, step: Layer | None) -> Settings | None:
        """In the form of what may stand in its place."""
        return BatchNormalization.said(operation, None)

    @classmethod
    def box(cls, settings: Settings) -> tuple[str, str]:
        return BatchNormalization.box({"layer": cls.__name__} | settings)

    @property
    def asked(self) -> str:
        return f"{self.groups} groups"


def mean(x: Array) -> Array:
    """Of each image and group, over its channels at all places."""
    return x.mean((*range(1, x.ndim - 2), x.ndim - 1), keepdims=True)
