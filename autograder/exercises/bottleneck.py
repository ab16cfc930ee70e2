"""What the two bottleneck blocks share: mistakes that no rule gives, such as blocks of other papers, and words that fit a bottleneck only."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ..layers.confusion import HARD
from ..value.edits import Combined, Edit, Misconception
from ..value.lines import Lines

MIDDLE = "Only the convolution in the middle looks at neighbours; those at the ends are 1×1 and change the number of channels only."
THIN = "The bottleneck saves its work with these numbers: F1 and F2 make the tensor thin, F3 restores its channels."
THREE = "The bottleneck takes three convolutions: one makes the tensor thin, one works on it, one restores its channels."
HALVES = "Each stride greater than 1 makes the map smaller; it must happen once on each path, with the same s."
UNPACKED = "The three numbers come as F1, F2, F3 in this order; in another order the bottleneck is widest where it should be thin."
ORDER = "In which order do F1, F2, F3 stand in `filters`?"
SMALLER = "Which convolution of the main path makes the map smaller in the figure?"
V2 = "It is a good design, with 6.37 % error where this one has 6.61 % (He et al. 2016, table 2), but not the block of this exercise."
TWO = "This block has two convolutions, as those of ResNet-18 and ResNet-34; the block of this exercise has three."

LOOKS = "Which of the three convolutions looks at neighbours?"

TEXTS = {  # in place of what a rule says, by the misconception's id
    "filters_of_another_component": {"why": THIN, "nudge": "Which of F1, F2, F3 belongs to this component?"},
    "kernel_1_in_the_middle": {"why": MIDDLE, "nudge": LOOKS},
    "kernel_f_at_the_ends": {"why": MIDDLE, "nudge": "Which of the convolutions have a kernel of size f?"},
    "kernel_not_square": {"why": MIDDLE},
    "stride_hard_coded": {"why": f"ResNet-50 itself calls this block with s = 1 in stage 2. {HARD}"},
    "stride_1": {"why": HALVES},
    "stride_too_many": {"why": HALVES},
    "no_padding": {"why": "With f = 3 two rows and two columns are lost, and the paths no longer fit."},
    "component?_missing": {"why": THREE},
    "component?_twice": {"why": "The main path has three convolutions; one more is another block with other weights."},
}

RULES = {  # the second hint to a wrong setting
    "filters": "The numbers in `filters` belong to the three convolutions in their order; both paths end with the last of them.",
    "kernel": "Only the middle convolution looks at neighbours: its kernel is f. The others are 1×1.",
    "strides": "A stride other than 1 stands only where a convolution takes the block's own input.",
    "padding": "Only a kernel larger than 1 needs padding to keep height and width.",
    "axis": "The axes count images, rows, columns, channels, from 0 on. The channels are the last.",
    "function": "The name of the layer, or of the function that it is given, decides what it computes.",
    "layer": "The list of steps names the class of each layer.",
}
HINTS = {  # the three hints to a criterion that is not met, by a pattern of its id
    "conv?": (
        "Read the four arguments of this convolution one by one beside the list of steps above the cell: filters, kernel_size, strides, padding.",
        "Sizes such as f, s and F1, F2, F3 are names: use the arguments of your function, so that other values work too. Only the middle convolution pads.",
        "1×1 convolutions have kernel_size 1 and padding 'valid'; the middle one has kernel_size f and padding 'same'. Only the convolutions that see the block's input may have a stride other than 1.",
    ),
    "*bn*": (
        "After every convolution comes one batch normalisation.",
        "A layer does something only when it is called on a tensor, and only if you keep the result.",
        "Each batch normalisation is a new layer, called on the convolution's result, along the channels: axis 3, the last one.",
    ),
    "relu?": (
        "Count the ReLUs: two on the main path, one after the addition, none on the shortcut.",
        "On the main path ReLU follows the batch normalisation, in the first two components only.",
        "The last ReLU acts on the sum: first add, then activate, and return that.",
    ),
    "add": (
        "What is added to what? Follow both inputs of the addition back to X.",
        "The first assignment keeps X for the shortcut, before any layer changes X.",
        "Add takes one list with two tensors: the main path's last batch normalisation, and the shortcut.",
    ),
    "shortcut_conv": (
        "The shortcut must end with the same shape as the main path. What changes a shape here?",
        "It is a path of its own: it starts from the block's input, not from the main path.",
        "One convolution with F3 filters, kernel size 1 and the block's stride s, called on the saved input.",
    ),
}


def mistakes(block: Lines) -> Iterator[Misconception]:
    """Blocks of other networks."""
    for plain, edit in preactivations(block):
        costs: tuple[str, ...] = ("bn1", "relu1", "bn2", "relu2", "bn3", "relu3", "conv1", *block.paths.shortcut)
        says = "This is the pre-activation block of a later paper (ResNet v2): normalisation and ReLU before each convolution."
        nudge = "Compare the order of the steps in each component with the figure."
        yield Misconception("preactivation", "whole block", says, V2, nudge, "bn1", costs, edit, weight=1.5, alone=not plain)
    for kernel in (1, "f"):
        costs, nudge = ("conv1", "conv2", "conv3", "bn2", "bn3", "relu2"), "How many components has the main path in the figure?"
        yield Misconception("basic_block", "whole block", TWO, THREE, nudge, "", costs, partial(basic, kernel=kernel), alone=True)


def preactivations(block: Lines) -> Iterator[tuple[bool, Edit]]:
    """The block of ResNet v2, plain or with its ReLU left after the addition, and with what its projection may be."""
    projections = ("", "alone", "after its normalisation", "of what the first convolution takes") if block.paths.shortcut else ("",)
    for last in (False, True):
        for projection in projections:
            yield not (last or projection), partial(preactivated, last=last, projection=projection)


def preactivated(p: Lines, last: bool, projection: str) -> Lines:
    for k in "123":
        p = p.moved(f"bn{k}", before=f"conv{k}")
    for k in "12":
        p = p.moved(f"relu{k}", after=f"bn{k}")
    p = p.after("bn3", p["relu2"]) if last else p.moved("relu3", after="bn3")
    p = p.moved("save", after="relu1") if projection == "of what the first convolution takes" else p
    if projection == "after its normalisation":
        return p.moved("shortcut_bn", before="shortcut_conv")
    return p.without("shortcut_bn") if projection else p


def basic(p: Lines, kernel: int | str) -> Lines:
    """The block of ResNet-18, its first kernel 1 or f."""
    p = p.without("relu2", "conv3", "bn3").set("conv2", filters="F3")
    return p.set("conv1", kernel=kernel, padding="same" if kernel == "f" else "valid")


def unpacked(a: str, b: str, at: str, *changes: tuple[str, str, object]) -> Combined:
    order = ["F1", "F2", "F3"]
    i, j = order.index(a), order.index(b)
    order[i], order[j] = b, a
    return Combined(
        f"unpacked_{'_'.join(order)}",
        "convolution",
        f"The filters are taken apart in another order: {a} and {b} are exchanged.",
        UNPACKED,
        ORDER,
        at,
        changes,
    )


COMBINED = (
    unpacked("F2", "F3", "conv2", ("conv2", "filters", "F3"), ("conv3", "filters", "F2")),
    unpacked("F1", "F2", "conv1", ("conv1", "filters", "F2"), ("conv2", "filters", "F1")),
    unpacked("F1", "F3", "conv1", ("conv1", "filters", "F3"), ("conv3", "filters", "F1")),
    Combined("kernels_exchanged", "convolution", "The first and the second convolution have exchanged their kernel sizes.", MIDDLE,
             LOOKS, "conv1", (("conv1", "kernel", "f"), ("conv2", "kernel", 1))),
)  # fmt: skip
