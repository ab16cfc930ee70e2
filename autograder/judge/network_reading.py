"""Reads one run of a network: which of the student's steps and calls is which of the expected ones, and what is wrong with it. NumPy only."""

from __future__ import annotations

from functools import cached_property
from itertools import groupby

import numpy as np

from ..evidence import Evidence
from ..evidence.facts import NetworkRun
from ..exercises import exercise
from ..layers import Layer
from ..layers.layer import Settings
from ..layers.operation import one
from ..layers.recorded import CallFacts
from ..value.lines import Call, Lines
from ..value.roles import roles
from .align import Item, align
from .decode import FAMILY, Piece, joined
from .finding import Difference, Finding
from .reading import KNOWN, GraphReading, family

SHOWN = ("filters", "kernel_size", "strides", "padding", "pool_size", "units", "activation")  # of what a layer says of itself


class NetworkReading:
    """One run of a network beside its value: `findings[name]` for every step and call that is not right."""

    def __init__(self, network: Lines, run: NetworkRun, evidence: Evidence):
        self.network, self.run, self.roles = network, run, roles(network)
        self.sizes = exercise(network.name).sizes_in(run["arguments"], ())
        self.expected: dict[str, Layer] = {name: step.resolved(self.sizes) for name, step in network.steps().items()}
        self.calls = {name: call for name, call in self.expected.items() if isinstance(call, Call)}
        x = evidence.array(run.get("input"))
        self.graph = GraphReading(
            run["graph"], x if x is not None else np.zeros(0), evidence, [step.normal() for step in self.expected.values()]
        )
        self.end = self.graph.output
        self.findings: dict[str, Finding] = {}
        self.blamed = False  # whether a step bears that the function stopped
        self.unreached: set[str] = set()
        self.unseen: set[str] = set()  # steps on tensors that were too large to be kept
        self._read()

    @cached_property
    def pieces(self) -> list[Piece]:
        places = [p for p in (self.graph.output, *self.graph.loose) if p is not None]
        chains = [self.graph.chain(p) for p in places]
        chain = chains[0] if self.graph.output is not None and chains[0].pieces else max(chains, key=lambda c: len(c.pieces), default=None)
        return joined(list(chain.pieces) if chain else [])

    def _items(self) -> tuple[list[Item], list[Item]]:
        families = {family(e) for e in self.expected.values()}
        expected = [Item(family(e), call_of(e) if isinstance(e, Call) else e.normal()) for e in self.expected.values()]
        real = [
            Item(p.node["block"]["block"], call_made(p.node["block"]), open=True)
            if "block" in p.node
            else Item(FAMILY.get(p.kind, p.kind), p.step, open=FAMILY.get(p.kind, p.kind) not in families)
            for p in self.pieces
        ]
        return expected, real

    def _read(self) -> None:
        alignment = align(*self._items())
        names = list(self.expected)
        for name, at in zip(names, alignment.pairs):
            if at is None:
                self.findings[name] = Finding("missing", name)
            else:
                self._compare(name, self.pieces[at])
        missing = self._missing()
        for at, before in alignment.extras:
            self._read_extra(self.pieces[at], names, before, missing)
        self._read_parts()
        self._forgive_too_small()
        if self.graph.stopped:
            self._blame_stop(self._missing())

    def _compare(self, name: str, piece: Piece) -> None:
        expected = self.expected[name]
        if isinstance(expected, Call) and "block" not in piece.node:
            self.findings[name] = self._different(name, piece)
        elif isinstance(expected, Call):
            if found := differences(expected, piece.node["block"]):
                self.findings[name] = Finding("settings", name, found=found, line=piece.line)
        elif piece.step != expected.normal():
            seen = all(self.graph.values.get(place) is not None for place in (piece.node["inputs"][0], piece.node["outputs"][0]))
            if seen or piece.node.get("error"):
                self.findings[name] = self._different(name, piece)
            else:
                self.unseen.add(name)

    def _different(self, name: str, piece: Piece) -> Finding:
        config, expected = piece.node.get("config", {}), self.expected[name]
        if piece.node.get("error"):
            return Finding("fails", name, error=piece.node["error"])
        if piece.kind != expected.kind and piece.node["name"] != type(expected).__name__:
            return Finding("another_step", name, found=piece.node["name"], line=piece.line)
        return Finding("should_have", name, found={k: config[k] for k in config if k in SHOWN}, due=expected, line=piece.line)

    def _read_extra(self, piece: Piece, names: list[str], before: int, missing: list[str]) -> None:
        """A step that stands beside none is one that is missing elsewhere, or one too many."""
        if moved := next((name for name in missing if self._moved(name, piece)), None):
            missing.remove(moved)
            return
        host = names[min(before, len(names) - 1)]
        if before == len(names) or (before > 0 and names[before - 1] in self.network.calls and "block" in piece.node):
            host = names[before - 1]  # a call too many belongs to the part that it follows
        call = piece.node.get("block")
        found = call["block"] if call else piece.kind if piece.kind in KNOWN else piece.node["name"]
        self.findings.setdefault(
            host, Finding("too_much", host, found=found, name="next to", layer="call" if call else "", line=piece.line)
        )

    def _moved(self, name: str, piece: Piece) -> bool:
        """Whether a step that stands somewhere else is the missing one."""
        expected = self.expected[name]
        if "block" in piece.node:
            return isinstance(expected, Call) and call_of(expected) == call_made(piece.node["block"])
        return not isinstance(expected, Call) and expected.kind == piece.kind

    def _missing(self) -> list[str]:
        return [name for name in self.expected if name in self.findings and self.findings[name].kind == "missing"]

    def _read_parts(self) -> None:
        """Where each part of the network begins with a call of the one kind, and only there, parts are compared one by one."""
        due = [list(names) for _, names in groupby(self.network.calls, lambda name: self.network[name].part)]
        first = {self.calls[names[0]].kind for names in due}
        parts: list[list[Piece]] = []
        for piece in self.pieces:
            if "block" in piece.node:
                if piece.node["block"]["block"] in first or not parts:
                    parts.append([])
                parts[-1].append(piece)
        if len(parts) != len(due) or self.graph.stopped:
            return
        for names, real in zip(due, parts):
            if [call_of(self.calls[name]) for name in names] == [call_made(piece.node["block"]) for piece in real]:
                for name in names:
                    self.findings.pop(name, None)
            elif not any(name in self.findings for name in names):
                self.findings[names[-1]] = Finding("number_of_calls", names[-1], found=len(real), due=len(names), line=real[-1].line)

    def _forgive_too_small(self) -> None:
        """A step of the head that fails because a call before it has made the map too small is right by itself."""
        if self.graph.stopped or not any(name in self.findings and self._other_stride(name) for name in self.network.calls):
            return
        for role in self.roles.on("head"):
            if role.name in self.findings and self.findings[role.name].kind == "fails":
                del self.findings[role.name]

    def _other_stride(self, name: str) -> bool:
        """Whether a call gives another number for what is a stride in the function that it calls."""
        strides = {getattr(layer, "strides", None) for layer in self.network.calls[name].calls.steps().values()}
        finding = self.findings[name]
        return finding.kind == "settings" and any(difference.name in strides for difference in finding.found)

    def _blame_stop(self, absent: list[str]) -> None:
        """When the function stopped with an exception, the first step it did not reach bears it; the rest is unknown."""
        self.blamed = bool(absent)
        for name in absent[:1]:
            self.findings[name] = Finding("stopped", name, error=self.graph.stopped)
        self.unreached = set(absent[1:])


def call_of(call: Call) -> tuple[str, Settings]:
    """What a call of the value calls, and with which arguments."""
    return call.kind, call.settings()


def call_made(facts: CallFacts) -> tuple[str, Settings]:
    """The same of a call that the student's function made."""
    return facts["block"], arguments_made(facts)


def arguments_made(facts: CallFacts) -> Settings:
    """Those that are sizes, as the value has them."""
    several = exercise(facts["block"]).several
    made = {name: value if name in several else one(value) for name, value in facts["arguments"].items()}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in made.items()}


def differences(expected: Call, facts: CallFacts) -> tuple[Difference, ...]:
    """What of a call is not as it should be: another function, or arguments."""
    if expected.kind != facts["block"]:
        return (Difference("", facts["block"], expected.kind),)
    made = arguments_made(facts)
    return tuple(Difference(name, made.get(name), due) for name, due in expected.settings().items() if made.get(name) != due)
