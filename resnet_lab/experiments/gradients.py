"""The size of gradients: by depth in a network that has not learnt yet, and in the first block while it learns.

Without batch normalisation they shrink with depth in a plain network unless its first weights are made for ReLU; with it they do not
vanish (He et al. 2015, arXiv 1512.03385, section 4.1). Veit et al. 2016 (arXiv 1605.06431) measure them by path length.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from autograder.show.report import BLUE, GREY, ORANGE

from ..guesses import Choice, Guessed
from ..progress import progress
from ..shown import sheet, styled
from . import Numbers, Result, run
from .images import images
from .lines import PLAIN, RESIDUAL, Look, fixed, label_at, number, prepare, smooth, times

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LOOKS: dict[str, Look] = {
    "plain": PLAIN | {"marker": "s"},
    "residual": RESIDUAL | {"marker": "o"},
    "plain, He start": {"color": GREY, "linestyle": (0, (1, 1)), "marker": "^"},
}

GUESS = Choice(
    "A deep plain network is drawn at random, without batch normalisation. How large is the gradient at its first block, beside that at its last?",
    {
        "same": "about as large",
        "smaller": "some ten to a thousand times smaller",
        "tiny": "more than a thousand times smaller",
    },
)
LOOK = """
Left, before training: in the plain network the gradient at the input is some 10⁻⁸ of that at the output, so the first blocks would learn
next to nothing. With the same first weights and a shortcut around each block it is about as large at both ends. First weights made for ReLU
also help (grey): less than a factor of 100 is lost ([He et al. 2015](https://arxiv.org/abs/1502.01852), section 2.2).

Right, with batch normalisation: in the plain network the gradients of the shallow layers are not small at first, they are huge, 100 and more.
Then they fall fast, at least 20 times within 100 steps. In the residual network they begin at 3 or 4 and end near 1.
"""


def gradients(seed: int = 0, quick: bool = False, guess: Guessed | None = None) -> Result:
    """Measure gradients in 49 convolutions: at each depth before training, without batch normalisation; then in the first block at each step, with it."""
    return run("gradients", lambda: measure(seed, quick), guess)


def measure(seed: int, quick: bool) -> Numbers:
    from .. import networks  # here: it needs TensorFlow, which drawing does not

    x, y = images(24 if quick else 360)
    blocks, steps = (2, 3) if quick else (16, 100)
    numbers: Numbers = {"depth": {}, "training": {}}
    with progress(3 + 2 * steps, "gradients") as bar:
        for name, lines, start in (
            ("plain", networks.PLAIN, networks.glorot),
            ("residual", networks.RESIDUAL, networks.glorot),
            ("plain, He start", networks.PLAIN, networks.he),
        ):
            net = networks.network(networks.without_norm(lines), blocks, seed, start=start)
            numbers["depth"][name] = networks.gradient_norms(net, x, y)
            bar.step(f"{name}, before training")
        for name, lines in (("plain", networks.PLAIN), ("residual", networks.RESIDUAL)):
            bar.step(f"{name}, training", by=0)
            net = networks.network(lines, blocks, seed)
            kernels = [net.blocks[0].layers[conv].kernel.value for conv in ("conv1", "conv2", "conv3")]
            # a high rate: gradients change much within 100 steps, and the residual network still learns
            _, norms = networks.fit(net, x, y, steps, seed, rate=1e-2, watched=kernels, on_step=partial(bar.step, f"{name}, training"))
            numbers["training"][name] = np.linalg.norm(norms, axis=1).tolist()
    return numbers


def ratio(norms: list[float]) -> float:
    """Of the gradient at the shallow end to that at the deep end."""
    return norms[0] / norms[-1]


def fall(norms: list[float]) -> float:
    """By what factor the norm falls: from the first step to the mean of the last ten."""
    return norms[0] / float(np.mean(norms[-10:]))


def outcome(numbers: Numbers) -> str:
    size = ratio(numbers["depth"]["plain"])
    return "same" if size > 0.1 else "smaller" if size > 1e-3 else "tiny"


def claims(numbers: Numbers) -> dict[str, bool]:
    depth, training = numbers["depth"], numbers["training"]
    return {
        "without batch normalisation the plain network's gradient shrinks at least 100,000 times on its way back": ratio(depth["plain"])
        < 1e-5,
        "the residual network's does not even halve": ratio(depth["residual"]) > 0.5,
        "with first weights made for ReLU the plain network's shrinks less than 100 times": ratio(depth["plain, He start"]) > 0.01,
        "with batch normalisation the plain network's first block begins with gradients at least 20 times the residual one's": training[
            "plain"
        ][0]
        > 20 * training["residual"][0],
        "within 100 steps they fall at least 20 times": fall(training["plain"]) > 20,
        "the residual network's fall less than 10 times": fall(training["residual"]) < 10,
    }


@styled
def draw(numbers: Numbers) -> Figure:
    figure, (left, right) = sheet(7.9, 4.3, ncols=2)
    count = len(numbers["depth"]["plain"]) - 1
    prepare(left, "Before training,\nwithout batch norm", "after block", "norm of the gradient")
    prepare(right, "First block in training,\nwith batch norm", "training step")
    for name, norms in numbers["depth"].items():
        left.plot(range(count + 1), norms, **LOOKS[name], markersize=6)
    for name, norms in numbers["training"].items():
        line = np.exp(smooth(np.log(norms), 5))
        right.plot(range(1, len(line) + 1), line, **LOOKS[name] | {"marker": ""}, linewidth=2.6)
    for axes in (left, right):
        axes.set_yscale("log")
    depth, training = numbers["depth"], numbers["training"]
    left.set(xlim=(-0.5, count + 0.5), ylim=(None, 10 * max(map(max, depth.values()))))
    right.set(xlim=(0, len(line)), ylim=(0.3 * min(map(min, training.values())), None))
    middle, early, late = count // 2, count // 6, round(0.6 * count)
    label_at(left, middle, depth["residual"][middle], "residual", BLUE, (0, 14), "center")
    label_at(left, early, depth["plain, He start"][early], "plain, He's start", GREY, (-14, -20))
    label_at(left, late, depth["plain"][late], "plain", ORANGE, (12, -10))
    steps = len(line)
    label_at(right, steps // 5, training["plain"][steps // 5], "plain", ORANGE, (8, 14))
    label_at(right, steps // 2, training["residual"][steps // 2], "residual", BLUE, (0, -24))
    return fixed(figure)


def describe(numbers: Numbers) -> str:
    depth, training = numbers["depth"], numbers["training"]
    by_depth = "; ".join(f"{name}: {number(norms[0])} at the input, {number(norms[-1])} at the output" for name, norms in depth.items())
    by_step = "; ".join(f"{name}: {number(norms[0])}, in the end {number(norms[0] / fall(norms))}" for name, norms in training.items())
    return (
        f"Norms of gradients on logarithmic scales. Left, by depth, before training and without batch normalisation. {by_depth}. "
        f"Right, in the first block's kernels over {len(training['plain'])} training steps with batch normalisation. {by_step}."
    )


def words(numbers: Numbers) -> str:
    depth, training = numbers["depth"], numbers["training"]
    return (
        f"Before training, without batch normalisation, the gradient at the input is {number(ratio(depth['plain']))} of that at the output in "
        f"the plain network and {number(ratio(depth['residual']))} in the residual one; with He's first weights it is "
        f"{number(ratio(depth['plain, He start']))} in the plain one too. With batch normalisation the gradient of the plain network's first block "
        f"starts at {number(training['plain'][0])} and falls by a factor of {times(fall(training['plain']))}; "
        f"the residual network's starts at {number(training['residual'][0])} and ends at {number(training['residual'][0] / fall(training['residual']))}."
    )
