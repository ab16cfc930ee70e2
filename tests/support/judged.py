"""The verdict on functions in this process, by the way that evidence takes in grading: saved, read again, looked over, judged."""

from __future__ import annotations

from autograder.evidence import Evidence
from autograder.evidence.schema import checked
from autograder.explain.verdict import Verdict, judge
from autograder.truth.challenge import PUBLIC_SEED

from .probed import probed


def judged(exercise: str, source: str, seed: int = PUBLIC_SEED) -> Verdict:
    """Of the function that is defined by the reference answers and `source` after them."""
    return judge(seen(exercise, source, seed), exercise)


def seen(exercise: str, source: str, seed: int = PUBLIC_SEED) -> Evidence:
    written = probed(exercise, source, seed)
    evidence = checked(written, exercise, seed)
    assert evidence.facts == written.facts, "the probe writes what no type in `evidence.facts` names"
    return evidence
