"""Every misconception of the three exercises as a wrong answer, alone and in pairs: how many of which are graded. How they are made: `author.wrong`."""

from __future__ import annotations

import random

from autograder.author.wrong import Mutant, in_turn
from autograder.author.wrong import pairs as pairs_of
from autograder.exercises import exercise

SHARE = {"identity_block": 0.4, "convolutional_block": 0.4, "ResNet50": 0.2}  # of the pairs
VALUES = tuple(exercise(name).lines for name in SHARE)


def one_style_each() -> list[Mutant]:
    """Each misconception once, the styles in turn."""
    return [mutant for value in VALUES for mutant in in_turn(value)]


def two_styles_each() -> list[Mutant]:
    """Each misconception of a block in two styles, in turn; of the network, where probing takes longer, in one."""
    return [mutant for value in VALUES for mutant in in_turn(value, 1 if value.calls else 2)]


def pairs(count: int, seed: int = 1) -> list[Mutant]:
    rng = random.Random(seed)
    return [mutant for value in VALUES for mutant in pairs_of(value, round(count * SHARE[value.name]), rng)]
