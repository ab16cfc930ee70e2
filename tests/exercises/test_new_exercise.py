"""An exercise is one file: beside the others it is asked, probed and its evidence checked, and a file that is wrong says where. Nothing is judged."""

import numpy as np
import pytest

from autograder.evidence import Evidence, Malformed
from autograder.evidence.schema import checked
from autograder.exercises import exercise, names
from autograder.probe.calls import probe
from autograder.truth import challenge, oracle, question
from autograder.truth.challenge import Setting

from ..support.scope import namespace

PRE_ACTIVATION = '''"""`preactivated_block`: normalisation and ReLU before each convolution (He et al. 2016, arXiv 1603.05027, figure 4e)."""

from ..layers import Add, BatchNormalization, Conv2D, ReLU
from ..value.exercise import Exercise
from ..value.inputs import Images


def value(X, f, filters):
    F1, F2, F3 = filters
    Y = Conv2D(F1, 1)(ReLU()(BatchNormalization()(X)))
    Y = Conv2D(F2, f, padding="same")(ReLU()(BatchNormalization()(Y)))
    Y = Conv2D(F3, 1)(ReLU()(BatchNormalization()(Y)))
    return Add()([Y, X])


EXERCISE = Exercise(
    value,
    signature="preactivated_block(X, f, filters, training=None, initializer=random_uniform)",
    input=Images(channels="F3"),
    calls=({"f": 3}, {"f": 2, "training": True}, {"f": 1}),
)
'''
DENSE = '''"""`widening_layer`: what two convolutions make is put beside what came in (Huang et al. 2016, arXiv 1608.06993)."""

from ..layers import BatchNormalization, Concatenate, Conv2D, ReLU
from ..value.exercise import Exercise


def value(X, width, growth):
    Y = Conv2D(width, 1)(ReLU()(BatchNormalization()(X)))
    Y = Conv2D(growth, 3, padding="same")(ReLU()(BatchNormalization()(Y)))
    return Concatenate()([X, Y])


EXERCISE = Exercise(
    value,
    signature="widening_layer(X, width, growth=4, initializer=glorot_uniform)",
    calls=({}, {}, {"growth": 3}),
    alike=({"X": (2, 4, 4, 8), "width": 8, "growth": 8},),
)
'''
NETWORK = '''"""`two_blocks`: a network that calls another exercise's function."""

from ..layers import Dense, Flatten
from ..value.exercise import Exercise
from .widening_layer import EXERCISE as widening_layer


def value(X, classes):
    return Dense(classes, activation="softmax")(Flatten()(widening_layer(widening_layer(X, 4, 3), 5, 2)))


EXERCISE = Exercise(
    value,
    signature="two_blocks(input_shape=(6, 6, 3), classes=6)",
    calls=({"input_shape": (6, 6, 3), "classes": 6}, {"input_shape": (6, 8, 4), "classes": 5}),
)
'''
FILES = {"preactivated_block": PRE_ACTIVATION, "widening_layer": DENSE, "two_blocks": NETWORK}
ANSWERS = {
    "preactivated_block": """
def preactivated_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    Y = X
    for F, size in ((F1, 1), (F2, f), (F3, 1)):
        Y = BatchNormalization()(Y, training=training)
        Y = Conv2D(F, size, padding="same", kernel_initializer=initializer(seed=0))(Activation("relu")(Y))
    return Add()([Y, X])
""",
    "widening_layer": """
def widening_layer(X, width, growth=4, initializer=glorot_uniform):
    Y = X
    for F, size in ((width, 1), (growth, 3)):
        Y = keras.layers.ReLU()(BatchNormalization()(Y))
        Y = Conv2D(F, size, padding="same", kernel_initializer=initializer(seed=0))(Y)
    return keras.layers.Concatenate()([X, Y])
""",
    "two_blocks": """
def two_blocks(input_shape=(6, 6, 3), classes=6):
    X_input = Input(input_shape)
    X = widening_layer(widening_layer(X_input, 4, 3), width=5, growth=2)
    return Model(X_input, Dense(classes, activation="softmax")(Flatten()(X)))
""",
}


def answered(name):
    space = namespace(ANSWERS["widening_layer"])
    exec(compile(ANSWERS[name], "<answer>", "exec"), space)
    return probe(question.question(name, 7), space)


def stored(evidence, folder):
    evidence.save(folder / "evidence.npz")
    return Evidence.load(folder / "evidence.npz")


@pytest.mark.parametrize("name", ["preactivated_block", "widening_layer"])
def test_a_block_that_is_only_a_file_is_asked(name, beside, tmp_path):
    beside(**FILES)
    assert len(FILES[name].splitlines()) <= 40 and name in names()
    evidence = checked(stored(answered(name), tmp_path), name, 7)
    lines, asked = exercise(name).lines, exercise(name)
    runs = [*evidence.facts["runs"], *evidence.facts["alike"]]
    assert len(runs) == len(asked.calls) + len(asked.alike) and not evidence.facts["changed"]
    for run in runs:
        setting, training = Setting(**run["setting"]), run.get("training", False)
        x = challenge.images(7, setting)
        sizes = asked.sizes_in(setting.arguments, setting.shape)
        due = list(oracle.evaluate(lines, x, lambda *key: challenge.weight(7, *key), training, sizes).values())[-1]
        found = evidence.array(run["eager"]["output"])
        np.testing.assert_allclose(found, due, rtol=1e-3, atol=1e-3 * setting.reach)
    assert runs[len(asked.calls) - 1]["setting"]["reach"] == challenge.REACH


def test_sizes_follow_from_the_file(beside):
    beside(**FILES)
    assert exercise("preactivated_block").several == {"filters": ("F1", "F2", "F3")}
    for seed in range(50):
        for call in question.question("preactivated_block", seed)["calls"]:
            assert call["setting"]["shape"][-1] == call["setting"]["arguments"]["filters"][-1]
        calls = [call["setting"] for call in question.question("widening_layer", seed)["calls"]]
        assert calls[2]["arguments"]["growth"] == 3 and len({call["shape"][-1] for call in calls}) > 1
        for call in calls[:2]:
            assert len({call["shape"][-1], *call["arguments"].values()}) == 3
    names = [line.name for line in exercise("widening_layer").lines.lines]
    assert names == ["save", "bn1", "relu1", "conv1", "bn2", "relu2", "conv2", "concatenate"]
    assert exercise("widening_layer").lines["concatenate"].takes == ("X_shortcut", "X")


def test_a_network_that_is_only_a_file_is_asked(beside, tmp_path):
    beside(**FILES)
    asked = question.question("two_blocks", 7)
    assert asked["functions"]["widening_layer"]["shape"] == ["X[1]", "X[2]", "X[3] + growth"]
    evidence = checked(stored(answered("two_blocks"), tmp_path), "two_blocks", 7)
    for run in evidence.facts["runs"]:
        called = [node["block"] for node in run["graph"]["nodes"] if "block" in node]
        assert [block["arguments"] for block in called] == [{"width": 4, "growth": 3}, {"width": 5, "growth": 2}]
        assert run["graph"]["nodes"][1]["shapes"][0][-1] == run["arguments"]["input_shape"][-1] + 5
    assert "error" not in evidence.facts["model"]


def test_evidence_of_other_questions_is_refused(beside, tmp_path):
    beside(**FILES)
    for alter in (
        lambda facts: facts["runs"].pop(),
        lambda facts: facts["alike"].clear(),
        lambda facts: facts["runs"][0]["setting"]["arguments"].update(growth=9),
        lambda facts: facts["runs"][0].update(training=True),
        lambda facts: facts["changed"].append("growth"),
    ):
        evidence = stored(answered("widening_layer"), tmp_path)
        alter(evidence.facts)
        with pytest.raises(Malformed):
            checked(evidence, "widening_layer", 7)


WRONG = {
    "a size that the signature does not have": (
        ("value(X, width, growth)", "value(X, width, growth, depth)"),
        "`depth`, which its signature",
    ),
    "a dimension of 1": (('{"growth": 3}', '{"growth": 3, "width": 1}'), r"with a dimension below 2; give other sizes"),
    "an input with a dimension of 1": (("(2, 4, 4, 8)", "(1, 4, 4, 8)"), "a dimension of the input is 1"),
    "an unknown parameter in calls": (('{"growth": 3}', '{"groth": 3}'), "call 3 of calls gives `groth`, which the signature"),
    "training, which it does not have": (('{"growth": 3}', '{"training": True}'), "gives `training`, which the signature"),
    "one value in every call": (("({}, {}, {", '({"growth": 3}, {"growth": 3}, {'), "`growth` is 3 in every call"),
    "one call": (('({}, {}, {"growth": 3})', "({},)"), "two calls at least"),
    "a call that draws what is alike": ((', "width": 8', ""), "call 1 of alike must give `width`"),
    "tensors that do not fit": (('3, padding="same"', "3"), "the tensors do not fit"),
    "channels of no size": (
        ("    calls=", '    input=Images(channels="F9"),\n    calls='),
        "as many channels as `F9`, and no size is called that",
    ),
    "a size that is not computed with whole numbers": (
        ("Conv2D(width, 1)", "Conv2D(width / 2, 1)"),
        "width is a size here, which has no number yet",
    ),
    "two tensors kept at a time": (
        ("Concatenate()([X, Y])", "Concatenate()([Concatenate()([X, Z]), Y])"),
        "more than one tensor at a time",
    ),
    "another name than the file's": (("widening_layer(X, ", "widenlayer(X, "), "give the file and the function one name"),
    "no exercise": (("EXERCISE =", "ASKED ="), "it holds no EXERCISE"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_file_that_is_wrong_says_where_and_what_to_do(wrong, beside):
    (old, new), says = WRONG[wrong]
    text = DENSE.replace(old, new, 1) if wrong != "another name than the file's" else DENSE.replace(f'"{old}', f'"{new}', 1)
    text = text.replace("import Exercise\n", "import Exercise\nfrom ..value.inputs import Images\n")
    assert text != DENSE
    beside(
        widening_layer=text.replace("    return", "    Z = ReLU()(Y)\n    Y = ReLU()(Conv2D(width, 1)(Z))\n    return")
        if "Z" in new
        else text
    )
    with pytest.raises(ValueError, match=says) as error:
        question.question("widening_layer")
    assert str(error.value).startswith("widening_layer.py: ") and "\n" not in str(error.value)


def test_two_exercises_of_one_name_are_refused(beside):
    beside(identity_block=PRE_ACTIVATION)
    with pytest.raises(ValueError, match=r"identity_block.py and .*identity_block.py are two exercises of one name; keep one"):
        question.question("identity_block")


def test_an_exercise_that_is_not_there_is_named(beside):
    with pytest.raises(ValueError, match="there is no exercise 'asked'; there are identity_block, convolutional_block, ResNet50"):
        question.question("asked")
