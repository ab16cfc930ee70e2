"""Evidence that is made to be large: it is refused with a reason, or judged, named and drawn in seconds. None of it comes near an honest answer's."""

import json
import time
from itertools import pairwise

import numpy as np
import pytest

from autograder.evidence import Evidence, Malformed
from autograder.evidence.schema import checked
from autograder.explain.verdict import judge
from autograder.show import report
from autograder.truth.challenge import PUBLIC_SEED

from ..support.probed import probed

BLOCK, NETWORK = "identity_block", "ResNet50"
MOST = 8  # seconds of the processor, of which two are the first verdict's; what is bounded here took minutes


def step(takes: list[int], gives: int, name: str = "Lambda", **more) -> dict:
    return {"name": name, "line": None, "inputs": takes, "outputs": [gives], "shapes": [[None]], "call": {}} | more


def honest(exercise: str) -> Evidence:
    kept = probed(exercise, "")
    return Evidence(json.loads(json.dumps(kept.facts)), dict(kept.arrays))


def built(nodes: list[dict], values=(), exercise: str = BLOCK) -> Evidence:
    """In place of an answer's steps there are these, the last of which gives the output. values: arrays by their tensor."""
    evidence = honest(exercise)
    held = {str(number): evidence.keep(array) for number, array in dict(values).items()}
    for run in evidence.facts["runs"]:
        if exercise == BLOCK:
            run["eager"] = {"returned": "tensor", "output": None}
        run["graph"] = {"errors": [], "nodes": nodes, "output": nodes[-1]["outputs"][0], "values": held}
    return evidence


def raised(*messages: str, source: str) -> Evidence:
    evidence = honest(BLOCK)
    evidence.facts["source"] = {"first": 1, "text": source}
    for run in evidence.facts["runs"]:
        error = {"type": "NameError", "line": {"number": 2, "text": "x"}, "passed_over": True}
        run["graph"] = {"errors": [error | {"message": m} for m in messages], "nodes": [], "output": None, "values": {}}
    return evidence


def row(length: int, **more) -> list[dict]:
    return [step([a], b, **more) for a, b in pairwise(range(length + 1))]


def loose(paths: int, takes: list[int]) -> list[dict]:
    """Paths of two steps that lead nowhere, steps whose tensors are taken, and an addition of these."""
    unused = [node for n in range(paths) for node in (step([0], 2 * n + 1000), step([2 * n + 1000], 2 * n + 1001))]
    return [*unused, *(step([0], place) for place in dict.fromkeys(takes)), step(takes, 999, "Add")]


def layer(name: str, *kernel: int, taken, given) -> Evidence:
    start = {"ours": True, "seed": 0, "name": "", "bounds": None, "starts": None}
    weights = [{"name": "kernel", "shape": list(kernel), "trainable": True, "initializer": start}] if kernel else []
    node = step([1], 2, name, layer=0, config={"pool_size": 8, "strides": 1}, weights=weights)
    return built([step([0], 1), node], {1: np.ones(taken, np.float32), 2: np.ones(given, np.float32)}, NETWORK)


def words(count: int, letters: int) -> list[str]:
    chance = np.random.default_rng(1)
    return ["".join(chance.choice(["a", "b"], letters)) for _ in range(count)]


def altered(exercise: str, alter) -> Evidence:
    evidence = honest(exercise)
    for run in evidence.facts["runs"]:
        alter(run["graph"])
    return evidence


def many_gradients(graph: dict) -> None:
    zero = graph["gradients"]["weights"][0]
    graph["gradients"]["weights"] += [zero | {"name": f"w{n}", "gradient": None} for n in range(1000)]


LARGE = {
    "a long row of steps": lambda: built(row(499)),
    "a long row of activations": lambda: built(row(499, name="ReLU"), {n: np.ones((2, 3, 5, 4), np.float32) for n in range(1, 500)}),
    "a row with a loose step at each": lambda: built(
        [*(step([n], 1000 + n) for n in [0]), *row(249), *(step([n], 2000 + n) for n in range(250))]
    ),
    "loose paths and an addition of many": lambda: built(loose(120, [*range(1, 250)])),
    "loose paths and an addition of one": lambda: built(loose(200, [1] * 500)),
    "additions of many": lambda: built(
        [*(step([0], n) for n in range(1, 26)), *(step([*range(1, 26)], 100 + n, "Add") for n in range(38))]
    ),
    "long names of steps": lambda: built([step([0], n + 1, "x" * 1100 + str(n)) for n in range(499)]),
    "long names that are not known": lambda: raised(
        *(f"name '{word}' is not defined" for word in words(100, 38)), source=f"def f(X):\n  x = ({'+'.join(words(500, 38))})"
    ),
    "longer names that are not known": lambda: raised(
        *(f"name '{word}' is not defined" for word in words(100, 1000)), source=f"def f(X):\n  x = ({'+'.join(words(19, 1000))})"
    ),
    "a source that cannot be walked": lambda: raised("name 'x' is not defined", source="def f(X):\n  x = " + "-" * 9000 + "1"),
    "a source that cannot be written": lambda: raised("name 'x' is not defined", source="def f(X):\n  x = y, = 0x" + "f" * 9000),
    "a formula for a name": lambda: built([step([0], 1), *(step([n, n - 1], n + 1, "$\\frac{$") for n in (1, 2, 3))]),
    "a batch that is not given": lambda: layer("Conv2D", 1, 1, 1, 1000, taken=(10_000, 1, 1, 1), given=(1, 1, 1, 1000)),
}


@pytest.mark.parametrize("make", LARGE.values(), ids=LARGE)
def test_it_is_judged_soon(make):
    evidence = make()
    started = time.process_time()
    verdict = judge(checked(evidence, evidence.exercise, PUBLIC_SEED), evidence.exercise)
    card = report.html(verdict)
    assert report.text(verdict) and len(card) < 200_000
    assert time.process_time() - started < MOST and verdict.points < 10


TOO_LARGE = {
    "more steps": (lambda: built(row(501)), "more than 500 steps"),
    "more wires": (lambda: built(loose(1, [1] * 1000)), "more than 1000 tensors"),
    "many filters": (lambda: layer("Conv2D", 1, 1, 1, 9_000_000, taken=(1, 1, 1, 1), given=(1, 1, 1, 9_000_000)), "too many numbers"),
    "a large batch": (lambda: layer("Conv2D", 1, 1, 1, 1000, taken=(9_000_000, 1, 1, 1), given=(1, 1, 1, 1000)), "too many numbers"),
    "much work": (lambda: layer("Conv2D", 1, 1, 1000, 3000, taken=(1900, 1, 1, 1000), given=(1900, 1, 1, 3000)), "multiply too many"),
    "large windows": (lambda: layer("MaxPooling2D", taken=(1, 1000, 1000, 1), given=(1, 993, 993, 1)), "too many numbers"),
    "gradients": (lambda: altered(BLOCK, many_gradients), "too long"),
}


@pytest.mark.parametrize("make, says", TOO_LARGE.values(), ids=TOO_LARGE)
def test_it_is_refused(make, says):
    evidence = make()
    with pytest.raises(Malformed, match=says):
        checked(evidence, evidence.exercise, PUBLIC_SEED)


@pytest.mark.parametrize("looks_like", [{"array": ["a0"]}, {"array": "a0"}, {"array": "nowhere"}, {"array": {}}], ids=str)
def test_a_setting_that_looks_like_a_place_is_none(looks_like):
    """A layer of a student's own may have one of that name."""
    evidence = altered(BLOCK, lambda graph: [node.setdefault("config", {}).update(table=looks_like) for node in graph["nodes"]])
    assert judge(checked(evidence, BLOCK, PUBLIC_SEED), BLOCK).points == 10


@pytest.mark.parametrize("place", [{"array": ["a0"]}, {"array": None}, {"array": "nowhere"}, {"array": "\ud800"}, "a0", {}], ids=str)
def test_a_place_that_is_none_is_refused(place):
    with pytest.raises(Malformed):
        checked(altered(BLOCK, lambda graph: graph["values"].update({"1": place})), BLOCK, PUBLIC_SEED)
