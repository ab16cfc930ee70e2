"""The blocks as values: their evaluation and their summary against real Keras models, and what may import TensorFlow."""

import subprocess
import sys
from functools import partial

import keras
import numpy as np
import pytest

from autograder import challenge, oracle, summary
from autograder.blocks import BLOCKS, RESNET50

from .scope import namespace

PURE = (
    "align",
    "block_judgement",
    "blocks",
    "built",
    "challenge",
    "decode",
    "diagnosis",
    "diagram",
    "evidence",
    "hints",
    "judge",
    "layers",
)
PURE += ("misconceptions", "naming", "network_judgement", "network_misconceptions", "oracle", "picture", "program", "reading")
PURE += ("report", "rounding", "slips", "submission", "summary")


def with_challenge_weights(model, seed):
    for layer in model.layers:
        for variable in layer.weights:
            variable.assign(challenge.weight(seed, variable.name, tuple(variable.shape)))
    return model


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("exercise", BLOCKS)
def test_a_block_equals_its_keras_model(exercise, seed, training):
    function = namespace()[exercise]
    for setting in challenge.settings(exercise, seed):
        X = keras.Input(setting.shape[1:])
        stride = {} if setting.s is None else {"s": setting.s}
        model = with_challenge_weights(keras.Model(X, function(X, setting.f, setting.filters, **stride)), seed)
        x = challenge.inputs(seed, "X", setting.shape)
        outputs = oracle.evaluate(BLOCKS[exercise], x, partial(challenge.weight, seed), training, setting.sizes)
        assert list(outputs) == list(BLOCKS[exercise].steps())
        np.testing.assert_allclose(np.asarray(model(x, training=training)), list(outputs.values())[-1], rtol=1e-4, atol=1e-4)


def test_the_summary_is_that_of_the_model():
    model = namespace()["ResNet50"]()
    rows = summary.rows(RESNET50)
    assert summary.total(rows) == model.count_params() == 23_600_006
    weighted = sorted((row.shape, row.parameters) for row in rows if row.parameters)
    assert weighted == sorted((tuple(layer.output.shape[1:]), layer.count_params()) for layer in model.layers if layer.weights)
    assert len(rows) == len(model.layers) - 1  # Keras lists the input too
    adds = [row for row in rows if row.kind == "add"]
    assert len(adds) == 16 and all(rows[i].shape == row.shape for row in adds for i in row.inputs)


def test_settings_can_tell_sizes_apart():
    for seed in range(200):
        for exercise in BLOCKS:
            for s in challenge.settings(exercise, seed):
                m, height, width, channels = s.shape
                assert height != width and min(s.shape) > 1 and min(s.filters) > 1 and len(set(s.filters)) == 3
                assert (channels == s.filters[2]) == (exercise == "identity_block")
                assert all((n - 1) // (s.s or 1) + 1 > 1 for n in (height, width))


def test_the_judging_side_never_imports_tensorflow():
    code = (
        f"import sys, autograder; from autograder import {', '.join(PURE)}; sys.exit('tensorflow' in sys.modules or 'keras' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
