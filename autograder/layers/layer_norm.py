"""Layer normalisation over the channels: the channels of each place less their mean, over their spread, times gamma, plus beta.

Source: Ba, Kiros and Hinton 2016, arXiv 1607.06450.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .confusion import FROZEN, Confusion, default, values
from .layer import Array, Settings
from .normalising import EPSILON, Normalisation, small
from .operation import Operation

NOT_LISTED = "Which argument of your layer normalisations is not in the list of steps?"
CONFUSIONS = (
    Confusion("another_normalisation", "layer normalisation", "layer", "{Step} is a {found}, not a {due}.",
              "A layer normalisation takes its mean over the channels of one place, a batch normalisation over all places of one channel.", "Which layer does the figure show here?",
              wrong=values("BatchNormalization")),
    Confusion("axis", "layer normalisation", "axis", "{Step} works along axis {found}, not along the channels.", "Each place is normalised by itself, over its channels.",
              "Over which axis is the mean taken?", together=True, wrong=values(-2)),  # the same of images and of sequences
    default("no_scale", "scale", "{Step} has no scale (gamma).", NOT_LISTED, False),
    default("no_center", "center", "{Step} has no offset (beta).", NOT_LISTED, False),
    default("epsilon", "epsilon", "{Step} has epsilon {found}, not {due}.", NOT_LISTED, 1e-5),
    FROZEN,
)  # fmt: skip


@dataclass(frozen=True)
class LayerNormalization(Normalisation):
    epsilon: float = field(default=EPSILON, compare=False)

    kind = "layernorm"
    name = "layer_norm"
    words = "layer normalisation"
    confusions = CONFUSIONS
    otherwise = "does not normalise the channels of each place: look at its axis and its settings"
    seldom = ("epsilon", "axis")

    @staticmethod
    def mean(x: Array) -> Array:
        """Of each place, over the channels."""
        return x.mean(-1, keepdims=True)

    def settings(self) -> Settings:
        return {"layer": type(self).__name__, "axis": 3, "epsilon": self.epsilon, "center": True, "scale": True, "trainable": True}

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[LayerNormalization]:
        if cls.fits(operation) and operation.x.ndim > 1:
            yield cls(small(operation))

    @property
    def asked(self) -> str:
        return "over the channels of each place"
