"""A graded class is judged again: what would change is shown first, what a person wrote stays, and a killed run ends as one that was not."""

import os
import shutil
import signal
import sys
from types import SimpleNamespace

import nbformat
import pytest
from nbgrader.api import Gradebook

from demo import NAME, ROOT, SOLUTION

from ..support import warm
from ..support.notebooks import changed, replaced, solution

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # nbgrader's, about its database library
LAST_RELU = ("identity_block", '    return Activation("relu")(X)', "    return X")
CLASS = {"anna": solution(), "bela": changed(solution(), replaced(*LAST_RELU)), "chen": changed(solution(), replaced(*LAST_RELU))}
DIES = """
import os, signal, sys
from autograder.course import rejudge
steps = int(sys.argv.pop(1))
def dying(function):
    def step(*args, **kwargs):
        global steps
        steps -= 1
        if not steps:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **kwargs)
    return step
rejudge.save, rejudge.rewrite = dying(rejudge.save), dying(rejudge.rewrite)
rejudge.main(sys.argv[1:])
"""


def run(folder, *command, package=ROOT):
    env = os.environ | {"PYTHONPATH": str(package)}
    return warm.run([sys.executable, *command], cwd=folder, env=env, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A small class; a person has given chen a mark, a comment, and something off for being late."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "solutions" / NAME).mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copy(SOLUTION, folder / "solutions" / NAME)
    for student, nb in CLASS.items():
        home = folder / "submitted" / student / NAME
        home.mkdir(parents=True)
        (home / f"{NAME}.ipynb").write_text(nbformat.writes(nb))
    assert run(folder, "-m", "nbgrader", "generate_assignment", NAME).returncode == 0
    done = run(folder, "-m", "autograder", "autograde", NAME)
    assert done.returncode == 0, done.stderr
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("test_identity_block", NAME, NAME, "chen")
        grade.manual_score, grade.needs_manual_grade = 5, False
        gradebook.find_comment("identity_block", NAME, NAME, "chen").manual_comment = "See me."
        gradebook.find_submission_notebook(NAME, NAME, "chen").late_submission_penalty = 1
        gradebook.db.commit()
    return folder


@pytest.fixture(scope="module")
def stricter(tmp_path_factory):
    """The package with another rubric: the last ReLU is worth a point and a half more."""
    folder = tmp_path_factory.mktemp("package")
    shutil.copytree(ROOT / "autograder", folder / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    file = folder / "autograder" / "exercises" / "identity_block.py"
    assert 'points={"call": 0.75' in file.read_text()
    file.write_text(file.read_text().replace('points={"call": 0.75', 'points={"relu3": 2.0, "call": 0.75'))
    return folder


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".log"}


def rows(folder):
    """All that the gradebook says of the class."""
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        found = {}
        for submission in gradebook.assignment_submissions(NAME):
            for notebook in submission.notebooks:
                grades = {g.name: (g.auto_score, g.manual_score, bool(g.needs_manual_grade)) for g in notebook.grades}
                comments = {c.name: c.comment for c in notebook.comments}
                found[submission.student.id] = grades, comments, submission.late_submission_penalty
        return found


def test_without_a_change_nothing_changes(graded):
    before = files(graded)
    done = run(graded, "-m", "autograder", "rejudge", NAME, "--write")
    assert done.returncode == 0 and "3 submissions judged" in done.stdout and "0 of them have other marks now" in done.stdout, done
    assert files(graded) == before


@pytest.fixture(scope="module")
def rejudged(graded, stricter, tmp_path_factory):
    folder = tmp_path_factory.mktemp("rejudged")
    shutil.copytree(graded, folder, dirs_exist_ok=True)
    shown = run(folder, "-m", "autograder", "rejudge", NAME, package=stricter)
    assert files(folder) == files(graded), "it was only asked to show"
    written = run(folder, "-m", "autograder", "rejudge", NAME, "--write", package=stricter)
    return SimpleNamespace(folder=folder, shown=shown, written=written)


def test_what_would_change_is_shown_first(rejudged):
    lines = [line.split() for line in rejudged.shown.stdout.splitlines()]
    assert lines[0] == ["student", "exercise", "before", "after", "criteria"]
    assert {tuple(line[:2]) for line in lines[2:4]} == {("bela", "identity_block"), ("chen", "identity_block")}
    assert "relu3: 0/0.5 → 0/2" in rejudged.shown.stdout and "2 of them have other marks by that" in rejudged.shown.stdout
    assert f"python -m autograder rejudge {NAME} --write" in rejudged.shown.stdout


def test_the_marks_follow_and_what_a_person_wrote_stays(graded, rejudged):
    assert rejudged.written.returncode == 0, rejudged.written.stderr
    before, after = rows(graded), rows(rejudged.folder)
    assert after["anna"] == before["anna"]
    earned, now = (found["bela"][0]["test_identity_block"] for found in (before, after))
    assert now[0] < earned[0] and now[1:] == (None, False)
    assert after["chen"][0]["test_identity_block"] == (now[0], 5, True)  # both marks, for a person to confirm hers
    assert after["chen"][1:] == before["chen"][1:] == ({**before["chen"][1], "identity_block": "See me."}, 1)
    page = nbformat.read(rejudged.folder / "autograded" / "bela" / NAME / f"{NAME}.ipynb", as_version=4)
    (output,) = next(cell.outputs for cell in page.cells if "test_identity_block" in str(cell.metadata))
    assert output.data["text/plain"] == repr(now[0]) and "0 / 2</span>" in output.data["text/html"]


def test_what_was_judged_again_can_be_judged_again_and_asked_about(rejudged, stricter):
    """On the same evidence: a second time changes nothing, and by the first rubric all is as it was."""
    before = files(rejudged.folder)
    done = run(rejudged.folder, "-m", "autograder", "rejudge", NAME, "--write", package=stricter)
    assert "3 submissions judged" in done.stdout and "0 of them have other marks now" in done.stdout and files(rejudged.folder) == before
    back = run(rejudged.folder, "-m", "autograder", "rejudge", NAME)
    assert "relu3: 0/2 → 0/0.5" in back.stdout and "2 of them have other marks by that" in back.stdout
    said = run(rejudged.folder, "-m", "autograder", "why", "--kept", f"autograded/bela/{NAME}/{NAME}.ipynb", "identity_block").stdout
    assert "The last ReLU is missing" in said


def test_killed_at_any_step_and_started_again_it_ends_the_same(graded, stricter, rejudged, tmp_path):
    """Two submissions change, in three steps each: at every one of them a run is killed."""
    folder = tmp_path / "course"
    shutil.copytree(graded, folder)
    for step in (1, 2, 3, 4, 2, 3):
        killed = run(folder, "-c", DIES, str(step), NAME, "--write", package=stricter)
        assert killed.returncode == -signal.SIGKILL, killed
        assert rows(folder) != rows(rejudged.folder) or step in (2, 3)
    assert run(folder, "-m", "autograder", "rejudge", NAME, "--write", package=stricter).returncode == 0
    assert rows(folder) == rows(rejudged.folder)
    expected = {path: content for path, content in files(rejudged.folder).items() if path.suffix == ".ipynb"}
    assert {path: content for path, content in files(folder).items() if path.suffix == ".ipynb"} == expected


def test_evidence_is_the_courses_own(graded):
    """A file of that name that a student hands in is none, and none is given back."""
    assert run(graded, "-m", "nbgrader", "generate_feedback", NAME).returncode == 0
    kept = sorted(path.relative_to(graded) for path in graded.rglob("*.evidence"))
    assert [path.parts[:2] for path in kept] == [("autograded", student) for student in CLASS]
    assert all((graded / path).stat().st_size <= 5_050_000 for path in kept)


def test_why_a_mark_came_about_is_said_without_running_anything(graded):
    notebook = f"autograded/bela/{NAME}/{NAME}.ipynb"
    said = run(graded, "-m", "autograder", "why", "--kept", notebook, "identity_block").stdout
    assert "From the evidence that was kept when version" in said and "The last ReLU is missing" in said and "return X" in said
    none = run(graded, "-m", "autograder", "why", "--kept", f"submitted/bela/{NAME}/{NAME}.ipynb", "identity_block")
    assert none.returncode == 1 and "No evidence was kept. Leave out --kept" in none.stderr


def test_what_cannot_be_judged_again_is_said(graded, tmp_path):
    folder = tmp_path / "course"
    shutil.copytree(graded, folder)
    anna, bela = (folder / "autograded" / student / NAME / f"{NAME}.evidence" for student in ("anna", "bela"))
    anna.unlink()
    os.chmod(bela, 0o644)
    bela.write_bytes(bela.read_bytes()[:1000])
    done = run(folder, "-m", "autograder", "rejudge", NAME)
    assert (
        "anna: No evidence was kept." in done.stdout
        and "bela: It is no file of kept evidence" in done.stdout
        and "Traceback" not in done.stderr
    )
