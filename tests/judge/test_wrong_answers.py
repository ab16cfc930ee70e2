"""Every wrong answer costs exactly the criteria it does not fulfil, and is told its mistake by name; every criterion can fail."""

from functools import cache

import pytest

from autograder.explain.verdict import Verdict, judge
from demo import EXERCISES

from ..corpora.names import NAMES
from ..corpora.wrong import WRONG, Wrong
from ..support.judged import judged
from ..support.scope import changed


@cache
def verdict(wrong: Wrong) -> Verdict:
    return judged(wrong.exercise, changed(wrong.exercise, wrong.edits))


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong.exercise}: {wrong.id}")
def test_costs(wrong):
    lost = [c for c in verdict(wrong).criteria if c.outcome != "passed"]
    assert {c.id for c in lost} == set(wrong.costs.split())
    assert verdict(wrong).points < 10 and verdict(wrong).outcome == "failed"
    assert verdict(wrong).note or all(c.message for c in lost)
    assert " ".join(d.id for d in verdict(wrong).diagnosis) == NAMES[wrong.id.removesuffix("-conv")]
    assert all(d.certain and d.says and d.why and d.where and len(d.hints) == 3 for d in verdict(wrong).diagnosis)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_criterion_can_fail(exercise):
    """With a message of its own, and together with no other step's criterion but the whole's."""
    whole = {"output", "summary"}
    alone = {w.costs.split()[0] for w in WRONG if w.exercise == exercise and len(set(w.costs.split()) - whole) == 1}
    at_all = {c for w in WRONG if w.exercise == exercise for c in w.costs.split()}
    due = {c.id for c in judge(None, exercise, "none").criteria}
    assert at_all == due
    assert due - alone <= whole | ({"flatten"} if exercise == "ResNet50" else set())  # without flattening no dense layer fits


MESSAGES = {
    "identity_block: CV1 no padding": "its padding is 'valid', not 'same'",
    "identity_block: CV8 F1 for F2": "its filters are 4, not F2 = 5",
    "identity_block: AD2 main path twice": "takes one tensor twice",
    "identity_block: AD14 sum not kept": "its result is not used",
    "identity_block: AD15 ReLU before the addition": "it stands before the addition",
    "identity_block: AD9 tf.add": "tf.add takes TensorFlow tensors only",
    "identity_block: BN1 training ignored": "Does the block's `training` argument reach it?",
    "identity_block: BN4 training given to the layer": "Unrecognized keyword arguments passed to BatchNormalization",
    "identity_block: IN3 another seed": "has seed 1, not 0",
    "identity_block: BN13 another epsilon": "epsilon is 1e-05 where Keras's default, 0.001, is meant",
    "identity_block: MS1 no return": "is a `return` missing?",
    "identity_block: MS5 x for X": "NameError: name 'x' is not defined",
    "identity_block: MS13 parameter removed": "The parameter `training` is missing",
    "identity_block: gradient stopped": "does something stop it?",
    "identity_block: frozen convolution": "is not trainable",
    "convolutional_block: S4 stride 1": "its strides are 1, not s = 2",
    "convolutional_block: S6 fed by the main path": "one step too many",
    "convolutional_block: BN15 one norm for two paths": "is used twice",
    "ResNet50: stage 3 with stride 1": "Stage 3, block a",
    "ResNet50: stage 4 too short": "Stage 4, block f is missing",
    "ResNet50: blocks always train": "always runs with training=True",
    "ResNet50: 6 classes for ever": "5 units",
}


@pytest.mark.parametrize("name", MESSAGES)
def test_the_message_says_why(name):
    wrong = next(w for w in WRONG if f"{w.exercise}: {w.id}" == name)
    assert any(MESSAGES[name] in c.message for c in verdict(wrong).criteria)
