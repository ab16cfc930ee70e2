"""The benches start and come to an end, at the smallest sizes; what they measure is not asked."""

import re

import pytest
from packaging.requirements import Requirement

from autograder.sandbox.warm import CAN_FORK
from bench import classes, latency
from bench.colab import ADDED, STACKS
from demo import ROOT

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


@pytest.mark.parametrize("stack", STACKS, ids=lambda stack: stack.until)
def test_colab_has_what_we_ask_for(stack):
    """All of it but what is named as added, in versions that are not replaced. `make colab` installs it there."""
    block = re.search(r"\ndependencies = \[\n(.*?)\n\]", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.DOTALL)
    assert block
    asked = [Requirement(text) for text in re.findall(r'^  "(.*?)"', block[1], re.MULTILINE)]
    there = dict(package.split("==") for package in stack.packages.split())
    assert {r.name for r in asked} - there.keys() == ADDED
    assert len(asked) > 5 and [str(r) for r in asked if r.name not in ADDED and not r.specifier.contains(there[r.name])] == []
