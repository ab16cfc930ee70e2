"""Whether a block learns: gradients reach the input and all weights and are right, moving statistics follow, each step has its own layer."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ..evidence.facts import GradientsFacts, HeldFacts
from ..layers.batch_norm import moved, statistics_bound
from ..layers.float32 import right
from ..layers.layer import Shape
from ..layers.normalising import MOMENTUM
from ..layers.recorded import NodeFacts, ShapeFacts
from ..truth import challenge
from ..truth.slope import slope
from .block_reading import BlockReading
from .decode import STARTS
from .finding import Finding, Told, Unmet
from .reading import GraphReading

if TYPE_CHECKING:
    from .block_judgement import BlockJudgement

Key = tuple[str, tuple[int, ...]]  # name and shape of a weight, or of the input


def learns(judgement: BlockJudgement, trained: Counter[Key]) -> None:
    """trained: name and shape of every weight that is. Raises Unmet."""
    weights_are_there(judgement, trained)
    weights_are_held(judgement.evidence.facts["model"])
    for reading in judgement.readings:
        nodes = reading.run["graph"]["nodes"]
        not_shared(nodes)
        judgement.frozen(node for node in nodes if not charged_to_training(judgement, node))
        statistics_follow(reading)
        flow(reading)


def weights_are_there(judgement: BlockJudgement, trained: Counter[Key]) -> None:
    """With the right numbers, every weight that is due is one that can be trained, and no constant."""
    graph = judgement.readings[0].run["graph"]
    if not judgement.numbers_right or graph["errors"]:
        return
    found = Counter(key(w) for node in graph["nodes"] for w in node.get("weights", ()))
    due: Counter[Key] = Counter()
    for (name, shape), n in trained.items():
        due[challenge.drawn_as(name, shape)] += n
    for name, shape in due - found:
        raise Unmet(Finding("not_a_weight", name=name, due=shape))


def key(weight: ShapeFacts) -> Key:
    """Of a student's weight: alike for layers that compute the same."""
    return challenge.drawn_as(weight["name"], tuple(weight["shape"]))


def weights_are_held(model: HeldFacts) -> None:
    """Every weight of the steps is one of the model's; a layer that another one makes anew in each call is forgotten, and learns nothing."""
    made, held = (Counter((w["name"], tuple(w["shape"])) for w in weights) for weights in (model.get("made", ()), model.get("held", ())))
    for name, shape in made - held:
        raise Unmet(Finding("not_held", name=name, due=shape))


def not_shared(nodes: list[NodeFacts]) -> None:
    seen: set[int] = set()
    for node in nodes:
        if node.get("weights"):
            if node["layer"] in seen:
                raise Unmet(Finding("shared_layer", found=node["name"], line=node["line"]))
            seen.add(node["layer"])


def charged_to_training(judgement: BlockJudgement, node: NodeFacts) -> bool:
    """A batch normalisation that is frozen in one mode loses the criterion `training` already."""
    weights = {w["name"]: w["trainable"] for w in node.get("weights", ())}
    if "moving_mean" not in weights or all(trains for name, trains in weights.items() if not name.startswith("moving_")):
        return False
    try:
        judgement.training()
    except Told:
        return True
    return False


def statistics_follow(reading: BlockReading) -> None:
    """After a training call the moving statistics are nearer to the batch's."""
    for piece in reading.graph.all_pieces() if reading.training else ():
        x = reading.graph.float64(piece.node["inputs"][0]) if "batch" in piece.modes else None
        if x is None:
            continue
        momentum = piece.node.get("config", {}).get("momentum")
        momentum = momentum if isinstance(momentum, (int, float)) else MOMENTUM
        due = moved(x, partial(challenge.weight, reading.evidence.seed), momentum)
        bounds = dict(zip(("moving_mean", "moving_variance"), statistics_bound(x)))
        for name in due.keys() & piece.node.get("after", {}).keys():
            if not right(np.asarray(piece.node["after"][name]), due[name], bounds[name]):
                raise Unmet(Finding("statistics", name=name, layer=piece.kind, line=piece.line))


def flow(reading: BlockReading) -> None:
    graph = reading.run["graph"]
    gradients = graph.get("gradients")
    if gradients is None or graph["errors"]:
        return
    used = upstream(reading.graph)
    for weight in gradients["weights"]:
        if weight["gradient"] is None and weight["layer"] in used:
            raise Unmet(Finding("no_gradient", name=weight["name"], due=tuple(weight["shape"])))
    if gradients["input"] is None and used:
        raise Unmet(Finding("no_gradient", name="input"))
    frozen = any(not w["trainable"] for node in graph["nodes"] for w in node.get("weights", ()) if not w["name"].startswith("moving_"))
    if reading.eager_right and not frozen:  # a frozen weight has been judged by now
        slopes(reading, gradients)


def upstream(graph: GraphReading) -> set[int | None]:
    """The layers that the output rests on, None standing for operations that are no layers."""
    below = graph.below(graph.output) if graph.output is not None else set()
    return {graph.makers[place].get("layer") for place in below & graph.makers.keys()}


def slopes(reading: BlockReading, gradients: GradientsFacts) -> None:
    """Directional derivatives: the input and all weights apart, each along one direction, and in training, where the bound is wider, the
    weights of each name; only where one differs, key by key, to say which."""
    if gradients["input"] is None:
        raise Unmet(Finding("no_gradient", name="input"))
    array, seed, x = reading.evidence.array, reading.evidence.seed, reading.x.astype(np.float64)
    towards = {("input", x.shape): challenge.inputs(seed, "towards X", x.shape).astype(np.float64)}
    found = {("input", x.shape): array(gradients["input"]).astype(np.float64)}
    for weight in gradients["weights"]:
        if weight["gradient"] is not None:
            name, shape = key(weight)
            found[name, shape] = found.get((name, shape), 0) + array(weight["gradient"]).astype(np.float64).reshape(shape)
            towards[name, shape] = challenge.inputs(seed, f"towards {name}", shape).astype(np.float64)

    def apart(name: str) -> str | bool:
        return name if reading.training and name in STARTS else name == "input"

    together = [[k for k in found if apart(k[0]) == group] for group in dict.fromkeys(apart(name) for name, _ in found)]
    for keys in together:
        if distance(reading, {k: found[k] for k in keys}, towards) > 1:
            name, shape = next((k for k in keys if distance(reading, {k: found[k]}, towards) > 1), ("", ()))
            raise Unmet(Finding("wrong_gradient", name=name, due=shape))


def distance(reading: BlockReading, found: dict[Key, np.ndarray], towards: dict[Key, np.ndarray]) -> float:
    """How far the slope that the gradients give is from the block's, in units of what rounding explains."""

    def direction(name: str, shape: Shape) -> np.ndarray:
        alike = challenge.drawn_as(name, shape)
        return towards[alike].reshape(shape) if alike in found else np.zeros(shape)

    seed = reading.evidence.seed
    c = challenge.inputs(seed, "direction", reading.due.output.shape).astype(np.float64)
    moving, weights = direction("input", reading.x.shape), partial(challenge.weight, seed)
    due, may_be_off = slope(reading.block, reading.x, moving, weights, direction, reading.training, reading.sizes, c)
    return abs(sum(float((found[k] * towards[k]).sum()) for k in found) - due) / max(may_be_off, np.finfo(float).tiny)
