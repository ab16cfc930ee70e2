"""`python -m autograder why`: how a verdict comes about, on one notebook with two mistaken exercises and a right one."""

import nbformat
import pytest

from autograder.__main__ import main
from autograder.grading.why import account
from autograder.value.points import POINTS
from demo import EXERCISES

from ..support.notebooks import changed, replaced, solution

COMMENT = "# First component"
UNFRIENDLY = "# \x1b[2J\x1b[1;31mFirst component"


@pytest.fixture(scope="module")
def submission(tmp_path_factory):
    path = tmp_path_factory.mktemp("why") / "mine.ipynb"
    edits = (('padding="same"', 'padding="valid"'), (COMMENT, UNFRIENDLY), ('    return Activation("relu")(X)', "    return X"))
    nb = changed(solution(), replaced("ResNet50", "[128, 128, 512], 2, 3", "[128, 128, 512], 1, 3"))
    nb = changed(nb, replaced("ResNet50", "    X = Flatten", "    X = keras.layers.Dropout(0.5)(X)\n    X = Flatten"))
    for old, new in edits:
        nb = changed(nb, replaced("identity_block", old, new))
    nbformat.write(nb, path)
    return path


TITLES = ("mine.ipynb", "The function", "What was seen", "The expected steps", "Explanations", "What is said", "What decides")


@pytest.fixture(scope="module")
def parts(submission):
    """The text of each part, by exercise and the first words of its title."""

    def by_title(lines: list[str]) -> dict[str, str]:
        starts = [next(i for i, line in enumerate(lines) if title in line and line[:1] != " ") for title in TITLES]
        return {title: "\n".join(lines[a:b]) for title, a, b in zip(TITLES, starts, [*starts[1:], None])}

    return {name: by_title(account(submission, name).splitlines()) for name in EXERCISES}


def test_a_mistaken_exercise(parts):
    wrong = parts["identity_block"]
    assert wrong["mine.ipynb"].strip().endswith("identity_block: not yet right, 7 of 10 points")
    assert '\n   22      X = Conv2D(F2, kernel_size=f, strides=1, padding="valid"' in wrong["The function"]
    assert "f=3, filters=" in wrong["What was seen"] and "training=True" in wrong["What was seen"]
    assert "on arrays: ValueError: Inputs have incompatible shapes" in wrong["What was seen"] and "(line 31: " in wrong["What was seen"]
    matched = wrong["The expected steps"]
    assert "conv2  Conv2D F2 f×f, stride 1, valid (line 22: X = Conv2D(F2" in matched and "≠ padding is valid, due same" in matched
    assert "relu3  – nothing" in matched and "left over" not in matched
    lightest = wrong["Explanations"].splitlines()[1:]
    assert lightest[0].split()[:2] == ["2.02", "relu3_missing:"] and lightest[1].split()[0] == "no_padding:"
    assert "no_padding: The second convolution has no padding" in wrong["What is said"]
    decided = " ".join(wrong["What decides"].split())
    assert "failed 0/0.5 conv2: " in decided and "its padding is 'valid', not 'same'" in decided and "(call 1 and 2 only)" in decided
    assert "named: no_padding" in decided and "passed 0.5/0.5 conv1: " in decided


def test_a_right_exercise(parts):
    right = parts["convolutional_block"]
    assert "convolutional_block: all right, 10 of 10 points" in right["mine.ipynb"]
    assert right["What was seen"].count("right") == 7 and "wrong" not in right["What was seen"]
    assert "≠" not in right["The expected steps"] and "nothing" not in right["The expected steps"]
    assert right["Explanations"].splitlines()[1:2] == ["   0.00  nothing to edit: these are the expected steps"]
    assert "failed" not in right["What decides"]


def test_a_network(parts):
    wrong = parts["ResNet50"]
    assert "call 2: input_shape=(64, 128, 4), classes=5" in wrong["What was seen"] and "returned a Model" in wrong["What was seen"]
    assert "≠ s is 1, due 2" in wrong["The expected steps"] and "left over: Dropout 0.5 (line 31: " in wrong["The expected steps"]
    assert "   1.02  stage_stride: stage3a: s is 1, due 2" in wrong["Explanations"]
    assert "Stage 3, block a (line 25: " in " ".join(wrong["What decides"].split())


def test_what_a_student_wrote_is_inert(parts):
    assert "\ufffd[2J\ufffd[1;31mFirst component" in parts["identity_block"]["The function"]
    assert not any("\x1b" in text for text in parts["identity_block"].values())


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("missing.ipynb", "identity_block"), 1, "missing.ipynb: ungradable: There is no such file."),
        (("README.md", "identity_block"), 1, "README.md: ungradable: "),
        (
            ("mine.ipynb", "identity\x1b"),
            2,
            f"There is no exercise 'identity\\x1b'; there are {', '.join(POINTS)}.",
        ),
        (("mine.ipynb", "ResNet50", "--release", "missing.ipynb"), 2, "missing.ipynb: There is no such file."),
    ],
    ids=["no file", "no notebook", "no exercise", "no release"],
)
def test_bad_input_has_one_line(arguments, status, words, submission, monkeypatch, capsys):
    monkeypatch.chdir(submission.parent)
    (submission.parent / "README.md").write_text("# Not a notebook")
    assert main(["why", *arguments]) == status
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith(words) and said.err.count("\n") == 1
