"""The block that a student's function really built, as a graph like that of a `Program`: its sizes are names again.

Read from the evidence of all settings: a kernel that is 3, 2, 1 where f is 3, 2, 1 is "f". Kinds of steps are decided by
numbers (see `decode`), settings by what the layers say of themselves. It judges nothing.
"""

from __future__ import annotations

from ..judge.decode import MEANT, Piece
from ..judge.reading import BlockReading
from ..layers.batch_norm import DEFAULTS as BN
from ..layers.conv import DEFAULTS as CONV
from ..value.graph import Graph, Node, resting_on

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
            node.settings[name] = symbol([n.settings.get(name) for n in same], sizes)
        if node.kind == "bn":
            node.settings["training"] = training(same, readings)
    return graphs[0]


def built_network(readings: list) -> Graph | None:
    """The graph common to all runs of a network, its blocks as single steps."""
    graphs = [network_graph(reading) for reading in readings]
    lists = [graph.nodes() for graph in graphs]
    shape = [form(graph, nodes) for graph, nodes in zip(graphs, lists)]
    if any(s != shape[0] for s in shape):
        return None
    sizes = [{"classes": reading.run["arguments"]["classes"]} for reading in readings]
    for i, node in enumerate(lists[0]):
        for name in node.settings:
            node.settings[name] = symbol([nodes[i].settings.get(name) for nodes in lists], sizes)
    return graphs[0]


def network_graph(reading) -> Graph:
    """The graph of one run of a network; a dense layer and the softmax after it are one step."""
    made: dict[int, Node | None] = {0: None}
    for facts in reading.graph.graph["nodes"]:
        inputs = tuple(made[place] for place in facts["inputs"])
        pieces = reading.graph.pieces[id(facts)]
        node = inputs[0]
        if block := facts.get("block"):
            node = Node(block["block"], block_call(block), inputs, line=facts["line"])
        for piece in () if block else pieces:
            if piece.kind == "softmax" and node is not None and node.kind == "dense":
                node.settings["activation"] = "softmax"
                continue
            node = network_node(piece, inputs)
            inputs = (node,)
        for place in facts["outputs"]:
            made[place] = node
    end = reading.graph.output
    places = [end] if end is not None else sorted(reading.graph.loose, key=lambda p: sum(1 for _ in resting_on(made[p])))[-1:]
    output = made[places[0]] if places else None
    return Graph(output, loose_ends(made, output))


def block_call(facts: dict) -> dict:
    given = facts["arguments"]
    settings = {"f": one(given["f"]), "filters": tuple(given["filters"]), "training": facts["training"]}
    return settings | ({"s": one(given["s"])} if "s" in given else {})


def network_node(piece: Piece, inputs: tuple) -> Node:
    """A step of the stem or the head."""
    node, config = node_of(piece, inputs), piece.node.get("config", {})
    name = piece.node["name"].lower()
    if "pool" in name:
        node.kind = "pool"
        if not node.error:
            function = "max" if "max" in name else "average"
            size = one(config.get("pool_size", getattr(piece.step, "size", None)))
            strides = one(config.get("strides", getattr(piece.step, "strides", None)))
            node.settings = {"function": function, "size": size, "strides": strides, "padding": config.get("padding", "valid")}
            if "global" in name:
                node.settings = {"function": f"global {function}"}
    elif node.kind == "zeropad" and not node.error:
        amount = config.get("padding", [[None]])
        flat = [n for side in amount for n in (side if isinstance(side, list) else [side])]
        node.settings = {"amount": getattr(piece.step, "amount", flat[0] if len(set(flat)) == 1 else tuple(flat))}
    elif node.kind in ("dense", "linear"):
        units = next((w["shape"][1] for w in piece.node.get("weights", ()) if w["name"] == "kernel"), None)
        node.kind, node.settings = "dense", {"units": units, "activation": config.get("activation", "linear")}
    return node


def loose_ends(made: dict, output: Node | None) -> list[Node]:
    """The steps whose results lead nowhere."""
    resting = {id(node) for node in resting_on(output)}
    used = {id(before) for node in made.values() if node for before in node.inputs}
    return list({id(n): n for n in made.values() if n and id(n) not in used and id(n) not in resting}.values())


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
    return Graph(output, loose_ends(made, output))


def fused_activation(facts: dict, pieces: list[Piece]) -> str | None:
    """A convolution's own activation where it is not a ReLU, which the numbers have told already."""
    activation = facts.get("config", {}).get("activation", "linear")
    known = isinstance(activation, str) and activation != "linear"
    return activation if known and len(pieces) == 1 and pieces[0].kind == "conv" else None


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
    if piece.kind in ("dense", "linear") or "kernel" in {w["name"] for w in facts.get("weights", ())}:
        return piece.kind, {"name": facts["name"]}
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
        "training": asked if isinstance(asked := facts["call"].get("training"), (bool, str, type(None))) else str(asked),
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


def symbol(values: list, sizes: list[dict]):
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
        return tuple(symbol(list(side), sizes) for side in zip(*pairs))
    return str(values[0])


def training(nodes: list[Node], readings: list[BlockReading]):
    """What the `training` argument of a batch normalisation was, as it would be written."""
    by_mode: dict[bool, set] = {False: set(), True: set()}
    for node, reading in zip(nodes, readings):
        by_mode[reading.training].add(node.settings.get("training"))
    values = tuple(next(iter(v)) if len(v) == 1 else "?" for v in by_mode.values())
    return TRAINING.get(values, values[0] if values[0] == values[1] else "?")
