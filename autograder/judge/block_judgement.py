"""Answers the rubric's questions about a block from all its runs together. It knows no points; see `rubric/`.

Each question returns where all is well, and raises `Unmet` with the sentence for the student, or `NotReached`, where not.
"""

from __future__ import annotations

import ast
from collections import Counter
from functools import cached_property, partial
from itertools import pairwise

import numpy as np

from ..evidence import Evidence
from ..exercises import exercise
from ..layers import LAYERS, BatchNormalization, Conv2D, Layer
from ..layers.batch_norm import MOMENTUM, moved, statistics_bound
from ..layers.float32 import SAFETY, right
from ..layers.layer import Shape
from ..truth import challenge
from ..truth.slope import slope
from ..value.lines import Lines, walk
from .decode import STARTS
from .reading import BlockReading, Due, exception, quoted, setting_of

DEFAULTS = {layer.kind: layer.config for layer in LAYERS} | {
    "": dict.fromkeys(("kernel_regularizer", "bias_regularizer", "activity_regularizer", "kernel_constraint", "bias_constraint"))
    | dict.fromkeys(("beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint")),
}


class Told(Exception):
    """Why a criterion is not passed, in the student's words, without which nothing is ever lost."""

    def __init__(self, message: str):
        if not message.strip():
            raise ValueError("a criterion that is not passed needs a sentence")
        super().__init__(message)


class Unmet(Told, AssertionError):
    """A criterion is not met."""


class NotReached(Told):
    """A criterion cannot be judged, because what it builds on failed."""


def listed(names: list[str]) -> str:
    """ "parameter `f` is", "parameters `f` and `s` are"."""
    marked = [f"`{name}`" for name in names]
    return f"parameter {marked[0]} is" if len(names) == 1 else f"parameters {', '.join(marked[:-1])} and {marked[-1]} are"


def wrong_gradient(key: tuple[str, tuple[int, ...]] | None = None) -> str:
    """The sentence for a wrong gradient with respect to one thing, or to several of which none is wrong enough by itself."""
    name, shape = key or ("", ())
    what = {"": "input and weights", "input": "the input"}.get(name, f"the {name} of shape {shape}")
    return f"The gradient with respect to {what} is wrong, though the output is right: does something stop it?"


def trained_weights(lines: Lines, sizes: dict[str, int], shape: Shape) -> Counter:
    """Name and shape of every weight of a block that is trained, on an input of that shape."""
    found: Counter = Counter()

    def count(step: Layer, *shapes: Shape) -> Shape:
        found.update((name, held) for name, held in step.held(*shapes).items() if not name.startswith("moving_"))
        return step.shape(*shapes)

    walk(lines, shape, sizes, count)
    return found


class NotAttempted(Exception):
    """The stub is as it was."""


def attempted(evidence: Evidence) -> None:
    """Raises NotAttempted for an untouched stub, Unmet where there is no function to call."""
    if not evidence.facts["defined"]:
        if error := evidence.facts.get("stopped"):
            raise Unmet(f"The last run of the cell of {evidence.exercise} stopped with {stop(error)} Mend that first; nothing was judged.")
        raise Unmet(f"There is no function {evidence.exercise}. Run the cell that defines it, and look for an error there.")
    if not evidence.facts["callable"]:
        raise Unmet(f"{evidence.exercise} is not a function: the name was given another value.")
    runs = evidence.facts.get("runs") or [evidence.facts]
    graphs = [run["graph"] for run in runs]
    untouched = all(not graph["nodes"] and any(e["type"] == "NotImplementedError" for e in graph["errors"]) for graph in graphs)
    if untouched:
        if below := below_the_stub(evidence):
            raise Unmet(
                f"`raise NotImplementedError()` ends the function, so your steps below it are never reached ({quoted(below)}). "
                "Delete it; nothing was judged."
            )
        raise NotAttempted


def stop(error: dict) -> str:
    """What stopped a cell, as the end of a sentence."""
    line = error["line"]
    if line is None:
        return f"{error['type']}."
    fence = " (the ``` is Markdown, not Python)" if line["text"].startswith("```") else ""
    return f"{error['type']}, line {line['number']}: {line['text']}{fence}. Python says: {error['message']}."


def below_the_stub(evidence: Evidence) -> dict | None:
    """The first line that stands below `raise NotImplementedError()` and can never be reached."""
    tree = evidence.syntax()
    function = next((node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)), None) if tree else None
    for before, after in pairwise(function.body if function else ()):
        if isinstance(before, ast.Raise):
            source = evidence.facts["source"]
            return {"number": after.lineno, "text": source["text"].splitlines()[after.lineno - source["first"]].strip()[:200]}
    return None


def stub_left(readings) -> None:
    """Raises Unmet where the function still ends with the stub's exception."""
    for reading in readings:
        error = next((e for e in reading.run["graph"]["errors"] if e["type"] == "NotImplementedError"), None)
        if error is not None:
            raise Unmet(
                f"`raise NotImplementedError()` is still there ({quoted(error['line'])}): the function stops at it. What stands above it was "
                "judged; delete it once the rest is written."
            )


class BlockJudgement:
    def __init__(self, evidence: Evidence):
        self.evidence = evidence
        self.value = exercise(evidence.exercise).lines

    @cached_property
    def readings(self) -> list[BlockReading]:
        return [BlockReading(self.value, run, self.evidence) for run in self.evidence.facts["runs"]]

    @cached_property
    def numbers_right(self) -> bool:
        """Numbers decide: with the right output everywhere every step is right, however it is written."""
        return all(reading.eager_right for reading in self.readings)

    @property
    def remark(self) -> str:
        """A default of `training` costs nothing, since whoever calls the block can choose; but it is told here, where it can be mended."""
        parameters = self.evidence.facts["signature"] or ()
        default = next((p["default"] for p in parameters if p["name"] == "training" and "default" in p), None)
        if default is None:
            return ""
        return (
            f"The default of `training` is {default}; the exercise has None, with which Keras uses the batch's statistics while it fits and "
            f"the moving ones when it predicts. With {default} a ResNet50 of these blocks always does the same."
        )

    # -- the questions of the rubric ----------------------------------------------------------------------------------

    def call(self) -> None:
        stub_left(self.readings)
        self._signature()
        for name in self.evidence.facts["changed"]:
            raise Unmet(f"The function changes the list `{name}` that it is given; ResNet50 hands the same list to the next block.")
        self._names_are_free()
        for reading in self.readings:
            graph, eager = reading.run["graph"], reading.run["eager"]
            for error in graph["errors"]:
                if error.get("slip") == "tensorflow":
                    raise Unmet(
                        f"It works on arrays, but not on the Keras tensors that ResNet50 is built from: {error['message']} "
                        f"Use a Keras layer instead ({quoted(error['line'])})."
                    )
            if graph["errors"] and (self.numbers_right or not reading.findings):
                raise Unmet(
                    f"It works on arrays, but not on the Keras tensors that ResNet50 is built from: {exception(graph['errors'][0])}"
                )
            nothing = not graph["nodes"]
            if reading.graph.stopped and (reading.blamed is None or self.numbers_right or nothing):
                raise Unmet(f"The function stops with an exception: {exception(reading.graph.stopped)}")
            if "error" in eager and not graph["errors"]:
                raise Unmet(f"Called with arrays the function stops: {exception(eager['error'])}")
            if self.numbers_right and not graph["errors"] and (errors := self.evidence.facts["model"]["errors"]):
                raise Unmet(f"With training=None, as in a model, the function stops: {exception(errors[0])}")
            returned = graph.get("returned", "tensor")
            if returned != "tensor":
                what = "nothing: is a `return` missing?" if returned == "NoneType" else f"a {returned}, not a tensor."
                raise Unmet(f"The function returns {what}")
            if not reading.graph.stopped and reading.graph.output != reading.end:
                raise Unmet("The function does not return the result of its last step, but an earlier tensor.")

    def _names_are_free(self) -> None:
        """A layer that has the same name in another call of the block cannot be there twice in one model."""
        others = set(self.evidence.facts["model"]["named"])
        for node in self.readings[0].run["graph"]["nodes"]:
            if node.get("named") in others:
                raise Unmet(
                    f"The layers of the block have fixed names, such as {node['named']!r} ({quoted(node['line'])}), so a model cannot hold the "
                    "block twice, and ResNet50 uses it many times. Leave the names to Keras."
                )

    def _signature(self) -> None:
        parameters = self.evidence.facts["signature"]
        if parameters is None:
            return
        names = [p["name"] for p in parameters]
        _, *due = exercise(self.evidence.exercise).contract.parameters  # the first one may have any name
        if any(p["kind"] == "VAR_KEYWORD" for p in parameters):
            return
        if any(p["kind"] == "VAR_POSITIONAL" for p in parameters) and names[0] != "X":
            return
        missing = [name for name in due if name not in names]
        kinds = ("POSITIONAL_OR_KEYWORD", "KEYWORD_ONLY")
        more = [p["name"] for p in parameters[1:] if p["name"] not in due and "default" not in p and p["kind"] in kinds]
        if missing or more:
            words = [f"{listed(missing)} missing"] if missing else []
            words += [f"{listed(more)} not among those that a call gives"] if more else []
            raise Unmet(f"The {', and the '.join(words)}: the function should be called as the exercise says.")
        if names[1 : 1 + len(due)] != due:
            raise Unmet(f"The parameters should stand in this order: X, {', '.join(due)}.")
        for p in parameters[3:]:
            if "default" not in p and p["kind"] in ("POSITIONAL_OR_KEYWORD", "KEYWORD_ONLY", "POSITIONAL_ONLY"):
                raise Unmet(f"The parameter `{p['name']}` should have a default, so that it can be left out.")

    def step(self, name: str) -> None:
        if self.numbers_right:
            return
        self._alive()
        for reading in self.readings:
            finding = reading.findings.get(name)
            if finding is not None:
                if finding.unreached:
                    raise NotReached(finding.message)
                raise Unmet(f"{finding.message} (Called with {reading.setting_words}.)" if finding.numbers else finding.message)

    def training(self) -> None:
        self._all_seen("bn")
        for reading in self.readings:
            due = "batch" if reading.training else "moving"
            for piece in reading.bns():
                if piece.modes and due not in piece.modes:
                    self._training_unmet(reading.training, piece)
        for bn in self.evidence.facts["model"]["training"]:
            if bn["training"] is not None and self.evidence.facts["model"].get("returned") == "tensor":
                raise Unmet(
                    f"With training=None Keras should decide; a batch normalisation gets training={bn['training']} ({quoted(bn['line'])})."
                )

    def _training_unmet(self, training: bool, piece) -> None:
        used = "the statistics of the batch" if not training else "its moving statistics"
        raise Unmet(
            f"Called with training={training}, a batch normalisation uses {used} ({quoted(piece.line)}). "
            "Does the block's `training` argument reach it?"
        )

    def initializer(self) -> None:
        self._all_seen("conv")
        for reading in self.readings:
            for node in reading.run["graph"]["nodes"]:
                for weight in node.get("weights", ()):
                    if weight["name"] == "kernel" and len(weight["shape"]) == 4:
                        self._initializer(weight["initializer"], node)

    def _initializer(self, found: dict, node: dict) -> None:
        if not found["ours"]:
            raise Unmet(f"A convolution does not use the block's `initializer` argument for its kernel ({quoted(node['line'])}).")
        if found["bounds"] is not None:
            raise Unmet(
                f"A convolution's initializer draws between {found['bounds'][0]} and {found['bounds'][1]}; by position the bounds come first, "
                f"so the seed has to be given by its name, `initializer(seed=0)` ({quoted(node['line'])})."
            )
        if found["seed"] != 0:
            raise Unmet(f"A convolution's initializer has seed {found['seed']}, not 0 ({quoted(node['line'])}).")

    def defaults(self) -> None:
        for p in self.evidence.facts["signature"] or ():
            if p["name"] == "s" and p.get("default", 2) != 2:
                raise Unmet(f"The default of `s` should be 2; it is {p['default']}.")
        self._all_seen("conv", "bn")
        relus_right = not any(name.startswith("relu") for reading in self.readings for name in reading.findings)  # else they cost their own
        for reading in self.readings:
            for piece in reading.graph.all_pieces():
                config = piece.node.get("config", {}) if piece.kind != "relu" or relus_right else {}
                for name, due in (DEFAULTS.get(piece.kind, {}) | DEFAULTS[""]).items():
                    if name in config and config[name] != due:
                        raise Unmet(f"{name} is {config[name]} where Keras's default, {due}, is meant ({quoted(piece.line)}).")
            for node in reading.run["graph"]["nodes"]:
                self._as_keras_starts(node)

    def _as_keras_starts(self, node: dict) -> None:
        if node.get("dtype", "float32") != "float32":
            raise Unmet(f"A layer computes in {node['dtype']} where Keras's default, float32, is meant ({quoted(node['line'])}).")
        for weight in node.get("weights", ()):
            due, asked = STARTS.get(weight["name"]), weight["initializer"]
            if due is not None and asked["name"] != "NoneType" and not asked["ours"] and asked["starts"] != due:
                found = "other numbers" if asked["starts"] is None else f"{asked['starts']:g}"
                raise Unmet(f"The {weight['name']} starts with {found} where Keras's default, {due}, is meant ({quoted(node['line'])}).")

    def gradients(self) -> None:
        self._all_seen("conv", "bn")
        self._weights_are_there()
        for reading in self.readings:
            self._not_shared(reading)
            self._trained(reading)
            self._statistics_follow(reading)
            self._flow(reading)

    def output(self) -> None:
        for reading in self.readings:
            eager = reading.run["eager"]
            mode = f"training={reading.training}, {reading.setting_words}"
            if "error" in eager:
                raise Unmet(f"The function stops with an exception: {exception(eager['error'])} (Called with {mode}.)")
            self._equal(self.evidence.array(eager.get("output")), reading.due, mode)
            graph = reading.run["graph"]
            if graph["output"] is not None and not graph["errors"]:
                self._equal(reading.graph.values.get(graph["output"]), reading.due, f"{mode}, on Keras tensors")
        for run in self.evidence.facts["alike"]:
            setting = setting_of(run)
            channels = setting.shape[-1]
            mode = f"filters={setting.arguments['filters']}, {channels} channels, {setting.shape[1]}×{setting.shape[2]}: sizes that are equal in ResNet50 too"
            if "error" in run["eager"]:
                raise Unmet(f"The function stops with an exception: {exception(run['eager']['error'])} (Called with {mode}.)")
            self._equal(self.evidence.array(run["eager"].get("output")), self.due_alike(setting), mode)
        for training, place in zip((False, True), self.evidence.facts["model"].get("outputs", ())):
            due = self.readings[0].in_mode(training)
            self._equal(self.evidence.array(place), due, f"training=None, in a model in {'training' if training else 'inference'} mode")

    def due_alike(self, setting: challenge.Setting, block: Lines | None = None) -> Due:
        """The output of a call in which sizes are alike; block: another one than is asked for."""
        sizes = exercise(self.value.name).sizes_in(setting.arguments)
        return Due(block or self.value, challenge.images(self.evidence.seed, setting), sizes, False, self.evidence.seed)

    def right_alike(self, run: dict, block: Lines | None = None) -> bool:
        return self.due_alike(setting_of(run), block).distance(self.evidence.array(run["eager"].get("output"))) <= 1

    def without_projection(self, run: dict) -> bool:
        """Whether a call in which sizes are alike gave what the block gives without the layers of its shortcut."""
        setting = setting_of(run)
        if not self.value.paths.shortcut or setting.shape[-1] != setting.arguments["filters"][2] or setting.arguments.get("s") != 1:
            return False
        return self.right_alike(run, self.value.without(*self.value.paths.shortcut))

    # -- helpers --------------------------------------------------------------------------------------------------------

    def _all_seen(self, *kinds: str) -> None:
        """Raises NotReached where there is no layer of these kinds, or the function stopped before all of them were there."""
        if self.numbers_right:
            return
        self._alive()
        wanted = tuple({"bn": BatchNormalization, "conv": Conv2D}[kind] for kind in kinds)
        for reading in self.readings:
            if not any(piece.kind in kinds for piece in reading.graph.all_pieces()):
                raise NotReached("Not judged: there is no layer to judge.")
            if reading.graph.stopped is None:
                continue
            for name, step in self.value.steps().items():
                finding = reading.findings.get(name)
                if isinstance(step, wanted) and finding and (finding.unreached or name == reading.blamed):
                    raise NotReached("Not judged: the function stopped before all its layers were built.")

    def _alive(self) -> None:
        if any(reading.graph.lifeless for reading in self.readings):
            raise NotReached("Not judged: no layer gives the numbers that such a layer gives.")

    def _equal(self, found, due: Due, mode: str) -> None:
        if found is None:
            raise Unmet(f"The function does not return numbers. (Called with {mode}.)")
        if found.shape != due.output.shape:
            raise Unmet(f"The output has shape {found.shape}, not {due.output.shape}. (Called with {mode}.)")
        if due.distance(found) > 1:
            share = np.mean(~(np.abs(found - due.output) <= SAFETY * due.rounding))
            raise Unmet(f"{max(1, round(100 * float(share)))} % of the output's numbers differ from the reference. (Called with {mode}.)")

    def _weights_are_there(self) -> None:
        """With the right numbers, every weight that is due is one that can be trained, and no constant."""
        reading = self.readings[0]
        if not self.numbers_right or reading.run["graph"]["errors"]:
            return
        found = Counter((w["name"], tuple(w["shape"])) for node in reading.run["graph"]["nodes"] for w in node.get("weights", ()))
        if missing := trained_weights(self.value, reading.sizes, reading.x.shape[1:]) - found:
            name, shape = next(iter(missing))
            raise Unmet(
                f"The numbers are right, but there is no layer that holds a {name} of shape {shape}, so nothing can be learned there."
            )

    def _not_shared(self, reading) -> None:
        seen: dict[int, dict] = {}
        for node in reading.run["graph"]["nodes"]:
            if node.get("weights"):
                if node["layer"] in seen:
                    raise Unmet(f"One {node['name']} layer is used twice; each step needs a layer of its own ({quoted(node['line'])}).")
                seen[node["layer"]] = node

    def _trained(self, reading) -> None:
        for node in reading.run["graph"]["nodes"]:
            for weight in node.get("weights", ()):
                if not weight["trainable"] and not weight["name"].startswith("moving_") and not self._charged_to_training(node):
                    raise Unmet(f"The {weight['name']} of {node['name']} is not trainable ({quoted(node['line'])}).")

    def _charged_to_training(self, node) -> bool:
        """A batch normalisation that is frozen in one mode loses the criterion `training` already."""
        if not any(w["name"] == "moving_mean" for w in node["weights"]):
            return False
        try:
            self.training()
        except (Unmet, NotReached):
            return True
        return False

    def _statistics_follow(self, reading) -> None:
        if not reading.training:
            return
        for piece in reading.bns():
            x = reading.graph.float64(piece.node["inputs"][0])
            if "batch" not in piece.modes:
                continue
            momentum = piece.node.get("config", {}).get("momentum")
            momentum = momentum if isinstance(momentum, (int, float)) else MOMENTUM
            due = moved(x, partial(challenge.weight, self.evidence.seed), momentum)
            bounds = dict(zip(("moving_mean", "moving_variance"), statistics_bound(x)))
            for name in due.keys() & piece.node.get("after", {}).keys():
                if not right(np.asarray(piece.node["after"][name]), due[name], bounds[name]):
                    raise Unmet(
                        f"After a training call the {name} of a batch normalisation has not followed the batch ({quoted(piece.line)})."
                    )

    def _flow(self, reading) -> None:
        gradients = reading.run["graph"].get("gradients")
        if gradients is None or reading.run["graph"]["errors"]:
            return
        used = self._upstream(reading)
        for weight in gradients["weights"]:
            if weight["gradient"] is None and weight["layer"] in used:
                raise Unmet(f"No gradient reaches the {weight['name']} of shape {tuple(weight['shape'])}: something stops it.")
        if gradients["input"] is None and used:
            raise Unmet("No gradient reaches the block's input: something stops it.")
        frozen = any(not w["trainable"] for n in reading.run["graph"]["nodes"] for w in n.get("weights", ()) if w["name"][:7] != "moving_")
        if reading.eager_right and not frozen:  # a frozen weight has been judged by now
            self._slopes(reading, gradients)

    def _upstream(self, reading) -> set[int]:
        """The layers that the output rests on."""
        makers, seen, places = reading.graph.makers, set(), {reading.graph.output}
        while places:
            seen |= places
            places = {p for place in places if place in makers for p in makers[place]["inputs"]} - seen
        return {makers[place].get("layer") for place in seen & makers.keys()}

    def _slopes(self, reading, gradients) -> None:
        """Directional derivatives: the input and all weights apart, each along one direction, and in training, where the bound is wider, the
        weights of each name; only where one differs, key by key, to say which."""
        seed, x = self.evidence.seed, reading.x.astype(np.float64)
        towards = {("input", x.shape): challenge.inputs(seed, "towards X", x.shape).astype(np.float64)}
        found = {("input", x.shape): self.evidence.array(gradients["input"]).astype(np.float64)}
        for weight in gradients["weights"]:
            if weight["gradient"] is not None:
                key = weight["name"], tuple(weight["shape"])
                found[key] = found.get(key, 0) + self.evidence.array(weight["gradient"]).astype(np.float64)
                towards[key] = challenge.inputs(seed, f"towards {key[0]}", key[1]).astype(np.float64)
        apart = (lambda name: name) if reading.training else (lambda name: name == "input")
        together = [[key for key in found if apart(key[0]) == group] for group in dict.fromkeys(apart(name) for name, _ in found)]
        for keys in together:
            if self._slope_distance(reading, {key: found[key] for key in keys}, towards) > 1:
                each = [key for key in keys if self._slope_distance(reading, {key: found[key]}, towards) > 1]
                raise Unmet(wrong_gradient(*each[:1]))

    def _slope_distance(self, reading, found: dict, towards: dict) -> float:
        """How far the slope that the gradients give is from the block's, in units of what rounding explains."""

        def direction(name, shape):
            return towards[name, shape] if (name, shape) in found else np.zeros(shape)

        c = challenge.inputs(self.evidence.seed, "direction", reading.due.output.shape).astype(np.float64)
        moving = direction("input", reading.x.shape)
        weights = partial(challenge.weight, self.evidence.seed)
        due, may_be_off = slope(self.value, reading.x, moving, weights, direction, reading.training, reading.sizes, c)
        return abs(sum(float((found[key] * towards[key]).sum()) for key in found) - due) / max(may_be_off, np.finfo(float).tiny)
