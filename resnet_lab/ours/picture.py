"""The picture of a network beside ours: a point for each step, at the height of how far its numbers are from ours."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from autograder.show.report import BLUE, ORANGE

from ..experiments.lines import DARK
from ..shown import Shown, sheet, styled
from .network import PARTS

if TYPE_CHECKING:
    from .compare import Compared

LOWEST, HIGHEST = 1e-9, 10.0
SHORT = {"convolutional_block": "conv.\nblock", "identity_block": "identity\nblock", "head": "\nhead"}


@styled
def draw(image: np.ndarray, steps: Sequence[Compared], rounding: float, words: str) -> Shown:
    """rounding: below it numbers count as the same."""
    figure, (left, right) = sheet(7.9, 3.6, ncols=2, width_ratios=(1, 3.4))
    left.imshow(image)
    left.axis("off")
    right.axhspan(LOWEST, rounding, color=BLUE, alpha=0.1, linewidth=0)
    right.text(0.02, rounding * 0.55, "the same, to rounding", transform=right.get_yaxis_transform(), va="top", color=BLUE)
    height = np.clip([step.off for step in steps], LOWEST * 2, HIGHEST / 2)
    same = np.array([step.off < rounding for step in steps])
    at = np.arange(len(steps))
    right.scatter(at[same], height[same], color=BLUE, s=26, zorder=3)
    right.scatter(at[~same], height[~same], color=ORANGE, marker="X", s=42, zorder=3)
    middles = []
    for part, members in groupby(range(len(steps)), key=lambda i: steps[i].part):
        inside = list(members)
        middles.append(np.mean(inside))
        if part:
            right.axvline(inside[0] - 0.5, color="0.8", linewidth=1)
    names = [SHORT.get(part.lines.name, part.lines.name) for part in PARTS]
    right.set(yscale="log", ylim=(LOWEST, HIGHEST), xlim=(-0.5, len(steps) + 0.8), title="How far each step is from ours")
    right.set_ylabel("largest difference, in parts\nof our largest number", size=10)
    right.set_xticks(middles, names, size=9)
    right.set_yticks([1e-8, 1e-6, 1e-4, 1e-2, 1])
    right.tick_params(axis="x", length=0)
    if not same.all():
        first = int(np.flatnonzero(~same)[0])
        right.annotate("here", (first, height[first]), (0, 9), textcoords="offset points", ha="center", weight="bold", color=DARK[ORANGE])
    alt = f"The image, and a point for each of {len(steps)} steps of the network at the largest difference from ours. {words}"
    return Shown(figure, alt, words, photos=True)
