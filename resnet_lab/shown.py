"""A picture with words that shows itself in a notebook, and the style it is drawn in. What is drawn is not here.

Figures are made without pyplot, so none is shown twice and none stays open:

    @styled
    def lines(numbers):
        figure, axes = sheet(6, 3)
        axes.plot(numbers)
        return figure
"""

from __future__ import annotations

import base64
import functools
import io
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from autograder.show.diagram import INK, PAPER

if TYPE_CHECKING:
    from matplotlib.figure import Figure

P = ParamSpec("P")
T = TypeVar("T")
FIGURE = "resnet-figure"  # the class of pictures that are turned dark on a dark page, those in the notebook's text too
# JupyterLab, VS Code and Colab each say in their own way that the page is dark. Turning the hue back keeps orange orange.
DARK = (
    f'<style>[data-jp-theme-light="false"] .{FIGURE}, .vscode-dark .{FIGURE}, [theme="dark"] .{FIGURE} '
    "{filter:invert(.92) hue-rotate(180deg)}</style>"
)
WIDTH = 760  # pixels: the widest that a notebook's column shows without scrolling
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 11,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.facecolor": PAPER,  # its own light card, so it reads on dark pages too
    "axes.facecolor": PAPER,
    "lines.linewidth": 2,
    "legend.frameon": False,
    "grid.alpha": 0.35,
} | dict.fromkeys(["text.color", "axes.labelcolor", "axes.edgecolor", "axes.titlecolor", "xtick.color", "ytick.color"], INK)


def styled(draw: Callable[P, T]) -> Callable[P, T]:
    """Let a function draw in the style of the other pictures, whatever the notebook has set."""

    @functools.wraps(draw)
    def inside(*arguments: P.args, **keywords: P.kwargs) -> T:
        from matplotlib import style

        with style.context(["default", STYLE]):
            return draw(*arguments, **keywords)

    return inside


def sheet(width: float, height: float, **subplots: Any) -> tuple[Figure, Any]:
    """An empty figure of that many inches, and its axes as plt.subplots gives them: one, or an array. For use in a `styled` function."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(**subplots)


class Shown:
    """A figure with its alternative text, and lines of words to stand below it.

    In Jupyter and Colab it shows as a picture; `print` and a terminal give the words, or else the alternative text. photos: it has some in it, so
    that its colours are not turned on a dark page.
    """

    def __init__(self, figure: Figure, alt: str, words: str = "", photos: bool = False):
        self.figure, self.alt, self.words, self.photos = figure, alt, words, photos

    @styled  # ticks are made only when they are drawn
    def png(self) -> bytes:
        """The same figure gives the same bytes."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        file = io.BytesIO()
        FigureCanvasAgg(self.figure).print_figure(file, format="png", dpi=144, metadata={"Software": None})
        return file.getvalue()

    def __repr__(self) -> str:
        return self.words or self.alt

    def _repr_html_(self) -> str:
        width = min(WIDTH, round(self.figure.get_figwidth() * 96))
        turned, style = ("", "") if self.photos else (f'class="{FIGURE}" ', DARK)
        picture = (
            f'{style}<img {turned}width="{width}" alt="{escape(self.alt)}" src="data:image/png;base64,{base64.b64encode(self.png()).decode()}" '
            'style="max-width:100%;height:auto;border-radius:6px">'
        )
        words = f'<div style="max-width:{WIDTH}px;white-space:pre-wrap">{escape(self.words)}</div>' if self.words else ""
        return picture + words
