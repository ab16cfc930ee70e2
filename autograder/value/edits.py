"""A misconception is a named edit of an exercise's lines, with what is said of it. Data only: rules make most of them (`explain.rules`), an
exercise's file brings those that no rule gives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .lines import Lines

Edit = Callable[[Lines], Lines]
STRAY = "{stray}"  # in a sentence, the words for what stands there and should not


@dataclass(frozen=True)
class Misconception:
    """at: the line where it sits, "" for the whole block. costs: the criteria that it may cost. nudge: the first hint.
    weight: how unusual it is; of two explanations the lighter one is believed. looks: where two misconceptions build the same
    graph, a step and a pattern that the student's own line for it matches. alone: it is not tried together with another one. idle: it changes nothing that is
    computed, so no answer is wrong by it. `says` speaks of a step too many as STRAY."""

    id: str
    family: str
    says: str
    why: str
    nudge: str
    at: str
    costs: tuple[str, ...]
    edit: Edit = field(compare=False)
    weight: float = 1.0
    looks: tuple[str, str] = ("", "")
    alone: bool = False
    idle: bool = False


@dataclass(frozen=True)
class Combined:
    """Wrong settings that together are one misconception. changes: (line, setting, value found)."""

    id: str
    family: str
    says: str
    why: str
    nudge: str
    at: str
    changes: tuple[tuple[str, str, object], ...]

    @property
    def costs(self) -> tuple[str, ...]:
        return tuple(line for line, _, _ in self.changes)
