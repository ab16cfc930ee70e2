"""What adding nothing is good for: blocks that begin at exactly 0 are put into a trained network, which then trains on.

After Goyal et al. 2017 (arXiv 1706.02677), section 5.1; that more depth can only help where it starts from nothing is He et al. 2015, section 3.1.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from autograder.show.report import BLUE, GREY, ORANGE

from ..guesses import Choice, Guessed
from ..progress import progress
from ..shown import sheet, styled
from . import Numbers, Result, run
from .clear_road import added
from .images import images
from .lines import DARK, TEXT, Look, fixed, label_at, last, number, percent, prepare, smooth

if TYPE_CHECKING:
    from matplotlib.figure import Figure


LOOKS: dict[str, Look] = {
    "small": {"color": ORANGE, "linestyle": (0, (4, 1.5))},
    "grown": {"color": BLUE, "linestyle": "-"},
}
EVERY = 10  # steps between two looks at the new blocks
GUESS = Choice(
    "Blocks that add exactly 0 are put into a trained network, and it trains on. What becomes of the new blocks?",
    {
        "stay": "they stay at 0, for nothing pushes them away",
        "useless": "they leave 0, but the small network fits as well without them",
        "used": "they leave 0, and the grown network fits better",
    },
)
LOOK = """
Nothing is what the new blocks *begin* with, not what they are for. Their last γ is 0, but its gradient is not: F(X) grows from nothing to some
tenth of X in each block, for that lowers the loss. The grown network starts from all that the small one could do and, trained as long, gets further. A plain
network cannot be grown like this: its new blocks would have to begin by copying.
"""


def adding_nothing(seed: int = 0, quick: bool = False, guess: Guessed | None = None) -> Result:
    """Train two residual blocks, put eight behind them that add 0, and train on: with them and without."""
    return run("adding_nothing", lambda: measure(seed, quick), guess)


def measure(seed: int, quick: bool) -> Numbers:
    from .. import networks  # here: it needs TensorFlow, which drawing does not

    x, y = images(24 if quick else 360)
    count, steps = (1, 3) if quick else (8, 200)
    numbers: Numbers = {"blocks": count, "steps": steps, "before": [], "loss": {"small": [], "grown": []}, "share": []}
    with progress(3 * steps, "adding nothing") as bar:
        small, same = (networks.network(networks.RESIDUAL, 2, seed) for _ in range(2))
        numbers["before"], _ = networks.fit(small, x, y, steps, seed, on_step=partial(bar.step, "two blocks"))
        for variable, trained in zip(same.trainable, small.trainable):
            variable.assign(trained)
        new = networks.stack(networks.RESIDUAL, count, np.random.default_rng([seed, count]), special={"bn3": networks.zeros})
        grown = replace(same, blocks=(*same.blocks, *new))
        shares: list[float] = []

        def watched(loss: float) -> None:
            bar.step("grown, training on", loss)
            if bar.done % EVERY == 0:
                shares.append(float(np.mean(added(grown, x[::6])[2:])))

        shares.append(float(np.mean(added(grown, x[::6])[2:])))
        bar.step("grown, training on", by=0)
        numbers["loss"]["grown"], _ = networks.fit(grown, x, y, steps, seed + 1, on_step=watched)
        bar.step("small, training on", by=0)
        numbers["loss"]["small"], _ = networks.fit(small, x, y, steps, seed + 1, on_step=partial(bar.step, "small, training on"))
        numbers["share"] = shares
    return numbers


def outcome(numbers: Numbers) -> str:
    if numbers["share"][-1] < 0.01:
        return "stay"
    return "used" if last(numbers["loss"]["grown"]) < best(numbers["loss"]["small"]) else "useless"


def best(loss: list[float]) -> float:
    """The lowest that a noisy curve comes to."""
    return float(smooth(loss, 20)[19:].min()) if len(loss) > 20 else min(loss)


def claims(numbers: Numbers) -> dict[str, bool]:
    share, loss = numbers["share"], numbers["loss"]
    return {
        "the new blocks begin by adding exactly 0": share[0] == 0,
        "when the network has trained on, they add more than a twentieth of what comes in": share[-1] > 0.05,
        "and its loss ends below the lowest that the small network comes to": last(loss["grown"]) < best(loss["small"]),
        "which is less than half of it": last(loss["grown"]) < 0.5 * best(loss["small"]),
    }


@styled
def draw(numbers: Numbers) -> Figure:
    figure, (left, right) = sheet(7.9, 4.1, ncols=2)
    prepare(left, "Training loss", "training step")
    prepare(right, "What the new blocks add", "step since they came", "|F(X)| ÷ |X|")
    steps = numbers["steps"]
    joined = {name: smooth([*numbers["before"], *loss]) for name, loss in numbers["loss"].items()}
    for name, line in joined.items():
        left.plot(range(1, len(line) + 1), line, **LOOKS[name], linewidth=2.6)
        label_at(
            left,
            2 * steps,
            2.05 if name == "small" else 1.85,
            f"{name}: {last(numbers['loss'][name]):.2f}",
            LOOKS[name]["color"],
            (-4, 0),
            "right",
        )
    left.axvline(steps, color=DARK[GREY], linewidth=1.4, linestyle=":")
    left.text(steps * 0.97, 0.05, f"{numbers['blocks']} blocks\nput in", ha="right", size=TEXT - 1)
    left.set(xlim=(0, 2 * steps), ylim=(0, 2.2))
    share = numbers["share"]
    right.plot(np.linspace(0, steps, len(share)), share, color=BLUE, linewidth=2.6, marker="o", markersize=4)
    label_at(right, 0, 0, f"{number(share[0])}", BLUE, (12, 6))
    label_at(right, steps, share[-1], percent(share[-1]), BLUE, (-6, 12), "right")
    right.set(xlim=(0, steps), ylim=(0, 1.25 * max(share) or 1))
    return fixed(figure)


def describe(numbers: Numbers) -> str:
    share, loss = numbers["share"], numbers["loss"]
    return (
        f"Training loss by step of a network of two residual blocks, and of the same network with {numbers['blocks']} blocks put in after {numbers['steps']} "
        f"steps: in the end {last(loss['small']):.2f} and {last(loss['grown']):.2f}. And the norm of what the new blocks add, divided by that of what comes in: "
        f"it rises from {number(share[0])} to {number(share[-1])}."
    )


def words(numbers: Numbers) -> str:
    share, loss = numbers["share"], numbers["loss"]
    return (
        f"The {numbers['blocks']} new blocks add {number(share[0])} at first, and {percent(share[-1])} of what comes in after {numbers['steps']} steps. The small "
        f"network's loss comes down to {best(loss['small']):.2f} at best, the grown one's ends at {last(loss['grown']):.2f}."
    )
