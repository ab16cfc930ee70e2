"""What can be set in the playground, and the states that can be reached with it: each a network that was trained. No word of the page is here."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

SEEDS = (0, 1, 2)


class State(NamedTuple):
    """depth: convolutions on the main path, the first of the network among them: blocks of three.

    shortcut: none, identity, half (the identity times 0.5) or projection (a 1×1 convolution in every block). norm: with batch normalisation
    or without. order: as the exercise has it, ReLU before the addition, or pre-activation. start: He's first weights everywhere, or
    zero, with which every block's branch begins as 0. rate: Adam's learning rate.
    """

    depth: int
    shortcut: str
    norm: str
    order: str
    start: str
    rate: float

    @property
    def blocks(self) -> int:
        return self.depth // 3

    @property
    def key(self) -> str:
        return " ".join(map(str, self))


DIALS: dict[str, tuple[int | str | float, ...]] = {
    "depth": (4, 7, 13, 25, 49),
    "shortcut": ("none", "identity", "half", "projection"),
    "norm": ("with", "without"),
    "order": ("here", "before", "pre"),
    "start": ("he", "zero"),
    "rate": (0.002, 0.008),
}


def reachable(state: State) -> bool:
    """Other orders than the exercise's are there with identity shortcuts only: without a shortcut nothing is added."""
    return state.order == "here" or state.shortcut == "identity"


def states() -> Iterator[State]:
    """Every combination that can be reached."""
    every = (State(*setting) for setting in product(*DIALS.values()))  # type: ignore[arg-type]  # the values of a dial are of its field's type
    return filter(reachable, every)
