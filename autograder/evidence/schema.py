"""What an evidence must be to be judged, when it comes from a process that ran a student's code. It judges no answer.

`checked` lets through what `probe` writes, for the exercise and the challenge that were asked, and nothing that could
mislead the judge, keep it busy for ever or make it stumble: settings left out, numbers in place of the challenge's own,
operations that run in circles, sizes out of all measure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ..truth.question import Question, question
from ..value.calls import OPEN
from . import Evidence, Facts, Place
from .form import (
    SIZE,
    Check,
    Checks,
    Placed,
    Record,
    boolean,
    each,
    exact,
    integer,
    listed,
    maybe,
    number,
    one_of,
    pair,
    place,
    plain,
    refuse,
    settings,
    size,
    some,
    text,
    too_large,
)
from .sense import sensible

NODES, WEIGHTS = 500, 100  # operations of a function, weights of a layer
GRADIENTS = 200  # of a block's weights; a right one has 20
SHAPE = listed(maybe(integer()), 10)
LINE = Record({"number": integer(10_000_000), "text": text()})
ERROR = Record(
    {"type": text(), "message": text(), "line": maybe(LINE)},
    {"passed_over": boolean, "slip": text(), "name": text()},
)
INITIALIZER = Record({"ours": boolean, "seed": plain, "name": text(), "bounds": maybe(pair), "starts": maybe(number)})
WEIGHT = Record({"name": text(), "shape": listed(size, 10), "trainable": boolean, "initializer": INITIALIZER})
NODE = Record(
    {
        "name": text(),
        "line": maybe(LINE),
        "inputs": listed(integer(), 1000),
        "outputs": listed(integer(), 1000),
        "shapes": listed(SHAPE, 1000),
        "call": settings,
    },
    {
        "layer": integer(),
        "config": settings,
        "dtype": text(20),
        "named": text(),
        "weights": listed(WEIGHT, WEIGHTS),
        "failed": ERROR,
        "refused": boolean,
        "error": maybe(ERROR),
        "after": lambda value: {name: listed(number, SIZE)(v) for name, v in some(value, WEIGHTS).items()},
    },
)
GRADIENT = Record({"layer": integer(), "name": text(), "shape": listed(integer(), 10), "gradient": maybe(place)})
NAMED = listed(Record({"name": text(), "shape": listed(integer(), 10)}), NODES * WEIGHTS)
EAGER = Record({}, {"error": ERROR, "returned": text(), "output": maybe(place)})
MODE = Record({"name": text(), "training": plain, "line": maybe(LINE)}, {"chance": boolean})
BLOCK_MODEL = Record(
    {
        "errors": listed(ERROR, 100),
        "training": listed(MODE, NODES),
        "named": listed(text(), NODES),
    },
    {"returned": text(), "outputs": listed(place, 2), "made": NAMED, "held": NAMED, "plain": EAGER},
)
ROW = Record({"block": maybe(integer()), "layer": integer(), "name": text(), "shape": maybe(SHAPE), "parameters": integer(10**12)})
SUMMARY = Record(
    {},
    {"error": ERROR, "rows": listed(ROW, NODES), "parameters": integer(10**12), "output_shape": listed(SHAPE, 100)},
)
PARAMETER = Record({"name": text(), "kind": text()}, {"default": plain})
SOURCE = maybe(Record({"first": integer(10_000_000), "text": text(20_000)}))


def values(value: object) -> dict[str, Place]:
    """Arrays by the number of their tensor; X, number 0, is not for the student's process to say."""
    found = some(value, SIZE)
    if not all(re.fullmatch("[1-9][0-9]{0,5}", name) for name in found):
        refuse("a value has no place")
    return {name: place(v) for name, v in found.items()}


def row(value: object) -> str | list[object]:
    """Several sizes; a text where they are too many."""
    return text()(value) if isinstance(value, str) else listed(plain, 20)(value)


def nodes(node: Record) -> Check[list[Facts]]:
    def check(value: object) -> list[Facts]:
        if isinstance(value, list) and len(value) > NODES:
            too_large(f"the function takes more than {NODES} steps")
        return listed(node, NODES)(value)

    return check


def graph(node: Record) -> Record:
    return Record(
        {"errors": listed(ERROR, 100), "output": maybe(integer()), "values": values, "nodes": nodes(node)},
        {
            "returned": maybe(text()),
            "own_input": boolean,
            "gradients": Record({"input": maybe(place), "weights": listed(GRADIENT, GRADIENTS)}),
        },
    )


def stood_in(functions: Facts) -> Check[Facts]:
    """The call of a function for which something stood in: what it was given, by the names that its parameters have."""
    known: dict[str, Checks] = {
        name: {p["name"]: row if p["name"] in function["several"] else plain for p in function["parameters"][1:] if p["name"] not in OPEN}
        for name, function in functions.items()
    }

    def check(value: object) -> Facts:
        name = one_of(known)(some(value, 3).get("block"))
        return Record({"block": text(), "arguments": Record(known[name]), "training": plain})(value)

    return check


def of_block(asked: Question) -> Checks:
    """What is due of a block, besides what is due of every function."""
    lists = [name for name, value in asked["calls"][0]["setting"]["arguments"].items() if isinstance(value, list)]
    runs = [exact(due, {"eager": EAGER, "graph": graph(NODE)}) for due in asked["calls"]]
    alike = [exact(due, {"eager": EAGER}) for due in asked["alike"]]
    return {"runs": each(runs), "alike": each(alike), "model": BLOCK_MODEL, "changed": listed(one_of(lists), len(lists))}


def of_network(asked: Question) -> Checks:
    node = replace(NODE, optional=NODE.optional | {"block": stood_in(asked["functions"])})
    more: Checks = {"made": NAMED, "held": NAMED, "input": place, "input_shape": listed(SHAPE, 100), "output_shape": listed(SHAPE, 100)}
    return {"runs": each([exact(due, {"graph": graph(node)}, more) for due in asked["calls"]]), "model": SUMMARY}


def checked(evidence: Evidence, exercise: str, seed: int) -> Evidence:
    """The evidence, cleaned. Raises Malformed."""
    facts, arrays = evidence.facts, evidence.arrays
    if facts.get("exercise") != exercise or facts.get("seed") != seed:
        refuse("it answers another question")
    if not isinstance(facts.get("defined"), bool) or not isinstance(facts.get("callable"), bool):
        refuse("its facts are not those of the probe")
    asked = question(exercise, seed)
    known: Checks = {"exercise": text(), "seed": integer(2**63), "defined": boolean, "callable": boolean, "stopped": maybe(ERROR)}
    if facts["callable"]:
        known |= {"signature": maybe(listed(PARAMETER, 300)), "source": SOURCE}
        known |= of_network(asked) if "functions" in asked else of_block(asked)
    facts = Record(known)(facts)
    clean = Evidence(facts, arrays)
    if any(array.dtype.kind not in "fiub" or array.dtype.itemsize > 8 for array in arrays.values()):
        refuse("an array is no array of numbers")
    for found in places(facts):
        if found["array"] not in arrays:
            refuse("an array is missing")
    sensible(clean)
    return clean


def places(facts: object) -> Iterator[Placed]:
    """Every place of an array among the facts."""
    if isinstance(facts, Placed):
        yield facts
    elif isinstance(facts, (dict, list)):
        for value in facts.values() if isinstance(facts, dict) else facts:
            yield from places(value)
