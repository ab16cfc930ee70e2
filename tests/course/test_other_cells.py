"""Graded cells that are none of our exercises, in an assignment of their own and beside ours: run in isolation, marked as nbgrader marks."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.course.plugins import Grade
from autograder.course.release import without_markers
from autograder.grading import run as running
from autograder.grading.grade import grade_notebook
from autograder.grading.labels import grade_id
from autograder.grading.run import run
from autograder.grading.submission import KEY
from demo import ROOT

from ..support.blocks import BLOCKS as BLOCK_EXERCISES
from ..support.courses import marks, ran
from ..support.notebooks import cell, place, quick, solution

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # nbgrader's, about its database library
STEP, SECONDS = 5, 45
OTHER, BLOCKS = "other", "blocks"  # assignments
PYTHON = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
SQUARE = "def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION"


def labelled(new, source: str, name: str, points: float | None = None, **label):
    """A cell as nbgrader's toolbar makes it: a test when it is worth points, else an answer."""
    test = points is not None
    own = {"grade_id": name, "grade": test, "solution": not test, "locked": test, "task": False, "schema_version": 3} | label
    return new(source, id=name, metadata={"nbgrader": own | ({"points": points} if test else {})})


def test(name: str, source: str, points: float = 2):
    return labelled(new_code_cell, source, name, points)


test.__test__ = False
by_hand = {"grade": True, "solution": True, "locked": False}
ORDINARY = [
    new_code_cell("given = 3", id="lab-given", metadata={"tags": ["lab"]}),  # the tag means something in our lesson only
    labelled(new_code_cell, SQUARE, "square"),
    test("asserted", "assert square(given) == 9\n### BEGIN HIDDEN TESTS\nassert square(-2) == 4\n### END HIDDEN TESTS"),
    test("in_part", "1.5 if square(2) == 4 else 0.5"),
    test("of_value", "square(1)"),
    test("of_text", "'a value that is no number, ' * square(2)"),
    test("warned", "import sys\nif square(5) != 25: print('look out', file=sys.stderr)"),
    test("ended", "if square(5) != 25: sys.exit(1)"),
    test("flooded", "print('x' * 200_000)\nassert square(6) == 36"),
    test("flooded_in_part", "print('x' * 200_000)\n1 if square(6) == 36 else 0"),
    test("empty", " "),
    new_code_cell("import matplotlib.pyplot as plt\nplt.plot([1, 2]);", id="drawn"),
    labelled(new_code_cell, "# your plot", "plot", 3, **by_hand),
    labelled(new_markdown_cell, "Why?", "why", 3, **by_hand),
]
ANSWERS = {
    "right": "def square(x):\n    return x * x",
    "wrong": "def square(x):\n    return x + x",
    "stub": None,
    "greedy": "def square(x):\n    return 100 if x == 1 else x * x",
    "hangs": "def square(x):\n    while x == 5: pass\n    return x * x",
    "kills": "import os\ndef square(x):\n    x == 5 and os._exit(1)\n    return x * x",
}
LEFT_OUT = {"warned": (0.0, False), "ended": (0.0, False)}  # of the tests of those whose function hangs or kills for 5
MARKED = {  # in our notebook without ResNet50: student → the marks, in the order of the cells
    "right": {"before": 1, "test_identity_block": 10, "between": 1, "test_convolutional_block": 10, "after": 1},
    "wrong": {"before": 0, "test_identity_block": 7.5, "between": 1, "test_convolutional_block": 10, "after": 0},
    "stub": {"before": 0, "test_identity_block": 0, "between": 0, "test_convolutional_block": 0, "after": 0},
    "hangs": {"before": 1, "test_identity_block": 10, "between": 0, "test_convolutional_block": 10, "after": 1},
}
POSITIVE = "np.min(identity_block(np.linspace(-1, 1, 324, dtype='float32').reshape(1, 9, 9, 4), 2, [2, 3, 4])) >= 0"
SMALLER = "convolutional_block(np.zeros((1, 9, 9, 4), 'float32'), 2, [2, 3, 5]).shape == (1, 5, 5, 5)"


def blocks() -> nbformat.NotebookNode:
    """Ours, without the third exercise, and with an instructor's own tests; the last one asks for what a lab cell defines."""
    nb = solution()
    kept = ("identity_block", "test_identity_block", "convolutional_block", "test_convolutional_block", "imports")
    nb.cells = [c for c in nb.cells if grade_id(c) in kept]
    nb.cells.insert(place(nb, "test_identity_block"), test("before", f"import numpy as np\nassert {POSITIVE}", 1))
    nb.cells.insert(place(nb, "test_convolutional_block"), test("between", f"assert {SMALLER}", 1))
    nb.cells += [new_code_cell("size = 9", id="lab-size", metadata={"tags": ["lab"]}), test("after", f"assert size == 9 and {POSITIVE}", 1)]
    return nb


def answers(student: str) -> dict[str, str]:
    """What each student writes into the solution cells, by grade_id."""
    if student == "stub":
        return {}
    own = {grade_id(c): without_markers(c.source) for c in solution().cells if grade_id(c) in BLOCK_EXERCISES}
    edits = {
        "wrong": ("identity_block", 'return Activation("relu")(X)', "return X"),
        "hangs": ("convolutional_block", "F1, F2, F3 = filters", "F1, F2, F3 = filters\n    while f == 2 and X.shape[0] == 1: pass"),
    }
    if student in edits:
        name, old, new = edits[student]
        assert old in own[name]
        own[name] = own[name].replace(old, new)
    return own


CLASSES = {
    OTHER: {student: {"square": answer} if answer else {} for student, answer in ANSWERS.items()},
    BLOCKS: {student: answers(student) for student in MARKED},
}
PLAIN = """
c = get_config()
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "assignment"
c.CourseDirectory.student_id_exclude = "hangs,kills,greedy"  # after a time-out nbgrader goes on, and it gives up on the others
c.Execute.timeout = 60
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """Two assignments with what was handed in, not graded yet."""
    folder = tmp_path_factory.mktemp("base")
    config = (ROOT / "nbgrader_config.py").read_text()
    (folder / "nbgrader_config.py").write_text(f"{config}\nc.Grade.step, c.Grade.seconds = {STEP}, {SECONDS}\n")
    for assignment, nb in ((OTHER, new_notebook(cells=ORDINARY, metadata=PYTHON)), (BLOCKS, blocks())):
        (folder / "solutions" / assignment).mkdir(parents=True)
        nbformat.write(nb, folder / "solutions" / assignment / f"{assignment}.ipynb")
        ran(folder, "nbgrader", "generate_assignment", assignment)
        for student, written in CLASSES[assignment].items():
            handed_in = nbformat.read(folder / "assignment" / assignment / f"{assignment}.ipynb", as_version=4)
            for c in handed_in.cells:
                c.source = written.get(grade_id(c), c.source)
            (folder / "submitted" / student / assignment).mkdir(parents=True)
            nbformat.write(handed_in, folder / "submitted" / student / assignment / f"{assignment}.ipynb")
    return folder


def graded(course: Path, place: Path, *command: str, config: str = "", assignments=(OTHER, BLOCKS)) -> Path:
    folder = shutil.copytree(course, place / "course")
    if config:
        (folder / "nbgrader_config.py").write_text(config)
    for assignment in assignments:
        ran(folder, *command, assignment)
    return folder


@pytest.fixture(scope="module")
def by_nbgrader(course, tmp_path_factory) -> Path:
    """By plain nbgrader, without our settings."""
    return graded(course, tmp_path_factory.mktemp("plain"), "nbgrader", "autograde", config=PLAIN, assignments=[OTHER])


@pytest.fixture(scope="module", params=[("nbgrader", "autograde"), ("autograder", "autograde", "--jobs", "2")], ids=["nbgrader", "ours"])
def folder(request, course, tmp_path_factory) -> Path:
    return graded(course, tmp_path_factory.mktemp("graded"), *request.param)


def shown(folder: Path, student: str, assignment: str, name: str) -> str:
    nb = nbformat.read(folder / "autograded" / student / assignment / f"{assignment}.ipynb", as_version=4)
    return str(cell(nb, name).outputs)


def test_an_ordinary_assignment_is_marked_as_by_nbgrader(folder, by_nbgrader):
    due = marks(by_nbgrader, OTHER)
    assert marks(folder, OTHER) == due | {student: marks(folder, OTHER)[student] for student in ("hangs", "kills", "greedy")}
    totals = {student: sum(auto or 0 for auto, _ in given.values()) for student, given in due.items()}
    assert "image/png" in (folder / "autograded" / "right" / OTHER / f"{OTHER}.ipynb").read_text()  # for who marks a plot by hand
    assert totals == {"right": 15.5, "wrong": 7.5, "stub": 2}  # an empty test is everybody's


def test_a_value_that_is_no_mark_waits_for_a_person_and_costs_no_other(folder):
    given = marks(folder, OTHER)
    assert given["greedy"] == given["right"] | {"of_value": (None, True)}


@pytest.mark.parametrize(
    "student, says",
    [
        ("hangs", f"stopped after {SECONDS // 3} seconds of this cell: import sys"),
        ("kills", "process ended while this cell ran: import sys"),
    ],
)
def test_a_test_that_hangs_or_kills_has_no_points_and_says_why_and_costs_no_other(folder, student, says):
    given = marks(folder, OTHER)
    assert given[student] == given["right"] | LEFT_OUT
    assert says in shown(folder, student, OTHER, "warned")


def test_beside_our_exercises(folder):
    given = {student: {name: auto for name, (auto, _) in grades.items()} for student, grades in marks(folder, BLOCKS).items()}
    assert given == MARKED
    assert "AssertionError" in shown(folder, "wrong", BLOCKS, "before")
    assert "of this cell: assert" in shown(folder, "hangs", BLOCKS, "between")


def test_what_a_cell_shows_is_harmless_and_hides_no_mark():
    """More output than is kept, and the value or the error after it."""
    flood, value, error, stderr = "print('x' * 200_000)", "2.5", "1/0", "import sys; print('y', file=sys.stderr)"
    nb = run(quick(f"{flood}\n{value}", f"{flood}\n{error}", f"{flood}\n{stderr}", "%%html\n<script>steal()</script>")).notebook
    kinds = [[(o.output_type, o.get("name")) for o in c.outputs] for c in nb.cells[2:5]]
    assert [k[-1] for k in kinds] == [("execute_result", None), ("error", None), ("stream", "stderr")]


def test_a_graded_cell_whose_outputs_are_lost_waits_for_a_person(monkeypatch):
    monkeypatch.setitem(running.LATE, True, 3)
    nb = new_notebook(cells=[test("flood", "print('x' * 100_000_000)"), test("next", "1/0")])
    result = run(nb)
    assert list(result.lost) == ["flood"] and nb.cells[1].outputs[0].ename == "ZeroDivisionError"


def test_another_language_waits_for_a_person(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    nb = new_notebook(cells=[test("x", "x <- 1")], metadata={"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}})
    assert grade_notebook(nb)["reason"] == "Its language is R, and only Python can be run in isolation."
    _, resources = Grade().preprocess(nb, {"nbgrader": {"student": "anna"}, "metadata": {"path": str(tmp_path)}})
    assert "language is R" in resources[KEY]["waits"]["x"] and "waits for a person" in nb.cells[0].outputs[0]["data"]["text/plain"]
