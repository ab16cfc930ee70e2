"""The mistakes in what was built, by name: the explanation that `search` finds, put into words; kept only where it accounts for a criterion
that is not met. What nothing explains has no name here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..exercises import exercise
from ..judge.reading import Reading
from ..layers import FAMILIES
from ..layers.confusion import Change, Confusion
from ..layers.recorded import LineFacts
from ..value.edits import STRAY, Combined, Misconception
from ..value.graph import Graph, Node
from ..value.lines import KEPT, Line, Lines
from ..value.roles import roles, sentence
from . import gaps
from .built import built, known
from .hints import after_nudge, ladder
from .search import Candidate, Explanation, alike, differing, explain, grouped, lightest, match
from .settings import JOINED, shown
from .words.quoted import where
from .words.speaker import KINDS

Named = Misconception | Combined | Confusion  # what a mistake is the name of


def with_stray(says: str, built: Line | Node) -> str:
    """A sentence about a step too many with the words for it: of activations, which all have the same shape, the one that stands there."""
    words = shown(built.settings["function"]) if FAMILIES[built.kind].does == "activation" else KINDS.get(built.kind, built.kind)
    return sentence(says.replace(STRAY, words))


@dataclass(frozen=True)
class Diagnosis:
    """A mistake by name. says: what it is; where: component and line; why: why it matters; hints: from a nudge to the point.
    at: the name of the step it concerns; certain: nothing else explains the evidence as simply; costs: its criteria;
    wiring: whether it is about the order and wiring of steps; place: where, without the line; found: what tells it from the same mistake
    elsewhere that is not the same."""

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
    place: str = ""
    found: tuple[object, ...] = ()

    def plain(self) -> dict[str, object]:
        """For the command line's JSON."""
        return {"id": self.id, "says": self.says, "where": self.where, "why": self.why, "hint": self.hints[0], "certain": self.certain}


def diagnose(value: Lines, readings: Sequence[Reading], unmet: set[str]) -> tuple[list[Diagnosis], Graph | None, Explanation | None]:
    """The misconceptions that account for unmet criteria, in the order of the steps; with the graph and its explanation, for the picture."""
    graph = built(readings, [known(value, reading) for reading in readings])
    if graph is None:
        return ([] if value.calls else from_call_to_call(value, readings, unmet)), None, None
    candidates, foreign = explain(value, graph, readings[0].graph.stopped is not None)
    explanation = lightest(candidates)
    if explanation is None:
        return [], graph, None
    words = Words(value, explanation)
    found = [words.of_edit(edit) for edit in explanation.edits]
    order = [line.name for line in value.lines]
    given = tuple(change for change in explanation.changes if change.at in order)  # what a step too many is given is no mistake besides
    for meaning, changes in grouped(value, given):
        if isinstance(meaning, Confusion):
            found.append(words.of_setting(meaning, changes))
        elif meaning is not None:
            found.append(words.of_combined(meaning, changes))
    ran = [node for node in foreign if node.error is None]  # what stopped is the exception's to tell
    found += [words.of_foreign(ran)] if ran else []
    whole = {"output", "summary"} & unmet and not explanation.rival
    kept = [d for d in found if unmet & set(d.costs) or (whole and (d.wiring or value.calls))]
    kept.sort(key=lambda d: order.index(d.at) if d.at in order else -1)
    return kept, graph, explanation


def from_call_to_call(block: Lines, readings: Sequence[Reading], unmet: set[str]) -> list[Diagnosis]:
    """Where the block is built as it should be in some calls, and otherwise in the others: what is otherwise, and in which.

    Only order and wiring: one call cannot tell which size a number stands for.
    """
    graphs = [graph for reading in readings if (graph := built([reading], [known(block, reading)]))]  # of one call there always is one
    simplest = [nearest(block, graph, reading.graph.stopped is not None) for graph, reading in zip(graphs, readings)]
    wrong = [(reading, graph, c) for reading, graph, c in zip(readings, graphs, simplest) if c and c.edits]
    if None in simplest or len(wrong) in (0, len(simplest)) or len({c.edits for _, _, c in wrong}) > 1:
        return []
    calls = " and ".join(f"with {called(block, reading)}" for reading, _, _ in wrong)
    _, graph, c = wrong[0]
    words = Words(block, Explanation(c.edits, (), match(c.graph, graph), c.weight))
    found = [words.of_edit(m) for m in c.edits if unmet & set(m.costs)]
    return [replace(d, says=f"Called {calls}, and only then: {d.says[:1].lower()}{d.says[1:]}") for d in found]


def nearest(block: Lines, graph: Graph, stopped: bool) -> Candidate | None:
    """Of the edited blocks of a graph's shape the one with the fewest edits, and of these one whose layers are of the same family's same kind."""

    def far(c: Candidate) -> tuple[int, int]:
        changes = (change for pair in match(c.graph, graph) for change in differing(*pair))
        return len(c.edits), sum(change.setting == "function" for change in changes)

    return min(alike(block, graph, stopped), key=far, default=None)


def called(block: Lines, reading: Reading) -> str:
    """How a call differs from the others."""
    asked = exercise(block.name)
    sizes = [f"{name} = {reading.sizes[name]}" for name in asked.sizes if name in reading.sizes and name not in asked.several]
    return f"{', '.join(sizes)} and training={reading.run.get('training')}"


def spot(value: Lines, name: str, line: LineFacts | None) -> str:
    """Where a step stands, in words, with the student's own line where there is one."""
    place = roles(value).place(name)
    return f"{place}, {where(line)}" if line else place


class Words:
    """Turns what an explanation holds into diagnoses."""

    def __init__(self, value: Lines, explanation: Explanation):
        self.value, self.explanation = value, explanation
        self.roles = roles(value)

    def spot(self, name: str) -> str:
        """Where a mistake sits, in words, with the student's own line where there is one."""
        real = self.explanation.real(name)
        return spot(self.value, name, real.line if real else None)

    def diagnosis(self, m: Named, says: str, at: str, spot: str, costs: tuple[str, ...], derived: tuple[str, ...] | None) -> Diagnosis:
        """derived: the second and third hint, as in `gaps`; else they are the criterion's."""
        hints = (m.nudge, *(derived or ladder(self.value.name, costs[0])[1:]))
        certain = not self.explanation.rival
        return Diagnosis(m.id, says, spot, m.why, hints, at, certain, costs, m.family, place=self.roles.place(at))

    def of_edit(self, m: Misconception) -> Diagnosis:
        due = self.value
        edited = m.edit(due)
        python = m.family == "python"  # nothing is wrong with the steps
        derived = after_nudge("return") if python else gaps.of_edit(due, edited, m.at)
        new = [line for line in edited.lines if line not in due.lines]
        more, less = edited.kinds() - due.kinds(), due.kinds() - edited.kinds()
        place, spot = self.spot_of_extra([line for line in new if line.kind == "relu"], m.at)
        found = *sorted(more.items()), "", *sorted(less.items())
        says = with_stray(m.says, self.explanation.real(new[0].name) or new[0]) if STRAY in m.says else m.says
        return replace(self.diagnosis(m, says, m.at, spot, m.costs, derived), wiring=True, place=place, found=found)

    def spot_of_extra(self, extra: list[Line], at: str) -> tuple[str, str]:
        """Where a ReLU stands that is none of the steps, without and with its own line; without one, where the step `at` does."""
        for line in extra:
            if (node := self.explanation.real(line.name)) and node.line:
                words = "shortcut" if line.gives == KEPT else self.roles.place(at)
                return words, f"{words}, {where(node.line)}"
        return self.roles.place(at), self.spot(at)

    def of_combined(self, m: Combined, changes: list[Change]) -> Diagnosis:
        spot = self.spot(m.at)
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
        places = list(dict.fromkeys(self.spot(c.at) for c in changes))
        at = places[0] if len(places) == 1 else "; ".join(dict.fromkeys(self.roles.place(c.at) for c in changes))
        derived = gaps.of_changes(self.value, changes)
        found = tuple(dict.fromkeys((c.setting, shown(c.found), shown(c.due)) for c in changes))
        return replace(self.diagnosis(s, s.says.format(**words), first.at, at, costs, derived), found=found)

    def of_foreign(self, nodes: list[Node]) -> Diagnosis:
        """Layers that have no place here."""
        names = [str(n.settings.get("name", n.settings.get("function", n.kind))) for n in nodes]
        names = list(dict.fromkeys(OPERATIONS.get(name, name) for name in names))
        steps = "is a step that does" if len(names) == 1 else "are steps that do"
        more = ", …" if len(names) > FOREIGN else ""
        says = f"There {steps} not belong here: {', '.join(names[:FOREIGN])}{more}."
        why = "Each row of the list of steps is one step; one more computes something else."
        nudge = "Which of your lines is not in the list of steps?"
        costs = (
            "output",
            "summary",
            *dict.fromkeys(self.roles.criterion(line.name) for line in self.value.lines if line.kind != "save"),
        )
        hints, certain = (nudge, *after_nudge("foreign")), not self.explanation.rival
        return Diagnosis("foreign_layer", says, where(nodes[0].line), why, hints, "", certain, costs, "foreign")


FOREIGN = 10  # kinds of steps that a sentence names
OPERATIONS = {  # those that a student writes with a sign, or that have other names in Keras
    "TrueDivide": "a division", "Divide": "a division", "Multiply": "a multiplication", "multiply": "a multiplication",
    "Subtract": "a subtraction", "GetItem": "a slice", "Pad": "a padding", "Negative": "a minus sign", "Power": "a power",
}  # fmt: skip
