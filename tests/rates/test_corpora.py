"""The rates of `quality` on a sample of the corpora: `make quality` grades all of them."""

from dataclasses import replace
from functools import cache

import pytest

from autograder.truth.challenge import PUBLIC_SEED

from ..corpora.alternatives import composed
from ..corpora.mutants import one_style_each, pairs
from .quality import Graded, grade


def sample(exercise: str, step: int) -> list:
    return [m for m in one_style_each() if m.exercise == exercise][::step]


@cache
def graded(mutant) -> Graded:
    return grade(mutant, with_baseline=False)


SINGLE = [*sample("identity_block", 3), *sample("convolutional_block", 3), *sample("ResNet50", 9)]
PAIRS = pairs(30)


@pytest.mark.parametrize("mutant", SINGLE, ids=lambda m: m.id)
def test_a_wrong_answer_is_rejected(mutant):
    assert not graded(mutant).passed and graded(mutant).points < 10


def test_single_mistakes_are_named():
    found = [graded(m) for m in SINGLE]
    assert sum(g.first for g in found) / len(found) >= 0.95, [(g.answer.id, g.named) for g in found if not g.first]
    assert sum(g.wrongly for g in found) / len(found) <= 0.01, [(g.answer.id, g.named) for g in found if g.wrongly]


def test_pairs_of_mistakes_are_named():
    found = [graded(m) for m in PAIRS]
    assert not any(g.passed for g in found)
    assert sum(g.all_named for g in found) / len(found) >= 0.8, [(g.answer.id, g.named) for g in found if not g.all_named]
    assert sum(g.points for g in found) / len(found) < sum(graded(m).points for m in SINGLE) / len(SINGLE)


@pytest.mark.parametrize("pair", [p for p in PAIRS if p.exercise != "ResNet50"][::2], ids=lambda m: m.id)
def test_two_mistakes_never_have_more_points_than_one(pair):
    alone = [grade(replace(pair, source=source), with_baseline=False) for source in pair.alone]
    assert graded(pair).points <= min(g.points for g in alone)


@pytest.mark.parametrize("right", composed(24, seed=4), ids=lambda r: f"{r.exercise}: {r.id}")
def test_what_check_accepts_grading_accepts(right):
    """In the public challenge, and in one that nobody can foresee."""
    results = [grade(right, seed, with_baseline=False) for seed in (PUBLIC_SEED, hash_of(right.id))]
    assert [(r.passed, r.lost, r.points) for r in results] == [(True, (), 10.0)] * 2


def hash_of(text: str) -> int:
    return int.from_bytes(text.encode()[:7], "big")


@pytest.mark.parametrize("mutant", [*SINGLE[::9], *PAIRS[::6]], ids=lambda m: m.id)
def test_the_verdict_does_not_depend_on_the_challenge(mutant):
    first = graded(mutant)
    for seed in (1, 2**40 + 7):
        again = grade(mutant, seed, with_baseline=False)
        assert (again.lost, again.named, again.points) == (first.lost, first.named, first.points)
