"""`encoder_block`: no right answer is refused, however it is written; every wrong one is, costs what it concerns, and is told its mistake by name."""

from functools import cache

import pytest

from autograder.explain.verdict import Verdict
from autograder.truth.challenge import PUBLIC_SEED

from ..corpora.encoder import RIGHT, WRONG
from ..support.judged import judged

NAME = "encoder_block"


@cache
def verdict(name: str) -> Verdict:
    return judged(NAME, WRONG[name].source)


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_answer_has_full_points(name):
    for seed in (PUBLIC_SEED, 7):
        found = judged(NAME, RIGHT[name], seed)
        assert [(c.id, c.message) for c in found.criteria if c.outcome != "passed"] == []
        assert (found.outcome, found.points) == ("passed", 10.0)


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_is_rejected(name):
    found = verdict(name)
    assert found.outcome == "failed" and found.points < 10
    assert set(WRONG[name].costs.split()) <= {c.id for c in found.criteria if c.outcome != "passed"}
    assert found.note or all(c.message for c in found.criteria if c.outcome != "passed")
    assert all(d.says and d.why and d.where and len(d.hints) == 3 and all(d.hints) for d in found.diagnosis)


def test_the_mistake_is_named_first():
    others = {name: [d.id for d in verdict(name).diagnosis] for name in WRONG}
    others = {name: ids for name, ids in others.items() if not ids or ids[0] not in WRONG[name].names.split()}
    assert len(others) <= 0.05 * len(WRONG), others
