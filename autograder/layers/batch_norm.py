"""Batch normalisation over the channels: each channel less its mean, over its spread, times gamma, plus beta.

In training mean and variance are those of the batch, else the moving ones. Source: Ioffe and Szegedy 2015, arXiv 1502.03167, algorithm 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .confusion import MISTAKEN, Confusion, default, values
from .layer import Array, Layer, Settings, Shape, Weights
from .normalising import DEFAULTS, EPSILON, MOMENTUM, Normalisation, Statistics
from .operation import Operation

BOTH = "While fitting, batch normalisation uses the statistics of the batch; when predicting, those it has gathered. The caller says which."
WHO = "Who tells a batch normalisation whether the network is fitting?"
NOT_LISTED = "Which argument of your batch normalisations is not in the list of steps?"

CONFUSIONS = (
    Confusion("axis", "batch normalisation", "axis", "{Step} works along axis {found}, not along the channels.",
              "Axis 0 counts the images, 1 the rows, 2 the columns, 3 the channels. A mean per row says nothing of what a filter found.",
              "Which of the four axes are the channels?", together=True, wrong=values(1, 2)),
    default("epsilon", "epsilon", "Batch normalisation has epsilon {found}, not Keras's default {due}.", NOT_LISTED, 1e-5, 1e-2),
    default("momentum", "momentum", "Batch normalisation has momentum {found}, not Keras's default {due}.", NOT_LISTED, 0.9),
    default("no_scale", "scale", "Batch normalisation has no scale (gamma).", NOT_LISTED, False),
    default("no_center", "center", "Batch normalisation has no offset (beta).", NOT_LISTED, False),
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
class BatchNormalization(Normalisation):
    epsilon: float = field(default=EPSILON, compare=False)

    kind = "bn"
    words = "batch normalisation"
    confusions = CONFUSIONS
    otherwise = "does not normalise each channel by itself: look at its axis and its settings"
    config = {**DEFAULTS, "synchronized": False}
    starts = {"gamma": 1, "beta": 0, "moving_mean": 0, "moving_variance": 1}
    modes = {"batch": True, "moving": False}
    does_in = {"batch": "uses the statistics of the batch", "moving": "uses its moving statistics"}
    meant = ("norm",)
    seldom = ("axis",)

    @staticmethod
    def mean(x: Array) -> Array:
        """Of each channel, over all else: batch, height and width."""
        return x.mean(tuple(range(x.ndim - 1)))

    def gathered(self, channels: Shape, weights: Weights, training: bool) -> Statistics | None:
        """In training the statistics move with x, and otherwise nothing does."""
        return None if training else (weights("moving_mean", channels), weights("moving_variance", channels))

    def settings(self) -> Settings:
        common = {"layer": type(self).__name__, "axis": 3, **DEFAULTS, "training": "training", "trainable": True}
        return common | {"epsilon": self.epsilon}

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
        return super().said(operation, step) if step is None else cls.told(operation)

    @property
    def asked(self) -> str:
        return "over the channels"


def moved(x: Array, weights: Weights, momentum: float = MOMENTUM) -> dict[str, Array]:
    """The moving statistics after one training call on x."""
    old = {name: weights(name, x.shape[-1:]) for name in ("moving_mean", "moving_variance")}
    return {name: momentum * was + (1 - momentum) * now for (name, was), now in zip(old.items(), BatchNormalization().statistics(x))}


def statistics_bound(x: Array) -> Statistics:
    """Bounds on the float32 mean and variance of each channel."""
    return BatchNormalization().statistics_bound(x, 0.0)
