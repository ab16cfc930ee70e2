"""`convolutional_block`: the same bottleneck, and a projection where the shape changes (He et al. 2015, arXiv 1512.03385, section 3.3)."""

from ..layers import Add, BatchNormalization, Conv2D, ReLU
from ..layers.layer import Tensor
from ..value.exercise import Exercise
from . import bottleneck, projection


def value(X: Tensor, f: int, filters: list[int], s: int) -> Tensor:
    F1, F2, F3 = filters
    Y = ReLU()(BatchNormalization()(Conv2D(F1, 1, strides=s)(X)))
    Y = ReLU()(BatchNormalization()(Conv2D(F2, f, padding="same")(Y)))
    Y = BatchNormalization()(Conv2D(F3, 1)(Y))
    return ReLU()(Add()([Y, BatchNormalization()(Conv2D(F3, 1, strides=s)(X))]))


EXERCISE = Exercise(
    value,
    signature="convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform)",
    calls=({"f": 3, "s": 2}, {"f": 2, "s": 1, "training": True}, {"f": 1, "s": 3}),
    alike=(  # as in stage 2 of ResNet-50, and a shortcut that would fit without its convolution
        {"X": (2, 4, 4, 64), "f": 3, "filters": (64, 64, 256), "s": 1},
        {"X": (2, 4, 4, 256), "f": 3, "filters": (64, 64, 256), "s": 1},
    ),
    mistakes=projection.mistakes,
    combined=projection.COMBINED,
    texts=bottleneck.TEXTS,
    rules=bottleneck.RULES,
    hints=bottleneck.HINTS,
    begin=(
        "Begin with your identity_block: the main path is the same but for one stride.",
        "The new part is the shortcut, which must reach the main path's shape before the addition.",
        "The first convolution has stride s; the shortcut is a 1×1 convolution with F3 filters and stride s, and a batch normalisation.",
    ),
    built="You have built the block that begins each stage, where the shortcut learns to fit.",
)
