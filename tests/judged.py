"""The verdict on functions in this process, by the way that evidence takes in grading: saved, read again, looked over, judged."""

import tempfile
from pathlib import Path

from autograder.challenge import PUBLIC_SEED
from autograder.evidence import Evidence
from autograder.judge import Verdict, judge
from autograder.probe import probe
from autograder.schema import checked


def judged(exercise: str, names: dict, seed: int = PUBLIC_SEED) -> Verdict:
    return judge(travelled(probe(exercise, names, seed)), exercise)


def travelled(evidence: Evidence) -> Evidence:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "evidence.npz"
        evidence.save(path)
        return checked(Evidence.load(path), evidence.exercise, evidence.seed)
