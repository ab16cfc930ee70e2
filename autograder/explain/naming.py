"""All mistakes of an answer by name: those of the block or network, those of Python, those of calling, returning and learning.

`diagnosis` finds the first kind from what was built, `slips` the second from the exceptions; here they meet, and what only
follows from another mistake is left out.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeGuard

from ..judge.block_judgement import BlockJudgement
from ..judge.block_reading import BlockReading
from ..judge.finding import Finding
from ..judge.judgement import Judgement
from ..judge.network_judgement import NetworkJudgement
from ..layers.recorded import ErrorFacts
from ..layers.source import GAP
from ..value.graph import Graph
from ..value.lines import Lines
from ..value.roles import roles
from .diagnosis import Diagnosis, diagnose, spot
from .difference import first_difference
from .search import Explanation
from .slip import Seen, Slip, Terms, otherwise
from .slips import NONE_LEFT_IN, SYMBOLIC, raised, slip_of
from .statements import Statement, line_of, origin, parameters, returned_in_loop, statements
from .words import said
from .words.quoted import exception, listed, where

MOST = 4  # more names than that explain nothing
RAISED = 20  # exceptions that are looked at; a function with a mistake in every line has nine


def mistakes(
    judgement: Judgement, unmet: dict[str, Finding], failed: list[str]
) -> tuple[tuple[Diagnosis, ...], Graph | None, Explanation | None]:
    """The mistakes of an answer, with the graph that was built and its explanation. unmet: criteria with their findings; failed: those of
    them that could be judged."""
    value = judgement.value
    structural, graph, explanation = diagnose(value, judgement.readings, set(unmet))
    errors = errors_of(judgement.readings[0].run) or of_other_calls(judgement)
    slips = of_errors(judgement, errors, explanation)
    structural = [in_the_source(d, judgement) for d in structural]
    found = without_consequences(judgement, unmet, of_ends(judgement, unmet, slips) + slips + structural)
    if isinstance(judgement, BlockJudgement):
        found += of_gradient(judgement, unmet, found)
    if all(d.family in HARMLESS for d in found):
        found = [*of_unnamed(errors, unmet), *found]
    if not found and (difference := first_difference(judgement, unmet, failed)):
        found = [difference]
    return tuple(merged(found)[:MOST]), graph, explanation


def errors_of(run: Mapping[str, Any]) -> list[ErrorFacts]:
    """What stopped the function, on Keras tensors or else on arrays, in the order of its lines."""
    errors, eager = run["graph"]["errors"], run.get("eager", {}).get("error")
    if eager and all(e.get("passed_over") and e["line"] != eager["line"] for e in errors):
        return [eager, *errors]
    return errors


def of_other_calls(judgement: Judgement) -> list[ErrorFacts]:
    """What only later calls show: functions that take arrays only, where they stand behind an `if`."""
    runs = [errors_of(reading.run) for reading in judgement.readings[1:]]
    return next((errors for errors in runs if errors and all(error.get("slip") == "tensorflow" for error in errors)), [])


def without_consequences(judgement: Judgement, unmet: dict[str, Finding], found: list[Diagnosis]) -> list[Diagnosis]:
    """Without what only follows from another mistake: the wiring around a line that failed, arguments that cannot be passed on."""
    hit = {d.at for d in found if d.family == "python" and d.at and not d.wiring}
    nothing = any(d.id == "none_left_in" for d in found)
    found = [d for d in found if not (nothing and d.id == "model_of_wrong_ends")]
    if any(d.family == "python" for d in found):  # what stopped comes before what is not written yet
        found = [d for d in found if d.family != "unwritten"]
    call = unmet.get("call")
    missing = call.due if call and call.kind == "parameters" and any(d.id == "signature" for d in found) else ()
    starts = tuple(PASSED_ON[name] for name in missing if name in PASSED_ON)
    if any(d.id == "returns_shortcut" for d in found):  # what was computed is judged by its last step, which need not be the last due
        every = roles(judgement.value)
        found = [d for d in found if d.id == "returns_shortcut" or d.at not in every or every[d.at].path not in ("join", "after")]
    if any(d.family != "python" for d in found):  # a map that became too small, for a reason that has a name
        found = [d for d in found if d.id != "window_too_large"]
    slipped = any(d.family == "python" for d in found)
    found = [d for d in found if not (d.wiring and (nothing or d.at in hit or (slipped and not d.certain)))]
    return [d for d in found if not (starts and d.id.startswith(starts))]


def in_the_source(d: Diagnosis, judgement: Judgement) -> Diagnosis:
    """A mistake of the block with what only the function's own text shows: the line that takes a list apart; whether anything follows a `return`."""
    every = statements(judgement.evidence)
    if d.id.startswith("unpacked_"):
        several = judgement.exercise.several
        for s in every:
            if (
                isinstance(s, ast.Assign)
                and isinstance(s.targets[0], ast.Tuple)
                and isinstance(s.value, ast.Name)
                and s.value.id in several
            ):
                if [ast.unparse(name) for name in s.targets[0].elts] == [*several[s.value.id]]:
                    return replace(d, says="Two of the convolutions have exchanged their numbers of filters.")
                line = f"Fill the gaps: `{', '.join([GAP] * len(s.targets[0].elts))} = {s.value.id}`"
                return replace(d, where=where(line_of(s)), hints=(*d.hints[:2], line))
    returns = [s for s in every if isinstance(s, ast.Return)]
    if d.id == "returns_early" and (inside := returned_in_loop(judgement.evidence)):
        return replace(of_slip(RETURNS_IN_LOOP, {}, where(line_of(inside)), d.at, d.costs), certain=d.certain)
    if d.id == "returns_early" and len(returns) == 1 and all(s.lineno <= returns[0].lineno for s in every):
        return replace(of_slip(ENDS_EARLY, {}, where(line_of(returns[0])), d.at, d.costs), family="unwritten", certain=d.certain)
    return d


RETURNS_IN_LOOP = Slip("returns_in_loop", otherwise, "The `return` stands inside the loop, and ends the function there.", "`return` ends the whole function, wherever it stands; what the loop has still to do is not done.", "How far is the line with `return` indented?", "steps")  # fmt: skip
ENDS_EARLY = Slip("returns_early", otherwise, "The function ends before the last of the steps: what follows in the list is not written yet.", "A block is all of its steps; what is there is judged as far as it goes.", "Which step of the list is the first that no line of yours stands for?", "steps")  # fmt: skip
PASSED_ON = {"training": "training_", "s": "stride_"}


def merged(found: list[Diagnosis]) -> list[Diagnosis]:
    """The same mistake in several places said once."""
    groups: dict[tuple[str, tuple[object, ...]], list[Diagnosis]] = {}
    for d in found:
        groups.setdefault((re.sub(r"\d", "", d.id), d.found), []).append(d)  # an id has the number of its step
    out = []
    for first, *others in groups.values():
        elsewhere = [place for place in dict.fromkeys(d.place for d in others) if place != first.place]
        more = f" The same goes for: {', '.join(elsewhere)}." if elsewhere else ""
        out.append(replace(first, says=first.says + more))
    return out


def of_slip(slip: Slip[Seen], words: Terms, spot: str, at: str = "", costs: tuple[str, ...] = ()) -> Diagnosis:
    nudge, *further = slip.hints
    says, why, nudge = (text.format(**words) for text in (slip.says, slip.why, nudge))
    found = tuple(sorted(words.items()))
    return Diagnosis(slip.id, says, spot, why, (nudge, *further), at, costs=costs, family="python", place=spot, found=found)


def of_errors(judgement: Judgement, errors: list[ErrorFacts], explanation: Explanation | None) -> list[Diagnosis]:
    """What the exceptions show, in the order in which they arose."""
    evidence, exercise, found = judgement.evidence, judgement.exercise, list[Diagnosis]()
    every, own, errors = statements(evidence), parameters(evidence), errors[:RAISED]
    stopped = " ".join(e["line"]["text"] for e in errors if e["line"])
    if pair := next((s for s in every if is_tuple(s) and re.search(rf"\b{re.escape(ast.unparse(s.targets[0]))}\b", stopped)), None):
        return [of_slip(TRAILING_COMMA, {"name": ast.unparse(pair.targets[0])}, where(line_of(pair)))]
    for facts in errors:
        error = raised(facts, every, exercise.name, evidence.facts.get("elsewhere", {}), own)
        if named := slip_of(error):
            at = step_at(facts, explanation)
            place = spot(judgement.value, at, origin(error.slip, error.name, error.line, every))
            found.append(replace(of_slip(*named, place, at), place=roles(judgement.value).place(at)))
    if len({d.id for d in found}) == 1:  # the same slip in several lines is one mistake
        found = found[:1]
    return found


def is_tuple(statement: Statement) -> TypeGuard[ast.Assign]:
    """`X = Y,`"""
    return isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Tuple) and len(statement.value.elts) == 1


TRAILING_COMMA = Slip("trailing_comma", otherwise, "A comma at the end of this line makes `{name}` a tuple, not a tensor.", "In Python a comma makes a tuple, with or without brackets.", "Which sign stands at the end of this line?", "line")  # fmt: skip
HARMLESS = ("initializer", "training", "defaults", "gradient")  # families of mistakes that end in no exception


def of_unnamed(errors: list[ErrorFacts], unmet: dict[str, Finding]) -> list[Diagnosis]:
    """The first exception, told as Python tells it; for where neither it nor a mistake that may have led to it has a name."""
    first = next((e for e in errors if e["line"] and e.get("slip", "raised") == "raised"), None)
    if first is None:
        return []
    words = exception({**first, "line": None}).rstrip(".")
    return [of_slip(EXCEPTION, {"exception": words}, where(first["line"]), costs=tuple(unmet))]


EXCEPTION = Slip("exception", otherwise, "This line stops with {exception}.", "What Python or Keras says of a line is the first thing to mend; what comes after it rests on it.", "Read the message word for word: which argument, name or shape of this line does it speak of?")  # fmt: skip


def step_at(error: ErrorFacts, explanation: Explanation | None) -> str:
    """The name of the step that an exception hit."""
    for due, real in explanation.pairs if explanation else ():
        if real.error == error or (real.line and real.line == error["line"]):
            return due.name
    return ""


# -- a function's first and last line -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ends:
    """How a function is called and what it returns: the criterion's finding and its words, the type returned for Keras tensors and
    for arrays, and whether the tensor returned is the shortcut's."""

    finding: Finding
    message: str
    returned: str
    eager: str = ""
    shortcut: bool = False


def finds(*kinds: str) -> Callable[[Ends], Terms | None]:
    return lambda e: {"message": e.message} if e.finding.kind in kinds else None


def returns(*types: str) -> Callable[[Ends], Terms | None]:
    return lambda e: {"type": e.returned} if e.returned in types else None


def returns_an_array(e: Ends) -> Terms | None:
    return {} if "ndarray" in (e.returned, e.eager) else None


def returns_the_shortcut(e: Ends) -> Terms | None:
    return {} if e.shortcut and e.finding.kind == "earlier_tensor" else None


NOTHING = Slip(
    "no_return",
    returns("NoneType"),
    "The function returns nothing: a `return` is missing.",
    "Without `return` a function gives None, whatever it has computed.",
    "What is the last line of your function?",
    "return",
)
RETURNS_NONE = Slip("no_return", otherwise, "The function returns None: what stands after `return` gives nothing.", "Some methods, such as `compile`, change their object and give nothing back.", "What is the value of what stands after `return`?", "return")  # fmt: skip
SIGNATURE = Slip(
    "signature",
    finds("parameters", "order_of_parameters", "parameter_without_default", "default", "default_left_out"),
    "{message}",
    "Others call the function as the exercise says, and so does the grading, with other sizes too.",
    "Compare the first line of your function with the one that was given.",
    "signature",
)
READY_MADE = Slip("ready_made_network", otherwise, "This is the ready-made network of keras.applications, not one built from your blocks.", "The exercise is to build it; the ready-made one differs in its stem, its settings and its head.", "Which of your own functions does this network call?", "summary")  # fmt: skip
NO_BLOCKS = Slip("blocks_not_used", otherwise, "Your functions {blocks} are never called.", "The network is made of these blocks; only so can they be judged, and read.", "Which functions have you written for this?", "parts")  # fmt: skip
FIXED_NAMES = Slip("fixed_names", finds("fixed_names"), "The layers of a block have fixed names, so the block cannot be used twice in one model.", "The names of a model's layers must differ, and a network uses each block many times.", "What happens to `name=` when the block is called a second time?", "names")  # fmt: skip
OF_BLOCK = (
    SIGNATURE,
    FIXED_NAMES,
    NOTHING,
    Slip("returns_model", returns("Model", "Functional"), "The function returns a Model, not a tensor.", "A block is a part of a network: it takes a tensor and gives a tensor.", "What do the steps say that the function returns?", "return"),
    Slip("to_numpy", returns_an_array, "The function turns its tensor into an array of NumPy.", SYMBOLIC, "What should the function return: a tensor, or an array?", "call"),
    Slip("returns_list", returns("list", "tuple"), "The function returns a {type}, not one tensor.", "The next block takes one tensor.", "What do the steps say that the function returns?", "return"),
    Slip("returns_shortcut", returns_the_shortcut, "The function returns the shortcut, not the result of its last step.", "Nothing of the main path is in the result.", "Which name holds the result of your last line?", "return"),
    Slip("returns_earlier_tensor", finds("earlier_tensor"), "The function returns an earlier tensor, not the result of its last step.", "What was computed after it has no effect.", "Which name holds the result of your last line?", "return"),
)  # fmt: skip
OF_NETWORK = (
    SIGNATURE,
    NOTHING,
    Slip("returns_tensor", returns("tensor"), "The function returns a tensor, not a Model.", "A Model knows both of its ends; it is what can be trained and what has a summary.", "What is made of the input and the last tensor?", "model"),
    Slip("input_shape_fixed", finds("input_shape"), "The model's input does not follow the argument `input_shape`.", "The function is called for images of other sizes too.", "Which argument of the function says how large the images are?", "signature"),
    Slip("output_without_input", finds("input_unused"), "The model's output does not depend on its input.", "A tensor goes from line to line, from the input to the last step.", "Which tensor does each of your lines take?", "model"),
)  # fmt: skip


def of_ends(judgement: Judgement, unmet: dict[str, Finding], found: list[Diagnosis]) -> list[Diagnosis]:
    """What is wrong with how the function is called or with what it returns; nothing where an exception says more."""
    network, reading = isinstance(judgement, NetworkJudgement), judgement.readings[0]
    if network and not any("block" in node for node in reading.run["graph"]["nodes"]):
        source = (judgement.evidence.facts.get("source") or {"text": ""})["text"]
        if re.search(r"\bapplications\b|weights *= *['\"]imagenet", source):
            return [of_slip(READY_MADE, {}, "whole network", costs=tuple(unmet))]
        if sum("kernel" in {w["name"] for w in node.get("weights", ())} for node in reading.run["graph"]["nodes"]) > 9:
            kinds = dict.fromkeys(call.kind for call in judgement.value.calls.values())
            return [of_slip(NO_BLOCKS, {"blocks": listed(f"`{kind}`" for kind in kinds)}, "whole network", costs=tuple(unmet))]
    if found:
        return []
    graph, finding = reading.run["graph"], unmet.get("call")
    if finding is None:
        return []
    ends = Ends(finding, said(finding, judgement.exercise.name), graph.get("returned", "tensor") or "")
    if isinstance(judgement, BlockJudgement):
        block = judgement.readings[0]
        shortcut = is_shortcut(judgement.value, block, graph["output"])
        ends = replace(ends, eager=block.run["eager"].get("returned", ""), shortcut=shortcut)
    if ends.returned == "NoneType":
        if left := none_left(judgement):
            return [left]
        if gives := next((s for s in statements(judgement.evidence) if isinstance(s, ast.Return) and s.value), None):
            return [of_slip(RETURNS_NONE, {}, where(line_of(gives)), costs=("call",))]
    for slip in OF_NETWORK if network else OF_BLOCK:
        if (words := slip.when(ends)) is not None:
            place = (
                "first line" if slip is SIGNATURE else "whole block" if slip is FIXED_NAMES else "whole network" if network else "return"
            )
            return [of_slip(slip, words, place, costs=("call",))]
    return []


def is_shortcut(block: Lines, reading: BlockReading, place: int | None) -> bool:
    """Whether a tensor is the block's input, or its projection."""
    if place is None:
        return False
    chain = reading.graph.chain(place)
    return (
        not chain.start
        and len(block.parts) == 1
        and [p.kind for p in chain.pieces] == [step.kind for step in block.paths.shortcut.values()]
    )


def none_left(judgement: Judgement) -> Diagnosis | None:
    """A line of the stub that still says None."""
    for s in statements(judgement.evidence):
        if isinstance(s, ast.Assign) and isinstance(s.value, ast.Constant) and s.value.value is None:
            return of_slip(NONE_LEFT_IN, {}, where(line_of(s)))
    return None


# -- right numbers, and yet it does not learn -----------------------------------------------------------------------------------

SHARED = Slip(
    "shared_layer",
    otherwise,
    "One {name} layer is used for two steps of the block.",
    "Both steps then share their weights, and each disturbs what the other learns.",
    "How many layers of this class does your function make, and how many does the figure show?",
    "gradients",
)
STOPPED = Slip("gradient_stopped", otherwise, "Something stops the gradient: the output is right, but what lies before it cannot learn.", "Going backwards, the gradient must reach the input on both paths; that is what the shortcut is for.", "Which operation of your function lets numbers pass forwards, but nothing back?", "gradients")  # fmt: skip


def of_gradient(judgement: BlockJudgement, unmet: dict[str, Finding], found: list[Diagnosis]) -> list[Diagnosis]:
    """A layer used twice, or a gradient that is stopped."""
    finding = unmet.get("gradients")
    if finding is None or any("gradients" in d.costs for d in found):
        return []
    seen: set[int] = set()
    for node in judgement.readings[0].run["graph"]["nodes"]:
        if node.get("weights"):
            if node["layer"] in seen:
                return [of_slip(SHARED, {"name": node["name"]}, where(node["line"]), costs=("gradients",))]
            seen.add(node["layer"])
    if finding.kind in ("no_gradient", "wrong_gradient"):
        return [of_slip(STOPPED, {}, "whole block", costs=("gradients",))]
    return []
