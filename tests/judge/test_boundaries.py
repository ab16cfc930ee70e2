"""What one could argue about is judged as the course has chosen."""

import pytest

from ..corpora.boundaries import BOUNDARIES
from ..support.judged import judged
from ..support.scope import changed


@pytest.mark.parametrize("boundary", BOUNDARIES, ids=lambda b: f"{b.exercise}: {b.id}")
def test_verdict(boundary):
    verdict = judged(boundary.exercise, changed(boundary.exercise, boundary.edits))
    assert {c.id for c in verdict.criteria if c.outcome != "passed"} == set(boundary.costs.split())
    assert [d.id for d in verdict.diagnosis] == boundary.name.split()
    assert (verdict.points == 10) == (not boundary.costs)
