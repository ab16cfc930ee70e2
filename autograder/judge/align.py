"""Lays the steps a function really takes beside the expected ones: which is which, what is missing, what is too much.

Pure: sequences in, an alignment out. The best alignment has the most equal steps, then the most of the same kind.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cache

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


def align(expected: Sequence[Item], real: Sequence[Item], late: bool = False) -> Alignment:
    """The best alignment; of equally good ones that in which expected steps stand early, or `late`."""

    @cache
    def best(i: int, j: int) -> tuple[int, tuple, tuple]:
        """Score, pairs and extras of expected[i:] beside real[j:]."""
        if i == len(expected) and j == len(real):
            return 0, (), ()
        options = []  # the first of the best is taken
        if i < len(expected) and j < len(real) and (gain := similarity(expected[i], real[j])) is not None:
            score, pairs, extras = best(i + 1, j + 1)
            options.append((score + gain, (j, *pairs), extras))
        if j < len(real):
            score, pairs, extras = best(i, j + 1)
            options.insert(0 if late else 1, (score + EXTRA, pairs, ((j, i), *extras)))
        if i < len(expected):
            score, pairs, extras = best(i + 1, j)
            options.append((score, (None, *pairs), extras))
        return max(options, key=lambda option: option[0])

    score, pairs, extras = best(0, 0)
    return Alignment(pairs, extras, score)
