"""Answers the rubric's questions about ResNet50 from its runs. It knows no points; see `rubric/`."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import groupby, takewhile

import numpy as np

from ..evidence import Evidence
from ..exercises import exercise
from ..value.lines import Call
from ..value.roles import roles
from ..value.summary import rows, total
from .align import Item, align
from .block_judgement import NotReached, Unmet, stub_left
from .decode import FAMILY, Piece, joined
from .reading import KINDS, Finding, GraphReading, exception, normal, quoted, sentence

TITLES = {
    "zero_padding": "the zero padding",
    "conv1": "the first convolution",
    "bn1": "the batch normalisation after it",
    "relu1": "the first ReLU",
    "max_pool": "the max pooling",
    "average_pool": "the average pooling",
    "flatten": "the flattening",
    "dense": "the dense layer with softmax",
}
EXERCISE = exercise("ResNet50")
NETWORK = EXERCISE.lines
DEFAULTS = {p.name: p.default for p in EXERCISE.contract.parameters.values()}
STEPS, BLOCKS = NETWORK.steps(), NETWORK.calls
STEM = tuple(takewhile(lambda name: name not in BLOCKS, STEPS))
HEAD = tuple(STEPS)[len(STEM) + len(BLOCKS) :]


def stage(name: str) -> str:
    """The stage of a block: "stage2"."""
    return roles(NETWORK).criterion(name) if name in BLOCKS else ""


def words_of(name: str) -> str:
    """What a line of the network is called in a sentence."""
    return f"stage {name[5]}, block {name[6]}" if name in BLOCKS else TITLES.get(name, name)


class NetworkReading:
    """One run of ResNet50 beside its value: `findings[name]` for every step and block that is not right."""

    def __init__(self, run: dict, evidence: Evidence):
        self.run = run
        self.sizes = {"classes": run["arguments"]["classes"]}
        self.expected = {name: step.resolved(self.sizes) for name, step in STEPS.items()}
        x = evidence.array(run.get("input"))
        self.graph = GraphReading(run["graph"], x if x is not None else np.zeros(0), evidence)
        self.end = self.graph.output
        self.pieces = self._pieces()
        self.findings: dict[str, Finding] = {}
        self.unreached: set[str] = set()
        self.unseen: set[str] = set()  # steps on tensors that were too large to be kept
        self._read()

    def _pieces(self) -> list[Piece]:
        places = [p for p in (self.graph.output, *self.graph.loose) if p is not None]
        chains = [self.graph.chain(p) for p in places]
        chain = chains[0] if self.graph.output is not None and chains[0].pieces else max(chains, key=lambda c: len(c.pieces), default=None)
        pieces = list(chain.pieces) if chain else []
        return joined(pieces)

    def _items(self) -> tuple[list[Item], list[Item]]:
        expected = [Item(e.family or e.kind, call_of(e) if isinstance(e, Call) else normal(e)) for e in self.expected.values()]
        real = [
            Item(p.node["block"]["block"], call_made(p.node["block"]), open=True)
            if "block" in p.node
            else Item(FAMILY.get(p.kind, p.kind), p.step, open=p.kind not in KINDS)
            for p in self.pieces
        ]
        return expected, real

    def _read(self) -> None:
        alignment = align(*self._items())
        names = list(self.expected)
        for name, at in zip(names, alignment.pairs):
            expected = self.expected[name]
            if at is None:
                self.findings[name] = Finding(f"{self._title(name)} is missing.", missing=True)
            elif isinstance(expected, Call) and "block" not in self.pieces[at].node:
                self.findings[name] = Finding(self._different(name, self.pieces[at]))
            elif isinstance(expected, Call):
                if differing := block_differences(expected, self.pieces[at].node["block"]):
                    words = f"{self._title(name)} ({quoted(self.pieces[at].line)}): {'; '.join(differing.values())}."
                    self.findings[name] = Finding(words, settings=tuple(differing))
            elif self.pieces[at].step != normal(expected):
                node = self.pieces[at].node
                seen = all(self.graph.values.get(place) is not None for place in (node["inputs"][0], node["outputs"][0]))
                if not (seen or node.get("error")):
                    self.unseen.add(name)
                else:
                    self.findings[name] = Finding(self._different(name, self.pieces[at]))
        missing = self._missing()
        for at, before in alignment.extras:
            piece = self.pieces[at]
            host = names[min(before, len(names) - 1)]
            moved = next((n for n in missing if self._moved(n, piece)), None)
            if moved:
                missing.remove(moved)
                continue
            what = f"a call of {piece.node['block']['block']}" if "block" in piece.node else KINDS.get(piece.kind, piece.node["name"])
            if before == len(names) or (before > len(STEM) and names[before - 1] in BLOCKS and "block" in piece.node):
                host = names[before - 1]  # one block too many belongs to the stage it follows
            self.findings.setdefault(
                host,
                Finding(f"Next to {words_of(host)} stands one step too many: {what} ({quoted(piece.line)})."),
            )
        self._read_stages()
        self._forgive_too_small()
        if self.graph.stopped:
            absent = self._missing()
            for i, name in enumerate(absent):
                if i == 0:
                    self.findings[name] = Finding(f"The function stopped before {words_of(name)}: {exception(self.graph.stopped)}")
                else:
                    self.unreached.add(name)
            self.blamed = bool(absent)

    def _missing(self) -> list[str]:
        return [name for name in self.expected if name in self.findings and self.findings[name].missing]

    def _read_stages(self) -> None:
        """Where each stage begins with a convolutional block, as it should, stages are compared one by one."""
        stages: list[list[Piece]] = []
        for piece in self.pieces:
            if "block" in piece.node:
                if piece.node["block"]["block"] == "convolutional_block" or not stages:
                    stages.append([])
                stages[-1].append(piece)
        due = {key: list(names) for key, names in groupby(BLOCKS, stage)}
        if len(stages) != len(due) or self.graph.stopped:
            return
        for (key, names), real in zip(due.items(), stages):
            if [call_of(BLOCKS[name]) for name in names] == [call_made(piece.node["block"]) for piece in real]:
                for name in names:
                    self.findings.pop(name, None)
            elif not any(name in self.findings for name in names):
                words = f"Stage {key[5:]} has {len(real)} blocks, not {len(names)} ({quoted(real[-1].line)})."
                self.findings[names[-1]] = Finding(words)

    def _forgive_too_small(self) -> None:
        """A pooling that fails because a block before it has made the map too small is right by itself."""
        strided = any("s" in self.findings[name].settings for name in BLOCKS if name in self.findings)
        for piece in self.pieces if strided else ():
            if piece.node.get("error") and piece.kind == "averagepool" and not self.graph.stopped:
                self.findings.pop("average_pool", None)

    def _moved(self, name: str, piece: Piece) -> bool:
        """Whether a step that stands somewhere else is the missing one."""
        expected = self.expected[name]
        if "block" in piece.node:
            return isinstance(expected, Call) and call_of(expected) == call_made(piece.node["block"])
        return not isinstance(expected, Call) and expected.kind == piece.kind

    def _title(self, name: str) -> str:
        return sentence(words_of(name))

    def _different(self, name: str, piece: Piece) -> str:
        config, expected = piece.node.get("config", {}), self.expected[name]
        if piece.node.get("error"):
            return f"{self._title(name)} fails: {exception(piece.node['error'])}"
        if piece.kind != expected.kind:
            return f"{self._title(name)} is due here; there is {piece.node['name']} instead ({quoted(piece.line)})."
        words = {
            "conv1": "64 filters of size 7×7, stride 2, no padding of its own",
            "zero_padding": "3 zeros on each side",
            "max_pool": "windows of 3×3, stride 2, no padding",
            "average_pool": "windows of 2×2",
            "relu1": "no settings of its own",
            "flatten": "all numbers of an image in one row",
            "dense": f"{self.run['arguments']['classes']} units (the argument `classes`) and softmax",
        }.get(name, "the channels, with Keras's defaults")
        shown = {
            k: v for k, v in config.items() if k in ("filters", "kernel_size", "strides", "padding", "pool_size", "units", "activation")
        }
        found = f" It has {', '.join(f'{k}={v}' for k, v in shown.items())}." if shown else ""
        return f"{self._title(name)} ({quoted(piece.line)}) should have {words}.{found}"


def call_of(call: Call) -> tuple:
    given = call.settings()
    return call.kind, given["f"], given["filters"], given.get("s")


def call_made(facts: dict) -> tuple:
    given = facts["arguments"]
    f, s = (n[0] if isinstance(n, list) and n and n == n[:1] * len(n) else n for n in (given["f"], given.get("s")))
    return facts["block"], f if not isinstance(f, list) else tuple(f), tuple(given["filters"]), s


def block_differences(expected: Call, facts: dict) -> dict[str, str]:
    """What of a call is not as it should be, in words: another block, or settings."""
    names = ("block", "f", "filters", "s")
    due, real = call_of(expected), call_made(facts)
    if due[0] != real[0]:
        return {"block": f"{due[0]} is due, {real[0]} is called"}
    differing = [pair for pair in zip(names, due, real) if pair[1] != pair[2] and pair[:2] != ("s", None)]
    return {name: f"{name} is {show(r)}, not {show(d)}" for name, d, r in differing}


def show(value) -> str:
    return str(list(value)) if isinstance(value, tuple) else str(value)


class NetworkJudgement:
    def __init__(self, evidence: Evidence):
        self.evidence, self.value = evidence, NETWORK
        self.model = evidence.facts["model"]

    @cached_property
    def readings(self) -> list[NetworkReading]:
        return [NetworkReading(run, self.evidence) for run in self.evidence.facts["runs"]]

    def call(self) -> None:
        stub_left(self.readings)
        parameters = self.evidence.facts["signature"] or []
        names = [p["name"] for p in parameters]
        if names and not any(p["kind"] == "VAR_KEYWORD" for p in parameters):
            for name in DEFAULTS:
                if name not in names:
                    raise Unmet(f"The parameter `{name}` is missing: the function should be called as the exercise says.")
        for reading in self.readings:
            run, graph = reading.run, reading.run["graph"]
            for error in graph["errors"]:
                if error.get("slip") == "tensorflow":
                    raise Unmet(f"{error['message']} Use a Keras layer instead ({quoted(error['line'])}).")
            if graph["errors"] and not reading.findings:
                raise Unmet(f"The function stops with an exception: {exception(graph['errors'][0])}")
            if reading.graph.stopped and not getattr(reading, "blamed", False):
                raise Unmet(f"The function stops with an exception: {exception(reading.graph.stopped)}")
            if reading.graph.stopped:
                continue
            returned = graph.get("returned")
            if returned != "Model":
                what = "nothing: is a `return` missing?" if returned == "NoneType" else f"a {returned}, not a Model."
                raise Unmet(f"The function returns {what}")
            if not run.get("input_shape"):
                raise Unmet("The model has no input: make it from an Input of `input_shape` and the last tensor.")
            asked = run["arguments"]["input_shape"]
            if run["input_shape"] != [[None, *asked]]:
                raise Unmet(f"Called with input_shape={tuple(asked)} the model takes inputs of shape {tuple(run['input_shape'][0][1:])}.")
            if graph["output"] is None:
                raise Unmet("The model's output does not rest on its input.")
            if len(run["output_shape"]) > 1:
                raise Unmet(f"The model has {len(run['output_shape'])} outputs; the last tensor alone is meant.")

    def defaults(self) -> None:
        if not any(reading.pieces for reading in self.readings):
            raise NotReached("Not judged: no layer was found.")
        for p in self.evidence.facts["signature"] or ():
            due = DEFAULTS.get(p["name"])
            if due is not None and p.get("default") != (list(due) if isinstance(due, tuple) else due):
                raise Unmet(f"The default of `{p['name']}` should be {due}" + (f"; it is {p['default']}." if "default" in p else "."))

    def step(self, name: str) -> None:
        for reading in self.readings:
            if name in reading.unreached:
                raise NotReached("Not reached: the function stopped before it.")
            if name in reading.unseen:
                raise NotReached("Not judged: the tensors before it are too large.")
            if name in reading.findings:
                raise Unmet(reading.findings[name].message)

    def stage(self, number: int) -> None:
        """All blocks of a stage; the first difference is named."""
        for name in BLOCKS:
            if stage(name) == f"stage{number}":
                self.step(name)

    def training(self) -> None:
        for reading in self.readings:
            if reading.graph.stopped and (reading.unreached - set(HEAD)):
                raise NotReached("Not judged: the function stopped before all its layers were built.")
            for node in reading.run["graph"]["nodes"]:
                norm = any(w["name"] == "moving_mean" for w in node.get("weights", ()))
                fixed = node["block"]["training"] if "block" in node else node["call"].get("training") if norm else None
                if fixed is not None:
                    what = node.get("block", {}).get("block", node["name"])
                    raise Unmet(
                        f"{what} always runs with training={fixed} ({quoted(node['line'])}): its batch normalisation can no longer "
                        "tell fitting from predicting. Leave `training` to Keras here."
                    )
            if not reading.pieces:
                raise NotReached("Not judged: no layer was found.")

    def summary(self) -> None:
        """The model with the student's own blocks where they are right, or else its composition, row by row."""
        for reading in self.readings:
            if reading.graph.stopped or not reading.pieces:
                raise NotReached("Not judged: the function stopped before the model was built.")
            if reading.run["graph"].get("returned") != "Model":
                raise Unmet("There is no summary, because the function returns no Model.")
            for node in reading.run["graph"]["nodes"]:
                for weight in node.get("weights", ()):
                    if not weight["trainable"] and not weight["name"].startswith("moving_"):
                        raise Unmet(f"The {weight['name']} of {node['name']} is frozen; every layer of the model is to learn.")
        expected = rows(NETWORK)
        composed = [f.message for reading in self.readings for f in reading.findings.values()]
        if composed:
            raise Unmet(f"The summary differs from the expected one: {composed[0]}")
        if self.model.get("error") or self._blocks_at_fault(expected):
            return  # the composition is right; the student's blocks lose their points in their own exercises
        if self.model["parameters"] != total(expected):
            raise Unmet(f"The model has {self.model['parameters']:,} parameters; {total(expected):,} are expected.")

    def _blocks_at_fault(self, expected) -> bool:
        """Whether a block has other layers than it should, or one for two steps: that costs its points where the block is judged."""
        within = [row["layer"] for row in self.model["rows"] if row["block"] is not None]
        if len(set(within)) < len(within):
            return True
        for i, place in enumerate(BLOCKS):
            due = Counter((r.shape, r.parameters) for r in expected if r.place == place and r.parameters)
            real = Counter((tuple(r["shape"][1:]), r["parameters"]) for r in self.model["rows"] if r["block"] == i)
            if due != real:
                return True
        return False
