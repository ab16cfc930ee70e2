"""The student's block, as built, beside the expected one: what to draw, with what differs marked. Pure data; see `diagram`.

Every mark is a word on a step ("missing", "misplaced", "stride"), so that shape, word and colour all say the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..layers import FAMILIES
from ..value.edits import Misconception
from ..value.graph import Graph, Node, follow, resting_on
from ..value.lines import Call, Lines
from .diagnosis import Diagnosis
from .search import Explanation

STEPS, WIRES = 100, 200  # of a picture in which one can still find something; each takes some milliseconds to draw
Row = tuple[str, str]  # a step as a line of words, and its mark
WORDS = {
    "use_bias": "bias",
    "layer": "kind",
    "function": "kind",
    "size": "windows",
    "s": "stride",
    "strides": "stride",
    "f": "kernel",
    "activation": "softmax",
}


@dataclass(frozen=True)
class Drawn:
    """One step: its words in two lines, what it takes (places in the list; -1 is the input), and its mark. unused: its result
    leads nowhere; count: of how many steps it stands."""

    kind: str
    title: str
    detail: str
    takes: tuple[int, ...]
    mark: str = ""
    unused: bool = False
    count: int = 1


@dataclass(frozen=True)
class Picture:
    """Both graphs, each a list of steps in order; the last one that is not unused is the result."""

    name: str
    expected: tuple[Drawn, ...]
    yours: tuple[Drawn, ...]

    def words(self) -> str:
        """What the picture says, for those who cannot see it."""
        return f"{self.name} beside yours. {marked('Expected', self.expected)} {marked('Yours', self.yours)}"


def marked(whose: str, steps: tuple[Drawn, ...]) -> str:
    found = [f"{' '.join((s.title, s.detail)).strip()} ({s.mark})" for s in steps if s.mark]
    count = sum(s.count for s in steps)
    return f"{whose}: {count} step{'' if count == 1 else 's'}" + (f"; marked: {', '.join(found)}." if found else ", none marked.")


def picture(value: Lines, graph: Graph | None, explanation: Explanation | None, diagnosis: tuple[Diagnosis, ...]) -> Picture | None:
    """The picture of a verdict; None where there is nothing to compare or nothing to mark."""
    if graph is None or not graph.nodes():
        return None
    due = follow(value)
    marks_due, marks_real = marks(value, due, graph, explanation, {d.id for d in diagnosis})
    if explanation is not None and not marks_due and not marks_real:
        return None
    blocks = {call.kind for call in value.calls.values()}
    drawn = draw(due, marks_due, blocks), draw(graph, marks_real, blocks)
    drawn = drawn if explanation is None else (folded(drawn[0]), folded(drawn[1]))
    if any(len(steps) > STEPS or sum(len(step.takes) for step in steps) > WIRES for steps in drawn):
        return None
    return Picture(value.name, *drawn)


def marks(value: Lines, due: Graph, real: Graph, explanation: Explanation | None, named: set[str]) -> tuple[dict[int, str], dict[int, str]]:
    """The words on the steps of both graphs, by id."""
    on_due: dict[int, str] = {}
    on_real = {id(n): "fails" for n in real.nodes() if n.error}
    if explanation is None or (explanation.edits and not any(edit.id in named for edit in explanation.edits)):
        return on_due, on_real  # what is not said is not drawn either: beside a line that failed it may be false
    names = {n.name: n for n in due.nodes()}
    found = {edited.name: node for edited, node in explanation.pairs}
    for name, node in names.items():
        if name not in found:
            on_due[id(node)] = "missing"
    for name, node in found.items():
        if name not in names:
            on_real[id(node)] = "too many"
    for edit in explanation.edits:
        at = next((name for name in (edit.at, *reversed(edit.costs)) if name in found and name in names), None)
        if at and edit.id in named and rewires(value, edit):
            on_real.setdefault(id(found[at]), "not kept" if edit.id.endswith("_not_kept") else "misplaced")
            on_due.setdefault(id(names[at]), "here")
    for change in explanation.changes:
        word = WORDS.get(change.setting, change.setting)
        if change.at in found and change.at in names:
            for marks, node in ((on_real, found[change.at]), (on_due, names[change.at])):
                before = marks.get(id(node), "")
                marks[id(node)] = f"{before}, {word}" if before and word not in before else word
    return on_due, on_real


def rewires(value: Lines, edit: Misconception) -> bool:
    """Whether an edit leaves all steps there, only elsewhere or with other inputs."""
    before, after = value, edit.edit(value)
    return {line.name for line in before.lines if line.kind != "save"} == {line.name for line in after.lines if line.kind != "save"}


def draw(graph: Graph, marks: dict[int, str], blocks: set[str]) -> tuple[Drawn, ...]:
    """blocks: the kinds of steps that are calls of other exercises."""
    main = {id(n) for n in resting_on(graph.output)}
    nodes = graph.nodes()
    places = {id(n): i for i, n in enumerate(nodes)}
    steps = []
    for node in nodes:
        kind = "block" if node.kind in blocks else node.kind
        title, detail = Call.in_picture(node.kind, node.settings) if node.kind in blocks else words(node)
        takes = tuple(places[id(n)] if n is not None else -1 for n in node.inputs)
        takes = takes if node.kind == "merge" else tuple(dict.fromkeys(takes))
        steps.append(Drawn(kind, title, detail, takes, marks.get(id(node), ""), id(node) not in main))
    return condensed(steps)


def condensed(steps: list[Drawn]) -> tuple[Drawn, ...]:
    """Runs of alike blocks in a row as one: "3 × identity block"."""
    out: list[Drawn] = []
    counts: list[int] = []
    new = {-1: -1}
    for i, step in enumerate(steps):
        last = out[-1] if out else None
        takes = tuple(new[t] for t in step.takes)
        follows = takes == (len(out) - 1,)
        if last and follows and step.kind == "block" and replace(last, takes=()) == replace(step, takes=()):
            counts[-1] += 1
        else:
            out.append(replace(step, takes=takes))
            counts.append(1)
        new[i] = len(out) - 1
    return tuple(replace(s, title=f"{n} × {s.title}") if n > 1 else s for s, n in zip(out, counts))


def folded(steps: tuple[Drawn, ...]) -> tuple[Drawn, ...]:
    """With runs of steps as one, where nothing is marked nor stands next to what is: "3 steps"."""
    users = [[j for j, other in enumerate(steps) if i in other.takes] for i in range(len(steps))]
    marked = {i for i, step in enumerate(steps) if step.mark}
    near = marked | {j for i in marked for j in (*steps[i].takes, *users[i])}

    def folds(i: int) -> bool:
        return i not in near and len(steps[i].takes) == 1 and len(users[i]) <= 1 and not steps[i].unused

    runs: list[list[int]] = []
    for i in range(len(steps)):
        goes_on = runs and folds(i) and folds(runs[-1][-1]) and steps[i].takes == (runs[-1][-1],)
        runs[-1].append(i) if goes_on else runs.append([i])
    new = {-1: -1} | {i: n for n, run in enumerate(runs) for i in run}
    return tuple(
        replace(steps[run[0]], takes=tuple(new[t] for t in steps[run[0]].takes))
        if len(run) == 1
        else Drawn("steps", f"{len(run)} steps", "", tuple(new[t] for t in steps[run[0]].takes), count=len(run))
        for run in runs
    )


def words(node: Node) -> tuple[str, str]:
    """A step in two lines."""
    s = node.settings
    if node.kind in FAMILIES:
        return FAMILIES[node.kind].box(s)
    return str(s.get("name", node.kind.title())), ""


def text(picture: Picture) -> list[str]:
    """Both graphs as lines beside each other, the steps that differ marked by a sign and a word."""
    left, right = lines(picture.expected), lines(picture.yours)
    width = max(len(words) for words, _ in left)
    out = [f"  {'expected':<{width}}  yours"]
    for (due, on_due), (real, on_real) in aligned(left, right):
        words = list(dict.fromkeys(m for m in (on_due, on_real) if m and m != "here"))
        mark = f"  ← {', '.join(words)}" if words else ""
        out.append(f"{'≠' if words else ' '} {due:<{width}}  {real}{mark}".rstrip())
    return out


def lines(steps: tuple[Drawn, ...]) -> list[Row]:
    """Each step as a line of words, with its mark; a step that does not take the one above it says what it takes."""
    out = []
    for i, step in enumerate(steps):
        takes = ["X" if t == -1 else str(t + 1) for t in step.takes]
        wire = f" (from {' and '.join(takes)})" if step.takes not in ((i - 1,), ()) else ""
        unused = " (not used)" if step.unused and not any(i in s.takes for s in steps) else ""
        words = (
            f"({step.title})" if step.kind == "steps" else " ".join(f"{step.title} {step.detail}".split()).replace("convolutional", "conv.")
        )
        out.append((f"{i + 1:>2} {words}{wire}{unused}", step.mark))
    return out


def aligned(left: list[Row], right: list[Row]) -> list[tuple[Row, Row]]:
    """Two lists of lines side by side: those that say the same stand in one row."""
    import difflib

    def bare(line: str) -> str:
        return line[3:].split(" (")[0]

    matcher = difflib.SequenceMatcher(a=[bare(words) for words, _ in left], b=[bare(words) for words, _ in right], autojunk=False)
    rows, empty = [], ("", "")
    for _, a, b, c, d in matcher.get_opcodes():
        for i in range(max(b - a, d - c)):
            rows.append((left[a + i] if a + i < b else empty, right[c + i] if c + i < d else empty))
    return rows
