"""Searches the misconceptions that explain a graph: the fewest edits of an exercise's lines that give what the student built. It says nothing.

The order and wiring of steps are searched: no edit, each one, each pair. What a single step is given is read off beside
the steps of the edited lines. An explanation that has no rival as light is certain.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, permutations

from ..exercises import exercise
from ..layers import FAMILIES, LAYERS
from ..layers.confusion import Change, Confusion
from ..value.edits import Combined, Misconception
from ..value.graph import SHAPES, Graph, Node, follow, resting_on
from ..value.lines import Lines
from .rules import stray, structural
from .settings import confusion, confusions

IGNORED = ("fused", "name")  # words, not settings
Counts = tuple[tuple[str, int], ...]  # of steps, by kind
Pairs = tuple[tuple[Node, Node], ...]  # an expected step, and the student's that stands for it


@dataclass(frozen=True)
class Candidate:
    """The block with some edits."""

    edits: tuple[Misconception, ...]
    lines: Lines
    graph: Graph
    shape: tuple[object, ...]

    @property
    def weight(self) -> float:
        return sum(edit.weight for edit in self.edits)


@dataclass(frozen=True)
class Explanation:
    """Edits of order and wiring, the settings that differ after them, and which of the student's steps is which."""

    edits: tuple[Misconception, ...]
    changes: tuple[Change, ...]
    pairs: Pairs
    weight: float
    rival: bool = False

    def real(self, name: str) -> Node | None:
        """The student's step in the place of an expected one."""
        return next((real for due, real in self.pairs if due.name == name), None)


def candidate(value: Lines, edits: tuple[Misconception, ...]) -> Candidate | None:
    edited = value
    try:
        for edit in edits:
            edited = edit.edit(edited)
        graph = follow(edited)
    except (KeyError, IndexError):  # an edit needs a line, or a name, that another took away
        return None
    return Candidate(edits, edited, graph, SHAPES.whole(graph))


@cache
def singles(value: Lines) -> tuple[Candidate, ...]:
    edits = structural(value) + (() if value.calls else stray(value))
    found = [candidate(value, chosen) for chosen in ((), *((m,) for m in edits))]
    return tuple(c for c in found if c)


@cache
def by_count(value: Lines) -> dict[Counts, list[tuple[Misconception, Misconception]]]:
    """Pairs of edits by the number of steps of each kind that they leave, so that few pairs have to be followed."""
    due = value.kinds()
    deltas = [(c.edits[0], c.lines.kinds() - due, due - c.lines.kinds()) for c in singles(value)[1:] if not c.edits[0].alone]
    table: dict[Counts, list[tuple[Misconception, Misconception]]] = {}
    for (a, a_more, a_less), (b, b_more, b_less) in combinations(deltas, 2):
        counts = Counter(due)
        counts.update(a_more)
        counts.update(b_more)
        counts.subtract(a_less)
        counts.subtract(b_less)
        table.setdefault(key(counts), []).append((a, b))
    return table


def key(counts: Counter[str]) -> Counts:
    return tuple(sorted((kind, n) for kind, n in counts.items() if n > 0))


def alike(value: Lines, graph: Graph, stopped: bool) -> Iterator[Candidate]:
    """The edited blocks whose graph has the student's shape: those with few edits first, and pairs only where there is no other."""
    if stopped:
        yield from begun(value, graph)
        return
    shape = SHAPES.whole(graph)
    simple = [c for c in singles(value) if c.shape == shape]
    yield from simple
    if simple:
        return
    counts = Counter(node.kind for node in graph.nodes())
    for pair in by_count(value).get(key(counts), ()):
        for edits in permutations(pair):
            found = candidate(value, edits)
            if found and found.shape == shape:
                yield found
                break


def begun(value: Lines, graph: Graph) -> Iterator[Candidate]:
    """Edited blocks of which only the first lines ran, because the function stopped there."""
    ends = sorted(SHAPES.of(end) for end in graph.ends)
    for c in singles(value):
        for stop in range(1, len(c.lines.lines) + 1):
            partial = replace(c.lines, lines=c.lines.lines[:stop])
            begun = follow(partial)
            if sorted(SHAPES.of(end) for end in begun.ends) == ends:
                yield Candidate(c.edits, partial, begun, ())
                break


def match(due: Graph, real: Graph) -> Pairs:
    """The steps of two graphs of the same shape beside each other, so that as few settings as possible differ."""
    pairs: dict[int, tuple[Node, Node]] = {}

    def visit(a: Node | None, b: Node | None) -> None:
        if a is None or b is None or id(b) in pairs:
            return
        for x, y in arranged(a, b):
            visit(x, y)
        pairs[id(b)] = (a, b)

    ends = [(due.output, real.output)] if due.output and real.output else []
    rest = [g.loose if ends else g.ends for g in (due, real)]
    ends += zip(*(sorted(nodes, key=SHAPES.of) for nodes in rest))
    for a, b in ends:
        visit(a, b)
    return tuple(pairs.values())


def arranged(a: Node, b: Node) -> list[tuple[Node | None, Node | None]]:
    """The inputs of two like steps in pairs; where all inputs are alike, the order in which fewer settings differ."""
    if a.kind != "merge" or len(a.inputs) != 2:
        return list(zip(a.inputs, b.inputs))
    ours, theirs = sorted(a.inputs, key=SHAPES.of), sorted(b.inputs, key=SHAPES.of)
    if SHAPES.of(ours[0]) != SHAPES.of(ours[1]) or ours[0] is None:
        return list(zip(ours, theirs))
    straight, crossed = list(zip(ours, theirs)), list(zip(ours, reversed(theirs)))
    return min(straight, crossed, key=lambda pairs: sum(far(x, y) for x, y in pairs))


def far(a: Node | None, b: Node | None) -> int:
    """How many settings differ on two ways, up to the places where tensors meet."""
    found = 0
    while a is not None and b is not None:
        found += len(differing(a, b))
        if len(a.inputs) != 1 or len(b.inputs) != 1:
            break
        a, b = a.inputs[0], b.inputs[0]
    return found


def differing(due: Node, real: Node) -> list[Change]:
    """The settings of a student's step that are not as they should be."""
    if real.error is not None or due.name.startswith("stray_"):
        return []
    found = {
        setting: Change(due.name, due.kind, setting, real.settings.get(setting, value), value)
        for setting, value in due.settings.items()
        if setting not in IGNORED and real.settings.get(setting, value) != value
    }
    following = FAMILIES[due.kind].following(real.settings, found.keys()) if due.kind in FAMILIES else ()
    return [change for setting, change in found.items() if setting not in following]


def turned(pairs: Pairs) -> Iterator[Change]:
    """Where tensors are joined by a layer for which their order counts, and stand in another one."""
    ours = {id(real): due for due, real in pairs}
    for due, real in pairs:
        function = due.settings.get("function")
        ordered = any(layer.ordered for layer in LAYERS if layer.several and layer.kind == function)
        if ordered and real.settings.get("function") == function and [ours.get(id(node)) for node in real.inputs] != list(due.inputs):
            yield Change(due.name, due.kind, "order", "another", "as given")


def explanations(value: Lines, graph: Graph, stopped: bool = False) -> list[Explanation]:
    """All that explain this graph by at most two edits of order and wiring, the lightest first."""
    found, order = [], [line.name for line in value.lines]
    for c in alike(value, graph, stopped):
        pairs = match(c.graph, graph)
        wrong = [*(x for pair in pairs for x in differing(*pair)), *turned(pairs)]
        changes = tuple(sorted(wrong, key=lambda x: order.index(x.at) if x.at in order else -1))
        weight = c.weight + len(grouped(value, changes)) + 0.02 * len(changes) + looks(c, pairs) + merged(c, graph, stopped)
        found.append(Explanation(c.edits, changes, pairs, weight))
    return sorted(found, key=lambda e: e.weight)


def explain(value: Lines, graph: Graph, stopped: bool = False) -> tuple[list[Explanation], list[Node]]:
    """The explanations of a graph; where it has none, those of it without the steps that have no place here, and those steps."""
    if found := explanations(value, graph, stopped):
        return found, []
    bare, foreign = without_foreign(value, graph)
    return explanations(value, bare, stopped) if foreign else [], foreign


def lightest(found: list[Explanation]) -> Explanation | None:
    """The first of the sorted explanations, which says whether it has a rival; None where there is none."""
    if not found:
        return None
    rivals = [e for e in found[1:] if e.weight < found[0].weight + 0.1 and ids(e) != ids(found[0])]
    return replace(found[0], rival=bool(rivals))


def ids(explanation: Explanation) -> set[object]:
    return {edit.id for edit in explanation.edits} | {(c.at, c.setting) for c in explanation.changes}


def merged(c: Candidate, graph: Graph, stopped: bool) -> float:
    """Two like steps on one tensor have the shape of one that is taken twice; the number of steps decides."""
    return 0.3 if not stopped and len(c.graph.nodes()) != len(graph.nodes()) else 0.0


def looks(c: Candidate, pairs: Pairs) -> float:
    """Of misconceptions that build the same graph the student's own line decides."""
    total = 0.0
    for edit in c.edits:
        name, pattern = edit.looks
        text = next((real.line["text"] for due, real in pairs if due.name == name and real.line), "")
        total += 0.3 if name and not re.search(pattern, text) else 0
    return total


def grouped(value: Lines, changes: tuple[Change, ...]) -> list[tuple[Combined | Confusion | None, list[Change]]]:
    """The wrong settings by the misconception that each shows: `Combined`, `Confusion`, or None."""
    trainable = {c.at for c in changes if c.setting == "trainable" and isinstance(c.found, str)}  # `trainable=training`
    kernels = {c.at for c in changes if c.setting == "kernel"}  # padding follows the kernel
    rest = [c for c in changes if (c.setting != "training" or c.at not in trainable) and (c.setting != "padding" or c.at not in kernels)]
    groups: list[tuple[Combined | Confusion | None, list[Change]]] = []
    for c in exercise(value.name).combined:
        members = [x for x in rest if (x.at, x.setting, x.found) in c.changes]
        if len(members) == len(c.changes):
            groups.append((c, members))
            rest = [x for x in rest if x not in members]
    for at in dict.fromkeys(c.at for c in rest):
        if found := exchanged(value, [c for c in rest if c.at == at]):
            groups.append(found)
            rest = [c for c in rest if c not in found[1]]
    for change in rest:
        setting = confusion(value, change)
        if setting and setting.together:
            for other, members in groups:
                if isinstance(other, Confusion) and other.id == setting.id and members[0].found == change.found:
                    members.append(change)
                    break
            else:
                groups.append((setting, [change]))
        else:
            groups.append((setting, [change]))
    return groups


def exchanged(value: Lines, changes: list[Change]) -> tuple[Confusion, list[Change]] | None:
    """Two settings of one step that have changed places, where that is a confusion by itself: its setting names both."""
    by_setting = {c.setting: c for c in changes}
    for c in confusions(value, changes[0].at, changes[0].kind):
        both = [by_setting[name] for name in c.setting.split() if name in by_setting]
        if len(both) == 2 and both[0].found == both[1].due and both[1].found == both[0].due:
            return c, both
    return None


def without_foreign(value: Lines, graph: Graph) -> tuple[Graph, list[Node]]:
    """The graph without the steps of a kind that this block or network has not, and those steps."""
    kinds = {line.kind for line in value.lines}
    joins = {"add", *(line.settings["function"] for line in value.lines if line.kind == "merge")}
    new: dict[int, Node | None] = {id(None): None}
    for node in graph.nodes():
        if node.kind not in kinds and len(node.inputs) == 1:
            new[id(node)] = new[id(node.inputs[0])]
        elif node.kind == "merge" and node.settings.get("function") not in joins and (way := gated(node)) is not node:
            new[id(node)] = way and new[id(way)]
        else:
            new[id(node)] = replace(node, inputs=tuple(new[id(n)] for n in node.inputs))
    loose = [new[id(n)] for n in graph.loose]
    bare = Graph(graph.output and new[id(graph.output)], [n for n in loose if n is not None])
    left = {id(n) for n in bare.nodes()}
    return bare, [n for n in graph.nodes() if id(new[id(n)]) not in left or new[id(n)] in map(new.get, map(id, n.inputs))]


def gated(node: Node) -> Node | None:
    """Of two inputs the one that the other rests on: the way around a gate. The node itself where there is none."""
    for way, other in (node.inputs, node.inputs[::-1]) if len(node.inputs) == 2 else ():
        if way is not other and (way is None or any(n is way for n in resting_on(other))):
            return way
    return node
