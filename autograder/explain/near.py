"""Which name was probably meant by one that is not known: names are compared by their letters, and long ones not at all."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

LETTERS, NAMES = (
    40,
    100,
)  # the longest name of the course has 22; comparing takes the square of the letters, and longer for names made so that it does


def near_to(name: str, known: Iterable[str], least: float) -> list[str]:
    """The nearest of the known names, if it is like enough (from 0 to 1); of many the last are looked at."""
    short = [k for k in dict.fromkeys(known) if len(k) <= LETTERS][-NAMES:]
    return difflib.get_close_matches(name, short, 1, least) if len(name) <= LETTERS else []
