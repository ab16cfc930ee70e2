"""The form of an evidence: what the probe writes passes whole, what no type names is dropped, what is of another kind or out of bounds is refused."""

import json
import math
import re
import sys

import pytest

from autograder.evidence import Evidence, Malformed
from autograder.evidence.schema import checked
from autograder.truth.challenge import PUBLIC_SEED

from ..support.probed import probed
from ..support.scope import handed_in

BLOCK, NETWORK, DROPPING = "identity_block", "ResNet50", "encoder_block"
HEAD = "def identity_block(X, f, filters, training=None, initializer=random_uniform):\n    "
ANSWERS = {
    "right": (BLOCK, ""),
    "of layers that drop": (DROPPING, ""),
    "a network": (NETWORK, ""),
    "an exception that is passed over": (BLOCK, HEAD + "Y = nothing(X)\n    return Conv2D(4, 1)(X)"),
    "what Keras refuses": (BLOCK, HEAD + "return Add()([X, Conv2D(9, 1)(X)])"),
    "numbers without end": (
        BLOCK,
        HEAD + "X = BatchNormalization()(X * 1e38 * 10, training=True)\n    return ReLU(max_value=float('inf'))(X)",
    ),
    "no tensor": (BLOCK, HEAD + "return None"),
    "no function": (BLOCK, "identity_block = 3"),
    "an exception of the cell": (BLOCK, "nothing()"),
}


def answered(name: str) -> Evidence:
    exercise, source = ANSWERS[name]
    kept = probed(exercise, source, names=handed_in) if source else probed(exercise, source)
    return Evidence(json.loads(json.dumps(kept.facts)), dict(kept.arrays))


def passed(evidence: Evidence) -> dict:
    return checked(evidence, evidence.exercise, PUBLIC_SEED).facts


@pytest.mark.parametrize("name", ANSWERS)
def test_what_the_probe_writes_passes_whole(name):
    evidence = answered(name)
    assert text(passed(evidence)) == text(evidence.facts)


def text(facts: dict) -> str:
    """As JSON: a number that is none is not equal to itself."""
    return json.dumps(facts, indent=1, sort_keys=True)


def test_statistics_without_end_are_honest():
    evidence = answered("numbers without end")
    nodes = [node for run in evidence.facts["runs"] for node in run["graph"]["nodes"]]
    assert not all(math.isfinite(number) for node in nodes for numbers in node.get("after", {}).values() for number in numbers)
    assert "inf" in [node["config"]["max_value"] for node in nodes if node["name"] == "ReLU"]


def test_what_no_type_names_is_dropped():
    evidence, honest = answered("a network"), answered("a network").facts
    run = evidence.facts["runs"][0]
    nodes = run["graph"]["nodes"]
    call = next(node["block"] for node in nodes if "block" in node)
    for facts in (evidence.facts, run, run["graph"], nodes[0], nodes[0]["line"], call, call["arguments"], evidence.facts["model"]):
        facts["more"] = {"array": "nowhere"}
    assert passed(evidence) == honest


def at_node(**facts):
    return lambda evidence: evidence["runs"][0]["graph"]["nodes"][1].update(facts)


def at_weight(**facts):
    return lambda evidence: evidence["runs"][0]["graph"]["nodes"][0]["weights"][0]["initializer"].update(facts)


NAN, ENDLESS = float("nan"), float("inf")
DEEP = {"a": [[[1]]]}
REFUSED = {
    "a truth value for a number": at_node(layer=True),
    "a fraction for a number": at_node(layer=1.0),
    "a number below zero": at_node(layer=-1),
    "a number that is too large": at_node(layer=10_000_001),
    "a text that is too long": at_node(named="x" * 1201),
    "a setting that is too deep": at_node(config={"a": DEEP}),
    "a setting that is too wide": at_node(config={"a": [0] * 101}),
    "an integer that is too long": at_node(config={"a": 2**63}),
    "a setting that is no number": at_node(config={"a": NAN}),
    "one without end, within others": at_node(config={"a": {"a": [0.5, -ENDLESS]}}),
    "a call with what is no number": at_node(call={"training": NAN}),
    "a seed that is no number": at_weight(seed=NAN),
    "a bound without end": at_weight(bounds=[0.0, ENDLESS]),
    "a start that is no number": at_weight(starts=NAN),
    "a default without end": lambda facts: facts["signature"][-1].update(default=ENDLESS),
    "a mode that is no number": lambda facts: facts["model"]["training"].append({"name": "a", "training": NAN, "line": None}),
    "many wires": at_node(inputs=[0] * 1001),
    "many dimensions": at_node(shapes=[[1] * 11]),
    "weights without numbers": lambda facts: facts["runs"][0]["graph"]["nodes"][0]["weights"][0].update(shape=[1, 0]),
    "what is not of a block": at_node(block={"block": BLOCK, "arguments": {}, "training": None}),
    "a key that is missing": lambda facts: facts["runs"][0]["graph"].pop("values"),
    "a name that is half a character": lambda facts: facts.update({"\ud800": 1}),
    "the input's number": lambda facts: facts["runs"][0]["graph"]["values"].update({"0": {"array": "a0"}}),
    "a number and a line's end": lambda facts: facts["runs"][0]["graph"]["values"].update({"1\n": {"array": "a0"}}),
}


@pytest.mark.parametrize("alter", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_said_in_plain_words(alter):
    evidence = answered("right")
    alter(evidence.facts)
    with pytest.raises(Malformed) as refused:
        passed(evidence)
    assert re.fullmatch("not an evidence: [a-z ,]+", str(refused.value))


def test_the_deepest_and_largest_setting_passes():
    config = {**DEEP, "b": 2**63 - 1, "c": "x" * 1200, "d": [0] * 100, "e": -sys.float_info.max}
    evidence = answered("right")
    at_node(config=config)(evidence.facts)
    assert passed(evidence)["runs"][0]["graph"]["nodes"][1]["config"] == config
