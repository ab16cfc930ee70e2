"""Evidence altered at random: whatever a process leaves, it is refused or judged, and never stops the judge."""

import copy
import json
import random

import numpy as np
import pytest

from autograder.evidence import Evidence, Malformed
from autograder.evidence.schema import checked
from autograder.explain.verdict import judge
from autograder.probe.calls import probe
from autograder.show import report
from autograder.truth.question import question

from ..support.scope import namespace
from .attacks import NEARLY, OTHERS

pytestmark = pytest.mark.attack
SEED, EACH = 77, 400
EXERCISES = ("identity_block", "convolutional_block", "ResNet50")
VALUES = (
    *(None, True, False, 0, 1, -1, 2, 3, 7, 100, 2**40, 2**62, 0.0, -0.5, 1e308, float("nan"), float("inf")),
    *("", "x", "valid", "same", "relu", "identity_block", "\ud800"),
    *([], [[]], [0], [1, 1], [None], ["x"], [-1], [1, 2, 3, 4], {}, {"a": 1}, {"array": "a0"}, {"array": "a3"}),
)
ARRAYS = (
    *(lambda a: a[:0], lambda a: a[:1], np.zeros_like, lambda a: a * np.nan, lambda a: a + np.inf, np.ravel, np.transpose),
    *(lambda a: a[..., None], lambda a: a[..., :1], lambda a: a.astype(bool), lambda a: np.float32(3), lambda a: np.concatenate([a, a])),
)


@pytest.fixture(scope="module", params=["right", "wrong"])
def evidences(request):
    names = namespace()
    if request.param == "wrong":
        for source in (NEARLY, *OTHERS):
            exec(source, names)
    return [probe(question(exercise, SEED), names) for exercise in EXERCISES]


def paths(facts, path=()):
    """Every place in the facts."""
    yield path
    for key in facts if isinstance(facts, dict) else range(len(facts)) if isinstance(facts, list) else ():
        yield from paths(facts[key], (*path, key))


def at(facts, path):
    for key in path:
        facts = facts[key]
    return facts


def alter(evidence: Evidence, chance: random.Random) -> None:
    """Another array, a fact left out, another one or a copy of a third in its place, or in all places of its name."""
    *before, last = chance.choice([p for p in paths(evidence.facts) if p])
    what = chance.random()
    if what < 0.25:
        name = chance.choice([n for n in evidence.arrays if evidence.arrays[n].ndim])
        evidence.arrays[name] = np.asarray(chance.choice(ARRAYS)(evidence.arrays[name]))
    elif what < 0.4:
        del at(evidence.facts, before)[last]
    elif what < 0.5:
        value = chance.choice(VALUES)
        same = [p for p in paths(evidence.facts) if p and p[-1] == last]
        for other in sorted(same, key=len, reverse=True):  # what lies deeper first
            at(evidence.facts, other[:-1])[last] = copy.deepcopy(value)
    elif what < 0.6:
        at(evidence.facts, before)[last] = copy.deepcopy(at(evidence.facts, chance.choice(list(paths(evidence.facts)))))
    else:
        at(evidence.facts, before)[last] = copy.deepcopy(chance.choice(VALUES))


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # of the altering itself
def test_it_is_refused_or_judged(evidences):
    chance, judged = random.Random(2015), 0
    for _ in range(EACH):
        kept = chance.choice(evidences)
        evidence = Evidence(json.loads(json.dumps(kept.facts)), dict(kept.arrays))
        for _ in range(chance.choice([1, 1, 2, 5])):
            alter(evidence, chance)
        try:
            clean = checked(evidence, kept.exercise, SEED)
        except Malformed:
            continue
        verdict = judge(clean, kept.exercise)
        assert report.html(verdict) and report.text(verdict) and json.dumps(report.plain(verdict))
        judged += 1
    assert judged > EACH / 20
