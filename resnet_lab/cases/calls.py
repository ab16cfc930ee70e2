"""Calls a case's block as a reader asks, and lays what comes out beside what the right block gives. It knows no misconceptions.

Weights follow from a seed by what they are, as in `check`, so that the wrong and the right block have the same ones.
"""

from __future__ import annotations

import itertools
import linecache
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial
from importlib import import_module
from typing import Any

import numpy as np

from autograder.evidence import Evidence
from autograder.judge.reading import Due
from autograder.show.faults import UserError
from autograder.truth import challenge
from autograder.truth.challenge import PUBLIC_SEED
from autograder.value.calls import draw
from autograder.value.checks import steps
from autograder.value.exercise import Exercise

BLOCKS = ("basic_block", "vgg_block", "fire_module")
USUAL = {"f": 3}  # what a call has that says nothing
LARGEST = 32  # of a size: enough to tell blocks apart, and quick
NUMBERS = itertools.count()
Given = Mapping[str, Any]


@cache
def block(name: str) -> Exercise:
    """The right block of that name."""
    return import_module(f".blocks.{name}", __package__).EXERCISE


@dataclass(frozen=True, eq=False)
class Call:
    """One way to call a block: X, float32 of shape (batch, height, width, channels), sizes by name, and the mode."""

    asked: Exercise
    X: np.ndarray
    arguments: dict[str, Any]
    training: bool

    @cached_property
    def due(self) -> Due:
        """What the right block gives."""
        return Due(self.asked.lines, self.X, self.asked.sizes_in(self.arguments, self.X.shape), self.training, PUBLIC_SEED)

    def __str__(self) -> str:
        said = [f"X of shape {self.X.shape}", *(f"{name}={value}" for name, value in self.arguments.items())]
        return ", ".join([*said, *(["training=True"] if self.training else [])])


def call(asked: Exercise, given: Given) -> Call:
    """What a reader gives, with the rest drawn; X may be an array or its shape. Raises UserError, which says what does not fit."""
    known = list(asked.contract.parameters)
    for name in given:
        if name not in known:
            raise UserError(f"{asked.name} has no argument `{name}`; there are {', '.join(known)}.")
    X = given.get(asked.first)
    shape = tuple(X) if isinstance(X, (tuple, list)) and np.ndim(X) == 1 else None if X is None else np.shape(X)
    sizes = {name: checked(asked, name, value) for name, value in given.items() if name in asked.sizes}
    wanted = USUAL | sizes | ({} if shape is None else {asked.first: checked_shape(shape)})
    shape, arguments, _ = draw(asked, wanted, challenge.generator(PUBLIC_SEED, "case", asked.name))
    tied = asked.input.channels
    for name, parts in asked.several.items():
        if tied in parts and name not in given:
            arguments[name][parts.index(tied)] = shape[-1]
    if tied and shape[-1] != asked.sizes_in(arguments, shape)[tied]:
        raise UserError(
            f"X is added to what has {tied} channels: here X has {shape[-1]}, and {tied} is {asked.sizes_in(arguments, shape)[tied]}."
        )
    for words in steps(asked, shape, asked.sizes_in(arguments, shape), "in this call"):
        raise UserError(f"The right block cannot be called so: {words}.")
    numbers = challenge.inputs(PUBLIC_SEED, "X", shape) if X is None or np.ndim(X) == 1 else np.asarray(X, np.float32)
    return Call(asked, numbers, arguments, bool(given.get("training", False)))


def checked(asked: Exercise, name: str, value: Any) -> Any:
    """A size, or several, as given."""
    parts = asked.several.get(name)
    listed = list(value) if isinstance(value, (tuple, list)) else [value]
    if isinstance(value, (tuple, list)) != (parts is not None) or len(listed) != len(parts or [name]):
        takes = f"{len(parts)} numbers, {name}=({', '.join(parts)})" if parts else f"one number, as in {name}=3"
        raise UserError(f"`{name}` takes {takes}; given is {value!r}.")
    if not all(isinstance(n, (int, np.integer)) and 1 <= n <= LARGEST for n in listed):
        raise UserError(f"`{name}` takes whole numbers from 1 to {LARGEST}; given is {value!r}.")
    return [int(n) for n in listed] if parts else int(listed[0])


def checked_shape(shape: tuple[Any, ...]) -> tuple[int, ...]:
    if len(shape) != 4 or not all(isinstance(n, (int, np.integer)) and 1 <= n <= LARGEST for n in shape):
        raise UserError(
            f"X is an array of shape (batch, height, width, channels), or such a shape, each from 1 to {LARGEST}; given is {shape}."
        )
    return tuple(map(int, shape))


def function(name: str, code: str) -> Any:
    """The function that this code defines, with Keras's layers around it."""
    import keras
    import tensorflow as tf

    file = f"<case {next(NUMBERS)}>"
    linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)  # so that an exception can show its line
    names = {"keras": keras, "tf": tf} | {key: made for key, made in vars(keras.layers).items() if not key.startswith("_")}
    exec(compile(code, file, "exec"), names)
    return names[name]


@dataclass(frozen=True, eq=False)
class Gave:
    """What a block gave in a call: numbers, or the exception with which it stopped. off: how far that is from what the right block gives,
    in units of what rounding explains: more than 1 is another result."""

    call: Call
    output: np.ndarray | None
    error: dict[str, Any] | None
    off: float

    @property
    def differs(self) -> bool:
        return self.error is not None or not self.off <= 1


def gave(made: Any, wanted: Call) -> Gave:
    """What this function gives."""
    import tensorflow as tf

    from autograder.probe.calls import eager
    from autograder.probe.trace import contract_state

    evidence = Evidence({})
    mode = {"training": wanted.training} if "training" in wanted.asked.contract.parameters else {}
    with contract_state():
        ask = partial(made, tf.constant(wanted.X), **wanted.arguments, **mode)
        found = eager(ask, partial(challenge.weight, PUBLIC_SEED), made.__globals__, evidence)
    if "error" in found or found["output"] is None:
        return Gave(
            wanted, None, found.get("error", {"type": "TypeError", "message": f"it returns {found.get('returned')}", "line": None}), np.inf
        )
    output = evidence.array(found["output"])
    return Gave(wanted, output, None, float(wanted.due.distance(output)))
