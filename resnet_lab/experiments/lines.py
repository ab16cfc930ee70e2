"""How the experiments' figures look: the colour and dash of each kind of network, and labels beside their lines. What is drawn is not here.

Plain networks are orange and dashed, residual ones blue and solid, so that they differ without colour too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.show.report import BLUE, GREY, ORANGE

from ..guesses import Amount, Choice, Guessed, Question

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GREEN, PURPLE = "#007a5a", "#a8527d"  # dark enough for text on paper
TEXT = 13  # points: legible at half the size
Look = dict[str, Any]  # of a line: keywords of `Axes.plot`
PLAIN: Look = {"color": ORANGE, "linestyle": (0, (4, 1.5))}
RESIDUAL: Look = {"color": BLUE, "linestyle": "-"}
DARK = {ORANGE: "#a34400", GREY: "#5c5c5c"}  # of text in these colours
CHANCE = 1 / 6


def smooth(values: Sequence[float], over: int = 15) -> np.ndarray:
    """The mean of each value and those before it, `over` of them at most."""
    sums = np.cumsum([0.0, *values])
    ends = np.arange(1, len(values) + 1)
    starts = np.maximum(0, ends - over)
    return (sums[ends] - sums[starts]) / (ends - starts)


def last(values: Sequence[float], over: int = 20) -> float:
    """Where a noisy curve ends: the mean of its last values."""
    return float(np.mean(values[-over:]))


def percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def times(factor: float) -> str:
    """A factor in words of one or two digits: 1.3, 48, 2,600, 3 million."""
    if factor >= 1e6:
        return f"{float(f'{factor / 1e6:.2g}'):,.0f} million" if factor >= 1e7 else f"{factor / 1e6:.1f} million"
    return f"{float(f'{factor:.2g}'):,.0f}" if factor >= 10 else f"{factor:.2g}"


RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float) -> str:
    """Two digits that count: 345, 2.2, 0.047, 5.1·10⁻⁸."""
    if value and not 1e-3 <= abs(value) < 1e4:
        digits, power = f"{value:.1e}".split("e")
        return f"{digits}·10{str(int(power)).translate(RAISED)}"
    return f"{value:.2g}" if abs(value) < 10 else f"{value:,.0f}"


def fixed(figure: Figure) -> Figure:
    """The figure with its layout made once, so that saving it again moves nothing."""
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    return figure


def prepare(axes: Axes, title: str, x: str, y: str = "") -> None:
    """Titles, labels and a light grid, in a size that stays legible."""
    axes.set_title(title, size=TEXT + 1, loc="left", pad=10)
    axes.set_xlabel(x, size=TEXT)
    axes.set_ylabel(y, size=TEXT)
    axes.tick_params(labelsize=TEXT - 1)
    axes.grid(axis="y")
    axes.set_axisbelow(True)


def label_at(axes: Axes, x: float, y: float, words: str, colour: str, shift: tuple[float, float], ha: str = "left") -> None:
    """A label beside a point of a line; shift in points."""
    axes.annotate(
        words,
        (x, y),
        xytext=shift,
        textcoords="offset points",
        ha=ha,
        va="center",
        size=TEXT,
        weight="bold",
        color=DARK.get(colour, colour),
    )


def label_ends(axes: Axes, ends: Sequence[tuple[float, float, str, str]], gap: float = 0.085) -> None:
    """A label right of the axes for each line: (x, y) of its end, words, colour. Labels keep `gap` of the axes' height for a line of words."""
    figure_y = [float(axes.transAxes.inverted().transform(axes.transData.transform((x, y)))[1]) for x, y, _, _ in ends]
    order = np.argsort(figure_y)
    height = [gap * (1 + words.count("\n")) for _, _, words, _ in ends]
    places = dict(zip(order, spread([figure_y[i] for i in order], [height[i] for i in order])))
    for i, (x, y, words, colour) in enumerate(ends):
        axes.annotate(
            words,
            (x, y),
            xytext=(1.05, places[i]),
            textcoords="axes fraction",
            va="center",
            size=TEXT,
            weight="bold",
            color=DARK.get(colour, colour),
            linespacing=1.05,
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 1, "shrinkA": 1, "shrinkB": 1, "alpha": 0.7},
        )


def spread(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Places as near to the wanted ones (rising) as may be, so that none overlaps; groups that touch are moved as one."""
    groups: list[tuple[list[int], float]] = []

    def centre(members: list[int]) -> float:
        offsets = np.cumsum([0.0, *(heights[i] for i in members)])
        middles = [(offsets[k] + offsets[k + 1]) / 2 for k in range(len(members))]
        return float(np.mean([wanted[i] - m for i, m in zip(members, middles)]))  # where the group begins

    for i in range(len(wanted)):
        groups.append(([i], centre([i])))
        while len(groups) > 1 and groups[-2][1] + sum(heights[k] for k in groups[-2][0]) > groups[-1][1]:
            members = groups[-2][0] + groups[-1][0]
            groups[-2:] = [(members, centre(members))]
    places = []
    for members, begin in groups:
        for k in members:
            places.append(begin + heights[k] / 2)
            begin += heights[k]
    return places


def chance_line(axes: Axes) -> None:
    """A thin line at the accuracy of guessing."""
    axes.axhline(CHANCE, color=DARK[GREY], linewidth=1.4, linestyle=":")


MARK = "#6b4e9b"  # of what the reader guessed: no line of an experiment has it


def with_guess(figure: Figure, asked: Question, guess: Guessed) -> None:
    """Draws the reader's guess into a finished figure: a number as a line at its height, an answer as a line of words above."""
    if isinstance(asked, Amount):
        axes, height = figure.axes[asked.axes], float(guess) * asked.scale
        axes.axhline(height, color=MARK, linewidth=2, linestyle=(0, (2, 2)))
        up = height < 0.85 * axes.get_ylim()[1]
        axes.annotate(
            "your guess",
            (0.98, height),
            xycoords=("axes fraction", "data"),
            xytext=(0, 4 if up else -4),
            textcoords="offset points",
            ha="right",
            va="bottom" if up else "top",
            size=TEXT - 1,
            weight="bold",
            color=MARK,
            bbox={"facecolor": figure.get_facecolor(), "alpha": 0.8, "linewidth": 0, "pad": 1},
        )
    elif isinstance(asked, Choice):
        height = float(figure.get_figheight())
        part = height / (height + 0.4)  # inches more, above all that is there
        places = [axes.get_position() for axes in figure.axes]
        figure.set_figheight(height / part)
        for axes, place in zip(figure.axes, places):
            axes.set_position((place.x0, place.y0 * part, place.width, place.height * part))
        figure.text(0.012, 0.985, f"your guess: {asked.words(guess)}", size=TEXT, weight="bold", color=MARK, va="top")
