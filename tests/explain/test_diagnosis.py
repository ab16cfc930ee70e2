"""Mistakes by name, and the picture: what is said, what is not said, and how it is shown."""

import numpy as np
import pytest

from autograder.exercises import EXERCISES, exercise
from autograder.explain import diagnosis, gaps
from autograder.explain.built import built, known
from autograder.explain.picture import text
from autograder.explain.rules import stray, structural
from autograder.explain.search import explain
from autograder.explain.settings import confusions
from autograder.explain.slips import SLIPS
from autograder.explain.verdict import judge
from autograder.layers.confusion import Change
from autograder.probe.calls import probe
from autograder.show import report
from autograder.truth.question import question
from autograder.value.graph import SHAPES, follow

from ..support.blocks import BLOCKS
from ..support.scope import changed, edited, handed_in, namespace, solution


def verdict(exercise, *edits):
    return judge(probe(question(exercise), edited(exercise, edits)), exercise)


def on(source: str, exercise="identity_block"):
    return judge(probe(question(exercise), namespace(source)), exercise)


# -- data -----------------------------------------------------------------------------------------------------------------


def lines_of(name: str):
    return exercise(name).lines


def every():
    blocks = [m for block in map(lines_of, BLOCKS) for m in (*stray(block), *exercise(block.name).combined)]
    any_exercise = [
        m
        for lines in map(lines_of, EXERCISES)
        for m in (*structural(lines), *(c for line in lines.lines for c in confusions(lines, line.name, line.kind)))
    ]
    return [*blocks, *any_exercise, *SLIPS]


@pytest.mark.parametrize("words", ["says", "why", "nudge"])
def test_every_misconception_has_its_words(words):
    for m in every():
        sentence = getattr(m, words)
        assert sentence.rstrip()[-1] in ".?}", (m.id, sentence)
        assert "  " not in sentence and "!" not in sentence


def test_a_name_in_the_reference_is_a_name_in_the_graph():
    for value in map(lines_of, EXERCISES):
        graph = follow(value)
        steps = [line.name for line in value.lines if line.kind != "save"]
        assert [n.name for n in graph.nodes() if not n.name.startswith("shortcut")] == [s for s in steps if not s.startswith("shortcut")]
        assert graph.loose == [] and SHAPES.whole(graph)[1] == ()


def test_what_is_built_is_read_back_with_its_names():
    from autograder.judge.block_judgement import BlockJudgement

    for block in map(lines_of, BLOCKS):
        readings = BlockJudgement(probe(question(block.name), namespace())).readings
        (found,), foreign = explain(block, built(readings, [known(block, reading) for reading in readings]))
        assert foreign == []
        assert found.edits == () and found.changes == () and found.weight == 0
        assert {due.name for due, _ in found.pairs} == set(block.steps())


# -- what is said -----------------------------------------------------------------------------------------------------------


def test_a_right_answer_has_no_mistake():
    right = verdict("identity_block")
    assert right.diagnosis == () and right.picture is None


def test_two_mistakes_are_both_named():
    found = verdict("convolutional_block", ("strides=s", "strides=1"), ('    return Activation("relu")(X)', "    return X"))
    assert [d.id for d in found.diagnosis] == ["stride_1", "relu3_missing"]


def test_the_same_mistake_everywhere_is_one():
    found = verdict("identity_block", ('"relu"', '"tanh"', "all"))
    assert [d.id for d in found.diagnosis] == ["another_activation"]
    assert found.diagnosis[0].says == "In place of the first ReLU there is tanh. The same goes for: second component, after the addition."


@pytest.mark.parametrize(
    "edit, says",
    [
        (("Conv2D(F1, ", 'Conv2D(F1, activation="sigmoid", '), "Sigmoid is built into the first convolution besides the ReLU after"),
        (("    X = Add()", "    X_shortcut = keras.ops.tanh(X_shortcut)\n    X = Add()"), "There is a tanh on the shortcut."),
        (("Conv2D(F1, ", 'Conv2D(F1, activation="linear", '), ""),
    ],
)
def test_a_step_too_many_has_its_own_name(edit, says):
    """Not that of the activation which the block has."""
    found = verdict("identity_block", edit).diagnosis
    assert found[0].says.startswith(says) if says else not found


def test_the_line_is_the_students_own():
    found = verdict("identity_block", ('padding="same"', 'padding="valid"')).diagnosis[0]
    assert found.where.startswith("second component, line ") and 'padding="valid"' in found.where


def test_a_foreign_layer():
    found = verdict("identity_block", ("X = Add()", "X = keras.layers.Dropout(0.5)(X)\n    X = Add()"))
    assert [d.id for d in found.diagnosis] == ["foreign_layer"] and "Dropout" in found.diagnosis[0].says


def test_nothing_is_said_where_nothing_explains():
    """A block that is another thing altogether has no name, and no wrong one."""
    found = on(
        "def identity_block(X, f, filters, training=None, initializer=None):\n"
        "    for i in range(5):\n        X = keras.layers.DepthwiseConv2D(2, padding='same')(keras.ops.tanh(X))\n    return X * X\n"
    )
    assert found.diagnosis == () and found.points < 4 and all(c.message for c in found.criteria if c.outcome != "passed")


NORM, RELU = "    X = BatchNormalization(axis=3)(X, training=training)\n", '    X = Activation("relu")(X)\n'
SEED, ADD = "initializer(seed=0))(X)", "    X = Add()([X, X_shortcut])\n"
EVERYWHERE = {
    "no_batch_normalisation": (NORM, ""),
    "no_relu_on_main": (RELU, ""),
    "another_activation": ('Activation("relu")', "keras.layers.LeakyReLU()"),
    "relu_in_every_conv_too": (SEED, 'initializer(seed=0), activation="relu")(X)'),
    "added_twice": (ADD, 2 * ADD),
    "axis": ("axis=3", "axis=1"),
    "unpacked_F3_F2_F1": ("F1, F2, F3 =", "F3, F2, F1 ="),
    "relu1_before_bn1": (NORM + RELU, RELU + NORM),
    "channels_first": (SEED, 'initializer(seed=0), data_format="channels_first")(X)'),
}


@pytest.mark.parametrize("name", EVERYWHERE)
def test_one_slip_in_every_step_is_one_mistake(name):
    source = next(f for f in solution()[1].split("\n\n\n") if f.startswith("def identity_block"))
    old, new = EVERYWHERE[name]
    assert [d.id for d in on(source.replace(old, new)).diagnosis] == [name]


def test_a_mistake_of_some_calls_only():
    found = verdict("identity_block", (ADD, f"    if f == 2:\n        X = Activation('relu')(X)\n{ADD}")).diagnosis
    assert [d.id for d in found] == ["relu_before_and_after"]
    assert found[0].says.startswith("Called with f = 2 and training=True, and only then: there is a ReLU before the addition")


@pytest.mark.parametrize("pooling, name", [("Max", "shortcut_pooled"), ("Average", "shortcut_averaged")])
def test_a_layer_of_some_calls_only_is_told_from_its_family(pooling, name):
    line = "    X_shortcut = Conv2D(F3, kernel_size=1, strides=s"
    pooled = f"    if s > 1:\n        X_shortcut = keras.layers.{pooling}Pooling2D(s)(X_shortcut)\n{line.replace('=s', '=1')}"
    assert [d.id for d in verdict("convolutional_block", (line, pooled)).diagnosis] == [name]


@pytest.mark.parametrize("name", EXERCISES)
def test_a_derived_hint_keeps_the_answer_open(name):
    """The due line with a gap is not the due line, and what stands around the gap is right."""
    due = lines_of(name)
    for m in structural(due):
        if derived := gaps.of_edit(due, m.edit(due), m.at):
            assert derived[0].endswith(".") and "`" in derived[1], m.id
            assert gaps.GAP in derived[1] or not derived[1].startswith("Fill"), m.id
    for step in due.lines:
        for c in (c for c in confusions(due, step.name, step.kind) if c.setting in step.settings):
            if derived := gaps.of_changes(due, [Change(step.name, step.kind, c.setting, "", step.settings.get(c.setting))]):
                assert derived[0].endswith(".") and derived[1].count(gaps.GAP) == 1 and derived[1].startswith("Fill the gap: `X")


@pytest.mark.parametrize(
    "given", ("f=3, filters=[512, 512, 2047]", "f=5, filters=[512, 512, 2048]", "f=2, filters=[9, 9, 9], training=True")
)
def test_what_a_step_too_many_is_given_is_no_mistake_besides(given):
    pool = "    X = AveragePooling2D"
    found = verdict("ResNet50", (pool, f"    X = identity_block(X, {given})\n{pool}"))
    assert [d.id for d in found.diagnosis] == ["stage5_length"] and found.picture


def test_an_exception_without_a_name_is_said_before_what_has_not_led_to_it():
    found = verdict(
        "identity_block",
        ("F1, kernel_size=1, strides=1", "F1, kernel_size=1, strides=initializer"),
        ('f, strides=1, padding="same", kernel_initializer=initializer(seed=0)', 'f, padding="same", kernel_initializer=initializer'),
    )
    assert [d.id for d in found.diagnosis] == ["exception", "initializer_without_seed"] and "strides" in found.diagnosis[0].says


def test_two_explanations_are_not_certain():
    """Whether the component before or this one was meant to be left out cannot be told."""
    third = '    X = Conv2D(F3, kernel_size=1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)\n    X = BatchNormalization(axis=3)(X, training=training)\n'
    relu = '    X = BatchNormalization(axis=3)(X, training=training)\n    X = Activation("relu")(X)\n\n' + third
    found = verdict(
        "identity_block",
        (relu, "    X = BatchNormalization(axis=3)(X, training=training)\n"),
        ("Conv2D(F2, kernel_size=f", "Conv2D(F2, kernel_size=1"),
    )
    assert found.diagnosis and not any(d.certain for d in found.diagnosis)
    assert "Perhaps: " in report.text(found) and "Perhaps: " in report.html(found)


def test_a_fault_of_ours_costs_no_verdict(monkeypatch):
    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr(diagnosis, "explain", broken)
    with pytest.raises(RuntimeError):  # under test it is seen
        verdict("identity_block", ('"same"', '"valid"'))
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    found = verdict("identity_block", ('"same"', '"valid"'))
    assert found.diagnosis == () and found.points == 7.5


SLIPPED = {
    "layer_not_called": ('X = Activation("relu")(X)', 'X = Activation("relu")'),
    "name_unknown": ("(X)\n    X = Batch", "(x)\n    X = Batch"),
    "argument_unknown": ("kernel_size=1", "kernal_size=1"),
    "initializer_in_quotes": ("initializer(seed=0)", '"initializer"'),
    "not_callable": ("Conv2D(F1", "F1(F1"),
    "attribute_unknown": ("Conv2D(F1", "keras.layers.Conv2d(F1"),
    "argument_missing": ("F1, kernel_size=1, strides=1", "F1"),
    "to_numpy": ("X = Add()([X, X_shortcut])", "X = Add()([X, X_shortcut]).numpy()"),
    "window_too_large": ("F1, kernel_size=1", "F1, kernel_size=(50, 50)"),
}


@pytest.mark.parametrize("name", SLIPPED)
def test_slips_of_python(name):
    found = verdict("identity_block", SLIPPED[name])
    assert found.diagnosis[0].id == name
    assert len([c for c in found.criteria if c.outcome != "passed"]) <= 3, "the steps after it are judged all the same"


# -- the picture --------------------------------------------------------------------------------------------------------------


def test_the_picture_marks_the_step_that_differs():
    found = verdict("identity_block", ('"same"', '"valid"'))
    marked = [(s.title, s.mark) for s in found.picture.yours if s.mark]
    assert marked == [("Conv2D  F2", "padding")]
    lines = text(found.picture)
    assert [line for line in lines if "≠" in line] == [line for line in lines if "← padding" in line] and max(map(len, lines)) <= 100
    page = report.html(found)
    assert "alt='identity_block beside yours." in page and "data:image/svg+xml;base64," in page and "← padding" in report.text(found)


@pytest.mark.parametrize(
    "exercise, edit, marks",
    [
        ("identity_block", ("X = Add()([X, X_shortcut])", "Add()([X, X_shortcut])"), {"not kept"}),
        ("identity_block", ('    return Activation("relu")(X)', "    return X"), {"missing"}),
        ("convolutional_block", ("(X_shortcut)\n    X_shortcut = B", "(X)\n    X_shortcut = B"), {"misplaced"}),
        ("ResNet50", ("[128, 128, 512], 2, 3", "[128, 128, 512], 1, 3"), {"stride"}),
        ("ResNet50", ("1024], 2, 5", "1024], 2, 4"), {"missing"}),
    ],
    ids=lambda x: str(x)[:20],
)
def test_the_marks(exercise, edit, marks):
    picture = verdict(exercise, edit).picture
    assert {s.mark for s in (*picture.expected, *picture.yours) if s.mark} - {"here"} == marks


def test_a_students_text_is_inert_in_all_of_it():
    evil = '<script>alert("x")</script>\\x1b[31m'
    found = verdict("identity_block", ('Activation("relu")(X)', f"Activation('{evil}')(X)"))
    assert found.diagnosis
    assert "<script" not in report.html(found) and "\x1b" not in report.text(found)


def test_arrays_that_are_no_numbers_end_in_no_picture():
    found = on("def identity_block(X, f, filters, training=None, initializer=None):\n    return X\n")
    assert np.isclose(found.points, float(found.points))
    report.html(found), report.text(found)


# -- nothing false is said ------------------------------------------------------------------------------------------------------


def test_exchanged_arguments_of_a_call_are_all_that_is_said():
    found = verdict("ResNet50", ("convolutional_block(X, f=3, filters=filters, s=s)", "convolutional_block(X, filters, 3, s=s)"))
    assert "`f` and `filters`" in found.diagnosis[0].says
    assert [d.id for d in found.diagnosis] == ["arguments_exchanged"] and "convolutional_block(X, filters, 3" in found.diagnosis[0].where


@pytest.mark.parametrize("end", ['return Activation("relu")', 'X = Activation("relu")\n    return X'])
def test_a_last_layer_that_is_not_called_is_on_the_functions_own_line(end):
    found = verdict("identity_block", ('return Activation("relu")(X)', end))
    assert [d.id for d in found.diagnosis] == ["layer_not_called"] and "Activation('relu')" in found.diagnosis[0].where


def test_the_first_none_is_named_and_not_the_model_made_of_it():
    flat = "X = Flatten()(X)"
    found = verdict("ResNet50", (flat, f"X = None\n    X = None\n    {flat}\n    X = None"))
    first = changed("ResNet50", ((flat, "X = None"),)).splitlines().index("    X = None") + 1
    assert [d.id for d in found.diagnosis] == ["none_left_in"] and f"line {first}:" in found.diagnosis[0].where


def test_a_picture_marks_nothing_that_is_not_said():
    """Beside lines that say None a step that is there was marked as missing, and another as one too many."""
    norm = "    X = BatchNormalization(axis=3)(X, training=training)\n"
    found = on(none_for_the_second(norm))
    assert [d.id for d in found.diagnosis] == ["none_left_in"] and found.picture is None


def none_for_the_second(norm: str) -> str:
    first, second, *rest = changed("identity_block", ()).split(norm + PART)
    return first + norm + PART + second + "    X = None\n    X = None\n" + "".join(rest)


def test_a_misspelt_block_is_one_slip():
    found = verdict("ResNet50", ("identity_block(", "identiy_block("))
    assert [d.id for d in found.diagnosis] == ["name_unknown"] and "`identity_block` meant" in found.diagnosis[0].says


def test_a_parameter_in_small_letters_is_named():
    found = verdict("identity_block", ("identity_block(X,", "identity_block(x,"))
    assert [d.id for d in found.diagnosis] == ["name_unknown"] and "called `x`" in found.diagnosis[0].says


def test_no_return_is_called_early_where_nothing_follows_it():
    half = changed("identity_block", ()).split(PART)[0] + PART + "    return X\n"
    found = on(half).diagnosis
    assert [d.id for d in found] == ["returns_early"] and "never reached" not in found[0].says


PART = '    X = Activation("relu")(X)\n'


def test_filters_taken_apart_in_another_order_are_shown_where_they_are():
    found = verdict("identity_block", ("F1, F2, F3 =", "F3, F2, F1 =")).diagnosis[0]
    assert "F3, F2, F1 = filters" in found.where and "= filters" in found.hints[2]
    found = verdict("identity_block", ("Conv2D(F1", "Conv2D(F0"), ("Conv2D(F3", "Conv2D(F1"), ("Conv2D(F0", "Conv2D(F3")).diagnosis[0]
    assert found.id == "unpacked_F3_F2_F1" and "taken apart" not in found.says


def test_relu_in_every_convolution_of_the_shortcut_too_has_a_name():
    found = verdict("convolutional_block", ("initializer(seed=0))(", 'initializer(seed=0), activation="relu")(', "all"))
    assert [d.id for d in found.diagnosis] == ["relu_in_every_conv_too"] and any(s.mark for s in found.picture.yours)


def test_channels_first_in_the_stem_and_groups_are_named():
    stem = verdict("ResNet50", ("kernel_size=7, strides=2", 'kernel_size=7, strides=2, data_format="channels_first"'))
    assert [d.id for d in stem.diagnosis] == ["channels_first"]
    assert verdict("identity_block", ("kernel_size=f", "kernel_size=f, groups=2")).diagnosis[0].id == "groups"


def test_a_default_of_the_function_is_told_as_one():
    found = verdict("ResNet50", ("classes=6", "classes=11")).diagnosis[0]
    assert "default" in found.why and "first line" in found.hints[0] and "layer" not in " ".join(found.hints)


def test_hints_where_nothing_was_judged():
    from autograder.student.face import hints_of

    def asked(source):
        return hints_of(judge(probe(question("identity_block"), handed_in("identity_block", source)), "identity_block"))

    assert "Python's message" in asked("def identity_block(X:\n    return X\n")[1][0]
    about, steps = asked("```python\ndef identity_block(X):\n    return X\n```\n")
    assert "`" not in about and "backticks" in about and "not Python" in steps[0]
    assert "`def`" in asked("x = 1\n")[1][0]


def test_an_alternative_text_counts_its_steps():
    words = verdict("identity_block", ("X = Add()([X, X_shortcut])", "X = Add()([X, X])")).picture.words()
    assert "1 steps" not in words and "Expected: 10 steps" in words
