"""`vgg_block`: two convolutions and a pooling that halves the map (Simonyan and Zisserman 2014, arXiv 1409.1556, table 1). It has no shortcut."""

from autograder.layers import Conv2D, MaxPooling2D, ReLU
from autograder.layers.layer import Tensor
from autograder.value.exercise import Exercise


def value(X: Tensor, f: int, filters: list[int]) -> Tensor:
    F1, F2 = filters
    Y = ReLU()(Conv2D(F1, f, padding="same")(X))
    Y = ReLU()(Conv2D(F2, f, padding="same")(Y))
    return MaxPooling2D(2)(Y)


EXERCISE = Exercise(
    value,
    signature="vgg_block(X, f, filters)",
    calls=({"f": 3}, {"f": 2}, {"f": 1}),
)
