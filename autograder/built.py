"""The block that a student's function really built, as a graph like that of a `Program`: its sizes are names again.

Read from the evidence of all settings: a kernel that is 3, 2, 1 where f is 3, 2, 1 is "f". Kinds of steps are decided by
numbers (see `decode`), settings by what the layers say of themselves. It judges nothing.
"""

from __future__ import annotations

from .decode import MEANT, Piece
from .program import BN, CONV, Graph, Node, walk
from .reading import BlockReading

ACTIVATIONS = ("relu", "sigmoid", "softmax", "tanh", "elu", "selu", "gelu", "silu", "swish", "mish", "softplus", "softsign", "exponential")
MERGES = ("add", "concatenate", "multiply", "average", "subtract", "maximum", "minimum", "dot")
MERGED = {"mul": "multiply", "sub": "subtract", "cat": "concatenate", "avg": "average", "mean": "average"}
TRAINING = {  # what a batch normalisation was called with when the block's `training` was False and True
    (False, True): "training",
    (None, None): None,
    (True, True): True,
    (False, False): False,
    (True, False): "not training",
}


def built(readings: list[BlockReading]) -> Graph | None:
    """The graph common to all runs; None where the function builds another one from setting to setting."""
    graphs = [graph_of(reading) for reading in readings]
    lists = [graph.nodes() for graph in graphs]
    shape = [form(graph, nodes) for graph, nodes in zip(graphs, lists)]
    if any(s != shape[0] for s in shape):
        return None
    for i, node in enumerate(lists[0]):
        same = [nodes[i] for nodes in lists]
        sizes = [reading.sizes | {"channels": reading.x.shape[-1]} for reading in readings]
        for name in node.settings.keys() - {"training"}:
            node.settings[name] = symbol([n.settings.get(name) for n in same], sizes, node.kind)
        if node.kind == "bn":
            node.settings["training"] = training(same, readings)
    return graphs[0]


def form(graph: Graph, nodes: list[Node]) -> tuple:
    """Kinds and wires, to compare runs by."""
    places = {id(node): i for i, node in enumerate(nodes)} | {id(None): -1}
    wires = [(node.kind, *(places[id(before)] for before in node.inputs)) for node in nodes]
    return tuple(wires), *(places[id(end)] for end in graph.ends)


def graph_of(reading: BlockReading) -> Graph:
    """The graph of one run, with the numbers of its setting."""
    made: dict[int, Node | None] = {0: None}
    for facts in reading.graph.graph["nodes"]:
        inputs = tuple(made[place] for place in facts["inputs"])
        node = None
        for piece in reading.graph.pieces[id(facts)]:
            node = node_of(piece, inputs)
            inputs = (node,)
        if fused := fused_activation(facts, reading.graph.pieces[id(facts)]):
            node = Node("relu", {"function": fused, "fused": True}, (node,), line=facts["line"])
        for place in facts["outputs"]:
            made[place] = node if reading.graph.pieces[id(facts)] else inputs[0]
    output = made.get(reading.end) if reading.end is not None else None
    resting = {id(node) for node in walk(output)}
    used = {id(before) for node in made.values() if node for before in node.inputs}
    loose = {id(node): node for node in made.values() if node and id(node) not in used and id(node) not in resting}
    return Graph(output, list(loose.values()))


def fused_activation(facts: dict, pieces: list[Piece]) -> str | None:
    """A convolution's own activation where it is not a ReLU, which the numbers have told already."""
    activation = facts.get("config", {}).get("activation", "linear")
    return activation if len(pieces) == 1 and pieces[0].kind == "conv" and activation not in ("linear", None) else None


def node_of(piece: Piece, inputs: tuple) -> Node:
    facts = piece.node
    kind, settings = describe(piece, len(inputs))
    return Node(kind, settings, inputs, line=facts["line"], error=facts.get("error"), layer=facts.get("layer"))


def describe(piece: Piece, inputs: int) -> tuple[str, dict]:
    """Kind and settings of one step. An unknown operation keeps its own name as its kind."""
    facts, name = piece.node, piece.node["name"].lower()
    config = facts.get("config", {})
    if inputs > 1:
        function = "add" if piece.kind == "add" else next((m for part, m in MERGED.items() if part in name), name)
        return "merge", {"function": function}
    if facts.get("refused"):
        kind = next((kind for part, kind in MEANT.items() if part in name), name)
        return ("merge", {"function": "add"}) if kind == "add" else (kind, {})
    if piece.kind == "relu" and piece.step is not None:
        return "relu", {"function": "relu"} | ({"fused": True} if "kernel_size" in config else {})
    if piece.kind == "conv" or "conv" in name:
        return "conv", conv(facts, config)
    if piece.kind == "bn" or "norm" in name:
        return "bn", bn(facts, config)
    shown = str(config.get("activation", name)).strip("<>").lower()
    if activation := next((a for a in ("leaky", "prelu", "relu6", *ACTIVATIONS) if a in shown or a in name), None):
        return "relu", {"function": {"leaky": "leaky ReLU", "prelu": "PReLU", "relu6": "ReLU6"}.get(activation, activation)}
    if name in MERGES:
        return "merge", {"function": name}
    return piece.kind, {"name": facts["name"]}


def conv(facts: dict, config: dict) -> dict:
    shapes = {w["name"]: w["shape"] for w in facts.get("weights", ())}
    filters = config.get("filters", shapes.get("kernel", [None])[-1])
    return CONV | {
        "layer": facts["name"],
        "filters": filters,
        "kernel": one(config.get("kernel_size")),
        "strides": one(config.get("strides", 1)),
        "padding": str(config.get("padding", "valid")).lower(),
        "activation": config.get("activation", "linear") or "linear",
        "use_bias": config.get("use_bias", True),
        "dilation": one(config.get("dilation_rate", 1)),
        "groups": config.get("groups", 1),
        "initializer": initializer(facts),
        "trainable": all(w["trainable"] for w in facts.get("weights", ())),
    }


def bn(facts: dict, config: dict) -> dict:
    axis = one(config.get("axis", 3))
    return BN | {
        "layer": facts["name"],
        "axis": 3 if axis == -1 else axis,
        **{name: config.get(name, BN[name]) for name in ("momentum", "epsilon", "center", "scale")},
        "trainable": all(w["trainable"] for w in facts.get("weights", ()) if not w["name"].startswith("moving_")),
        "training": facts["call"].get("training"),
    }


def one(value):
    """(3, 3) → 3."""
    if isinstance(value, list):
        return value[0] if len(set(map(str, value))) == 1 else tuple(value)
    return value


def initializer(facts: dict) -> str:
    """How the kernel is started, as it would be written."""
    by_name = {w["name"]: w["initializer"] for w in facts.get("weights", ())}
    kernel, bias = by_name.get("kernel"), by_name.get("bias")
    if kernel is None:
        return CONV["initializer"]
    seed = "" if kernel["seed"] is None else f"seed={kernel['seed']}"
    if kernel["ours"]:
        return f"initializer({seed})"
    if bias and bias["ours"]:
        return "bias"
    return f"{kernel['name']}({seed})" if kernel["name"] != "GlorotUniform" or seed else "left out"


def symbol(values: list, sizes: list[dict], kind: str):
    """The size name that has these values in all settings, or their common value, or all of them in words."""
    if all(v == values[0] for v in values):
        return values[0]
    if all(isinstance(v, int) for v in values):
        for name in sizes[0]:
            if all(s.get(name) == v for s, v in zip(sizes, values)):
                return name
        return " or ".join(map(str, dict.fromkeys(values)))
    if all(isinstance(v, (int, tuple)) for v in values):
        pairs = [v if isinstance(v, tuple) else (v, v) for v in values]
        return tuple(symbol(list(side), sizes, kind) for side in zip(*pairs))
    return str(values[0])


def training(nodes: list[Node], readings: list[BlockReading]):
    """What the `training` argument of a batch normalisation was, as it would be written."""
    by_mode: dict[bool, set] = {False: set(), True: set()}
    for node, reading in zip(nodes, readings):
        by_mode[reading.training].add(node.settings.get("training"))
    values = tuple(next(iter(v)) if len(v) == 1 else "?" for v in by_mode.values())
    return TRAINING.get(values, values[0] if values[0] == values[1] else "?")
