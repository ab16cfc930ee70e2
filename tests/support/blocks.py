"""The exercises of the notebook, those of them that are blocks, and the settings in which a challenge calls them."""

from __future__ import annotations

from autograder.exercises import exercise
from autograder.truth.challenge import PUBLIC_SEED, Setting
from autograder.truth.question import question
from demo import EXERCISES

BLOCKS = tuple(name for name in EXERCISES if not exercise(name).lines.calls)  # the others are networks


def settings(block: str, seed: int = PUBLIC_SEED) -> list[Setting]:
    return [Setting(**call["setting"]) for call in question(block, seed)["calls"]]
