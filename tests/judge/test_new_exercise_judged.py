"""An exercise that is only a file is judged as well: the right answer has all points, and each step that is left out costs its criterion."""

import pytest

from autograder.evidence.schema import checked
from autograder.exercises import exercise
from autograder.explain import verdict
from autograder.explain.words import in_words
from autograder.judge.criteria import criteria
from autograder.probe.calls import probe
from autograder.truth.challenge import PUBLIC_SEED
from autograder.truth.question import question

from ..exercises.test_new_exercise import ANSWERS, FILES
from ..support.scope import namespace

LINES = {  # an answer with one line for each step
    "preactivated_block": """
def preactivated_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    Y = X
    Y = BatchNormalization()(Y, training=training)  # bn1
    Y = keras.layers.ReLU()(Y)  # relu1
    Y = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(Y)  # conv1
    Y = BatchNormalization()(Y, training=training)  # bn2
    Y = keras.layers.ReLU()(Y)  # relu2
    Y = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(Y)  # conv2
    Y = BatchNormalization()(Y, training=training)  # bn3
    Y = keras.layers.ReLU()(Y)  # relu3
    Y = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(Y)  # conv3
    Y = Add()([Y, X])  # add
    return Y
""",
    "widening_layer": """
def widening_layer(X, width, growth=4, initializer=glorot_uniform):
    Y = X
    Y = BatchNormalization()(Y)  # bn1
    Y = keras.layers.ReLU()(Y)  # relu1
    Y = Conv2D(width, 1, kernel_initializer=initializer(seed=0))(Y)  # conv1
    Y = BatchNormalization()(Y)  # bn2
    Y = keras.layers.ReLU()(Y)  # relu2
    Y = Conv2D(growth, 3, padding="same", kernel_initializer=initializer(seed=0))(Y)  # conv2
    Y = keras.layers.Concatenate()([X, Y])  # concatenate
    return Y
""",
}
STEPS = [(name, line.partition("# ")[2]) for name, text in LINES.items() for line in text.splitlines() if "# " in line]
WRONG = {  # another mistake, and what it costs
    ("preactivated_block", "[Y, X]", "[Y, Y]"): {"add", "output"},
    ("preactivated_block", 'f, padding="same"', "f"): {"conv2", "add", "output"},
    ("preactivated_block", "return Y", "return keras.layers.ReLU()(Y)"): {"add", "output"},
    ("preactivated_block", "training=training)  # bn2", "training=False)  # bn2"): {"training", "output"},
    ("widening_layer", "[X, Y]", "[Y, X]"): {"concatenate", "output"},
    ("widening_layer", "keras.layers.Concatenate()([X, Y])", "Add()([X, Y])"): {"concatenate", "output"},
    ("widening_layer", "growth=4", "growth=5"): {"defaults"},
    ("widening_layer", "initializer(seed=0))(Y)  # conv2", "initializer(seed=1))(Y)  # conv2"): {"initializer"},
}


def judged(name: str, source: str):
    space = namespace(ANSWERS["widening_layer"])
    exec(compile(source, "<answer>", "exec"), space)
    evidence = checked(probe(question(name, PUBLIC_SEED), space), name, PUBLIC_SEED)
    return verdict.judge(evidence, name)


def lost(v) -> set[str]:
    return {c.id for c in v.criteria if c.outcome != "passed"}


@pytest.mark.parametrize("name", LINES)
def test_the_right_answer_has_all_points(name, beside):
    beside(**FILES)
    for source in (LINES[name], ANSWERS[name]):
        found = judged(name, source)
        assert lost(found) == set() and found.points == 10


@pytest.mark.parametrize(("name", "step"), STEPS)
def test_each_step_that_is_left_out_costs_its_criterion(name, step, beside):
    beside(**FILES)
    lines = [line for line in LINES[name].split("\n") if not line.endswith(f"# {step}")]
    found = judged(name, "\n".join(lines))
    assert {step, "output"} <= lost(found) and all(c.message for c in found.criteria if c.id in lost(found))
    assert len(lost(found)) <= 4


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong[0]}: {wrong[2]}")
def test_another_mistake_costs_what_it_concerns(wrong, beside):
    beside(**FILES)
    name, right, instead = wrong
    assert right in LINES[name]
    assert lost(judged(name, LINES[name].replace(right, instead))) <= WRONG[wrong] >= {next(iter(WRONG[wrong]))}


def test_its_criteria_are_said_in_words(beside):
    beside(**FILES)
    says = in_words("preactivated_block")
    assert says["bn1"] == "First batch normalisation, over the channels."
    assert says["conv2"] == "Second convolution: F2 filters of size f×f, stride 1, padding that keeps height and width."
    assert says["add"] == "The addition takes the end of the main path and the block's own input X."
    assert [c.id for c in criteria(exercise("widening_layer"))] == [
        *("call", "bn1", "relu1", "conv1", "bn2", "relu2", "conv2", "concatenate"),
        *("training", "initializer", "defaults", "gradients", "output"),
    ]
    assert in_words("widening_layer")["defaults"].endswith("and the function's own defaults as they were given.")
