"""Depth for nothing: residual blocks that start as the identity change nothing in a trained network; plain blocks destroy it.

The gamma of a block's last batch normalisation is 0, so its main path gives 0 and ReLU(0 + X) is X, for what comes in is not negative.
Goyal et al. 2017 (arXiv 1706.02677), section 5.1, start every residual block so.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from autograder.show.report import GREY

from ..guesses import Choice, Guessed
from ..progress import progress
from ..shown import sheet, styled
from . import Numbers, Result, run
from .images import images
from .lines import CHANCE, PLAIN, RESIDUAL, TEXT, chance_line, fixed, label_ends, number, percent, prepare

if TYPE_CHECKING:
    from matplotlib.figure import Figure

GUESS = Choice(
    "16 untrained residual blocks whose last γ is 0 are put into a trained network. How much of its accuracy is left?",
    {"all": "all of it, to the last digit", "most": "most of it", "little": "little more than guessing"},
)
LOOK = """
With residual blocks no output changes, not by the last digit: the largest difference is exactly 0. The new blocks cost nothing and wait to be
used. One single plain block brings the accuracy down to little more than guessing.
"""


def free_depth(seed: int = 0, quick: bool = False, guess: Guessed | None = None) -> Result:
    """Train a residual network of two blocks, put more and more untrained blocks behind them, and look at what it predicts."""
    return run("free_depth", lambda: measure(seed, quick), guess)


def measure(seed: int, quick: bool) -> Numbers:
    import tensorflow as tf

    from .. import networks  # here: it needs TensorFlow, which drawing does not

    x, y = images(24 if quick else 360)
    counts, steps = ([1, 2], 3) if quick else ([1, 2, 4, 8, 16], 200)
    numbers: Numbers = {"inserted": [0, *counts], "residual": [], "plain": [], "difference": []}
    with progress(steps + len(counts), "free depth") as bar:
        net = networks.network(networks.RESIDUAL, 2, seed)
        networks.fit(net, x, y, steps, seed, on_step=partial(bar.step, "training two blocks"))
        networks.settle(net, x)
        before = net(tf.constant(x)).numpy()
        numbers["residual"].append(networks.accuracy(net, x, y))
        numbers["plain"].append(networks.accuracy(net, x, y))
        for count in counts:
            rng = np.random.default_rng([seed, count])
            residual = networks.stack(networks.RESIDUAL, count, rng, special={"bn3": networks.zeros})
            deeper = replace(net, blocks=(*net.blocks, *residual))
            networks.settle(deeper, x)  # for the new blocks; it measures the same as before in the others
            numbers["residual"].append(networks.accuracy(deeper, x, y))
            numbers["difference"].append(float(np.abs(deeper(tf.constant(x)).numpy() - before).max()))
            deeper = replace(net, blocks=(*net.blocks, *networks.stack(networks.PLAIN, count, rng)))
            networks.settle(deeper, x)  # so that it is not the statistics that destroy it
            numbers["plain"].append(networks.accuracy(deeper, x, y))
            bar.step(f"{count} more")
    return numbers


def outcome(numbers: Numbers) -> str:
    before, after = numbers["residual"][0], numbers["residual"][-1]
    return "all" if after == before else "most" if after > (before + CHANCE) / 2 else "little"


def claims(numbers: Numbers) -> dict[str, bool]:
    return {
        "with residual blocks whose last gamma is 0 no output changes at all": max(numbers["difference"]) == 0,
        "so the accuracy stays what it was": len(set(numbers["residual"])) == 1,
        "with plain blocks, even one, less than 35 % is right": max(numbers["plain"][1:]) < 0.35,
        "which was more than 50 % before": numbers["plain"][0] > 0.5,
    }


@styled
def draw(numbers: Numbers) -> Figure:
    figure, axes = sheet(7.9, 3.9)
    prepare(axes, "Training images named correctly", "untrained blocks put into a trained network")
    places = range(len(numbers["inserted"]))
    ends: list[tuple[float, float, str, str]] = []
    for kind, look, marker in (("residual", RESIDUAL, "o"), ("plain", PLAIN, "s")):
        axes.plot(places, numbers[kind], **look, marker=marker, markersize=8, linewidth=2.6)
        ends.append((places[-1], numbers[kind][-1], "residual,\nlast gamma 0" if kind == "residual" else "plain", look["color"]))
    axes.set(xticks=places, xticklabels=numbers["inserted"], ylim=(0, 1))
    axes.yaxis.set_major_formatter(lambda value, _: percent(value))
    chance_line(axes)
    ends.append((places[-1], CHANCE, "guessing", GREY))
    label_ends(axes, ends)
    axes.text(
        0.98,
        0.96,
        f"largest change of any output\nof the residual network: {number(max(numbers['difference']))}",
        transform=axes.transAxes,
        ha="right",
        va="top",
        size=TEXT - 1,
    )
    return fixed(figure)


def describe(numbers: Numbers) -> str:
    def row(kind: str) -> str:
        return ", ".join(percent(share) for share in numbers[kind])

    return (
        f"Accuracy on the training images with {', '.join(map(str, numbers['inserted']))} untrained blocks put into a trained network. "
        f"Residual blocks whose last gamma is 0: {row('residual')}. Plain blocks: {row('plain')}. "
        f"The largest change of any output by the residual blocks is {number(max(numbers['difference']))}."
    )


def words(numbers: Numbers) -> str:
    most = numbers["inserted"][-1]
    return (
        f"{percent(numbers['residual'][0])} were right before. With {most} residual blocks whose last gamma is 0 it is "
        f"{percent(numbers['residual'][-1])}, and the largest change of any output, whatever the number of blocks, is "
        f"{number(max(numbers['difference']))}. With one plain block it is {percent(numbers['plain'][1])}, "
        f"with {most} of them {percent(numbers['plain'][-1])}."
    )
