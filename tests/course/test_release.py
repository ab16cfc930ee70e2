"""The notebooks as they are released: made from the source byte by byte, and fit for a student. And the figures in them."""

import ast
import re
import shutil
from pathlib import Path

import nbformat
import pytest

from autograder.course import release
from autograder.exercises import exercise
from autograder.grading.labels import grade_id
from autograder.show import diagram
from autograder.value.points import ASSIGNMENTS as POINTS
from demo.students import STUDENTS, submission

ROOT = Path(__file__).parents[2]
ASSIGNMENTS = release.assignments(ROOT)


@pytest.fixture(scope="module", params=ASSIGNMENTS, ids=lambda one: one.name)
def assignment(request):
    return request.param


@pytest.fixture(scope="module")
def released(assignment):
    return nbformat.read(ROOT / assignment.student, as_version=nbformat.NO_CONVERT)


def exercises_of(assignment):
    return POINTS[assignment.name]


def code(nb):
    return [cell for cell in nb.cells if cell.cell_type == "code"]


def test_the_committed_notebooks_are_those_of_the_source():
    derived = release.derive(ROOT)
    assert derived == release.derive(ROOT)
    for path, content in derived.items():
        assert (ROOT / path).read_bytes() == content, f"{path} is out of date: make release"


def test_check_names_what_is_stale(tmp_path, capsys):
    for folder in ("solutions", "images"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    assert release.main(["--check"], tmp_path) == 1
    assert f"{ASSIGNMENTS[0].student} is out of date" in capsys.readouterr().out
    assert not (tmp_path / "assignment").exists()
    assert release.main([], tmp_path / "nowhere") == 1
    assert "Run this at the root of the project" in capsys.readouterr().err


def test_the_student_gets_a_valid_notebook_with_all_points(assignment, released):
    nbformat.validate(released)
    assert (released.nbformat, released.nbformat_minor) == (4, 5)
    assert set(released.metadata) == {"kernelspec", "language_info"}
    ids = [cell.id for cell in released.cells]
    assert len(set(ids)) == len(ids) and not any(re.fullmatch(r"[0-9a-f]{8}", i) for i in ids)
    labels = {cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader for cell in released.cells if "nbgrader" in cell.metadata}
    due = exercises_of(assignment)
    assert {f"test_{e}" for e in due} | set(due) <= set(labels)
    assert {name: label.points for name, label in labels.items() if label.grade} == {f"test_{e}": points for e, points in due.items()}
    assert all(label.schema_version == 3 and label.checksum for label in labels.values())
    for name in due:
        checks = [cell for cell in code(released) if cell.id == f"test_{name}"]
        assert [cell.source for cell in checks] == [f'check("{name}")']


def test_a_text_with_a_figure_cannot_be_broken(released):
    """Its source is a hundred thousand letters; and it holds no steps of an exercise, which are to be read beside the code."""
    long = [cell for cell in released.cells if len(cell.source) > 10_000]
    assert long and all(cell.cell_type == "markdown" and cell.metadata.editable is False for cell in long)


def test_the_course_s_address_is_set_once(assignment, tmp_path):
    for folder in ("solutions", "images"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / release.ADDRESS).write_text("https://github.com/school/course.git\n", encoding="utf-8")
    before, after = (release.instructor_notebook(root, assignment) for root in (ROOT, tmp_path))
    course = next(cell for cell in after.cells if cell.source.startswith("COURSE"))
    assert course.source.startswith('COURSE = "git+https://github.com/school/course"') and course.metadata.get("editable") is not False
    opens = f"https://colab.research.google.com/github/school/course/blob/main/{assignment.student}"
    assert after.cells[0].source.startswith("# ") and opens in after.cells[0].source and "colab" not in before.cells[0].source
    assert not any("YOUR-ORGANISATION" in cell.source for cell in after.cells)


def test_nothing_of_the_solution_is_released(assignment, released):
    solution = nbformat.read(ROOT / assignment.instructor, as_version=4)
    text = "\n".join(cell.source for cell in code(released))
    for cell in code(solution):
        for line in cell.source.partition("### BEGIN SOLUTION")[2].partition("### END SOLUTION")[0].splitlines():
            if len(line.strip()) > 12:
                assert line.strip() not in text
    assert "SOLUTION" not in text and "HIDDEN" not in text
    assert all(not cell.outputs and cell.execution_count is None for cell in code(released))


def test_the_stubs_compile_and_say_that_they_are_stubs(assignment, released):
    for cell in code(released):
        ast.parse(cell.source)
    for name in exercises_of(assignment):
        stub = ast.parse(next(cell.source for cell in code(released) if cell.id == name)).body[0]
        assert stub.name == name and ast.get_docstring(stub)
        assert isinstance(stub.body[-1], ast.Raise) and "NotImplementedError" in ast.unparse(stub.body[-1])


@pytest.mark.parametrize("name", [name for exercises in POINTS.values() for name in exercises])
def test_figures_are_drawn_from_the_values(name, tmp_path):
    """Every step stands in the picture and in its alternative text, and the notebook brings the picture with it."""
    value = exercise(name).lines
    home = next(one for one in ASSIGNMENTS if name in exercises_of(one))
    released = nbformat.read(ROOT / home.student, as_version=4)
    words = diagram.describe(value)
    canvas = diagram.network(value) if value.calls else diagram.block(value, name)
    shown = [" ".join(text.get_text().split()) for text in canvas.axes.texts]
    for step in (step for line, step in value.steps().items() if line not in value.calls and step.does != "join"):
        box = diagram.box(step)
        assert " ".join(box.title.split()) in shown and box.title.split()[0] in words
    canvas.save(tmp_path / "picture.svg")
    first = (tmp_path / "picture.svg").read_bytes()
    canvas.save(tmp_path / "picture.svg")
    assert first == (tmp_path / "picture.svg").read_bytes()
    assert any(f'alt="{words}" src="data:image/png;base64,' in cell.source for cell in released.cells)


def test_the_demonstration_class_does_without_an_exercise():
    """As in a course that leaves one out."""
    released, solved = (nbformat.read(ROOT / path, as_version=4) for path in (ASSIGNMENTS[0].student, ASSIGNMENTS[0].instructor))
    for nb in (released, solved):
        nb.cells = [cell for cell in nb.cells if "ResNet50" not in str(grade_id(cell))]
    assert all(submission(student, released, solved) for student in STUDENTS)
