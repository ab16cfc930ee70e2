"""A block as a class of the student's own is right where its model holds the layers' weights, and learns nothing where each call makes them anew."""

import pytest

from ..support.judged import judged
from ..support.scope import changed

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


NORM = """
class Norm(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.made = BatchNormalization() if {kept} else None

    def call(self, X, training=None):
        return (self.made or BatchNormalization())(X, training=training)


"""


@pytest.mark.parametrize("kept", [True, False], ids=["in __init__", "in call"])
def test_weights_of_the_network(kept):
    verdict = judged("ResNet50", NORM.format(kept=kept) + changed("ResNet50", (("BatchNormalization(axis=3)(X)", "Norm()(X)"),)))
    assert [c.id for c in verdict.criteria if c.outcome != "passed"] == ([] if kept else ["summary"])


def test_a_layer_that_only_works_when_it_is_opened():
    """What Keras itself would stop at is the student's, and no fault of the grader."""
    only_symbolic = NORM.format(kept=True).replace("return (", "assert isinstance(X, keras.KerasTensor)\n        return (")
    verdict = judged("ResNet50", only_symbolic + changed("ResNet50", (("BatchNormalization(axis=3)(X)", "Norm()(X)"),)))
    assert {"call", "summary"} <= {c.id for c in verdict.criteria if c.outcome != "passed"}


def test_a_block_s_layers_cost_the_network_nothing():
    assert judged("ResNet50", LAYERS.format(base="Model", kept=False) + changed("ResNet50", ())).points == 10
