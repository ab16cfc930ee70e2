"""The order of the last steps: addition then ReLU, ReLU before the addition, batch normalisation after it.

Two of them are mistakes that learners make. After He et al. 2016 (arXiv 1603.05027), table 2 and figure 4: ResNet-110 on CIFAR-10 had
6.61 %, 7.84 % and 8.17 % error.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.show.report import BLUE, ORANGE

from ..guesses import Choice, Guessed
from ..progress import progress
from ..shown import sheet, styled
from . import Numbers, Result, run
from .images import images
from .lines import GREEN, Look, fixed, label_ends, last, percent, prepare, smooth
from .variation import Variation, trained

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LOOKS: dict[str, Look] = {
    "right order": {"color": BLUE, "linestyle": "-"},
    "ReLU before addition": {"color": ORANGE, "linestyle": (0, (4, 1.5))},
    "batch norm after addition": {"color": GREEN, "linestyle": (0, (1, 1))},
}
SHORT = {
    "right order": "right order",
    "ReLU before addition": "ReLU before\naddition",
    "batch norm after addition": "batch norm\nafter addition",
}
FITS = 1.0  # the loss at which a network is said to have begun to fit

GUESS = Choice(
    "Which order of the last steps learns fastest?",
    {
        "addition": "addition, then ReLU, as you built it",
        "relu": "ReLU, then addition",
        "norm": "addition, then batch normalisation and ReLU",
    },
)
LOOK = """
Left: with ReLU before the addition the loss falls below 1 later; with batch normalisation after the addition it ends far higher, for now every
shortcut passes through a normalisation. Right: with ReLU first, no number ever goes down from block to block, and they grow larger; in the order
that you built more than a third of them go down.
"""


def order(seed: int = 0, quick: bool = False, guess: Guessed | None = None, block: Callable[..., Any] | None = None) -> Result | Variation:
    """Train three residual networks that differ in the order of their blocks' last steps, and look at their activations.

    block: a function like `identity_block`; then two are trained, of this block and of the right one.
    """
    if block is None:
        return run("order", lambda: measure(seed, quick), guess)
    from .. import networks, own

    own.network(block, 1, seed)  # what cannot stand in a network is said at once
    count = 2 if quick else 16
    makes = {"right order": partial(networks.network, networks.RESIDUAL, count, seed), "yours": partial(own.network, block, count, seed)}
    return trained("order", makes, seed, quick)


def measure(seed: int, quick: bool) -> Numbers:
    import tensorflow as tf

    from .. import networks  # here: it needs TensorFlow, which drawing does not

    x, y = images(24 if quick else 360)
    blocks, steps = (2, 3) if quick else (16, 200)
    variants = (networks.RESIDUAL, networks.RELU_BEFORE_ADDITION, networks.NORM_AFTER_ADDITION)
    numbers: Numbers = {"loss": {}, "accuracy": {}, "mean": {}, "down": {}}
    with progress(len(variants) * steps, "order") as bar:
        for name, lines in zip(LOOKS, variants):
            bar.step(name, by=0)
            net = networks.network(lines, blocks, seed)
            numbers["loss"][name], _ = networks.fit(net, x, y, steps, seed, on_step=partial(bar.step, name))
            numbers["accuracy"][name] = networks.accuracy(net, x, y, training=True)
            activations = [a.numpy() for a in net.activations(tf.constant(x), training=True)]
            numbers["mean"][name] = [float(a.mean()) for a in activations]
            numbers["down"][name] = float(np.mean([(b < a).mean() for a, b in pairwise(activations)]))
    return numbers


def steps_to_fit(loss: list[float]) -> int | None:
    """The first step at which the smoothed loss is below 1; None if it never is."""
    below = np.flatnonzero(smooth(loss) < FITS)
    return int(below[0]) + 1 if len(below) else None


def outcome(numbers: Numbers) -> str:
    """The order whose loss is first below 1; where none is, that which ends lowest."""
    loss = numbers["loss"]
    first = min(LOOKS, key=lambda name: (steps_to_fit(loss[name]) or np.inf, last(loss[name])))
    return dict(zip(LOOKS, GUESS.options))[first]


def claims(numbers: Numbers) -> dict[str, bool]:
    loss, mean, down = numbers["loss"], numbers["mean"], numbers["down"]
    right, relu, norm = LOOKS
    return {
        "with ReLU before the addition no activation ever goes down from one block to the next": down[relu] == 0,
        "in the right order at least a fifth of them do": down[right] > 0.2,
        "with ReLU before the addition the last activations are larger": mean[relu][-1] > 1.3 * mean[right][-1],
        "with ReLU before the addition it takes longer until the loss is below 1": later(
            steps_to_fit(loss[relu]), steps_to_fit(loss[right])
        ),
        "with batch normalisation after the addition the loss ends higher than in the right order": last(loss[norm])
        > last(loss[right]) + 0.3,
    }


def later(one: int | None, other: int | None) -> bool:
    return other is not None and (one is None or one > other)


@styled
def draw(numbers: Numbers) -> Figure:
    figure, (left, right) = sheet(7.9, 4.3, ncols=2)
    prepare(left, "Training loss", "training step")
    prepare(right, "Mean activation when trained", "after block")
    ends = []
    for name, loss in numbers["loss"].items():
        line = smooth(loss)
        left.plot(range(1, len(line) + 1), line, **LOOKS[name], linewidth=2.8)
        mean = numbers["mean"][name]
        right.plot(range(len(mean)), mean, **LOOKS[name], linewidth=2.8)
        ends.append((len(mean) - 1, mean[-1], SHORT[name], LOOKS[name]["color"]))
    left.set(xlim=(0, len(line)), ylim=(0, 3))
    right.set(xlim=(0, len(mean) - 1), ylim=(0, None))
    label_ends(right, ends)
    return fixed(figure)


def describe(numbers: Numbers) -> str:
    each = "; ".join(
        f"{name}: loss {last(loss):.2f} in the end, {percent(numbers['accuracy'][name])} right, mean activation {numbers['mean'][name][-1]:.1f} "
        f"after the last block, {percent(numbers['down'][name])} of activations smaller than a block before"
        for name, loss in numbers["loss"].items()
    )
    return f"Training loss by step, and the mean activation after each block when trained, of three networks of {len(numbers['mean']['right order']) - 1} residual blocks. {each}."


def words(numbers: Numbers) -> str:
    parts = []
    for name, loss in numbers["loss"].items():
        steps = steps_to_fit(loss)
        parts.append(f"{name}: {'never' if steps is None else f'after {steps} steps'}, and {last(loss):.2f} in the end")
    down = numbers["down"]
    return (
        f"The loss falls below {FITS:g}: {'; '.join(parts)}. From one block to the next {percent(down['right order'])} of the activations go down in the "
        f"right order, {percent(down['ReLU before addition'])} with ReLU before the addition."
    )
