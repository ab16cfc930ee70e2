"""Every layer against Keras's own: its numbers and bounds, forwards and backwards, its shapes and weights; and that it is known again in what
Keras says of itself and gave."""

import ast
import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from autograder import layers
from autograder.evidence import Evidence
from autograder.explain import built
from autograder.judge import decode as decode_module
from autograder.judge.decode import decode
from autograder.layers import (
    FAMILIES,
    GELU,
    LAYERS,
    Activation,
    Add,
    Average,
    AveragePooling2D,
    BatchNormalization,
    Concatenate,
    Conv2D,
    Conv2DTranspose,
    Cropping2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    GlobalMaxPooling2D,
    GroupNormalization,
    Layer,
    LayerNormalization,
    LeakyReLU,
    Maximum,
    MaxPooling2D,
    Minimum,
    MultiHeadAttention,
    Multiply,
    Permute,
    ReLU,
    Rescaling,
    Reshape,
    SeparableConv2D,
    Sigmoid,
    SiLU,
    Softmax,
    Subtract,
    Tanh,
    UpSampling2D,
    ZeroPadding2D,
)
from autograder.layers.batch_norm import moved
from autograder.layers.layer import Moving
from autograder.layers.operation import Operation
from autograder.layers.source import GAP, source
from autograder.probe.keras_inside import masks, owned
from autograder.probe.trace import key
from autograder.truth import challenge

MAPS = (2, 7, 8, 3)


class ApproximateGELU(keras.layers.Layer):
    """Keras has no layer for it."""

    def call(self, x):
        return keras.ops.gelu(x, approximate=True)


TABLE = (  # layer, Keras's own, shapes of what it takes
    *(
        (Conv2D(4, k, s, padding), keras.layers.Conv2D(4, k, s, padding), [MAPS])
        for k, s, padding in ((1, 1, "valid"), (1, 2, "valid"), (3, 1, "same"), (3, 2, "same"), (2, 3, "valid"))
    ),
    *(
        (Conv2D(6, k, s, padding, dilation, groups), keras.layers.Conv2D(6, k, s, padding, None, dilation, groups), [(2, 7, 8, 4)])
        for k, s, padding, dilation, groups in (
            *((3, 1, "same", 2, 1), (2, 1, "valid", 3, 1), (3, 1, "valid", 1, 2), (1, 2, "valid", 1, 2)),
            (3, 1, "same", 2, 2),
        )
    ),
    *(
        (DepthwiseConv2D(k, s, padding, m, d), keras.layers.DepthwiseConv2D(k, s, padding, m, dilation_rate=d), [MAPS])
        for k, s, padding, m, d in ((3, 1, "same", 1, 1), (3, 2, "same", 2, 1), (2, 1, "valid", 3, 2), (1, 1, "valid", 2, 1))
    ),
    *(
        (
            SeparableConv2D(4, k, s, padding, m, d),
            keras.layers.SeparableConv2D(4, k, s, padding, depth_multiplier=m, dilation_rate=d),
            [MAPS],
        )
        for k, s, padding, m, d in ((3, 1, "same", 1, 1), (3, 2, "same", 2, 1), (2, 1, "valid", 3, 2), (1, 2, "valid", 2, 1))
    ),
    *(
        (Conv2DTranspose(4, k, s, padding), keras.layers.Conv2DTranspose(4, k, s, padding), [MAPS])
        for k, s, padding in (
            (3, 2, "same"),
            (2, 2, "valid"),
            (4, 2, "same"),
            (3, 1, "valid"),
            (1, 2, "valid"),
            (2, 3, "same"),
            (2, 3, "valid"),
        )
    ),
    (BatchNormalization(), keras.layers.BatchNormalization(), [MAPS]),
    (BatchNormalization(1e-5), keras.layers.BatchNormalization(epsilon=1e-5), [(4, 5)]),
    (GroupNormalization(3), keras.layers.GroupNormalization(3), [MAPS]),
    (GroupNormalization(2, 1e-5), keras.layers.GroupNormalization(2, epsilon=1e-5), [(2, 4, 5, 6)]),
    (LayerNormalization(), keras.layers.LayerNormalization(), [MAPS]),
    (LayerNormalization(1e-5), keras.layers.LayerNormalization(epsilon=1e-5), [(4, 50)]),
    (ReLU(), keras.layers.ReLU(), [MAPS]),
    (ReLU(), keras.layers.Activation("relu"), [MAPS]),
    (ReLU(1.0), keras.layers.ReLU(1.0), [MAPS]),
    (ReLU(6.0), keras.layers.ReLU(6.0), [MAPS]),
    (LeakyReLU(), keras.layers.LeakyReLU(), [MAPS]),
    (LeakyReLU(0.1), keras.layers.LeakyReLU(negative_slope=0.1), [MAPS]),
    (Sigmoid(), keras.layers.Activation("sigmoid"), [MAPS]),
    (Sigmoid(), keras.layers.Activation("sigmoid"), [(4, 600)]),
    (Tanh(), keras.layers.Activation("tanh"), [MAPS]),
    (Tanh(), keras.layers.Activation("tanh"), [(4, 600)]),
    (SiLU(), keras.layers.Activation("silu"), [MAPS]),
    (SiLU(), keras.layers.Activation("swish"), [(4, 600)]),
    (GELU(), keras.layers.Activation("gelu"), [MAPS]),
    (GELU(approximate=True), ApproximateGELU(), [(4, 600)]),
    (Softmax(), keras.layers.Softmax(), [(4, 6)]),
    (Softmax(), keras.layers.Softmax(), [MAPS]),
    (Add(), keras.layers.Add(), [MAPS, MAPS]),
    (Add(), keras.layers.Add(), [MAPS, (2, 1, 1, 3), MAPS]),
    *(
        (layer(), own(), shapes)
        for layer, own in (
            *((Multiply, keras.layers.Multiply), (Average, keras.layers.Average)),
            *((Maximum, keras.layers.Maximum), (Minimum, keras.layers.Minimum)),
        )
        for shapes in ([MAPS, MAPS], [MAPS, MAPS, MAPS], [(2, 1, 1, 3), MAPS])
    ),
    (Subtract(), keras.layers.Subtract(), [MAPS, MAPS]),
    (Subtract(), keras.layers.Subtract(), [MAPS, (2, 1, 1, 3)]),
    (Concatenate(), keras.layers.Concatenate(), [MAPS, (2, 7, 8, 5)]),
    (Concatenate(), keras.layers.Concatenate(), [MAPS, (2, 7, 8, 2), MAPS]),
    (ZeroPadding2D(3), keras.layers.ZeroPadding2D(3), [MAPS]),
    (MaxPooling2D(3, 2), keras.layers.MaxPooling2D(3, 2), [MAPS]),
    (MaxPooling2D(2), keras.layers.MaxPooling2D(), [MAPS]),
    (AveragePooling2D(3, 2), keras.layers.AveragePooling2D(3, 2), [MAPS]),
    (AveragePooling2D(2), keras.layers.AveragePooling2D(2), [MAPS]),
    (GlobalAveragePooling2D(), keras.layers.GlobalAveragePooling2D(), [MAPS]),
    (GlobalAveragePooling2D(keepdims=True), keras.layers.GlobalAveragePooling2D(keepdims=True), [MAPS]),
    (GlobalMaxPooling2D(), keras.layers.GlobalMaxPooling2D(), [MAPS]),
    (GlobalMaxPooling2D(keepdims=True), keras.layers.GlobalMaxPooling2D(keepdims=True), [MAPS]),
    (UpSampling2D(), keras.layers.UpSampling2D(), [MAPS]),
    (UpSampling2D(3), keras.layers.UpSampling2D(3), [MAPS]),
    (Cropping2D(1), keras.layers.Cropping2D(1), [MAPS]),
    (Cropping2D(3), keras.layers.Cropping2D(3), [MAPS]),
    (Reshape((8, 21)), keras.layers.Reshape((8, 21)), [MAPS]),
    (Reshape((-1, 3)), keras.layers.Reshape((-1, 3)), [MAPS]),
    (Permute((2, 1, 3)), keras.layers.Permute((2, 1, 3)), [MAPS]),
    (Permute((2, 1)), keras.layers.Permute((2, 1)), [(4, 5, 6)]),
    (Rescaling(1 / 255), keras.layers.Rescaling(1 / 255), [MAPS]),
    (Rescaling(1 / 127.5, -1.0), keras.layers.Rescaling(1 / 127.5, -1.0), [MAPS]),
    (Flatten(), keras.layers.Flatten(), [MAPS]),
    (Dense(6, "softmax"), keras.layers.Dense(6, activation="softmax"), [(4, 50)]),
    (Dense(6), keras.layers.Dense(6), [(4, 50)]),
    (Dense(6), keras.layers.Dense(6), [MAPS]),
    (Dense(6, "softmax"), keras.layers.Dense(6, activation="softmax"), [(4, 5, 6)]),
    (Dropout(0.3), keras.layers.Dropout(0.3), [(4, 5, 6)]),
    (Dropout(0.1), keras.layers.Dropout(0.1, seed=3), [MAPS]),
    *(
        (MultiHeadAttention(heads, size), keras.layers.MultiHeadAttention(heads, size), shapes)
        for heads, size, shapes in (
            *((2, 3, [(2, 5, 8), (2, 5, 8)]), (3, 8, [(2, 12, 16), (2, 12, 16)]), (4, 2, [(2, 5, 8), (2, 6, 7)])),
            (3, 4, [(3, 5, 8), (3, 6, 7), (3, 6, 9)]),
        )
    ),
)
ROWS = [(i, training) for i, (layer, *_) in enumerate(TABLE) for training in layer.modes.values()]
EACH = pytest.mark.parametrize("at, training", ROWS, ids=lambda at: f"{at} {TABLE[at][0].kind}" if type(at) is int else str(at))
SEEDS = range(3)


def towards(seed: int, name: str, shape: tuple[int, ...]) -> np.ndarray:
    return np.zeros(shape) if name.startswith("moving_") else challenge.inputs(seed, f"towards {name}", shape).astype(np.float64)


def taken(at: int, seed: int) -> list[np.ndarray]:
    """What the layer takes: as a ReLU would give it in every second seed, so that there are ties."""
    found = [challenge.inputs(seed, f"input {i}", shape).astype(np.float32) for i, shape in enumerate(TABLE[at][2])]
    return [np.maximum(x, 0) for x in found] if seed % 2 else found


class Run:
    """One layer of Keras's with the challenge's weights, on what it takes."""

    def __init__(self, at: int, training: bool, seed: int):
        (self.step, own, shapes), self.seed, self.inputs = TABLE[at], seed, taken(at, seed)
        self.keras = type(own).from_config(own.get_config())
        given = [tf.constant(x) for x in self.inputs]
        apart = isinstance(self.step, MultiHeadAttention)
        built = [(None, *s[1:]) for s in shapes]
        self.keras.build(*built) if apart else self.keras.build(built if len(shapes) > 1 else built[0])
        of_parts = {v.path: key(whole, part, v.name) for whole, part, v in owned(self.keras)}
        self.names = {v.path: of_parts.get(v.path, v.name) for v in self.keras.weights}
        for variable in self.keras.weights:
            variable.assign(challenge.weight(seed, self.names[variable.path], tuple(variable.shape)))
        mode = {"training": training} if len(self.step.modes) > 1 else {}
        with tf.GradientTape() as tape, masks(partial(challenge.weight, seed, challenge.MASK)):
            tape.watch(given)
            output = self.keras(*given, **mode) if apart or len(given) == 1 else self.keras(given, **mode)
            self.c = towards(seed, "c", tuple(output.shape))
            total = tf.reduce_sum(output * self.c)
        trained = self.keras.trainable_variables
        self.output = output.numpy().astype(np.float64)
        gradients = tape.gradient(total, [given, [v.value for v in trained]])
        keys = [(f"input {i}", x.shape) for i, x in enumerate(self.inputs)] + [(self.names[v.path], tuple(v.shape)) for v in trained]
        self.slope = sum(float((g.numpy() * towards(seed, *key)).sum()) for g, key in zip([*gradients[0], *gradients[1]], keys))
        self.inputs = [x.astype(np.float64) for x in self.inputs]
        self.weights = partial(challenge.weight, seed)

    def facts(self) -> dict:
        """As the probe records it."""
        start = {"ours": False, "seed": None, "name": "GlorotUniform", "bounds": None, "starts": None}
        config = json.loads(json.dumps(self.keras.get_config(), default=str))
        return {
            "name": type(self.keras).__name__,
            "config": {name: value for name, value in config.items() if name not in ("name", "dtype")},
            "weights": [{"name": name, "shape": list(v.shape), "trainable": True, "initializer": start} for v, name in self.named()],
            "inputs": list(range(len(self.inputs))),
            "call": {},
            "line": None,
        }

    def named(self):
        return [(v, self.names[v.path]) for v in self.keras.weights]

    def read(self, facts: dict, output: np.ndarray) -> list[Layer | None]:
        return [piece.step for piece in decode(facts, self.inputs, output, Evidence({"seed": self.seed}, {}), [self.step])]


def test_every_layer_is_in_the_table():
    assert {type(step) for step, *_ in TABLE} == set(LAYERS)
    assert len({layer.kind for layer in LAYERS}) == len(LAYERS)
    assert all(layer.words and layer.__doc__ is not None for layer in LAYERS)


@pytest.mark.parametrize("seed", SEEDS)
@EACH
def test_numbers_are_keras_s_within_the_bound(at, training, seed):
    run = Run(at, training, seed)
    known = [(x, np.zeros(x.shape)) for x in run.inputs]
    due, bound = run.step.known(known, run.weights, training)
    assert due.shape == bound.shape == run.output.shape and (np.abs(run.output - due) <= bound).all()
    assert bound.max() < 1e-3 * np.abs(due).max()


@pytest.mark.parametrize("error", [1e-6, 1e-3, 0.1])
@EACH
def test_the_bound_holds_on_inputs_known_up_to_an_error(at, training, error):
    run = Run(at, training, 0)
    signs = np.random.default_rng(0)
    moved = [x + 0.999 * error * signs.choice([-1, 1], x.shape) for x in run.inputs]
    known = [(x, np.full(x.shape, error)) for x in moved]
    due, bound = run.step.known(known, run.weights, training)
    assert (np.abs(run.output - due) <= bound).all()


@pytest.mark.parametrize("seed", SEEDS)
@EACH
def test_gradients_are_within_the_bound_and_it_is_narrow(at, training, seed):
    run = Run(at, training, seed)
    moving = [Moving(x, np.zeros(x.shape), towards(seed, f"input {i}", x.shape), np.zeros(x.shape)) for i, x in enumerate(run.inputs)]
    found = run.step.moving(moving, run.weights, partial(towards, seed), training)
    due, bound = float((run.c * found.t).sum()), float((np.abs(run.c) * found.d).sum())
    assert found.x.shape == found.t.shape == found.d.shape
    rounded = 2**-20 * np.abs(run.c * found.t).sum()  # of the sums in this test itself
    assert abs(run.slope - due) <= bound + rounded
    ties = seed % 2 and isinstance(
        run.step, ReLU | LeakyReLU | MaxPooling2D | GlobalMaxPooling2D | Maximum
    )  # there either derivative is right
    assert ties or bound < 1e-2 * np.abs(run.c * found.t).sum()


@EACH
def test_shapes_and_weights_are_keras_s(at, training):
    run = Run(at, training, 0)
    shapes = [x.shape[1:] for x in run.inputs]
    assert run.step.shape(*shapes) == run.output.shape[1:]
    assert run.step.held(*shapes) == {name: tuple(v.shape) for v, name in run.named()}
    assert run.step.parameters(*shapes) == run.keras.count_params() and run.step.starts.keys() == run.step.held(*shapes).keys()
    for variable, name in run.named():
        start = run.step.starts[name]
        made = keras.initializers.get(run.keras.get_config().get(f"{variable.name}_initializer"))
        assert start is None or (np.asarray(made(variable.shape)) == start).all()


@EACH
def test_it_is_known_again_by_its_numbers(at, training):
    run = Run(at, training, 0)
    assert run.read(run.facts(), run.output) == [run.step.normal()]
    wrong = run.output + 0.01 * np.abs(run.output).max()
    assert run.read(run.facts(), wrong) == [None]
    assert [type(step) for step in run.read(run.facts() | {"name": "Strange"}, run.output)] == [type(run.step)]


@EACH
def test_its_settings_are_read_from_what_keras_says(at, training):
    run = Run(at, training, 0)
    operation = Operation(run.facts() | {"call": {"training": "training"}})
    due = run.step.settings() | ({"initializer": "left out"} if "initializer" in run.step.settings() else {})
    seen, unseen = type(run.step).said(operation, run.step), None
    for layer in LAYERS:
        if unseen is None and layer.several == run.step.several:
            unseen, family = layer.said(operation, None), layer.family or layer.kind
    assert family == (run.step.family or run.step.kind)
    for found in (seen, unseen):
        assert {name: found[name] for name in due} == due


@EACH
def test_it_has_words(at, training):
    step = TABLE[at][0]
    title, detail = FAMILIES[step.family or step.kind].box(step.settings())
    assert title and isinstance(detail, str) and step.title and isinstance(step.asked, str)
    assert FAMILIES[step.family or step.kind].box({})[0], "a step that failed has no settings"
    assert set(step.written) <= step.settings().keys()


@EACH
def test_a_forged_account_raises_nothing(at, training):
    run = Run(at, training, 0)
    facts = run.facts()
    shapes = [(), (0,), (1, 0), (2, 3), (2, 7, 8, 3), (2, 1, 1, 3), (2, 3, 4, 5, 6)]
    for given in shapes:
        for gave in shapes:
            fake = [np.ones(given)] * len(run.inputs)
            for setting in (None, "x", -1, 0, 2**60, [[]], {}, [0, 0], 1e300):
                config = dict.fromkeys(facts["config"], setting)
                decode(facts | {"config": config}, fake, np.ones(gave), Evidence({"seed": 0}, {}))
                for layer in LAYERS:
                    layer.said(Operation(facts | {"config": config}), None)


@EACH
def test_its_line_makes_the_very_layer(at, training):
    step = TABLE[at][0]
    line = source(type(step), step.settings())
    assert eval(line, vars(layers)) == step or step == GELU(approximate=True), "its approximate form has no name in Keras"
    assert GAP in source(type(step), step.settings(), {"settings"})


@pytest.mark.parametrize("module", [decode_module, built])
def test_who_reads_a_student_s_graph_names_no_layer(module):
    """So a new layer is one file."""
    names = {layer.__name__ for layer in LAYERS} | {layer.kind for layer in LAYERS} | FAMILIES.keys()
    tree = ast.parse(Path(module.__file__).read_text())
    assert not names & {
        getattr(node, "id", getattr(node, "value", None)) for node in ast.walk(tree) if isinstance(node, ast.Name | ast.Constant)
    }


def test_moving_statistics():
    run = Run(next(at for at, (layer, *_) in enumerate(TABLE) if layer == BatchNormalization()), True, 7)
    for name, due in moved(run.inputs[0], run.weights).items():
        np.testing.assert_allclose(np.asarray(getattr(run.keras, name)), due, rtol=1e-5, atol=1e-6)


def test_a_dense_layer_and_softmax_are_one():
    assert Dense(6).joined(Softmax()) == Dense(6, "softmax")
    assert Dense(6, "softmax").joined(Softmax()) is None and Dense(6).joined(ReLU()) is None


def test_another_epsilon_is_the_same_layer():
    assert BatchNormalization(1e-5) == BatchNormalization() == replace(BatchNormalization(), epsilon=0.1)


OTHER_WAYS = (  # of a student's, without a layer of that name
    (ReLU(6.0), keras.ops.relu6),
    (ReLU(2.0), lambda x: keras.ops.clip(x, 0, 2)),
    (LeakyReLU(0.1), keras.layers.ReLU(negative_slope=0.1)),
    (LeakyReLU(0.2), keras.ops.leaky_relu),
    (SiLU(), keras.ops.swish),
    (Reshape((-1, 3)), lambda x: keras.ops.reshape(x, (2, 56, 3))),
    (Permute((2, 3, 1)), lambda x: keras.ops.transpose(x, (0, 2, 3, 1))),
    (GlobalAveragePooling2D(keepdims=True), lambda x: keras.ops.mean(x, (1, 2), keepdims=True)),
    (GlobalMaxPooling2D(), lambda x: keras.ops.max(x, (1, 2))),
    (UpSampling2D(), lambda x: keras.ops.repeat(keras.ops.repeat(x, 2, 1), 2, 2)),
    (Cropping2D(1), lambda x: x[:, 1:-1, 1:-1]),
)


@pytest.mark.parametrize("step, way", OTHER_WAYS, ids=lambda each: repr(each) if isinstance(each, Layer) else "")
def test_what_is_asked_for_is_known_however_it_is_written(step, way):
    x = challenge.inputs(0, "input", MAPS)
    output = np.asarray(way(x)).astype(np.float64)
    facts = {"name": "Op", "inputs": [0], "call": {}, "line": None}
    assert [p.step for p in decode(facts, [x.astype(np.float64)], output, Evidence({"seed": 0}, {}), [step])] == [step]
    assert [p.step for p in decode(facts, [x.astype(np.float64)], output + 0.1, Evidence({"seed": 0}, {}), [step])] != [step]


def test_of_readings_that_agree_it_is_the_one_that_is_asked_for():
    """On small numbers a cap does nothing; on a map of 2×2 a global pooling is one of windows."""
    x = np.clip(challenge.inputs(0, "input", (2, 2, 2, 3)).astype(np.float64), -2, 2)
    facts = {"name": "Op", "inputs": [0], "call": {}, "line": None}
    for output, readings in (
        (np.maximum(x, 0), (ReLU(), ReLU(6.0))),
        (x.mean((1, 2), keepdims=True), (AveragePooling2D(2), GlobalAveragePooling2D(True))),
    ):
        for asked in readings:
            assert [p.step for p in decode(facts, [x], output, Evidence({"seed": 0}, {}), [asked])] == [asked]


def test_what_changes_nothing_is_no_step():
    x = challenge.inputs(0, "input", MAPS).astype(np.float64)
    for name, config in (
        ("Rescaling", {"scale": 1.0}),
        ("Reshape", {"target_shape": [7, 8, 3]}),
        ("Permute", {"dims": [1, 2, 3]}),
        ("Op", {}),
    ):
        for given in (x, np.abs(x)):
            assert decode({"name": name, "config": config, "inputs": [0], "line": None}, [given], given, Evidence({"seed": 0}, {})) == []


def test_axes_of_one_are_not_permuted():
    x = challenge.inputs(0, "input", (2, 1, 1, 3)).astype(np.float64)
    facts = {"name": "AveragePooling2D", "config": {"pool_size": [2, 2]}, "inputs": [0], "line": None}
    assert Permute not in {type(p.step) for p in decode(facts, [x], x, Evidence({"seed": 0}, {}))}


def test_an_activation_is_asked_for_by_its_name():
    assert Activation("relu") == ReLU() and Activation("silu") == SiLU() and Activation("gelu") == GELU()
    with pytest.raises(ValueError, match="there is no rule for the activation 'mish'"):
        Activation("mish")


def unscaled(seed, name, shape):
    """As if key_dim were 1."""
    return challenge.weight(seed, name, shape) * (2 if name.startswith("query/") else 1)


def other_heads(seed, name, shape):
    """Those of the query in another order."""
    return np.roll(challenge.weight(seed, name, shape), 1, 1) if name == "query/kernel" else challenge.weight(seed, name, shape)


def heads_turned(seed, name, shape):
    """All heads in another order, but for the last map."""
    return np.flip(challenge.weight(seed, name, shape), 1) if len(shape) == 3 and name[:3] != "att" else challenge.weight(seed, name, shape)


def without_bias(seed, name, shape):
    return challenge.weight(seed, name, shape) * (name != "value/bias")


def query_for_key(seed, name, shape):
    part, _, what = name.partition("/")
    return challenge.weight(seed, f"{ {'query': 'key', 'key': 'query'}.get(part, part) }/{what}", shape)


def almost_right(seed, name, shape):
    return challenge.weight(seed, name, shape) * (1 + 1e-3 * name.startswith("query/"))


WRONG_WEIGHTS = (unscaled, other_heads, heads_turned, without_bias, query_for_key)


def attention(seed: int) -> tuple[MultiHeadAttention, np.ndarray, np.ndarray, np.ndarray, dict]:
    """Keras's attention over a sequence on itself, in float32: the layer, what it took and gave, the bound, and its weights by their keys."""
    step, own = MultiHeadAttention(3, 4), keras.layers.MultiHeadAttention(3, 4)
    x = challenge.inputs(seed, "X", (2, 7, 10))
    own.build(x.shape, x.shape)
    held = {key(whole, part, v.name): v for whole, part, v in owned(own)}
    for name, variable in held.items():
        variable.assign(challenge.weight(seed, name, tuple(variable.shape)))
    found = np.asarray(own(x, x)).astype(np.float64)
    return step, x.astype(np.float64), found, held


def test_float32_is_within_the_bound_of_attention_and_the_bound_is_of_use():
    """For 50 seeds. The largest error is a sensible share of the bound, and what learners get wrong is far outside it, in every seed."""
    ratios, gradients, missed = [], [], []
    for seed in range(50):
        step, x, found, held = attention(seed)
        weights, still = partial(challenge.weight, seed), np.zeros(x.shape)
        due, bound = step.known([(x, still), (x, still)], weights, False)
        ratios.append((np.abs(found - due) / bound).max())
        run = next(Run(at, False, seed) for at in range(len(TABLE)) if TABLE[at][0] == MultiHeadAttention(2, 3))
        moving = [Moving(a, np.zeros(a.shape), towards(seed, f"input {i}", a.shape), np.zeros(a.shape)) for i, a in enumerate(run.inputs)]
        moved = run.step.moving(moving, run.weights, partial(towards, seed), False)
        gradients.append(abs(run.slope - (run.c * moved.t).sum()) / (np.abs(run.c) * moved.d).sum())
        far = [(np.abs(step.exact([x, x], partial(wrong, seed), False) - due) / bound).max() for wrong in WRONG_WEIGHTS]
        missed.append(min(far))
        almost = (np.abs(step.exact([x, x], partial(almost_right, seed), False) - due) / bound).max()
        assert almost > 5
    assert 0.005 < max(ratios) < 0.5 and 1e-5 < max(gradients) < 0.5, (max(ratios), max(gradients))
    assert min(missed) > 1000
