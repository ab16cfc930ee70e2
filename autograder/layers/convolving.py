"""What layers share that move a square kernel over height and width: windows, settings and bounds; and how their kernels start."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from . import starting
from .float32 import linear_rounding, linear_spread
from .formula import spoken
from .layer import Array, Layer, Moving, Settings, Shape, Size, Weights
from .operation import Operation, one
from .relu import ReLU
from .windows import pad, reach, same, span, spelled, windows

# What can be set besides filters, kernel, strides and padding: the contract's initializer, and Keras's defaults.
DEFAULTS = {
    "initializer": starting.DUE,
    "activation": "linear",
    "use_bias": True,
    "dilation_rate": 1,
    "groups": 1,
    "data_format": "channels_last",
    "trainable": True,
}


class Convolving(Layer):
    """One with fields kernel, strides, padding and dilation_rate."""

    kernel: Size
    strides: Size
    padding: str
    dilation_rate: Size

    does = "kernel"
    family = "conv"
    config = {"use_bias": True, "dilation_rate": [1, 1], "groups": 1}
    starts = {"kernel": None, "bias": 0}
    built_in = (ReLU,)
    keywords = {"kernel": "kernel_size", "initializer": "kernel_initializer"}

    @abstractmethod
    def terms(self, channels: int) -> tuple[int, int]:
        """How many products are added up for one number of the output; and backwards, at most, for one of the input."""

    def places(self, x: Array) -> int:
        """Over how many places the gradients of kernel and bias are summed, at most: the output has no more than the input."""
        return x[..., 0].size

    def windows(self, x: Array) -> Array:
        if self.padding == "same":
            x = pad(x, *(same(size, reach(self.kernel, self.dilation_rate), self.strides) for size in x.shape[1:3]))
        return windows(x, self.kernel, self.strides, self.dilation_rate)

    def spans(self, shape: Shape) -> Shape:
        """Height and width of the output."""
        return tuple(span(n, reach(self.kernel, self.dilation_rate), self.strides, self.padding) for n in shape[:2])

    def linear(self, x: Array, weights: Weights) -> Array:
        return self.output(x, weights, False)

    def rounding(self, x: Array, e: Array, weights: Weights, training: bool) -> Array:
        return linear_rounding(self.linear, x, e, weights, self.terms(x.shape[-1])[0] + 2)

    def spread(self, m: Moving, weights: Weights, direction: Weights, training: bool) -> Array:
        """Backwards, sums over the kernel's places and filters, or over all places of the map."""
        n = max(self.terms(m.x.shape[-1])[1], self.places(m.x)) + 3
        return linear_spread(self.linear, m, weights, direction, n)

    def normal(self) -> Layer:
        """With a 1×1 kernel both paddings, and all dilations, are one."""
        if self.kernel != 1:
            return self
        return replace(self, padding="valid", dilation_rate=1)  # type: ignore[call-arg]  # all of these have both fields

    def settings(self) -> Settings:
        return {"layer": type(self).__name__} | DEFAULTS | {name: getattr(self, name) for name in (*self.written, *self.seldom)}

    def configured(self) -> Settings:
        return super().configured() | {"dilation_rate": [self.dilation_rate, self.dilation_rate]}

    @classmethod
    def ways(cls, operation: Operation, kernel: Shape) -> Iterator[Settings]:
        """In which ways a kernel of this shape may have been moved over the input: its own settings first."""
        x, k, own = operation.x, kernel[0], operation.config.get("padding")
        if x.ndim != 4 or kernel[1] != k:
            return
        dilations = (1,) if k == 1 else dict.fromkeys((operation.whole("dilation_rate", 1), 1))
        apart: dict[int, int] = {}  # strides that leave one window only are all the same
        for strides in (operation.whole("strides", 1), 1, 2, 3):
            apart.setdefault(min(strides, max(x.shape[1:3])), strides)
        for padding in ["valid"] if k == 1 else sorted(("valid", "same"), key=lambda padding: padding != own):
            for strides in apart.values():
                for dilation in dilations:
                    if reach(k, dilation) <= min(x.shape[1:3]) or (padding == "same" and dilation <= max(x.shape[1:3])):
                        yield {"strides": strides, "padding": padding, "dilation_rate": dilation}

    @classmethod
    def said(cls, operation: Operation, step: Layer | None) -> Settings | None:
        """Also of convolutions of other kinds, which its name tells."""
        config, shapes = operation.config, operation.shapes
        if step is None and len(shapes.get("kernel", ())) != 4 and "conv" not in operation.name:
            return None
        starts = [starting.written(operation, name) for name in shapes if name.endswith("kernel")]
        return DEFAULTS | {
            "layer": operation.facts["name"],
            "filters": config.get("filters", shapes.get("kernel", (None,))[-1]),
            "kernel": one(config.get("kernel_size", step and step.settings()["kernel"])),
            "strides": one(config.get("strides", 1)),
            "padding": str(config.get("padding", "valid")).lower(),
            "activation": config.get("activation", "linear") or "linear",
            "use_bias": config.get("use_bias", True),
            "dilation_rate": one(config.get("dilation_rate", 1)),
            "groups": config.get("groups", 1),
            "data_format": config.get("data_format", "channels_last"),
            "depth_multiplier": config.get("depth_multiplier", 1),
            "initializer": next((start for start in starts if start != starting.DUE), starting.DUE),
            "trainable": operation.trainable(),
        }

    @classmethod
    def line(cls, settings: Settings) -> Settings:
        return super().line(settings) | {name: settings[name] for name in cls.seldom if settings.get(name, 1) != 1}

    @classmethod
    def following(cls, settings: Mapping[str, object], wrong: Collection[str]) -> Collection[str]:
        """An activation is a step by itself; padding does nothing to a 1×1 kernel."""
        return ("activation", "padding") if settings.get("kernel") == 1 else ("activation",)

    @classmethod
    def box(cls, settings: Settings) -> tuple[str, str]:
        if not settings:
            return cls.__name__, ""
        title = f"{settings['layer']}  {settings.get('filters', '')}".rstrip()
        return title, f"{spelled(settings['kernel'], settings['strides'])}, {settings['padding']}"

    @property
    def looks(self) -> str:
        """Kernel, stride, padding and dilation in words."""
        padding = {"valid": "no padding", "same": "padding that keeps height and width"}[self.padding]
        apart = f", dilation {self.dilation_rate}" if self.dilation_rate != 1 else ""
        return f"{spoken(self.kernel)}×{spoken(self.kernel)}, stride {spoken(self.strides)}, {padding}{apart}"
