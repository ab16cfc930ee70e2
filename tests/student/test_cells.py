"""In a notebook a function stays when its cell is run again and fails: nothing is said of old code. A real IPython, and a real kernel."""

import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading.desk import verdicts_of
from autograder.grading.run import run
from autograder.grading.submission import mend
from autograder.show import report

from ..support.scope import function, solution

RIGHT = function("identity_block")
BROKEN = {
    "a bracket too few": (RIGHT.replace("Add()([X, X_shortcut])", "Add()([X, X_shortcut]"), "SyntaxError, line"),
    "a line indented too far": (RIGHT.replace("    X_shortcut = X\n", "      X_shortcut = X\n"), "IndentationError, line"),
    "a fence of Markdown": (f"```python\n{RIGHT}\n```", "line 1: three backticks, which are Markdown, not Python"),
    "an exception before the definition": (f"first = nn.Conv2d\n{RIGHT}", "NameError, line 1: first = nn.Conv2d"),
}


@pytest.fixture(scope="module")
def shell():
    shell = InteractiveShell()
    shell.run_cell(solution()[0], store_history=True)
    shell.run_cell("from autograder import check, hint", store_history=True)
    yield shell
    shell.history_manager.end_session()


def checked(shell, *cells):
    for cell in cells:
        shell.run_cell(cell, store_history=True)
    shell.run_cell('card = check("identity_block")', store_history=True)
    return shell.user_ns["card"]


def test_the_card_says_which_cell_was_judged(shell):
    number = shell.execution_count
    card = checked(shell, RIGHT)
    assert card.points == 10 and card.cell == number
    assert f"cell [{number}] as it was run" in str(card) and f"cell [{number}] as it was run" in card._repr_html_()


@pytest.mark.parametrize("source, says", BROKEN.values(), ids=BROKEN)
def test_nothing_is_said_of_old_code(shell, source, says, capsys):
    assert checked(shell, RIGHT).points == 10
    card = checked(shell, source)
    assert card.points == 0 and says in card.verdict.note and "nothing was judged" in card.verdict.note
    assert checked(shell, RIGHT).points == 10


LATER = {
    "a method of that name": "class Net:\n    def identity_block(self, X):\n        return X",
    "a text that holds the words": 'text = """\ndef identity_block(X): ...\n"""',
}


@pytest.mark.parametrize("source", [*LATER.values(), f"{RIGHT}\nimport asyncio\nawait asyncio.sleep(0)"], ids=[*LATER, "await"])
def test_a_cell_that_does_not_fail_is_no_reason(shell, source):
    assert checked(shell, RIGHT, source).points == 10


def test_a_function_without_a_body_that_raises_the_stubs_exception(shell):
    card = checked(shell, "identity_block = lambda *args, **more: (_ for _ in ()).throw(NotImplementedError())")
    assert card.verdict.outcome == "not attempted"
    checked(shell, RIGHT)


def test_the_function_itself_names_its_exercise(shell):
    checked(shell, RIGHT)
    shell.run_cell("card = check(identity_block)", store_history=True)
    assert shell.user_ns["card"].points == 10


def test_grading_tells_the_line_that_python_could_not_read():
    source = BROKEN["a bracket too few"][0]
    nb = mend(new_notebook(cells=[new_code_cell(text) for text in (solution()[0], source, function("convolutional_block"))])).notebook
    first, second, _ = verdicts_of(run(nb))
    assert "SyntaxError, line" in first.note and "X = Add()([X, X_shortcut]" in first.note
    assert second.points == 10
    assert "SyntaxError" in report.html(first)
