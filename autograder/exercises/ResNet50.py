"""`ResNet50`: a stem, four stages of the two blocks, a head (He et al. 2015, arXiv 1512.03385, table 1)."""

from ..layers import AveragePooling2D, BatchNormalization, Conv2D, Dense, Flatten, MaxPooling2D, ReLU, ZeroPadding2D
from ..layers.layer import Tensor
from ..value.exercise import Exercise
from . import stages
from .convolutional_block import EXERCISE as convolutional_block
from .identity_block import EXERCISE as identity_block

STAGES = (  # number, filters, blocks, stride of the first one
    (2, (64, 64, 256), 3, 1),
    (3, (128, 128, 512), 4, 2),
    (4, (256, 256, 1024), 6, 2),
    (5, (512, 512, 2048), 3, 2),
)


def value(X: Tensor, classes: int) -> Tensor:
    X = Conv2D(64, 7, strides=2)(ZeroPadding2D(3)(X))
    X = MaxPooling2D(3, strides=2)(ReLU()(BatchNormalization()(X)))
    for stage, filters, blocks, s in STAGES:
        X = convolutional_block(X, 3, filters, s, name=f"stage{stage}a", part=f"stage {stage}")
        for label in "bcdef"[: blocks - 1]:
            X = identity_block(X, 3, filters, name=f"stage{stage}{label}", part=f"stage {stage}")
    return Dense(classes, activation="softmax")(Flatten()(AveragePooling2D(2)(X)))


EXERCISE = Exercise(
    value,
    signature="ResNet50(input_shape=(64, 64, 3), classes=6)",
    calls=({"input_shape": (64, 64, 3), "classes": 6}, {"input_shape": (64, 128, 4), "classes": 5}),
    confusions=stages.confusions({filters for _, filters, _, _ in STAGES}),
    texts=stages.TEXTS,
    rules=stages.RULES,
    hints=stages.HINTS,
    begin=(
        "Read the table of stages from top to bottom; each row is a few lines that call your two blocks or one layer.",
        "Make an Input of input_shape, hand its tensor from line to line, and keep it, for the Model needs both ends.",
        "Stem, four stages, head, then a Model from the input to the last tensor.",
    ),
    points={"call": 0.75, "max_pool": 0.5, "average_pool": 0.5},
    says={
        "zero_padding": "Stem: 3 zeros on each side of height and width.",
        "conv1": "Stem: a convolution with 64 filters of size 7×7 and stride 2.",
        "bn1": "Stem: batch normalisation over the channels.",
        "max_pool": "Stem: max pooling in windows of 3×3, stride 2.",
        "average_pool": "Head: average pooling in windows of 2×2.",
        "flatten": "Head: flattening.",
        "dense": "Head: a dense layer with `classes` units and softmax.",
    },
    built="You have built ResNet-50: 50 layers of weights, 23,600,006 parameters, out of two functions of yours. Below they learn to read hand signs.",
)
