"""Renders an exercise's lines, or edits of them, as the Keras source of a student's function, in several styles. It runs nothing."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.exercises import exercise
from autograder.layers import FAMILIES
from autograder.layers.source import source as written
from autograder.value.graph import follow
from autograder.value.lines import Line, Lines


@dataclass(frozen=True)
class Style:
    """name; prefix of the layers' classes; whether sizes are pairs; how ReLU and the addition are written; whether every step
    gets a name of its own; whether convolutions and normalisations are made by helpers."""

    name: str
    prefix: str = ""
    pairs: bool = False
    relu: str = 'Activation("relu")'
    add: str = "Add()([{0}, {1}])"
    own_names: bool = False
    helpers: bool = False


STYLES = (
    Style("plain"),
    Style("prefixed", prefix="tf.keras.layers.", pairs=True, relu="tf.keras.layers.ReLU()", add="tf.keras.layers.Add()([{1}, {0}])"),
    Style("own names", relu="Activation(tf.nn.relu)", add="{0} + {1}", own_names=True),
    Style("helpers", relu="ReLU()", add="keras.layers.add([{0}, {1}])", helpers=True),
)


def source(value: Lines, style: Style) -> str:
    """The function that these lines are."""
    asked = exercise(value.name)
    network = bool(asked.lines.calls)
    lines = ["    X_input = Input(input_shape)", "    X = X_input"] if network else []
    lines += [f"    {', '.join(names)} = {argument}" for argument, names in asked.several.items()]
    if style.helpers and "training" in asked.contract.parameters:
        lines += ["    def bn(t, **how):", "        return BatchNormalization(**how)(t, training=training)"]
    if style.own_names and not network:
        body = named_apart(value, style)
    else:
        body = [f"    {line.gives} = {line.takes[0]}" if line.kind == "save" else statement(line, style) for line in folded(value)]
        body.append("    return Model(inputs=X_input, outputs=X)" if network else "    return X")
    return "\n".join([f"def {asked.signature}:", *lines, *body]) + "\n"


def folded(value: Lines) -> list[Line]:
    """With each activation that is built into a convolution as an argument of that."""
    lines: list[Line] = []
    for line in value.lines:
        if line.settings.get("fused"):
            lines[-1] = Line(
                lines[-1].name, "conv", lines[-1].settings | {"activation": line.settings["function"]}, lines[-1].takes, line.gives
            )
        else:
            lines.append(line)
    return lines


def statement(line: Line, style: Style) -> str:
    made = expression(line, style, line.takes)
    return f"    {line.gives} = {made}" if line.gives else f"    {made}"


def named_apart(value: Lines, style: Style) -> list[str]:
    """Every step under a name of its own, so that only the wires tell what takes what."""
    value = Lines(value.name, tuple(folded(value)))
    graph = follow(value)
    made = [line for line in value.lines if line.kind != "save"]
    names: dict[str, str] = {"X": "X", "X_shortcut": "X", "X_input": "X"}
    out = []
    for i, line in enumerate(value.lines):
        takes = tuple(names[t] for t in line.takes)
        if line.kind == "save":
            names[line.gives] = takes[0]
            continue
        name = f"t{i}"
        out.append(f"    {name} = {expression(line, style, takes)}")
        if line.gives:
            names[line.gives] = name
    assert graph.nodes() or not made
    return [*out, f"    return {names['X']}"]


def expression(line: Line, style: Style, takes: tuple[str, ...]) -> str:
    s, made = line.settings, style.prefix
    if line.kind == "conv":
        made = made if s.get("layer", "Conv2D") == "Conv2D" else "keras.layers."
        return f"{made}{s.get('layer', 'Conv2D')}({convolution(s, style, takes[0])})({takes[0]})"
    if line.kind == "bn":
        if style.helpers and s.get("training") == "training" and s["layer"] == "BatchNormalization":
            return f"bn({takes[0]}, {normalisation(s)})"
        training = "" if s.get("training") is None else f", training={s['training']}"
        how = normalisation(s) if s["layer"] == "BatchNormalization" else ""
        return f"{made if s['layer'] == 'BatchNormalization' else 'keras.layers.'}{s['layer']}({how})({takes[0]}{training})"
    if line.kind == "relu":
        highest = s.get("max_value")
        capped = f"keras.layers.ReLU({highest})" if highest is not None else style.relu
        return f"{capped if s['function'] == 'relu' else activation(s['function'])}({takes[0]})"
    if line.kind == "merge":
        if s["function"] == "add":
            return style.add.format(*takes)
        return f"keras.layers.{s['function'].title()}()([{', '.join(takes)}])"
    if "filters" in s and line.kind != "conv":
        more = (f", s={s['s']}" if "s" in s else "") + ("" if s.get("training") is None else f", training={s['training']}")
        return f"{line.kind}({takes[0]}, f={s['f']}, filters={list(s['filters'])}{more})"
    return f"{other(line, style)}({takes[0]})"


def other(line: Line, style: Style) -> str:
    """The layer of a step of the network's stem or head, or of one that has no place in a block."""
    s = line.settings
    match line.kind:
        case "pool" if s["function"].startswith("global"):
            return "keras.layers.GlobalAveragePooling2D()"
        case "pool" if "size" not in s:
            return f"keras.layers.{s['function'].title()}Pooling2D(s)"
        case "pool":
            padding = f", padding='{s['padding']}'" if s.get("padding", "valid") != "valid" else ""
            size = f"({s['size']}, {s['size']})" if style.pairs else s["size"]
            return f"{style.prefix}{s['function'].title()}{'Pooling2D'}({size}, strides={s['strides']}{padding})"
        case "dense":
            activation = f", activation='{s['activation']}'" if s["activation"] != "linear" else ""
            return f"{style.prefix}Dense({s['units']}{activation})"
    return f"{style.prefix}{written(FAMILIES[line.kind], s)}"


def activation(function: str) -> str:
    return "keras.layers.LeakyReLU()" if function == "leaky ReLU" else f"Activation('{function}')"


def convolution(s: dict, style: Style, taken: str) -> str:
    kernel, strides = (pair(s[name], style) for name in ("kernel", "strides"))
    depthwise, known = s.get("layer") == "DepthwiseConv2D", s.get("layer", "Conv2D") in ("Conv2D", "DepthwiseConv2D")
    given = [str(s.get("filters", f"{taken}.shape[-1]")), f"kernel_size={kernel}", f"strides={strides}", f'padding="{s["padding"]}"']
    if style.pairs:
        given = [f"filters={given[0]}", given[1], given[3], given[2]]
    if depthwise and "filters" in s:  # in the place of another one, with what is known of that there
        return f'kernel_size={kernel}, padding="{s["padding"]}"'
    given = given[1:] if depthwise else given
    start = s.get("initializer", "left out")
    if known and start != "left out":
        kernels = "depthwise_initializer" if depthwise else "kernel_initializer"
        given.append("bias_initializer=initializer(seed=0)" if start == "bias" else f"{kernels}={start}")
    given += [f"activation={s['activation']!r}"] if s.get("activation", "linear") != "linear" else []
    given += [f"{argument}={s[name]}" for name, argument, default in CONV_MORE if s.get(name, default) != default]
    return ", ".join(given)


CONV_MORE = (
    ("use_bias", "use_bias", True),
    ("dilation_rate", "dilation_rate", 1),
    ("groups", "groups", 1),
    ("depth_multiplier", "depth_multiplier", 1),
    ("trainable", "trainable", True),
)
BN_MORE = (("momentum", 0.99), ("epsilon", 0.001), ("center", True), ("scale", True), ("trainable", True))


def normalisation(s: dict) -> str:
    return ", ".join([f"axis={s['axis']}", *(f"{name}={s[name]}" for name, default in BN_MORE if s.get(name, default) != default)])


def pair(size, style: Style) -> str:
    if isinstance(size, tuple):
        return f"({', '.join(map(str, size))})"
    return f"({size}, {size})" if style.pairs else str(size)
