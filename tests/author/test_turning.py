"""A Keras function becomes an exercise's file, or is refused with its place. How answers to such a file are judged: `test_command`."""

import ast
import json

import pytest

from autograder.author import turning

from .test_command import main, refused

COURSE = '''
import keras
from keras.layers import *
from keras.initializers import glorot_uniform
from tests_of_the_course import check_block

print("not run")
model = keras.Sequential([Dense(3)])
STRIDE = 2


def projected(X, f, filters, stage, block, s=2, training=None, initializer=glorot_uniform):
    """A bottleneck with a projection."""
    name = "res" + str(stage) + block + "_branch"
    F1, F2, F3 = filters
    Y = Conv2D(F1, (1, 1), strides=(s, s), kernel_initializer=initializer(seed=0))(X)
    Y = Activation("relu")(BatchNormalization(axis=3)(Y, training=training))
    Y = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(Y)
    Y = ReLU()(BatchNormalization(axis=3)(Y, training=training))
    Y = BatchNormalization()(Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(Y), training=training)
    Z = Conv2D(F3, 1, strides=s, kernel_initializer=initializer(seed=0))(X)
    return keras.ops.relu(Y + BatchNormalization()(Z, training=training))


def in_groups(x, filters, groups):
    return Concatenate()([x, Conv2D(filters, 3, STRIDE - 1, padding="same", groups=groups, activation="relu")(x)])


def by_index(inputs, sizes=(8, 4)):
    for size in range(2):
        inputs = Dense(sizes[size])(inputs) if False else Conv2D(sizes[0] if size == 0 else sizes[1], 1)(inputs)
    return inputs


def branches(x, filters, s):
    if s > 2:
        x = ReLU()(x)
    return Conv2D(filters, 3, s, padding="same")(x)


def without_bias(x, filters):
    return Conv2D(filters, 3, use_bias=False)(x)


def with_noise(x, filters):
    return GaussianNoise(0.5)(Conv2D(filters, 3)(x))


def by_a_formula(x, k):
    return Conv2D(k * k + 1, 1)(x)


def of_its_input(x):
    return Multiply()([x, Dense(x.shape[-1])(x)])


def undefined(x, filters):
    return Conv2D(filters, 3)(x) + nothing


def leads_nowhere(x, filters):
    Conv2D(filters, 3)(x)
    return ReLU()(x)


def a_model(x, filters):
    return keras.Model(x, Conv2D(filters, 3)(x))


def halved(x, channels, training=False):
    Y = AveragePooling2D(2)(Conv2D(channels, 1)(x))
    return Y + Conv2D(channels, 3, 2, padding="same")(x)


def of_tokens(x, tokens, few):
    Y = Permute((2, 1))(Dense(tokens)(Dense(few)(Permute((2, 1))(x))))
    return x + Y


def dropped(x, filters, rate=0.5, training=None):
    return Dropout(rate)(Conv2D(filters, 3)(x), training=training)
'''
LINES = {  # the value, from its second line to the end of the file
    "projected": """    F1, F2, F3 = filters
    Y = Conv2D(F1, 1, strides=s)(X)
    Y = BatchNormalization()(Y)
    Y = Activation("relu")(Y)
    Y = Conv2D(F2, f, padding="same")(Y)
    Y = BatchNormalization()(Y)
    Y = Activation("relu")(Y)
    Y = Conv2D(F3, 1)(Y)
    Y = BatchNormalization()(Y)
    Z = Conv2D(F3, 1, strides=s)(X)
    Z = BatchNormalization()(Z)
    Y = Add()([Y, Z])
    return Activation("relu")(Y)


EXERCISE = Exercise(
    value,
    signature="projected(X, f, filters, s=2, training=None, initializer=glorot_uniform)",
    calls=({"f": 3, "s": 2}, {"f": 2, "s": 1, "training": True}, {"f": 1, "s": 3}),
)
""",
    "by_index": """    S1, S2 = sizes
    Y = Conv2D(S1, 1)(inputs)
    return Conv2D(S2, 1)(Y)


EXERCISE = Exercise(
    value,
    signature="by_index(inputs, sizes=(8, 4))",
    calls=({}, {}, {}),
)
""",
}
REFUSED = {
    "branches": "line 37 (`x = ReLU()(x)`): the function builds other steps from call to call",
    "without_bias": "line 42 (`return Conv2D(filters, 3, use_bias=False)(x)`): Conv2D has use_bias=False, which its file",
    "with_noise": "line 46 (`return GaussianNoise(0.5)(Conv2D(filters, 3)(x))`): there is no file for GaussianNoise in autograder/layers",
    "by_a_formula": "line 50 (`return Conv2D(k * k + 1, 1)(x)`): Conv2D has filters 5 or 10",
    "of_its_input": "Dense has as many units as the input has channels; in an exercise a size is a parameter",
    "undefined": "line 58 (`return Conv2D(filters, 3)(x) + nothing`): no sizes were found that fit: NameError",
    "leads_nowhere": "line 62 (`Conv2D(filters, 3)(x)`): the result of this step leads nowhere",
    "a_model": "the function gives no tensor that is made from its first argument, but a Functional",
    "not_there": "it defines no function `not_there`; there are projected, in_groups",
}


@pytest.fixture
def course(tmp_path):
    file = tmp_path / "course.py"
    file.write_text(COURSE)
    return file


@pytest.mark.parametrize("name", LINES)
def test_a_function_is_made_into_an_exercise(name, course, fresh, capsys):
    assert main(["author", f"{course}:{name}"]) == 0
    text = capsys.readouterr().out
    assert text.partition("def value(")[2].partition("\n")[2] == LINES[name]


def test_sizes_that_divide_others_are_given(course, fresh):
    text = turning.exercise_of(course, "in_groups")
    assert 'Conv2D(filters, 3, padding="same", groups=groups)(x)' in text
    calls = ast.literal_eval(text.partition("calls=")[2].rpartition(",\n)")[0])
    assert all(call["filters"] % call["groups"] == call["x"][-1] % call["groups"] == 0 for call in calls)
    assert len({call["groups"] for call in calls}) > 1


def calls_of(course, name):
    text = turning.exercise_of(course, name)
    return text, ast.literal_eval(text.partition("calls=")[2].rpartition(",\n)")[0])


def test_the_shape_of_the_input_is_given_where_sizes_have_to_fit_it(course, fresh):
    text, calls = calls_of(course, "halved")
    assert "input=" not in text and all(n % 2 == 0 for call in calls for n in call["x"][1:3])
    text, calls = calls_of(course, "of_tokens")
    assert "input=Sequences()" in text and all(call["x"][1] == call["tokens"] for call in calls)
    assert len({call["tokens"] for call in calls}) > 1


def test_a_rate_is_another_one_in_each_call(course, fresh):
    text, calls = calls_of(course, "dropped")
    assert "Dropout(rate)" in text and 'signature="dropped(x, filters, rate=0.5, training=None)"' in text
    assert len({call["rate"] for call in calls}) == len(calls)


def test_a_function_in_a_notebook(course, fresh, tmp_path, capsys):
    imports, functions = COURSE.split("\n\n\n", 1)
    cells = [
        {"cell_type": kind, "source": text}
        for kind, text in (("code", f"%matplotlib inline\n{imports}"), ("markdown", "("), ("code", functions))
    ]
    (tmp_path / "course.ipynb").write_text(json.dumps({"cells": cells}))
    (written := tmp_path / "by_index.py").unlink(missing_ok=True)
    assert main(["author", f"{tmp_path}/course.ipynb:by_index", "--write", str(written)]) == 0
    assert written.read_text().endswith(LINES["by_index"]) and capsys.readouterr().out == ""
    assert "is there already; nothing was written" in refused(capsys, f"{tmp_path}/course.ipynb:by_index", "--write", written)
    assert "code cell 2, line 26 (`x = ReLU()(x)`): " in refused(capsys, f"{tmp_path}/course.ipynb:branches")


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_said_is_refused_with_its_place(name, course, fresh, capsys):
    said = refused(capsys, f"{course}:{name}")
    assert said.startswith(f"{course}: ") and REFUSED[name] in said, said
