"""How derived answers are judged and named: one answer with its verdict, and what is counted over many. It makes no answers."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from ..evidence import Evidence
from ..explain.verdict import judge
from .right import Right
from .wrong import Mutant


@dataclass(frozen=True)
class Graded:
    """One answer with its verdict: whether it has all points, the criteria that it lost, its points, the mistakes by name and what is said of
    them."""

    answer: Mutant | Right
    passed: bool
    lost: tuple[str, ...]
    points: float
    named: tuple[str, ...]
    says: tuple[str, ...]
    certain: bool
    seconds: float

    @property
    def names(self) -> tuple[frozenset[str], ...]:
        """Of the mistakes that the answer holds, which a right one does not."""
        return self.answer.names if isinstance(self.answer, Mutant) else ()

    @property
    def right_names(self) -> list[bool]:
        """For each name given, whether it is one of the mistakes that the answer holds."""
        return [any(name in names for names in self.names) for name in self.named]

    @property
    def first(self) -> bool:
        return bool(self.right_names) and self.right_names[0]

    @property
    def among_two(self) -> bool:
        return any(self.right_names[:2])

    @property
    def wrongly(self) -> bool:
        """The first name is one of none of its mistakes."""
        return bool(self.right_names) and not self.right_names[0]

    @property
    def all_named(self) -> bool:
        return all(any(name in names for name in self.named) for names in self.names)


def graded(answer: Mutant | Right, evidence: Evidence) -> Graded:
    start = time.perf_counter()
    verdict = judge(evidence, answer.exercise)
    seconds = time.perf_counter() - start
    return Graded(
        answer,
        verdict.outcome == "passed",
        tuple(c.id for c in verdict.criteria if c.outcome != "passed"),
        verdict.points,
        tuple(d.id for d in verdict.diagnosis),
        tuple(d.says for d in verdict.diagnosis),
        all(d.certain for d in verdict.diagnosis),
        seconds,
    )


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


HEAD = ["answers", "rejected", "mistake named first", "among the first two", "named wrongly", "not named"]


def rates(found: Sequence[Graded]) -> list[str]:
    """Of wrong answers, under the words of `HEAD`."""
    n = len(found)
    counts = [sum(getattr(g, name) for g in found) for name in ("first", "among_two", "wrongly")]
    unnamed = sum(not g.named for g in found)
    return [str(n), share(n - sum(g.passed for g in found), n), *(share(c, n) for c in counts), share(unnamed, n)]
