"""`identity_block`: a bottleneck of three convolutions, and the block's own input added to it (He et al. 2015, arXiv 1512.03385, figure 5)."""

from ..layers import Add, BatchNormalization, Conv2D, ReLU
from ..value.exercise import Exercise


def value(X, f, filters):
    F1, F2, F3 = filters
    Y = ReLU()(BatchNormalization()(Conv2D(F1, 1)(X)))
    Y = ReLU()(BatchNormalization()(Conv2D(F2, f, padding="same")(Y)))
    Y = BatchNormalization()(Conv2D(F3, 1)(Y))
    return ReLU()(Add()([Y, X]))


EXERCISE = Exercise(value, signature="identity_block(X, f, filters, training=None, initializer=random_uniform)")
