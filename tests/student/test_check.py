"""What a student meets: check, hint, solution and progress, right and wrong, and what is shown."""

import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from autograder import check, hint, progress, solution
from autograder.show.faults import UserError
from autograder.student import face

from ..attacks.attacked import alive
from ..support.notebooks import cell, place
from ..support.notebooks import solution as solution_notebook
from ..support.scope import namespace


def calls(source: str, exercise: str = "identity_block", **names):
    """Evaluate `source` where the reference answers, or `names`, are defined."""
    scope = namespace() | {"check": check, "hint": hint, "solution": solution, "progress": progress} | names
    return eval(source, scope)


def untouched(X, f, filters, training=None, initializer=None):
    F1, F2, F3 = filters
    raise NotImplementedError()


def test_a_right_answer():
    card = calls('check("identity_block")')
    assert repr(card) == "10.0" and float(card) == 10.0
    assert "all right, 10 of 10 points" in str(card)
    assert "All criteria met" in card._repr_html_()
    for shown in (str(card), card._repr_html_()):
        assert "the block of which ResNet-50 has twelve" in shown and "Next comes" in shown


def test_an_untouched_stub_is_not_attempted():
    stub = namespace("def identity_block(X, f, filters, training=None, initializer=None):\n    raise NotImplementedError()\n")
    card = calls('check("identity_block")', identity_block=stub["identity_block"])
    assert repr(card) == "0.0" and card.verdict.outcome == "not attempted"
    assert "Not attempted yet" in str(card)


@pytest.mark.parametrize("name", ["identity", "", None, "resnet50"])
def test_an_unknown_exercise(name):
    with pytest.raises(UserError, match="The exercises are 'identity_block', 'convolutional_block', 'ResNet50'") as error:
        check(name)
    assert error.value._render_traceback_() == [str(error.value)]


def test_a_function_that_is_not_there():
    scope = {"check": check}
    card = eval('check("identity_block")', scope)
    assert card.points == 0 and "There is no function identity_block" in str(card)
    scope["identity_block"] = 3
    assert "is not a function" in str(eval('check("identity_block")', scope))


def test_hints_lead_from_a_nudge_to_the_point():
    wrong = namespace(("X = Add()([X, X_shortcut])", "X = Add()([X, X])"))
    shown = [repr(eval(f'hint("identity_block", {step})', wrong | {"hint": hint})) for step in (1, 2, 3)]
    assert len(set(shown)) == 3 and all(s.startswith("Hint") and "addition" in s for s in shown)
    assert "For the next hint" in shown[0] and "For more" not in shown[2] and shown[2].endswith("Fill the gaps: X = Add()([___, ___])")
    again = [repr(eval('hint("identity_block")', wrong | {"hint": hint})) for _ in range(2)]
    assert again == [shown[2], shown[2]]  # after the last
    other = namespace(("X_shortcut = X\n", "X_shortcut = Activation('relu')(X)\n"))
    assert [repr(eval('hint("identity_block")', other | {"hint": hint}))[:6] for _ in range(2)] == ["Hint 1", "Hint 2"]
    with pytest.raises(UserError, match="step can be 1 to 3"):
        eval('hint("identity_block", 4)', wrong | {"hint": hint})
    assert "is right already" in repr(calls('hint("identity_block")'))


HELPED = """def mine(X):
    return Activation("relu")(X)


def helper(X):
    return mine(X)"""


@pytest.mark.parametrize(
    "at, says",
    [(-1, "mine will be missing when this is graded. It is defined further down, in the cell def mine(X):"), (0, ""), (None, "")],
    ids=["below", "above", "not saved"],
)
def test_a_helper_that_grading_will_miss_is_named(at, says, monkeypatch, tmp_path):
    """As far as the notebook's file tells."""
    scope = namespace() | {"check": check}
    exec(HELPED, scope)
    exec(cell(solution_notebook(), "identity_block").source.replace('Activation("relu")', "helper"), scope)
    nb = solution_notebook()
    if at is not None:
        nb.cells.insert(place(nb, "identity_block") if at == 0 else len(nb.cells), new_code_cell(HELPED))
    nbformat.write(nb, tmp_path / "mine.ipynb")
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "mine.ipynb"))
    card = eval('check("identity_block")', scope)
    text = " ".join(str(card).split())
    assert card.points == 10 and says in text and ("will be missing" in text) == bool(says)
    assert ("<code>mine</code> will be missing" in card._repr_html_()) == bool(says)


def test_progress_adds_up():
    words = calls("progress()")
    assert "together" in repr(words) and "30 / 30" in repr(words)
    assert "30 of 30 points" in words._repr_html_()


def test_messages_are_inert():
    """What a student's code says is shown, never run."""
    scope = namespace(("X = Add()([X, X_shortcut])", 'raise ValueError("<script>alert(1)</script>\\x1b[31m\\u202e")'))
    card = eval('check("identity_block")', scope | {"check": check})
    assert "<script>" not in card._repr_html_() and "&lt;script&gt;" in card._repr_html_()
    assert "\x1b" not in str(card) and "\u202e" not in str(card)
    assert alive(card._repr_html_(), str(card)) == []


def test_the_attacks_would_see_what_is_not():
    card = calls('check("identity_block")', identity_block=untouched)
    html, text = card._repr_html_(), str(card)
    for markup in (
        "<script>",
        "<img src=x>",
        "<p onclick=steal()>",
        "<A href=x>",
        "javascript:",
        "<svg/onload=steal()>",
        "<div\nonerror = x>",
    ):
        assert alive(html + markup, text) == ["markup"], markup
    assert alive(html, f"{text}\x1b") == alive(f"{html}\u202e", text) == ["control characters"]
    assert alive(f"{html}<b>\0", text) == ["markup", "control characters"] and alive(html, text) == []


def test_a_check_leaves_the_notebook_as_it_was():
    import random

    import keras
    import numpy as np

    scope = namespace() | {"check": check}
    keras.mixed_precision.set_dtype_policy("mixed_float16")
    keras.config.set_image_data_format("channels_first")
    random.seed(1), np.random.seed(1)
    due = random.Random(1).random(), np.random.RandomState(1).rand()
    try:
        points = eval('check("identity_block").points + check("ResNet50").points', scope)
        assert keras.mixed_precision.dtype_policy().name == "mixed_float16"
        assert keras.config.image_data_format() == "channels_first"
        assert (random.random(), np.random.rand()) == due
    finally:
        keras.mixed_precision.set_dtype_policy("float32")
        keras.config.set_image_data_format("channels_last")
    assert points == 20
    assert keras.layers.Layer.add_weight.__name__ == "add_weight" and "autograder" not in keras.layers.Layer.__call__.__module__


@pytest.fixture
def asked():
    face.ASKED.clear()
    yield
    face.ASKED.clear()


def test_the_answer_is_shown_to_who_has_passed(asked):
    shown = calls('solution("identity_block")')
    assert "def identity_block(X, f, filters" in repr(shown) and "# " in repr(shown) and "SOLUTION" not in repr(shown)
    assert "<pre" in shown._repr_html_() and not face.ASKED


def test_another_has_to_ask_twice(asked):
    first = calls('solution("identity_block")', identity_block=untouched)
    assert "run this once more" in repr(first) and "Conv2D" not in repr(first)
    assert "Conv2D" not in repr(calls('solution("convolutional_block")', convolutional_block=untouched))  # each by itself
    assert "Conv2D" in repr(calls('solution("identity_block")', identity_block=untouched))
    with pytest.raises(UserError, match="There is no exercise"):
        solution("conv")


def test_a_course_may_leave_the_answers_out(asked, monkeypatch, tmp_path):
    monkeypatch.setattr(face, "ANSWERS", tmp_path / "none.json")
    with pytest.raises(UserError, match="does not show model answers"):
        calls('solution("identity_block")')


def test_a_fault_of_ours_writes_nothing_to_stderr():
    """Where plain nbgrader takes a line for a fault of the student's, whatever the value of the cell is."""
    fault = "from autograder.student import face; from autograder.explain import verdict; import logging; logging.getLogger(verdict.__name__).error('ours')"
    done = subprocess.run([sys.executable, "-c", fault], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
