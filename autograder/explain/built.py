"""What a student's function really built, as a graph like that of an exercise's lines: its sizes are names again.

Read from the evidence of all calls: a kernel that is 3, 2, 1 where f is 3, 2, 1 is "f". Kinds of steps are decided by
numbers (see `decode`), settings by what the layers say of themselves (see `layers`). It judges nothing, and names no layer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..exercises import EXERCISES, exercise
from ..judge.decode import Piece, resembled
from ..judge.network_reading import call_made
from ..judge.reading import Reading
from ..layers import FAMILIES, LAYERS, Layer
from ..layers.formula import Formula
from ..layers.operation import Operation
from ..value.formula import likely
from ..value.graph import Graph, Node, resting_on
from ..value.lines import Lines
from .near import near_to

TRAINING: dict[tuple[object, ...], object] = {  # what a layer was called with when the `training` of the whole was False and True
    (False, True): "training",
    (None, None): None,
    (True, True): True,
    (False, False): False,
    (True, False): "not training",
}


def built(readings: Sequence[Reading], names: list[dict[Formula, int]]) -> Graph | None:
    """The graph common to all calls; None where the function builds another one from call to call. names: what numbers may stand for, by call."""
    graphs = [graph_of(reading) for reading in readings]
    lists = [graph.nodes() for graph in graphs]
    shape = [form(graph, nodes) for graph, nodes in zip(graphs, lists)]
    if any(s != shape[0] for s in shape):
        return None
    modes = [reading.run.get("training") for reading in readings]
    for i, node in enumerate(lists[0]):
        found = {name: [nodes[i].settings.get(name) for nodes in lists] for name in node.settings}
        node.settings |= {name: symbol(values, names) for name, values in found.items()}
        if "training" in found and None not in modes:
            node.settings["training"] = training(found["training"], modes)
    return graphs[0]


def known(value: Lines, reading: Reading) -> dict[Formula, int]:
    """What numbers of a call may stand for: sizes, what the exercise makes of them, the input's channels; and what else a learner may make of
    those of which something is made."""
    asked = exercise(value.name)
    channels = f"{asked.first}[-1]" if value.calls else f"{asked.first}.shape[-1]"
    computed = {formula: formula.of(reading.sizes) for formula in asked.formulas}
    named = reading.sizes | {formula: n for formula, n in computed.items() if isinstance(n, int)}
    named |= {channels: reading.graph.values[0].shape[-1]}
    made_of = {channels, *(name for formula in asked.formulas for name in formula.parts[0])} if asked.formulas else ()
    more = likely({name: n for name, n in named.items() if name in made_of})
    return {Formula(name): n for name, n in (*named.items(), *more)}


def graph_of(reading: Reading) -> Graph:
    """The graph of one call, with the numbers of its setting. Two steps that amount to one layer are one. What a refused operation was given
    besides, and nothing has made from X, is an input of the function's own."""
    made: dict[int, Node | None] = {0: None}
    steps: dict[int, Layer | None] = {}  # of nodes by id, what they are by their numbers
    for facts in reading.graph.graph["nodes"]:
        inputs = tuple(made.setdefault(place, Node("Input", {"name": "Input"}, ())) for place in facts["inputs"])
        node: Node | None = None
        pieces = reading.graph.pieces[id(facts)]
        for i, piece in enumerate([] if "block" in facts else pieces):
            taken = inputs[0] if len(inputs) == 1 else None
            before = steps.get(id(taken))
            whole = before.joined(piece.step) if before and piece.step else None
            node = taken if taken and whole else node_of(piece, inputs, fused=i > 0)
            node.settings |= whole.settings() if whole else {}
            steps[id(node)] = whole or piece.step
            inputs = (node,)
        if block := facts.get("block"):
            name, arguments = call_made(block)
            inputs = (Node(name, arguments | {"training": block["training"]}, inputs, line=facts["line"]),)
        elif node and (fused := fused_activation(facts, pieces, reading.graph.asked)):
            node.settings |= {"activation": "linear"} if "activation" in node.settings else {}
            inputs = (Node(*fused, inputs, line=facts["line"]),)
        for place in facts["outputs"]:
            made[place] = inputs[0]
    if reading.end is not None:
        output = made.get(reading.end)
    else:
        ends = [made[place] for place in reversed(reading.graph.loose)]
        output = max(ends, key=lambda node: sum(1 for _ in resting_on(node)), default=None)
    return Graph(output, loose_ends(made, output))


def node_of(piece: Piece, inputs: tuple[Node | None, ...], fused: bool) -> Node:
    """fused: whether it is built into the layer before it."""
    facts = piece.node
    kind, settings = described(piece)
    settings |= {"fused": True} if fused else {}
    return Node(kind, settings, inputs, line=facts["line"], error=facts.get("error"), layer=facts.get("layer"))


def described(piece: Piece) -> tuple[str, dict[str, object]]:
    """Kind and settings of one step: those of the layer that it is by its numbers, or else of the first that knows it. An operation that none
    knows keeps its own name. A call of another exercise that failed is one of that exercise, its name spelt right or nearly."""
    operation = Operation(piece.node)
    if operation.refused and (near := near_to(operation.name, EXERCISES, 0.8)):
        return near[0], {}
    if operation.refused and not operation.several and (meant := resembled(operation)):
        return meant.family or meant.kind, {}
    for layer in [type(piece.step)] if piece.step else [layer for layer in LAYERS if layer.several or not operation.several]:
        settings = layer.said(operation, piece.step)
        if settings is not None:
            return layer.family or layer.kind, settings
    return piece.kind, {"name": piece.node["name"]}


def fused_activation(facts: Mapping[str, Any], pieces: list[Piece], asked: Collection[Layer]) -> tuple[str, dict[str, object]] | None:
    """Kind and settings of an activation that is built into a layer, where it is not one that the numbers have told already."""
    given = facts.get("config", {}).get("activation", "linear")
    if not isinstance(given, str) or given == "linear" or len(pieces) != 1:
        return None
    family, step = described(pieces[0])[0], pieces[0].step
    if step and step.settings().get("activation") == given:
        return None
    split = family in FAMILIES and FAMILIES[family].split(asked)
    return (FAMILIES[family].built_in[0].family, {"function": given, "fused": True}) if split else None


def loose_ends(made: dict[int, Node | None], output: Node | None) -> list[Node]:
    """The steps whose results lead nowhere."""
    resting = {id(node) for node in resting_on(output)}
    used = {id(before) for node in made.values() if node for before in node.inputs}
    return list({id(n): n for n in made.values() if n and id(n) not in used and id(n) not in resting}.values())


def form(graph: Graph, nodes: list[Node]) -> tuple[object, ...]:
    """Kinds and wires, to compare calls by."""
    places = {id(node): i for i, node in enumerate(nodes)} | {id(None): -1}
    wires = [(node.kind, *(places[id(before)] for before in node.inputs)) for node in nodes]
    return tuple(wires), *(places[id(end)] for end in graph.ends)


def symbol(values: list[object], sizes: list[dict[Formula, int]]) -> object:
    """The size, or the formula of sizes, that has these values in all calls, or their common value, or all of them in words."""
    if all(v == values[0] for v in values):
        return values[0]
    if all(isinstance(v, (int, float)) for v in values):
        for name in sizes[0]:
            if all(s.get(name) == v for s, v in zip(sizes, values)):
                return name
        return " or ".join(map(str, dict.fromkeys(values)))
    if all(isinstance(v, (int, tuple)) for v in values):
        pairs = [v if isinstance(v, tuple) else (v, v) for v in values]
        return tuple(symbol(list(side), sizes) for side in zip(*pairs))
    return str(values[0])


def training(given: list[object], modes: list[object]) -> object:
    """What a layer's `training` was, as it would be written; modes: what that of the whole was, call by call."""
    if len(set(modes)) == 1:  # the whole has no `training` of its own
        return given[0] if len(set(map(str, given))) == 1 else "?"
    by_mode = [{asked for asked, mode in zip(given, modes) if mode is training} for training in (False, True)]
    values = tuple(next(iter(v)) if len(v) == 1 else "?" for v in by_mode)
    return TRAINING.get(values, values[0] if values[0] == values[1] else "?")
