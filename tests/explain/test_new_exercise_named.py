"""A new exercise's mistakes have names without a word written for them: its derived wrong answers are rejected and named, the right one is not."""

import pytest

from autograder.author.render import STYLES
from autograder.author.scope import namespace
from autograder.author.wrong import edits, mutant
from autograder.evidence.schema import checked
from autograder.exercises import exercise
from autograder.explain import picture, verdict
from autograder.explain.hints import ladder
from autograder.judge.criteria import criteria
from autograder.probe.calls import probe
from autograder.truth.challenge import PUBLIC_SEED
from autograder.truth.question import question

from ..exercises.test_new_exercise import FILES

SHARE = 9  # every ninth of some hundred: enough to see each rule and each confusion once, over both exercises


def judged(name: str, source: str):
    return verdict.judge(checked(probe(question(name, PUBLIC_SEED), namespace(name, source)), name, PUBLIC_SEED), name)


@pytest.mark.parametrize("name", ["preactivated_block", "widening_layer"])
def test_derived_wrong_answers_are_rejected_and_named(name, beside):
    beside(**FILES)
    lines = exercise(name).lines
    found = [(e, mutant(lines, (e,), STYLES[i % len(STYLES)], e.id)) for i, e in enumerate(edits(lines)[::SHARE])]
    verdicts = [(e, m, judged(name, m.source)) for e, m in found]
    assert [m.id for _, m, v in verdicts if v.outcome == "passed"] == []
    unnamed = [(m.id, [d.id for d in v.diagnosis]) for _, m, v in verdicts if not v.diagnosis or v.diagnosis[0].id not in m.names[0]]
    assert len(unnamed) <= 0.05 * len(verdicts), unnamed
    for _, m, v in verdicts:
        assert all(len(d.hints) == 3 and all(d.hints) for d in v.diagnosis), m.id
        assert v.picture is None or len(picture.text(v.picture)) > 3, m.id


@pytest.mark.parametrize("name", ["preactivated_block", "widening_layer"])
def test_a_right_answer_is_no_mistake_and_every_criterion_has_hints(name, beside):
    beside(**FILES)
    lines = exercise(name).lines
    right = mutant(lines, (), STYLES[0], "right").source
    found = judged(name, right)
    assert found.outcome == "passed" and found.diagnosis == () and found.picture is None
    for criterion in criteria(exercise(name)):
        assert len(ladder(name, criterion.id)) == 3
    assert len(ladder(name, None)) == 3
