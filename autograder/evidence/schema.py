"""What an evidence must be to be judged, when it comes from a process that ran a student's code. It judges no answer.

`checked` lets through what `probe` writes, for the exercise and the challenge that were asked, and nothing that could
mislead the judge, keep it busy for ever or make it stumble: settings left out, numbers in place of the challenge's own,
operations that run in circles, sizes out of all measure.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection

import numpy as np

from ..truth import challenge
from ..truth.question import question
from ..value.calls import OPEN
from . import Evidence, Malformed

Check = Callable[[object], object]  # gives the value, cleaned; raises Malformed
NODES, WEIGHTS, SIZE = 500, 100, 10_000_000  # operations of a function, weights of a layer, one dimension
GRADIENTS = 200  # of a block's weights; a right one has 20
WIRES = 1_000  # tensors that its operations take, or give; a right block has 20, a network that is written out layer by layer 192
ELEMENTS = 20_000_000  # numbers in all arrays together, and in one kernel
HELD = 8_000_000  # numbers that one operation takes and gives; the probe keeps half as many of a network
ROOM = 20_000_000  # numbers that the judge may need at a time, for all windows of one convolution
WORK = 30_000_000_000  # multiplications in all, some six seconds; a network that is written out layer by layer takes 15 billion
LOOKS, FILLS = 500, 100  # what a number costs that an operation takes or gives, and one of its weights or windows, in multiplications


class Placed(dict):
    """Where an array is meant. A setting of a layer may look the same."""


def refuse(what: str):
    raise Malformed(f"not an evidence: {what}")


def too_large(what: str):
    """For what an honest probe may have written, of a function out of all measure."""
    raise Malformed(f"{what}, more than can be judged")


def text(most: int = 1200) -> Check:
    def check(value):
        if not isinstance(value, str) or len(value) > most:
            refuse("a text is missing or too long")
        return value.encode("utf-8", "replace").decode()  # half a character cannot be written anywhere

    return check


def integer(most: int = SIZE) -> Check:
    def check(value):
        if type(value) is not int or not 0 <= value <= most:
            refuse("a number is missing or too large")
        return value

    return check


def size(value) -> int:
    return integer()(value) or refuse("a weight has no numbers")


def boolean(value) -> bool:
    return value if isinstance(value, bool) else refuse("a truth value is missing")


def pair(value) -> list:
    value = listed(plain, 2)(value)
    return value if len(value) == 2 else refuse("a pair is not one")


def maybe(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


def listed(check: Check, most: int) -> Check:
    def all_of(value):
        if not isinstance(value, list) or len(value) > most:
            refuse("a list is missing or too long")
        return [check(v) for v in value]

    return all_of


def record(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    known = required | (optional or {})

    def check(value):
        if not isinstance(value, dict) or not required.keys() <= value.keys() <= known.keys():
            refuse("its facts are not those of the probe")
        return {name: known[name](v) for name, v in value.items()}

    return check


def plain(value, depth: int = 4):
    """A setting of a layer, whatever it is."""
    if isinstance(value, str):
        return text()(value)
    if value is None or isinstance(value, (bool, float)) or (isinstance(value, int) and abs(value) < 2**63):
        return value
    if depth and isinstance(value, list) and len(value) <= 100:
        return [plain(v, depth - 1) for v in value]
    if depth and isinstance(value, dict) and len(value) <= 100:
        return {text()(k): plain(v, depth - 1) for k, v in value.items()}
    return refuse("a setting is too large")


def settings(value) -> dict:
    return plain(value) if isinstance(value, dict) else refuse("settings are missing")


def number(value) -> float:
    return value if type(value) is float else float(integer(2**53)(value))


def place(value) -> dict:
    """Where an array is meant; that it is there is looked at elsewhere."""
    return Placed(record({"array": text(20)})(value))


SHAPE = listed(maybe(integer()), 10)
LINE = maybe(record({"number": integer(10_000_000), "text": text()}))
ERROR = record(
    {"type": text(), "message": text(), "line": LINE},
    {"passed_over": boolean, "slip": text(), "name": text()},
)
WEIGHT = record(
    {
        "name": text(),
        "shape": listed(size, 10),
        "trainable": boolean,
        "initializer": record({"ours": boolean, "seed": plain, "name": text(), "bounds": maybe(pair), "starts": maybe(number)}),
    }
)
NODE = (
    {
        "name": text(),
        "line": LINE,
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
GRAPH = (
    {"errors": listed(ERROR, 100), "output": maybe(integer()), "values": lambda value: values(value)},
    {
        "returned": maybe(text()),
        "own_input": boolean,
        "gradients": record(
            {
                "input": maybe(place),
                "weights": listed(
                    record({"layer": integer(), "name": text(), "shape": listed(integer(), 10), "gradient": maybe(place)}), GRADIENTS
                ),
            }
        ),
    },
)
NAMED = listed(record({"name": text(), "shape": listed(integer(), 10)}), NODES * WEIGHTS)
EAGER = record({}, {"error": ERROR, "returned": text(), "output": maybe(place)})
BLOCK_MODEL = record(
    {
        "errors": listed(ERROR, 100),
        "training": listed(record({"name": text(), "training": plain, "line": LINE}), NODES),
        "named": listed(text(), NODES),
    },
    {"returned": text(), "outputs": listed(place, 2), "made": NAMED, "held": NAMED, "plain": EAGER},
)
SUMMARY = record(
    {},
    {
        "error": ERROR,
        "rows": listed(
            record({"block": maybe(integer()), "layer": integer(), "name": text(), "shape": maybe(SHAPE), "parameters": integer(10**12)}),
            NODES,
        ),
        "parameters": integer(10**12),
        "output_shape": listed(SHAPE, 100),
    },
)
PARAMETER = record({"name": text(), "kind": text()}, {"default": plain})
SOURCE = maybe(record({"first": integer(10_000_000), "text": text(20_000)}))


def some(value, most: int) -> dict:
    return value if isinstance(value, dict) and len(value) <= most else refuse("a table is missing or too long")


def values(value) -> dict:
    """Arrays by the number of their tensor; X, number 0, is not for the student's process to say."""
    if not all(re.fullmatch("[1-9][0-9]{0,5}", name) for name in some(value, SIZE)):
        refuse("a value has no place")
    return {name: place(v) for name, v in value.items()}


def exactly(due) -> Check:
    return lambda value: due if type(value) is type(due) and value == due else refuse("it was asked otherwise")


def row(value):
    """Several sizes; a text where they are too many."""
    return text()(value) if isinstance(value, str) else listed(plain, 20)(value)


def one_of(known: Collection[str]) -> Check:
    return lambda value: value if isinstance(value, str) and value in known else refuse("a name is none of those that were asked for")


def nodes(node: Check) -> Check:
    def check(value):
        if isinstance(value, list) and len(value) > NODES:
            too_large(f"the function takes more than {NODES} steps")
        return listed(node, NODES)(value)

    return check


def graph(node: Check) -> Check:
    return record(GRAPH[0] | {"nodes": nodes(node)}, GRAPH[1])


def stood_in(functions: dict) -> Check:
    """The call of a function for which something stood in: what it was given, by the names that its parameters have."""
    known = {
        name: {p["name"]: row if p["name"] in function["several"] else plain for p in function["parameters"][1:] if p["name"] not in OPEN}
        for name, function in functions.items()
    }

    def check(value):
        name = one_of(known)(some(value, 3).get("block"))
        return record({"block": text(), "arguments": record(known[name]), "training": plain})(value)

    return check


def of_block(asked: dict) -> dict[str, Check]:
    """What is due of a block, besides what is due of every function."""
    lists = [name for name, value in asked["calls"][0]["setting"]["arguments"].items() if isinstance(value, list)]
    runs = [exact(due, {"eager": EAGER, "graph": graph(record(*NODE))}) for due in asked["calls"]]
    alike = [exact(due, {"eager": EAGER}) for due in asked["alike"]]
    return {"runs": each(runs), "alike": each(alike), "model": BLOCK_MODEL, "changed": listed(one_of(lists), len(lists))}


def of_network(asked: dict) -> dict[str, Check]:
    node = record(NODE[0], NODE[1] | {"block": stood_in(asked["functions"])})
    more = {"made": NAMED, "held": NAMED, "input": place, "input_shape": listed(SHAPE, 100), "output_shape": listed(SHAPE, 100)}
    return {"runs": each([exact(due, {"graph": graph(node)}, more) for due in asked["calls"]]), "model": SUMMARY}


def exact(due: dict, required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    """The answer to one call, which repeats what was asked."""
    return record({name: exactly(value) for name, value in due.items()} | required, optional)


def each(checks: list[Check]) -> Check:
    """As many as there are checks."""

    def check(value):
        if not isinstance(value, list) or len(value) != len(checks):
            refuse("it was not asked everything")
        return [one(v) for one, v in zip(checks, value)]

    return check


def checked(evidence: Evidence, exercise: str, seed: int) -> Evidence:
    """The evidence, cleaned. Raises Malformed."""
    facts, arrays = evidence.facts, evidence.arrays
    if facts.get("exercise") != exercise or facts.get("seed") != seed:
        refuse("it answers another question")
    if not isinstance(facts.get("defined"), bool) or not isinstance(facts.get("callable"), bool):
        refuse("its facts are not those of the probe")
    asked = question(exercise, seed)
    known = {"exercise": text(), "seed": integer(2**63), "defined": boolean, "callable": boolean, "stopped": maybe(ERROR)}
    if facts["callable"]:
        known |= {"signature": maybe(listed(PARAMETER, 300)), "source": SOURCE}
        known |= of_network(asked) if "functions" in asked else of_block(asked)
    facts = record(known)(facts)
    clean = Evidence(facts, arrays)
    if any(array.dtype.kind not in "fiub" or array.dtype.itemsize > 8 for array in arrays.values()):
        refuse("an array is no array of numbers")
    if sum(array.size for array in arrays.values()) > ELEMENTS:
        too_large("the tensors of the function have too many numbers")
    for found in places(facts):
        if found["array"] not in arrays:
            refuse("an array is missing")
    work = 0
    for run in facts.get("runs", ()):
        wired(run["graph"])
        given_as_due(run, clean)
        slopes(run, clean)
        work += cost(run, clean)
    if work > WORK:
        too_large("the layers of the function multiply too many numbers")
    return clean


def places(facts):
    """Every place of an array among the facts."""
    if isinstance(facts, Placed):
        yield facts
    elif isinstance(facts, (dict, list)):
        for value in facts.values() if isinstance(facts, dict) else facts:
            yield from places(value)


def wired(graph: dict) -> None:
    """Raises Malformed where operations do not follow one another."""
    made, used = {0}, set()
    if any(sum(len(node[side]) for node in graph["nodes"]) > WIRES for side in ("inputs", "outputs")):
        too_large(f"the steps of the function take or give more than {WIRES} tensors")
    for node in graph["nodes"]:
        used |= {p for p in node["inputs"] if p not in made}
        if not node["outputs"] or not node["inputs"] or len(node["shapes"]) != len(node["outputs"]):
            refuse("an operation gives or takes nothing")
        if node.get("weights") and "layer" not in node:
            refuse("there are weights without a layer")
        for p in node["outputs"]:
            if p in made or p in used:
                refuse("its operations run in circles")
            made.add(p)
    if graph["output"] is not None and graph["output"] not in made:
        refuse("its output is not made")
    if not {int(p) for p in graph["values"]} <= made:
        refuse("a value has no place")


def cost(run: dict, evidence: Evidence) -> int:
    """Multiplications that judging a run takes, about. Raises Malformed where a single operation needs too much room."""
    shapes = {int(p): evidence.arrays[held["array"]].shape for p, held in run["graph"]["values"].items()}
    shapes[0] = (
        tuple(run["setting"]["shape"]) if "setting" in run else evidence.arrays[run["input"]["array"]].shape if "input" in run else ()
    )
    work = 0
    for node in run["graph"]["nodes"]:
        inputs, outputs = [shapes.get(p, ()) for p in node["inputs"]], [shapes.get(p, ()) for p in node["outputs"]]
        held = sum(map(math.prod, (*inputs, *outputs)))
        room = max(windows(node, inputs[0]), padded(inputs[0], outputs[0]), *([stretched(*inputs)] if len(inputs) == 2 else []))
        weights = [math.prod(weight["shape"]) for weight in node.get("weights", ())]
        if held > HELD or room > ROOM or any(weight > ELEMENTS for weight in weights):
            too_large("a layer has too many numbers")
        work += LOOKS * held + FILLS * room + sum(weights) * (FILLS + 2 * math.prod(inputs[0][:-1]))
    return work


def windows(node: dict, shape: tuple[int, ...]) -> int:
    """How many numbers all windows of a convolution or a pooling hold that goes over every pixel."""
    weights = [weight["shape"] for weight in node.get("weights", ())]
    kernels = [math.prod(each[:-1]) for each in weights]
    kernels += [math.prod(each[:2]) * shape[-1] for each in weights if len(each) == 4 and shape]  # in groups a kernel has fewer channels
    pool = node.get("config", {}).get("pool_size", 1)
    sizes = [n for n in (pool if isinstance(pool, list) else [pool]) if isinstance(n, int) and 1 < n <= min(shape[1:3], default=0)]
    return max(math.prod(shape[:-1]) * max(kernels, default=1), math.prod(shape) * max(sizes, default=1) ** 2)


def padded(shape: tuple[int, ...], output: tuple[int, ...]) -> int:
    """How many numbers there would be with zeros on each side, as many as the output claims."""
    if len(shape) != 4 or len(output) != 4:
        return 0
    more = max(output[1] - shape[1], 0)
    return shape[0] * (shape[1] + more) * (shape[2] + more) * shape[3]


def stretched(shape: tuple[int, ...], other: tuple[int, ...]) -> int:
    """How many numbers an addition would give that stretches sizes of 1."""
    try:
        return math.prod(np.broadcast_shapes(shape, other))
    except ValueError:
        return 0


def given_as_due(run: dict, evidence: Evidence) -> None:
    """Raises Malformed where operations were given other numbers than the challenge's."""
    if "setting" not in run and run["graph"]["nodes"] and "input" not in run:
        refuse("it was given no numbers")
    if "input" in run:
        same(run["input"], "X", evidence)
        if len(evidence.arrays[run["input"]["array"]]) != challenge.NETWORK_BATCH:
            refuse("it was given other numbers")
    for node in run["graph"]["nodes"]:
        for p in node["outputs"] if "block" in node or node.get("refused") else ():
            if held := run["graph"]["values"].get(str(p)):
                same(held, "stand-in", evidence)


def slopes(run: dict, evidence: Evidence) -> None:
    """Raises Malformed where a gradient has not the shape of what it is the gradient of."""
    gradients = run["graph"].get("gradients")
    if gradients is None:
        return
    expected = [(gradients["input"], run["setting"]["shape"])] if "setting" in run else []
    expected += [(weight["gradient"], weight["shape"]) for weight in gradients["weights"]]
    for held, shape in expected:
        if held is not None and evidence.arrays[held["array"]].shape != tuple(shape):
            refuse("a gradient has another shape than its weight")
    if sum(math.prod(shape) for held, shape in expected if held is not None) > HELD:
        too_large("the weights of the function have too many numbers")


def same(found: dict, name: str, evidence: Evidence) -> None:
    array = evidence.arrays[found["array"]]
    if array.ndim < 1 or not array.size or not np.array_equal(array, challenge.inputs(evidence.seed, name, array.shape)):
        refuse("it was given other numbers")
