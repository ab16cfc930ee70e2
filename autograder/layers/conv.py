"""Convolution with a square kernel and a bias: every output is the sum of a window times the kernel, plus the bias."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .confusion import DEFAULT, HARD, MISTAKEN, Confusion, values
from .float32 import absolute, gamma
from .layer import Layer, Size
from .operation import Operation, one
from .relu import ReLU
from .windows import pad, same, span, windows

# What can be set besides filters, kernel, strides and padding: the contract's initializer, and Keras's defaults.
DEFAULTS = {
    "layer": "Conv2D",
    "initializer": "initializer(seed=0)",
    "activation": "linear",
    "use_bias": True,
    "dilation": 1,
    "groups": 1,
    "trainable": True,
}

STRIDE = "Each stride greater than 1 makes the map smaller."
STARTS = "The caller decides how the kernels start; with the seed fixed, everybody's block starts alike."
NOT_LISTED = "Which argument of your convolutions is not in the list of steps?"

CONFUSIONS = (
    Confusion("filters_of_another_component", "convolution", "filters", "{Step} has {found} filters, not {due}.",
              "Each convolution has a number of filters of its own.", "Which of the sizes belongs to this convolution?",
              lambda c: c.named and isinstance(c.found, str), wrong=lambda due, sizes: [size for size in sizes if size != due and size[:1] == str(due)[:1]]),
    Confusion("filters_hard_coded", "convolution", "filters", "{Step} has {found} filters, not {due}.", HARD, "Where do the numbers of filters come from?",
              lambda c: c.named, wrong=lambda due, sizes: [64] if isinstance(due, str) else []),
    Confusion("filters", "convolution", "filters", "{Step} has {found} filters, not {due}.", "Each convolution has a number of filters of its own.",
              "Which number of filters do the steps give here?", wrong=lambda due, sizes: [] if isinstance(due, str) else [due // 2, 2 * due]),
    Confusion("kernel_hard_coded", "convolution", "kernel", "The kernel size of {step} is written as {found}, not taken from the argument {due}.", HARD,
              "Which argument of the block is the kernel size?", lambda c: c.named and isinstance(c.found, int) and c.found != 1, wrong=lambda due, sizes: [3] if isinstance(due, str) else []),
    Confusion("kernel_1_in_the_middle", "convolution", "kernel", "{Step} has a kernel of size 1, not {due}.", "A kernel of size 1 sees no neighbours.",
              "Which of the convolutions look at neighbours?", lambda c: c.named and c.found == 1, wrong=lambda due, sizes: [1] if isinstance(due, str) else []),
    Confusion("kernel_f_at_the_ends", "convolution", "kernel", "{Step} has a kernel of size {found}, not 1.", "A kernel of size 1 changes the number of channels and looks at no neighbours.",
              "Which of the convolutions look at neighbours?", lambda c: c.due == 1 and not isinstance(c.found, tuple),
              wrong=lambda due, sizes: [*(size for size in sizes if size == "f"), 3] if due == 1 else []),
    Confusion("kernel_not_square", "convolution", "kernel", "The kernel of {step} is {found}, not {due}×{due}.", "It looks at neighbours in one direction only.",
              "Which shape has this kernel in the figure?", lambda c: isinstance(c.found, tuple), wrong=lambda due, sizes: [] if due == 1 else [(due, 1), (1, due)]),
    Confusion("kernel", "convolution", "kernel", "{Step} has a kernel of size {found}, not {due}.", "The kernel decides how many neighbours a number is made of.",
              "Which size has this kernel in the figure?", wrong=lambda due, sizes: [] if isinstance(due, str) or due == 1 else [3, 5]),
    Confusion("stride_hard_coded", "convolution", "strides", "The stride of {step} is written as {found}, not taken from the argument {due}.", HARD, "Which argument of the block is the stride?",
              lambda c: c.named and isinstance(c.found, int) and c.found != 1, together=True, wrong=lambda due, sizes: [2] if isinstance(due, str) else []),
    Confusion("stride_1", "convolution", "strides", "{Step} has stride 1, not {due}.", STRIDE, "Which convolutions make the map smaller?",
              lambda c: c.named and c.found == 1, wrong=lambda due, sizes: [1] if isinstance(due, str) else []),
    Confusion("stride_too_many", "convolution", "strides", "{Step} has stride {found}, not {due}.", STRIDE, "Which convolutions make the map smaller?",
              wrong=lambda due, sizes: [] if isinstance(due, str) else [*(size for size in sizes if size in ("s", "f")), 2, 3 if due == 2 else 2]),
    Confusion("no_padding", "convolution", "padding", "{Step} has no padding ('valid'), so the map shrinks.", "Without padding a kernel larger than 1 loses rows and columns at the edge.",
              "Which padding keeps height and width?", lambda c: c.found == "valid", wrong=values("valid")),
    Confusion("padding", "convolution", "padding", "{Step} has padding '{found}', not '{due}'.", "Padding decides how large the result is and where its windows lie.",
              "What do the steps say about padding?", wrong=lambda due, sizes: []),
    Confusion("another_convolution", "convolution", "layer", "{Step} is a {found}, not a Conv2D.", "It has other weights and computes something else.", "Which layer does the figure show here?",
              wrong=lambda due, sizes: ["SeparableConv2D", "DepthwiseConv2D"]),
    Confusion("no_bias", "defaults", "use_bias", "A convolution has no bias.",
              "Batch normalisation makes the bias superfluous, and many networks leave it out; the exercise keeps Keras's default.", NOT_LISTED, costs="defaults", together=True, wrong=values(False)),
    Confusion("dilated", "defaults", "dilation", "A convolution is dilated: {step} has dilation {found}.", DEFAULT, NOT_LISTED, costs="defaults", wrong=values(2)),
    Confusion("grouped", "defaults", "groups", "{Step} works in {found} groups.", DEFAULT, NOT_LISTED, costs="defaults"),
    Confusion("initializer_without_seed", "initializer", "initializer", "The initializer is not given seed=0.", STARTS, "How is `initializer` called in the list of steps?",
              lambda c: c.found == "initializer()", "initializer", True, values("initializer()", "initializer")),
    Confusion("initializer_other_seed", "initializer", "initializer", "The initializer is called as `{found}`, not with seed 0.", STARTS, "Which seed do the steps ask for?",
              lambda c: str(c.found).startswith("initializer("), "initializer", True, values("initializer(seed=1)")),
    Confusion("initializer_in_quotes", "initializer", "initializer", "The initializer stands in quotes: that is a text, not the block's argument.", STARTS,
              "What is the difference between a name and a text in quotes?", lambda c: str(c.found).startswith("Initializer("), "initializer", True, values("'initializer'")),
    Confusion("initializer_for_the_bias", "initializer", "initializer", "The initializer is given to the bias, not to the kernel.", STARTS,
              "Which weights of a convolution should `initializer` fill?", lambda c: c.found == "bias", "initializer", True, values("bias")),
    Confusion("initializer_left_out", "initializer", "initializer", "A convolution is given no initializer for its kernel: it starts with Keras's own, not with the block's `initializer`.", STARTS,
              "Which argument of the block is not used?", lambda c: c.found == "left out", "initializer", True, values("left out", "'glorot_uniform'")),
    Confusion("initializer_hard_coded", "initializer", "initializer", "An initializer is written out ({found}) where the block's own argument `initializer` is meant.", STARTS,
              "Which argument of the block is not used?", costs="initializer", together=True, wrong=values("glorot_uniform(seed=0)", "random_uniform(seed=0)")),
    Confusion("frozen", "gradient", "trainable", "{Step} is not trainable: its weights stay as they start.", "A frozen layer cannot learn.", MISTAKEN, costs="gradients", wrong=values(False)),
)  # fmt: skip


@dataclass(frozen=True)
class Conv2D(Layer):
    filters: Size
    kernel: Size
    strides: Size = 1
    padding: str = "valid"

    kind = "conv"
    does = "kernel"
    numbered = True
    words = "convolution"
    confusions = CONFUSIONS
    otherwise = "does not compute this convolution: look at its other arguments"
    config = {"use_bias": True, "dilation_rate": [1, 1], "groups": 1}
    starts = {"kernel": None, "bias": 0}
    meant = ("conv",)
    built_in = ReLU
    written = ("filters", "kernel", "strides", "padding")

    def output(self, x, weights, training):
        k, channels = self.kernel, x.shape[-1]
        if self.padding == "same":
            x = pad(x, *(same(size, k, self.strides) for size in x.shape[1:3]))
        kernel = weights("kernel", (k, k, channels, self.filters))
        return np.einsum("bhwcij,ijcf->bhwf", windows(x, k, self.strides), kernel, optimize=True) + weights("bias", (self.filters,))

    def rounding(self, x, e, weights, training):
        """gamma(n) (conv(|x| + e, |w|) + |b|) + conv(e, |w|), where n is the length of the sum + 2."""
        n = self.kernel**2 * x.shape[-1] + 2
        size, carried = (self.output(a, absolute(weights, bias), training) for a, bias in ((np.abs(x) + e, True), (e, False)))
        return gamma(n) * size + carried

    def spread(self, m, weights, direction, training):
        """conv(x, dw) + conv(t, w) + db; backwards, sums over the kernel's places and filters, or over all places of the map.

        d' = conv(d, |w|) + conv(e, |dw|) + gamma(n) (conv(|x| + e, |dw|) + conv(|t| + d, |w|) + |db|).
        """
        w, dw = (absolute(source, bias) for source, bias in ((weights, False), (direction, False)))
        places = m.x[..., 0].size  # no output of the block's convolutions has more
        n = max(self.kernel**2 * self.filters, places) + 3
        size = self.output(np.abs(m.x) + m.e, absolute(direction, True), training) + self.output(np.abs(m.t) + m.d, w, training)
        return self.output(m.d, w, training) + self.output(m.e, dw, training) + gamma(n) * size

    def shape(self, shape):
        return (*(span(n, self.kernel, self.strides, self.padding) for n in shape[:2]), self.filters)

    def held(self, shape):
        return {"kernel": (self.kernel, self.kernel, shape[-1], self.filters), "bias": (self.filters,)}

    def settings(self):
        return DEFAULTS | {"filters": self.filters, "kernel": self.kernel, "strides": self.strides, "padding": self.padding}

    @classmethod
    def owns(cls, shapes):
        return len(shapes.get("kernel", ())) == 4

    @classmethod
    def readings(cls, operation):
        """Its own settings first; with a 1×1 kernel both paddings are one."""
        x, kernel = operation.x, operation.shapes.get("kernel", ())
        if len(kernel) != 4 or x.ndim != 4 or kernel[:3] != (kernel[0], kernel[0], x.shape[-1]):
            return
        k, own = kernel[0], operation.config.get("padding")
        apart: dict[int, int] = {}  # strides that leave one window only are all the same
        for strides in (operation.whole("strides", 1), 1, 2, 3):
            apart.setdefault(min(strides, max(x.shape[1:3])), strides)
        for padding in ["valid"] if k == 1 else sorted(("valid", "same"), key=lambda padding: padding != own):
            for strides in apart.values():
                if padding == "same" or k <= min(x.shape[1:3]):
                    yield cls(kernel[3], k, strides, padding)

    @classmethod
    def said(cls, operation, step):
        """Also of convolutions of other kinds, which its name tells."""
        config, shapes = operation.config, operation.shapes
        if step is None and not cls.owns(shapes) and "conv" not in operation.name:
            return None
        return DEFAULTS | {
            "layer": operation.facts["name"],
            "filters": config.get("filters", shapes.get("kernel", (None,))[-1]),
            "kernel": one(config.get("kernel_size")),
            "strides": one(config.get("strides", 1)),
            "padding": str(config.get("padding", "valid")).lower(),
            "activation": config.get("activation", "linear") or "linear",
            "use_bias": config.get("use_bias", True),
            "dilation": one(config.get("dilation_rate", 1)),
            "groups": config.get("groups", 1),
            "initializer": initializer(operation),
            "trainable": operation.trainable(),
        }

    @classmethod
    def following(cls, settings, wrong):
        """An activation is a step by itself; padding does nothing to a 1×1 kernel."""
        return ("activation", "padding") if settings.get("kernel") == 1 else ("activation",)

    @classmethod
    def box(cls, settings):
        if not settings:
            return cls.__name__, ""
        kernel, strides = settings["kernel"], settings["strides"]
        window = "×".join(map(str, kernel if isinstance(kernel, tuple) else (kernel, kernel)))
        stride = "×".join(map(str, strides)) if isinstance(strides, tuple) else strides
        return f"{settings['layer']}  {settings['filters']}", f"{window}, stride {stride}, {settings['padding']}"

    @property
    def asked(self):
        padding = {"valid": "no padding", "same": "padding that keeps height and width"}[self.padding]
        return f"{self.filters} filters of size {self.kernel}×{self.kernel}, stride {self.strides}, {padding}"


def initializer(operation: Operation) -> str:
    """How the kernel is started, as it would be written."""
    by_name = {w["name"]: w["initializer"] for w in operation.facts.get("weights", ())}
    kernel, bias = by_name.get("kernel"), by_name.get("bias")
    if kernel is None:
        return DEFAULTS["initializer"]
    seed = "" if kernel["seed"] is None else f"seed={kernel['seed']}"
    if kernel["ours"]:
        return f"initializer({seed})"
    if bias and bias["ours"]:
        return "bias"
    return f"{kernel['name']}({seed})" if kernel["name"] != "GlorotUniform" or seed else "left out"
