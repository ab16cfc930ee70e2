"""Makes an exercise's file of a Keras function as it stands in a course. The function is called on Keras tensors with sizes that all differ, and what it
builds is read back as lines. It runs plainly, with the author's own rights, since it is the author's own; of its file only what defines something is run. This needs TensorFlow.
"""

from __future__ import annotations

import ast
import random
from dataclasses import asdict, dataclass, replace
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import keras

from .. import exercises
from ..evidence import Evidence
from ..evidence.facts import BlockRun
from ..exercises import beside, exercise
from ..explain.built import built
from ..explain.verdict import judge
from ..explain.words.quoted import exception
from ..judge.reading import GraphReading, setting_of
from ..layers.formula import Formula
from ..layers.recorded import LineFacts
from ..probe.calls import probe
from ..truth import challenge
from ..truth.challenge import PUBLIC_SEED, Setting
from ..truth.question import question
from ..value.checks import check
from ..value.exercise import Exercise
from ..value.formula import likely
from ..value.graph import Graph
from .parameters import DIVISORS, Parameters, parameters_of
from .script import Script, script
from .writing import CHANNELS, Refused, exercise_text, ways_to_call

CALLS = 3  # so many tell sizes apart
ROUNDS = 4  # of sizes drawn for one way in which they may depend on each other
ODD = (9, 11), (29, 34)  # height and width: the larger where the smaller do not fit
EVEN = (8, 12), (32, 36)  # where a map is halved and has to fit again
LENGTHS = ((11,), (12,))


@dataclass(frozen=True)
class Drawn:
    """tied: the size that the input has as many channels of, if it must be one. long: that which is its length, of a sequence. calls: what fits."""

    tied: str | None
    long: str | None
    calls: tuple[Setting, ...]


def exercise_of(place: Path, name: str) -> str:
    """The text of the exercise's file. Raises ValueError, with the place, where the function cannot be one."""
    if (Path(exercises.__file__).parent / f"{name}.py").exists():
        raise ValueError(f"{place}: there is a file {name}.py among the exercises already; give the function another name")
    file = script(place)
    function, known = file.function(name), parameters_of(file, name)
    drawn = fitting(file, function, known)
    try:
        graph = read_back(file, name, known, drawn)
        return checked(file, name, known, graph, drawn)
    except Refused as why:
        raise ValueError(f"{place}: {file.placed(why.line)}{why}") from None


def fitting(file: Script, function: Any, known: Parameters) -> Drawn:
    """Calls in which the function builds something. Raises ValueError where there are none."""
    error: Exception | None = None
    ways: list[tuple[str | None, tuple[str | None, int], tuple[int, ...]]] = [
        (None, *both) for both in product(known.ways(), (*ODD, *EVEN))
    ]
    ways += [
        (long, way, space) for long, way, space in product((None, *known.sizes), known.ways(), LENGTHS) if long is None or long != way[0]
    ]
    for long, (tied, factor), space in ways:
        rng = random.Random(1)
        found: list[Setting] = []
        for _ in range(ROUNDS * CALLS):
            setting = drawn(known, tied, long, factor, space, len(found), rng)
            try:
                function(keras.Input(batch_shape=(None, *setting.shape[1:])), **known.given(setting.arguments))
            except Exception as why:  # whatever a function may raise
                error = error or why  # the first way is the plainest
                continue
            found.append(setting)
            if len(found) == CALLS and same(known, found):
                found.pop()
            if len(found) == CALLS:
                return Drawn(tied, long, tuple(found))
    assert error is not None
    said = " ".join(str(error).split())[:200]
    raise ValueError(f"{file.place}: {file.placed(file.line_of(error))}no sizes were found that fit: {type(error).__name__}: {said}")


def same(known: Parameters, found: list[Setting]) -> bool:
    """Whether a size is the same in all calls."""
    every = [known.numbered(setting.arguments) for setting in found]
    return any(len({numbered[name] for numbered in every}) == 1 for name in known.sizes)


def drawn(
    known: Parameters, tied: str | None, long: str | None, factor: int, space: tuple[int, ...], at: int, rng: random.Random
) -> Setting:
    """Sizes that all differ, and differ from the number of channels where they can; multiples of the factor, but for that which divides others."""
    sizes = known.sizes
    numbers = rng.sample(range(2, 4 + len(sizes)), len(sizes) + 1)
    numbered = dict(zip(sizes, (n * factor for n in numbers)))
    if factor > 1 and known.dividing:
        numbered |= {known.dividing: DIVISORS[at % len(DIVISORS)]}
    space = (numbered[long],) if long else space
    channels = numbered[tied] if tied else numbers[-1] * factor
    return Setting((2, *space, channels), known.arguments(numbered | known.rates(at)))


def read_back(file: Script, name: str, known: Parameters, drawn: Drawn) -> Graph:
    """What all calls build, sizes by their names. Raises Refused."""
    modes = [bool(at % 2) and known.trains for at in range(CALLS)]
    calls = [{"setting": asdict(setting), "training": mode} for setting, mode in zip(drawn.calls, modes)]
    asked = {"exercise": name, "seed": PUBLIC_SEED, "parameters": known.asked(), "calls": calls, "alike": []}
    evidence = probe(asked, file.names | {name: known.bound(file.function(name))})
    readings = [reading(run, evidence, known) for run in evidence.facts["runs"]]
    for run in evidence.facts["runs"]:
        if errors := run["graph"]["errors"]:
            raise Refused(f"the function fails on Keras tensors: {exception(errors[0])}")
        if run["graph"]["output"] is None:
            raise Refused(f"the function gives no tensor that is made from its first argument, but a {run['graph'].get('returned')}")
    graph = built(readings, [numbers(r) for r in readings])
    if graph is None:
        raise Refused("the function builds other steps from call to call: an `if` or a loop depends on a size", differing(readings))
    return graph


def reading(run: BlockRun, evidence: Evidence, known: Parameters) -> SimpleNamespace:
    """As `built` asks for it, without an exercise."""
    setting = setting_of(run)
    graph = GraphReading(run["graph"], challenge.images(evidence.seed, setting), evidence, ())
    return SimpleNamespace(graph=graph, end=graph.output, run=run, sizes=known.numbered(setting.arguments))


def numbers(reading: SimpleNamespace) -> dict[Formula, int]:
    """What numbers of a call may stand for: sizes, the input's channels, and what may be made of them."""
    named = reading.sizes | {CHANNELS: reading.graph.values[0].shape[-1]}
    whole = {name: n for name, n in named.items() if isinstance(n, int)}
    return {Formula(name): n for name, n in (*named.items(), *likely(whole))}


def differing(readings: list[SimpleNamespace]) -> LineFacts | None:
    """The line of the first step that is another one in another call."""
    steps = [[(node["name"], node["inputs"], node["line"]) for node in r.run["graph"]["nodes"]] for r in readings]
    shortest = min(map(len, steps))
    at = next((i for i in range(shortest) if len({str(s[i][:2]) for s in steps}) > 1), None)
    longest = max(steps, key=len)
    return longest[at if at is not None else min(shortest, len(longest) - 1)][2] if longest else None


def checked(file: Script, name: str, known: Parameters, graph: Graph, drawn: Drawn) -> str:
    """The exercise's text, once the function itself has been graded by it. Raises Refused where it does not get all points."""
    what = (ast.get_docstring(file.trees[name]) or f"as it stands in {file.place.name}").strip().split("\n")[0]
    what = what.replace('"', "'").replace("\\", "/")
    ways = ways_to_call(graph, known, drawn.calls)
    with TemporaryDirectory() as folder:
        text = exercise_text(name, what, known, graph, drawn.tied, len(drawn.calls[0].shape), ways[-1])
        (Path(folder) / f"{name}.py").write_text(text, encoding="utf-8")
        beside(Path(folder))
        verdict = judge(probe(question(name), file.names | {name: known.bound(file.function(name))}), name)
        lost = [c for c in verdict.criteria if c.outcome != "passed" and not (c.id == "call" and known.fixed)]
        if lost:
            raise Refused(f"what was read back is not what the function does: {lost[0].id}: {lost[0].message or verdict.note}")
        calls = next(calls for calls in ways if fit(exercise(name), calls))
    return exercise_text(name, what, known, graph, drawn.tied, len(drawn.calls[0].shape), calls)


def fit(asked: Exercise, calls: list[dict[str, Any]]) -> bool:
    try:
        check(replace(asked, calls=tuple(calls)))
    except ValueError:
        return False
    return True
