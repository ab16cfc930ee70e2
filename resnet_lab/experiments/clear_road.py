"""A road without ReLU: residual blocks with ReLU after the addition, and pre-activation blocks, with which nothing stands on the road.

After He et al. 2016 (arXiv 1603.05027), section 4: ResNet-164 had 5.93 % and 5.46 % error on CIFAR-10, ResNet-1001 7.61 % and 4.92 %.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from autograder.show.report import BLUE, ORANGE

from ..guesses import Amount, Guessed
from ..progress import progress
from ..shown import sheet, styled
from . import Numbers, Result, run
from .images import images
from .lines import Look, fixed, label_at, last, percent, prepare, smooth

if TYPE_CHECKING:
    import tensorflow as tf
    from matplotlib.figure import Figure

    from ..networks import Block, Network

LOOKS: dict[str, Look] = {
    "ReLU after addition": {"color": ORANGE, "linestyle": (0, (4, 1.5))},
    "pre-activation": {"color": BLUE, "linestyle": "-"},
}
SHIFT = {"ReLU after addition": (2, 20), "pre-activation": (2, -14)}  # of the labels, in points
SOON = 100  # steps

GUESS = Amount("In a trained residual network of 24 blocks, at what share of the places is the road open from one end to the other?")
LOOK = """
Left: the share of places at which no ReLU has closed the road, block by block. With ReLU after the addition it falls with every block, and little is
left at the end; with the activations moved onto the main path it stays at 1. Right: the training loss of both. At this depth the clear road learns
faster; the block of 2015 gets there too.
"""


def clear_road(seed: int = 0, quick: bool = False, guess: Guessed | None = None) -> Result:
    """Train two residual networks that differ in where their activations stand, and look how far the road through them is open."""
    return run("clear_road", lambda: measure(seed, quick), guess)


def measure(seed: int, quick: bool) -> Numbers:
    from .. import networks  # here: it needs TensorFlow, which drawing does not

    x, y = images(24 if quick else 360)
    blocks, steps = (2, 3) if quick else (24, 200)
    before_each = networks.RESIDUAL
    for n in "123":  # the same steps, each normalisation and ReLU before its convolution
        before_each = before_each.moved(f"relu{n}", before=f"conv{n}").moved(f"bn{n}", before=f"relu{n}")
    numbers: Numbers = {"open": {}, "loss": {}, "accuracy": {}}
    with progress(2 * steps, "clear road") as bar:
        for name, lines in zip(LOOKS, (networks.RESIDUAL, before_each)):
            bar.step(name, by=0)
            net = networks.network(lines, blocks, seed)
            numbers["loss"][name], _ = networks.fit(net, x, y, steps, seed, on_step=partial(bar.step, name))
            numbers["accuracy"][name] = networks.accuracy(net, x, y, training=True)
            numbers["open"][name] = road(net, x)
    return numbers


def road(net: Network, x: np.ndarray) -> list[float]:
    """The share of all places at which a small change of what leaves the stem is still there after each block, where it takes the shortcuts
    only: no ReLU on the way has made it 0."""
    import tensorflow as tf

    X = net.stem(tf.constant(x), training=True)
    through, shares = tf.ones_like(X), [1.0]
    for block in net.blocks:
        at = block.lines.at("add") + 1
        total = part(block, slice(at))(X, training=True)
        with tf.GradientTape() as tape:
            tape.watch(total)
            X = part(block, slice(at, None))(total, training=True)
        through *= passed(tape.gradient(X, total))
        shares.append(float(tf.reduce_mean(through)))
    return shares


def part(block: Block, lines: slice) -> Block:
    """Some of a block's lines, with its own layers."""
    made = copy(block)
    made.lines = replace(block.lines, lines=block.lines.lines[lines])
    return made


def added(net: Network, x: np.ndarray) -> list[float]:
    """How much each block adds to what its shortcut carries: the norm of F(X) divided by that of X, in training mode."""
    import tensorflow as tf

    activations = net.activations(tf.constant(x), training=True)
    paths = [part(block, slice(block.lines.at("add")))(X, training=True) for block, X in zip(net.blocks, activations)]
    return [float(tf.norm(F) / tf.norm(X)) for F, X in zip(paths, activations)]


def passed(gradient: tf.Tensor) -> tf.Tensor:
    """1 where a change goes on, 0 where it ends. What follows the addition acts on each number by itself."""
    import tensorflow as tf

    return tf.cast(gradient != 0, gradient.dtype)


def outcome(numbers: Numbers) -> float:
    return 100 * float(numbers["open"]["ReLU after addition"][-1])


def claims(numbers: Numbers) -> dict[str, bool]:
    share, loss = numbers["open"], numbers["loss"]
    after, before = LOOKS
    return {
        "with ReLU after the addition less than a fifth of the places are open from end to end": share[after][-1] < 0.2,
        "with pre-activation all of them are": min(share[before]) == 1,
        f"after {SOON} steps the pre-activation network's loss is the lower one": last(loss[before][:SOON]) < last(loss[after][:SOON]),
        "and by the end both fit at least 85 % of their training images": min(numbers["accuracy"].values()) > 0.85,
    }


@styled
def draw(numbers: Numbers) -> Figure:
    figure, (left, right) = sheet(7.9, 4.3, ncols=2)
    prepare(left, "Where the road is open", "after block")
    prepare(right, "Training loss", "training step")
    for name, shares in numbers["open"].items():
        left.plot(range(len(shares)), shares, **LOOKS[name], linewidth=2.8)
        line = smooth(numbers["loss"][name])
        right.plot(range(1, len(line) + 1), line, **LOOKS[name], linewidth=2.8)
        at = len(shares) // 4
        label_at(left, at, shares[at], name, LOOKS[name]["color"], SHIFT[name])
    left.set(xlim=(0, len(shares) - 1), ylim=(0, 1.05))
    left.yaxis.set_major_formatter(lambda value, _: percent(value))
    right.set(xlim=(0, len(line)), ylim=(0, 3))
    return fixed(figure)


def describe(numbers: Numbers) -> str:
    blocks = len(numbers["open"]["pre-activation"]) - 1
    each = "; ".join(
        f"{name}: {percent(shares[-1])} of the places are open after the last block, loss {last(numbers['loss'][name][:SOON]):.2f} after {SOON} "
        f"steps and {last(numbers['loss'][name]):.2f} in the end"
        for name, shares in numbers["open"].items()
    )
    return f"The share of places at which the road of shortcuts is open, block by block, and the training loss by step, of two trained networks of {blocks} residual blocks. {each}."


def words(numbers: Numbers) -> str:
    share, loss = numbers["open"], numbers["loss"]
    blocks = len(share["pre-activation"]) - 1
    first, second = (f"{name}: {last(values[:SOON]):.2f}, then {last(values):.2f}" for name, values in loss.items())
    return (
        f"With ReLU after the addition {percent(share['ReLU after addition'][-1])} of the places are open through all {blocks} blocks, with "
        f"pre-activation {percent(share['pre-activation'][-1])}. The loss after {SOON} steps and in the end: {first}; {second}."
    )
