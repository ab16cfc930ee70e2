"""What is asked of a student's function in a challenge, as plain data. It is handed to the process that runs the function, which has no exercises.

{"exercise", "seed",
 "parameters": [{"name", "default"?}],      the signature
 "calls": [{"setting", "training"}],        of a network [{"arguments"}]
 "alike": [{"setting"}],                    calls in which sizes are equal; not of a network
 "functions": {name: {"parameters", "several", "shape"}}}    those that a network calls, and the shape that each gives
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from typing import Any

from ..exercises import exercise
from ..value.calls import draw_all
from ..value.checks import check
from ..value.exercise import Exercise
from ..value.formula import shape_given
from . import challenge
from .challenge import PUBLIC_SEED, Setting

Question = dict[str, Any]  # as above, or a part of it


def question(name: str, seed: int = PUBLIC_SEED) -> Question:
    """What the exercise of that name is asked. Raises ValueError where there is none, or its file is not right."""
    asked = checked(name)
    more = of_network(asked) if asked.lines.calls else of_block(asked, seed)
    return json.loads(json.dumps({"exercise": name, "seed": seed, "parameters": parameters(asked), **more}))


@cache
def checked(name: str) -> Exercise:
    check(exercise(name))
    return exercise(name)


def of_block(asked: Exercise, seed: int) -> Question:
    drawn, last = draw_all(asked, challenge.generator(seed, "settings", asked.name)), len(asked.calls) - 1
    settings = [Setting(*found, reach=challenge.REACH if at == last else 1.0) for at, found in enumerate(drawn)]
    modes = [bool(call.get("training")) for call in asked.calls]
    return {
        "calls": [{"setting": asdict(setting), "training": training} for setting, training in zip(settings, modes)],
        "alike": [{"setting": asdict(setting)} for setting in alike(asked)],
    }


def alike(asked: Exercise) -> list[Setting]:
    """The calls in which sizes are equal. Only the output is asked for there."""
    return [Setting(tuple(call[asked.first]), {name: call[name] for name in asked.sizes if name in call}) for call in asked.alike]


def of_network(asked: Exercise) -> Question:
    called = {call.kind: exercise(call.kind) for call in asked.lines.calls.values()}
    functions = {
        name: {"parameters": parameters(other), "several": other.several, "shape": shape_given(other)} for name, other in called.items()
    }
    return {"calls": [{"arguments": dict(call)} for call in asked.calls], "functions": functions}


def parameters(asked: Exercise) -> list[dict[str, Any]]:
    return [{"name": p.name} | ({} if p.default is p.empty else {"default": p.default}) for p in asked.contract.parameters.values()]
