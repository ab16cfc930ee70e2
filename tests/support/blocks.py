"""The exercises of the notebook, those of them that are blocks, and the settings in which a challenge calls them."""

from __future__ import annotations

from autograder.exercises import exercise
from autograder.truth.challenge import PUBLIC_SEED, Setting
from autograder.truth.question import question

from .scope import answered_there

ANSWERED = answered_there()  # the exercises of the notebook
BLOCKS = tuple(name for name in ANSWERED if not exercise(name).lines.calls)  # the others are networks


def settings(block: str, seed: int = PUBLIC_SEED) -> list[Setting]:
    return [Setting(**call["setting"]) for call in question(block, seed)["calls"]]
