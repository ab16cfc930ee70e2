"""A class goes through nbgrader's own commands: one course, graded once, with everything that students do to notebooks."""

import copy
import csv
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import SimpleNamespace

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook

from demo import EXERCISES, NAME, RELEASE, ROOT, SOLUTION

from ..support import warm
from ..support.notebooks import cell, changed, place, release, replaced, solution

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # nbgrader's, about its database library
FIRST = EXERCISES[0]
NOISE = """
import sys, warnings
print("to stderr", file=sys.stderr)
warnings.warn("look out")
"""


def duplicate(nb):
    nb.cells.insert(0, copy.deepcopy(cell(nb, f"test_{FIRST}")))


def retype(nb):
    old = cell(nb, f"test_{FIRST}")
    nb.cells[place(nb, f"test_{FIRST}")] = new_markdown_cell(old.source, metadata=old.metadata)


def other_kernel(nb):
    nb.metadata.kernelspec = {"name": "julia-9", "display_name": "Julia", "language": "julia"}


def old_labels(nb):
    for c in nb.cells:
        if "nbgrader" in c.metadata:
            c.metadata.nbgrader.schema_version = 1


def script(nb):
    cell(
        nb, FIRST
    ).source = f"def {FIRST}(X, f, filters, training=None, initializer=None):\n    raise ValueError('<script>steal()</script>')"


CHANGES = {
    "right": lambda nb: None,
    "partial": replaced(FIRST, '    return Activation("relu")(X)', "    return X"),
    "duplicated": duplicate,
    "missing": lambda nb: nb.cells.pop(place(nb, f"test_{FIRST}")),
    "retyped": retype,
    "kernel": other_kernel,
    "labels": old_labels,
    "noisy": lambda nb: cell(nb, FIRST).update(source=cell(nb, FIRST).source + NOISE),
    "script": script,
    "exits": lambda nb: cell(nb, "ResNet50").update(source="import os; os._exit(1)"),
}
POINTS = {"partial": 27.5, "exits": 20, "untouched": 0} | dict.fromkeys(
    ("right", "duplicated", "missing", "retyped", "kernel", "labels", "noisy"), 30
)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    (folder / "solutions" / NAME).mkdir(parents=True)
    shutil.copy(SOLUTION, folder / "solutions" / NAME)

    def nbgrader(*arguments):
        call = [sys.executable, "-m", "nbgrader", *arguments]
        return warm.run(call, cwd=folder, capture_output=True, text=True, timeout=600)

    def hand_in(student, content):
        (folder / "submitted" / student / NAME).mkdir(parents=True)
        (folder / "submitted" / student / NAME / f"{NAME}.ipynb").write_text(content)

    done = {"generate_assignment": nbgrader("generate_assignment", NAME)}
    for student, change in CHANGES.items():
        hand_in(student, nbformat.writes(changed(solution(), change)))
    hand_in("untouched", nbformat.writes(release()))
    hand_in("broken", nbformat.writes(solution())[:5000])
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        gradebook.add_student("absent", last_name="Doe, John")
    for command in (("autograde", NAME), ("generate_feedback", NAME), ("export",)):
        done[command[0]] = nbgrader(*command)
    return SimpleNamespace(folder=folder, nbgrader=nbgrader, done=done)


def feedback(course, student) -> str:
    return (course.folder / "feedback" / student / NAME / f"{NAME}.html").read_text()


def test_a_receipt_is_of_the_file_that_was_handed_in(course):
    """And of one that nobody could read."""
    for student, points in {"partial": "27.5 of 30 (", "broken": "none yet, it waits for a person"}.items():
        files = [f"submitted/{student}/{NAME}/{NAME}.ipynb", f"feedback/{student}/{NAME}/{NAME}.html"]
        done = subprocess.run([sys.executable, "-m", "autograder", "receipt", *files], cwd=course.folder, capture_output=True, text=True)
        assert done.returncode == 0, done
        assert f"to {student} for {NAME}: {points}" in done.stdout and "The gradebook has the same points." in done.stdout
        assert "This file was graded" in done.stdout and "This is the file of the receipt" in done.stdout


def test_every_command_ends_well(course):
    assert {name: done.returncode for name, done in course.done.items()} == dict.fromkeys(course.done, 0)


def test_the_release_is_the_one_in_the_repository(course):
    assert (course.folder / "assignment" / NAME / f"{NAME}.ipynb").read_bytes() == RELEASE.read_bytes()


def test_the_gradebook(course):
    with Gradebook(f"sqlite:///{course.folder}/gradebook.db") as gradebook:
        submissions = {s.student.id: (s.score, s.needs_manual_grade) for s in gradebook.assignment_submissions(NAME)}
        broken = [g.auto_score for n in gradebook.find_submission(NAME, "broken").notebooks for g in n.grades]
    assert 20 <= submissions.pop("script")[0] < 30  # what a function earns that only raises is the rubric's affair
    assert submissions == {student: (points, False) for student, points in POINTS.items()} | {"broken": (0, True)}
    assert broken == [None, None, None]


def test_the_challenges_come_from_the_courses_secret(course):
    secret = course.folder / "course_secret"
    assert secret.stat().st_mode & 0o777 == 0o600 and len(secret.read_text().strip()) == 64


def test_a_mistake_is_named_and_drawn_in_the_feedback(course):
    page = feedback(course, "partial")
    assert "The last ReLU is missing." in page and "data:image/svg+xml;base64," in page and "identity_block beside yours." in page


def test_the_export(course):
    """A zero is a mark: who has none, or has handed nothing in, has a blank and a word."""
    with (course.folder / "grades.csv").open() as file:
        rows = {row["student_id"]: (row["score"], row["status"]) for row in csv.DictReader(file) if row["max_score"] == "30.0"}
    assert 20 <= float(rows.pop("script")[0]) < 30
    assert rows.pop("broken") == ("", "waits for a person") and rows.pop("absent") == ("", "not handed in")
    assert rows == {student: (str(float(points)), "graded") for student, points in POINTS.items()}


def test_feedback_shows_the_cards(course):
    assert "7.5 of 10 points" in feedback(course, "partial")
    assert "Not attempted" in feedback(course, "untouched")
    assert "process ended while this cell ran: import os; os._exit(1)" in feedback(course, "exits")
    assert "could not be graded automatically" in feedback(course, "broken") and "cut off" in feedback(course, "broken")
    assert heading(course, "broken") == "residual_networks: no mark yet, it waits for a person; 30 points can be had"
    assert heading(course, "partial") == "residual_networks: 27.5 of 30 points"


def heading(course, student) -> str:
    return " ".join(BeautifulSoup(feedback(course, student), "html.parser").h1.get_text().split())


def test_feedback_says_what_was_mended(course):
    assert "several times; the last one counts" in feedback(course, "duplicated")
    assert "missing; it was put back" in feedback(course, "missing")


def test_a_card_is_safe(course):
    page = feedback(course, "script")
    assert "ValueError: &lt;script&gt;steal()" in page
    assert "<script>steal" not in page


def test_the_graded_copy_keeps_the_students_cells(course):
    path = course.folder / "autograded" / "right" / NAME / f"{NAME}.ipynb"
    assert [c.source for c in nbformat.read(path, as_version=4).cells] == [c.source for c in solution().cells]


@pytest.mark.parametrize(
    "student, says", {"right": "Success! Your notebook passes all the tests.", "partial": "VALIDATION FAILED ON 1 CELL(S)"}.items()
)
def test_validate(course, student, says):
    """It runs every cell; here the lesson's experiments, which take minutes, are left out."""
    nb = nbformat.read(course.folder / "submitted" / student / NAME / f"{NAME}.ipynb", as_version=4)
    nb.cells = [c for c in nb.cells if "lab" not in c.metadata.get("tags", ())]
    nbformat.write(nb, course.folder / f"{student}.ipynb")
    done = course.nbgrader("validate", f"{student}.ipynb")
    assert says in done.stdout, done.stdout + done.stderr


def test_the_formgrader_opens(course):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [f"--port={port}", "--no-browser", "--allow-root", "--IdentityProvider.token=", "--ServerApp.ip=127.0.0.1"]
    log = course.folder / "server.log"
    with log.open("w") as file:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "server", *options], cwd=course.folder, stdout=file, stderr=file, env=dict(os.environ)
        )
    try:
        page = fetched(f"http://127.0.0.1:{port}/formgrader/manage_assignments", server)
        assignments = fetched(f"http://127.0.0.1:{port}/formgrader/api/assignments", server)
    finally:
        server.terminate()
        server.wait(timeout=20)
    assert "Manage Assignments" in page
    assert f'"name": "{NAME}"' in assignments and f'"name": "{NAME}.py"' not in assignments


def fetched(address: str, server: subprocess.Popen) -> str:
    for _ in range(120):
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError:
            raise
        except (urllib.error.URLError, ConnectionError):
            assert server.poll() is None, "the server ended"
            time.sleep(0.5)
    raise AssertionError(f"{address} did not answer")
