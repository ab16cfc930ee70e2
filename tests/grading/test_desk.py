"""At the desk each exercise has its own bounds: evidence that takes too much to be judged costs its exercise, and no other."""

from autograder.grading import desk
from autograder.grading.desk import sheets
from autograder.grading.run import run
from autograder.grading.submission import mend
from autograder.sandbox.bounded import GIB, Bounds
from demo import EXERCISES

from ..support.notebooks import changed, replaced, solution

FIRST, *REST = EXERCISES
HEAVY = "    X = Conv2D(220, 15, padding='same')(Conv2D(220, 1)(X))\n    F1, F2, F3 = filters\n"


def test_evidence_that_takes_too_much_costs_its_own_exercise(monkeypatch):
    monkeypatch.setattr(desk, "JUDGING", Bounds(wall=300, memory=GIB // 4))
    outcome = run(mend(changed(solution(), replaced(FIRST, "    F1, F2, F3 = filters\n", HEAVY))).notebook)
    assert outcome.fault is None and sorted(outcome.evidence) == sorted(EXERCISES)
    found = sheets(outcome)
    assert [found[exercise]["points"] for exercise in EXERCISES] == [0, 10, 10]
    assert "cannot be judged: it needed more than 0.25 GiB of memory" in found[FIRST]["text"]
