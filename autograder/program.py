"""A block or network as the lines that a learner writes, derived from its value; and the graph that such lines build. Nothing computes.

A misconception is an edit of these lines (see `misconceptions`). What a student's function really built is a graph of
the same kind (see `built`), so both can be laid beside each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from .blocks import Block, Network, Placed
from .layers import Add, AveragePool, Layer, MaxPool


@dataclass(frozen=True)
class Line:
    """`gives = step(takes)`. kind: conv, bn, relu (any activation), merge (whatever joins two tensors), save
    (`X_shortcut = X`, no step at all), or an operation's own name. gives: None where the result is not kept."""

    name: str
    kind: str
    settings: dict = field(default_factory=dict)
    takes: tuple[str, ...] = ("X",)
    gives: str | None = "X"


@dataclass(frozen=True)
class Program:
    """The lines of a block from `X_shortcut = X` to the last ReLU; it returns X."""

    name: str
    lines: tuple[Line, ...]

    def at(self, name: str) -> int:
        """The place of a line. Raises KeyError where an edit before this one took it away."""
        for i, line in enumerate(self.lines):
            if line.name == name:
                return i
        raise KeyError(name)

    def __getitem__(self, name: str) -> Line:
        return self.lines[self.at(name)]

    def put(self, at: int, *lines: Line, instead: int = 0) -> Program:
        return replace(self, lines=(*self.lines[:at], *lines, *self.lines[at + instead :]))

    def without(self, *names: str) -> Program:
        program = self
        for name in names:
            program = program.put(program.at(name), instead=1)
        return program

    def wired(self, name: str, **wires) -> Program:
        """With other `takes` or `gives`."""
        return self.put(self.at(name), replace(self[name], **wires), instead=1)

    def set(self, name: str, **settings) -> Program:
        return self.wired(name, settings=self[name].settings | settings)

    def before(self, name: str, *lines: Line) -> Program:
        return self.put(self.at(name), *lines)

    def after(self, name: str, *lines: Line) -> Program:
        return self.put(self.at(name) + 1, *lines)

    def moved(self, name: str, *, before: str = "", after: str = "") -> Program:
        rest = self.without(name)
        return rest.before(before, self[name]) if before else rest.after(after, self[name])

    def kinds(self) -> Counter:
        return Counter(line.kind for line in self.lines if line.kind != "save")


@cache
def program(value: Block | Network) -> Program:
    """The lines of a block, the shortcut's just before the addition; or those of a network, from its input to its last step."""
    return network_program(value) if isinstance(value, Network) else block_program(value)


def block_program(block: Block) -> Program:
    lines = [Line("save", "save", takes=("X",), gives="X_shortcut")]
    for name, step in block.steps().items():
        if isinstance(step, Add):
            lines.append(Line(name, "merge", step.settings(), takes=("X", "X_shortcut")))
        elif name.startswith("shortcut_"):
            lines.append(Line(name, step.kind, step.settings(), takes=("X_shortcut",), gives="X_shortcut"))
        else:
            lines.append(Line(name, step.kind, step.settings()))
    return Program(block.name, tuple(lines))


STEM, HEAD = ("zero_padding", "conv1", "bn1", "relu1", "max_pool"), ("average_pool", "flatten", "dense")
FREE = ("initializer", "trainable")  # what the exercise leaves open in the network


def network_program(network: Network) -> Program:
    lines = [Line(name, word(step), step.settings()) for name, step in zip(STEM, network.stem)]
    lines += [Line(f"stage{p.stage}{p.label}", p.block.name, placed_settings(p)) for p in network.blocks]
    lines += [Line(name, word(step), step.settings()) for name, step in zip(HEAD, network.head)]
    free = [replace(line, settings={k: v for k, v in line.settings.items() if k not in FREE}) for line in lines]
    return Program(network.name, tuple(replace(line, settings=line.settings | UNSAID.get(line.kind, {})) for line in free))


def word(step: Layer) -> str:
    return "pool" if isinstance(step, (MaxPool, AveragePool)) else step.kind


UNSAID = {name: {"training": None} for name in ("bn", "identity_block", "convolutional_block")}  # in a network Keras decides


def placed_settings(placed: Placed) -> dict:
    sizes = dict(placed.sizes)
    strides = {"s": sizes["s"]} if "s" in sizes else {}
    return {"f": sizes["f"], "filters": (sizes["F1"], sizes["F2"], sizes["F3"])} | strides


@dataclass(eq=False)
class Node:
    """One step of a graph. inputs: the steps it takes, None standing for the block's own input. line: where a student
    wrote it. error: the exception that it failed with."""

    kind: str
    settings: dict
    inputs: tuple[Node | None, ...]
    name: str = ""
    line: dict | None = None
    error: dict | None = None
    layer: int | None = None


@dataclass
class Graph:
    """What a function builds: its last step, and the steps whose results lead nowhere."""

    output: Node | None
    loose: list[Node] = field(default_factory=list)

    @property
    def ends(self) -> list[Node]:
        return [self.output, *self.loose] if self.output else list(self.loose)

    def nodes(self) -> list[Node]:
        """Every step once, each after its inputs."""
        seen: dict[int, Node] = {}
        for end in self.ends:
            for node in walk(end):
                seen.setdefault(id(node), node)
        return list(seen.values())


def walk(node: Node | None) -> Iterator[Node]:
    """A step and all it rests on, inputs first."""
    done: set[int] = set()

    def visit(node):
        if node is None or id(node) in done:
            return
        done.add(id(node))
        for before in node.inputs:
            yield from visit(before)
        yield node

    yield from visit(node)


def follow(program: Program) -> Graph:
    """The graph that these lines build."""
    names: dict[str, Node | None] = {"X": None, "X_shortcut": None, "X_input": None}
    made: list[Node] = []
    for line in program.lines:
        inputs = tuple(names[name] for name in line.takes)
        if line.kind == "save":
            names[line.gives] = inputs[0]
            continue
        made.append(Node(line.kind, line.settings, inputs, line.name))
        if line.gives:
            names[line.gives] = made[-1]
    used = {id(before) for node in made for before in node.inputs}
    return Graph(names["X"], [node for node in made if id(node) not in used and node is not names["X"]])


class Shapes:
    """The shape of graphs, as numbers: two steps have the same one if they are alike in kind, and so is all they rest on."""

    def __init__(self):
        self.numbers: dict[tuple, int] = {}

    def of(self, node: Node | None, memo: dict | None = None) -> int:
        if node is None:
            return 0
        memo = {} if memo is None else memo
        if id(node) not in memo:
            below = [self.of(before, memo) for before in node.inputs]
            key = (node.kind, *(sorted(below) if node.kind == "merge" else below))
            memo[id(node)] = self.numbers.setdefault(key, len(self.numbers) + 1)
        return memo[id(node)]

    def whole(self, graph: Graph) -> tuple:
        memo: dict[int, int] = {}
        return self.of(graph.output, memo), tuple(sorted(self.of(node, memo) for node in graph.loose))


SHAPES = Shapes()
