"""`encoder_block`: no right answer is refused, however it is written; every wrong one is, costs what it concerns, and is told its mistake by name."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

import autograder.exercises
from autograder.exercises import exercise
from autograder.explain.verdict import Verdict
from autograder.probe.calls import probe
from autograder.show import diagram
from autograder.truth.challenge import PLACED, PUBLIC_SEED
from autograder.truth.question import question

from ..corpora.encoder import RIGHT, WRONG, source
from ..support.judged import judged, seen
from ..support.scope import namespace

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


def test_weights_are_keyed_by_the_part_that_they_belong_to():
    evidence = seen(NAME, RIGHT["plain"])
    attention = next(node for node in evidence.facts["runs"][0]["graph"]["nodes"] if node["name"] == "MultiHeadAttention")
    parts = ("query", "key", "value", "attention_output")
    assert {weight["name"] for weight in attention["weights"]} == {f"{part}/{name}" for part in parts for name in ("kernel", "bias")}
    others = [node for node in evidence.facts["runs"][0]["graph"]["nodes"] if node.get("weights") and node is not attention]
    assert {weight["name"] for node in others for weight in node["weights"]} == {"gamma", "beta", "kernel", "bias"}
    assert evidence.facts["model"]["made"] == evidence.facts["model"]["held"] and not set(PLACED) - {
        w["name"] for w in attention["weights"]
    }


def test_who_acts_otherwise_when_nobody_watches_is_found_out():
    """The model that nobody watches has the challenge's weights as well, each part of its attention its own."""
    evidence = seen(NAME, RIGHT["plain"])
    watched, plain = (
        evidence.array(place) for place in (evidence.facts["model"]["outputs"][0], evidence.facts["model"]["plain"]["output"])
    )
    np.testing.assert_allclose(watched, plain, rtol=1e-4, atol=1e-4)
    found = judged(NAME, RIGHT["plain"].replace("    return X\n", "    return X * 2 if initializer is glorot_uniform else X\n"))
    assert found.points == 0 and "behaves differently when it is not being checked" in found.note + found.criteria[0].message


def test_its_numbers_are_drawn_by_nobody():
    """What dropout lets through follows from the challenge: two probes give the same, and nothing of it is random."""
    first, second = (probe(question(NAME, 7), namespace(RIGHT["operators"])) for _ in range(2))
    for one, other in zip(first.facts["runs"], second.facts["runs"]):
        np.testing.assert_array_equal(first.array(one["eager"]["output"]), second.array(other["eager"]["output"]))


def test_an_attention_of_ones_own_is_another_layer():
    """Its weights have other names and shapes than those that are asked for, so it cannot give their numbers; the steps around it keep theirs."""
    own = (
        "Q, K, V = (layers.Dense(heads * key_dim, kernel_initializer=initializer(seed=0))(X) for _ in range(3))\n"
        "    X = layers.Dense(X_shortcut.shape[-1], kernel_initializer=initializer(seed=0))(layers.Attention()([Q, V, K]))"
    )
    lost = {c.id: c.message for c in judged(NAME, source(attention=own)).criteria if c.outcome != "passed"}
    assert set(lost) == {"attention", "dropout1", "output"} and "does not weigh the places as it should" in lost["attention"]


def test_its_parts_have_pictures_and_words():
    lines = exercise(NAME).lines
    assert [list(part.join) for part in lines.parts] == [["add1"], ["add2"]]
    assert diagram.describe(lines).startswith("Part 1. Main path: LayerNorm over channels, Attention heads × key_dim, Dropout rate.")
    assert diagram.block(lines, "Encoder block").svg().count("Attention") == 1
    assert len((Path(autograder.exercises.__file__).parent / f"{NAME}.py").read_text().splitlines()) <= 40
