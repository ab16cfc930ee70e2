"""`pre_activation_block`: normalisation and ReLU before each convolution (He et al. 2016, arXiv 1603.05027, figure 4e)."""

from ..layers import Add, BatchNormalization, Conv2D, ReLU
from ..layers.layer import Tensor
from ..value.exercise import Exercise
from ..value.inputs import Images
from . import bottleneck


def value(X: Tensor, f: int, filters: list[int]) -> Tensor:
    F1, F2, F3 = filters
    Y = Conv2D(F1, 1)(ReLU()(BatchNormalization()(X)))
    Y = Conv2D(F2, f, padding="same")(ReLU()(BatchNormalization()(Y)))
    Y = Conv2D(F3, 1)(ReLU()(BatchNormalization()(Y)))
    return Add()([Y, X])


EXERCISE = Exercise(
    value,
    signature="pre_activation_block(X, f, filters, training=None, initializer=random_uniform)",
    input=Images(channels="F3"),
    calls=({"f": 3}, {"f": 2, "training": True}, {"f": 1}),
    alike=({"X": (2, 4, 4, 256), "f": 3, "filters": (64, 64, 256)},),  # as in stage 2 of ResNet-50
    combined=bottleneck.COMBINED,
    built="You have built the block with which 1001 layers were trained.",
)
