"""What an evidence must be to be judged, when it comes from a process that ran a student's code. It judges no answer.

`checked` lets through what `probe` writes, for the exercise and the challenge that were asked, and nothing that could
mislead the judge, keep it busy for ever or make it stumble: settings left out, numbers in place of the challenge's own,
operations that run in circles, sizes out of all measure. The form and its bounds are those of the types in `facts`; here
stands what depends on the question, and in `sense` what must fit together.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Annotated, Any

from msgspec import Meta, Struct, ValidationError, convert, defstruct
from msgspec.structs import asdict

from ..layers.recorded import Setting, Text
from ..truth.question import Question, question
from ..value.calls import OPEN
from . import Evidence, Facts
from .facts import AnswerFacts, BlockFacts, NetworkFacts, Placed
from .sense import refuse, sensible

ROW = Text | Annotated[list[Setting], Meta(max_length=20)]  # several sizes; a text where they are too many


def checked(evidence: Evidence, exercise: str, seed: int) -> Evidence:
    """The evidence, cleaned, without what no type names. Raises Malformed."""
    facts, arrays = evidence.facts, evidence.arrays
    if facts.get("exercise") != exercise or facts.get("seed") != seed:
        refuse("it answers another question")
    if any(array.dtype.kind not in "fiub" or array.dtype.itemsize > 8 for array in arrays.values()):
        refuse("an array is no array of numbers")
    asked = question(exercise, seed)
    form = AnswerFacts if facts.get("callable") is False else NetworkFacts if "functions" in asked else BlockFacts
    found = Evidence(formed(facts, form, arrays), arrays)
    if form is not AnswerFacts:
        as_asked(found.facts, asked)
    sensible(found)
    return Evidence(without_halves(found.facts), arrays)


def formed(facts: object, form: type, arrays: Collection[str] = ()) -> Any:
    """Facts of this type, without keys that it does not name. arrays: the names of those that there are. Raises Malformed."""

    def place(_: type, value: object) -> Placed:
        name = value.get("array") if isinstance(value, dict) else None
        if not isinstance(name, str) or len(name) > 20 or name not in arrays:
            raise ValueError("an array is missing")
        return Placed(array=name)

    try:
        return convert(facts, form, dec_hook=place)
    except (ValidationError, UnicodeEncodeError):  # the latter where a key is half a character
        refuse("a fact is missing, too long or too large")


def as_asked(facts: Facts, asked: Question) -> None:
    """Raises Malformed unless every call was made that was asked for, and no other."""
    answers(facts["runs"], asked["calls"])
    answers(facts.get("alike", []), asked.get("alike", []))
    stood_in(facts["runs"], asked.get("functions", {}))
    if "changed" in facts:
        lists = {name for name, value in asked["calls"][0]["setting"]["arguments"].items() if isinstance(value, list)}
        if len(facts["changed"]) > len(lists) or not lists.issuperset(facts["changed"]):
            refuse("a name is none of those that were asked for")


def answers(found: list[Facts], asked: list[Facts]) -> None:
    """Each repeats what was asked, and has it from the question from now on. Raises Malformed."""
    if len(found) != len(asked):
        refuse("it was not asked everything")
    for answer, due in zip(found, asked):
        if any(answer[key] != value for key, value in due.items()):
            refuse("it was asked otherwise")
        answer.update(due)


def stood_in(runs: list[Facts], functions: Facts) -> None:
    """What those functions were given for which something stood in, by the names that their parameters have. Raises Malformed."""
    forms = {}
    for name, function in functions.items():
        given = [p["name"] for p in function["parameters"][1:] if p["name"] not in OPEN]
        forms[name] = arguments(tuple((p, p in function["several"]) for p in given))
    for call in [node["block"] for run in runs for node in run["graph"]["nodes"] if "block" in node]:
        if call["block"] not in forms:
            refuse("a name is none of those that were asked for")
        call["arguments"] = asdict(formed(call["arguments"], forms[call["block"]]))


@cache  # a type takes longer to make than all its arguments to check
def arguments(names: tuple[tuple[str, bool], ...]) -> type[Struct]:
    """The type of a function's arguments. names: of its parameters, and whether each takes several sizes."""
    return defstruct("Arguments", [(name, ROW if several else Setting) for name, several in names])


def without_halves(value: Any) -> Any:
    """The same, with no half of a character in its texts, which cannot be written anywhere."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [without_halves(v) for v in value]
    if isinstance(value, dict):
        return {without_halves(k): without_halves(v) for k, v in value.items()}
    return value
