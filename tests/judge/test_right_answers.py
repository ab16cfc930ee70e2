"""Every right answer gets full points, however it is written; in `check`'s challenge and in others."""

import pytest

from autograder.truth.challenge import PUBLIC_SEED

from ..corpora.right import CONVOLUTIONAL, IDENTITY, NETWORK, NORM, REWRITINGS
from ..support.judged import judged
from ..support.scope import changed

CASES = [(exercise, name, edits) for name, edits in REWRITINGS.items() for exercise in ("identity_block", "convolutional_block")]
CASES += [("identity_block", name, source) for name, source in IDENTITY.items()]
CASES += [("convolutional_block", name, source) for name, source in CONVOLUTIONAL.items()]
CASES += [("ResNet50", name, edits) for name, edits in NETWORK.items()]


def source_of(exercise, answer) -> str:
    return answer if isinstance(answer, str) else changed(exercise, tuple((old, new, "all") for old, new in answer))


@pytest.mark.parametrize("exercise, name, answer", CASES, ids=[f"{e}: {n}" for e, n, _ in CASES])
def test_full_points(exercise, name, answer):
    source = source_of(exercise, answer)
    for seed in (PUBLIC_SEED, 7):
        verdict = judged(exercise, source, seed)
        assert [(c.id, c.message) for c in verdict.criteria if c.outcome != "passed"] == []
        assert (verdict.outcome, verdict.points) == ("passed", 10.0)


def test_a_wrong_block_is_not_punished_twice():
    source = changed("identity_block", ((("Conv2D(F2", "Conv2D(F1")),))
    assert judged("identity_block", source).points < 10
    assert judged("ResNet50", source).points == 10


def test_thirty_ways():
    assert len(CASES) >= 80 and all(sum(c[0] == e for c in CASES) >= 19 for e in {c[0] for c in CASES})


def test_a_default_of_training_is_remarked_where_it_stands_and_costs_nothing():
    source = changed("identity_block", (("training=None", "training=True"),))
    assert "The default of `training` is True" in judged("identity_block", source).remark
    network = judged("ResNet50", source)
    assert (network.points, network.remark) == (10, "")


def test_a_norm_that_serves_two_steps_of_a_block_costs_its_own_exercise_only():
    shared = (
        ("F1, F2, F3 = filters", "F1, F2, F3 = filters\n    norm = BatchNormalization()"),
        ("X = BatchNormalization(axis=3)(X, training=training)\n\n    X_shortcut", "X = norm(X, training=training)\n\n    X_shortcut"),
        ("BatchNormalization(axis=3)(X_shortcut", "norm(X_shortcut"),
    )
    source = changed("convolutional_block", shared)
    assert [c.id for c in judged("convolutional_block", source).criteria if c.outcome != "passed"] == ["gradients"]
    assert judged("ResNet50", source).points == 10


def test_a_norm_by_hand_that_never_follows_the_batch_is_seen():
    lazy = "\n".join(line for line in NORM.splitlines() if ".assign(" not in line)
    source = changed("identity_block", (("BatchNormalization(axis=3)(", "Norm()(", "all"), ("def ", f"{lazy}\n\n\ndef ")))
    assert [c.id for c in judged("identity_block", source).criteria if c.outcome != "passed"] == ["gradients"]
