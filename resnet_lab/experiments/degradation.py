"""Degradation: a deeper plain network fits the training set worse, a deeper residual one better.

After He et al. 2015 (arXiv 1512.03385), section 4.1 and figure 4, where the networks were ten times wider and saw a million images.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from ..guesses import Choice, Guessed
from ..progress import progress
from ..shown import sheet, styled
from . import Numbers, Result, run
from .images import images
from .lines import PLAIN, RESIDUAL, TEXT, Look, fixed, label_ends, last, percent, prepare, smooth
from .variation import Make, SettingError, Variation, trained

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DEPTHS = (7, 49)  # convolutions
KINDS: dict[str, Look] = {"plain": PLAIN, "residual": RESIDUAL}

GUESS = Choice(
    "Two plain networks train on the same images, with 7 convolutions and with 49. How will the deep one fit them, beside the shallow one?",
    {"better": "better", "same": "about as well", "worse": "worse"},
)
LOOK = """
The thick dashed line: the plain network with 49 convolutions hardly leaves the loss of pure guessing, ln 6 = 1.79, and names about 20 % of the
images that it was trained on, while the one with 7 convolutions names 70 to 90 %. The residual network with 49 convolutions names nearly all of them.

And the thin lines: with 7 convolutions the shortcut brings nothing. So it was in the paper: with 18 layers, plain and residual networks ended
equally well, 27.94 % and 27.88 % ([He et al. 2015](https://arxiv.org/abs/1512.03385), table 2). The effect is one of depth.
"""


def degradation(
    seed: int = 0,
    quick: bool = False,
    guess: Guessed | None = None,
    depths: Sequence[int] = DEPTHS,
    shortcut: float = 1.0,
    block: Callable[..., Any] | None = None,
) -> Result | Variation:
    """Train four networks on the same images: plain and residual, shallow and deep, all with batch normalisation.

    depths: numbers of convolutions, one more than a multiple of 3. shortcut: what the shortcuts are multiplied by. block: a function like
    `identity_block`, of which more networks are built. Raises SettingError for other depths.
    """
    if tuple(depths) == DEPTHS and shortcut == 1 and block is None:
        return run("degradation", lambda: measure(seed, quick), guess)
    return trained("degradation", chosen(depths, shortcut, block, seed), seed, quick)


def chosen(depths: Sequence[int], shortcut: float, block: Callable[..., Any] | None, seed: int) -> dict[str, Make]:
    """What builds each network, by its name in the picture."""
    from .. import networks, own

    if not all(isinstance(d, int) and 4 <= d <= 100 and d % 3 == 1 for d in depths):
        near = sorted({max(4, 3 * round((d - 1) / 3) + 1) for d in depths})
        raise SettingError(
            f"A block has three convolutions and the stem one: take depths such as 7, 25, 49. Near yours are {', '.join(map(str, near))}."
        )
    if block:
        own.network(block, 1, seed)  # what cannot stand in a network is said at once
    residual, kind = networks.RESIDUAL, "residual"
    if shortcut != 1:
        residual, kind = networks.scaled_shortcut(shortcut), f"residual, shortcut × {shortcut:g}"
    makes: dict[str, Make] = {}
    for depth in depths:
        count = depth // 3
        makes[f"plain, {depth}"] = partial(networks.network, networks.PLAIN, count, seed)
        makes[f"{kind}, {depth}"] = partial(networks.network, residual, count, seed)
        if block:
            makes[f"yours, {depth}"] = partial(own.network, block, count, seed)
    return makes


def measure(seed: int, quick: bool) -> Numbers:
    from .. import networks  # here: it needs TensorFlow, which drawing does not

    x, y = images(24 if quick else 360)
    depths, steps = ((1, 2), 3) if quick else ((2, 16), 200)
    numbers: Numbers = {"convolutions": [3 * blocks + 1 for blocks in depths], "loss": {}, "accuracy": {}}
    with progress(4 * steps, "degradation") as bar:
        for kind, lines in (("plain", networks.PLAIN), ("residual", networks.RESIDUAL)):
            for depth, blocks in zip(("shallow", "deep"), depths):
                name = f"{kind}, {3 * blocks + 1} convolutions"
                bar.step(name, by=0)
                net = networks.network(lines, blocks, seed)
                loss, _ = networks.fit(net, x, y, steps, seed, on_step=partial(bar.step, name))
                numbers["loss"][f"{depth} {kind}"] = loss
                numbers["accuracy"][f"{depth} {kind}"] = networks.accuracy(net, x, y, training=True)
    return numbers


def outcome(numbers: Numbers) -> str:
    above = last(numbers["loss"]["deep plain"]) - last(numbers["loss"]["shallow plain"])
    return "worse" if above > 0.1 else "better" if above < -0.1 else "same"


def claims(numbers: Numbers) -> dict[str, bool]:
    loss = {name: last(values) for name, values in numbers["loss"].items()}
    accuracy = numbers["accuracy"]
    return {
        "the deep plain network's training loss ends above the shallow one's": loss["deep plain"] > loss["shallow plain"] + 0.1,
        "the deep residual network's ends below the shallow one's": loss["deep residual"] < loss["shallow residual"] - 0.1,
        "the deep plain network fits less than 35 % of its training images": accuracy["deep plain"] < 0.35,
        "the deep residual network fits them best of the four": accuracy["deep residual"] == max(accuracy.values()),
        "of the shallow networks, the residual one is not better than the plain one": loss["shallow residual"]
        > loss["shallow plain"] - 0.1,
    }


@styled
def draw(numbers: Numbers) -> Figure:
    figure, axes = sheet(7.9, 4.4)
    prepare(axes, "Training loss: plain is dashed, residual solid", "training step")
    ends = []
    for name, loss in numbers["loss"].items():
        depth, kind = name.split()
        line = smooth(loss)
        axes.plot(range(1, len(line) + 1), line, **KINDS[kind], linewidth=3.2 if depth == "deep" else 1.6)
        layers = numbers["convolutions"][depth == "deep"]
        words = f"{kind}, {layers} conv.\n{percent(numbers['accuracy'][name])} right"
        ends.append((len(line), line[-1], words, KINDS[kind]["color"]))
    axes.set(xlim=(0, len(line)), ylim=(0, 2.4))
    label_ends(axes, ends, gap=0.075)
    axes.text(0.98, 0.97, "thick: deep\nthin: shallow", transform=axes.transAxes, ha="right", va="top", size=TEXT - 1)  # where no line is
    return fixed(figure)


def said(numbers: Numbers, name: str) -> str:
    depth, kind = name.split()
    layers = numbers["convolutions"][depth == "deep"]
    return f"{kind} with {layers} convolutions: loss {last(numbers['loss'][name]):.2f}, {percent(numbers['accuracy'][name])} right"


def describe(numbers: Numbers) -> str:
    steps = len(numbers["loss"]["deep plain"])
    each = "; ".join(said(numbers, name) for name in numbers["loss"])
    return (
        f"Training loss by step of four networks, and what share of the training images each names correctly after {steps} steps. {each}."
    )


def words(numbers: Numbers) -> str:
    a, (few, many) = numbers["accuracy"], numbers["convolutions"]
    return (
        f"On its own training images the plain network is right on {percent(a['shallow plain'])} with {few} convolutions and on "
        f"{percent(a['deep plain'])} with {many}; the residual network on {percent(a['shallow residual'])} and {percent(a['deep residual'])}. "
        f"Guessing gives {percent(1 / 6)}."
    )
