"""`inverted_residual`: wide inside and thin at its ends, with a linear last layer (Sandler et al. 2018, arXiv 1801.04381, figure 4d, stride 1)."""

from ..layers import Add, BatchNormalization, Conv2D, DepthwiseConv2D, ReLU
from ..value.exercise import Exercise
from ..value.inputs import Images


def value(X, channels, expansion):
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
    texts={
        "relu_before_addition": {
            "why": "The thin end is linear: with few channels a ReLU loses what they carry (Sandler et al. 2018, section 3.2)."
        }
    },
)
