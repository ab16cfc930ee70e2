"""`python -m autograder grade` as its users meet it: the contract's JSON, exit codes, one-line errors."""

import json
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from .notebooks import changed, place, release, replaced, solution

CALL = [sys.executable, "-m", "autograder"]


def command(*arguments, cwd=None):
    return subprocess.run([*CALL, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, timeout=300)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("submissions")
    no_addition = changed(solution(), replaced("identity_block", "    X = Add()([X, X_shortcut])\n", ""))
    del no_addition.cells[place(no_addition, "test_ResNet50")]
    for name, nb in {"right": solution(), "wrong": no_addition, "untouched": release()}.items():
        nbformat.write(nb, folder / f"{name}.ipynb")
    (folder / "broken.ipynb").write_text(nbformat.writes(solution())[:5000])
    names = ["right.ipynb", "broken.ipynb", "untouched.ipynb", "missing.ipynb", "wrong.ipynb"]
    return names, command("grade", "--json", "--jobs", "2", *names, cwd=folder)


def test_the_contract(graded):
    names, done = graded
    submissions = json.loads(done.stdout)["submissions"]
    assert (done.returncode, done.stderr) == (1, "")
    assert [s["path"] for s in submissions] == names
    assert [s["outcome"] for s in submissions] == ["graded", "ungradable", "graded", "ungradable", "graded"]
    right, broken, untouched, missing, wrong = submissions
    assert (right["points"], right["max_points"], right["reason"]) == (30, 30, "")
    assert {e["outcome"] for e in untouched["exercises"]} == {"not attempted"}
    assert "cut off" in broken["reason"] and "no such file" in missing["reason"]
    first = wrong["exercises"][0]
    assert first["outcome"] == "failed" and 0 < first["points"] < 10
    assert {c["id"] for c in first["criteria"] if c["outcome"] == "failed"} == {"add", "output"}
    assert {"id", "says", "outcome", "points", "max_points", "message"} <= set(first["criteria"][0])
    assert [e["points"] for e in wrong["exercises"][1:]] == [10, 10]
    assert right["notes"] == [] and any("ResNet50" in note and "missing" in note for note in wrong["notes"])


def test_another_assignment(tmp_path):
    nbformat.write(new_notebook(cells=[new_code_cell("assert 1 + 1 == 2")]), tmp_path / "other.ipynb")
    done = command("grade", tmp_path / "other.ipynb")
    assert done.returncode == 1 and "ungradable: It holds none of identity_block, convolutional_block, ResNet50" in done.stdout


def test_text(tmp_path):
    nbformat.write(solution(), tmp_path / "mine.ipynb")
    done = command("grade", tmp_path / "mine.ipynb")
    assert (done.returncode, done.stderr) == (0, "")
    assert "identity_block: all right, 10 of 10 points" in done.stdout and "30 of 30 points" in done.stdout


@pytest.mark.parametrize("arguments", [(), ("grade",), ("grade", "a.ipynb", "--jobs", "0"), ("mark", "a.ipynb")], ids=str)
def test_bad_arguments(arguments):
    done = command(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "error:" in done.stderr.splitlines()[-1] and "Traceback" not in done.stderr
