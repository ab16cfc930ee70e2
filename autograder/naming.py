"""All mistakes of an answer by name: those of the block or network, those of Python, those of calling and returning."""

from __future__ import annotations

import ast
import re
from dataclasses import replace

from .block_judgement import BlockJudgement
from .blocks import kind
from .diagnosis import Diagnosis, Words, diagnose
from .hints import LADDERS
from .network_judgement import NetworkJudgement
from .program import Graph, Node
from .reading import where
from .slips import SLIPS, origin, raised, slip_of, statements

MOST = 4  # more names than that explain nothing


def mistakes(judgement: BlockJudgement | NetworkJudgement, unmet: dict[str, str]) -> tuple[tuple[Diagnosis, ...], Graph | None, object]:
    """The mistakes of an answer, with the graph that was built and its explanation. unmet: criteria with their messages."""
    network = isinstance(judgement, NetworkJudgement)
    value = judgement.value
    structural, graph, explanation = diagnose(value, judgement.readings, set(unmet))
    slips = of_errors(judgement.evidence, judgement.readings[0].run["graph"]["errors"], value, explanation)
    ends = (of_network_call if network else of_call)(judgement, unmet, slips)
    found = without_consequences(ends + slips + structural)
    if not network:
        found += of_gradient(judgement, unmet, found)
    return tuple(merged(found)[:MOST]), graph, explanation


def without_consequences(found: list[Diagnosis]) -> list[Diagnosis]:
    """Without what only follows from another mistake: the wiring around a line that failed, arguments that cannot be passed on."""
    hit = {d.at for d in found if d.family == "python" and d.at and not d.wiring}
    nothing = any(d.id == "none_left_in" for d in found)
    missing = [d.says.partition(" missing")[0] for d in found if d.id == "signature" and " missing" in d.says]
    removed = {name for words in missing for name in PASSED_ON if f"`{name}`" in words}
    starts = tuple(PASSED_ON[name] for name in removed)
    if any(d.id == "returns_shortcut" for d in found):  # what was computed is judged by its last step, which need not be the last due
        found = [d for d in found if d.at not in ("add", "relu3")]
    slipped = any(d.family == "python" for d in found)
    found = [d for d in found if not (d.wiring and (nothing or d.at in hit or (slipped and not d.certain)))]
    return [d for d in found if not (starts and d.id.startswith(starts))]


PASSED_ON = {"training": "training_", "s": "stride_"}


def merged(found: list[Diagnosis]) -> list[Diagnosis]:
    """The same mistake in several places said once."""
    groups: dict[tuple, list[Diagnosis]] = {}
    for d in found:
        groups.setdefault((re.sub(r"\d", "", d.id), re.sub(r"\b(first|second|third|last)\b|\d", "", d.says)), []).append(d)
    out = []
    for first, *others in groups.values():
        elsewhere = [d.where.split(",")[0] for d in others]
        elsewhere = [place for place in dict.fromkeys(elsewhere) if place != first.where.split(",")[0]]
        more = f" The same goes for: {', '.join(elsewhere)}." if elsewhere else ""
        out.append(replace(first, says=first.says + more))
    return out


def of_errors(evidence, errors: list[dict], value, explanation) -> list[Diagnosis]:
    every, found = statements(evidence), []
    for facts in errors:
        error = raised(facts, every, value.name)
        named = slip_of(error)
        if named is None:
            continue
        slip, words = named
        line = origin(error, every)
        at = step_at(facts, explanation)
        found.append(
            Diagnosis(
                slip.id,
                slip.says.format(**words),
                Words(value, explanation).spot(at, Node("", {}, (), line=line)),
                slip.why,
                slip.hints,
                at,
                family="python",
            )
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
    reading = judgement.readings[0]
    graph = reading.run["graph"]
    returned = graph.get("returned", "tensor")
    eager = judgement.readings[0].run["eager"].get("returned", "tensor")
    left = none_left(judgement.evidence) if returned == "NoneType" else None
    if left:
        return [left]
    table = (
        ("parameter" in message or "default of" in message, "signature", message, "The exercise says how the function is called; ResNet50 and the grading call it so.", "Compare the first line of your function with the one that was given."),
        (returned == "NoneType", "no_return", "The function returns nothing: a `return` is missing.", "Without `return` a function gives None, whatever it has computed.", "What is the last line of your function?"),
        (returned == "Model" or returned == "Functional", "returns_model", "The function returns a Model, not a tensor.", "A block is a part of a network: it takes a tensor and gives a tensor.", "What do the steps say that the function returns?"),
        (eager == "ndarray" or returned == "ndarray", "to_numpy", "The function turns its tensor into an array of NumPy.", "A network is built from symbolic tensors, which hold no numbers yet.", "What should the function return: a tensor, or an array?"),
        (returned in ("list", "tuple"), "returns_list", f"The function returns a {returned}, not one tensor.", "The next block takes one tensor.", "What do the steps say that the function returns?"),
        ("earlier tensor" in message and is_shortcut(judgement.value, reading, graph["output"]), "returns_shortcut", "The function returns the shortcut, not the result of its last step.", "Nothing of the main path is in the result.", "Which name holds the result of your last line?"),
        ("earlier tensor" in message, "returns_earlier_tensor", "The function returns an earlier tensor, not the result of its last step.", "What was computed after it has no effect.", "Which name holds the result of your last line?"),
    )  # fmt: skip
    for applies, id, says, why, nudge in table:
        if applies:
            place = "first line" if id == "signature" else "return"
            return [Diagnosis(id, says, place, why, (nudge, *LADDERS["call"][1:]), "", costs=("call",), family="python")]
    return []


def is_shortcut(block, reading, place: int | None) -> bool:
    """Whether a tensor is the block's input, or its projection."""
    if place is None:
        return False
    chain = reading.graph.chain(place)
    return not chain.start and [p.kind for p in chain.pieces] == [kind(step) for step in block.shortcut]


def none_left(evidence) -> Diagnosis | None:
    """A line of the stub that still says None."""
    lines = [s for s in statements(evidence) if isinstance(s, ast.Assign) and isinstance(s.value, ast.Constant) and s.value.value is None]
    if not lines:
        return None
    slip = next(s for s in SLIPS if s.id == "none_left_in")
    at = f"line {lines[0].lineno}: {ast.unparse(lines[0])}"
    return Diagnosis(slip.id, slip.says, at, slip.why, slip.hints, family="python")


def of_network_call(judgement, unmet: dict[str, str], found: list[Diagnosis]) -> list[Diagnosis]:
    """What is wrong with the network's ends, and with the layers' names."""
    message, returned = unmet.get("call", ""), judgement.readings[0].run["graph"].get("returned")
    if any(d.family == "python" for d in found):
        return []
    table = (
        ("parameter" in message or "default of" in message, "signature", message, "The function is called for other images and other numbers of classes too.", "Compare the first line of your function with the one that was given."),
        (returned == "NoneType", "no_return", "The function returns nothing: a `return` is missing.", "Without `return` a function gives None, whatever it has computed.", "What is the last line of your function?"),
        (returned == "tensor", "returns_tensor", "The function returns a tensor, not a Model.", "A Model knows both of its ends; it is what can be trained and what has a summary.", "What is made of the input and the last tensor?"),
        ("takes inputs of shape" in message, "input_shape_fixed", "The model's input does not follow the argument `input_shape`.", "The function is called for images of other sizes too.", "Which argument of the function says how large the images are?"),
        ("does not rest on its input" in message, "output_without_input", "The model's output does not rest on its input.", "A tensor goes from line to line, from the input to the last step.", "Which tensor does each of your lines take?"),
    )  # fmt: skip
    for applies, id, says, why, nudge in table:
        if applies and message:
            place = "first line" if id == "signature" else "whole network"
            return [Diagnosis(id, says, place, why, (nudge, *LADDERS["call"][1:]), "", costs=("call",), family="python")]
    if "Let Keras name the layers" in unmet.get("summary", ""):
        says = "The layers of a block have fixed names, so the block cannot be used twice in one model."
        why = "The names of a model's layers must differ; ResNet-50 uses each block many times."
        nudge = "What happens to `name=` when the block is called a second time?"
        return [
            Diagnosis("fixed_names", says, "the blocks", why, (nudge, *LADDERS["summary"][1:]), "", costs=("summary",), family="python")
        ]
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
