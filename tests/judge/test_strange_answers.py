"""Functions that are no answers at all: each gets a verdict with few points, and never an exception of ours."""

import sys

import pytest

from ..support.judged import judged

BLOCKS = (
    *("pass", "return X", "return [X]", "return 5", "yield X", "return X[0]", "return keras.Input((3, 3, 3))", "raise SystemExit"),
    *("return SELF(X, f, filters)", "return keras.ops.split(X, 2, axis=-1)", "return Conv2D(0, 1)(X)", "return Conv2D(3, 99)(X)"),
    *("return keras.layers.LSTM(3)(X)", "return Conv2D(3, 1, dtype='float64')(X)", "return BatchNormalization(axis=[1, 3])(X)"),
    *("return keras.ops.mean(X)", "return keras.layers.Flatten()(X)", "return keras.ops.log(-keras.ops.abs(X))", "return X / 0"),
)
NETWORKS = (
    *("pass", "return 5", "return SELF()", "return keras.Sequential([Flatten()])", "return Model()"),
    *("X = Input(input_shape); return Model(X, X)", "X = Input(input_shape); return Model([X, Input((3,))], X)"),
    *("X = Input(input_shape); return Model(X, identity_block(X, 3, 5))", "X = Input(input_shape); return Model(X, Dense(6)(X)[:, 0])"),
    *(
        "X = Input(input_shape); return convolutional_block(X, 3, [1, 2, 3], s=0)",
        "X = Input((None, None, 3)); return Model(X, Conv2D(64, 7)(X))",
    ),
)
SIGNATURES = {
    "identity_block": "(X, f, filters, training=None, initializer=None)",
    "convolutional_block": "(X, f, filters, s=2, training=None, initializer=None)",
    "ResNet50": "(input_shape=(64, 64, 3), classes=6)",
}
ENDLESS = (3, 13) <= sys.version_info < (3, 13, 8)  # recursion goes on until the memory is full (python/cpython#132744)
CASES = [(e, b) for e in ("identity_block", "convolutional_block") for b in BLOCKS] + [("ResNet50", b) for b in NETWORKS]


@pytest.mark.parametrize("exercise, body", CASES)
def test_a_verdict(exercise, body):
    if ENDLESS and "SELF" in body:
        pytest.skip("this Python does not stop it; in grading the memory limit does")
    source = f"def {exercise}{SIGNATURES[exercise]}:\n    {body.replace('SELF', exercise)}\n"
    verdict = judged(exercise, source)
    assert verdict.outcome == "failed" and verdict.points <= 3
    assert all(c.message for c in verdict.criteria if c.outcome != "passed")


@pytest.mark.parametrize("value", ["5", "print", "dict", "lambda *a: None", "lambda X: X"], ids=["5", "print", "dict", "any", "one"])
@pytest.mark.parametrize("exercise", SIGNATURES)
def test_things_that_are_no_functions_of_a_student(exercise, value):
    verdict = judged(exercise, f"{exercise} = {value}\n")
    assert verdict.points <= 1


WATCHED = {
    "the initializer is another": "initializer is not random_uniform",
    "its name": "'Challenge' in initializer.__name__",
    "a layer's call is ours": "'autograder' in keras.layers.Layer.__call__.__code__.co_filename",
}


@pytest.mark.parametrize("watched", WATCHED.values(), ids=WATCHED)
def test_one_that_does_something_else_when_nobody_watches(watched):
    source = f"""
right = identity_block

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    if {watched}:
        return right(X, f, filters, training, initializer)
    return X
"""
    verdict = judged("identity_block", source)
    assert verdict.points == 0 and "behaves differently when it is not being checked" in verdict.note


def test_one_that_ends_when_nobody_watches():
    source = """
right = identity_block

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    if initializer is random_uniform:
        raise SystemExit
    return right(X, f, filters, training, initializer)
"""
    verdict = judged("identity_block", source)
    assert [c.id for c in verdict.criteria if c.outcome != "passed"] == ["output"]
    assert "the function stops" in verdict.criteria[-1].message or "the function stops" in verdict.note
