"""The oracle against Keras itself, on many random settings: every step, both blocks, both modes, and the summary."""

from functools import partial

import keras
import numpy as np
import pytest

from autograder.layers import AveragePooling2D, BatchNormalization, Conv2D, Dense, Flatten, MaxPooling2D, ReLU, ZeroPadding2D
from autograder.layers.batch_norm import moved
from autograder.truth import challenge

SEEDS = range(12)


def built(layer, shape, seed):
    """The layer with the challenge's weights."""
    layer.build((None, *shape))
    for variable in layer.weights:
        variable.assign(challenge.weight(seed, variable.name, tuple(variable.shape)))
    return layer


def agree(step, layer, x, seed, training=False):
    due = step.output(x.astype(np.float64), partial(challenge.weight, seed), training)
    call = {"training": training} if isinstance(layer, keras.layers.BatchNormalization) else {}
    found = np.asarray(built(layer, x.shape[1:], seed)(x, **call))
    np.testing.assert_allclose(found, due, rtol=2e-5, atol=2e-5)


def image(seed, *shape):
    return challenge.inputs(seed, "image", shape)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_convolution(seed, padding):
    k, s, filters = (int(n) for n in np.random.default_rng(seed).integers((1, 1, 2), (4, 4, 6)))
    agree(Conv2D(filters, k, s, padding), keras.layers.Conv2D(filters, k, s, padding), image(seed, 2, 7, 6, 3), seed)


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("seed", SEEDS)
def test_batch_norm(seed, training):
    agree(BatchNormalization(), keras.layers.BatchNormalization(), image(seed, 3, 5, 6, 4), seed, training)


@pytest.mark.parametrize(
    "step, layer",
    [
        (ReLU(), keras.layers.ReLU()),
        (ZeroPadding2D(3), keras.layers.ZeroPadding2D(3)),
        (MaxPooling2D(3, 2), keras.layers.MaxPooling2D(3, 2)),
        (AveragePooling2D(2, 2), keras.layers.AveragePooling2D(2)),
        (Flatten(), keras.layers.Flatten()),
    ],
)
def test_steps_without_weights(step, layer):
    agree(step, layer, image(0, 2, 7, 8, 3), 0)


def test_dense_softmax():
    agree(Dense(5, "softmax"), keras.layers.Dense(5, activation="softmax"), image(0, 4, 9), 0)


def test_moving_statistics():
    layer, x = built(keras.layers.BatchNormalization(), (5, 6, 4), 7), image(7, 3, 5, 6, 4)
    layer(x, training=True)
    for name, due in moved(x.astype(np.float64), partial(challenge.weight, 7)).items():
        np.testing.assert_allclose(np.asarray(getattr(layer, name)), due, rtol=1e-5, atol=1e-6)
