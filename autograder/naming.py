"""All mistakes of an answer by name: those of the block or network, those of Python, those of calling and returning."""

from __future__ import annotations

from .block_judgement import BlockJudgement
from .diagnosis import Diagnosis, diagnose, spot
from .hints import LADDERS
from .program import Graph, Node
from .reading import where
from .slips import origin, raised, slip_of, statements

MOST = 4  # more names than that explain nothing


def of_block(judgement: BlockJudgement, unmet: dict[str, str]) -> tuple[tuple[Diagnosis, ...], Graph | None, object]:
    """The mistakes of a block, with the graph that was built and its explanation. unmet: criteria with their messages."""
    structural, graph, explanation = diagnose(judgement.block, judgement.readings, set(unmet))
    slips = of_errors(judgement.evidence, judgement.readings[0].run["graph"]["errors"], graph, explanation)
    found = of_call(judgement, unmet, slips) + slips + structural
    found += of_gradient(judgement, unmet, found)
    consequences = set().union(*(FOLLOWS.get(d.id, lambda d, found: set())(d, found) for d in found))
    return tuple(unique([d for d in found if d.id not in consequences])[:MOST]), graph, explanation


def without_parameter(d: Diagnosis, found: list[Diagnosis]) -> set[str]:
    """What cannot be passed on where the function does not take it."""
    passed_on = {"training": "training_", "initializer": "initializer_", "`s`": "stride_"}
    starts = tuple(start for name, start in passed_on.items() if name in d.says)
    return {other.id for other in found if starts and other.id.startswith(starts)}


def without_step(d: Diagnosis, found: list[Diagnosis]) -> set[str]:
    """A None in the place of a step is why the step is missing."""
    return {other.id for other in found if other.id.endswith("_missing")}


FOLLOWS = {"signature": without_parameter, "none_left_in": without_step}  # mistakes that others follow from


def unique(found: list[Diagnosis]) -> list[Diagnosis]:
    return list({(d.id, d.says, d.where): d for d in found}.values())


def of_errors(evidence, errors: list[dict], graph: Graph | None, explanation) -> list[Diagnosis]:
    every, found = statements(evidence), []
    for facts in errors:
        error = raised(facts, every)
        named = slip_of(error)
        if named is None:
            continue
        slip, words = named
        line = origin(error, every)
        at = step_at(facts, explanation)
        found.append(
            Diagnosis(slip.id, slip.says.format(**words), spot(at, Node("", {}, (), line=line)), slip.why, slip.hints, at, family="python")
        )
    if len({d.id for d in found}) == 1:  # the same slip in several lines is one mistake
        found = found[:1]
    return found


def step_at(error: dict, explanation) -> str:
    """The name of the step that an exception hit."""
    for due, real in explanation.pairs if explanation else ():
        if real.error == error or (real.line and real.line == error["line"]):
            return due.name
    return ""


def of_call(judgement: BlockJudgement, unmet: dict[str, str], found: list[Diagnosis]) -> list[Diagnosis]:
    """What is wrong with the function's first and last line."""
    message = unmet.get("call")
    if not message or any(d.family == "python" for d in found):
        return []
    graph = judgement.readings[0].run["graph"]
    returned = graph.get("returned", "tensor")
    eager = judgement.readings[0].run["eager"].get("returned", "tensor")
    table = (
        ("parameter" in message or "default of" in message, "signature", message, "The exercise says how the function is called; ResNet50 and the grading call it so.", "Compare the first line of your function with the one that was given."),
        (returned == "NoneType", "no_return", "The function returns nothing: a `return` is missing.", "Without `return` a function gives None, whatever it has computed.", "What is the last line of your function?"),
        (returned == "Model" or returned == "Functional", "returns_model", "The function returns a Model, not a tensor.", "A block is a part of a network: it takes a tensor and gives a tensor.", "What do the steps say that the function returns?"),
        (eager == "ndarray" or returned == "ndarray", "to_numpy", "The function turns its tensor into an array of NumPy.", "A network is built from symbolic tensors, which hold no numbers yet.", "What should the function return: a tensor, or an array?"),
        (returned in ("list", "tuple"), "returns_list", f"The function returns a {returned}, not one tensor.", "The next block takes one tensor.", "What do the steps say that the function returns?"),
        ("earlier tensor" in message, "returns_earlier_tensor", "The function returns an earlier tensor, not the result of its last step.", "What was computed after it has no effect.", "Which name holds the result of your last line?"),
    )  # fmt: skip
    for applies, id, says, why, nudge in table:
        if applies:
            place = "first line" if id == "signature" else "return"
            return [Diagnosis(id, says, place, why, (nudge, *LADDERS["call"][1:]), "", costs=("call",), family="python")]
    return []


def of_gradient(judgement: BlockJudgement, unmet: dict[str, str], found: list[Diagnosis]) -> list[Diagnosis]:
    """A layer used twice, a gradient that is stopped: right numbers, and yet the block does not learn as it should."""
    message = unmet.get("gradients")
    if not message or any("gradients" in d.costs for d in found):
        return []
    nodes: dict[int, dict] = {}
    for node in judgement.readings[0].run["graph"]["nodes"]:
        if node.get("weights"):
            if node["layer"] in nodes:
                says = f"One {node['name']} layer is used for two steps of the block."
                why = "Both steps then share their weights, and each disturbs what the other learns."
                nudge = "How many layers of this class does your function make, and how many does the figure show?"
                return [
                    Diagnosis(
                        "shared_layer",
                        says,
                        where(node["line"]),
                        why,
                        (nudge, *LADDERS["gradients"][1:]),
                        "",
                        costs=("gradients",),
                        family="gradient",
                    )
                ]
            nodes[node["layer"]] = node
    if "stops it" in message or "stop it" in message:
        says = "Something stops the gradient: the output is right, but what lies before it cannot learn."
        why = "Going backwards, the gradient must reach the input on both paths; that is what the shortcut is for."
        nudge = "Which operation of your function lets numbers pass forwards, but nothing back?"
        return [
            Diagnosis(
                "gradient_stopped",
                says,
                "whole block",
                why,
                (nudge, *LADDERS["gradients"][1:]),
                "",
                costs=("gradients",),
                family="gradient",
            )
        ]
    return []
