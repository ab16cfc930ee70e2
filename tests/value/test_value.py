"""An exercise's value: what is read from the function, and that the very same function, run on Keras's layers, builds what the oracle computes."""

from functools import partial
from types import FunctionType

import keras
import numpy as np
import pytest

from autograder.exercises import exercise
from autograder.layers import Add, BatchNormalization, Conv2D, ReLU
from autograder.truth import challenge, oracle
from autograder.value.exercise import Exercise
from autograder.value.lines import walk
from demo import EXERCISES

from ..support.blocks import settings
from .test_blocks import with_challenge_weights


def preactivation(X, f, filters):
    F1, F2, F3 = filters
    Y = Conv2D(F1, 1)(ReLU()(BatchNormalization()(X)))
    Y = Conv2D(F2, f, padding="same")(ReLU()(BatchNormalization()(Y)))
    Y = Conv2D(F3, 1)(ReLU()(BatchNormalization()(Y)))
    return Add()([Y, X])


def keeps_two(X, f, filters):
    Y = ReLU()(X)
    Z = BatchNormalization()(Y)
    return Add()([Add()([Conv2D("F1", 1)(Z), Y]), X])


PREACTIVATION = Exercise(preactivation, "pre_activation_block(X, f, filters, training=None, initializer=random_uniform)")
BLOCKS = (exercise("identity_block"), exercise("convolutional_block"), PREACTIVATION)


def test_lines_are_named_by_their_place():
    lines = PREACTIVATION.lines
    names = "save bn1 relu1 conv1 bn2 relu2 conv2 bn3 relu3 conv3 add"
    assert " ".join(line.name for line in lines.lines) == names
    assert lines["add"].takes == ("X", "X_shortcut") and lines["conv2"].settings["padding"] == "same"
    assert list(lines.paths.main) == names.split()[1:-1] and not lines.paths.shortcut and not lines.paths.after


@pytest.mark.parametrize("asked", BLOCKS, ids=lambda asked: asked.name)
@pytest.mark.parametrize("training", [False, True])
def test_the_function_itself_is_the_oracle_s_block_in_keras(asked, training):
    in_keras = FunctionType(asked.value.__code__, vars(keras.layers))
    for setting in settings("convolutional_block" if "s" in asked.sizes else "identity_block", 7):
        X = keras.Input(setting.shape[1:])
        model = with_challenge_weights(keras.Model(X, in_keras(X, **setting.arguments)), 7)
        x = challenge.inputs(7, "X", setting.shape)
        due = list(
            oracle.evaluate(
                asked.lines, x, partial(challenge.weight, 7), training, asked.sizes_in(setting.arguments, setting.shape)
            ).values()
        )[-1]
        np.testing.assert_allclose(np.asarray(model(x, training=training)), due, rtol=1e-4, atol=1e-4)


def test_a_value_that_needs_more_names_is_refused():
    with pytest.raises(ValueError, match="more than one tensor"):
        Exercise(keeps_two, "f(X, f, filters)").lines  # noqa: B018


def test_an_edit_computes_nothing():
    lines = PREACTIVATION.lines
    with pytest.raises(ValueError, match="conv1"):
        lines.set("conv1", strides=2).steps()
    assert "conv1" not in lines.without("conv1").steps()


@pytest.mark.parametrize("name", EXERCISES)
def test_a_signature_is_read(name):
    asked = exercise(name)
    assert asked.name == name and set(asked.sizes) <= {*asked.contract.parameters}
    defaults = {p.name: p.default for p in asked.contract.parameters.values() if p.default is not p.empty}
    assert (
        defaults
        == {
            "identity_block": {"training": None, "initializer": "random_uniform"},
            "convolutional_block": {"s": 2, "training": None, "initializer": "glorot_uniform"},
            "ResNet50": {"input_shape": (64, 64, 3), "classes": 6},
            "pre_activation_block": {"training": None, "initializer": "random_uniform"},
            "inverted_residual": {"training": None, "initializer": "glorot_uniform"},
            "dense_layer": {"training": None, "initializer": "glorot_uniform"},
        }[name]
    )


def test_a_walk_follows_the_wires():
    """Not the order: a step whose result is not kept is passed by."""
    lines = exercise("identity_block").lines
    order = walk(lines.wired("bn3", gives=None), ("X",), {}, lambda layer, *taken: (*taken[0], layer.kind))
    assert order["add"] == ("X", "conv", "bn", "relu", "conv", "bn", "relu", "conv", "add")
