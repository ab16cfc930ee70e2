"""Our trained weights in a network of the student's own blocks: whether they fit, and whether every step then gives the same numbers as ours."""

from __future__ import annotations

from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf

from autograder.layers.layer import Shape

from ..data import DataError, load_signs
from ..experiments.lines import number, percent
from ..shown import Shown
from ..waiting import Waiting
from .layers import Function, Network, built
from .network import BLOCKS, CLASSES, PARTS, Run, Step, evaluate, stored
from .picture import draw

ROUNDING = 1e-4  # of a step's largest number: float32 is off by some 1e-6


class Compared(NamedTuple):
    """What a step gives in the student's network and in ours. part: its number; off: the largest difference, in parts of ours' largest number;
    infinite where not even the shapes are the same."""

    part: int
    name: str
    off: float


def our_weights(identity_block: Function, convolutional_block: Function, image: np.ndarray | None = None) -> Shown | Waiting:
    """Give a network of these blocks the weights that we trained, and lay what each of its steps gives for an image beside what ours gives.

    image: uint8 of shape (64, 64, 3), as `load_photo` gives it; without one, a test image. Raises DataError for another shape.
    """
    image = load_signs().test_x[0] if image is None else image
    if image.shape != (64, 64, 3):
        raise DataError(f"The image has the shape {image.shape}; this network takes (64, 64, 3).")
    network = built(identity_block, convolutional_block)
    if isinstance(network, Waiting):
        return network
    ours = evaluate(image, stored())
    if wrong := misfit(network, ours):
        return Waiting(wrong)
    load(network, ours)
    steps, theirs = compared(network, ours, image)
    words = f"{verdict(steps)} {both(theirs, ours.leaving[-1][0])}"
    return draw(image, steps, ROUNDING, words)


# -- do the weights fit? -------------------------------------------------------------------------------------------------------


def spoken(shapes: tuple[tuple[str, Shape], ...]) -> str:
    """Weights of one shape together: "beta, gamma of 16"."""
    names: dict[Shape, list[str]] = {}
    for name, shape in shapes:
        names.setdefault(shape, []).append(name.replace("_", " "))
    return ", ".join(f"{', '.join(alike)} of {'×'.join(map(str, shape))}" for shape, alike in names.items())


def misfit(network: Network, ours: Run) -> str:
    """What keeps our weights out of the student's network; "" if nothing does."""
    due = {step.place: step for step in ours.steps}
    for where, step in due.items():
        if len(network.found.get(where, ())) != 1:
            return refused(where.part, missing(step) if where not in network.found else f"there are two layers for {one(step)}")
    for where in network.found:
        if where not in due:
            return refused(where.part, f"it has a layer that ours has not ({spoken(where.shapes)})")
    return ""


def one(step: Step) -> str:
    return f"our {step.line.layer.words} `{step.line.name}` ({spoken(step.place.shapes)})"  # type: ignore[union-attr]


def missing(step: Step) -> str:
    return f"it has no place for {one(step)}"


def refused(part: int, why: str) -> str:
    return f"Our weights do not fit into your `{PARTS[part].lines.name}` yet: {why}. `check` says more; then come back."


def load(network: Network, ours: Run) -> None:
    for step in ours.steps:
        for weight in network.found[step.place][0].layer.weights:
            weight.assign(step.weights[weight.name])


# -- does it compute the same? -------------------------------------------------------------------------------------------------


def compared(network: Network, ours: Run, image: np.ndarray) -> tuple[list[Compared], np.ndarray]:
    """Every layer with weights whose numbers can be seen, and what leaves each part; and the student's probabilities, of shape (classes,)."""
    tensors: list[tuple[int, str, keras.KerasTensor, np.ndarray]] = []
    for part, leaving in enumerate(network.leaving):
        for step in ours.steps:
            seen = network.found[step.place][0].output
            if step.place.part == part and seen is not None and seen is not leaving:
                tensors.append((part, step.line.name, seen, step.output))
        tensors.append((part, "what leaves it", leaving, ours.leaving[part]))
    with tf.device("/CPU:0"):  # a GPU's TF32 convolutions are too coarse
        model = keras.Model(network.model.inputs[0], [tensor for *_, tensor, _ in tensors])
        given = model(image[None].astype("float32"))  # training=False would hide a True that the student's call has fixed
    arrays = list(map(np.asarray, given))
    return [Compared(part, name, off(found, due)) for (part, name, _, due), found in zip(tensors, arrays)], arrays[-1][0]


def off(found: np.ndarray, due: np.ndarray) -> float:
    """The largest difference, in parts of the largest number that is due."""
    if found.shape != due.shape or not np.isfinite(found).all():
        return float("inf")
    return float(np.abs(found - due).max() / (np.abs(due).max() or 1))


def verdict(steps: list[Compared]) -> str:
    different = [i for i, step in enumerate(steps) if not step.off < ROUNDING]
    if not different:
        return (
            f"All {len(steps)} steps give the same numbers as ours, to rounding: nowhere do they differ by more than a "
            f"{in_words(max(step.off for step in steps))} of the largest. Your blocks do what ours do."
        )
    step = steps[different[0]]
    by = f"by {number(100 * step.off)} % of its largest number" if np.isfinite(step.off) else "in shape"
    return (
        f"Of {len(steps)} steps the first {different[0]} give the same numbers as ours. Then, in block {step.part} of {len(BLOCKS)}, "
        f"your {PARTS[step.part].lines.name}, {step.name} differs {by}, and everything after it is built on that. check says more."
    )


def in_words(share: float) -> str:
    """A share below 1/1000, rounded up to a power of ten: "millionth"."""
    return {4: "ten thousandth", 5: "hundred thousandth"}.get(int(-np.log10(max(share, 1e-6))), "millionth")


def both(theirs: np.ndarray, ours: np.ndarray) -> str:
    yours, mine = (f"a {CLASSES[int(p.argmax())]}, with {percent(p.max())}" for p in (theirs, ours))
    return f"Both read {yours}." if yours == mine else f"Yours reads {yours}; ours reads {mine}."
