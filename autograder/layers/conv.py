"""Convolution with a square kernel and a bias: every output is the sum of a window times the kernel, plus the bias. In groups, each group of filters
sees its own channels only; dilated, the numbers of a window lie apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from . import starting
from .confusion import DEFAULT, FROZEN, HARD, MISTAKEN, Confusion, numbers, values
from .convolving import Convolving
from .formula import Formula, spoken
from .layer import Array, Shape, Size, Weights
from .operation import Operation

STRIDE = "Each stride greater than 1 makes the map smaller."
NOT_LISTED = "Which argument of your convolutions is not in the list of steps?"

MADE_OF = "From which sizes, and how, does the list of steps make this number?"


def computed_otherwise(due: object, sizes: Iterable[str]) -> list[Formula]:
    """One of the sizes that a formula is made of, and other formulas of them."""
    if not (isinstance(due, Formula) and due.computed):
        return []
    first, *others = sorted(due.parts[0])
    more = [Formula(f"{first} + {other}") for other in others] or [Formula(f"2 * {first}")]
    return [formula for formula in (*map(Formula, (first, *others)), *more) if formula != due]


def another_size(due: object, sizes: Iterable[str]) -> list[str]:
    """Those that are named alike; what stands in the place of a formula, see `computed_otherwise`."""
    computed = isinstance(due, Formula) and due.computed
    return [size for size in sizes if size != due and size[:1] == str(due)[:1] and not computed]


def with_a_number(due: object, sizes: Iterable[str]) -> list[Formula]:
    """With a number in the place of one of several names."""
    names = sorted(due.parts[0]) if isinstance(due, Formula) and due.computed else []
    return [Formula(f"6 * {name}") for name in names[:1]] if len(names) > 1 else []


CONFUSIONS = (
    Confusion("filters_fixed_factor", "convolution", "filters", "{Step} has {found} filters, not {due}: a number is written where an argument is meant.", HARD,
              "Which argument of the block does this number stand for?", lambda c: c.fixed, wrong=with_a_number),
    Confusion("filters_computed_otherwise", "convolution", "filters", "{Step} has {found} filters, not {due}.", "The list of steps says how this number is made of the block's arguments.",
              MADE_OF, lambda c: c.computed and isinstance(c.found, str), wrong=computed_otherwise),
    Confusion("filters_of_another_component", "convolution", "filters", "{Step} has {found} filters, not {due}.",
              "Each convolution has a number of filters of its own.", "Which of the sizes belongs to this convolution?",
              lambda c: c.named and isinstance(c.found, str), wrong=lambda due, sizes: another_size(due, sizes)),
    Confusion("filters_hard_coded", "convolution", "filters", "{Step} has {found} filters, not {due}.", HARD, "Where do the numbers of filters come from?",
              lambda c: c.named, wrong=numbers(64)),
    Confusion("filters", "convolution", "filters", "{Step} has {found} filters, not {due}.", "Each convolution has a number of filters of its own.",
              "Which number of filters do the steps give here?", wrong=lambda due, sizes: [] if isinstance(due, str) else [due // 2, 2 * due]),
    Confusion("kernel_hard_coded", "convolution", "kernel", "The kernel size of {step} is written as {found}, not taken from the argument {due}.", HARD,
              "Which argument of the block is the kernel size?", lambda c: c.named and isinstance(c.found, int) and c.found != 1, wrong=numbers(3)),
    Confusion("kernel_1_in_the_middle", "convolution", "kernel", "{Step} has a kernel of size 1, not {due}.", "A kernel of size 1 sees no neighbours.",
              "Which of the convolutions look at neighbours?", lambda c: c.named and c.found == 1, wrong=numbers(1)),
    Confusion("kernel_f_at_the_ends", "convolution", "kernel", "{Step} has a kernel of size {found}, not 1.", "A kernel of size 1 changes the number of channels and looks at no neighbours.",
              "Which of the convolutions look at neighbours?", lambda c: c.due == 1 and not isinstance(c.found, tuple),
              wrong=lambda due, sizes: [*(size for size in sizes if size == "f"), 3] if due == 1 else []),
    Confusion("kernel_not_square", "convolution", "kernel", "The kernel of {step} is {found}, not {due}×{due}.", "It looks at neighbours in one direction only.",
              "Which shape has this kernel in the figure?", lambda c: isinstance(c.found, tuple), wrong=lambda due, sizes: [] if due == 1 else [(due, 1), (1, due)]),
    Confusion("kernel", "convolution", "kernel", "{Step} has a kernel of size {found}, not {due}.", "The kernel's size decides how many neighbours go into each number.",
              "Which size has this kernel in the figure?", wrong=lambda due, sizes: [] if isinstance(due, str) or due == 1 else [3, 5]),
    Confusion("stride_hard_coded", "convolution", "strides", "The stride of {step} is written as {found}, not taken from the argument {due}.", HARD, "Which argument of the block is the stride?",
              lambda c: c.named and isinstance(c.found, int) and c.found != 1, together=True, wrong=numbers(2)),
    Confusion("stride_1", "convolution", "strides", "{Step} has stride 1, not {due}.", STRIDE, "Which convolutions make the map smaller?",
              lambda c: c.named and c.found == 1, wrong=numbers(1)),
    Confusion("stride_too_many", "convolution", "strides", "{Step} has stride {found}, not {due}.", STRIDE, "Which convolutions make the map smaller?",
              wrong=lambda due, sizes: [] if isinstance(due, str) else [*(size for size in sizes if size in ("s", "f")), 2, 3 if due == 2 else 2]),
    Confusion("no_padding", "convolution", "padding", "{Step} has no padding ('valid'), so the map shrinks.", "Without padding a kernel larger than 1 loses rows and columns at the edge.",
              "Which padding keeps height and width?", lambda c: c.found == "valid", wrong=values("valid")),
    Confusion("padding", "convolution", "padding", "{Step} has padding '{found}', not '{due}'.", "Padding decides how large the result is and where its windows lie.",
              "What do the steps say about padding?", wrong=lambda due, sizes: []),
    Confusion("another_convolution", "convolution", "layer", "{Step} is a {found}, not a {due}.", "It has other weights and computes something else.", "Which layer does the figure show here?",
              wrong=lambda due, sizes: ["SeparableConv2D", "DepthwiseConv2D"]),
    Confusion("no_bias", "defaults", "use_bias", "A convolution has no bias.",
              "Batch normalisation makes the bias superfluous, and many networks leave it out; the exercise keeps Keras's default.", NOT_LISTED, costs="defaults", together=True, wrong=values(False)),
    Confusion("dilated", "defaults", "dilation_rate", "A convolution is dilated: {step} has dilation {found}.", DEFAULT, NOT_LISTED, lambda c: c.due == 1, "defaults",
              wrong=lambda due, sizes: [2] if due == 1 else []),
    Confusion("dilation", "convolution", "dilation_rate", "{Step} has dilation {found}, not {due}.", "With dilation a window's numbers lie apart: it sees farther with as many weights.",
              "How far apart do the numbers of a window lie?", wrong=lambda due, sizes: [] if due == 1 else [1]),
    Confusion("grouped", "defaults", "groups", "{Step} works in {found} groups.", DEFAULT, NOT_LISTED, lambda c: c.due == 1, "defaults"),
    Confusion("groups", "convolution", "groups", "{Step} works in {found} groups, not in {due}.", "Each group of filters sees its own channels only.",
              "Into how many groups are the channels cut?", wrong=lambda due, sizes: [] if due == 1 else [1]),
    Confusion("channels_first", "convolution", "data_format", "A layer is told that the channels come first (data_format='channels_first'); here they are the last axis.",
              "The images of this exercise have the shape (height, width, channels), as is Keras's default.", MISTAKEN, together=True),
    *starting.confusions("a convolution"),
    FROZEN,
)  # fmt: skip


@dataclass(frozen=True)
class Conv2D(Convolving):
    filters: Size
    kernel: Size
    strides: Size = 1
    padding: str = "valid"
    dilation_rate: Size = 1
    groups: Size = 1

    kind = "conv"
    numbered = True
    words = "convolution"
    confusions = CONFUSIONS
    otherwise = "does not compute this convolution: look at its other arguments"
    meant = ("conv",)
    written = ("filters", "kernel", "strides", "padding")
    seldom = ("dilation_rate", "groups")

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        """A kernel of shape (k, k, channels of a group, filters); the filters of a group stand together."""
        k, channels, seen = self.kernel, x.shape[-1], self.windows(x)
        kernel, bias = weights("kernel", (k, k, channels // self.groups, self.filters)), weights("bias", (self.filters,))
        if self.groups == 1:
            return np.einsum("bhwcij,ijcf->bhwf", seen, kernel, optimize=True) + bias
        seen = seen.reshape(*seen.shape[:3], self.groups, -1, k, k)
        found = np.einsum("bhwgcij,ijcgf->bhwgf", seen, kernel.reshape(k, k, -1, self.groups, self.filters // self.groups), optimize=True)
        return found.reshape(*found.shape[:3], -1) + bias

    def terms(self, channels: int) -> tuple[int, int]:
        return self.kernel**2 * (channels // self.groups), self.kernel**2 * (self.filters // self.groups)

    def shape(self, shape: Shape) -> Shape:
        return (*self.spans(shape), self.filters)

    def held(self, shape: Shape) -> dict[str, Shape]:
        return {"kernel": (self.kernel, self.kernel, shape[-1] // self.groups, self.filters), "bias": (self.filters,)}

    @classmethod
    def owns(cls, shapes: dict[str, Shape]) -> bool:
        return len(shapes.get("kernel", ())) == 4

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[Conv2D]:
        kernel, channels = operation.shapes.get("kernel", ()), operation.x.shape[-1] if operation.x.ndim else 0
        if len(kernel) == 2 and operation.x.ndim == 4 and channels == kernel[0]:  # a dense layer is a convolution of size 1
            yield cls(kernel[1], 1)
        if len(kernel) == 4 and channels and channels % kernel[2] == 0 and kernel[3] % (channels // kernel[2]) == 0:
            for way in cls.ways(operation, kernel):
                yield cls(kernel[3], kernel[0], **way, groups=channels // kernel[2])

    @property
    def asked(self) -> str:
        groups = f" in {self.groups} groups" if self.groups != 1 else ""
        return f"{spoken(self.filters)} filters{groups} of size {self.looks}"
