"""What can be wrong in an exercise's file, said in one line: where, and what to do. Nothing is drawn from a seed here."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from ..layers.layer import Layer
from .calls import OPEN, Arguments, Shape, draw
from .lines import walk
from .text import tree_of

if TYPE_CHECKING:
    from .exercise import Exercise


def check(exercise: Exercise) -> None:
    """Raises ValueError, with the first thing that is wrong."""
    for found in (signature, branches, inputs, calls, differing, shapes):
        for words in found(exercise):
            raise ValueError(f"{exercise.file}: {words}.")


def signature(exercise: Exercise) -> Iterator[str]:
    known = listed(exercise.contract.parameters)
    for name in exercise.sizes:
        if name not in exercise.contract.parameters:
            yield f"the value takes `{name}`, which its signature does not have ({known}); add it there, or call it as it is called there"
    for name, parts in exercise.several.items():
        if taken := set(parts) & {*exercise.contract.parameters, *OPEN}:
            yield f"a part of `{name}` is called `{min(taken)}`, like a parameter; give it another name"


def branches(exercise: Exercise) -> Iterator[str]:
    """What is decided on a name would be decided once, for all calls."""
    sizes = {*exercise.sizes, *(part for parts in exercise.several.values() for part in parts)}
    for node in ast.walk(tree_of(exercise.value)):
        if isinstance(node, (ast.If, ast.IfExp, ast.While, ast.Assert)):
            found = [inner.id for inner in ast.walk(node.test) if isinstance(inner, ast.Name) and inner.id in sizes]
            if found:
                line = exercise.value.__code__.co_firstlineno + node.lineno - 1
                yield (
                    f"line {line}: the value decides on `{found[0]}`, and is read once, for all sizes; "
                    "write the lines of one case, or two exercises"
                )


def inputs(exercise: Exercise) -> Iterator[str]:
    sizes = [size for argument in exercise.sizes for size in exercise.names_in(argument)]
    tied = exercise.input.channels
    if tied and tied not in sizes:
        yield f"its input has as many channels as `{tied}`, and no size is called that; there are {listed(sizes)}"


def calls(exercise: Exercise) -> Iterator[str]:
    """Each call by itself."""
    parameters = exercise.contract.parameters
    if len(exercise.calls) < 2:
        yield "there must be two calls at least, or a number written down in an answer would pass; write calls=({…}, {…})"
    for kind, given in (("calls", exercise.calls), ("alike", exercise.alike)):
        for at, call in enumerate(given, 1):
            where = f"call {at} of {kind}"
            for name, value in call.items():
                if name not in parameters or name == "initializer":
                    yield f"{where} gives `{name}`, which the signature does not have ({listed(parameters)})"
                elif name in exercise.several and (not isinstance(value, (tuple, list)) or len(value) != len(exercise.several[name])):
                    yield f"{where} gives {name}={value!r}, where {listed(exercise.several[name])} are meant"
            for name in needed(exercise, all_of_it=kind == "alike"):
                if name not in call:
                    yield f"{where} must give `{name}`, which is not drawn"


def needed(exercise: Exercise, *, all_of_it: bool) -> list[str]:
    """The parameters for which a call must give something: in one that is drawn, those without default that are no sizes."""
    parameters = exercise.contract.parameters.values()
    if exercise.lines.calls:
        return [p.name for p in parameters if p.default is p.empty or p.name in exercise.sizes]
    if all_of_it:
        return [exercise.first, *exercise.sizes]
    return [p.name for p in parameters if p.default is p.empty and p.name not in (exercise.first, *exercise.sizes, *OPEN)]


def differing(exercise: Exercise) -> Iterator[str]:
    """All calls together."""
    for name in exercise.contract.parameters:
        values = [call.get(name) for call in exercise.calls]
        if name not in OPEN and None not in values and all(value == values[0] for value in values):
            yield (
                f"`{name}` is {values[0]!r} in every call, so an answer with that written down would pass; "
                "give it another value in one of them, or leave it out"
            )


class Ends:
    """In the place of a generator of random numbers: the smallest inputs, with the smallest or (step -1) the largest other sizes."""

    def __init__(self, step: int):
        self.step, self.first = step, True

    def permutation(self, x: np.ndarray) -> np.ndarray:
        self.first, sizes = False, self.first
        return x[:: self.step] if sizes else x

    def integers(self, low: int, high: int) -> int:
        return low


def shapes(exercise: Exercise) -> Iterator[str]:
    """Whether the tensors of each call fit, and have no dimension of 1, which is stretched silently where two are added."""
    if exercise.lines.calls:
        return
    for call in (*exercise.calls, *exercise.alike):
        for step in (1, -1):
            shape, arguments, _ = draw(exercise, call, Ends(step))
            sizes, words = exercise.sizes_in(arguments, shape), f"with {exercise.first} of shape {shape} and {called(arguments)}"
            if (tied := exercise.input.channels) and shape[-1] != sizes[tied]:
                yield f"{words} the input has {shape[-1]} channels, and {tied} is {sizes[tied]}; make them the same"
            if len(shape) != len(exercise.input.axes):
                yield f"{words} the input is not {listed(exercise.input.axes)}"
            yield from steps(exercise, shape, sizes, words)


def steps(exercise: Exercise, shape: Shape, sizes: Mapping[str, int], words: str) -> Iterator[str]:
    if min(shape) < 2:
        yield f"{words} a dimension of the input is 1; make every one 2 or more"

    thin: list[Shape] = []  # shapes with a 1 that is not meant

    def rule(layer: Layer, *taken: Shape) -> Shape:
        """Whether sizes fit is NumPy's to say, where the layer computes."""
        try:
            given = layer.exact([np.zeros((1, *each)) for each in taken], ones, False).shape[1:]
        except ValueError as error:
            raise ValueError(f"{layer.words}: {error}") from None
        if min(given, default=0) < 2 and not layer.gathers and all(min(each) > 1 for each in taken):
            thin.append(given)
        return given

    try:
        found = walk(exercise.lines, shape[1:], dict(sizes), rule)
    except ValueError as error:
        yield f"{words} the tensors do not fit ({error}); say what is the same, as in input=Images(channels=…), or mend the value"
        return
    for name, given in found.items():
        if given in thin:
            yield f"{words} `{name}` gives {given}, with a dimension below 2; give other sizes in this call"


def ones(name: str, shape: tuple[int, ...]) -> np.ndarray:
    """For every weight."""
    return np.ones(shape)


def listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def called(arguments: Arguments) -> str:
    return ", ".join(f"{name}={value}" for name, value in arguments.items())
