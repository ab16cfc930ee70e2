"""The blocks after ResNet: every right answer gets full points, every wrong one loses some; and so with the derived wrong ones."""

import pytest

from autograder.author.render import STYLES
from autograder.author.wrong import edits, mutant
from autograder.exercises import exercise
from autograder.truth.challenge import PUBLIC_SEED

from ..corpora.later_blocks import D, M, P, right, wrong
from ..support.judged import judged


def named(answer) -> str:
    return f"{answer.exercise}: {answer.id}"


@pytest.mark.parametrize("answer", right(), ids=named)
def test_a_right_answer_has_full_points(answer):
    verdict = judged(answer.exercise, answer.source)
    assert [(c.id, c.message) for c in verdict.criteria if c.outcome != "passed"] == []
    assert (verdict.points, verdict.diagnosis) == (10.0, ())


@pytest.mark.parametrize("answer", wrong(), ids=named)
def test_a_wrong_answer_loses_points(answer):
    verdict = judged(answer.exercise, answer.source)
    lost = [c for c in verdict.criteria if c.outcome != "passed"]
    assert verdict.outcome == "failed" and lost and verdict.points < 10
    assert verdict.note or all(c.message for c in lost)


@pytest.mark.parametrize("name", [P, M, D, "encoder_block"])
@pytest.mark.parametrize("seed", [PUBLIC_SEED, 7])
def test_the_lines_themselves_are_a_right_answer(name, seed):
    for style in STYLES:
        assert judged(name, mutant(exercise(name).lines, (), style, "right").source, seed).points == 10


@pytest.mark.parametrize("name", [P, M, D, "encoder_block"])
def test_in_another_challenge_a_limit_and_a_size_are_felt_too(name):
    """What no number of a call would show, were the calls unlucky: another number of filters, a ReLU that is not cut off."""
    lines = exercise(name).lines
    for at, e in enumerate(e for e in edits(lines) if e.id.startswith(("filters", "no_cap", "another_cap", "saved"))):
        source = mutant(lines, (e,), STYLES[at % len(STYLES)], e.id).source
        assert judged(name, source, 7).outcome == "failed", (e.id, e.at)
