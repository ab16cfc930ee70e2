"""Exercises of layers that the three of the course do not have: right answers have all points, wrong ones lose the step's and are told why."""

import pytest

from autograder.evidence.schema import checked
from autograder.explain import verdict
from autograder.probe.calls import probe
from autograder.truth.challenge import PUBLIC_SEED
from autograder.truth.question import question

from ..exercises.test_new_exercise import beside  # noqa: F401
from ..support.scope import namespace

INVERTED = '''"""`inverted_block`: a wide depthwise convolution between two narrow ones (Sandler et al. 2018, arXiv 1801.04381)."""

from ..layers import Add, BatchNormalization, Conv2D, DepthwiseConv2D, ReLU
from ..value.exercise import Exercise
from ..value.inputs import Images


def value(X, f, wide, narrow):
    Y = ReLU(6.0)(BatchNormalization()(Conv2D(wide, 1)(X)))
    Y = ReLU(6.0)(BatchNormalization()(DepthwiseConv2D(f, padding="same", dilation_rate=2)(Y)))
    Y = BatchNormalization()(Conv2D(narrow, 1)(Y))
    return Add()([Y, X])


EXERCISE = Exercise(
    value,
    signature="inverted_block(X, f, wide, narrow, training=None)",
    input=Images(channels="narrow"),
    calls=({"f": 3}, {"f": 2, "training": True}, {"f": 3, "wide": 7}),
)
'''
GATE = '''"""`gate`: what a whole map says of each channel is multiplied on it (Hu et al. 2018, arXiv 1709.01507)."""

from ..layers import Activation, Dense, GlobalAveragePooling2D, Multiply
from ..value.exercise import Exercise
from ..value.inputs import Images


def value(X, width, few):
    Y = GlobalAveragePooling2D(keepdims=True)(X)
    Y = Activation("silu")(Dense(few)(Y))
    Y = Activation("sigmoid")(Dense(width)(Y))
    return Multiply()([Y, X])


EXERCISE = Exercise(value, signature="gate(X, width, few)", input=Images(channels="width"), calls=({}, {}))
'''
MIXER = '''"""`mixer`: normalised, wider, GELU, narrow again, and added (Tolstikhin et al. 2021, arXiv 2105.01601)."""

from ..layers import Activation, Add, Dense, LayerNormalization
from ..value.exercise import Exercise
from ..value.inputs import Images


def value(X, wide, narrow):
    Y = Dense(wide)(LayerNormalization()(X))
    Y = Dense(narrow)(Activation("gelu")(Y))
    return Add()([Y, X])


EXERCISE = Exercise(value, signature="mixer(X, wide, narrow)", input=Images(channels="narrow"), calls=({}, {}))
'''
FILES = {"inverted_block": INVERTED, "gate": GATE, "mixer": MIXER}
RIGHT = {
    "inverted_block": """
def inverted_block(X, f, wide, narrow, training=None):
    Y = Conv2D(wide, 1)(X)
    Y = BatchNormalization()(Y, training=training)
    Y = keras.layers.ReLU(6.0)(Y)  # relu1
    Y = keras.layers.DepthwiseConv2D(f, padding="same", dilation_rate=2)(Y)
    Y = BatchNormalization()(Y, training=training)
    Y = keras.activations.relu6(Y)
    Y = Conv2D(narrow, 1)(Y)
    Y = BatchNormalization()(Y, training=training)
    return Add()([X, Y])
""",
    "gate": """
def gate(X, width, few):
    Y = keras.layers.GlobalAveragePooling2D(keepdims=True)(X)
    Y = keras.layers.Dense(few)(Y)
    Y = keras.activations.silu(Y)
    Y = keras.layers.Dense(width)(Y)
    Y = keras.ops.sigmoid(Y)
    return X * Y
""",
    "mixer": """
def mixer(X, wide, narrow):
    Y = keras.layers.LayerNormalization()(X)
    Y = keras.layers.Dense(wide)(Y)
    Y = Activation("gelu")(Y)
    Y = keras.layers.Dense(narrow)(Y)
    return Y + X
""",
}
WRONG = (  # an edit of the right answer, the criteria that it costs besides the whole's, and what its name says
    ("inverted_block", "ReLU(6.0)(Y)  # relu1", "ReLU()(Y)", "relu1 defaults", "does not cut numbers off at 6.0"),
    ("inverted_block", "keras.layers.DepthwiseConv2D(f,", "Conv2D(wide, f,", "depthwise1", "is a Conv2D, not a DepthwiseConv2D"),
    ("inverted_block", ", dilation_rate=2", "", "depthwise1", "has dilation 1, not 2"),
    ("inverted_block", "keras.layers.ReLU(6.0)(Y)  # relu1", "keras.ops.relu(Y)", "relu1", "does not cut numbers off at 6.0"),
    ("inverted_block", "keras.layers.ReLU(6.0)(Y)  # relu1", "keras.layers.LeakyReLU()(Y)", "relu1", "stands leaky ReLU"),
    ("gate", "X * Y", "X + Y", "multiply", "not multiplied but joined by"),
    ("gate", "keras.ops.sigmoid(Y)", "keras.ops.tanh(Y)", "sigmoid1", "stands tanh"),
    (
        "mixer",
        "keras.layers.LayerNormalization()",
        "BatchNormalization()",
        "layer_norm1",
        "is a BatchNormalization, not a LayerNormalization",
    ),
    ("mixer", '"gelu"', '"relu"', "gelu1", "stands ReLU"),
)


def judged(name: str, source: str):
    space = namespace("")
    exec(compile(source, "<answer>", "exec"), space)
    return verdict.judge(checked(probe(question(name, PUBLIC_SEED), space), name, PUBLIC_SEED), name)


@pytest.mark.parametrize("name", FILES)
def test_the_right_answer_has_all_points(name, beside):  # noqa: F811
    beside(**FILES)
    found = judged(name, RIGHT[name])
    assert [(c.id, c.message) for c in found.criteria if c.outcome != "passed"] == [] and found.points == 10


@pytest.mark.parametrize("name", FILES)
def test_a_mistake_elsewhere_costs_no_step_of_these(name, beside):  # noqa: F811
    """Numbers that are wrong at the end do not hide that each step is right on what it received."""
    beside(**FILES)
    *lines, last = RIGHT[name].rstrip().splitlines()
    found = judged(name, "\n".join([*lines, last.replace("return ", "return 2 * (") + ")\n"]))
    assert {c.id for c in found.criteria if c.outcome == "failed"} <= {"output", "add", "multiply", "gradients"}


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong[0]}: {wrong[2]}")
def test_a_wrong_one_is_told_what_is_wrong(wrong, beside):  # noqa: F811
    beside(**FILES)
    name, old, new, costs, says = wrong
    assert old in RIGHT[name]
    found = judged(name, RIGHT[name].replace(old, new))
    lost = {c.id for c in found.criteria if c.outcome == "failed"}
    assert costs.split()[0] in lost and lost <= {*costs.split(), "output", "gradients"}
    assert [d for d in found.diagnosis if says in d.says], [d.says for d in found.diagnosis]
