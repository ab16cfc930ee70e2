"""Why a mistake matters, in a sentence or two: texts that several rules share, true of any block with a shortcut.

Numbers: He et al. 2015 (arXiv 1512.03385), tables 2 and 3; He et al. 2016 (arXiv 1603.05027), tables 1 and 2: the test error of
ResNet-110 on CIFAR-10, 6.61 % with the block of the original paper.
"""

from __future__ import annotations

from ...value.roles import Role, Roles

PLAIN = (
    "A block without its shortcut is part of a plain network, and those fit worse when they get deeper: "
    "28.54 % error with 34 layers, 27.94 % with 18 (He et al. 2015, table 2)."
)
CLEAN = (
    "The shortcut should carry X on unchanged. Anything on it makes a deep network harder to train: with a 1×1 convolution "
    "on every shortcut, ResNet-110 had 12.22 % error instead of 6.61 % (He et al. 2016, table 1)."
)
RELU_FIRST = (
    "After ReLU the main path can only add, never take away. ResNet-110 with ReLU before the addition had 7.84 % error "
    "instead of 6.61 % (He et al. 2016, table 2)."
)
NORM_LAST = (
    "Normalising the sum changes what the shortcut carries. ResNet-110 with batch normalisation after the addition had 8.17 % "
    "error instead of 6.61 % (He et al. 2016, table 2)."
)
NEGATIVE = "The block after this one expects its input after ReLU; here it gets the negative numbers of the sum too."
LOST = "A layer changes nothing in place: it gives a new tensor, and if that is not kept, the step has no effect."
WIRED = "Each step of the main path works on the result of the step before it; this one throws away what came before."
KEPT_LATE = "The shortcut must carry what came into the block. Kept later, it skips only a part of the main path."
PROJECTION = (
    "The main path changes height, width and channels; without a projection the two paths have different shapes and cannot be added."
)
BESIDE = "The input is passed on beside what was computed from it; without it, all that follows sees only the new numbers."
AS_IT_IS = "The input is passed on as it is, beside what was computed from it."
ONE_LINE = "Each step of the figure is one line; one more makes it another block."
TWICE = "A tensor plus itself is only twice that tensor."


def plain(b: Roles) -> str:
    """Without what came in."""
    return PLAIN if adds(b) else BESIDE


def clean(b: Roles) -> str:
    """With something on the way around."""
    return CLEAN if adds(b) else AS_IT_IS


def adds(b: Roles) -> bool:
    return all(b.steps[role.name].done == "added" for role in b.on("join"))


def order(b: Roles) -> str:
    """In the words of the component that has most steps."""
    longest = max(b.components, key=len, default=[])
    return f"The order is part of the block: {', '.join(b[name].words for name in longest)}."


def step_of(b: Roles, role: Role) -> str:
    """By what it does, and in the words of the block's own kernels."""
    return STEPS[role.does] if b.kernel == "convolution" else OTHERS[role.does]


OTHERS = {  # where what learns is no convolution
    "normalisation": "It keeps the numbers that a layer is given at one scale; without it deep networks are hard to train.",
    "activation": "Two linear layers with nothing between them can do no more than a single one could.",
    "kernel": "This is a step that learns; without it the block computes something else.",
    "join": PLAIN,
    "": "Each step of the figure is one line; without it the block computes something else.",
}
STEPS = {  # by what a step does
    "normalisation": "It keeps the numbers that a convolution hands on at one scale; without it deep networks are hard to train.",
    "activation": "Two convolutions with no ReLU between them can do no more than a single one could.",
    "kernel": "This is the step that learns; without it the component is only a rescaling.",
    "join": PLAIN,
    "": "Each step of the figure is one line; without it the block computes something else.",
}
