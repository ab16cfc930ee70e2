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

from .blocks import Block
from .built import built
from .hints import LADDERS
from .misconceptions import Change, Misconception, Setting, combined, named, place, shown, stray, structural
from .program import SHAPES, Graph, Node, Program, follow, program
from .reading import KINDS, BlockReading, sentence, title, where

IGNORED = ("activation", "fused", "name")  # told by steps of their own
OURS = ("conv", "bn", "relu", "merge")


@dataclass(frozen=True)
class Diagnosis:
    """A mistake by name. says: what it is; where: component and line; why: why it matters; hints: from a nudge to the point.
    at: the name of the step it concerns; certain: nothing else explains the evidence as simply; costs: its criteria."""

    id: str
    says: str
    where: str
    why: str
    hints: tuple[str, ...]
    at: str = ""
    certain: bool = True
    costs: tuple[str, ...] = ()
    family: str = ""

    def plain(self) -> dict:
        """For the command line's JSON."""
        return {"id": self.id, "says": self.says, "where": self.where, "why": self.why, "hint": self.hints[0], "certain": self.certain}


@dataclass(frozen=True)
class Candidate:
    """The block with some edits."""

    edits: tuple[Misconception, ...]
    program: Program
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


def candidate(block: Block, edits: tuple[Misconception, ...]) -> Candidate | None:
    edited = program(block)
    try:
        for edit in edits:
            edited = edit.edit(edited)
    except KeyError:  # the line that it edits is gone
        return None
    graph = follow(edited)
    return Candidate(edits, edited, graph, SHAPES.whole(graph))


@cache
def singles(block: Block) -> tuple[Candidate, ...]:
    found = [candidate(block, (m,)) for m in (*structural(block), *stray(block))]
    return (candidate(block, ()), *(c for c in found if c))


@cache
def by_count(block: Block) -> dict[tuple, list[tuple[Misconception, Misconception]]]:
    """Pairs of edits by the number of steps of each kind that they leave, so that few pairs have to be followed."""
    due = program(block).kinds()
    deltas = [(c.edits[0], c.program.kinds() - due, due - c.program.kinds()) for c in singles(block)[1:] if c.edits[0].weight < 9]
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


def alike(block: Block, graph: Graph, stopped: bool) -> Iterator[Candidate]:
    """The edited blocks whose graph has the student's shape: those with few edits first, and pairs only where there is no other."""
    if stopped:
        yield from begun(block, graph)
        return
    shape = SHAPES.whole(graph)
    simple = [c for c in singles(block) if c.shape == shape]
    yield from simple
    if simple:
        return
    counts = Counter(node.kind for node in graph.nodes())
    for pair in by_count(block).get(key(counts), ()):
        for edits in permutations(pair):
            found = candidate(block, edits)
            if found and found.shape == shape:
                yield found
                break


def begun(block: Block, graph: Graph) -> Iterator[Candidate]:
    """Edited blocks of which only the first lines ran, because the function stopped there."""
    ends = sorted(SHAPES.of(end) for end in graph.ends)
    for c in singles(block):
        for stop in range(1, len(c.program.lines)):
            partial = replace(c.program, lines=c.program.lines[:stop])
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
    if real.error is not None:
        return []
    found = []
    for setting, value in due.settings.items():
        other = real.settings.get(setting, value)
        if setting in IGNORED or other == value:
            continue
        if setting == "padding" and (
            real.settings.get("kernel") == 1 or (value == "valid" and due.settings["kernel"] != real.settings["kernel"])
        ):
            continue
        found.append(Change(due.name, due.kind, setting, other, value))
    return found


def explain(block: Block, graph: Graph, stopped: bool = False) -> Explanation | None:
    """The lightest explanation; None where there is none of at most two edits of order and wiring."""
    found, order = [], list(block.steps())
    for c in alike(block, graph, stopped):
        pairs = match(c.graph, graph)
        changes = tuple(sorted((x for pair in pairs for x in differing(*pair)), key=lambda x: order.index(x.at) if x.at in order else -1))
        weight = c.weight + sum(1 + 0.02 * len(group) for _, group in grouped(block, changes)) + looks(c, pairs)
        found.append(Explanation(c.edits, changes, pairs, weight))
    found.sort(key=lambda e: e.weight)
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


def grouped(block: Block, changes: tuple[Change, ...]) -> list[tuple[object, list[Change]]]:
    """The wrong settings by the misconception that each shows: `Combined`, `Setting`, or None."""
    trainable = {c.at for c in changes if c.setting == "trainable" and isinstance(c.found, str)}  # `trainable=training`
    rest = [c for c in changes if c.setting != "training" or c.at not in trainable]
    groups: list[tuple[object, list[Change]]] = []
    for c in combined(block):
        members = [x for x in rest if (x.at, x.setting, x.found) in c.changes]
        if len(members) == len(c.changes):
            groups.append((c, members))
            rest = [x for x in rest if x not in members]
    for change in rest:
        setting = named(change)
        if setting and setting.together:
            for other, members in groups:
                if other is setting and members[0].found == change.found:
                    members.append(change)
                    break
            else:
                groups.append((setting, [change]))
        else:
            groups.append((setting, [change]))
    return groups


# -- words -----------------------------------------------------------------------------------------------------------------


def diagnose(block: Block, readings: list[BlockReading], unmet: set[str]) -> tuple[list[Diagnosis], Graph | None, Explanation | None]:
    """The misconceptions that account for unmet criteria, the gravest first; with the graph and its explanation, for the picture."""
    graph = built(readings)
    if graph is None:
        return [], None, None
    stopped = readings[0].graph.stopped is not None
    explanation, foreign = explain(block, graph, stopped), []
    if explanation is None:
        bare, foreign = without_foreign(graph)
        explanation = explain(block, bare, stopped) if foreign else None
    if explanation is None:
        return [], graph, None
    found = [of_edit(edit, explanation) for edit in explanation.edits]
    for meaning, changes in grouped(block, explanation.changes):
        if isinstance(meaning, Setting):
            found.append(of_setting(meaning, changes, explanation))
        elif meaning is not None:
            found.append(of_combined(meaning, explanation))
    found += [of_foreign(node, explanation) for node in foreign]
    order = list(block.steps())
    kept = [d for d in found if unmet & set(d.costs)]
    kept.sort(key=lambda d: order.index(d.at) if d.at in order else -1)
    return kept, graph, explanation


def spot(name: str, node: Node | None) -> str:
    """Where a mistake sits, in words, with the student's own line where there is one."""
    words = place(name) if name else "whole block"
    return f"{words}, {where(node.line)}" if node is not None and node.line else words


def of_edit(m: Misconception, explanation: Explanation) -> Diagnosis:
    real = explanation.real(m.at)
    return Diagnosis(m.id, m.says, spot(m.at, real), m.why, m.hints, m.at, not explanation.rival, m.costs, m.family)


def of_setting(s: Setting, changes: list[Change], explanation: Explanation) -> Diagnosis:
    first = changes[0]
    words = {"step": title(first.at), "Step": sentence(title(first.at)), "found": shown(first.found), "due": shown(first.due)}
    if len(changes) > 1:
        words["Step"] = sentence(KINDS[first.kind])
    says = s.says.format(**words)
    costs = tuple(s.costs.split()) or tuple(c.at for c in changes)
    places = list(dict.fromkeys(spot(c.at, explanation.real(c.at)) for c in changes))
    at = places[0] if len(places) == 1 else "; ".join(dict.fromkeys(place(c.at) for c in changes))
    return Diagnosis(s.id, says, at, s.why, (s.nudge, *LADDERS[costs[0]][1:]), first.at, not explanation.rival, costs, s.family)


def of_combined(c, explanation: Explanation) -> Diagnosis:
    real = explanation.real(c.at)
    hints = (c.nudge, *LADDERS[c.costs[0]][1:])
    return Diagnosis(c.id, c.says, spot(c.at, real), c.why, hints, c.at, not explanation.rival, c.costs, c.family)


def without_foreign(graph: Graph) -> tuple[Graph, list[Node]]:
    """The graph without the steps of a kind that no block has, and those steps."""
    foreign = [n for n in graph.nodes() if n.kind not in OURS and len(n.inputs) == 1]
    new: dict[int, Node | None] = {id(None): None}
    for node in graph.nodes():
        before = tuple(new[id(n)] for n in node.inputs)
        new[id(node)] = before[0] if node in foreign else replace(node, inputs=before)
    loose = [new[id(n)] for n in graph.loose]
    return Graph(graph.output and new[id(graph.output)], [n for n in loose if n is not None]), foreign


def of_foreign(node: Node, explanation: Explanation) -> Diagnosis:
    """A layer that has no place in a block."""
    name = node.settings.get("name", node.kind)
    what = KINDS.get(node.kind, name)
    says = f"There is a layer that does not belong into this block: {what}." if what == name else f"There is {what} in this block ({name})."
    why = "The block consists of convolutions, batch normalisations, ReLUs and one addition only."
    costs = ("conv1", "bn1", "relu1", "conv2", "bn2", "relu2", "conv3", "bn3", "add", "relu3", "shortcut_conv", "shortcut_bn", "output")
    return Diagnosis(
        "foreign_layer",
        says,
        where(node.line),
        why,
        ("Which of your lines is not in the list of steps?", *LADDERS["output"][1:]),
        "",
        True,
        costs,
        "whole block",
    )
