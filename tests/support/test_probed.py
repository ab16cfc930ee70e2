"""Evidence that is kept: what a new probe would find, until anything that it depends on changes; never half a file."""

import json

import numpy as np
import pytest

from autograder.probe import calls as probing
from autograder.truth.question import question

from . import probed as keeping
from .probed import folder, imported, probed
from .scope import function, namespace

SOURCE = function("identity_block").replace('"same"', '"valid"')


@pytest.fixture
def empty(tmp_path, monkeypatch):
    """A place of its own, where nothing is kept yet; and the functions that are probed."""
    monkeypatch.setattr(keeping, "KEPT", tmp_path)
    asked, real = [], probing.probe
    monkeypatch.setattr(probing, "probe", lambda question, *rest: asked.append(question["exercise"]) or real(question, *rest))
    folder.cache_clear()
    yield asked
    folder.cache_clear()


def test_an_answer_is_probed_once_and_gives_what_a_new_probe_finds(empty):
    first, second = (probed("identity_block", SOURCE) for _ in range(2))
    assert empty == ["identity_block"]
    new = probing.probe(question("identity_block"), namespace(SOURCE))
    assert first.facts == second.facts == json.loads(json.dumps(new.facts))
    assert all(np.array_equal(second.arrays[key], new.arrays[key], equal_nan=True) for key in new.arrays)


def test_what_was_cut_off_is_probed_again(empty):
    probed("identity_block", SOURCE)
    (file,) = folder().iterdir()
    file.write_bytes(file.read_bytes()[:1000])
    assert probed("identity_block", SOURCE).facts["callable"] and len(empty) == 2
    assert list(folder().iterdir()) == [file]


def test_another_place_when_anything_changes_that_evidence_depends_on(empty, monkeypatch):
    before = folder()
    monkeypatch.setattr(keeping, "version", lambda name: "another")
    folder.cache_clear()
    after = folder()
    assert before != after and before.exists()
    monkeypatch.setenv("TF_ENABLE_ONEDNN_OPTS", "0")
    folder.cache_clear()
    assert folder() not in (before, after) and sum(path.exists() for path in (before, after)) == 1


def test_every_file_that_probes_is_found(tmp_path):
    rooms = {path.parent.name for path in imported(keeping.ROOT / "autograder" / "probe" / "calls.py")}
    assert rooms >= {"truth", "evidence", "probe"} and not rooms & {"judge", "explain"}
    names = {path.name for path in imported(keeping.ROOT / "autograder" / "probe" / "calls.py")}
    assert names >= {"calls.py", "function.py", "network_probe.py", "trace.py", "challenge.py", "resume.py", "cells.py"}
    assert "exercises" not in rooms and "question.py" not in names  # answers, which must not be where a student's code runs
    for path, text in {
        "probe/__init__.py": "from .calls import call\nfrom ..truth import challenge\n",
        "probe/calls.py": "def call():\n    from . import graph\n",
        "probe/graph.py": "",
        "truth/challenge.py": "import judge\n",
        "judge.py": "",
    }.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    found = {str(path.relative_to(tmp_path)) for path in imported(tmp_path / "probe" / "__init__.py")}
    assert found == {"probe/__init__.py", "probe/calls.py", "probe/graph.py", "truth/challenge.py"}
