"""Lays the steps a function really takes beside the expected ones: which is which, what is missing, what is too much.

Pure: sequences in, an alignment out. The best alignment has the most equal steps, then the most of the same kind.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

EQUAL, SAME_KIND, STAND_IN, EXTRA = 8, 4, 1, -2


@dataclass(frozen=True)
class Item:
    """One expected or real step: its kind, and a value that is equal when the step is right (None: it equals nothing)."""

    kind: str
    value: Hashable | None
    open: bool = False  # of a kind we do not know, so that it may stand for any step without weights


@dataclass(frozen=True)
class Alignment:
    """pairs[i] is the index of the real step beside expected step i, or None; extras maps a real step that stands
    beside none to the index of the expected step after it (len(expected) at the end)."""

    pairs: tuple[int | None, ...]
    extras: tuple[tuple[int, int], ...]
    score: int


WEIGHTED = ("conv", "bn", "dense")


def similarity(expected: Item, real: Item) -> int | None:
    if real.value is not None and expected.value == real.value:
        return EQUAL + (expected.kind in WEIGHTED)  # of two steps that changed places, the one without weights moved
    if expected.kind == real.kind:
        return SAME_KIND
    if real.open and expected.kind not in WEIGHTED:
        return STAND_IN
    return None


def scores(expected: Sequence[Item], real: Sequence[Item], best: Sequence[int] = ()) -> list[int]:
    """The score of the best alignment of expected[:i] beside all of `real`, for every i; best: that of what stands before `real`."""
    row = list(best) or [0] * (len(expected) + 1)
    for one in real:
        before, row = row, [row[0] + EXTRA]
        for i, step in enumerate(expected):
            gain = similarity(step, one)
            row.append(max(before[i + 1] + EXTRA, row[i], before[i] + EXTRA if gain is None else before[i] + gain))
    return row


def align(expected: Sequence[Item], real: Sequence[Item], late: bool = False) -> Alignment:
    """The best alignment; of equally good ones that in which expected steps stand early, or `late`."""

    best = [[0] * (len(real) + 1) for _ in range(len(expected) + 1)]  # the score of expected[i:] beside real[j:]
    choice = [[(0, 0)] * (len(real) + 1) for _ in best]  # how many of each are laid beside each other, or passed over
    for i in reversed(range(len(best))):
        for j in reversed(range(len(real) + 1)):
            options = []  # the first of the best is taken
            if i < len(expected) and j < len(real) and (gain := similarity(expected[i], real[j])) is not None:
                options.append((best[i + 1][j + 1] + gain, (1, 1)))
            if j < len(real):
                options.insert(0 if late else 1, (best[i][j + 1] + EXTRA, (0, 1)))
            if i < len(expected):
                options.append((best[i + 1][j], (1, 0)))
            best[i][j], choice[i][j] = max(options, key=lambda option: option[0], default=(0, (0, 0)))
    i, j, pairs, extras = 0, 0, list[int | None](), list[tuple[int, int]]()
    while (taken := choice[i][j]) != (0, 0):
        if taken == (0, 1):
            extras.append((j, i))
        else:
            pairs.append(j if taken == (1, 1) else None)
        i, j = i + taken[0], j + taken[1]
    return Alignment(tuple(pairs), tuple(extras), best[0][0])
