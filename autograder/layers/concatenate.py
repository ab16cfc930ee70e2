"""The channels of several tensors one after the other, in order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .confusion import Confusion, values
from .float32 import gamma
from .layer import Moving
from .merge import Merge

CONFUSIONS = (
    Confusion("joined_in_another_order", "concatenation", "order", "{Step} takes its tensors in another order.",
              "The channels of the first tensor come first; what follows finds them in these places.", "In which order do the tensors stand in the list of steps?"),
    Confusion("not_a_concatenation", "concatenation", "function", "The tensors are not put beside each other but joined by {found}.",
              "Beside each other all channels are kept, and what follows can choose among them.", "How do the two paths meet in the figure?",
              wrong=values("add", "multiply", "average", "maximum")),
)  # fmt: skip


@dataclass(frozen=True)
class Concatenate(Merge):
    kind = "concatenate"
    name = "concatenate"
    words = "concatenation"
    title = "Concatenate"
    done = "joined"
    otherwise = "does not put the channels of its tensors one after the other: look at its axis"
    ordered = True
    confusions = CONFUSIONS

    def output(self, *taken):
        *tensors, _weights, _training = taken
        return np.concatenate(tensors, -1)

    def known(self, *taken):
        """Numbers are only moved: each keeps its own error."""
        *known, _weights, _training = taken
        return tuple(np.concatenate(parts, -1) for parts in zip(*known))

    def moving(self, *taken):
        """Backwards nothing is computed at it but, where one tensor goes several ways, the sum of what comes back."""
        *moving, _weights, _direction, _training = taken
        x, e, t, d = (np.concatenate(parts, -1) for parts in zip(*moving))
        return Moving(x, e, t, d + gamma(len(moving)) * (np.abs(t) + d))

    def shape(self, *shapes):
        return (*shapes[0][:-1], sum(shape[-1] for shape in shapes))

    @classmethod
    def readings(cls, operation):
        if len({x.shape[:-1] for x in operation.inputs}) == 1 and all(x.ndim > 1 for x in operation.inputs):
            yield cls()
