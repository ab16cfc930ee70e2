"""`python -m autograder grade` as its users meet it: the contract's JSON, exit codes, one-line errors."""

import json
import os
import subprocess
import sys
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.__main__ import grade
from autograder.grading.limits import Limits
from autograder.grading.marks import ungradable
from autograder.judge import RUBRIC

from ..support.notebooks import changed, place, release, replaced, solution

CALL = [sys.executable, "-m", "autograder"]


def command(*arguments, cwd=None):
    return subprocess.run([*CALL, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, timeout=300)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("submissions")
    no_addition = changed(solution(), replaced("identity_block", "    X = Add()([X, X_shortcut])\n", ""))
    del no_addition.cells[place(no_addition, "test_ResNet50")]
    late, gone = (changed(solution(), replaced("identity_block", 'Activation("relu")', "relu")) for _ in range(2))
    late.cells.append(new_code_cell("# mine\nrelu = ReLU()"))
    for name, nb in {"right": solution(), "wrong": no_addition, "untouched": release(), "late": late, "gone": gone}.items():
        nbformat.write(nb, folder / f"{name}.ipynb")
    (folder / "broken.ipynb").write_text(nbformat.writes(solution())[:5000])
    names = [f"{name}.ipynb" for name in ("right", "broken", "untouched", "missing", "wrong", "late", "gone")]
    return names, command("grade", "--json", "--jobs", "2", *names, cwd=folder)


def test_the_contract(graded):
    names, done = graded
    submissions = json.loads(done.stdout)["submissions"]
    assert (done.returncode, done.stderr) == (1, "")
    assert [s["path"] for s in submissions] == names
    assert [s["outcome"] for s in submissions] == ["graded", "ungradable", "graded", "ungradable", "graded", "graded", "graded"]
    right, broken, untouched, missing, wrong, *_ = submissions
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


@pytest.mark.skipif(sys.platform != "linux", reason="names of files that are no text")
@pytest.mark.parametrize("call", [("grade",), ("why",)], ids=str)
def test_a_file_steers_no_terminal(call, tmp_path):
    name = b"\x1b[2J\xff\n== mine.ipynb\r.ipynb"
    (tmp_path / os.fsdecode(name)).write_text("{}")
    exercise = ("identity_block",) * (call == ("why",))
    done = subprocess.run([*CALL, *call, name, *exercise], capture_output=True, cwd=tmp_path, env=os.environ | {"PYTHONUTF8": "1"})
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == 1 and "�[2J� == mine.ipynb" in said and "ungradable" in said, said
    assert not any(line.startswith("== mine") for line in said.splitlines())


def test_where_a_name_without_a_value_is_defined(graded):
    *_, late, gone = json.loads(graded[1].stdout)["submissions"]
    said = [submission["exercises"][0]["diagnosis"][0]["says"] for submission in (late, gone)]
    assert all(words.startswith("The name `relu` has no value here. ") for words in said)
    assert "It is defined further down, in the cell `# mine`" in said[0] and "Is `ReLU` meant?" in said[1]


def test_the_rubric_by_hand(tmp_path):
    """A line for each criterion."""
    nbformat.write(
        changed(solution(), replaced("identity_block", '    return Activation("relu")(X)', "    return X")), tmp_path / "mine.ipynb"
    )
    call = [sys.executable, "-m", "pytest", str(RUBRIC), "--submission", str(tmp_path / "mine.ipynb")]
    done = subprocess.run(call, capture_output=True, text=True, timeout=300, cwd=RUBRIC.parents[2])
    lines = done.stdout.splitlines()
    assert done.returncode == 1 and "Traceback" not in done.stdout
    assert "  failed   0/0.5      A ReLU after the addition. The last ReLU is missing." in lines
    assert "identity_block: 7.5 points" in lines and len(lines) < 60


def test_what_is_no_json_is_never_printed(monkeypatch, capsys):
    monkeypatch.setattr("autograder.grading.workers.grade_all", lambda *_: [(ungradable("a.ipynb", {"a": float("nan")}, ""), [])])
    with pytest.raises(ValueError, match="JSON"):
        grade(SimpleNamespace(submissions=["a.ipynb"], jobs=1, json=True), Limits(), None, [])
    assert capsys.readouterr().out == ""


def test_text(tmp_path):
    nbformat.write(solution(), tmp_path / "mine.ipynb")
    done = command("grade", tmp_path / "mine.ipynb")
    assert (done.returncode, done.stderr) == (0, "")
    assert "identity_block: all right, 10 of 10 points" in done.stdout and "30 of 30 points" in done.stdout


CUT_SHORT = (("grade", "a.ipynb", "--js"), ("export", "canvas", "a.csv", "--scal"), ("students", "a.csv", "--course", "."))  # options


@pytest.mark.parametrize("arguments", [(), ("grade",), ("grade", "a.ipynb", "--jobs", "0"), ("mark", "a.ipynb"), *CUT_SHORT], ids=str)
def test_bad_arguments(arguments):
    done = command(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "error:" in done.stderr.splitlines()[-1] and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("modules", "needless"),
    [
        ("__main__, autograder.sandbox.doctor, autograder.grading.workers", {"nbclient", "nbformat", "IPython", "autograder.judge"}),
        ("grading.desk", {"nbclient", "jupyter_client"}),
    ],
)
def test_the_command_and_the_desk_import_nothing_that_only_a_hand_needs(modules, needless):
    code = f"import sys, autograder.{modules}; print({needless} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"


def test_a_start_is_not_kept_waiting_by_what_only_validates_addresses(tmp_path):
    """An installed package that jsonschema would import where it is there, and that takes two seconds in every process."""
    (tmp_path / "rfc3987_syntax.py").write_text("print('imported')\n\n\ndef is_valid_syntax(*_): ...\n")
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    call = [*CALL, "grade", "missing.ipynb"]
    done = subprocess.run(call, capture_output=True, text=True, env=environment, timeout=60)
    assert "no such file" in done.stdout and "imported" not in done.stdout
