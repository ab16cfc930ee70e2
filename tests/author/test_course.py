"""The page for instructors, from a file with an exercise to the gradebook: what it tells them to write and run, in a course of their own."""

import json
import re
import shutil
import subprocess

import nbformat
import pytest

from ..support.courses import marks
from ..support.installed import ROOT, environment, see, surroundings, work_tree
from ..support.notebooks import cell, changed, replaced

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # nbgrader's, about its database library
PAGE = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
_, FILE, SOURCE = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
NAME, ASSIGNMENT = "squeeze_and_excitation", "attention"
MAKE = {"figures": "images.figures", "release": "autograder.course.release"}  # what the targets run
WRONG = replaced(NAME, 'Dense(squeezed, activation="relu")', "Dense(squeezed)")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A clone with one more exercise and one more assignment: anna's is right, bela has no ReLU."""
    folder = clone(work_tree(tmp_path_factory.mktemp("clone")))
    (folder / "autograder" / "exercises" / f"{NAME}.py").write_text(FILE)
    (folder / "solutions" / f"{ASSIGNMENT}.py").write_text(SOURCE)
    for command in re.search(r"^make figures\n(?:[^`\n]+\n)+", PAGE, re.MULTILINE)[0].splitlines():
        program, *arguments = command.split()
        run(folder, *((MAKE[arguments[0]],) if program == "make" else (program, *arguments)))
    right = nbformat.read(folder / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)
    for student, nb in {"anna": right, "bela": changed(right, WRONG)}.items():
        home = folder / "submitted" / student / ASSIGNMENT
        home.mkdir(parents=True)
        nbformat.write(nb, home / f"{ASSIGNMENT}.ipynb")
    run(folder, "nbgrader", "autograde", ASSIGNMENT)
    return folder


def clone(folder):
    """With a `.venv` in which it is installed for editing, as `make` does that."""
    see(environment(folder / ".venv"), folder)
    return folder


def copied(course, folder):
    clone(shutil.copytree(course, folder, ignore=shutil.ignore_patterns(".venv")))
    return folder


def run(folder, *command) -> str:
    call = [folder / ".venv" / "bin" / "python", "-m", *command]
    done = subprocess.run(call, cwd=folder, env=surroundings(), capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_new_exercise_is_released_with_its_picture_and_graded(course):
    released = nbformat.read(course / "assignment" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)
    assert "NotImplementedError" in cell(released, NAME).source and "keepdims" not in cell(released, NAME).source
    assert any("image/png" in str(c.get("attachments")) or "base64" in c.source for c in released.cells if c.cell_type == "markdown")
    given = marks(course, ASSIGNMENT)
    assert given["anna"] == {f"test_{NAME}": (8, False), "why_squeezed": (None, True)}
    points, by_hand = given["bela"][f"test_{NAME}"], given["bela"]["why_squeezed"]
    assert 3 < points[0] < 8 and by_hand == (None, True)
    graded = nbformat.read(course / "autograded" / "bela" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)
    assert "ReLU is missing" in str(cell(graded, f"test_{NAME}").outputs)


def test_points_of_a_criterion_change_without_running_anybody(course, tmp_path):
    folder = copied(course, tmp_path / "course")
    file = folder / "autograder" / "exercises" / f"{NAME}.py"
    file.write_text(FILE.replace("calls=", 'points={"relu1": 5},\n    calls='))
    shown = run(folder, "autograder", "rejudge", ASSIGNMENT)
    assert "bela" in shown and "anna" not in shown and marks(folder, ASSIGNMENT) == marks(course, ASSIGNMENT)
    run(folder, "autograder", "rejudge", ASSIGNMENT, "--write")
    assert marks(folder, ASSIGNMENT)["anna"] == marks(course, ASSIGNMENT)["anna"]
    assert marks(folder, ASSIGNMENT)["bela"][f"test_{NAME}"][0] < marks(course, ASSIGNMENT)["bela"][f"test_{NAME}"][0] - 1


def test_a_signature_changes_in_the_file_and_in_the_source(course, tmp_path):
    folder = copied(course, tmp_path / "course")
    for path in (folder / "autograder" / "exercises" / f"{NAME}.py", folder / "solutions" / f"{ASSIGNMENT}.py"):
        path.write_text(re.sub(r"\bsqueezed\b", "width", path.read_text()))
    run(folder, MAKE["release"])
    new = folder / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    old = folder / "submitted" / "anna" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    answer = json.loads(run(folder, "autograder", "grade", "--json", str(new), str(old)))
    first, second = (s["exercises"][0]["points"] for s in answer["submissions"])
    assert first == 8 and second < 8
