"""The benches start and come to an end, at the smallest sizes; what they measure is not asked."""

import re

import pytest

from autograder.sandbox.warm import CAN_FORK
from bench import classes, latency

pytestmark = pytest.mark.slow
NUMBER = re.compile(r"\d+\.\d+")


def test_checks(capsys):
    scope = latency.answers()
    latency.checks(scope, rounds=1)
    latency.mistakes(scope, rounds=1)
    latency.imports(1, "import autograder")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 9 and all(map(NUMBER.search, lines))


@pytest.mark.skipif(not CAN_FORK, reason="isolation is Linux's")
@pytest.mark.filterwarnings("ignore")  # nbgrader's, about its database library
def test_classes(capsys, tmp_path):
    classes.sizes(tmp_path, 1)
    *_, last = capsys.readouterr().out.splitlines()
    students, _, *numbers, _ = last.split()
    assert students == "1" and all(float(n) > 0 for n in numbers)
    assert classes.floor(tmp_path / "scale1") > 0
    (graded,) = tmp_path.glob("scale1/autograded/*/*/*.ipynb")
    assert "10 of 10 points" in graded.read_text()
