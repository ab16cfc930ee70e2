"""The graph that lines build, or that a student's function has built (see `built`); and the shape of graphs. Nothing computes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..layers.layer import Settings
from ..layers.recorded import ErrorFacts, LineFacts
from .lines import Line, Lines, carry


@dataclass(eq=False)
class Node:
    """One step of a graph. inputs: the steps it takes, None standing for the block's own input. line: where a student
    wrote it. error: the exception that it failed with."""

    kind: str
    settings: Settings
    inputs: tuple[Node | None, ...]
    name: str = ""
    line: LineFacts | None = None
    error: ErrorFacts | None = None
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
        return list(resting_on(*self.ends))


def resting_on(*ends: Node | None) -> Iterator[Node]:
    """Steps and all that they rest on, each once and after its inputs."""
    done: set[int] = set()
    due = [(end, False) for end in reversed(ends)]
    while due:
        node, ready = due.pop()
        if node is None or id(node) in done:
            continue
        if ready:
            done.add(id(node))
            yield node
        else:
            due += [(node, True), *((before, False) for before in reversed(node.inputs))]


def follow(lines: Lines) -> Graph:
    """The graph that these lines build."""
    made: list[Node] = []

    def step(line: Line, *inputs: Node | None) -> Node | None:
        made.append(Node(line.kind, line.settings, inputs, line.name))
        return made[-1]

    _, output = carry(lines, None, step)
    used = {id(before) for node in made for before in node.inputs}
    return Graph(output, [node for node in made if id(node) not in used and node is not output])


class Shapes:
    """The shape of graphs, as numbers: two steps have the same one if they are alike in kind, and so is all they rest on."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str | int, ...], int] = {}

    def of(self, node: Node | None, memo: dict[int, int] | None = None) -> int:
        memo = {} if memo is None else memo
        memo[id(None)] = 0
        for one in resting_on(node) if id(node) not in memo else ():
            if id(one) not in memo:
                below = [memo[id(before)] for before in one.inputs]
                key: tuple[str | int, ...] = (one.kind, *(sorted(below) if one.kind == "merge" else below))
                memo[id(one)] = self.numbers.setdefault(key, len(self.numbers) + 1)
        return memo[id(node)]

    def whole(self, graph: Graph) -> tuple[int, tuple[int, ...]]:
        memo: dict[int, int] = {}
        return self.of(graph.output, memo), tuple(sorted(self.of(node, memo) for node in graph.loose))


SHAPES = Shapes()
