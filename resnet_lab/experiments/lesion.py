"""Lesions: take one block out of a trained network. A plain network is destroyed by it, a residual one loses some accuracy.

After Veit, Wilber and Belongie 2016 (arXiv 1605.06431), section 4.1 and figure 3, who deleted layers of VGG and of ResNet-110.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from autograder.show.report import GREY

from ..guesses import Amount, Guessed
from ..progress import progress
from ..shown import sheet, styled
from . import Numbers, Result, run
from .images import images
from .lines import CHANCE, DARK, PLAIN, RESIDUAL, TEXT, chance_line, fixed, percent, prepare

if TYPE_CHECKING:
    from matplotlib.figure import Figure

GUESS = Amount(
    "From a trained residual network of 16 blocks one is taken out, each in its turn. How many of the training images are still named correctly, in the median?",
    axes=1,
)
LOOK = """
Whichever block is missing, the plain network loses more than a third of its accuracy, and mostly it is left near guessing. The residual network
keeps more than 60 % in at least half of the cases, and hardly notices when one of the last blocks is gone. The early blocks matter more.
"""


def lesion(seed: int = 0, quick: bool = False, guess: Guessed | None = None) -> Result:
    """Train a plain and a residual network, then take out one block after another and look at what is left of their accuracy.

    The plain network has 6 blocks, for with 16, like the residual one, it would learn nothing that could be destroyed.
    """
    return run("lesion", lambda: measure(seed, quick), guess)


def measure(seed: int, quick: bool) -> Numbers:
    import tensorflow as tf

    from .. import networks  # here: it needs TensorFlow, which drawing does not

    x, y = images(24 if quick else 360)
    counts, steps = ((2, 2), 3) if quick else ((6, 16), 200)
    numbers: Numbers = {}
    with progress(2 * steps + sum(counts), "lesion") as bar:
        for kind, lines, count in zip(("plain", "residual"), (networks.PLAIN, networks.RESIDUAL), counts):
            bar.step(f"training the {kind} network", by=0)
            net = networks.network(lines, count, seed)
            networks.fit(net, x, y, steps, seed, on_step=partial(bar.step, f"training the {kind} network"))
            networks.settle(net, x)
            before = net.activations(tf.constant(x))
            whole, without = networks.accuracy(net, x, y), []
            for i in range(count):
                activation = before[i]  # what the blocks before the one that is taken out give
                for block in net.blocks[i + 1 :]:
                    activation = block(activation)
                without.append(float((net.scores(activation).numpy().argmax(axis=1) == y).mean()))
                bar.step(f"{kind} without block {i + 1}")
            numbers[kind] = {"whole": whole, "without": without}
    return numbers


def outcome(numbers: Numbers) -> float:
    return 100 * float(np.median(numbers["residual"]["without"]))


def claims(numbers: Numbers) -> dict[str, bool]:
    plain, residual = numbers["plain"], numbers["residual"]
    return {
        "half of the plain network's blocks, taken out alone, leave less than 30 %": float(np.median(plain["without"])) < 0.3,
        "each of them costs more than a third of the accuracy": max(plain["without"]) < 2 / 3 * plain["whole"],
        "half of the residual network's blocks leave more than 60 %": float(np.median(residual["without"])) > 0.6,
        "at least one costs less than 3 %": max(residual["without"]) > residual["whole"] - 0.03,
        "the residual network's early blocks matter more than its late ones": np.mean(residual["without"][:4])
        < np.mean(residual["without"][-4:]),
    }


@styled
def draw(numbers: Numbers) -> Figure:
    widths = [len(numbers[kind]["without"]) + 2 for kind in numbers]
    figure, axes = sheet(7.9, 4.1, ncols=2, sharey=True, width_ratios=widths)
    for place, (kind, look, hatch) in zip(axes, (("plain", PLAIN, "//"), ("residual", RESIDUAL, ""))):
        own = numbers[kind]
        blocks = range(1, len(own["without"]) + 1)
        prepare(place, f"{kind.capitalize()}, {len(own['without'])} blocks", "block taken out")
        place.bar(blocks, own["without"], color=look["color"], hatch=hatch, edgecolor="white", width=0.75, linewidth=0)
        place.axhline(own["whole"], color=look["color"], linewidth=2.2, linestyle=look["linestyle"])
        place.text(
            len(blocks) + 0.5,
            own["whole"] + 0.015,
            f"whole: {percent(own['whole'])}",
            ha="right",
            va="bottom",
            size=TEXT,
            weight="bold",
            color=DARK.get(look["color"], look["color"]),
        )
        chance_line(place)
        place.set(
            xlim=(0.4, len(blocks) + 0.6), ylim=(0, 1.12), xticks=[*blocks][:: 1 if len(blocks) < 8 else 3], yticks=np.linspace(0, 1, 6)
        )
    axes[1].annotate("guessing", (1.01, CHANCE), xycoords=("axes fraction", "data"), va="center", size=TEXT - 1, color=DARK[GREY])
    axes[0].yaxis.set_major_formatter(lambda value, _: percent(value))
    axes[0].set_ylabel("named correctly", size=TEXT)
    return fixed(figure)


def describe(numbers: Numbers) -> str:
    parts = []
    for kind, own in numbers.items():
        row = ", ".join(percent(share) for share in own["without"])
        parts.append(f"{kind}, {len(own['without'])} blocks, whole {percent(own['whole'])}; without the first, second and so on: {row}")
    return f"Accuracy on the training images after one block is taken out of a trained network. {'. '.join(parts)}. Guessing gives {percent(1 / 6)}."


def words(numbers: Numbers) -> str:
    plain, residual = numbers["plain"], numbers["residual"]
    return (
        f"Without one of its blocks the plain network names {percent(min(plain['without']))} to {percent(max(plain['without']))} correctly instead of "
        f"{percent(plain['whole'])}; the residual network {percent(min(residual['without']))} to {percent(max(residual['without']))} instead of "
        f"{percent(residual['whole'])}, in the median {percent(float(np.median(residual['without'])))}."
    )
