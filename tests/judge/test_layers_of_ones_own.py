"""A block as a class of the student's own is right where its model holds the layers' weights, and learns nothing where each call makes them anew."""

import pytest

from ..support.judged import judged

LAYERS = """
class Block(keras.{base}):
    def __init__(self, f, filters, initializer):
        super().__init__()
        self.made = self.layers_of(f, filters, initializer) if {kept} else None
        self.given = f, filters, initializer

    def layers_of(self, f, filters, initializer):
        F1, F2, F3 = filters
        kernel = dict(kernel_initializer=initializer(seed=0))
        convolutions = [Conv2D(F1, 1, **kernel), Conv2D(F2, f, padding="same", **kernel), Conv2D(F3, 1, **kernel)]
        return convolutions, [BatchNormalization() for _ in range(3)]

    def call(self, X, training=None):
        convolutions, norms = self.made or self.layers_of(*self.given)
        Y = X
        for convolution, norm in zip(convolutions[:2], norms[:2]):
            Y = keras.ops.relu(norm(convolution(Y), training=training))
        return keras.ops.relu(norms[2](convolutions[2](Y), training=training) + X)


def identity_block(X, f, filters, training=None, initializer=random_uniform):
    return Block(f, filters, initializer)(X, training=training)
"""


@pytest.mark.parametrize("base", ["Model", "layers.Layer"])
@pytest.mark.parametrize("kept", [True, False], ids=["in __init__", "in call"])
def test_weights_of_the_model(base, kept):
    verdict = judged("identity_block", LAYERS.format(base=base, kept=kept))
    assert [c.id for c in verdict.criteria if c.outcome != "passed"] == ([] if kept else ["gradients"])
    assert kept or "`__init__`" in next(c.message for c in verdict.criteria if c.id == "gradients")
