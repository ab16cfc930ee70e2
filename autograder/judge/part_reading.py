"""Reads one part of a block, with one place where paths meet, in one run: where each expected step is, and what is wrong with it. NumPy only.

It speaks of roles: of the main path, the shortcut, the place where they meet, and what comes after; never of a line's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, NamedTuple

from ..layers import Conv2D, Layer
from ..layers.operation import one
from ..layers.recorded import NodeFacts
from ..truth.challenge import Setting
from ..value.lines import MAIN, Lines, Paths
from .align import EQUAL, Alignment, Item, align, scores
from .decode import Piece
from .finding import ABSENT, Called, Difference, Finding
from .reading import KNOWN, Chain, GraphReading, expected_items, family, items

STITCH = EQUAL  # how much better a path cut in two must be to be believed


class Extra(NamedTuple):
    """A step too many, which stands before or after an expected one."""

    piece: Piece
    side: str
    host: str


class Run(NamedTuple):
    """What the parts of a block have in common in one run."""

    block: Lines
    graph: GraphReading
    setting: Setting
    sizes: dict[str, int]


class PartReading:
    """A part of a block, taken to begin with the tensor `start` and to end with `end`; None where there is none. `findings[name]` for every step
    that is not right; at the place where paths meet, their wiring. join: that place; loose: the tensors here whose results lead nowhere."""

    def __init__(self, run: Run, part: Paths, start: int, end: int | None, loose: list[int]):
        self.block, self.graph, self.setting, self.sizes = run
        self.start, self.end, self.loose = start, end, loose
        self.families = {family(step) for step in run.block.steps().values()}
        self.findings: dict[str, Finding] = {}
        self.extras: list[Extra] = []
        self.contradicted = False  # whether a step without weights is, by its numbers, another one of its kind
        self.steps = part.steps
        before = [*run.block.steps()][: [*run.block.steps()].index(next(iter(part.steps)))]
        self.before = before[-1] if before else ""
        self.main_steps, self.shortcut_steps, join, self.after_steps = part
        self.meeting = next(iter(join), "")
        self.fork = run.block.fork(part)
        self._read()

    def chain(self, end: int) -> Chain:
        return self.graph.chain(end, self.start)

    # -- finding the paths -----------------------------------------------------------------------------------------

    def _read(self) -> None:
        after = self._after_the_first(self.chain(self.end)) if self.end is not None else None
        self.join = after.join if after else None
        joined = [self.chain(place) for place in self.join["inputs"]] if self.join else []
        loose = [self.chain(p) for p in self.loose]
        unused = [self.chain(place) for chain in loose if chain.join and not joined for place in chain.join["inputs"]]
        candidates = distinct([*joined, *loose, *unused, *([after] if after and not self.join else [])])
        prefixes = [Chain(self.start, self.start, (), None)]
        self.main, main = self._best(self.main_steps, candidates or prefixes, joined)
        main = self._stitch(joined or [after] if after else [], main)
        tails = [self._from_the_fork(c) for c in candidates if c.end != self.main.end]
        self.shortcut, shortcut = self._best(
            self.shortcut_steps, tails or prefixes, late=True, preferred=[c for c in joined if c.end != self.main.end]
        )
        last = list(self.steps)[-1]
        if after and self.main.end == after.end:  # nothing was joined: what follows the main path is looked for on the same chain
            both = self.main_steps | self.after_steps
            self._compare(both, after.pieces, align(expected_items(both, self.sizes), items(after.pieces, self.families)), ("after", last))
        else:
            self._compare(self.main_steps, self.main.pieces, main, ("before", self.meeting or last))
            tail = self._tail(after)
            self._compare(
                self.after_steps, tail, align(expected_items(self.after_steps, self.sizes), items(tail, self.families)), ("after", last)
            )
        if self.shortcut_steps:
            self._compare(self.shortcut_steps, self.shortcut.pieces, shortcut, ("before", self.meeting))
            self._find_misled(joined)
            self._begins_at_the_fork(main)
        if self.meeting:
            self._read_meeting(joined)
        self._forgive_moves()
        self._begins()

    def _from_the_fork(self, chain: Chain) -> Chain:
        """Where the shortcut begins on the main path, without the steps that both have."""
        shared = next((i for i, (a, b) in enumerate(zip(chain.pieces, self.main.pieces)) if a is not b), len(self.main.pieces))
        return replace(chain, pieces=chain.pieces[shared:]) if self.fork else chain

    def _begins_at_the_fork(self, main: Alignment) -> None:
        first, at = next(iter(self.shortcut_steps)), main.pairs[[*self.main_steps].index(self.fork)] if self.fork else None
        if at is not None and self.shortcut.pieces and first not in self.findings:
            piece = self.shortcut.pieces[0]
            if piece.node["inputs"][0] not in self.main.pieces[at].node["outputs"]:
                self.findings[first] = Finding("takes_another", first, due=self.fork, line=piece.line)

    def _begins(self) -> None:
        """Of several parts each begins with what the one before it gives."""
        first = next(iter(self.main_steps), "")
        if len(self.block.parts) > 1 and self.main.pieces and self.main.start != self.start and first not in self.findings:
            self.findings[first] = Finding("takes_another", first, due=self.before, line=self.main.pieces[0].line)

    def _after_the_first(self, chain: Chain) -> Chain:
        """Where tensors meet as they should, and at once do so again, the first place is the one that is due; the others are steps too many."""
        while (join := chain.join) and self._meets(join):
            before = [self.graph.makers[p] for p in join["inputs"] if p != self.start and p in self.graph.makers]
            first = next((node for node in before if self._meets(node)), None)
            if first is None:
                break
            chain = Chain(chain.end, first["outputs"][0], (*self.graph.pieces[id(join)], *chain.pieces), first)
        return chain

    def _meets(self, node: NodeFacts) -> bool:
        """Whether an operation is the one by which the paths of this block meet: by its numbers, or by its name where it was refused."""
        if not self.meeting:
            return False
        due, several = self.block.steps()[self.meeting], len(self.block[self.meeting].takes)
        return any(
            (piece.step == due and len(node["inputs"]) == several)
            or (node.get("refused") and len(node["inputs"]) > 1 and piece.kind == due.kind)
            for piece in self.graph.pieces[id(node)]
        )

    def _tail(self, after: Chain | None) -> tuple[Piece, ...]:
        """What follows the place where paths meet; where they do not, what follows the main path."""
        if after is None:
            return ()
        shared = len(self.main.pieces)
        on_main = not self.join and len(after.pieces) >= shared and all(a is b for a, b in zip(after.pieces, self.main.pieces))
        return after.pieces[shared:] if on_main else after.pieces

    def _best(self, steps: dict[str, Layer], chains: list[Chain], preferred: list[Chain], late: bool = False) -> tuple[Chain, Alignment]:
        """The chain most like the expected steps; on equal terms one that reaches the other path."""
        expected, rows = expected_items(steps, self.sizes), dict[int, list[int]]()
        best = max(chains, key=lambda chain: (self._score(chain.end, expected, rows), any(chain is c for c in preferred)))
        return best, align(expected, items(best.pieces, self.families), late)

    def _score(self, end: int, expected: list[Item], rows: dict[int, list[int]]) -> int:
        """That of the chain to a tensor. rows: those of the tensors before it, for many chains may begin alike."""
        way = []
        while end not in rows and end != self.start and (node := self.graph.makers.get(end)) and not self.graph.joins(node):
            way.append((end, node))
            end = node["inputs"][0]
        row = rows.setdefault(end, scores(expected, ()))
        for place, node in reversed(way):
            row = rows[place] = scores(expected, items(self.graph.pieces[id(node)], self.families), row)
        return row[-1]

    def _stitch(self, ends: list[Chain], alignment: Alignment) -> Alignment:
        """A main path that was cut in two: its first part leads nowhere, and its second part begins at X again."""
        self.cut = None
        steps = expected_items(self.main_steps, self.sizes)
        heads = [chain for chain in map(self.chain, self.loose) if chain.start == self.start and len(chain.pieces) > 1]
        ends = [chain for chain in distinct(ends) if chain.start == self.start and chain.pieces] if heads else []
        before = [scores(steps, items(head.pieces, self.families)) for head in heads] if ends else []
        after = [scores(steps[::-1], items(end.pieces[::-1], self.families))[::-1] for end in ends]
        for head, first in zip(heads, before):
            for end, second in zip(ends, after):
                together = max(a + b for a, b in zip(first, second))  # some steps stand beside the head, those after them beside the end
                if together > alignment.score + STITCH and head.pieces[0] is not end.pieces[0]:
                    pieces = head.pieces + end.pieces
                    self.cut = end.pieces[0]
                    self.main, alignment = Chain(end.end, self.start, pieces, None), align(steps, items(pieces, self.families))
        return alignment

    def _name_cut(self, pairs: dict[str, Piece]) -> None:
        """The first step after the cut took the wrong tensor."""
        for name, piece in pairs.items():
            if piece is self.cut:
                self.findings.setdefault(name, Finding("takes_input", name, line=piece.line))

    # -- comparing -------------------------------------------------------------------------------------------------

    def _compare(self, steps: dict[str, Layer], pieces: Sequence[Piece], alignment: Alignment, tail: tuple[str, str]) -> None:
        """tail: before or after which line stands what is left over behind the last of these steps."""
        names = list(steps)
        self._name_cut({name: pieces[at] for name, at in zip(names, alignment.pairs) if at is not None})
        for name, at in zip(names, alignment.pairs):
            expected = steps[name].resolved(self.sizes).normal()
            piece = None if at is None else pieces[at]
            if piece is None:
                self.findings[name] = self._absent(name)
            elif piece.step != expected:
                self.findings[name] = self._different(name, steps[name], expected, piece)
                self.contradicted |= piece.step is not None and not expected.starts and piece.step.contradicts(expected)
            elif len(set(self.block[name].takes)) == 1 < len(set(piece.node["inputs"])):
                self.findings[name] = Finding("takes_several", name, found=len(set(piece.node["inputs"])), line=piece.line)
        for at, before in alignment.extras:
            self.extras.append(Extra(pieces[at], *(("before", names[before]) if before < len(names) else tail)))

    def _absent(self, name: str) -> Finding:
        loose = [p for place in self.loose for p in self.chain(place).pieces[-1:]]
        wanted = self.block.steps()[name].kind
        unused = next((piece for piece in loose if piece.kind == wanted and piece.line), None)
        return Finding("unused", name, line=unused.line) if unused else Finding("missing", name)

    def _different(self, name: str, step: Layer, expected: Layer, piece: Piece) -> Finding:
        if piece.node.get("error"):
            return Finding("fails", name, error=piece.node["error"])
        if piece.kind != step.kind and piece.node["name"] != type(step).__name__:
            return Finding("another_step", name, found=piece.node["name"], line=piece.line)
        if isinstance(expected, Conv2D):
            if found := differences(step, expected, piece):
                return Finding("settings", name, found=found, line=piece.line, call=Called(self.setting))
            if kernel_of(piece) is None:
                return Finding("no_ordinary_layer", name, found=piece.node["name"], line=piece.line)
        if type(piece.step) is type(expected) and (expected.does == "kernel" or len(expected.modes) > 1):
            found = tuple(compared(step, expected, vars(piece.step)))
            return Finding("settings", name, found=found, line=piece.line, call=Called(self.setting))
        own = {k: v for k, v in piece.node.get("config", {}).items() if expected.configured().get(k, v) != v}
        if own and not piece.node.get("weights"):
            return Finding("own_settings", name, found=own, line=piece.line)
        if type(piece.step) is type(expected) and not expected.starts:
            found = tuple(compared(step, expected, vars(piece.step)))
            return Finding("settings", name, found=found, line=piece.line, call=Called(self.setting))
        if piece.step is not None and not piece.node.get("config"):
            due = Finding("should_have", name, found={}, due=expected, line=piece.line)
            return due if expected.asked else Finding("another_step", name, found=piece.node["name"], line=piece.line)
        return Finding("computes_otherwise", name, found=piece.node["name"], layer=step.kind, line=piece.line)

    def _find_misled(self, joined: list[Chain]) -> None:
        """The shortcut's last step may reach the other path and yet take another tensor than that of the step before it."""
        name = list(self.shortcut_steps)[-1]
        lost = self.findings.get(name)
        other = next((c for c in joined if c.end not in (self.main.end, self.shortcut.end)), None)
        if lost and lost.kind in ABSENT and other and other.pieces and other.pieces[-1].kind == self.shortcut_steps[name].kind:
            before = [*self.shortcut_steps, name][-3] if len(self.shortcut_steps) > 1 else ""
            self.findings[name] = Finding("takes_another", name, due=before, line=other.pieces[-1].line)
            self.shortcut = other

    def _read_meeting(self, joined: list[Chain]) -> None:
        at, step = self.meeting, self.block.steps()[self.meeting]
        if self.join is None:
            joins = [chain.join for chain in map(self.chain, self.loose) if chain.join]
            loose = next((piece for node in joins for piece in self.graph.pieces[id(node)] if piece.kind == step.kind), None)
            self.findings[at] = Finding("unused", at, line=loose.line) if loose else Finding("never_joined", at)
            return
        if self.join.get("error"):
            self.findings[at] = Finding("fails", at, error=self.join["error"])
            return
        piece, ends = self.graph.pieces[id(self.join)][0], [chain.end for chain in joined]
        shortcut_in = self.shortcut.end in ends if self.shortcut_steps else self.start in ends
        borrowed = self.shortcut.pieces and all(any(own is p for p in self.main.pieces) for own in self.shortcut.pieces)
        another, due = piece.step != step, len(self.block[at].takes)
        if not another and len(ends) != due:
            self.findings[at] = Finding("joins_another_number", at, found=len(ends), due=due, line=piece.line)
        elif another and not (self.join.get("refused") and piece.kind == step.kind):
            self.findings[at] = Finding("joined_otherwise", at, found=self.join["name"], line=piece.line)
        elif len(ends) == 2 and ends[0] == ends[1]:
            self.findings[at] = Finding("joined_with_itself", at, line=piece.line)
        elif self.main.end not in ends:
            self.findings[at] = Finding("joined_without_main", at, line=piece.line)
        elif not shortcut_in or borrowed:
            self.findings[at] = Finding("joined_without_shortcut", at, line=piece.line)
        elif step.ordered and (ends[0] == self.main.end) != (self.block[at].takes[0] == MAIN):
            self.findings[at] = Finding("joined_in_another_order", at, line=piece.line)

    def _forgive_moves(self) -> None:
        """A step that is missing in its place and stands next to it is one mistake: only the missing place counts."""
        missing = [name for name, finding in self.findings.items() if finding.kind in ABSENT and name != self.meeting]
        for piece, side, host in self.extras:
            moved = next((n for n in missing if self.block.steps()[n].kind == piece.kind and self._near(n, host)), None)
            if moved is not None:
                missing.remove(moved)
                self.findings[moved] = Finding("moved", moved, found=host, name=side, line=piece.line)
            else:
                layer = piece.kind if piece.kind in KNOWN else piece.node["name"]
                self.findings.setdefault(host, Finding("too_much", host, found=layer, name=side, line=piece.line))

    def _near(self, name: str, host: str) -> bool:
        """Whether a step that stands before `host` is next to the place of `name`, on the same path."""
        if name in self.shortcut_steps:
            order = [*self.shortcut_steps, self.meeting]
        else:
            order = [*self.main_steps, *(self.after_steps or [self.meeting])]
            host = next(iter(self.after_steps), host) if host == self.meeting else host
        return host in order and abs(order.index(name) - order.index(host)) <= 1


def distinct(chains: list[Chain]) -> list[Chain]:
    """Each once: one tensor can be joined with itself, many times."""
    return list({chain.end: chain for chain in chains}.values())


def differences(step: Layer, expected: Conv2D, piece: Piece) -> tuple[Difference, ...]:
    """Every argument of a convolution that is not as it should be; nothing of a layer that is no ordinary one."""
    config, kernel = piece.node.get("config", {}), kernel_of(piece)
    if kernel is None:
        return ()
    given = config.get("strides", expected.strides)
    strides: list[Any] = given if isinstance(given, list) else [given] * 2
    found = {
        "filters": kernel[3],
        "kernel": kernel[0] if kernel[0] == kernel[1] else tuple(kernel[:2]),
        "strides": strides[0] if len(set(map(str, strides))) == 1 else tuple(strides),
        "padding": config.get("padding", expected.padding) if expected.kernel != 1 else expected.padding,
        "dilation_rate": one(config.get("dilation_rate", 1)) if expected.kernel != 1 else 1,
        "groups": config.get("groups", 1),
    }
    return tuple(compared(step, expected, found))


def compared(step: Layer, expected: Layer, found: Mapping[str, object]) -> Iterator[Difference]:
    """The fields that are not as they should be. step: with names of sizes, expected: with their numbers."""
    for name in (f.name for f in fields(expected)):
        due, named = getattr(expected, name), getattr(step, name)
        if found[name] != due:
            yield Difference(name, found[name], due, named if named != due else "")


def kernel_of(piece: Piece) -> list[int] | None:
    """The shape of the kernel of an ordinary two-dimensional convolution."""
    return next((w["shape"] for w in piece.node["weights"] if w["name"] == "kernel" and len(w["shape"]) == 4), None)
