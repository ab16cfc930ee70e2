"""One answer put to its exercise, in the process that asks: probed, the evidence looked over as in grading, judged; and whether other calls tell a
wrong answer that passes. The code is the author's own, or derived from it, so nothing is isolated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import NamedTuple

import numpy as np

from ..evidence import Evidence
from ..evidence.schema import checked
from ..exercises import exercise
from ..judge.reading import Due, setting_of
from ..probe.quiet import import_tensorflow
from ..truth import challenge
from ..truth.challenge import PUBLIC_SEED, Setting
from ..truth.question import question
from ..value.calls import draw
from ..value.checks import steps
from ..value.exercise import Exercise
from .rates import Graded, graded
from .right import Right
from .scope import namespace
from .wrong import Mutant

Call = dict[str, object]
SMALL = (1, 2, 3, 4)  # what a size is tried as
SHAPES = ((2, 5, 8), (3, 6, 7), (2, 9, 12))  # batch, height and width; of a sequence, batch and length


def put_to(answer: Mutant | Right) -> Graded:
    return graded(answer, seen(answer.exercise, answer.source))


def seen(name: str, source: str, seed: int = PUBLIC_SEED) -> Evidence:
    import_tensorflow()
    from ..probe.calls import probe

    return checked(probe(question(name, seed), namespace(name, source)), name, seed)


# -- holes -----------------------------------------------------------------------------------------------------------------------


class Tried(NamedTuple):
    """How many other calls a wrong answer was put to, and the first in which it gives other numbers than the reference; None where there is none."""

    calls: int
    telling: Call | None


def told_by(mutant: Mutant) -> Tried:
    import_tensorflow()
    from ..probe.calls import probe

    asked = exercise(mutant.exercise)
    tried = [] if asked.lines.calls else list(candidates(asked))
    calls = [{"setting": asdict(setting), "training": bool(call.get("training"))} for call, setting in tried]
    evidence = probe(question(asked.name) | {"calls": calls, "alike": []}, namespace(asked.name, mutant.source))
    for (call, _), run in zip(tried, evidence.facts["runs"]):
        setting = setting_of(run)
        x = challenge.images(evidence.seed, setting)
        due = Due(asked.lines, x, asked.sizes_in(setting.arguments, setting.shape), run["training"], evidence.seed)
        found = run["eager"].get("output")
        if found is None or due.distance(evidence.array(found)) > 1:
            return Tried(len(tried), call)
    return Tried(len(tried), None)


def candidates(asked: Exercise) -> Iterator[tuple[Call, Setting]]:
    """Other calls, and what each is asked in: a size at a time small, inputs of other shapes; in both modes, where there are two."""
    rng = np.random.default_rng(1)
    shares = {name for own in asked.calls for name, value in own.items() if isinstance(value, float)}  # a rate of 1 leaves no number
    singles = [name for name in asked.sizes if name not in asked.several and name not in shares]
    varied: list[Call] = [{name: n} for name in singles for n in SMALL]
    modes: list[Call] = [{}, {"training": True}] if "training" in asked.contract.parameters else [{}]
    shapes_given = all(asked.first in own for own in asked.calls)
    for call in ({}, *varied):
        for mode in modes:
            if (drawn := fitting(asked, call, rng)) is not None:
                yield (told(asked, drawn) if shapes_given else call) | mode, drawn
    for longest in SHAPES:
        drawn = fitting(asked, {}, rng)
        if drawn is not None:
            whole = (*longest[: len(drawn.shape) - 1], drawn.shape[-1])
            if not list(steps(asked, whole, asked.sizes_in(drawn.arguments, whole), "")):
                yield told(asked, setting := Setting(whole, drawn.arguments)), setting


def told(asked: Exercise, setting: Setting) -> Call:
    """All of a call."""
    return {asked.first: setting.shape, **setting.arguments}


def fitting(asked: Exercise, call: Mapping[str, object], rng: np.random.Generator) -> Setting | None:
    """A call as it would be drawn, if tensors fit in it; sizes that the exercise's own calls always give are taken from its first."""
    fixed = [name for name in asked.sizes if asked.calls and all(name in own for own in asked.calls)]
    given = {name: asked.calls[0][name] for name in fixed} | dict(call)
    for _ in range(5):
        shape, arguments, _ = draw(asked, given, rng)
        if not list(steps(asked, shape, asked.sizes_in(arguments, shape), "")):
            return Setting(shape, arguments)
    return None
