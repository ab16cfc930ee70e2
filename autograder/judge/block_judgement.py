"""Answers the rubric's questions about a block from all its runs together; whether it learns, see `gradients`. It knows no points."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from inspect import Parameter

import numpy as np

from ..evidence.facts import AlikeFacts, EagerFacts
from ..layers import LAYERS, Layer
from ..layers.float32 import SAFETY
from ..layers.layer import Shape
from ..layers.recorded import InitializerFacts, LineFacts, NodeFacts
from ..truth import challenge
from ..value.lines import Lines, walk
from . import gradients
from .block_reading import BlockReading
from .decode import FAMILY, STARTS
from .finding import Called, Finding, NotReached, Unmet
from .gradients import Key
from .judging import Judging
from .reading import Due, family, setting_of

MODES = {layer.kind: layer.modes for layer in LAYERS}
BY_NAME = ("POSITIONAL_OR_KEYWORD", "KEYWORD_ONLY")


def what(name: str) -> str:
    """What a weight is, wherever in its layer: `kernel` of `query/kernel`."""
    return name.rpartition("/")[2]


def rank(name: str, shape: Shape) -> int:
    """How many axes a kernel has, alike for layers that compute the same."""
    return len(challenge.drawn_as(name, shape)[1])


def trained_weights(lines: Lines, sizes: dict[str, int], shape: Shape) -> Counter[Key]:
    """Name and shape of every weight of a block that is trained, on an input of that shape."""
    found: Counter[Key] = Counter()

    def count(step: Layer, *shapes: Shape) -> Shape:
        found.update((name, held) for name, held in step.held(*shapes).items() if not name.startswith("moving_"))
        return step.shape(*shapes)

    walk(lines, shape, sizes, count)
    return found


class BlockJudgement(Judging[BlockReading]):
    returns = "tensor"

    @cached_property
    def readings(self) -> list[BlockReading]:
        return [BlockReading(self.value, run, self.evidence) for run in self.evidence.facts["runs"]]

    @cached_property
    def numbers_right(self) -> bool:
        """Numbers decide: with the right output everywhere every step is right, however it is written. But of a step that is known to be another one
        of its kind the numbers that it gave say more: its own bound is narrower than that of the whole."""
        return all(reading.eager_right and not reading.contradicted for reading in self.readings)

    @property
    def default_of_training(self) -> object:
        """Another one costs nothing, since whoever calls the block can choose; but it is told here, where it can be mended."""
        return next((p["default"] for p in self.parameters if p["name"] == "training" and "default" in p), None)

    # -- the questions of the rubric ----------------------------------------------------------------------------------

    def as_asked(self) -> None:
        self._signature()
        self._on_its_input()
        for name in self.evidence.facts["changed"]:
            raise Unmet(Finding("changes_its_list", name=name))
        others = set(self.evidence.facts["model"]["named"])
        for node in self.readings[0].run["graph"]["nodes"]:  # a name of its own in two calls cannot be there twice in one model
            if node.get("named") in others:
                raise Unmet(Finding("fixed_names", found=node["named"], line=node["line"]))

    def _on_its_input(self) -> None:
        if any(reading.run["graph"].get("own_input") for reading in self.readings):
            raise Unmet(Finding("own_input"))

    def _signature(self) -> None:
        if self.evidence.facts["signature"] is None or self.takes_anything():
            return
        names = [p["name"] for p in self.parameters]
        first, *due = self.due  # the first one may have any name
        if any(p["kind"] == "VAR_POSITIONAL" for p in self.parameters) and names[0] != first:
            return
        missing = [name for name in due if name not in names]
        more = [p["name"] for p in self.parameters[1:] if p["name"] not in due and "default" not in p and p["kind"] in BY_NAME]
        if missing or more:
            raise Unmet(Finding("parameters", due=missing, found=more))
        if names[1 : 1 + len(due)] != due:
            raise Unmet(Finding("order_of_parameters", due=list(self.due)))
        optional = [name for name in due if self.due[name].default is not Parameter.empty]
        for p in self.parameters:
            if p["name"] in optional and "default" not in p and p["kind"] in (*BY_NAME, "POSITIONAL_ONLY"):
                raise Unmet(Finding("parameter_without_default", name=p["name"]))

    def ends(self, reading: BlockReading) -> None:
        graph, eager = reading.run["graph"], reading.run["eager"]
        errors, stopped = graph["errors"], reading.graph.stopped
        if errors and (self.numbers_right or not reading.findings):
            raise Unmet(Finding("stops_on_symbols", error=errors[0]))
        if stopped and (reading.blamed is None or self.numbers_right or not graph["nodes"]):
            raise Unmet(Finding("stops", error=stopped))
        if "error" in eager and not errors:
            raise Unmet(Finding("stops_on_arrays", error=eager["error"]))
        if self.numbers_right and not errors and (in_model := self.evidence.facts["model"]["errors"]):
            raise Unmet(Finding("stops_in_a_model", error=in_model[0]))
        self.returned(reading)
        if not stopped and reading.graph.output != reading.end:
            raise Unmet(Finding("earlier_tensor"))

    def step(self, name: str) -> None:
        if self.numbers_right:
            return
        self._alive()
        for reading in self.readings:
            finding = reading.findings.get(name)
            if finding is not None:
                raise NotReached(finding) if finding.kind == "not_reached" else Unmet(finding)

    def training(self) -> None:
        self._all_seen(self.with_training)
        for reading in self.readings:
            for piece in reading.graph.all_pieces():
                due = {mode for mode, training in MODES.get(piece.kind, {}).items() if training == reading.training}
                if piece.modes and not piece.modes & due and FAMILY[piece.kind] in self.with_training:
                    raise Unmet(Finding("training", found=min(piece.modes), due=reading.training, layer=piece.kind, line=piece.line))
        model, kinds = self.evidence.facts["model"], [step for step in self.value.steps().values() if "training" in step.settings()]
        for layer in model["training"] if model.get("returned") == "tensor" else ():
            named = [step for step in kinds if any(part in layer["name"].lower() for part in step.names)]
            if layer["training"] is not None and (named or not layer.get("chance")):
                kind = next((step.kind for step in named or kinds), "")
                raise Unmet(Finding("fixed_training", found=layer["training"], layer=kind, line=layer["line"], call=Called(way="model")))

    def initializer(self) -> None:
        self._all_seen(self.with_kernel)
        due = {"kernel", *self.separate}
        ranks = {rank(name, shape) for name, shape in self.trained if what(name) in due}
        kernels = [
            (weight, reading.graph.pieces[id(node)][0].kind, node["line"])
            for reading in self.readings
            for node in reading.run["graph"]["nodes"]
            for weight in node.get("weights", ())
            if what(weight["name"]) in due and rank(weight["name"], tuple(weight["shape"])) in ranks
        ]
        if not kernels and not self.numbers_right:  # every layer that was meant to have one failed
            raise NotReached(Finding("no_layer"))
        for weight, layer, line in kernels:
            self._initializer(weight["initializer"], layer, line)

    def _initializer(self, found: InitializerFacts, layer: str, line: LineFacts | None) -> None:
        if not found["ours"]:
            raise Unmet(Finding("initializer_unused", layer=layer, line=line))
        if found["bounds"] is not None:
            raise Unmet(Finding("initializer_bounds", found=found["bounds"], layer=layer, line=line))
        if found["seed"] != 0:
            raise Unmet(Finding("initializer_seed", found=found["seed"], due=0, layer=layer, line=line))

    def defaults(self) -> None:
        self.defaults_as_given(p for p in self.parameters if "default" in p)
        self._all_seen(self.weighted)
        steps = self.value.steps()
        by_numbers = {"groups", "use_bias"} if self.separate else {"groups"}  # of a depthwise convolution, or of part of a separable one
        wrong = {family(steps[name]) for reading in self.readings for name in reading.findings} - self.weighted  # they cost their own
        for reading in self.readings:
            told = by_numbers if self.numbers_right else set()
            self.as_keras_has_it(reading.graph.all_pieces(), steps.values(), reading.sizes, wrong, told)
            for node in reading.run["graph"]["nodes"]:
                self._as_keras_starts(node)

    def _as_keras_starts(self, node: NodeFacts) -> None:
        if node.get("dtype", "float32") != "float32":
            raise Unmet(Finding("dtype", found=node["dtype"], due="float32", line=node["line"]))
        for weight in node.get("weights", ()):
            due, asked = STARTS.get(weight["name"]), weight["initializer"]
            if due is not None and asked["name"] != "NoneType" and not asked["ours"] and asked["starts"] != due:
                raise Unmet(Finding("start", name=weight["name"], found=asked["starts"], due=due, line=node["line"]))

    def gradients(self) -> None:
        self._all_seen(self.weighted)
        gradients.learns(self, self.trained)

    def output(self) -> None:
        self._on_its_input()
        for reading in self.readings:
            eager, graph = reading.run["eager"], reading.run["graph"]
            self._equal(eager, reading.due, Called(reading.setting, reading.training, "arrays"))
            if graph["output"] is not None and not graph["errors"]:
                found = reading.graph.values.get(graph["output"])
                self._same(found, reading.due, Called(reading.setting, reading.training, "symbols"))
        for run in self.evidence.facts["alike"]:
            setting = setting_of(run)
            self._equal(run["eager"], self.due_alike(setting), Called(setting, way="alike"))
        for training, place in zip((False, True), self.evidence.facts["model"].get("outputs", ())):
            first = self.readings[0]
            self._same(self.evidence.array(place), first.in_mode(training), Called(first.setting, training, "model"))
        if error := self.evidence.facts["model"].get("plain", {}).get("error"):
            raise Unmet(Finding("stops_plainly", error=error))

    # -- calls in which sizes are alike ---------------------------------------------------------------------------------

    def due_alike(self, setting: challenge.Setting, block: Lines | None = None) -> Due:
        """The output of a call in which sizes are alike; block: another one than is asked for."""
        sizes = self.exercise.sizes_in(setting.arguments, setting.shape)
        return Due(block or self.value, challenge.images(self.evidence.seed, setting), sizes, False, self.evidence.seed)

    def right_alike(self, run: AlikeFacts, block: Lines | None = None) -> bool:
        return self.due_alike(setting_of(run), block).distance(self.evidence.array(run["eager"].get("output"))) <= 1

    def without_projection(self, run: AlikeFacts) -> bool:
        """Whether a call in which sizes are alike gave what the block gives without the layers of its shortcut."""
        shortcut = {name for part in self.value.parts for name in part.shortcut}
        try:
            return bool(shortcut) and self.right_alike(run, self.value.without(*shortcut))
        except ValueError:  # without them the two paths do not fit
            return False

    # -- helpers --------------------------------------------------------------------------------------------------------

    @cached_property
    def with_kernel(self) -> set[str]:
        """The families of the block's layers that learn a kernel."""
        return {family(step) for step in self.value.steps().values() if step.does == "kernel"}

    @cached_property
    def with_training(self) -> set[str]:
        """Those that do something else while fitting."""
        return {family(step) for step in self.value.steps().values() if "training" in step.settings()}

    @cached_property
    def trained(self) -> Counter[Key]:
        """Name and shape of every weight that is trained, in the first call."""
        return trained_weights(self.value, self.readings[0].sizes, self.readings[0].x.shape[1:])

    @property
    def separate(self) -> set[str]:
        """The kernels of its separable convolutions, each of which may be written as two layers too, the first without a bias."""
        return {name for name, _ in self.trained if name in challenge.SEPARATE}

    @property
    def weighted(self) -> set[str]:
        return self.with_kernel | self.with_training

    def _all_seen(self, kinds: set[str]) -> None:
        """Raises NotReached where there is no layer of these families, or the function stopped before all of them were there."""
        if self.numbers_right:
            return
        self._alive()
        for reading in self.readings:
            if kinds and not any(FAMILY.get(piece.kind, piece.kind) in kinds for piece in reading.graph.all_pieces()):
                raise NotReached(Finding("no_layer"))
            for name, step in self.value.steps().items() if reading.graph.stopped else ():
                finding = reading.findings.get(name)
                if family(step) in kinds and finding and (finding.kind == "not_reached" or name == reading.blamed):
                    raise NotReached(Finding("not_all_built"))

    def _alive(self) -> None:
        if any(reading.graph.lifeless for reading in self.readings):
            raise NotReached(Finding("lifeless"))

    def _equal(self, eager: EagerFacts, due: Due, called: Called) -> None:
        if "error" in eager:
            raise Unmet(Finding("stops", error=eager["error"], call=called))
        self._same(self.evidence.array(eager.get("output")), due, called)

    def _same(self, found: np.ndarray | None, due: Due, called: Called) -> None:
        if found is None:
            raise Unmet(Finding("no_numbers", call=called))
        if found.shape != due.output.shape:
            raise Unmet(Finding("shape", found=found.shape, due=due.output.shape, call=called))
        if due.distance(found) > 1:
            share = np.mean(~(np.abs(found - due.output) <= SAFETY * due.rounding))
            raise Unmet(Finding("numbers", found=max(1, round(100 * float(share))), call=called))
