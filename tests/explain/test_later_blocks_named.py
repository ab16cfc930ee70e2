"""The blocks after ResNet: wrong answers are told their mistake by name, those that students would write and those that are derived."""

import pytest

from autograder.author.render import STYLES
from autograder.author.wrong import edits, mutant
from autograder.exercises import exercise
from autograder.explain import picture

from ..corpora.later_blocks import D, M, P, wrong
from ..support.judged import judged

SHARE = 6  # every sixth of the derived ones; all of them: see the page on quality


@pytest.mark.parametrize("answer", wrong(), ids=lambda answer: f"{answer.exercise}: {answer.id}")
def test_the_first_name_fits(answer):
    verdict = judged(answer.exercise, answer.source)
    assert verdict.diagnosis and verdict.diagnosis[0].id in answer.names
    for d in verdict.diagnosis:
        assert d.says and d.why and d.where and len(d.hints) == 3 and all(d.hints)
        assert "{" not in d.says + d.why and " or 1 or " not in d.says


@pytest.mark.parametrize("name", [P, M, D, "encoder_block"])
def test_derived_wrong_answers_are_rejected_and_named(name):
    lines = exercise(name).lines
    found = [(e, mutant(lines, (e,), STYLES[i % len(STYLES)], e.id)) for i, e in enumerate(edits(lines)[::SHARE])]
    verdicts = [(m, judged(name, m.source)) for _, m in found]
    assert [m.id for m, v in verdicts if v.outcome == "passed"] == []
    unnamed = [(m.id, [d.id for d in v.diagnosis]) for m, v in verdicts if not v.diagnosis or v.diagnosis[0].id not in m.names[0]]
    assert len(unnamed) <= 0.03 * len(verdicts), unnamed
    assert all(v.picture is None or len(picture.text(v.picture)) > 3 for _, v in verdicts)


SAYS = {
    (M, "expansion 6"): "The first convolution has `6 * channels` filters, not `expansion * channels`: a number is written where an argument is meant.",
    (M, "96 filters"): "The first convolution has 96 filters, not `expansion * channels`.",
    (M, "expanded at the end"): "The second convolution has `expansion * channels` filters, not `channels`.",
    (M, "ReLU for ReLU6 once"): "The second ReLU does not cut numbers off at 6.",
    (D, "the factor 4 forgotten"): "The first convolution has `growth` filters, not `4 * growth`.",
    (D, "4"): "The first convolution has 4 filters, not `4 * growth`.",
    (D, "growth + 4"): "The first convolution has `growth + 4` filters, not `4 * growth`.",
    (D, "four times what came in"): "The first convolution has `4 * X.shape[-1]` filters, not `4 * growth`.",
    (D, "the other order"): "The concatenation takes its tensors in another order.",
    (P, "post-activation"): "Each convolution stands before its batch normalisation and ReLU, not after them.",
    (P, "ReLU after the addition"): "There is a ReLU after the addition; the block ends with the addition.",
}  # fmt: skip


@pytest.mark.parametrize("case", SAYS, ids=lambda case: f"{case[0]}: {case[1]}")
def test_what_is_said(case):
    answer = next(a for a in wrong() if (a.exercise, a.id) == case)
    assert judged(answer.exercise, answer.source).diagnosis[0].says == SAYS[case]


def test_a_gap_and_a_number_of_a_criterion_show_the_formula():
    answer = next(a for a in wrong() if (a.exercise, a.id) == (D, "the factor 4 forgotten"))
    verdict = judged(D, answer.source)
    assert verdict.diagnosis[0].hints[2] == "Fill the gap: `X = Conv2D(___, 1)(X)`"
    assert any("its filters are 2, not `4 * growth` = 8" in c.message for c in verdict.criteria)
    assert any(step.title == "Conv2D  4 * growth" and step.mark for step in verdict.picture.expected)
    assert any(step.title == "Conv2D  growth" and step.mark for step in verdict.picture.yours)
