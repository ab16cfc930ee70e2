"""Which of the sentences that a student may read of an exercise read worst: a plain count, for an author who looks at the first few."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ..exercises import exercise
from ..explain.words import in_words
from .rates import Graded

LONG = 20  # words, from which on a sentence is long
MANY = 2  # numbers and names of sizes, of which more are hard to keep in mind
SETTING = re.compile(r"\b\w+_\w+\b|\b\w+=[\w.]*\w")
TWICE = re.compile(r"\b(\w+) \1\b")
NUMBER = re.compile(r"\b\d+(?:\.\d+)?\b")


class Worst(NamedTuple):
    score: float
    where: str
    text: str
    why: str


def worst(name: str, found: Iterable[Graded], count: int = 5) -> list[Worst]:
    """Of the criteria, and of what was said of wrong answers."""
    said: dict[str, list[str]] = {}
    for id, text in in_words(name).items():
        said.setdefault(text, []).append(f"criterion {id}")
    for graded in found:
        for id, text in zip(graded.named, graded.says):
            if f"mistake {id}" not in said.setdefault(text, []):
                said[text].append(f"mistake {id}")
    weighed = [weighed_as(name, text, places) for text, places in said.items()]
    return sorted((w for w in weighed if w.score > 0), key=lambda w: (-w.score, w.text))[:count]


def weighed_as(name: str, text: str, places: list[str]) -> Worst:
    asked = exercise(name)
    lines = {line.name for line in asked.lines.lines} | {line.gives for line in asked.lines.lines}
    own = {asked.first, *asked.contract.parameters, *(part for parts in asked.several.values() for part in parts)}
    words = [word.strip(".") for word in re.findall(r"[\w=×.]+", text)]
    named = [word for word in dict.fromkeys(words) if word in lines and word not in own and (re.search(r"[\d_]", word))]
    settings = [found for found in dict.fromkeys(SETTING.findall(text)) if found not in own and found not in named]
    numbers = len(NUMBER.findall(text))
    reasons = {
        f"{len(words)} words": max(0, len(words) - LONG) / 5,
        f"{numbers} numbers": max(0, numbers - MANY),
        f"the name of a line ({', '.join(named)})": 3 * len(named),
        f"a setting as Keras writes it ({', '.join(settings)})": len(settings),
        "a word twice in a row": 3 * len(TWICE.findall(text)),
        f"said of {len(places)}": 2 * (len(places) - 1),
    }
    return Worst(sum(reasons.values()), " and ".join(places), text, ", ".join(why for why, score in reasons.items() if score))
