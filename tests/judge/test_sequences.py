"""Exercises whose input is a sequence or a row: layers are judged there as on images, and shapes are said in their own words."""

import pytest

from autograder.exercises import exercise
from autograder.explain.gaps import axes
from autograder.explain.words.speaker import Called, Speaker, called
from autograder.show import diagram
from autograder.truth.challenge import Setting
from autograder.truth.question import question
from autograder.value.formula import shape_given

from .test_layers_judged import judged

FEED_FORWARD = '''"""`{name}`: normalised, wider, GELU, as wide as X again, and added."""

from ..layers import Activation, Add, Dense, LayerNormalization
from ..value.exercise import Exercise
from ..value.inputs import {kind}


def value(X, wide):
    Y = Dense(wide)(LayerNormalization()(X))
    Y = Dense(X.shape[-1])(Activation("gelu")(Y))
    return Add()([Y, X])


EXERCISE = Exercise(
    value,
    signature="{name}(X, wide, initializer=glorot_uniform)",
    input={kind}(),
    calls=({{}}, {{}}),
    alike=({{"X": {alike}, "wide": 8}},),
)
'''
GATE = '''"""`gated_row`: a gate as wide as X."""

from ..layers import Activation, BatchNormalization, Dense, Multiply
from ..value.exercise import Exercise
from ..value.inputs import Sequences


def value(X, few, width):
    Y = Activation("sigmoid")(Dense(width)(Activation("relu")(BatchNormalization()(Dense(few)(X)))))
    return Multiply()([Y, X])


EXERCISE = Exercise(value, signature="gated_row(X, few, width, training=None)", input=Sequences(channels="width"), calls=({}, {"training": True}))
'''
FILES = {
    "of_sequence": FEED_FORWARD.format(name="of_sequence", kind="Sequences", alike="(2, 6, 8)"),
    "of_row": FEED_FORWARD.format(name="of_row", kind="Rows", alike="(2, 8)"),
    "gated_row": GATE,
}
RIGHT = """
def {name}(X, wide, initializer=glorot_uniform):
    Y = keras.layers.LayerNormalization(axis=-1)(X)
    Y = keras.layers.Dense(wide, kernel_initializer=initializer(seed=0))(Y)
    Y = Activation("gelu")(Y)
    Y = keras.layers.Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(Y)
    return X + Y
"""
GATED = """
def gated_row(X, few, width, training=None):
    Y = keras.layers.Dense(few)(X)
    Y = BatchNormalization(axis=2)(Y, training=training)
    Y = keras.layers.Dense(width)(Activation("relu")(Y))
    return X * keras.ops.sigmoid(Y)
"""
ANSWERS = {name: RIGHT.format(name=name) for name in ("of_sequence", "of_row")} | {"gated_row": GATED}
WRONG = (  # an edit of the right answer, the criterion that it costs, and what its name says
    ("of_sequence", "axis=-1", "axis=1", "layer_norm1", "works along axis 1, not along the channels"),
    ("of_sequence", "X.shape[-1], ", "X.shape[1], ", "dense2", "units"),
    ("of_sequence", "X.shape[-1], ", "8, ", "dense2", "has 8 units, not `X.shape[-1]`"),
    ("of_sequence", "Dense(wide", "Dense(2 * wide", "dense1", "units, not `wide`"),
    ("of_sequence", '"gelu"', '"relu"', "gelu1", "there is ReLU"),
    ("of_sequence", "keras.layers.LayerNormalization(axis=-1)", "BatchNormalization()", "layer_norm1", "is a BatchNormalization"),
    ("of_sequence", "X + Y", "X * Y", "add", "not added but joined by"),
    ("of_row", "axis=-1", "axis=0", "layer_norm1", ""),
    ("of_row", '    Y = Activation("gelu")(Y)\n', "", "gelu1", "GELU is missing"),
    ("gated_row", "training=training", "training=False", "training", "training=False"),
    ("gated_row", "X * keras", "X + keras", "multiply", "joined by"),
)


@pytest.mark.parametrize("name", FILES)
def test_the_right_answer_has_all_points(name, beside):
    beside(**FILES)
    found = judged(name, ANSWERS[name])
    assert [(c.id, c.message) for c in found.criteria if c.outcome != "passed"] == [] and found.points == 10
    assert "?" not in diagram.describe(exercise(name).lines)


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong[0]}: {wrong[2]}")
def test_a_wrong_one_is_told_what_is_wrong(wrong, beside):
    beside(**FILES)
    name, old, new, costs, says = wrong
    assert old in ANSWERS[name]
    found = judged(name, ANSWERS[name].replace(old, new, 1))
    assert costs in {c.id for c in found.criteria if c.outcome == "failed"} and found.points < 10
    assert not says or [d for d in found.diagnosis if says in d.says], [d.says for d in found.diagnosis]


def test_shapes_are_drawn_and_said(beside):
    beside(**FILES)
    for seed in range(20):
        for name, rank in (("of_sequence", 3), ("of_row", 2), ("gated_row", 3)):
            for call in question(name, seed)["calls"]:
                shape, arguments = call["setting"]["shape"], call["setting"]["arguments"]
                assert len(shape) == rank and min(shape) > 1 and (name == "gated_row") == (shape[-1] in arguments.values())
    speaker, setting = Speaker(exercise("of_sequence")), Setting((2, 6, 8), {"wide": 8})
    assert called(Called(setting, way="alike"), speaker) == "length 6, width 8: sizes that are equal in a model too"
    assert shape_given(exercise("of_sequence")) == ["X[1]", "X[2]"]
    assert axes(exercise("of_sequence").input.axes) == "The axes count batch, length, width, from 0 on. The width is the last."
    assert exercise("of_sequence").sizes_in({"wide": 3}, (2, 6, 8)) == {"wide": 3, "X.shape[-1]": 8}
