"""Not a backup: which blocks of a trained network add little to what their shortcut carries, and what it costs to take each of them out.

After Veit et al. 2016 (arXiv 1605.06431), section 4, and He et al. 2015 (arXiv 1512.03385), figure 7, who measure how much each layer answers.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from autograder.show.report import BLUE

from ..guesses import Choice, Guessed
from ..progress import progress
from ..shown import sheet, styled
from . import Numbers, Result, run
from .clear_road import added
from .images import images
from .lines import fixed, label_at, percent, prepare

if TYPE_CHECKING:
    from matplotlib.figure import Figure

GUESS = Choice(
    "One block of a trained network is taken out, each in its turn, without training again. Which cost most?",
    {
        "much": "those that add much to their shortcut",
        "same": "none more than another: the shortcut stands in for each",
        "little": "those that add little",
    },
)
LOOK = """
A backup stands idle until something fails, and then nothing is lost. The shortcut is neither: it always runs, its sum with the block goes on, and what the
block added is lost with it. So the late blocks, which add little, are hardly missed, and the early ones, which add as much as comes in, are missed
badly. What keeps the network alive is that the rest of the sum is still there. Nothing takes the block's place.
"""
FEW = 4  # blocks that add most, and that add least


def no_backup(seed: int = 0, quick: bool = False, guess: Guessed | None = None) -> Result:
    """Train 16 residual blocks, measure how much each adds to its shortcut, and take out one after another."""
    return run("no_backup", lambda: measure(seed, quick), guess)


def measure(seed: int, quick: bool) -> Numbers:
    from .. import networks  # here: it needs TensorFlow, which drawing does not

    x, y = images(24 if quick else 360)
    count, steps = (3, 3) if quick else (16, 200)
    with progress(steps + count, "no backup") as bar:
        bar.step("training", by=0)
        net = networks.network(networks.RESIDUAL, count, seed)
        networks.fit(net, x, y, steps, seed, on_step=partial(bar.step, "training"))
        networks.settle(net, x)
        numbers: Numbers = {"whole": networks.accuracy(net, x, y), "added": added(net, x), "without": []}
        for i in range(count):
            fewer = replace(net, blocks=(*net.blocks[:i], *net.blocks[i + 1 :]))
            numbers["without"].append(networks.accuracy(fewer, x, y))
            bar.step(f"without block {i + 1}")
    return numbers


def cost(numbers: Numbers) -> np.ndarray:
    """Of taking out each block, beginning with that which adds least: the accuracy that is lost."""
    lost: np.ndarray = numbers["whole"] - np.array(numbers["without"])
    return lost[np.argsort(numbers["added"])]


def together(numbers: Numbers) -> float:
    """Spearman's rank correlation of what blocks add and what they cost."""
    added_by, lost = np.array(numbers["added"]), numbers["whole"] - np.array(numbers["without"])
    ranks = [(values[:, None] > values).sum(axis=1) + ((values[:, None] == values).sum(axis=1) - 1) / 2 for values in (added_by, lost)]
    return float(np.corrcoef(ranks)[0, 1]) if all(np.ptp(r) for r in ranks) else 0.0


def outcome(numbers: Numbers) -> str:
    size = together(numbers)
    return "much" if size > 0.3 else "little" if size < -0.3 else "same"


def claims(numbers: Numbers) -> dict[str, bool]:
    lost = cost(numbers)
    return {
        "the more a block adds, the more it costs to take it out: rank correlation above 0.7": together(numbers) > 0.7,
        "the four blocks that add least cost less than a tenth each, in the mean": float(lost[:FEW].mean()) < 0.1,
        "the four that add most cost more than a third": float(lost[-FEW:].mean()) > 1 / 3,
    }


@styled
def draw(numbers: Numbers) -> Figure:
    figure, axes = sheet(7.9, 4.1)
    prepare(axes, "Accuracy lost when the block is taken out", "what the block adds: |F(X)| ÷ |X|")
    lost = numbers["whole"] - np.array(numbers["without"])
    axes.plot(numbers["added"], lost, color=BLUE, marker="o", markersize=9, linestyle="")
    for i, beside, side in ((0, (-10, -14), "right"), (len(lost) // 4, (10, -10), "left"), (len(lost) - 1, (0, -20), "center")):
        label_at(axes, numbers["added"][i], lost[i], f"block {i + 1}", BLUE, beside, side)
    axes.set(xlim=(0, 1.1 * max(numbers["added"])), ylim=(min(-0.1, lost.min() - 0.05), 1.1 * max(lost.max(), 0.1)))
    axes.yaxis.set_major_formatter(lambda value, _: percent(value))
    return fixed(figure)


def describe(numbers: Numbers) -> str:
    blocks = len(numbers["added"])
    return f"What each of {blocks} blocks of a trained network adds to its shortcut, against the accuracy that is lost when it is taken out. {words(numbers)}"


def words(numbers: Numbers) -> str:
    lost, size = cost(numbers), np.sort(numbers["added"])
    return (
        f"The {FEW} blocks that add least, {percent(size[:FEW].mean())} of what comes in, cost {percent(lost[:FEW].mean())} of the accuracy each; the {FEW} that "
        f"add most, {percent(size[-FEW:].mean())}, cost {percent(lost[-FEW:].mean())}. Rank correlation over all {len(size)}: {together(numbers):.2f}."
    )
