"""What one could argue about is judged as the course has chosen."""

import pytest

from autograder.judge import judge
from autograder.probe import probe

from .boundaries import BOUNDARIES
from .scope import edited


@pytest.mark.parametrize("boundary", BOUNDARIES, ids=lambda b: f"{b.exercise}: {b.id}")
def test_verdict(boundary):
    verdict = judge(probe(boundary.exercise, edited(boundary.exercise, boundary.edits)), boundary.exercise)
    assert {c.id for c in verdict.criteria if c.outcome != "passed"} == set(boundary.costs.split())
    assert [d.id for d in verdict.diagnosis] == boundary.name.split()
    assert (verdict.points == 10) == (not boundary.costs)
