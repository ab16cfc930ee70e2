"""How an exercise is called: what a call gives is fixed, the rest is drawn. It knows no seed, and no numbers of inputs and weights.

All sizes that are drawn for a call differ, so that none can stand for another; and no size is the same in all calls, or an answer
with that number written down would pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..layers.formula import Formula
from .inputs import Draws

if TYPE_CHECKING:
    from .exercise import Exercise

OPEN = ("training", "initializer")  # parameters that are no sizes; the probe has values for them
FEWEST = 6  # numbers from which the sizes of a call are drawn
TRIES = 1000

Shape = tuple[int, ...]
Arguments = dict[str, Any]  # by parameter: a size, several, a shape or a mode
Given = Mapping[str, Any]  # those that an exercise gives for a call


class Drawn(NamedTuple):
    """A call: the shape of X, the arguments by name, and the sizes that were drawn for it."""

    shape: Shape
    arguments: Arguments
    sizes: dict[str, int]


def draw(exercise: Exercise, call: Given, rng: Draws) -> Drawn:
    """The shape of X, every argument that the call gives or that is a size, in the signature's order; and the sizes that were drawn."""
    free = [name for argument in exercise.sizes if argument not in call for name in exercise.names_in(argument)]
    tied, X = exercise.input.channels, exercise.first
    names = free if tied or X in call else [*free, X]
    drawn = dict(zip(names, map(int, rng.permutation(np.arange(2, 2 + max(FEWEST, len(names)))))))
    given = {name: call[name] for name in exercise.contract.parameters if name in call and name not in (X, *OPEN)}
    arguments = {
        argument: given[argument] if argument in given else exercise.argument(argument, drawn)
        for argument in exercise.contract.parameters
        if argument in given or argument in exercise.sizes
    }
    if X in call:
        return Drawn(tuple(call[X]), arguments, drawn)
    last = exercise.sizes_in(arguments, ())[tied] if tied else drawn[X] + exercise.input.more
    return Drawn(exercise.input.shape(rng, last), arguments, drawn)


def draw_all(exercise: Exercise, rng: Draws) -> list[tuple[Shape, Arguments]]:
    """All calls of an exercise, drawn anew until no size is the same in all of them, nor a formula of sizes the same as a size.

    Raises ValueError where that never happens.
    """
    for _ in range(TRIES):
        found = [draw(exercise, call, rng) for call in exercise.calls]
        every = [drawn.sizes for drawn in found]
        differing = all(len({drawn[name] for drawn in every}) > 1 for name in every[0] if all(name in drawn for drawn in every))
        if differing and apart(exercise, found):
            return [(shape, arguments) for shape, arguments, _ in found]
    raise ValueError(f"{exercise.file}: in its calls {' and '.join(exercise.formulas)} cannot be told from other sizes; give other ones")


def apart(exercise: Exercise, found: list[Drawn]) -> bool:
    """Whether no formula gives what another one, a size or the input's channels are in a call, nor one number in all calls."""
    numbers: list[list[int | Formula]] = []
    for shape, arguments, _ in found if exercise.formulas else ():
        sizes = exercise.sizes_in(arguments, shape)
        numbers.append([formula.of(sizes) for formula in exercise.formulas])
        if len({*numbers[-1], *sizes.values(), shape[-1]}) < len({*sizes.values(), shape[-1]}) + len(numbers[-1]):
            return False
    return all(len(set(of_one)) > 1 for of_one in zip(*numbers))
