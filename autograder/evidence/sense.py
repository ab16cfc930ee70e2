"""What must fit together in an evidence whose form is right, and how much it may cost to judge it. It judges no answer."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import NoReturn

import numpy as np

from ..layers.recorded import NodeFacts
from ..truth import challenge
from . import Evidence, Malformed, Place
from .facts import NODES, GraphFacts, Run

WIRES = 1_000  # tensors that its operations take, or give; a right block has 20, a network that is written out layer by layer 192
ELEMENTS = 20_000_000  # numbers in all arrays together, and in one kernel
HELD = 8_000_000  # numbers that one operation takes and gives; the probe keeps half as many of a network
ROOM = 20_000_000  # numbers that the judge may need at a time, for all windows of one convolution
WORK = 30_000_000_000  # multiplications in all, some six seconds; a network that is written out layer by layer takes 15 billion
LOOKS, FILLS = 500, 100  # what a number costs that an operation takes or gives, and one of its weights or windows, in multiplications


def refuse(what: str) -> NoReturn:
    raise Malformed(f"not an evidence: {what}")


def too_large(what: str) -> NoReturn:
    """For what an honest probe may have written, of a function out of all measure."""
    raise Malformed(f"{what}, more than can be judged")


def sensible(evidence: Evidence) -> None:
    """Raises Malformed."""
    if sum(array.size for array in evidence.arrays.values()) > ELEMENTS:
        too_large("the tensors of the function have too many numbers")
    work = 0
    runs: Collection[Run] = evidence.facts.get("runs", ())
    model = evidence.facts.get("model", {})
    of_each = [*(run["graph"]["nodes"] for run in runs), *(model.get(key, ()) for key in ("training", "named", "rows"))]
    if any(len(steps) > NODES for steps in of_each):
        too_large(f"the function takes more than {NODES} steps")
    for run in runs:
        wired(run["graph"])
        given_as_due(run, evidence)
        slopes(run, evidence)
        work += cost(run, evidence)
    if work > WORK:
        too_large("the layers of the function multiply too many numbers")


def wired(graph: GraphFacts) -> None:
    """Raises Malformed where operations do not follow one another."""
    made, used = {0}, set[int]()
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


def cost(run: Run, evidence: Evidence) -> int:
    """Multiplications that judging a run takes, about. Raises Malformed where a single operation needs too much room."""
    shapes = {int(p): evidence.arrays[held["array"]].shape for p, held in run["graph"]["values"].items()}
    shapes[0] = (
        tuple(run["setting"]["shape"]) if "setting" in run else evidence.arrays[run["input"]["array"]].shape if "input" in run else ()
    )
    work = 0
    for node in run["graph"]["nodes"]:
        inputs, outputs = [shapes.get(p, ()) for p in node["inputs"]], [shapes.get(p, ()) for p in node["outputs"]]
        held = sum(map(math.prod, (*inputs, *outputs)))
        room = max(
            scores(node, inputs),
            windows(node, inputs[0]),
            padded(inputs[0], outputs[0]),
            *([stretched(*inputs)] if len(inputs) == 2 else []),
        )
        weights = [math.prod(weight["shape"]) for weight in node.get("weights", ())]
        if 0 in weights:
            refuse("a weight has no numbers")
        if held > HELD or room > ROOM or any(weight > ELEMENTS for weight in weights):
            too_large("a layer has too many numbers")
        work += LOOKS * held + FILLS * room + sum(weights) * (FILLS + 2 * math.prod(inputs[0][:-1]))
    return work


def windows(node: NodeFacts, shape: tuple[int, ...]) -> int:
    """How many numbers all windows of a convolution or a pooling hold that goes over every pixel."""
    weights = [weight["shape"] for weight in node.get("weights", ())]
    kernels = [math.prod(each[:-1]) for each in weights]
    kernels += [math.prod(each[:2]) * shape[-1] for each in weights if len(each) == 4 and shape]  # in groups a kernel has fewer channels
    pool = node.get("config", {}).get("pool_size", 1)
    sizes = [n for n in (pool if isinstance(pool, list) else [pool]) if isinstance(n, int) and 1 < n <= min(shape[1:3], default=0)]
    return max(math.prod(shape[:-1]) * max(kernels, default=1), math.prod(shape) * max(sizes, default=1) ** 2)


def scores(node: NodeFacts, shapes: list[tuple[int, ...]]) -> int:
    """How many numbers say how well the places of one tensor fit to those of another: as many for each head as there are pairs."""
    heads = max(
        (weight["shape"][1] for weight in node.get("weights", ()) if "/" in weight["name"] and len(weight["shape"]) == 3), default=0
    )
    return heads * max((math.prod(a[:-1]) * (b[1] if len(b) > 1 else 1) for a in shapes for b in shapes), default=0)


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


def given_as_due(run: Run, evidence: Evidence) -> None:
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


def slopes(run: Run, evidence: Evidence) -> None:
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


def same(found: Place, name: str, evidence: Evidence) -> None:
    array = evidence.arrays[found["array"]]
    if array.ndim < 1 or not array.size or not np.array_equal(array, challenge.inputs(evidence.seed, name, array.shape)):
        refuse("it was given other numbers")
