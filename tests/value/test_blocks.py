"""The blocks as values: their evaluation and their summary against real Keras models, and what may import TensorFlow."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import keras
import numpy as np
import pytest

import autograder
from autograder.exercises import exercise
from autograder.truth import challenge, oracle
from autograder.value import summary

from ..support.blocks import BLOCKS, settings
from ..support.scope import namespace

PURE = ("layers", "value", "exercises", "truth", "evidence", "judge", "explain", "show")  # rooms
PACKAGE = Path(autograder.__file__).parent


def with_challenge_weights(model, seed):
    for layer in model.layers:
        for variable in layer.weights:
            variable.assign(challenge.weight(seed, variable.name, tuple(variable.shape)))
    return model


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_equals_its_keras_model(name, seed, training):
    function, lines = namespace()[name], exercise(name).lines
    for setting in settings(name, seed):
        X = keras.Input(setting.shape[1:])
        model = with_challenge_weights(keras.Model(X, function(X, **setting.arguments)), seed)
        x = challenge.inputs(seed, "X", setting.shape)
        outputs = oracle.evaluate(
            lines, x, partial(challenge.weight, seed), training, exercise(name).sizes_in(setting.arguments, setting.shape)
        )
        assert list(outputs) == list(lines.steps())
        np.testing.assert_allclose(np.asarray(model(x, training=training)), list(outputs.values())[-1], rtol=1e-4, atol=1e-4)


def test_the_summary_is_that_of_the_model():
    model = namespace()["ResNet50"]()
    rows = summary.rows(exercise("ResNet50").lines)
    assert summary.total(rows) == model.count_params() == 23_600_006
    weighted = sorted((row.shape, row.parameters) for row in rows if row.parameters)
    assert weighted == sorted((tuple(layer.output.shape[1:]), layer.count_params()) for layer in model.layers if layer.weights)
    assert len(rows) == len(model.layers) - 1  # Keras lists the input too
    adds = [row for row in rows if row.kind == "add"]
    assert len(adds) == 16 and all(rows[i].shape == row.shape for row in adds for i in row.inputs)


def test_settings_can_tell_sizes_apart():
    for seed in range(200):
        for name in BLOCKS:
            for setting in settings(name, seed):
                (_, height, width, channels), filters = setting.shape, setting.arguments["filters"]
                assert height != width and min(setting.shape) > 1 and min(filters) > 1 and len(set(filters)) == 3
                assert (channels == filters[2]) == (name == "identity_block")
                assert all((n - 1) // setting.arguments.get("s", 1) + 1 > 1 for n in (height, width))


def test_the_judging_side_never_imports_tensorflow():
    paths = [path.relative_to(PACKAGE.parent) for room in PURE for path in (PACKAGE / room).rglob("*.py")]
    names = [".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in paths]
    names += ["autograder.grading.run", "autograder.grading.submission"]
    assert len(names) > 40
    code = f"import sys, {', '.join(names)}; sys.exit('tensorflow' in sys.modules or 'keras' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
