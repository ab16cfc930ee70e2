"""A fully connected layer: x W + b, and softmax of that where it is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from . import starting
from .confusion import FROZEN, HARD, Confusion, numbers, values
from .float32 import linear_rounding, linear_spread
from .gelu import GELU
from .layer import Array, Layer, Moving, Settings, Shape, Size, Weights
from .operation import Operation
from .relu import ReLU
from .sigmoid import Sigmoid
from .silu import SiLU
from .softmax import Softmax
from .tanh import Tanh

LINEAR, SOFTMAX = "linear", "softmax"

CONFUSIONS = (
    Confusion("units_of_another", "dense layer", "units", "{Step} has {found} units, not {due}.", "Each dense layer has a width of its own.", "Which of the sizes belongs to this layer?",
              lambda c: c.renamed, wrong=lambda due, sizes: [size for size in sizes if size != due and size != "rate"] if isinstance(due, str) else []),
    Confusion("units_hard_coded", "dense layer", "units", "{Step} has {found} units, not {due}.", HARD, "Where does the number of units come from?",
              lambda c: c.named, wrong=numbers(6, 10)),
    Confusion("units", "dense layer", "units", "{Step} has {found} units, not {due}.", "Each unit gives one number.", "How many numbers should this layer give?",
              wrong=lambda due, sizes: [] if isinstance(due, str) else [2 * due]),
    Confusion("activation_missing", "dense layer", "activation", "{Step} has no {due}.", "Without it the layer's sums are passed on unchanged.", "What should the outputs look like?",
              lambda c: c.found in ("linear", None), wrong=values("linear")),
    Confusion("other_activation", "dense layer", "activation", "{Step} has the activation {found}, not {due}.", "Another activation gives other numbers.", "What should the outputs look like?",
              wrong=lambda due, sizes: [] if due == LINEAR else [name for name in ("sigmoid", "relu") if name != due]),
    *starting.confusions("a dense layer"),
    FROZEN,
)  # fmt: skip


@dataclass(frozen=True)
class Dense(Layer):
    units: Size
    activation: str = LINEAR

    kind = "dense"
    does = "kernel"
    name = "dense"
    words = "dense layer"
    confusions = CONFUSIONS
    starts = {"kernel": None, "bias": 0}
    meant = ("dense",)
    built_in = (GELU, ReLU, SiLU, Tanh, Sigmoid)
    written = ("units", "activation")

    def __post_init__(self) -> None:
        if self.activation not in (LINEAR, SOFTMAX):
            raise ValueError(f"a dense layer has a rule for softmax only, not for {self.activation}")

    def linear(self, x: Array, weights: Weights) -> Array:
        return x @ weights("kernel", (x.shape[-1], self.units)) + weights("bias", (self.units,))

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        z = self.linear(x, weights)
        return z if self.activation == LINEAR else Softmax().output(z, weights, training)

    def rounding(self, x: Array, e: Array, weights: Weights, training: bool) -> Array:
        """That of the sums, through softmax as that says."""
        f = linear_rounding(self.linear, x, e, weights, x.shape[-1] + 2)
        return f if self.activation == LINEAR else Softmax().rounding(self.linear(x, weights), f, weights, training)

    def spread(self, m: Moving, weights: Weights, direction: Weights, training: bool) -> Array:
        """Backwards, sums over the units or over the rows; through softmax as that says."""
        n = max(self.units, m.x[..., 0].size) + m.x.shape[-1] + 3
        d = linear_spread(self.linear, m, weights, direction, n)
        if self.activation == LINEAR:
            return d
        z, f = Dense(self.units).known([(m.x, m.e)], weights, training)
        t = self.linear(m.x, direction) + m.t @ weights("kernel", (m.x.shape[-1], self.units))
        return Softmax().spread(Moving(z, f, t, d), weights, direction, training)

    def shape(self, shape: Shape) -> Shape:
        return (*shape[:-1], self.units)

    def held(self, shape: Shape) -> dict[str, Shape]:
        return {"kernel": (shape[-1], self.units), "bias": (self.units,)}

    def settings(self) -> Settings:
        return {"units": self.units, "activation": self.activation, "initializer": starting.DUE, "trainable": True}

    def joined(self, following: Layer) -> Layer | None:
        return Dense(self.units, SOFTMAX) if self.activation == LINEAR and following == Softmax() else None

    @classmethod
    def owns(cls, shapes: dict[str, Shape]) -> bool:
        return "kernel" in shapes and len(shapes["kernel"]) != 4

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[Dense]:
        kernel, x = operation.shapes.get("kernel", ()), operation.x
        small = set(kernel[:-2]) <= {1} and operation.whole("strides", 1) == 1  # a convolution of size 1 is one, too
        if len(kernel) >= 2 and small and x.ndim >= 2 and x.shape[-1] == kernel[-2] and x.size:
            yield cls(kernel[-1], SOFTMAX)
            yield cls(kernel[-1])

    @classmethod
    def said(cls, operation: Operation, step: Layer | None) -> Settings | None:
        kernel = operation.shapes.get("kernel")
        if kernel is None:
            return None
        units = kernel[-1] if len(kernel) > 1 else None
        return {
            "units": units,
            "activation": step.settings()["activation"] if step else operation.config.get("activation", LINEAR),
            "initializer": starting.written(operation),
            "trainable": operation.trainable(),
            "name": operation.facts["name"],
        }

    @classmethod
    def split(cls, asked: Collection[Layer]) -> bool:
        """Where one without activation is asked for, which may have that of the next step built in; elsewhere its activation is a setting."""
        return any(isinstance(layer, cls) and layer.activation == LINEAR for layer in asked)

    @classmethod
    def box(cls, settings: Settings) -> tuple[str, str]:
        activation = str(settings.get("activation", ""))
        return f"Dense  {settings.get('units', '')}", "" if activation == LINEAR else activation

    @property
    def asked(self) -> str:
        units = f"`{self.units}`" if isinstance(self.units, str) else self.units
        return f"{units} units" + (f" and {self.activation}" if self.activation != LINEAR else "")
