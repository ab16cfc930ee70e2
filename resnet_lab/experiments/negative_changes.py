"""A ReLU lies on every road of the block of 2015: what becomes of a change on its way along the shortcuts, upwards and downwards.

After He et al. 2016 (arXiv 1603.05027), section 4, who move the ReLU to the front so that none lies on the road.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from autograder.show.report import BLUE, ORANGE

from ..guesses import Amount, Guessed
from ..progress import progress
from ..shown import sheet, styled
from . import Numbers, Result, run
from .clear_road import part
from .images import images
from .lines import GREEN, Look, fixed, label_ends, percent, prepare

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..networks import Network

LOOKS: dict[str, Look] = {
    "pre-activation, lowered": {"color": BLUE, "linestyle": "-"},
    "as here, raised": {"color": GREEN, "linestyle": (0, (6, 1.5, 1, 1.5))},
    "as here, lowered": {"color": ORANGE, "linestyle": (0, (4, 1.5))},
}
GUESS = Amount(
    "Every number that leaves the stem is lowered a little. What share of this arrives behind 16 residual blocks, by their shortcuts?"
)
LOOK = """
In the block that you build, some fifth of it arrives. Wherever a sum is negative, the ReLU makes it 0, changed or not, and there the change ends; what is
raised fares little better than what is lowered. So a ReLU does lie on every road, and there is none without. It leaves the road open at a part of the
places, and that suffices for a hundred layers. With normalisation and ReLU in front of each convolution nothing is left on the road, and all of it arrives:
this is the pre-activation block, the first exercise of the assignment after this one ([He et al. 2016](https://arxiv.org/abs/1603.05027), section 4).
"""


def negative_changes(seed: int = 0, quick: bool = False, guess: Guessed | None = None) -> Result:
    """Lower and raise what enters 16 untrained blocks by a tenth of its mean, and look how much of it the shortcuts bring through."""
    return run("negative_changes", lambda: measure(seed, quick), guess)


def measure(seed: int, quick: bool) -> Numbers:
    from .. import networks  # here: it needs TensorFlow, which drawing does not

    x, _ = images(24 if quick else 360)
    blocks = 2 if quick else 16
    before_each = networks.RESIDUAL
    for n in "123":  # the same steps, each normalisation and ReLU before its convolution
        before_each = before_each.moved(f"relu{n}", before=f"conv{n}").moved(f"bn{n}", before=f"relu{n}")
    after, before = (networks.network(lines, blocks, seed) for lines in (networks.RESIDUAL, before_each))
    with progress(3, "negative changes") as bar:
        numbers: Numbers = {}
        for name, net, by in zip(LOOKS, (before, after, after), (-0.1, 0.1, -0.1)):
            numbers[name] = arriving(net, x, by)
            bar.step(name)
    return numbers


def arriving(net: Network, x: np.ndarray, by: float) -> list[float]:
    """The share of a change that is still there after each block, where it takes the shortcuts only: what the main paths add stays as it was.

    by: how large it is, in means of what leaves the stem.
    """
    import tensorflow as tf

    X = net.stem(tf.constant(x), training=True)
    size = by * tf.reduce_mean(X)
    changed, shares = X + size, [1.0]
    for block in net.blocks:
        add = block.lines.at("add")
        F = part(block, slice(add))(X, training=True)
        rest = part(block, slice(add + 1, None))
        X, changed = (rest(F + way, training=True) for way in (X, changed))
        shares.append(float(tf.reduce_mean(changed - X) / size))
    return shares


def outcome(numbers: Numbers) -> float:
    return 100 * float(numbers["as here, lowered"][-1])


def claims(numbers: Numbers) -> dict[str, bool]:
    before, raised, lowered = (numbers[name] for name in LOOKS)
    return {
        "with ReLU after the addition less than a third of what is lowered arrives behind 16 blocks": lowered[-1] < 1 / 3,
        "and less than a third of what is raised": raised[-1] < 1 / 3,
        "with pre-activation all of it does": min(before) > 0.999,
    }


@styled
def draw(numbers: Numbers) -> Figure:
    figure, axes = sheet(7.9, 3.9)
    prepare(axes, "How much of a change is left on the road of shortcuts", "after block")
    for name, shares in numbers.items():
        axes.plot(range(len(shares)), shares, **LOOKS[name], linewidth=2.8)
    axes.set(xlim=(0, len(shares) - 1), ylim=(0, 1.08))
    axes.yaxis.set_major_formatter(lambda value, _: percent(value))
    label_ends(
        axes, [(len(s) - 1, s[-1], name.replace(", ", ",\n") + f": {percent(s[-1])}", LOOKS[name]["color"]) for name, s in numbers.items()]
    )
    return fixed(figure)


def describe(numbers: Numbers) -> str:
    each = "; ".join(f"{name}: {percent(shares[-1])} after the last" for name, shares in numbers.items())
    return f"The share of a change that is left on the road of shortcuts, block by block, in two networks of {len(shares_of(numbers)) - 1} blocks. {each}."


def shares_of(numbers: Numbers) -> list[float]:
    shares: list[float] = numbers["as here, lowered"]
    return shares


def words(numbers: Numbers) -> str:
    blocks = len(shares_of(numbers)) - 1
    return (
        f"Lowered by a tenth of their mean, the numbers bring {percent(numbers['as here, lowered'][-1])} of this through the shortcuts of {blocks} blocks; raised, "
        f"{percent(numbers['as here, raised'][-1])}; where nothing stands on the road, {percent(numbers['pre-activation, lowered'][-1])}."
    )
