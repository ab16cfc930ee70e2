"""`inverted_residual`: wide inside and thin at its ends, with a linear last layer (Sandler et al. 2018, arXiv 1801.04381, figure 4d, stride 1)."""

from ..layers import Add, BatchNormalization, Conv2D, DepthwiseConv2D, ReLU
from ..layers.layer import Tensor
from ..value.exercise import Exercise
from ..value.inputs import Images


def value(X: Tensor, channels: int, expansion: int) -> Tensor:
    Y = Conv2D(expansion * channels, 1)(X)
    Y = ReLU(6)(BatchNormalization()(Y))
    Y = DepthwiseConv2D(3, padding="same")(Y)
    Y = ReLU(6)(BatchNormalization()(Y))
    Y = BatchNormalization()(Conv2D(channels, 1)(Y))
    return Add()([Y, X])


EXERCISE = Exercise(
    value,
    signature="inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform)",
    input=Images(channels="channels"),
    calls=({}, {"training": True}, {}),
    alike=({"X": (2, 4, 4, 24), "channels": 24, "expansion": 6},),  # as in the third row of MobileNetV2
    hints={
        "initializer": (
            "The block is told by its caller how to start its kernels.",
            "`initializer` is an argument of your function. Called with a seed it gives what a layer takes for its kernel.",
            "A convolution takes it as kernel_initializer, a depthwise one as depthwise_initializer: `initializer(seed=0)` for each.",
        )
    },
    texts={
        "relu_before_addition": {
            "why": "The thin end is linear: with few channels a ReLU loses what they carry (Sandler et al. 2018, section 3.2)."
        }
    },
    built="You have built the block of MobileNetV2, made for phones.",
)
