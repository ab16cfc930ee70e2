"""A slip: how it is recognised, and what is said of it. Which there are: `slips`, and `naming` for a function's first and last line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from .hints import after_nudge

Seen = TypeVar("Seen", contravariant=True)
Terms = dict[str, str]  # what stands in a sentence for each "{name}"


@dataclass(frozen=True)
class Slip(Generic[Seen]):
    """id, and when(what was seen) → the words for "{}" in its sentences, or None where it is another slip."""

    id: str
    when: Callable[[Seen], Terms | None] = field(compare=False)
    says: str = ""
    why: str = ""
    nudge: str = ""
    ladder: str = "line"

    @property
    def hints(self) -> tuple[str, ...]:
        return (self.nudge, *after_nudge(self.ladder))


def otherwise(seen: object) -> None:
    """For a slip that is not recognised by itself: who has found it says so."""
