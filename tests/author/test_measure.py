"""Derived right answers are right, a hole is told by the call that is found for it, and sentences that read badly are found. The whole: `test_command`."""

import pytest

from autograder.author.measure import put_to, told_by
from autograder.author.right import rights
from autograder.author.sentences import weighed_as
from autograder.author.wrong import in_turn
from autograder.exercises import beside, exercise

POOLED = '''"""`pooled`: a convolution and a pooling, on maps of even height and width only."""

from ..layers import Conv2D, MaxPooling2D, Sigmoid
from ..value.exercise import Exercise


def value(X, filters):
    return MaxPooling2D(2)(Sigmoid()(Conv2D(filters, 3, padding="same")(X)))


EXERCISE = Exercise(
    value,
    signature="pooled(X, filters, initializer=glorot_uniform)",
    calls=({"X": (2, 6, 8, 3), "filters": 4}, {"X": (3, 8, 4, 2), "filters": 5}),
)
'''
GATED = '''"""`gated`: what two convolutions make is multiplied."""

from ..layers import Activation, BatchNormalization, Conv2D, Multiply
from ..value.exercise import Exercise


def value(X, widths, f):
    A, B = widths
    Y = Activation("tanh")(BatchNormalization()(Conv2D(A, f, padding="same")(X)))
    Y = Conv2D(B, 1)(Y)
    return Activation("silu")(Multiply()([Activation("sigmoid")(Conv2D(B, 1)(X)), Y]))


EXERCISE = Exercise(
    value,
    signature="gated(X, widths, f=3, training=None, initializer=random_uniform)",
    calls=({"f": 3}, {"f": 2, "training": True}),
)
'''


@pytest.fixture
def made(fresh, tmp_path):
    """Exercises that are not in the package."""
    (tmp_path / "pooled.py").write_text(POOLED)
    (tmp_path / "gated.py").write_text(GATED)
    beside(tmp_path)


@pytest.mark.parametrize("name", ["pooled", "gated"])
def test_right_answers_have_all_points(name, made):
    found = [put_to(right) for right in rights(name)]
    assert len(found) > 30 and len({g.answer.source for g in found}) == len(found)
    assert [(g.answer.id, g.lost) for g in found if not g.passed] == []


def test_a_hole_is_told_by_the_call_that_is_found(made):
    mutants = {mutant.id.split()[1].partition("@")[0]: mutant for mutant in in_turn(exercise("pooled").lines)}
    padded, exchanged = mutants["pool_padding"], mutants["max_pool_before_sigmoid1"]
    assert put_to(padded).passed and put_to(exchanged).passed
    tried = told_by(padded)
    assert any(size % 2 for size in tried.telling["X"][1:3]) and tried.telling["filters"] > 1
    assert told_by(exchanged).telling is None and told_by(exchanged).calls > 5


def test_sentences_that_read_badly_are_found(made):
    plain = weighed_as("pooled", "First convolution: no padding.", ["criterion conv1"])
    assert plain.score == 0 and plain.why == ""
    for text, places, why in (
        ("The convolution has filters filters.", ["a"], "a word twice in a row"),
        ("Look at max_pool.", ["a"], "the name of a line (max_pool)"),
        ("It has keepdims=False.", ["a"], "a setting as Keras writes it (keepdims=False)"),
        ("3 by 3, not 5 by 5.", ["a"], "4 numbers"),
        ("Look at it.", ["mistake a", "mistake b"], "said of 2"),
        (" ".join(["word and"] * 15), ["a"], "30 words"),
    ):
        found = weighed_as("pooled", text, places)
        assert found.score > 0 and found.why == why
