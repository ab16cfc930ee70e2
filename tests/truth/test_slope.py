"""The exact derivative against differences of the oracle, its bound against gradients as TensorFlow computes them; and that both can fail."""

from functools import partial

import numpy as np
import pytest

from autograder.evidence import Evidence
from autograder.evidence.schema import checked
from autograder.exercises import exercise
from autograder.explain.verdict import judge
from autograder.judge.block_judgement import BlockJudgement
from autograder.layers import ReLU
from autograder.layers.layer import Moving
from autograder.probe.calls import probe
from autograder.truth import challenge, oracle, slope
from autograder.truth.oracle import evaluate
from autograder.truth.question import question

from ..support.blocks import BLOCKS, settings
from ..support.judged import judged
from ..support.scope import changed, namespace

SEEDS, STEP = range(4), 1e-5
ONE_KINK_BETWEEN = 25815774869357854  # a challenge in which a ReLU of the identity block changes its side within a millionth
STOPPED = '''
def norm(X, training):
    """The statistics of the batch as if they were constants."""
    layer = BatchNormalization()
    Y = layer(X, training=training)
    if not training:
        return Y
    mean, variance = (keras.ops.stop_gradient(of(X, (0, 1, 2))) for of in (keras.ops.mean, keras.ops.var))
    return (X - mean) / keras.ops.sqrt(variance + 0.001) * layer.gamma + layer.beta
'''


def asked(name: str, seed: int, index: int, training: bool):
    """What `slope` takes, all of it moving, and the direction of the output."""
    setting = settings(name, seed)[index]
    x = challenge.inputs(seed, "X", setting.shape).astype(np.float64)
    towards = challenge.inputs(seed, "towards X", setting.shape).astype(np.float64)

    def direction(key, shape):
        return np.zeros(shape) if key.startswith("moving_") else challenge.inputs(seed, f"towards {key}", shape).astype(np.float64)

    weights = partial(challenge.weight, seed)
    output = list(evaluate(exercise(name).lines, x, weights, training, exercise(name).sizes_in(setting.arguments, setting.shape)).values())[
        -1
    ]
    c = challenge.inputs(seed, "direction", output.shape).astype(np.float64)
    return exercise(name).lines, x, towards, weights, direction, training, exercise(name).sizes_in(setting.arguments, setting.shape), c


def outputs(block, x, towards, weights, direction, training, sizes, h: float) -> dict[str, np.ndarray]:
    """Every step's output when all has moved by h."""
    return evaluate(block, x + h * towards, lambda *key: weights(*key) + h * direction(*key), training, sizes)


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("name", BLOCKS)
def test_the_derivative_is_that_of_differences(name, training):
    """Where no ReLU changes its side between the two points."""
    seen = 0
    for seed in SEEDS:
        for index in range(3):
            given = asked(name, seed, index, training)
            before, after = (outputs(*given[:-1], h) for h in (-STEP, STEP))
            if any(((before[key] > 0) != (after[key] > 0)).any() for key in before if not key.startswith(("add", "conv"))):
                continue
            seen += 1
            due = ((list(after.values())[-1] - list(before.values())[-1]) * given[-1]).sum() / (2 * STEP)
            assert slope.slope(*given)[0] == pytest.approx(due, rel=1e-5, abs=1e-5)
    assert seen >= 3


def test_an_input_on_a_kink_may_have_either_derivative():
    x, e, t, d = (np.array(row) for row in ([1e-6, -1e-6, 1.0, -1.0], [1e-6] * 4, [3.0] * 4, [0.5] * 4))
    assert ReLU().spread(Moving(x, e, t, d), None, None, False).tolist() == [3.5, 3.5, 0.5, 0.0]


def test_a_kink_between_two_points_costs_nothing(monkeypatch, tmp_path):
    monkeypatch.setattr(challenge, "REACH", 1.0)  # as it was when this challenge cost a right block half a point
    probe(question("identity_block", ONE_KINK_BETWEEN), namespace()).save(tmp_path / "evidence.npz")  # not to be kept for others
    evidence = checked(Evidence.load(tmp_path / "evidence.npz"), "identity_block", ONE_KINK_BETWEEN)
    nearest = min(np.abs(oracle_of(reading, evidence)["bn2"]).min() for reading in BlockJudgement(evidence).readings)
    assert nearest < 2e-6  # the challenge still is what it was kept for
    assert judge(evidence, "identity_block").points == 10


def oracle_of(reading, evidence) -> dict[str, np.ndarray]:
    weights = partial(challenge.weight, evidence.seed)
    return oracle.evaluate(reading.block, reading.x, weights, reading.training, reading.sizes)


WRONG = {
    "the shortcut's gradient is stopped": (("X_shortcut = X\n", "X_shortcut = keras.ops.stop_gradient(X)\n"),),
    "the whole gradient is one hundredth too large": (
        ("    X_shortcut = X\n", "    X = keras.layers.Lambda(more)(X)\n    X_shortcut = X\n"),
        ("def identity_block", "@tf.custom_gradient\ndef more(x):\n    return tf.identity(x), lambda d: 1.01 * d\n\n\ndef identity_block"),
    ),
    "the statistics of the batch count as constants": (
        ("BatchNormalization(axis=3)(X, training=training)", "norm(X, training)", "all"),
        ("def identity_block", f"{STOPPED}\n\ndef identity_block"),
    ),
}


@pytest.mark.parametrize("edits", WRONG.values(), ids=WRONG)
def test_a_wrong_gradient_is_seen(edits):
    source = changed("identity_block", edits)
    for seed in SEEDS:
        assert [c.id for c in judged("identity_block", source, seed).criteria if c.outcome != "passed"] == ["gradients"]
