"""What tests of `author` share: what a command puts beside the exercises does not stay."""

import sys

import pytest

import autograder.exercises
from autograder.exercises import exercise
from autograder.truth import question


@pytest.fixture
def fresh(monkeypatch):
    """The folder that a command puts beside the exercises is forgotten."""

    def forget():
        for function in (exercise, question.checked):
            function.cache_clear()
        for name in {*sys.modules} - known:
            if name.startswith("autograder.exercises."):
                del sys.modules[name]

    known = {*sys.modules}
    monkeypatch.setattr(autograder.exercises, "__path__", [*autograder.exercises.__path__])
    monkeypatch.setattr(autograder.exercises, "EXERCISES", autograder.exercises.EXERCISES)
    forget()
    yield
    forget()
