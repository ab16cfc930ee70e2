"""Exercises of layers that the three of the course do not have: right answers have all points, wrong ones lose the step's and are told why."""

import pytest

from autograder.evidence.schema import checked
from autograder.explain import verdict
from autograder.explain.words import criterion_of
from autograder.probe.calls import probe
from autograder.truth.challenge import PUBLIC_SEED
from autograder.truth.question import question

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
FIRE = '''"""`fire`: few channels, from which two convolutions make many (Iandola et al. 2016, arXiv 1602.07360)."""

from ..layers import Activation, Concatenate, Conv2D
from ..value.exercise import Exercise


def value(X, few, one, three):
    Y = Activation("relu")(Conv2D(few, 1)(X))
    Z = Activation("relu")(Conv2D(one, 1)(Y))
    Y = Activation("relu")(Conv2D(three, 3, padding="same")(Y))
    return Concatenate()([Z, Y])


EXERCISE = Exercise(value, signature="fire(X, few, one, three)", calls=({}, {}))
'''
ENTRY = '''"""`separable_unit`: two separable convolutions, added to a projection of what came in (Chollet 2017, arXiv 1610.02357)."""

from ..layers import Activation, Add, BatchNormalization, Conv2D, SeparableConv2D
from ..value.exercise import Exercise


def value(X, f, width, s):
    Y = BatchNormalization()(SeparableConv2D(width, f, padding="same")(X))
    Y = BatchNormalization()(SeparableConv2D(width, f, strides=s, padding="same")(Activation("relu")(Y)))
    X = BatchNormalization()(Conv2D(width, 1, strides=s)(X))
    return Add()([Y, X])


EXERCISE = Exercise(
    value,
    signature="separable_unit(X, f, width, s, training=None, initializer=glorot_uniform)",
    calls=({"f": 3, "s": 2}, {"f": 2, "s": 3, "training": True}, {"f": 3, "width": 7, "s": 1}),
)
'''
FILES = {"inverted_block": INVERTED, "gate": GATE, "mixer": MIXER, "fire": FIRE, "separable_unit": ENTRY}
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
    "fire": """
def fire(X, few, one, three):
    Y = Conv2D(few, 1, activation="relu")(X)
    Z = Conv2D(one, 1, activation="relu")(Y)
    Y = Conv2D(three, 3, padding="same", activation="relu")(Y)
    return keras.layers.Concatenate()([Z, Y])
""",
    "separable_unit": """
def separable_unit(X, f, width, s, training=None, initializer=glorot_uniform):
    start = initializer(seed=0)
    Y = keras.layers.SeparableConv2D(width, f, padding="same", depthwise_initializer=start, pointwise_initializer=start)(X)
    Y = BatchNormalization()(Y, training=training)
    Y = Activation("relu")(Y)
    Y = keras.layers.SeparableConv2D(width, f, s, "same", depthwise_initializer=start, pointwise_initializer=start)(Y)
    Y = BatchNormalization()(Y, training=training)
    Z = Conv2D(width, 1, strides=s, kernel_initializer=start)(X)
    Z = BatchNormalization()(Z, training=training)
    return Add()([Y, Z])
""",
}
SEPARABLE = '"same", depthwise_initializer=start, pointwise_initializer=start)(Y)'
SAME = (  # edits of the right answers that compute the same by other layers
    ("gate", "GlobalAveragePooling2D(keepdims=True)(X)", "Reshape((1, 1, width))(keras.layers.GlobalAveragePooling2D()(X))"),
    ("gate", "(keepdims=True)(X)", "()(X)[:, None, None, :]"),
    ("gate", "keras.layers.Dense(few)", "Conv2D(few, 1)"),
    ("mixer", "keras.layers.Dense(narrow)", "Conv2D(narrow, 1)"),
    ("inverted_block", "Conv2D(narrow, 1)", "keras.layers.Dense(narrow)"),
    ("inverted_block", "keras.layers.DepthwiseConv2D(f,", "Conv2D(wide, f, groups=wide,"),
    (
        "separable_unit",
        f"keras.layers.SeparableConv2D(width, f, s, {SEPARABLE}",
        'Conv2D(width, 1, kernel_initializer=start)(keras.layers.DepthwiseConv2D(f, s, "same", use_bias=False, depthwise_initializer=start)(Y))',
    ),
)
WRONG = (  # an edit of the right answer, the criteria that it costs besides the whole's, and what its name says
    ("inverted_block", "ReLU(6.0)(Y)  # relu1", "ReLU()(Y)", "relu1 defaults", "does not cut numbers off at 6.0"),
    ("inverted_block", "keras.layers.DepthwiseConv2D(f,", "Conv2D(wide, f,", "depthwise1", "is a Conv2D, not a DepthwiseConv2D"),
    ("inverted_block", ", dilation_rate=2", "", "depthwise1", "has dilation 1, not 2"),
    ("inverted_block", "keras.layers.ReLU(6.0)(Y)  # relu1", "keras.ops.relu(Y)", "relu1", "does not cut numbers off at 6.0"),
    ("inverted_block", "keras.layers.ReLU(6.0)(Y)  # relu1", "keras.layers.LeakyReLU()(Y)", "relu1", "there is leaky ReLU"),
    (
        "separable_unit",
        f"keras.layers.SeparableConv2D(width, f, s, {SEPARABLE}",
        'Conv2D(width, f, s, "same", kernel_initializer=start)(Y)',
        "separable2",
        "is a Conv2D, not a SeparableConv2D",
    ),
    ("separable_unit", "width, f, s,", "width, f, 1,", "separable2 add", "has stride 1, not s"),
    ("separable_unit", "width, f, s,", "width, 3, s,", "separable2", "is written as 3, not taken from the argument f"),
    ("separable_unit", 'width, f, s, "same"', 'width, f, s, "valid"', "separable2 add", "has no padding"),
    ("separable_unit", "width, f, s,", "64, f, s,", "separable2 add", "has 64 filters, not `width`"),
    ("separable_unit", ", pointwise_initializer=start)(Y)", ")(Y)", "initializer", "no initializer for its kernel"),
    ("separable_unit", f"s, {SEPARABLE}", 's, "same", kernel_initializer=start)(Y)', "separable2 add", "Is `depthwise_initializer` meant?"),
    ("gate", "X * Y", "X + Y", "multiply", "not multiplied but joined by"),
    ("gate", "keras.ops.sigmoid(Y)", "keras.ops.tanh(Y)", "sigmoid1", "there is tanh"),
    (
        "mixer",
        "keras.layers.LayerNormalization()",
        "BatchNormalization()",
        "layer_norm1",
        "is a BatchNormalization, not a LayerNormalization",
    ),
    ("mixer", '"gelu"', '"relu"', "gelu1", "there is ReLU"),
    ("fire", "[Z, Y]", "[Y, Z]", "concatenate", "takes its tensors in another order"),
    (
        "fire",
        'padding="same", activation="relu")(Y)',
        'padding="same", activation="relu")(X)',
        "shortcut_conv",
        "not on the result of the first ReLU",
    ),
)
SENTENCES = (  # of criteria whose words follow from where the branch begins
    ("fire", "shortcut_conv", "a convolution of the result of the first ReLU with"),
    ("mixer", "dense2", "Second dense layer: `narrow` units"),
)


def judged(name: str, source: str):
    space = namespace("")
    exec(compile(source, "<answer>", "exec"), space)
    return verdict.judge(checked(probe(question(name, PUBLIC_SEED), space), name, PUBLIC_SEED), name)


@pytest.mark.parametrize("name", FILES)
def test_the_right_answer_has_all_points(name, beside):
    beside(**FILES)
    found = judged(name, RIGHT[name])
    assert [(c.id, c.message) for c in found.criteria if c.outcome != "passed"] == [] and found.points == 10


@pytest.mark.parametrize("same", SAME, ids=lambda same: f"{same[0]}: {same[2]}")
def test_what_computes_the_same_has_all_points_too(same, beside):
    beside(**FILES)
    name, old, new = same
    assert old in RIGHT[name]
    found = judged(name, RIGHT[name].replace(old, new))
    assert [(c.id, c.message) for c in found.criteria if c.outcome != "passed"] == []


@pytest.mark.parametrize(("name", "criterion", "says"), SENTENCES)
def test_what_a_criterion_says(name, criterion, says, beside):
    beside(**FILES)
    assert says in criterion_of(name, criterion)


@pytest.mark.parametrize("name", FILES)
def test_a_mistake_elsewhere_costs_no_step_of_these(name, beside):
    """Numbers that are wrong at the end do not hide that each step is right on what it received."""
    beside(**FILES)
    *lines, last = RIGHT[name].rstrip().splitlines()
    found = judged(name, "\n".join([*lines, last.replace("return ", "return 2 * (") + ")\n"]))
    assert {c.id for c in found.criteria if c.outcome == "failed"} <= {"output", "add", "multiply", "concatenate", "gradients"}


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong[0]}: {wrong[2]}")
def test_a_wrong_one_is_told_what_is_wrong(wrong, beside):
    beside(**FILES)
    name, old, new, costs, says = wrong
    assert old in RIGHT[name]
    found = judged(name, RIGHT[name].replace(old, new))
    lost = {c.id for c in found.criteria if c.outcome == "failed"}
    assert costs.split()[0] in lost and lost <= {*costs.split(), "output", "gradients"}
    assert [d for d in found.diagnosis if says in d.says], [d.says for d in found.diagnosis]
