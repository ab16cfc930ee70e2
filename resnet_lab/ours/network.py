"""The small network of the reference's lines, evaluated in float64 NumPy, with the weights that were trained for it. It knows no Keras.

Its parts are those of `training.narrow_network`: a stem, six blocks, a head.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from autograder.exercises.convolutional_block import EXERCISE as CONVOLUTIONAL
from autograder.exercises.identity_block import EXERCISE as IDENTITY
from autograder.layers import BatchNormalization, Conv2D, Dense, GlobalAveragePooling2D, ReLU, Rescaling
from autograder.layers.layer import Tensor
from autograder.value.exercise import lines_of
from autograder.value.lines import Line, Lines, carry

FILE = Path(__file__).with_name("weights.npy")  # float16, one weight after another as `evaluate` asks for them
CLASSES = range(6)
STAGES = ([16, 16, 64], [32, 32, 128], [64, 64, 256])  # the filters of each stage's two blocks
STEM = ReLU()(BatchNormalization()(Conv2D(16, 5, strides=2, padding="same")(Rescaling(1 / 127.5, -1.0)(Tensor()))))
HEAD = Dense(len(CLASSES), activation="softmax")(GlobalAveragePooling2D()(Tensor()))


class Part(NamedTuple):
    lines: Lines
    sizes: dict[str, int]


def block(lines: Lines, filters: list[int]) -> Part:
    return Part(lines, {"f": 3, "s": 2} | dict(zip(("F1", "F2", "F3"), filters)))


BLOCKS = tuple(block(exercise.lines, filters) for filters in STAGES for exercise in (CONVOLUTIONAL, IDENTITY))
PARTS = (Part(lines_of("stem", STEM), {}), *BLOCKS, Part(lines_of("head", HEAD), {}))


class Place(NamedTuple):
    """What a layer is known by, whatever it is called and whenever it was made.

    depth: how many convolutions lie on the way from the part's input to it, itself included. shapes: of its weights by name, in order.
    """

    part: int
    depth: int
    shapes: tuple[tuple[str, tuple[int, ...]], ...]


def place(part: int, depth: int, shapes: dict[str, tuple[int, ...]]) -> Place:
    return Place(part, depth, tuple(sorted(shapes.items())))


Weights = dict[str, np.ndarray]  # of a layer, by Keras's names


@dataclass(frozen=True, eq=False)
class Step:
    """A line that has weights: where it is, and what it gives, of shape (1, height, width, channels)."""

    line: Line
    place: Place
    weights: Weights
    output: np.ndarray


class Run(NamedTuple):
    """steps: those with weights. leaving: what leaves each part; from the last, probabilities of shape (1, classes)."""

    steps: list[Step]
    leaving: list[np.ndarray]


def stored() -> Callable[[Place], Weights]:
    """Gives the trained weights of one place after another, in the order in which `evaluate` comes to them."""
    numbers, at = np.load(FILE).astype(np.float32), 0

    def following(where: Place) -> Weights:
        nonlocal at
        weights = {}
        for name, shape in where.shapes:
            weights[name] = numbers[at : at + prod(shape)].reshape(shape)
            at += prod(shape)
        return weights

    return following


def evaluate(image: np.ndarray, weights_of: Callable[[Place], Weights]) -> Run:
    """The network on one image of shape (height, width, 3), 0 to 255, line by line, with moving statistics."""
    run, X = Run([], []), image[None].astype(np.float64)
    for i, part in enumerate(PARTS):
        X = through(part, i, X, weights_of, run.steps)
        run.leaving.append(X)
    return run


def through(part: Part, number: int, X: np.ndarray, weights_of: Callable[[Place], Weights], steps: list[Step]) -> np.ndarray:
    """What leaves the part; its steps with weights are added to `steps`."""

    def step(line: Line, *taken: tuple[np.ndarray, int]) -> tuple[np.ndarray, int]:
        layer: Any = part.lines.steps()[line.name].resolved(part.sizes)
        arrays, depth = [array for array, _ in taken], max(depth for _, depth in taken) + (line.kind == "conv")
        shapes = layer.held(*(array.shape for array in arrays))
        where = place(number, depth, shapes)
        weights = weights_of(where) if shapes else {}
        output = layer.exact(arrays, lambda name, shape: weights[name], False)
        if shapes:
            steps.append(Step(line, where, weights, output))
        return output, depth

    return carry(part.lines, (X, 0), step)[1][0]
