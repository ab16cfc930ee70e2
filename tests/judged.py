"""The verdict on functions in this process, by the way that evidence takes in grading: saved, read again, looked over, judged."""

from __future__ import annotations

from autograder.challenge import PUBLIC_SEED
from autograder.evidence import Evidence
from autograder.schema import checked
from autograder.verdict import Verdict, judge

from .probed import probed


def judged(exercise: str, source: str, seed: int = PUBLIC_SEED) -> Verdict:
    """Of the function that is defined by the reference answers and `source` after them."""
    return judge(seen(exercise, source, seed), exercise)


def seen(exercise: str, source: str, seed: int = PUBLIC_SEED) -> Evidence:
    return checked(probed(exercise, source, seed), exercise, seed)
