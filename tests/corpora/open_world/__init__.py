"""Answers that the autograder was not made from: written from the exercise's text alone, by who had seen neither its code nor its mistakes.

An answer for which a rule is then made moves to the closed corpora, and another takes its place here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Stranger:
    """mistake: what is wrong, in its author's words; nothing where it is right. good: texts of which a good first line holds all words of one."""

    id: str
    exercise: str
    mistake: str
    good: tuple[str, ...]
    source: str

    @property
    def right(self) -> bool:
        return not self.mistake
