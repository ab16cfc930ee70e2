"""Batch normalisation over the channels: each channel less its mean, over its spread, times gamma, plus beta.

In training mean and variance are those of the batch, else the moving ones. Source: Ioffe and Szegedy 2015, arXiv 1502.03167, algorithm 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from . import normalising
from .confusion import DEFAULT, MISTAKEN, Confusion, values
from .layer import Array, Layer, Moving, Settings, Shape, Weights
from .normalising import Centre, affine
from .operation import Operation, one

EPSILON, MOMENTUM = 1e-3, 0.99  # Keras's defaults
DEFAULTS = {
    "layer": "BatchNormalization",
    "axis": 3,
    "momentum": MOMENTUM,
    "epsilon": EPSILON,
    "center": True,
    "scale": True,
    "training": "training",
    "trainable": True,
}

BOTH = "While fitting, batch normalisation uses the statistics of the batch; when predicting, those it has gathered. The caller says which."
WHO = "Who tells a batch normalisation whether the network is fitting?"
NOT_LISTED = "Which argument of your batch normalisations is not in the list of steps?"

CONFUSIONS = (
    Confusion("axis", "batch normalisation", "axis", "{Step} works along axis {found}, not along the channels.",
              "Axis 0 counts the images, 1 the rows, 2 the columns, 3 the channels. A mean per row says nothing of what a filter found.",
              "Which of the four axes are the channels?", together=True, wrong=values(1, 2)),
    Confusion("epsilon", "defaults", "epsilon", "Batch normalisation has epsilon {found}, not Keras's default {due}.", DEFAULT, NOT_LISTED, costs="defaults", together=True, wrong=values(1e-5, 1e-2)),
    Confusion("momentum", "defaults", "momentum", "Batch normalisation has momentum {found}, not Keras's default {due}.", DEFAULT, NOT_LISTED, costs="defaults", together=True, wrong=values(0.9)),
    Confusion("no_scale", "defaults", "scale", "Batch normalisation has no scale (gamma).", DEFAULT, NOT_LISTED, costs="defaults", together=True, wrong=values(False)),
    Confusion("no_center", "defaults", "center", "Batch normalisation has no offset (beta).", DEFAULT, NOT_LISTED, costs="defaults", together=True, wrong=values(False)),
    Confusion("training_fixed", "training", "training", "{Step} is always called with training={found}.",
              "Left to Keras it uses the batch while fitting and its moving statistics when predicting.", "Who should choose between the two kinds of statistics here?",
              lambda c: c.due is None, "training", wrong=lambda due, sizes: [True, False] if due is None else []),
    Confusion("training_left_out", "batch normalisation", "training", "The `training` argument is not passed on to batch normalisation.", BOTH, WHO,
              lambda c: c.found is None, "training", True, values(None)),
    Confusion("training_always", "batch normalisation", "training", "Batch normalisation is called with training=True, whatever the block's own `training` says.", BOTH, WHO,
              lambda c: c.found is True, "training", True, lambda due, sizes: [True] if due else []),
    Confusion("training_never", "batch normalisation", "training", "Batch normalisation is called with training=False, whatever the block's own `training` says.", BOTH, WHO,
              lambda c: c.found is False, "training", True, lambda due, sizes: [False] if due else []),
    Confusion("training_as_a_word", "batch normalisation", "training", "`training` is given as the text '{found}'; any text counts as true.", BOTH,
              "What is the difference between a name and a text in quotes?", lambda c: isinstance(c.found, str) and c.found not in ("?", "not training"), "training", True,
              lambda due, sizes: ["'False'"] if due else []),
    Confusion("training_turned_round", "batch normalisation", "training", "Batch normalisation does not do what the block's `training` says.", BOTH, WHO, costs="training", together=True,
              wrong=lambda due, sizes: ["not training"] if due else []),
    Confusion("trainable_for_training", "batch normalisation", "trainable",
              "`trainable` is set where `training` should be passed: one freezes a layer's weights, the other chooses its statistics.", BOTH, "Which argument belongs to the call of the layer?",
              lambda c: isinstance(c.found, str), "training", True, values("training")),
    Confusion("frozen", "gradient", "trainable", "{Step} is not trainable: it keeps the statistics and the scale that it started with.",
              "A frozen layer cannot learn, and a frozen batch normalisation always uses its moving statistics.", MISTAKEN, costs="gradients training"),
    Confusion("another_normalisation", "batch normalisation", "layer", "{Step} is a {found}, not a {due}.", "It takes its mean over other numbers.",
              "Which layer does the figure show here?", wrong=values("LayerNormalization")),
)  # fmt: skip


@dataclass(frozen=True)
class BatchNormalization(Layer):
    """Two that differ in epsilon alone are equal: another one costs its own criterion only."""

    epsilon: float = field(default=EPSILON, compare=False)

    kind = "bn"
    does = "normalisation"
    numbered = True
    words = "batch normalisation"
    confusions = CONFUSIONS
    otherwise = "does not normalise each channel by itself: look at its axis and its settings"
    config = {"momentum": MOMENTUM, "epsilon": EPSILON, "center": True, "scale": True, "synchronized": False}
    starts = {"gamma": 1, "beta": 0, "moving_mean": 0, "moving_variance": 1}
    modes = {"batch": True, "moving": False}
    does_in = {"batch": "uses the statistics of the batch", "moving": "uses its moving statistics"}
    meant = ("norm",)
    seldom = ("axis",)

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        channels = x.shape[-1:]
        if training:
            mean, variance = statistics(x)
        else:
            mean, variance = weights("moving_mean", channels), weights("moving_variance", channels)
        return (x - mean) / np.sqrt(variance + self.epsilon) * weights("gamma", channels) + weights("beta", channels)

    def rounding(self, x: Array, e: Array, weights: Weights, training: bool) -> Array:
        g, b = (np.abs(np.asarray(weights(name, x.shape[-1:]), np.float64)) for name in ("gamma", "beta"))
        return normalising.rounding(x, e, g, b, centre(x, e, weights, training, self.epsilon), self.epsilon)

    def spread(self, m: Moving, weights: Weights, direction: Weights, training: bool) -> Array:
        """In training the statistics move with x, and otherwise nothing does."""
        sizes, used = affine(m.x, weights, direction), centre(m.x, m.e, weights, training, self.epsilon)
        return normalising.spread(m, *sizes, used, self.epsilon, mean if training else None)

    def held(self, shape: Shape) -> dict[str, Shape]:
        return dict.fromkeys(self.starts, shape[-1:])

    def settings(self) -> Settings:
        return DEFAULTS | {"epsilon": self.epsilon}

    def configured(self) -> Settings:
        return self.config | {"epsilon": self.epsilon}

    @classmethod
    def owns(cls, shapes: dict[str, Shape]) -> bool:
        return bool({"moving_mean", "gamma"} & shapes.keys())

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[BatchNormalization]:
        channels, shapes = operation.x.shape[-1:], operation.shapes
        if {"moving_mean", "gamma", "beta"} & shapes.keys() and all(shape == channels for shape in shapes.values()):
            epsilon = operation.config.get("epsilon", EPSILON)
            yield cls(epsilon if isinstance(epsilon, (int, float)) else EPSILON)

    @classmethod
    def said(cls, operation: Operation, step: Layer | None) -> Settings | None:
        """Also of normalisations of other kinds, which its name tells."""
        config = operation.config
        if step is None and not cls.owns(operation.shapes) and "norm" not in operation.name:
            return None
        axis, training = one(config.get("axis", 3)), operation.facts["call"].get("training")
        channels = -1, *(len(shape) - 1 for shape in operation.facts.get("shapes", ()))
        return DEFAULTS | {
            "layer": operation.facts["name"],
            "axis": 3 if axis in channels else axis,
            **{name: config.get(name, DEFAULTS[name]) for name in ("momentum", "epsilon", "center", "scale")},
            "trainable": operation.trainable(),
            **({"groups": config["groups"]} if "groups" in config else {}),
            "training": training if isinstance(training, (bool, str, type(None))) else str(training),
        }

    @classmethod
    def box(cls, settings: Settings) -> tuple[str, str]:
        axis = settings.get("axis", 3)
        title = str(settings.get("layer", cls.__name__)).replace("Normalization", "Norm")
        if groups := settings.get("groups"):
            return title, f"{groups} groups"
        return title, "over channels" if axis == 3 else f"axis {axis}"

    @property
    def asked(self) -> str:
        return "over the channels"


def mean(x: Array) -> Array:
    """Of each channel, over all else: batch, height and width."""
    return x.mean(tuple(range(x.ndim - 1)))


def statistics(x: Array) -> tuple[Array, Array]:
    """Mean and (biased) variance of each channel over batch, height and width."""
    return normalising.statistics(x, mean)


def moved(x: Array, weights: Weights, momentum: float = MOMENTUM) -> dict[str, Array]:
    """The moving statistics after one training call on x."""
    old = {name: weights(name, x.shape[-1:]) for name in ("moving_mean", "moving_variance")}
    return {name: momentum * was + (1 - momentum) * now for (name, was), now in zip(old.items(), statistics(x))}


def statistics_bound(x: Array, e: Array | float = 0.0) -> tuple[Array, Array]:
    """Bounds on the float32 mean and variance of each channel."""
    return normalising.statistics_bound(x, e, mean)


def centre(x: Array, e: Array, weights: Weights, training: bool, epsilon: float) -> Centre:
    """Mean and variance that are used; how far they may be off."""
    if training:
        return normalising.centre(x, e, mean, epsilon)
    m, v = (np.asarray(weights(name, x.shape[-1:]), np.float64) for name in ("moving_mean", "moving_variance"))
    return Centre(m, v, *(np.zeros(m.shape) for _ in range(3)))
