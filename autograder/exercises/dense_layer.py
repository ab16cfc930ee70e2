"""`dense_layer`: what two convolutions make is put beside what came in (Huang et al. 2017, arXiv 1608.06993, DenseNet-B)."""

from ..layers import BatchNormalization, Concatenate, Conv2D, ReLU
from ..layers.layer import Tensor
from ..value.exercise import Exercise


def value(X: Tensor, growth: int) -> Tensor:
    Y = Conv2D(4 * growth, 1)(ReLU()(BatchNormalization()(X)))
    Y = Conv2D(growth, 3, padding="same")(ReLU()(BatchNormalization()(Y)))
    return Concatenate()([X, Y])


EXERCISE = Exercise(
    value,
    signature="dense_layer(X, growth, training=None, initializer=glorot_uniform)",
    calls=({}, {"training": True}, {}),
    alike=({"X": (2, 4, 4, 32), "growth": 32},),  # as in DenseNet-121
    built="You have built the layer of which DenseNet-121 has 58.",
)
