"""`identity_block`: a bottleneck of three convolutions, and the block's own input added to it (He et al. 2015, arXiv 1512.03385, figure 5)."""

from ..layers import Add, BatchNormalization, Conv2D, ReLU
from ..layers.layer import Tensor
from ..value.exercise import Exercise
from ..value.inputs import Images
from . import bottleneck


def value(X: Tensor, f: int, filters: list[int]) -> Tensor:
    F1, F2, F3 = filters
    Y = ReLU()(BatchNormalization()(Conv2D(F1, 1)(X)))
    Y = ReLU()(BatchNormalization()(Conv2D(F2, f, padding="same")(Y)))
    Y = BatchNormalization()(Conv2D(F3, 1)(Y))
    return ReLU()(Add()([Y, X]))


EXERCISE = Exercise(
    value,
    signature="identity_block(X, f, filters, training=None, initializer=random_uniform)",
    input=Images(channels="F3"),
    calls=({"f": 3}, {"f": 2, "training": True}, {"f": 1}),
    alike=({"X": (2, 4, 4, 256), "f": 3, "filters": (64, 64, 256)},),  # as in stage 2 of ResNet-50
    mistakes=bottleneck.mistakes,
    combined=bottleneck.COMBINED,
    texts=bottleneck.TEXTS,
    rules=bottleneck.RULES,
    hints=bottleneck.HINTS,
    begin=(
        "Read the list of steps above the cell; each is one line of code. Start with the first component and keep its result in X.",
        "Each component of the main path is a convolution, a batch normalisation and, except in the last, a ReLU. A layer is made and called on X in one line.",
        "First keep X for the shortcut. Then eight steps on X, then the addition with what you kept, then ReLU, then return.",
    ),
    built="You have built the block of which ResNet-50 has twelve.",
    points={"call": 0.75, "bn1": 0.5, "bn2": 0.5, "bn3": 0.5},
)
