"""What helps: the gradient's way back, or a block that does nothing at first? Four networks of 24 blocks without batch normalisation.

A plain network with He's first weights has gradients of a healthy size and still does not learn; one whose convolutions start as the
identity learns without any shortcut. Some evidence that the identity matters; it is no proof, for a shortcut always brings both. The
halved shortcut is from He et al. 2016 (arXiv 1603.05027), table 1, where it made ResNet-110 fail.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from autograder.show.report import ORANGE

from ..guesses import Choice, Guessed
from ..progress import progress
from ..shown import sheet, styled
from . import Numbers, Result, run
from .gradients import ratio
from .images import images
from .lines import GREEN, PURPLE, RESIDUAL, TEXT, Look, fixed, label_at, label_ends, last, number, percent, prepare, smooth

if TYPE_CHECKING:
    from matplotlib.figure import Figure

KNOWS_NOTHING = float(np.log(6))  # the loss of a network that gives each of the six classes the same probability
LOOKS: dict[str, Look] = {
    "plain": {"color": ORANGE, "linestyle": (0, (4, 1.5))},
    "plain, starts as identity": {"color": GREEN, "linestyle": (0, (6, 1.5, 1, 1.5))},
    "residual": RESIDUAL,
    "residual, shortcut halved": {"color": PURPLE, "linestyle": (0, (1, 1))},
}
SHORT = {
    "plain": "plain",
    "plain, starts as identity": "plain, starts\nas identity",
    "residual": "residual",
    "residual, shortcut halved": "residual,\nshortcut × 0.5",
}

GUESS = Choice(
    "Plain with healthy gradients, plain but started as the identity, residual: which of the three will learn?",
    {
        "all": "all three",
        "residual": "the residual one only",
        "identity": "the residual one, and the plain one that starts as the identity",
    },
)
LOOK = """
The plain network keeps some of its gradient, about a twentieth after 72 convolutions, and learns nothing: its loss stays at ln 6. The
plain network that starts as the identity learns without any shortcut, and so does the residual one. Healthy gradients were not enough, and being
near the identity was. This is some evidence that the ease of learning the identity matters at least as much as help for the gradients.

It is evidence, not proof. The fourth line is the counterweight: with the shortcut multiplied by 0.5, the gradient shrinks to some 10⁻⁸ and nothing
is learned; but a halved shortcut is no identity either. The two effects are hard to part. In the literature, too, whatever was put on the
shortcut hurt: with shortcut and F both scaled by 0.5, the error of a network of 110 layers on CIFAR-10 rose from 6.61 % to 12.35 %; with the
shortcut alone scaled, training failed
([He et al. 2016](https://arxiv.org/abs/1603.05027), table 1).
"""


def identity_or_gradient(seed: int = 0, quick: bool = False, guess: Guessed | None = None) -> Result:
    """Measure the gradients of four networks before training, then train them."""
    return run("identity_or_gradient", lambda: measure(seed, quick), guess)


def measure(seed: int, quick: bool) -> Numbers:
    from .. import networks as n  # here: it needs TensorFlow, which drawing does not

    x, y = images(24 if quick else 360)
    blocks, steps = (2, 3) if quick else (24, 300)
    recipes = {
        "plain": (n.PLAIN, n.he, {}),
        "plain, starts as identity": (n.PLAIN, n.dirac, {}),
        "residual": (n.RESIDUAL, n.he, {"conv3": n.zeros}),  # it starts as the identity too
        "residual, shortcut halved": (n.HALVED_SHORTCUT, n.he, {"conv3": n.zeros}),
    }
    numbers: Numbers = {"blocks": blocks, "ratio": {}, "loss": {}, "accuracy": {}}
    with progress(len(recipes) * steps, "identity or gradient") as bar:
        for name, (lines, start, special) in recipes.items():
            bar.step(name, by=0)
            net = n.network(n.without_norm(lines), blocks, seed, start=start, special=special)
            numbers["ratio"][name] = ratio(n.gradient_norms(net, x, y))
            # a low rate: with a higher one the plain network loses its identity before it has learnt anything
            numbers["loss"][name], _ = n.fit(net, x, y, steps, seed, rate=1e-3, on_step=partial(bar.step, name))
            numbers["accuracy"][name] = n.accuracy(net, x, y, training=True)
    return numbers


def learns(loss: list[float]) -> bool:
    return last(loss) < KNOWS_NOTHING - 0.2


def outcome(numbers: Numbers) -> str:
    """A key of the guess or, where the run went quite otherwise, who learnt."""
    learnt = [name for name in ("plain", "plain, starts as identity", "residual") if learns(numbers["loss"][name])]
    match learnt:
        case ["residual"]:
            return "residual"
        case ["plain, starts as identity", "residual"]:
            return "identity"
    return "all" if len(learnt) == 3 else " and ".join(learnt) or "none of them"


def claims(numbers: Numbers) -> dict[str, bool]:
    loss, size = numbers["loss"], numbers["ratio"]
    stays = {name: abs(last(values) - KNOWS_NOTHING) < 0.02 for name, values in loss.items()}
    return {
        "the plain network's gradient shrinks less than 100 times on its way back": size["plain"] > 0.01,
        "still it does not learn: its loss stays at ln 6": stays["plain"],
        "the plain network that starts as the identity learns": learns(loss["plain, starts as identity"]),
        "the residual network learns": learns(loss["residual"]),
        "with the shortcut halved the gradient shrinks at least a million times": size["residual, shortcut halved"] < 1e-6,
        "and the loss stays at ln 6": stays["residual, shortcut halved"],
    }


@styled
def draw(numbers: Numbers) -> Figure:
    figure, (top, bottom) = sheet(7.9, 6.2, nrows=2, height_ratios=(1.75, 1))
    prepare(top, "Training loss", "training step")
    ends = []
    for name, loss in numbers["loss"].items():
        line = smooth(loss, 25)
        top.plot(range(1, len(line) + 1), line, **LOOKS[name], linewidth=2.8)
        ends.append((len(line), line[-1], SHORT[name], LOOKS[name]["color"]))
    top.set(xlim=(0, len(line)), ylim=(0, 2.1))
    top.text(0.02, KNOWS_NOTHING + 0.06, "ln 6: knows nothing", transform=top.get_yaxis_transform(), size=TEXT - 1, va="bottom")
    label_ends(top, ends)
    prepare(bottom, "Before training: gradient at the input ÷ at the output", "")
    rows = range(len(numbers["ratio"]))
    for row, (name, size) in zip(rows, numbers["ratio"].items()):
        colour = LOOKS[name]["color"]
        bottom.plot([1, size], [row, row], **LOOKS[name], linewidth=2.2)
        bottom.plot([size], [row], marker="o", markersize=10, color=colour)
        label_at(bottom, size, row, number(size), colour, (-12, 0), "right")
        label_at(bottom, 2, row, SHORT[name], colour, (12, 0))
    smallest = min(numbers["ratio"].values())
    bottom.set(xscale="log", xlim=(0.003 * min(smallest, 1e-7), 2), ylim=(len(rows) - 0.4, -0.6), yticks=[])
    bottom.grid(axis="x")
    return fixed(figure)


def describe(numbers: Numbers) -> str:
    each = "; ".join(
        f"{name}: loss {last(loss):.2f} in the end, {percent(numbers['accuracy'][name])} right, gradient ratio {number(numbers['ratio'][name])}"
        for name, loss in numbers["loss"].items()
    )
    steps = len(numbers["loss"]["plain"])
    return (
        f"Training loss by step and, before training, the gradient's norm at the input divided by that at the output, of four networks of "
        f"{numbers['blocks']} blocks without batch normalisation, over {steps} steps. {each}. A network that knows nothing has loss {KNOWS_NOTHING:.2f}."
    )


def words(numbers: Numbers) -> str:
    loss, size = {name: last(values) for name, values in numbers["loss"].items()}, numbers["ratio"]
    return (
        f"The plain network's gradient keeps {number(size['plain'])} of its size on the way back through {3 * numbers['blocks']} convolutions; "
        f"its loss ends at {loss['plain']:.2f} (ln 6 = {KNOWS_NOTHING:.2f}). Started as the identity, without any shortcut, it ends at "
        f"{loss['plain, starts as identity']:.2f}, the residual network at {loss['residual']:.2f}. With the shortcut halved the gradient keeps "
        f"{number(size['residual, shortcut halved'])} and the loss ends at {loss['residual, shortcut halved']:.2f}."
    )
