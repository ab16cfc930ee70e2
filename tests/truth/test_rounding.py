"""The bounds on float32 against float32 as TensorFlow computes it: they hold, they are narrow, and what is wrong breaks them."""

from functools import cache, partial

import keras
import numpy as np
import pytest

from autograder.exercises import exercise
from autograder.layers import AveragePooling2D, BatchNormalization, Conv2D, Dense, Flatten, MaxPooling2D, ReLU, ZeroPadding2D
from autograder.layers.float32 import UNIT
from autograder.layers.normalising import EPSILON
from autograder.truth import challenge, oracle, rounding

from ..support.blocks import BLOCKS, settings

SEEDS = (challenge.PUBLIC_SEED, *range(7))
RUNS = [(name, seed, index, training) for name in BLOCKS for seed in SEEDS for index in range(3) for training in (False, True)]
LAYERS = {
    Conv2D: lambda step: keras.layers.Conv2D(step.filters, step.kernel, step.strides, step.padding),
    BatchNormalization: lambda step: keras.layers.BatchNormalization(),
    ReLU: lambda step: keras.layers.ReLU(),
    ZeroPadding2D: lambda step: keras.layers.ZeroPadding2D(step.amount),
    MaxPooling2D: lambda step: keras.layers.MaxPooling2D(step.size, step.strides),
    AveragePooling2D: lambda step: keras.layers.AveragePooling2D(step.size, step.strides),
    Flatten: lambda step: keras.layers.Flatten(),
    Dense: lambda step: keras.layers.Dense(step.units, activation="softmax"),
}


def computed(step, x, weights, training):
    """The step in float32, by Keras."""
    layer = LAYERS[type(step)](step)
    layer.build((None, *x.shape[1:]))
    for variable in layer.weights:
        variable.assign(weights(variable.name, tuple(variable.shape)))
    return np.asarray(layer(x, **({"training": training} if isinstance(step, BatchNormalization) else {})))


def walk(block, x, weights, training, sizes):
    """Every step of the block in float32: its name, the resolved step, what went in, what came out."""

    def path(steps, x):
        rows = []
        for step in (step.resolved(sizes) for step in steps):
            rows.append((step, x, computed(step, x, weights, training)))
            x = rows[-1][2]
        return rows

    main, shortcut = path(block.paths.main.values(), x), path(block.paths.shortcut.values(), x)
    terms = main[-1][2], shortcut[-1][2] if shortcut else x
    added = np.asarray(keras.layers.Add()(terms))
    rows = [*main, *shortcut, (None, terms, added), *path(block.paths.after.values(), added)]
    return [(name, *row) for name, row in zip(block.steps(), rows)]


@cache
def run(name, seed, index, training):
    """One block in one setting: its rows in float32, the oracle's outputs, the bounds."""
    setting = settings(name, seed)[index]
    given = (
        exercise(name).lines,
        challenge.inputs(seed, "X", setting.shape),
        partial(challenge.weight, seed),
        training,
        exercise(name).sizes_in(setting.arguments, setting.shape),
    )
    return walk(*given), oracle.evaluate(*given), rounding.evaluate(*given)


def gap(step, x, seed, training, noise=0.0):
    """How far float32 is from the oracle, and how far it may be, when it is given x + noise."""
    weights = partial(challenge.weight, seed)
    held = (x + noise).astype(np.float32)
    off = np.abs(computed(step, held, weights, training) - step.output(x.astype(np.float64), weights, training))
    return off, rounding.bound(step, x, weights, training, np.abs(held.astype(np.float64) - x))


@pytest.mark.parametrize("name, seed", [(name, seed) for name in BLOCKS for seed in SEEDS])
def test_every_step_is_within_its_bound(name, seed):
    weights = partial(challenge.weight, seed)
    for index in range(3):
        for training in (False, True):
            for label, step, x, out in run(name, seed, index, training)[0]:
                if step is None:
                    due = np.add(*(term.astype(np.float64) for term in x))
                    limit = UNIT * np.abs(due)
                else:
                    due = step.output(x.astype(np.float64), weights, training)
                    limit = rounding.bound(step, x, weights, training)
                assert limit.shape == due.shape
                assert (np.abs(out - due) <= limit).all(), (label, index, training)


@pytest.mark.parametrize("name, seed", [(name, seed) for name in BLOCKS for seed in SEEDS])
def test_the_whole_block_is_within_its_bound(name, seed):
    for index in range(3):
        for training in (False, True):
            rows, due, limits = run(name, seed, index, training)
            assert list(limits) == list(due) == list(exercise(name).lines.steps())
            for label, _, _, out in rows:
                assert (np.abs(out - due[label]) <= limits[label]).all(), (label, index, training)


def last(name, seed, index, training):
    """Error, bound and true value of a block's output."""
    rows, due, limits = run(name, seed, index, training)
    (label, *_, out) = rows[-1]
    return np.abs(out - due[label]), limits[label], due[label]


def test_the_bound_is_narrow():
    shares = [limit.max() / np.abs(due).max() for _, limit, due in (last(*key) for key in RUNS)]
    assert np.mean(np.array(shares) < 1e-3) >= 0.95


@pytest.mark.parametrize("name", BLOCKS)
def test_a_kernel_off_by_a_thousandth_is_outside(name):
    """One entry of each convolution, on that convolution's own input."""
    for seed in SEEDS:
        weights = partial(challenge.weight, seed)

        def wrong(key, shape, weights=weights):
            values = weights(key, shape).copy()
            values.flat[0] += 1e-3 * np.abs(values).max() * (key == "kernel")
            return values

        for label, step, x, _ in run(name, seed, 0, False)[0]:
            if isinstance(step, Conv2D):
                off = np.abs(computed(step, x, wrong, False) - step.output(x.astype(np.float64), weights, False))
                assert (off > rounding.bound(step, x, weights, False)).any(), label


STEPS = [
    (step, shape, training)
    for shape, steps in {
        (2, 7, 8, 3): [
            *(Conv2D(4, k, s, padding) for k in (1, 2, 3) for s in (1, 2) for padding in ("valid", "same")),
            *(
                BatchNormalization(),
                ReLU(),
                ZeroPadding2D(3),
                MaxPooling2D(3, 2),
                AveragePooling2D(2, 2),
                AveragePooling2D(3, 2),
                Flatten(),
            ),
        ],
        (4, 50): [Dense(6, "softmax")],
    }.items()
    for step in steps
    for training in ((False, True) if isinstance(step, BatchNormalization) else (False,))
]


@pytest.mark.parametrize("error", [0, 1e-7, 1e-5, 1e-3, 0.1, 1])
@pytest.mark.parametrize("step, shape, training", STEPS)
def test_an_input_known_up_to_an_error(step, shape, training, error):
    """Errors at random, errors of one sign, and errors that widen or narrow the spread: the worst that each step can meet."""
    x = challenge.inputs(0, "image", shape)
    signs = np.random.default_rng(0).choice([-1, 1], shape), np.ones(shape), np.sign(x - x.mean()), -np.sign(x - x.mean())
    for noise in signs:
        off, limit = gap(step, x, 0, training, error * noise)
        assert limit.shape == off.shape
        assert (off <= limit).all()


@pytest.mark.parametrize("error", [1e-4, 1e-2, 0.3])
def test_an_error_of_the_spread_reaches_a_point_that_is_exact(error):
    """An exact outlier among points that move towards the mean: only the variance's own error accounts for its."""
    x = challenge.inputs(0, "image", (2, 7, 8, 3))
    x[0, 0, 0] = 10
    noise = -error * np.sign(x - x.mean((0, 1, 2)))
    noise[0, 0, 0] = 0
    off, limit = gap(BatchNormalization(), x, 0, True, noise)
    assert (off <= limit).all()


@pytest.mark.parametrize("spread", [0, 1e-4, 1e-2, 1])
@pytest.mark.parametrize("middle", [0, 1, 30])
def test_either_formula_of_the_variance_is_within(middle, spread):
    """A channel's mean far larger than its spread, and spreads below eps: there the formulas differ most."""
    one, eps = np.float32(1), np.float32(EPSILON)
    for seed in range(6):
        x = (middle + spread * challenge.inputs(seed, "image", (2, 5, 6, 3))).astype(np.float32)
        g, b = (challenge.weight(seed, name, (3,)) for name in ("gamma", "beta"))
        off, limit = gap(BatchNormalization(), x, seed, True)
        assert (off <= limit).all()
        mean = x.mean((0, 1, 2))
        for variance in (np.square(x - mean).mean((0, 1, 2)), np.square(x).mean((0, 1, 2)) - np.square(mean)):
            r = one / np.sqrt(np.maximum(variance, 0) + eps)
            for found in ((x - mean) * r * g + b, x * (g * r) + (b - mean * (g * r))):
                assert found.dtype == np.float32
                due = BatchNormalization().output(x.astype(np.float64), partial(challenge.weight, seed), True)
                assert (np.abs(found - due) <= limit).all()
