"""Networks that the reader chose, side by side: what `degradation` and `order` show when they are asked for other settings than the lesson's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from autograder.show.faults import UserError
from autograder.show.report import BLUE, GREY, ORANGE

from ..progress import progress
from ..shown import Shown, sheet, styled
from . import Numbers
from .images import images
from .lines import GREEN, PURPLE, TEXT, fixed, label_ends, last, percent, prepare, smooth

if TYPE_CHECKING:
    from ..networks import Network

LOOKS = ((ORANGE, (0, (4, 1.5))), (BLUE, "-"), (GREEN, (0, (6, 1.5, 1, 1.5))), (PURPLE, (0, (1, 1))), (GREY, (0, (3, 1, 1, 1, 1, 1))))
MOST = 12  # networks in one picture
Make = Callable[[], "Network"]


class SettingError(UserError):
    """A setting that no network can have."""


class Variation:
    """What was measured, by network; it shows itself as a figure with words."""

    def __init__(self, numbers: Numbers):
        self.numbers = numbers

    def __repr__(self) -> str:
        return "\n".join(
            f"{name}: loss {last(loss):.2f}, {percent(self.numbers['accuracy'][name])} of the training images named correctly"
            for name, loss in self.numbers["loss"].items()
        )

    def _repr_html_(self) -> str:
        return self.shown._repr_html_()

    @property
    def shown(self) -> Shown:
        return draw(self.numbers, repr(self))


def trained(what: str, makes: Mapping[str, Make], seed: int, quick: bool) -> Variation:
    """Train each network on the same images; the mean activation after each block is that of the trained one. Raises SettingError for too many."""
    from .. import networks  # here: it needs TensorFlow, which drawing does not

    if len(makes) > MOST:
        raise SettingError(f"These are {len(makes)} networks; {MOST} are the most that one picture can show.")
    x, y = images(24 if quick else 360)
    steps = 3 if quick else 200
    numbers: Numbers = {"loss": {}, "accuracy": {}, "mean": {}}
    with progress(len(makes) * steps, what) as bar:
        for name, make in makes.items():
            bar.step(name, by=0)
            net = make()
            numbers["loss"][name], _ = networks.fit(net, x, y, steps, seed, on_step=partial(bar.step, name))
            numbers["accuracy"][name] = networks.accuracy(net, x, y, training=True)
            numbers["mean"][name] = [float(a.numpy().mean()) for a in net.activations(x, training=True)]
    return Variation(numbers)


@styled
def draw(numbers: Numbers, words: str) -> Shown:
    figure, (left, right) = sheet(7.9, 4.6, ncols=2)
    prepare(left, "Training loss", "training step")
    prepare(right, "Mean activation, trained", "after block")
    ends = []
    for i, (name, loss) in enumerate(numbers["loss"].items()):
        colour, dash = LOOKS[i % len(LOOKS)]
        line, mean = smooth(loss), numbers["mean"][name]
        look = {"color": colour, "linestyle": dash, "linewidth": 2.6 - 0.8 * (i // len(LOOKS))}
        left.plot(range(1, len(line) + 1), line, **look)
        right.plot(range(len(mean)), mean, **look)
        ends.append((len(mean) - 1, mean[-1], name.replace(", ", ",\n", 1), colour))
    left.set(xlim=(0, len(line)), ylim=(0, 2.4))
    right.set(ylim=(0, None))
    right.tick_params(labelsize=TEXT - 2)
    label_ends(right, ends, gap=min(0.075, 0.45 / len(ends)))
    return Shown(fixed(figure), f"Training loss by step, and the mean activation after each block, of {len(ends)} networks. {words}", words)
