"""Dropout: while fitting a share of the numbers is set to zero and the others are divided by the rest of that share; else nothing is done.

Which numbers go is not Keras's to draw here: `weights("mask", shape)` gives a number between 0 and 1 for each, and what is below the rate is
dropped. Source: Srivastava et al. 2014, Journal of Machine Learning Research 15, 1929.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from .confusion import HARD, Confusion, numbers, values
from .float32 import gamma
from .layer import Array, Layer, Moving, Settings, Weights
from .operation import Operation, real

BOTH = "While fitting, dropout sets some numbers to zero; when predicting, it leaves all as they are. The caller says which."
WHO = "Who tells a dropout whether the network is fitting?"

CONFUSIONS = (
    Confusion("rate_hard_coded", "dropout", "rate", "The rate of {step} is written as {found}, not taken from the argument `{due}`.", HARD, "Where does the rate come from?",
              lambda c: c.named and isinstance(c.found, (int, float)), together=True, wrong=numbers(0.1, 0.5)),
    Confusion("rate", "dropout", "rate", "{Step} has the rate {found}, not `{due}`.", "The rate is the share of the numbers that are dropped.", "Which share of the numbers should go?", together=True),
    Confusion("another_dropout", "dropout", "layer", "{Step} is a {found}, not a {due}.", "It drops other numbers.", "Which layer does the figure show here?", wrong=values("SpatialDropout1D")),
    Confusion("dropped_alike", "dropout", "noise_shape", "{Step} drops the same numbers at several places (noise_shape).", "Each number is dropped, or not, by itself.", "Which argument of this layer is not in the list of steps?"),
    Confusion("training_fixed", "training", "training", "{Step} is always called with training={found}.", "Left to Keras it drops numbers while fitting only.", "Who should choose here?",
              lambda c: c.due is None, "training"),
    Confusion("dropout_training_left_out", "dropout", "training", "The `training` argument is not passed on to dropout.", BOTH, WHO, lambda c: c.found is None, "training", True, values(None)),
    Confusion("dropout_always", "dropout", "training", "Dropout is called with training=True, whatever the block's own `training` says.", BOTH, WHO,
              lambda c: c.found is True, "training", True, lambda due, sizes: [True] if due else []),
    Confusion("dropout_never", "dropout", "training", "Dropout is called with training=False, whatever the block's own `training` says.", BOTH, WHO,
              lambda c: c.found is False, "training", True, lambda due, sizes: [False] if due else []),
    Confusion("dropout_turned_round", "dropout", "training", "Dropout does not do what the block's `training` says.", BOTH, WHO, costs="training", together=True,
              wrong=lambda due, sizes: ["not training"] if due else []),
)  # fmt: skip
OTHERS = ("spatial", "gaussian", "alpha")  # beginnings of the names of those that do something else while fitting


@dataclass(frozen=True)
class Dropout(Layer):
    rate: float  # or the name of one, as with sizes

    kind = "dropout"
    name = "dropout"
    numbered = True
    words = "dropout"
    confusions = CONFUSIONS
    otherwise = "does not drop what it should: look at its settings"
    modes = {"dropping": True, "passing": False}
    does_in = {"dropping": "drops numbers", "passing": "leaves all numbers as they are"}
    names = ("dropout",)
    written = ("rate",)

    def dropped(self, x: Array, weights: Weights, training: bool) -> Array:
        """x where it is let through, and 0; all of it where nothing is dropped."""
        mask = np.float32(np.real(weights("mask", x.shape)) if training else np.ones(x.shape))
        return np.where(mask >= np.float32(self.rate), x, 0)

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        return self.dropped(x, weights, training) / (1 - self.rate) if training else x

    def rounding(self, x: Array, e: Array, weights: Weights, training: bool) -> Array:
        """What is let through is e / (1 - rate), and gamma(3) of its size: 1 - rate, the quotient, the product."""
        return self.output(e + gamma(3) * (np.abs(x) + e), weights, training) if training else e

    def spread(self, m: Moving, weights: Weights, direction: Weights, training: bool) -> Array:
        """So is its derivative."""
        return self.output(m.d + gamma(3) * (np.abs(m.t) + m.d), weights, training) if training else m.d

    def settings(self) -> Settings:
        return {"layer": type(self).__name__, "rate": self.rate, "noise_shape": None, "training": "training"}

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[Dropout]:
        """Of the rate that it says it has; of one that says none, of that by which what was let through has grown."""
        if operation.name.startswith(OTHERS) or operation.x.shape != operation.output.shape:
            return
        told = real(operation.config.get("rate"))
        if told is None:
            through = (operation.output != 0) & (operation.x != 0)
            told = round(float(1 - np.median(operation.x[through] / operation.output[through])), 4) if through.any() else 0
            told = told or None
        if told is not None and 0 <= told < 1:
            yield cls(told)

    @classmethod
    def said(cls, operation: Operation, step: Layer | None) -> Settings | None:
        if super().said(operation, step) is None:
            return None
        rate = real(operation.config.get("rate"))
        return {
            "layer": operation.facts["name"] if "rate" in operation.config else cls.__name__,
            "name": operation.facts["name"],
            "rate": step.settings()["rate"] if rate is None and step else rate,
            "noise_shape": operation.config.get("noise_shape"),
            "training": operation.training,
        }

    @classmethod
    def following(cls, settings: Mapping[str, object], wrong: Collection[str]) -> Collection[str]:
        """What another layer of the kind is given is its own."""
        return {"rate", "noise_shape"} if "layer" in wrong else ()

    @classmethod
    def box(cls, settings: Settings) -> tuple[str, str]:
        rate = settings.get("rate")
        return "Dropout", "" if rate is None else str(rate)

    @property
    def asked(self) -> str:
        return f"the rate `{self.rate}`" if isinstance(self.rate, str) else f"the rate {self.rate}"
