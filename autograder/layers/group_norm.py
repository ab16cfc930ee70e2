"""Group normalisation: of each image, the channels of a group at all places less their mean, over their spread, times gamma, plus beta.

Source: Wu and He 2018, arXiv 1803.08494.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .confusion import Confusion
from .layer import Array, Settings, Size
from .layer_norm import CONFUSIONS as OF_LAYER_NORMALISATION
from .normalising import EPSILON, Normalisation, small
from .operation import Operation

CONFUSIONS = (
    Confusion("norm_groups", "group normalisation", "groups", "{Step} has {found} groups, not {due}.", "Of more groups each has fewer channels to take its mean over.",
              "Into how many groups are the channels cut?", wrong=lambda due, sizes: [1] if due != 1 else []),
    *(c for c in OF_LAYER_NORMALISATION if c.id != "axis"),
)  # fmt: skip


@dataclass(frozen=True)
class GroupNormalization(Normalisation):
    groups: Size = 32
    epsilon: float = field(default=EPSILON, compare=False)

    kind = "groupnorm"
    name = "group_norm"
    words = "group normalisation"
    confusions = CONFUSIONS
    otherwise = "does not normalise the channels of each group: look at its groups and its settings"
    written = ("groups",)
    seldom = ("epsilon",)

    @staticmethod
    def mean(x: Array) -> Array:
        """Of each image and group, over its channels at all places."""
        return x.mean((*range(1, x.ndim - 2), x.ndim - 1), keepdims=True)

    def parted(self, x: Array) -> Array:
        """With channels as (groups, channels of a group)."""
        return x.reshape(*x.shape[:-1], self.groups, -1)

    def settings(self) -> Settings:
        common = {"layer": type(self).__name__, "epsilon": self.epsilon, "center": True, "scale": True, "trainable": True}
        return common | {"groups": self.groups}

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[GroupNormalization]:
        """With the groups that it says it has; a layer that says nothing is none."""
        x, groups = operation.x, operation.whole("groups", 0)
        if cls.fits(operation) and x.ndim > 2 and groups and x.shape[-1] % groups == 0:
            yield cls(groups, small(operation))

    @property
    def asked(self) -> str:
        return f"{self.groups} groups"
