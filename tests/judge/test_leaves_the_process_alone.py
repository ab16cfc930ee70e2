"""Judging changes nothing that other threads of the grader use at the same time: its streams, its environment; and pytest shows nothing."""

import os
import sys

import pytest

from autograder.explain.verdict import judge
from autograder.judge import RubricError, run
from autograder.judge.judgement import Judgement

from ..support.probed import probed
from ..support.scope import function


def of_others() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}


def test_streams_and_environment(monkeypatch, capfd):
    evidence = probed("identity_block", function("identity_block"))
    capfd.readouterr()  # TensorFlow's greetings
    monkeypatch.setenv("PYTEST_ADDOPTS", "--nonsense")
    before, streams, during = dict(os.environ), (sys.stdout, sys.stderr), []
    monkeypatch.setattr(Judgement, "ask", lambda self, criterion: during.append((sys.stdout, sys.stderr, of_others())))
    assert judge(evidence, "identity_block").points == 10
    assert during and all(seen == (*streams, of_others()) for seen in during)
    assert dict(os.environ) == before
    assert capfd.readouterr() == ("", "")


def test_a_fault_of_ours_is_told_and_not_printed(monkeypatch, capfd):
    def broken(self, criterion):
        raise RuntimeError("a fault")

    monkeypatch.setattr(Judgement, "ask", broken)
    with pytest.raises(RubricError, match="a fault"):
        run({"identity_block": probed("identity_block", function("identity_block"))})
    assert capfd.readouterr() == ("", "")
