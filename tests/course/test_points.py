"""An exercise's points are changed as the page for instructors says, after a first grading: one scale everywhere, and nothing silently without effect."""

import json
import shutil
from functools import partial
from types import SimpleNamespace

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.course import release
from demo import NAME

from ..support import courses
from ..support.installed import ROOT
from ..support.notebooks import cell, changed, replaced, solution

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # nbgrader's, about its database library
HERE = release.Assignment(NAME)
LABEL = '"grade_id": "test_identity_block", "locked": true, "points": {}'


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A clone as far as it matters, graded, its first exercise then made worth 4 instead of 10 points, and graded again."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("nbgrader_config.py", "solutions", "images", "autograder/answers.json", "autograder/points.json"):
        (folder / name).parent.mkdir(exist_ok=True)
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, folder / name)
    home = folder / "submitted" / "anna" / NAME
    home.mkdir(parents=True)
    wrong = changed(solution(), replaced("identity_block", '    return Activation("relu")(X)', "    return X"))
    (home / f"{NAME}.ipynb").write_text(nbformat.writes(wrong))

    run = partial(courses.run, folder)
    steps = {"first": run("nbgrader", "generate_assignment", NAME)}
    steps["graded"] = run("autograder", "autograde", NAME)
    source = folder / HERE.source
    assert LABEL.format(10) in source.read_text()
    source.write_text(source.read_text().replace(LABEL.format(10), LABEL.format(4)))
    steps["release"] = run("autograder.course.release")
    steps["too early"] = run("nbgrader", "autograde", NAME, "--force")
    steps["second"] = run("nbgrader", "generate_assignment", NAME)
    steps["judged again"] = run("autograder", "rejudge", NAME, "--write")
    rejudged = scores(folder)
    steps["again"] = run("autograder", "autograde", NAME, "--force")
    steps["feedback"] = run("nbgrader", "generate_feedback", NAME)
    return SimpleNamespace(folder=folder, steps=steps, run=run, rejudged=rejudged, handed_in=home / f"{NAME}.ipynb")


def scores(folder):
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        submission = gradebook.find_submission(NAME, "anna")
        return submission.score, submission.max_score


def test_what_else_to_run_is_said(course):
    assert {name: step.returncode for name, step in course.steps.items()} == dict.fromkeys(course.steps, 0) | {"too early": 1}
    assert f"nbgrader generate_assignment {NAME}" in course.steps["release"].stdout
    said = course.steps["too early"].stderr
    assert "does not know the present points of test_identity_block" in said and "generate_assignment" in said and "Traceback" not in said


def test_the_gradebook_and_the_table(course):
    assert course.steps["graded"].stdout.splitlines()[2].split() == ["anna", "7.5", "10", "10", "27.5"]
    assert course.steps["again"].stdout.splitlines()[2].split() == ["anna", "3", "10", "10", "23"]
    assert course.rejudged == scores(course.folder) == (23, 24)
    assert "7.5 of 10" in course.steps["judged again"].stdout and "3 of 4" in course.steps["judged again"].stdout


def test_the_feedback_has_one_scale(course):
    page = (course.folder / "feedback" / "anna" / NAME / f"{NAME}.html").read_text()
    assert "3 of 4 points" in page and "0 / 0.2</span>" in page  # the last ReLU, 0.5 of 10
    assert "Score: 3.0 / 4.0 " in page and "3 of 4 points" in page and "of 10 points" in page and "7.5 of" not in page


def test_a_file_is_graded_on_the_releases_scale(course):
    done = course.run("autograder", "grade", "--json", "--release", f"assignment/{NAME}/{NAME}.ipynb", str(course.handed_in))
    answer = json.loads(done.stdout)["submissions"][0]
    assert (answer["points"], answer["max_points"]) == (23, 24)
    first = answer["exercises"][0]
    assert (first["points"], first["max_points"]) == (3, 4) and sum(c["max_points"] for c in first["criteria"]) == pytest.approx(4)
    none = course.run("autograder", "grade", "--release", "nbgrader_config.py", str(course.handed_in))
    assert none.returncode == 2 and none.stderr.startswith("nbgrader_config.py: The file is not a notebook")


def test_who_judged_is_kept(course):
    kept = nbformat.read(course.folder / "autograded" / "anna" / NAME / f"{NAME}.ipynb", as_version=4).metadata.judged_by
    assert f"{kept.version} (rubric {kept.rubric})\n" == course.run("autograder", "--version").stdout


def test_an_edited_notebook_is_not_overwritten(course):
    path = course.folder / HERE.instructor
    nb = nbformat.read(path, as_version=4)
    cell(nb, "identity_block").execution_count = 3
    nb.metadata.language_info.version = "3.99"
    nbformat.write(nb, path)  # run and saved, no more
    assert course.run("autograder.course.release").returncode == 0
    nb.cells[0].source += "\nby hand"
    nbformat.write(nb, path)
    before = path.read_bytes()
    refused = course.run("autograder.course.release")
    assert refused.returncode == 1 and "was edited by hand" in refused.stderr and "FORCE=--force" in refused.stderr
    assert path.read_bytes() == before
    assert course.run("autograder.course.release", "--force").returncode == 0 and path.read_bytes() != before
