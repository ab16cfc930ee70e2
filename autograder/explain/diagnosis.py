"""Finds the misconceptions that explain an evidence: the fewest edits of the block that give what the student built.

The order and wiring of steps are searched: no edit, each one, each pair. What a single step is given is read off beside
the steps of the edited block. An explanation is certain when it reproduces the student's graph wholly and no other does
so as simply; it is kept only where it accounts for a criterion that is not met. What nothing explains has no name here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, permutations

from ..exercises import exercise
from ..judge.reading import KINDS, where
from ..layers.confusion import Change, Confusion
from ..value.edits import Combined, Misconception
from ..value.graph import SHAPES, Graph, Node, follow, resting_on
from ..value.lines import KEPT, Line, Lines
from ..value.roles import roles, sentence
from . import gaps
from .built import built
from .hints import after_nudge, ladder
from .rules import stray, structural
from .settings import JOINED, confusion, shown

IGNORED = ("fused", "name")  # words, not settings


@dataclass(frozen=True)
class Diagnosis:
    """A mistake by name. says: what it is; where: component and line; why: why it matters; hints: from a nudge to the point.
    at: the name of the step it concerns; certain: nothing else explains the evidence as simply; costs: its criteria;
    wiring: whether it is about the order and wiring of steps."""

    id: str
    says: str
    where: str
    why: str
    hints: tuple[str, ...]
    at: str = ""
    certain: bool = True
    costs: tuple[str, ...] = ()
    family: str = ""
    wiring: bool = False

    def plain(self) -> dict:
        """For the command line's JSON."""
        return {"id": self.id, "says": self.says, "where": self.where, "why": self.why, "hint": self.hints[0], "certain": self.certain}


@dataclass(frozen=True)
class Candidate:
    """The block with some edits."""

    edits: tuple[Misconception, ...]
    lines: Lines
    graph: Graph
    shape: tuple

    @property
    def weight(self) -> float:
        return sum(edit.weight for edit in self.edits)


@dataclass(frozen=True)
class Explanation:
    """Edits of order and wiring, the settings that differ after them, and which of the student's steps is which."""

    edits: tuple[Misconception, ...]
    changes: tuple[Change, ...]
    pairs: tuple[tuple[Node, Node], ...]
    weight: float
    rival: bool = False

    def real(self, name: str) -> Node | None:
        """The student's step in the place of an expected one."""
        return next((real for due, real in self.pairs if due.name == name), None)


# -- the search ------------------------------------------------------------------------------------------------------------


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
    found = [candidate(value, (m,)) for m in edits]
    return (candidate(value, ()), *(c for c in found if c))


@cache
def by_count(value: Lines) -> dict[tuple, list[tuple[Misconception, Misconception]]]:
    """Pairs of edits by the number of steps of each kind that they leave, so that few pairs have to be followed."""
    due = value.kinds()
    deltas = [(c.edits[0], c.lines.kinds() - due, due - c.lines.kinds()) for c in singles(value)[1:] if not c.edits[0].alone]
    table: dict[tuple, list] = {}
    for (a, a_more, a_less), (b, b_more, b_less) in combinations(deltas, 2):
        counts = Counter(due)
        counts.update(a_more)
        counts.update(b_more)
        counts.subtract(a_less)
        counts.subtract(b_less)
        table.setdefault(key(counts), []).append((a, b))
    return table


def key(counts: Counter) -> tuple:
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


def match(due: Graph, real: Graph) -> tuple[tuple[Node, Node], ...]:
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
    return min(straight, crossed, key=lambda pairs: sum(len(differing(x, y)) for x, y in pairs))


def differing(due: Node, real: Node) -> list[Change]:
    """The settings of a student's step that are not as they should be."""
    if real.error is not None or due.name.startswith("stray_"):
        return []
    found = {
        setting: Change(due.name, due.kind, setting, real.settings.get(setting, value), value)
        for setting, value in due.settings.items()
        if setting not in IGNORED and real.settings.get(setting, value) != value
    }
    if due.kind == "conv":
        found.pop("activation", None)  # a step of its own
        if real.settings.get("kernel") == 1:
            found.pop("padding", None)  # without effect
    if due.kind == "pool" and "size" in found and real.settings["strides"] == real.settings["size"]:
        found.pop("strides", None)  # Keras's default follows the size
    return list(found.values())


def explanations(value: Lines, graph: Graph, stopped: bool = False) -> list[Explanation]:
    """All that explain this graph by at most two edits of order and wiring, the lightest first."""
    found, order = [], [line.name for line in value.lines]
    for c in alike(value, graph, stopped):
        pairs = match(c.graph, graph)
        changes = tuple(sorted((x for pair in pairs for x in differing(*pair)), key=lambda x: order.index(x.at) if x.at in order else -1))
        weight = c.weight + len(grouped(value, changes)) + 0.02 * len(changes) + looks(c, pairs)
        found.append(Explanation(c.edits, changes, pairs, weight))
    return sorted(found, key=lambda e: e.weight)


def explain(value: Lines, graph: Graph, stopped: bool = False) -> tuple[list[Explanation], list[Node]]:
    """The explanations of a graph; where it has none, those of it without the steps that have no place here, and those steps."""
    found, foreign = explanations(value, graph, stopped), []
    if not found:
        bare, foreign = without_foreign(value, graph)
        found = explanations(value, bare, stopped) if foreign else []
    return found, foreign


def lightest(found: list[Explanation]) -> Explanation | None:
    """The first of the sorted explanations, which says whether it has a rival; None where there is none."""
    if not found:
        return None
    rivals = [e for e in found[1:] if e.weight < found[0].weight + 0.1 and ids(e) != ids(found[0])]
    return replace(found[0], rival=bool(rivals))


def ids(explanation: Explanation) -> set:
    return {edit.id for edit in explanation.edits} | {(c.at, c.setting) for c in explanation.changes}


def looks(c: Candidate, pairs) -> float:
    """Of misconceptions that build the same graph the student's own line decides."""
    total = 0.0
    for edit in c.edits:
        name, pattern = edit.looks
        text = next((real.line["text"] for due, real in pairs if due.name == name and real.line), "")
        total += 0.3 if name and not re.search(pattern, text) else 0
    return total


def grouped(value: Lines, changes: tuple[Change, ...]) -> list[tuple[object, list[Change]]]:
    """The wrong settings by the misconception that each shows: `Combined`, `Confusion`, or None."""
    trainable = {c.at for c in changes if c.setting == "trainable" and isinstance(c.found, str)}  # `trainable=training`
    kernels = {c.at for c in changes if c.setting == "kernel"}  # padding follows the kernel
    rest = [c for c in changes if (c.setting != "training" or c.at not in trainable) and (c.setting != "padding" or c.at not in kernels)]
    groups: list[tuple[object, list[Change]]] = []
    for c in exercise(value.name).combined:
        members = [x for x in rest if (x.at, x.setting, x.found) in c.changes]
        if len(members) == len(c.changes):
            groups.append((c, members))
            rest = [x for x in rest if x not in members]
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


# -- words -----------------------------------------------------------------------------------------------------------------


def diagnose(value: Lines, readings: list, unmet: set[str]) -> tuple[list[Diagnosis], Graph | None, Explanation | None]:
    """The misconceptions that account for unmet criteria, in the order of the steps; with the graph and its explanation, for the picture."""
    graph = built(readings)
    if graph is None:
        return ([] if value.calls else from_call_to_call(value, readings, unmet)), None, None
    candidates, foreign = explain(value, graph, readings[0].graph.stopped is not None)
    explanation = lightest(candidates)
    if explanation is None:
        return [], graph, None
    words = Words(value, explanation)
    found = [words.of_edit(edit) for edit in explanation.edits]
    for meaning, changes in grouped(value, explanation.changes):
        if isinstance(meaning, Confusion):
            found.append(words.of_setting(meaning, changes))
        elif meaning is not None:
            found.append(words.of_combined(meaning, changes))
    found += [words.of_foreign(foreign)] if foreign else []
    order = [line.name for line in value.lines]
    whole = {"output", "summary"} & unmet and not explanation.rival
    kept = [d for d in found if unmet & set(d.costs) or (whole and (d.wiring or value.calls))]
    kept.sort(key=lambda d: order.index(d.at) if d.at in order else -1)
    return kept, graph, explanation


def from_call_to_call(block: Lines, readings: list, unmet: set[str]) -> list[Diagnosis]:
    """Where the block is built as it should be in some calls, and otherwise in the others: what is otherwise, and in which.

    Only order and wiring: one call cannot tell which size a number stands for.
    """
    graphs = [built([reading]) for reading in readings]
    simplest = [next(alike(block, graph, reading.graph.stopped is not None), None) for graph, reading in zip(graphs, readings)]
    wrong = [(reading, graph, c) for reading, graph, c in zip(readings, graphs, simplest) if c and c.edits]
    if None in simplest or len(wrong) == len(simplest) or len({c.edits for _, _, c in wrong}) > 1:
        return []
    calls = " and ".join(f"with {called(reading)}" for reading, _, _ in wrong)
    _, graph, c = wrong[0]
    words = Words(block, Explanation(c.edits, (), match(c.graph, graph), c.weight))
    found = [words.of_edit(m) for m in c.edits if unmet & set(m.costs)]
    return [replace(d, says=f"Called {calls}, and only then: {d.says[:1].lower()}{d.says[1:]}") for d in found]


def called(reading) -> str:
    """How a call differs from the others."""
    sizes = [f"{name} = {reading.sizes[name]}" for name in ("f", "s") if name in reading.sizes]
    return f"{', '.join(sizes)} and training={reading.training}"


class Words:
    """Turns what an explanation holds into diagnoses."""

    def __init__(self, value: Lines, explanation: Explanation):
        self.value, self.explanation = value, explanation
        self.roles = roles(value)

    def spot(self, name: str, node: Node | None) -> str:
        """Where a mistake sits, in words, with the student's own line where there is one."""
        words = self.roles.place(name)
        return f"{words}, {where(node.line)}" if node is not None and node.line else words

    def diagnosis(self, m, says: str, at: str, spot: str, costs: tuple[str, ...], derived: tuple[str, str] | None) -> Diagnosis:
        """derived: the second and third hint, as in `gaps`; else they are the criterion's."""
        hints = (m.nudge, *(derived or ladder(self.value.name, costs[0])[1:]))
        return Diagnosis(m.id, says, spot, m.why, hints, at, not self.explanation.rival, costs, m.family)

    def of_edit(self, m: Misconception) -> Diagnosis:
        due = self.value
        edited = m.edit(due)
        derived = gaps.of_edit(due, edited, m.at)
        if m.family == "python":  # nothing is wrong with the steps
            derived = after_nudge("return")
        extra = [line for line in edited.lines if line not in due.lines and line.kind == "relu"]
        return replace(self.diagnosis(m, m.says, m.at, self.spot_of_extra(extra, m.at), m.costs, derived), wiring=True)

    def spot_of_extra(self, extra: list[Line], at: str) -> str:
        """Where a ReLU stands that is none of the steps, with its own line; without one, where the step `at` does."""
        for line in extra:
            if (node := self.explanation.real(line.name)) and node.line:
                words = "shortcut" if line.gives == KEPT else self.roles.place(at)
                return f"{words}, {where(node.line)}"
        return self.spot(at, self.explanation.real(at))

    def of_combined(self, m: Combined, changes: list[Change]) -> Diagnosis:
        spot = self.spot(m.at, self.explanation.real(m.at))
        return self.diagnosis(m, m.says, m.at, spot, m.costs, gaps.of_changes(self.value, changes))

    def of_setting(self, s: Confusion, changes: list[Change]) -> Diagnosis:
        first = changes[0]
        title = self.roles.title(first.at)
        words = {"step": title, "Step": sentence(title), "found": shown(first.found), "due": shown(first.due)}
        if first.kind == "merge":
            words["found"] = JOINED.get(words["found"], words["found"])
        words |= {"place": self.roles.place(first.at), "setting": first.setting}
        if len(changes) > 1 and first.kind in KINDS:
            words["Step"] = sentence(KINDS[first.kind])
        costs = tuple(s.costs.split()) or tuple(dict.fromkeys(self.roles.criterion(c.at) for c in changes))
        places = list(dict.fromkeys(self.spot(c.at, self.explanation.real(c.at)) for c in changes))
        at = places[0] if len(places) == 1 else "; ".join(dict.fromkeys(self.roles.place(c.at) for c in changes))
        derived = gaps.of_changes(self.value, changes)
        return self.diagnosis(s, s.says.format(**words), first.at, at, costs, derived)

    def of_foreign(self, nodes: list[Node]) -> Diagnosis:
        """Layers that have no place here."""
        names = [str(n.settings.get("name", n.settings.get("function", n.kind))) for n in nodes]
        names = list(dict.fromkeys(OPERATIONS.get(name, name) for name in names))
        steps = "is a step that does" if len(names) == 1 else "are steps that do"
        says = f"There {steps} not belong here: {', '.join(names)}."
        why = "Each row of the list of steps is one step; one more computes something else."
        nudge = "Which of your lines is not in the list of steps?"
        costs = (
            "output",
            "summary",
            *dict.fromkeys(self.roles.criterion(line.name) for line in self.value.lines if line.kind != "save"),
        )
        hints, certain = (nudge, *after_nudge("output")), not self.explanation.rival
        return Diagnosis("foreign_layer", says, where(nodes[0].line), why, hints, "", certain, costs, "foreign")


OPERATIONS = {  # those that a student writes with a sign, or that have other names in Keras
    "TrueDivide": "a division", "Divide": "a division", "Multiply": "a multiplication", "multiply": "a multiplication",
    "Subtract": "a subtraction", "GetItem": "a slice", "Pad": "a padding", "Negative": "a minus sign", "Power": "a power",
}  # fmt: skip


def without_foreign(value: Lines, graph: Graph) -> tuple[Graph, list[Node]]:
    """The graph without the steps of a kind that this block or network has not, and those steps."""
    kinds = {line.kind for line in value.lines}
    new: dict[int, Node | None] = {id(None): None}
    for node in graph.nodes():
        if node.kind not in kinds and len(node.inputs) == 1:
            new[id(node)] = new[id(node.inputs[0])]
        elif node.kind == "merge" and node.settings.get("function") != "add" and (way := gated(node)) is not node:
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
