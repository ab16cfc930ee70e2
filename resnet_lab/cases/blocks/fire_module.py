"""`fire_module`: a thin convolution, then a 1×1 and an f×f one side by side (Iandola et al. 2016, arXiv 1602.07360, figure 1)."""

from autograder.layers import Concatenate, Conv2D, ReLU
from autograder.layers.layer import Tensor
from autograder.value.exercise import Exercise


def value(X: Tensor, f: int, filters: list[int]) -> Tensor:
    squeeze, one, wide = filters
    X = ReLU()(Conv2D(squeeze, 1)(X))
    Y = ReLU()(Conv2D(wide, f, padding="same")(X))
    X = ReLU()(Conv2D(one, 1)(X))
    return Concatenate()([Y, X])


EXERCISE = Exercise(
    value,
    signature="fire_module(X, f, filters)",
    calls=({"f": 3}, {"f": 2}, {"f": 1}),
    texts={"added_early": {"why": "What is joined should leave the block as it is; here it still goes through a convolution."}},
)
