"""Reads the evidence of one run of a block: where each expected step is, and what is wrong with it. NumPy only.

Structure is used to explain, numbers to decide: a step is right when it equals the oracle's on what it really received.
Every finding is one sentence for the student, or None where all is well.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property, partial

import numpy as np

from ..evidence import Evidence
from ..exercises import exercise
from ..layers import LAYERS, Add, BatchNormalization, Conv2D, Layer, ReLU
from ..layers.float32 import distance
from ..truth import challenge, oracle
from ..truth.rounding import evaluate
from ..value.lines import Lines
from .align import EQUAL, Alignment, Item, align
from .decode import Piece, decode

STITCH = EQUAL  # how much better a path cut in two must be to be believed
ORDINALS = ("first", "second", "third", "fourth")
KINDS = {layer.kind: layer.words for layer in LAYERS}


def title(name: str) -> str:
    """The words for a step's name: "conv2" → "the second convolution"."""
    if name.startswith("shortcut_"):
        return f"the shortcut's {KINDS[name.removeprefix('shortcut_')]}"
    if name == "relu3":
        return "the last ReLU"
    if name[-1].isdigit():
        return f"the {ORDINALS[int(name[-1]) - 1]} {KINDS[name[:-1]]}"
    return f"the {KINDS.get(name, name)}"


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class Finding:
    """What is wrong with a step.

    missing: it was not found; unreached: nothing is known to be wrong, but the function stopped before it; numbers: the
    message speaks of numbers that follow from how the block was called; settings: those of a call that differ.
    """

    message: str
    missing: bool = False
    unreached: bool = False
    numbers: bool = False
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chain:
    """The pieces from a tensor back to X or to the first operation on several tensors (`start`), first step first."""

    end: int
    start: int
    pieces: tuple[Piece, ...]
    join: dict | None


class GraphReading:
    """The operations of one run as pieces, and the chains that they form."""

    def __init__(self, graph: dict, x: np.ndarray, evidence: Evidence):
        self.graph = graph
        self.evidence = evidence
        self.values = {0: x} | {int(k): evidence.array(v) for k, v in graph["values"].items()}
        self.makers = {place: node for node in graph["nodes"] for place in node["outputs"]}
        self.pieces = {id(node): self._decode(node) for node in graph["nodes"]}
        used = {place for node in graph["nodes"] for place in node["inputs"]}
        self.output = graph["output"]
        self.loose = [p for node in graph["nodes"] for p in node["outputs"] if p not in used and p != self.output]
        self.stopped = next((e for e in graph["errors"] if not e.get("passed_over")), None)

    def _decode(self, node) -> list[Piece]:
        inputs = [self.float64(place) for place in node["inputs"]]
        return decode(node, inputs, self.float64(node["outputs"][0]), self.evidence)

    def float64(self, place: int) -> np.ndarray | None:
        value = self.values.get(place)
        return None if value is None else value.astype(np.float64)

    def chain(self, end: int) -> Chain:
        pieces, place = [], end
        while node := self.makers.get(place):
            if len(node["inputs"]) != 1:
                return Chain(end, place, tuple(pieces), node)
            pieces[:0] = self.pieces[id(node)]
            place = node["inputs"][0]
        return Chain(end, place, tuple(pieces), None)

    @cached_property
    def lifeless(self) -> bool:
        """Whether there are layers with weights, and not one gives what any such layer gives for this challenge.

        A wrong answer hardly ever does that; an account that was made for another challenge always does.
        """
        weighted = [node for node in self.graph["nodes"] if node.get("weights")]
        return bool(weighted) and not any(piece.step for node in weighted for piece in self.pieces[id(node)])

    def all_pieces(self) -> list[Piece]:
        return [piece for node in self.graph["nodes"] for piece in self.pieces[id(node)]]


def items(pieces) -> list[Item]:
    return [Item(p.kind, p.step, open=p.kind not in KINDS) for p in pieces]


def expected_items(steps: dict[str, Layer], sizes: dict[str, int]) -> list[Item]:
    return [Item(step.kind, normal(step.resolved(sizes))) for step in steps.values()]


def normal(step: Layer) -> Layer:
    """With a 1×1 kernel "same" and "valid" are one."""
    return Conv2D(step.filters, 1, step.strides) if isinstance(step, Conv2D) and step.kernel == 1 else step


class Due:
    """The output that a block must give for an input in one mode, and how far float32 may be from it."""

    def __init__(self, block: Lines, x: np.ndarray, sizes: dict[str, int], training: bool, seed: int):
        self.asked = block, x, partial(challenge.weight, seed), training, sizes
        self.output = list(oracle.evaluate(*self.asked).values())[-1]

    @cached_property
    def rounding(self) -> np.ndarray:
        return list(evaluate(*self.asked).values())[-1]

    def distance(self, found: np.ndarray | None) -> float:
        """How far numbers are from the output, in units of what rounding explains."""
        return distance(found, self.output, self.rounding)


def setting_of(run: dict) -> challenge.Setting:
    """The setting that a run was asked in."""
    return challenge.Setting(**run["setting"] | {"shape": tuple(run["setting"]["shape"])})


class BlockReading:
    """One run of a block: `findings[name]` for every step that is not right; `add` is the wiring of the addition."""

    def __init__(self, block: Lines, run: dict, evidence: Evidence):
        self.block, self.run, self.evidence = block, run, evidence
        setting = setting_of(run)
        self.sizes, self.training = exercise(block.name).sizes_in(setting.arguments), run["training"]
        self.x = challenge.images(evidence.seed, setting)
        self.due = self.in_mode(self.training)
        self.graph = GraphReading(run["graph"], self.x, evidence)
        self.findings: dict[str, Finding] = {}
        self.extras: list[tuple[str, Piece]] = []  # steps too many, each with the expected step that it stands before
        self.main_steps, self.shortcut_steps, self.after_steps = block.paths
        self._read()
        self._blame_stop()

    @property
    def setting_words(self) -> str:
        words = ", ".join(f"{k}={v}" for k, v in self.sizes.items() if k in "fs")
        return f"{words}, filters=[{', '.join(str(self.sizes[k]) for k in ('F1', 'F2', 'F3'))}]"

    # -- finding the paths -----------------------------------------------------------------------------------------

    def _read(self) -> None:
        graph = self.graph
        self.end = self._end()
        after = graph.chain(self.end) if self.end is not None else None
        self.join = after.join if after else None
        joined = [graph.chain(place) for place in self.join["inputs"]] if self.join else []
        loose = [graph.chain(p) for p in graph.loose]
        unused = [graph.chain(place) for chain in loose if chain.join and not joined for place in chain.join["inputs"]]
        candidates = joined + loose + unused
        if after and not self.join:
            candidates.append(after)
        prefixes = [Chain(0, 0, (), None)]
        self.main, main = self._best(self.main_steps, candidates or prefixes, joined)
        main = self._stitch(joined or [after] if after else [], main)
        tails = [c for c in candidates if c.end != self.main.end]
        self.shortcut, shortcut = self._best(
            self.shortcut_steps, tails or prefixes, late=True, preferred=[c for c in joined if c.end != self.main.end]
        )
        if after and self.main.end == after.end:  # no addition: what follows the main path is looked for on the same chain
            both = self.main_steps | self.after_steps
            alignment = align(expected_items(both, self.sizes), items(after.pieces))
            self._compare(both, after.pieces, alignment)
        else:
            self._compare(self.main_steps, self.main.pieces, main, tail="add")
            tail = self._tail(after)
            alignment = align(expected_items(self.after_steps, self.sizes), items(tail))
            self._compare(self.after_steps, tail, alignment, tail="relu3")
        if self.shortcut_steps:
            self._compare(self.shortcut_steps, self.shortcut.pieces, shortcut, tail="add")
            self._find_misled_norm(joined)
        self._read_addition(joined)
        self._forgive_moves()

    def _tail(self, after: Chain | None) -> tuple[Piece, ...]:
        """What follows the addition; where nothing was added, what follows the main path."""
        if after is None:
            return ()
        shared = len(self.main.pieces)
        on_main = not self.join and len(after.pieces) >= shared and all(a is b for a, b in zip(after.pieces, self.main.pieces))
        return after.pieces[shared:] if on_main else after.pieces

    def _end(self) -> int | None:
        """The tensor where the block ends: what it returns, unless that leaves out most of the work; then the last loose one."""
        places = [p for p in [self.graph.output, *self.graph.loose] if p is not None]
        last = max(places, key=self._work, default=None)
        output = self.graph.output
        if output is not None and (self.graph.chain(output).join or 2 * self._work(output) > self._work(last)):
            return output
        return last

    def _work(self, place: int, seen=None) -> int:
        """How many operations a tensor rests on."""
        seen = set() if seen is None else seen
        if place not in self.graph.makers or place in seen:
            return 0
        seen.add(place)
        return 1 + sum(self._work(p, seen) for p in self.graph.makers[place]["inputs"])

    def _best(self, steps, chains, preferred, late=False) -> tuple[Chain, Alignment]:
        """The chain most like the expected steps; on equal terms one that reaches the addition."""
        aligned = [(chain, align(expected_items(steps, self.sizes), items(chain.pieces), late)) for chain in chains]
        return max(aligned, key=lambda pair: (pair[1].score, any(pair[0] is c for c in preferred)))

    def _stitch(self, ends: list[Chain], alignment: Alignment) -> Alignment:
        """A main path that was cut in two: its first part leads nowhere, and its second part begins at X again."""
        self.cut = None
        steps = expected_items(self.main_steps, self.sizes)
        for head in map(self.graph.chain, self.graph.loose):
            for end in ends:
                if end.start or head.start or len(head.pieces) < 2 or not end.pieces or head.pieces[0] is end.pieces[0]:
                    continue
                pieces = head.pieces + end.pieces
                stitched = align(steps, items(pieces))
                if stitched.score > alignment.score + STITCH:
                    self.cut = end.pieces[0]
                    self.main, alignment = Chain(end.end, 0, pieces, None), stitched
        return alignment

    def _name_cut(self, pairs: dict[str, Piece]) -> None:
        """The first step after the cut took the wrong tensor."""
        for name, piece in pairs.items():
            if piece is self.cut:
                place = f" ({quoted(piece.line)})" if piece.line else ""
                self.findings.setdefault(name, Finding(f"{sentence(title(name))}{place} takes X instead of the tensor before it."))

    # -- comparing -------------------------------------------------------------------------------------------------

    def _compare(self, steps, pieces, alignment: Alignment, tail: str = "relu3") -> None:
        names = list(steps)
        self._name_cut({name: pieces[at] for name, at in zip(names, alignment.pairs) if at is not None})
        for name, at in zip(names, alignment.pairs):
            expected = normal(steps[name].resolved(self.sizes))
            piece = None if at is None else pieces[at]
            if piece is None:
                self.findings[name] = Finding(self._missing(name), missing=True)
            elif piece.step != expected:
                self.findings[name] = self._different(name, steps[name], expected, piece)
        for at, before in alignment.extras:
            host = names[before] if before < len(names) else tail
            self.extras.append((host, pieces[at]))

    def _missing(self, name: str) -> str:
        loose = [p for place in self.graph.loose for p in self.graph.chain(place).pieces[-1:]]
        wanted = self.block.steps()[name].kind
        for piece in loose:
            if piece.kind == wanted and piece.line:
                return f"{sentence(title(name))} is computed but its result is not used ({quoted(piece.line)})."
        return f"{sentence(title(name))} is missing."

    def _different(self, name: str, step: Layer, expected: Layer, piece: Piece) -> Finding:
        place, this = f" ({quoted(piece.line)})" if piece.line else "", sentence(title(name))
        if piece.node.get("error"):
            return Finding(f"{this} fails: {exception(piece.node['error'])}")
        if piece.kind != step.kind:
            return Finding(f"{this} is due here; there is {piece.node['name']} instead{place}.")
        if isinstance(expected, Conv2D):
            if words := differences(step, expected, piece):
                return Finding(f"{this}{place}: {'; '.join(words)}.", numbers=True)
            return Finding(f"{this}{place}: {piece.node['name']} {otherwise(piece)}.")
        if isinstance(expected, BatchNormalization):
            return Finding(f"{this}{place} does not normalise each channel by itself: look at its axis and its settings.")
        if isinstance(expected, ReLU) and (own := {k: v for k, v in piece.node.get("config", {}).items() if ReLU.config.get(k, v) != v}):
            settings = " and ".join(f"{k}={v}" for k, v in own.items())
            return Finding(f"{this}{place} has {settings}: a plain ReLU takes no argument.")
        return Finding(f"{this}{place} does not compute what it should.")

    def _find_misled_norm(self, joined: list[Chain]) -> None:
        """The shortcut's batch normalisation may reach the addition and yet take another tensor than its convolution's."""
        lost = self.findings.get("shortcut_bn")
        other = next((c for c in joined if c.end not in (self.main.end, self.shortcut.end)), None)
        if lost and lost.missing and other and other.pieces and other.pieces[-1].kind == "bn":
            place = f" ({quoted(other.pieces[-1].line)})" if other.pieces[-1].line else ""
            message = f"The shortcut's batch normalisation{place} does not take the result of the shortcut's convolution."
            self.findings["shortcut_bn"] = Finding(message)
            self.shortcut = other

    def _read_addition(self, joined: list[Chain]) -> None:
        if self.join is None:
            loose = next((p for p in self.graph.all_pieces() if p.kind == "add"), None)
            if loose is not None:
                message = f"The sum is computed but its result is not used ({quoted(loose.line)})."
            else:
                message = "The shortcut is never added to the main path."
            self.findings["add"] = Finding(message)
            return
        piece = self.graph.pieces[id(self.join)][0]
        place = f" ({quoted(piece.line)})" if piece.line else ""
        if self.join.get("error"):
            self.findings["add"] = Finding(f"The addition fails: {exception(self.join['error'])}")
            return
        ends = [chain.end for chain in joined]
        main_in = self.main.end in ends
        shortcut_in = self.shortcut.end in ends if self.shortcut_steps else 0 in ends
        borrowed = self.shortcut.pieces and all(any(own is p for p in self.main.pieces) for own in self.shortcut.pieces)
        if piece.step != Add() and not (self.join.get("refused") and piece.kind == "add"):
            message = f"The two paths meet in {self.join['name']}{place}; they should be added."
        elif len(ends) == 2 and ends[0] == ends[1]:
            message = f"The addition{place} adds a tensor to itself: one of its inputs should be the other path."
        elif not main_in:
            message = f"The addition{place} does not take the end of the main path."
        elif not shortcut_in or borrowed:
            wanted = "the end of the shortcut" if self.shortcut_steps else "the block's own input X, untouched,"
            message = f"The addition{place} should take {wanted} as its other input."
        else:
            return
        self.findings["add"] = Finding(message)

    def _forgive_moves(self) -> None:
        """A step that is missing in its place and stands next to it is one mistake: only the missing place counts."""
        missing = [name for name, finding in self.findings.items() if finding.missing]
        for host, piece in self.extras:
            moved = next((n for n in missing if self.block.steps()[n].kind == piece.kind and self._near(n, host)), None)
            if moved is not None:
                missing.remove(moved)
                place = f" ({quoted(piece.line)})" if piece.line else ""
                self.findings[moved] = Finding(f"{sentence(title(moved))} is not where it belongs: it stands before {title(host)}{place}.")
            else:
                words = KINDS.get(piece.kind, piece.node["name"])
                place = f" ({quoted(piece.line)})" if piece.line else ""
                self.findings.setdefault(host, Finding(f"Before {title(host)} stands one step too many: {words}{place}."))

    def _near(self, name: str, host: str) -> bool:
        """Whether a step that stands before `host` is next to the place of `name`, on the same path."""
        if name in self.shortcut_steps:
            order = [*self.shortcut_steps, "add"]
        else:
            order = [n for n in self.block.steps() if n not in self.shortcut_steps and n != "add"]
            host = "relu3" if host == "add" else host
        return host in order and abs(order.index(name) - order.index(host)) <= 1

    def _blame_stop(self) -> None:
        """When the function stopped with an exception, the first step it did not reach bears it; the rest is unknown."""
        error = self.graph.stopped
        self.blamed = None
        if error is None:
            return
        absent = [n for n in self.block.steps() if n in self.findings and (self.findings[n].missing or (n == "add" and not self.join))]
        for name in absent:
            if self.blamed is None:
                self.blamed = name
                self.findings[name] = Finding(f"The function stopped before {title(name)}: {exception(error)}")
            else:
                self.findings[name] = Finding("Not reached: the function stopped before it.", unreached=True)

    # -- the whole block -------------------------------------------------------------------------------------------

    def in_mode(self, training: bool) -> Due:
        """What is due in this setting."""
        return Due(self.block, self.x, self.sizes, training, self.evidence.seed)

    @property
    def eager_right(self) -> bool:
        eager = self.run["eager"]
        return eager.get("returned") in ("tensor", "ndarray") and self.due.distance(self.evidence.array(eager.get("output"))) <= 1

    def bns(self) -> list[Piece]:
        return [p for p in self.graph.all_pieces() if p.kind == "bn"]


def where(line: dict | None) -> str:
    if line is None:
        return "line unknown"
    return f"line {line['number']}: {line['text']}" if line["text"] else f"line {line['number']}"


def quoted(line: dict | None) -> str:
    """The same within a sentence, the line's text as code."""
    if line is None or not line["text"]:
        return where(line)
    source = line["text"].replace("`", "'")
    return f"line {line['number']}: `{source}`"


def exception(error: dict) -> str:
    first, *rest = [line.strip() for line in error["message"].split("\n") if line.strip()] or [""]
    calling = first.startswith("Exception encountered when calling")  # Keras's, before the words that say why
    message = rest[0] if rest and calling else first
    at = f" ({quoted(error['line'])})" if error["line"] else ""
    return f"{error['type']}: {message}{at}" if message else f"{error['type']}{at}"


def differences(step: Conv2D, expected: Conv2D, piece: Piece) -> list[str]:
    """In words: every argument of a convolution that is not as it should be; nothing of a layer that is no ordinary one."""
    config, kernel = piece.node.get("config", {}), kernel_of(piece)
    if kernel is None:
        return []
    strides = config.get("strides", [expected.strides] * 2)
    strides = strides if isinstance(strides, list) else [strides] * 2
    found = {
        "filters": kernel[3],
        "kernel": kernel[0] if kernel[0] == kernel[1] else tuple(kernel[:2]),
        "strides": strides[0] if len(set(map(str, strides))) == 1 else tuple(strides),
        "padding": config.get("padding", expected.padding) if expected.kernel != 1 else expected.padding,
    }
    words = []
    for name in (f.name for f in fields(Conv2D)):
        real, due, symbol = found[name], getattr(expected, name), getattr(step, name)
        if real != due:
            means = f"{symbol} = {due}" if isinstance(symbol, str) and symbol != due else repr(due) if isinstance(due, str) else due
            words.append(f"its {name} {'are' if name in ('filters', 'strides') else 'is'} {show(real)}, not {means}")
    return words


def kernel_of(piece: Piece) -> list[int] | None:
    """The shape of the kernel of an ordinary two-dimensional convolution."""
    return next((w["shape"] for w in piece.node["weights"] if w["name"] == "kernel" and len(w["shape"]) == 4), None)


def otherwise(piece: Piece) -> str:
    """What is to be said of a convolution that has all its arguments right and is not the one that is due."""
    if kernel_of(piece) is None:
        return "is not an ordinary two-dimensional convolution"
    return "does not compute this convolution; look at its other arguments"


def show(value) -> str:
    return repr(value) if isinstance(value, str) else "×".join(map(str, value)) if isinstance(value, tuple) else str(value)
