"""A course that has nothing of this repository but a wheel: begun by `init`, released, graded and shown, in a folder of its own."""

import csv
import json
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import nbformat
import pytest

from autograder.evidence.version import DISTRIBUTION
from autograder.sandbox.warm import CAN_FORK

from ..support import installed
from ..support.notebooks import changed, replaced, solution

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not (CAN_FORK and shutil.which("git")), reason="git, and isolation, which is Linux's")]
ASSIGNMENT, NOTEBOOK = "Lab 3", "residual nets"
ORDINARY = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
CAN_BE_ORDINARY = shutil.which("unshare") and subprocess.run([*ORDINARY, "true"], capture_output=True).returncode == 0


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    return installed.work_tree(tmp_path_factory.mktemp("source"))


@pytest.fixture(scope="module")
def python(source, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    return installed.install(installed.wheel(source, folder), folder / "environment")


@pytest.fixture(scope="module")
def command(python):
    """Runs a command of the environment, with its results as text: a module, or the program that `by` names."""
    environment = installed.surroundings()

    def run(*arguments, who=(), cwd="/", by=(python, "-m")):
        call = [*who, *map(str, (*by, *arguments))]
        return subprocess.run(call, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300)

    return run


@pytest.fixture(scope="module")
def course(command, tmp_path_factory):
    """Begun by `init`, with names of its own, and graded."""
    folder = tmp_path_factory.mktemp("folder") / "my course"
    begun = command("autograder", "init", folder)
    begun_again = command("autograder", "init", folder)
    (folder / "solutions" / "residual_networks").rename(folder / "solutions" / ASSIGNMENT)
    (notebook,) = (folder / "solutions" / ASSIGNMENT).iterdir()
    notebook.rename(notebook.with_stem(NOTEBOOK))
    partial = changed(solution(), replaced("identity_block", '    return Activation("relu")(X)', "    return X"))
    for student, nb in {"anna": solution(), "bela": partial}.items():
        home = folder / "submitted" / student / ASSIGNMENT
        home.mkdir(parents=True)
        (home / f"{NOTEBOOK}.ipynb").write_text(nbformat.writes(nb))
    steps = (
        ("nbgrader", "generate_assignment", ASSIGNMENT),
        ("nbgrader", "autograde", ASSIGNMENT, "--student", "anna"),
        ("autograder", "autograde", ASSIGNMENT),
        ("nbgrader", "generate_feedback", ASSIGNMENT),
        ("nbgrader", "export"),
    )
    done = {step[:2]: command(*step, cwd=folder) for step in steps}
    return SimpleNamespace(folder=folder, begun=begun, begun_again=begun_again, done=done)


@pytest.mark.parametrize("who", [(), ORDINARY] if CAN_BE_ORDINARY else [()], ids=["itself", "ordinary"][: 1 + bool(CAN_BE_ORDINARY)])
def test_everything_holds(command, who):
    done = command("autograder", "doctor", who=who)
    assert (done.returncode, done.stderr) == (0, "") and "NO" not in done.stdout, done.stdout


def test_a_file_is_graded_by_an_ordinary_user(command, course):
    handed_in = course.folder / "submitted" / "bela" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    done = command("autograder", "grade", "--json", handed_in, who=ORDINARY if CAN_BE_ORDINARY else ())
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["submissions"][0]["points"] == 27.5
    assert f"{answer['judged_by']['version']} (rubric {answer['judged_by']['rubric']})\n" == command("autograder", "--version").stdout


def test_the_script_is_the_module(command, python, tmp_path):
    """And it is ours, not that of the other distribution of this name."""
    script = [python.with_name("autograder")]
    whose = "import importlib.metadata as m; print({e.dist.name for e in m.entry_points(group='console_scripts', name='autograder')})"
    assert command(whose, by=(python, "-c")).stdout == f"{{'{DISTRIBUTION}'}}\n"
    assert command("--version", by=script).stdout == command("autograder", "--version").stdout != ""
    nbformat.write(
        changed(solution(), replaced("identity_block", '    return Activation("relu")(X)', "    return X")), tmp_path / "mine.ipynb"
    )
    told = command("why", "mine.ipynb", "identity_block", by=script, cwd=tmp_path)
    assert (told.returncode, told.stderr) == (0, "") and "relu3  – nothing" in told.stdout
    refused = command("why", "mine.ipynb", "ResNet", by=script, cwd=tmp_path)
    assert refused.returncode == 2 and refused.stderr.startswith("There is no exercise 'ResNet'")


def test_a_course_begins_once(course):
    assert (course.begun.returncode, course.begun.stderr) == (0, "")
    assert course.begun_again.returncode == 1 and "nothing was written" in course.begun_again.stderr


def test_its_files_are_those_of_the_repository(course):
    assert (course.folder / "nbgrader_config.py").read_bytes() == (installed.ROOT / "nbgrader_config.py").read_bytes()
    notebook = course.folder / "solutions" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    assert notebook.read_bytes() == (installed.ROOT / "solutions/residual_networks/residual_networks.ipynb").read_bytes()


def test_a_class_is_graded(course):
    assert {name: (done.returncode, done.stderr[-2000:]) for name, done in course.done.items() if done.returncode} == {}
    with (course.folder / "grades.csv").open() as file:
        assert {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)} == {"anna": 30, "bela": 27.5}
    page = (course.folder / "feedback" / "bela" / ASSIGNMENT / f"{NOTEBOOK}.html").read_text()
    assert "The last ReLU is missing." in page
    assert "bela" in course.done["autograder", "autograde"].stdout


def test_a_package_without_answers_packs_no_solutions(python, source, tmp_path):
    """Although they were packed before."""
    (source / "autograder" / "answers.json").unlink()
    packed = ZipFile(installed.wheel(source, tmp_path)).namelist()
    assert not [name for name in packed if "answers" in name or name.endswith(".ipynb")] and {
        "autograder/points.json",
        "autograder/py.typed",
    } <= {*packed}
