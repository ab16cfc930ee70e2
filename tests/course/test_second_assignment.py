"""Two assignments in one course: the second is released, graded, reported on and exported like the first, in the same gradebook."""

import shutil

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.course.release import assignments
from autograder.grading.labels import grade_id
from demo import NAME, ROOT, SOLUTION

from ..support.courses import ran
from ..support.notebooks import solution

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # nbgrader's, about its database library
SECOND = assignments(ROOT)[1]
SUM = "    return Add()([X, X_shortcut])\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """In a folder with a blank in its name: anna hands in both, right; bela the second, with two mistakes."""
    folder = tmp_path_factory.mktemp("a course")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    for name, source in ((NAME, SOLUTION), (SECOND.name, ROOT / SECOND.instructor)):
        (folder / "solutions" / name).mkdir(parents=True)
        shutil.copy(source, folder / "solutions" / name)
    right = nbformat.read(ROOT / SECOND.instructor, as_version=4)
    wrong = nbformat.from_dict(right)
    for cell in wrong.cells:
        if grade_id(cell) == "pre_activation_block":
            assert SUM in cell.source
            cell.source = cell.source.replace(SUM, "    X = Add()([X, X_shortcut])\n    return Activation('relu')(X)\n")
        if grade_id(cell) == "dense_layer":
            cell.source = cell.source.replace("4 * growth", "growth")
    for student, name, nb in (("anna", NAME, solution()), ("anna", SECOND.name, right), ("bela", SECOND.name, wrong)):
        home = folder / "submitted" / student / name
        home.mkdir(parents=True)
        (home / f"{name}.ipynb").write_text(nbformat.writes(nb))
    return folder


def test_both_are_graded_into_one_gradebook(course):
    for name in (NAME, SECOND.name):
        ran(course, "nbgrader", "generate_assignment", name)
        ran(course, "nbgrader", "autograde", name)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        marks = {
            (s.student.id, a.name): (s.score, s.max_score) for a in gradebook.assignments for s in gradebook.assignment_submissions(a.name)
        }
        lost = {g.name: g.score for n in gradebook.find_submission(SECOND.name, "bela").notebooks for g in n.grades}
    assert marks["anna", NAME] == (30, 30) and marks["anna", SECOND.name] == (20, 20)
    assert lost["test_inverted_residual"] == lost["test_encoder_block"] == 5
    assert 2 < lost["test_pre_activation_block"] < 5 and 2 < lost["test_dense_layer"] < 5


def test_what_is_said_of_the_second(course):
    assert [line.split()[0] for line in ran(course, "autograder", "marks", SECOND.name).stdout.splitlines()[2:]] == ["anna", "bela"]
    ran(course, "autograder", "report", SECOND.name)
    page = (course / "reports" / f"{SECOND.name}.html").read_text()
    assert "There is a ReLU after the addition" in page and "growth" in page
    ran(course, "nbgrader", "generate_feedback", SECOND.name)
    assert "inverted_residual" in (course / "feedback" / "bela" / SECOND.name / f"{SECOND.name}.html").read_text()


def test_a_file_is_graded_as_what_it_is(course):
    said = ran(course, "autograder", "grade", f"submitted/bela/{SECOND.name}/{SECOND.name}.ipynb").stdout
    assert "of 20 points" in said and "pre_activation_block" in said and "identity_block" not in said
