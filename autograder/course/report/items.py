"""How the criteria of an exercise work as items of a test: how many meet each, and whether those who do also do better elsewhere. Numbers only.

Source: Ebel and Frisbie, Essentials of Educational Measurement (5th edition, 1991), chapter 13.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FEWEST = 10  # students, below which only counts say something
LOW = 0.2  # a correlation below which an item is looked at


@dataclass(frozen=True)
class Item:
    """n: students who attempted the exercise; share: of its points that they have. correlation: of its points with those of all other criteria together;
    discrimination: the share of the upper third of the class minus that of the lower. Both are None where there are too few students,
    and the correlation where all have the same. Of a criterion that is worth nothing the share is 0."""

    n: int
    share: float
    correlation: float | None = None
    discrimination: float | None = None

    @property
    def flagged(self) -> bool:
        return self.correlation is not None and self.correlation < LOW


def items(points: np.ndarray, most: np.ndarray) -> list[Item]:
    """points: (students, criteria); most: what each criterion is worth, (criteria,)."""
    n, shares = len(points), points / np.where(most > 0, most, 1)
    if n < FEWEST:
        return [Item(n, float(share.mean()) if n else 0.0) for share in shares.T]
    third = max(1, n // 3)
    found = []
    for own, share in zip(points.T, shares.T):
        rest = points.sum(axis=1) - own
        order = np.argsort(points.sum(axis=1), kind="stable")
        gap = float(share[order[-third:]].mean() - share[order[:third]].mean())
        found.append(Item(n, float(share.mean()), correlation(own, rest), gap))
    return found


def correlation(one: np.ndarray, other: np.ndarray) -> float | None:
    """Pearson's r; None where one of them is the same for all."""
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    return float(np.corrcoef(one, other)[0, 1])
