"""Mistakes of the convolutional block that no rule gives: on its shortcut, and with its stride."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..layers import AveragePooling2D, MaxPooling2D
from ..layers.layer import Layer
from ..value.edits import Combined, Misconception
from ..value.lines import KEPT, Line, Lines
from . import bottleneck

S: int = "s"  # type: ignore[assignment]  # a number that has only its name yet, as while a value is read
OWN = ("shortcut_conv", "shortcut_bn")
SHAPES = "The main path changes height, width and channels; without a projection the two paths have different shapes and cannot be added."
STRIDED = "Which step of the figure makes the shortcut's map smaller?"
TABLE = (
    ("identity_block_pasted", "This is the identity block: the shortcut has no projection, and s is not used.", SHAPES,
     "What has this block that the identity block has not?", (*OWN, "conv1"), lambda p: p.without(*OWN).set("conv1", strides=1)),
    ("shortcut_pooled", "The shortcut is pooled first and then projected with stride 1.",
     "Pooling mixes neighbouring places; here the projection itself makes the map smaller, with its stride s.", STRIDED, OWN,
     lambda p: pooled(p, MaxPooling2D(S)).set("shortcut_conv", strides=1)),
    ("shortcut_averaged", "The shortcut is averaged first and then projected with stride 1 (ResNet-D).",
     "It is a known later design, but not this exercise's: here the projection itself has the stride s.", STRIDED, OWN,
     lambda p: pooled(p, AveragePooling2D(S)).set("shortcut_conv", strides=1)),
    ("shortcut_pooled_only", "The shortcut is pooled, not projected.",
     "Pooling makes the map smaller but leaves the number of channels as it was, so the paths do not fit.",
     "Which of the four numbers of a shape does pooling leave as it is?", OWN, lambda p: pooled(p, MaxPooling2D(S)).without(*OWN)),
    ("shortcut_pooled_only", "The shortcut is pooled, not projected.",
     "Pooling makes the map smaller but leaves the number of channels as it was, so the paths do not fit.",
     "Which of the four numbers of a shape does pooling leave as it is?", OWN[:1], lambda p: pooled(p, MaxPooling2D(S)).without(OWN[0])),
)  # fmt: skip


def pooled(p: Lines, layer: Layer) -> Lines:
    """With a pooling on the shortcut, before its convolution; of any windows."""
    return p.before("shortcut_conv", Line("pool", "pool", {"function": layer.settings()["function"]}, (KEPT,), KEPT, layer))


def mistakes(block: Lines) -> Iterator[Misconception]:
    yield from bottleneck.mistakes(block)
    for id, says, why, nudge, costs, edit in TABLE:
        yield Misconception(id, "projection", says, why, nudge, "shortcut_conv", costs, edit)


def with_the_shortcut(c: Combined) -> Combined:
    """Where the main path's last filters change, the shortcut's change with them."""
    last = [("shortcut_conv", setting, value) for line, setting, value in c.changes if (line, setting) == ("conv3", "filters")]
    return replace(c, changes=(*c.changes, *last))


COMBINED = (
    Combined("resnet_v1_5", "projection", "The stride stands on the second convolution, not on the first (ResNet v1.5).",
             "It is a known later design that loses less of the map; this exercise builds the original one, with the stride on the first 1×1 convolution.",
             bottleneck.SMALLER, "conv1", (("conv1", "strides", 1), ("conv2", "strides", "s"))),
    Combined("stride_on_the_last", "projection", "The stride stands on the third convolution, not on the first.", bottleneck.HALVES,
             bottleneck.SMALLER, "conv1", (("conv1", "strides", 1), ("conv3", "strides", "s"))),
    Combined("no_stride_at_all", "projection", "The argument s is not used: no convolution has that stride.", bottleneck.HALVES,
             "Where should s go?", "conv1", (("conv1", "strides", 1), ("shortcut_conv", "strides", 1))),
    *map(with_the_shortcut, bottleneck.COMBINED),
)  # fmt: skip
