"""Renders an exercise's lines, or edits of them, as the Keras source of a student's function, in several styles of writing. It runs nothing."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from itertools import groupby

from ..exercises import exercise
from ..layers import FAMILIES, LAYERS
from ..layers.layer import Layer
from ..layers.merge import OPERATORS
from ..value.graph import Node, follow
from ..value.inputs import sizes_of
from ..value.lines import INPUT, INPUTS, KEPT, MAIN, Line, Lines

CLASSES = {layer.__name__: layer for layer in LAYERS}
PAIRED = ("kernel", "strides", "size", "dilation_rate")  # for which Keras takes one number, or one for height and one for width
INITIALIZER, TRAINING = "initializer", "training"
INITIALIZED = "kernel_initializer"  # what Keras calls it, where a layer does not say otherwise
QUOTED = ("same", "valid", "linear", "channels_first", "channels_last", *(layer.kind for layer in LAYERS if layer.does == "activation"))
NOT_GIVEN = {"function", "layer", "fused", "name", TRAINING}  # told by the layer's name, or where it is called
AS_THE_LAYER = {"keras.ops.gelu": "(lambda tensor: keras.ops.gelu(tensor, approximate=False))"}  # which alone is near it by default
ANY = 2  # of a layer in the place of another one, what that has not and Keras must be given
ELSEWHERE = "keras.layers."  # of a layer that the exercise does not ask for, and nobody has imported


@dataclass(frozen=True)
class Style:
    """prefix: of the layers' classes. size: how one for height and width is written. by_name: whether all arguments are. spelled: whether those at
    their default are written. activation, join: what stands for these layers, as Python's own formats of their class, function and tensors. turned:
    whether tensors that are joined stand in the other order, where that does not matter. wires: how a step's tensor reaches the next, see
    `WIRES`. helper: whether layers that take `training` are called by a helper."""

    name: str
    prefix: str = ""
    size: str = "{0}"
    by_name: bool = False
    spelled: bool = True
    activation: str = 'Activation("{function}")'
    join: str = "{layer}()([{tensors}])"
    turned: bool = False
    wires: str = "names"
    helper: bool = False


BASE = Style("base")  # as a reference is written
STYLES = (
    Style("plain"),
    Style("prefixed", prefix="tf.keras.layers.", size="({0}, {0})", by_name=True, activation="{layer}()", turned=True),
    Style("own names", activation="Activation(tf.nn.{function})", join="operator", wires="own names"),
    Style("helpers", spelled=False, activation="{layer}()", join="keras.layers.{function}([{tensors}])", helper=True),
)


def source(value: Lines, style: Style) -> str:
    """The function that these lines are."""
    asked = exercise(value.name)
    network = bool(asked.lines.calls)
    start = [f"    {INPUT} = Input({asked.first})", f"    {MAIN} = {INPUT}"] if network else []
    start += [f"    {MAIN} = {asked.first}"] if not network and asked.first != MAIN else []
    start += [f"    {', '.join(names)} = {argument}" for argument, names in asked.several.items()]
    writer = Writer(value, style)
    start += [f"    {name} = {size}" for size, name in writer.read_off.items()]
    if style.helper and TRAINING in asked.contract.parameters:
        start += ["    def called(layer, tensor):", f"        return layer(tensor, {TRAINING}={TRAINING})"]
    start += [f"    {name} = {MAIN}" for name in (KEPT, INPUT) if not network and taken_ungiven(value, name)]
    body, result = WIRES["names" if network else style.wires](folded(value), writer)
    end = f"    return Model(inputs={INPUT}, outputs={MAIN})" if network else f"    return {result}"
    return "\n".join([f"def {asked.signature}:", *start, *body, end]) + "\n"


def taken_ungiven(value: Lines, name: str) -> bool:
    """Whether an edit takes what stands under this name where nothing is kept there before."""
    first = next((line for line in value.lines if name in (*line.takes, line.gives)), None)
    return first is not None and name in first.takes


def folded(value: Lines) -> Lines:
    """With each activation that is built into a layer as an argument of that."""
    lines: list[Line] = []
    for line in value.lines:
        if line.settings.get("fused"):
            before = lines[-1]
            lines[-1] = Line(
                before.name, before.kind, before.settings | {"activation": line.settings["function"]}, before.takes, line.gives
            )
        else:
            lines.append(line)
    return Lines(value.name, tuple(lines))


class Writer:
    """Writes single lines of an exercise in a style."""

    def __init__(self, value: Lines, style: Style):
        self.style = style
        asked = exercise(value.name)
        self.due = asked.lines
        self.read_off = {  # the sizes of the input and their names in the source, since X is another tensor further down
            size: f"{axis}_in"
            for size, axis in zip(sizes_of(asked.input.axes), asked.input.axes[1:], strict=True)
            if size in asked.read_off
        }
        self.usual: dict[str, dict[str, object]] = {}  # what the steps of a kind have where nothing is said
        for line in self.due.lines:
            self.usual.setdefault(line.kind, line.settings)
        self.steps = self.due.steps()
        self.known = {type(layer).__name__ for layer in self.steps.values()}
        self.called = {call.kind for call in self.due.calls.values()}

    def expression(self, line: Line, takes: tuple[str, ...]) -> str:
        """What a line computes of these tensors."""
        s = line.settings
        if line.kind in self.called:
            given = [f"{name}={self.written(value)}" for name, value in s.items() if name != TRAINING or value is not None]
            return f"{line.kind}({', '.join([*takes, *given])})"
        if FAMILIES[line.kind].does == "join":
            return self.joined(line, takes)
        layer, usual = FAMILIES[line.kind], self.usual.get(line.kind, {})
        given = [f"{word}={s[name]}" for name, word in layer.called.items() if name in s and s[name] != usual.get(name)]
        made, training, taken = self.made(line), s.get(TRAINING), ", ".join([*layer.call(takes), *given])
        if training is None:
            return f"{made}({taken})"
        helped = self.style.helper and training == TRAINING and len(takes) == 1
        return f"called({made}, {taken})" if helped else f"{made}({taken}, training={training})"

    def joined(self, line: Line, takes: tuple[str, ...]) -> str:
        function, style = line.settings["function"], self.style
        layer = named(line.kind, function)
        takes = takes[::-1] if style.turned and layer is not None and not layer.ordered else takes
        name = layer.__name__ if layer else function.title()
        if style.join == "operator" and function in OPERATORS:
            return f" {OPERATORS[function]} ".join(takes)
        form = Style.join if style.join == "operator" else style.join
        return form.format(layer=self.prefixed(name), function=function, tensors=", ".join(takes))

    def made(self, line: Line) -> str:
        """The layer, or the function, that is called on a tensor."""
        s, function = line.settings, line.settings.get("function")
        layer = named(line.kind, function) if function else CLASSES.get(s.get("layer", ""), FAMILIES[line.kind])
        if FAMILIES[line.kind].does == "activation" and (layer is None or (layer.maker and not self.arguments(layer, line))):
            own = self.prefixed(layer.__name__) if layer is not None and layer.config else ""  # Keras has a layer of that name
            form = self.style.activation if own or "{layer}" not in self.style.activation else Style.activation
            made = form.format(function=function, layer=own)
            return AS_THE_LAYER.get(made, made)
        layer = layer or FAMILIES[line.kind]
        name = str(s["layer"]) if "layer" in s and s["layer"] not in CLASSES else layer.__name__
        return f"{self.prefixed(name)}({', '.join(self.arguments(layer, line))})"

    def prefixed(self, name: str) -> str:
        return f"{self.style.prefix if name in self.known else self.style.prefix or ELSEWHERE}{name}"

    def arguments(self, layer: type[Layer], line: Line) -> list[str]:
        """A layer's own first, then what is given besides, where it is not as Keras has it."""
        s, given = line.settings, []
        for f in fields(layer):
            if f.name in layer.seldom and s.get("layer") not in (None, *CLASSES):
                continue  # a layer without a file takes what is usual
            value = s.get(f.name, getattr(line.layer, f.name, ANY) if f.default is MISSING else f.default)
            if value != f.default or (self.style.spelled and f.name in layer.written and f.name in s):
                word = "" if f.default is MISSING and not self.style.by_name else f"{layer.keywords.get(f.name, f.name)}="
                given.append(word + self.sized(f.name, value))
        usual, told = self.usual.get(line.kind, {}), {f.name for f in fields(layer)} | NOT_GIVEN
        due = self.steps.get(line.name)
        if due is not None and line.settings.get("layer", layer.__name__) != type(due).__name__:  # whose arguments it does not take
            told |= {f.name for f in fields(due)}
        for name, value in s.items():
            if name == INITIALIZER:
                given += start(layer, value) if s.get("layer", layer.__name__) in CLASSES else []
            elif name not in told and name not in layer.called and value != usual.get(name):
                given.append(f"{layer.keywords.get(name, name)}={self.sized(name, value)}")
        return given

    def sized(self, name: str, value: object) -> str:
        if name not in PAIRED:
            return self.written(value)
        return f"({', '.join(map(self.written, value))})" if isinstance(value, tuple) else self.style.size.format(self.written(value))

    def written(self, value: object) -> str:
        """A setting in Python: a size such as f stands under its own name."""
        if isinstance(value, tuple):
            return f"[{', '.join(map(self.written, value))}]"
        if value in QUOTED:
            return f'"{value}"'
        text = str(value)
        for size, name in self.read_off.items():
            text = text.replace(size, name)
        return text


def start(layer: type[Layer], value: str) -> list[str]:
    """How the kernel is asked to start, or each of several."""
    if value == "left out":
        return []
    if value == "bias":
        return ["bias_initializer=initializer(seed=0)"]
    return [f"{word}={value}" for word in layer.keywords.get(INITIALIZER, INITIALIZED).split()]


def named(kind: str, function: str) -> type[Layer] | None:
    """The layer of a family that has this function."""
    alike = [layer for layer in LAYERS if layer.family == kind]
    return next((layer for layer in alike if function in (layer.kind, getattr(layer, "function", layer.words))), None) or next(
        (layer for layer in alike if layer.kind == f"{function.replace(' ', '')}pool"), None
    )


# -- how a step's tensor reaches the next -----------------------------------------------------------------------------------


def by_names(value: Lines, writer: Writer) -> tuple[list[str], str]:
    """X and a name for what is kept, as the lines have it."""
    out = []
    for line in value.lines:
        made = line.takes[0] if line.kind == "save" else writer.expression(line, line.takes)
        out.append(f"    {line.gives} = {made}" if line.gives else f"    {made}")
    return out, MAIN


def by_own_names(value: Lines, writer: Writer) -> tuple[list[str], str]:
    """Every step under a name of its own, so that only the wires tell what takes what."""
    names, out = dict.fromkeys(INPUTS, MAIN), []
    for i, line in enumerate(value.lines):
        takes = tuple(map(names.__getitem__, line.takes))
        if line.kind != "save":
            out.append(f"    t{i} = {writer.expression(line, takes)}")
        if line.gives:
            names[line.gives] = takes[0] if line.kind == "save" else f"t{i}"
    return out, names[MAIN]


def in_one_expression(value: Lines, writer: Writer) -> tuple[list[str], str]:
    """Each step in the brackets of the next; what is taken more than once has a name."""
    graph, by_name = follow(value), {line.name: line for line in value.lines}
    nodes = graph.nodes()
    texts: dict[int, str] = {id(None): MAIN}
    out: list[str] = []
    for i, node in enumerate(nodes):
        text = writer.expression(by_name[node.name], tuple(texts[id(before)] for before in node.inputs))
        takers = sum(before is node for other in nodes for before in other.inputs)
        if takers == 1:
            texts[id(node)] = text if not infix(node, writer) else f"({text})"
        else:
            out += [f"    t{i} = {text}"]
            texts[id(node)] = f"t{i}"
    return out, texts[id(graph.output)]


def infix(node: Node, writer: Writer) -> bool:
    return writer.style.join == "operator" and node.settings.get("function") in OPERATORS


def in_runs(value: Lines, writer: Writer) -> tuple[list[str], str]:
    """Several lines in a row that take X and give X, together."""
    out: list[str] = []
    runs = groupby(value.lines, lambda line: line.kind != "save" and line.takes == (MAIN,) and line.gives == MAIN)
    for number, (on_the_way, lines) in enumerate(runs):
        run = tuple(lines)
        alone = not on_the_way or len(run) == 1
        out += by_names(Lines(value.name, run), writer)[0] if alone else RUNS[writer.style.wires](run, writer, number)
    return out, MAIN


def loop(run: tuple[Line, ...], writer: Writer, _number: int) -> list[str]:
    made = [f"        lambda {MAIN}: {writer.expression(line, line.takes)}," for line in run]
    return ["    for step in (", *made, "    ):", f"        {MAIN} = step({MAIN})"]


def function(run: tuple[Line, ...], writer: Writer, number: int) -> list[str]:
    made = [f"        {MAIN} = {writer.expression(line, line.takes)}" for line in run]
    return [f"    def part{number}({MAIN}):", *made, f"        return {MAIN}", f"    {MAIN} = part{number}({MAIN})"]


def sequential(run: tuple[Line, ...], writer: Writer, _number: int) -> list[str]:
    training = next((f", training={given}" for line in run if (given := line.settings.get(TRAINING)) is not None), "")
    return [f"    {MAIN} = keras.Sequential([{', '.join(map(writer.made, run))}])({MAIN}{training})"]


RUNS = {"loops": loop, "functions": function, "Sequential": sequential}


WIRES = {
    "names": by_names,
    "own names": by_own_names,
    "one expression": in_one_expression,
    **dict.fromkeys(RUNS, in_runs),
}
