"""`basic_block`: the block of ResNet-18 and ResNet-34, two convolutions and a shortcut (He et al. 2015, arXiv 1512.03385, figure 5 left)."""

from autograder.layers import Add, BatchNormalization, Conv2D, ReLU
from autograder.layers.layer import Tensor
from autograder.value.exercise import Exercise
from autograder.value.inputs import Images


def value(X: Tensor, f: int, filters: list[int]) -> Tensor:
    F1, F2 = filters
    Y = ReLU()(BatchNormalization()(Conv2D(F1, f, padding="same")(X)))
    Y = BatchNormalization()(Conv2D(F2, f, padding="same")(Y))
    return ReLU()(Add()([Y, X]))


EXERCISE = Exercise(
    value,
    signature="basic_block(X, f, filters, training=None)",
    input=Images(channels="F2"),
    calls=({"f": 3}, {"f": 2, "training": True}, {"f": 1}),
)
