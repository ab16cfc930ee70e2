"""The verdict on an exercise, as everybody asks for it: what the judge finds, the mistakes by name, and the picture. Nothing is shown here."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass, replace

from ..evidence import Evidence
from ..judge import Criterion, Judged, run
from ..judge.judgement import Judgement
from .diagnosis import Diagnosis
from .naming import mistakes
from .picture import Picture, picture
from .words import criterion_of, said
from .words.function import default_of_training
from .words.speaker import Speaker


@dataclass(frozen=True)
class Verdict:
    """outcome: passed, failed or not attempted. note: what the student is told in place of the criteria. remark: what costs nothing and
    should be known.

    diagnosis: the mistakes by name (`diagnosis.Diagnosis`). picture: what was built beside what is expected
    (`picture.Picture`), where there is something to see.
    """

    exercise: str
    outcome: str
    criteria: tuple[Criterion, ...]
    note: str = ""
    diagnosis: tuple[Diagnosis, ...] = ()
    picture: Picture | None = None
    remark: str = ""

    @property
    def points(self) -> float:
        return round(sum(c.points for c in self.criteria), 4)

    @property
    def max_points(self) -> float:
        return round(sum(c.max_points for c in self.criteria), 4)

    def worth(self, points: float) -> Verdict:
        """The same verdict where the exercise is worth so many points, and each criterion its part of them."""
        scale = points / self.max_points
        return replace(self, criteria=tuple(replace(c, points=c.points * scale, max_points=c.max_points * scale) for c in self.criteria))


def judge(evidence: Evidence | None, exercise: str, reason: str = "") -> Verdict:
    """The verdict on one exercise, as `judge_all` gives it."""
    return judge_all({exercise: evidence}, {exercise: reason})[0]


def judge_all(evidences: dict[str, Evidence | None], reasons: dict[str, str]) -> list[Verdict]:
    """The verdicts on several exercises, by one run of pytest; without evidence there are no points, and the reason is told.

    Raises RubricError when the rubric itself fails, which says nothing about the student.
    """
    if not evidences:
        return []
    found = run({exercise: _undefined(exercise) if evidence is None else evidence for exercise, evidence in evidences.items()})
    return [
        unseen(exercise, found[exercise], reasons.get(exercise, "")) if evidence is None else verdict(exercise, found[exercise])
        for exercise, evidence in evidences.items()
    ]


def unseen(exercise: str, found: Judged, reason: str) -> Verdict:
    return Verdict(
        exercise, "failed", tuple(Criterion(c.id, says(exercise, c), "failed", 0.0, c.max_points) for c in found.criteria), note=reason
    )


def verdict(exercise: str, found: Judged) -> Verdict:
    if found.untouched:
        criteria = tuple(Criterion(c.id, says(exercise, c), "skipped", 0.0, c.max_points) for c in found.criteria)
        return Verdict(exercise, "not attempted", criteria, "Not attempted yet: the cell is as it was given.")
    criteria = tuple(replace(c, says=says(exercise, c), message=said(c.finding, exercise)) for c in found.criteria)
    note, finding = "", criteria[0].finding
    if finding is not None and all(c.finding == finding for c in criteria):  # nothing could be judged, all for the same reason: say it once
        note, criteria = criteria[0].message, tuple(replace(c, message="") for c in criteria)
    passed = all(c.outcome == "passed" for c in criteria)
    judgement = found.judgement if isinstance(found.judgement, Judgement) else None
    diagnosis, seen = ((), None) if passed or judgement is None else named(judgement, criteria)
    return Verdict(exercise, "passed" if passed else "failed", criteria, note, diagnosis, seen, remark(judgement))


def says(exercise: str, criterion: Criterion) -> str:
    return criterion_of(exercise, criterion.id)


def remark(judgement: Judgement | None) -> str:
    default = getattr(judgement, "default_of_training", None)
    return "" if judgement is None or default is None else default_of_training(default, Speaker(judgement.exercise))


def named(judgement: Judgement, criteria: tuple[Criterion, ...]) -> tuple[tuple[Diagnosis, ...], Picture | None]:
    """The mistakes by name, and the picture; see `naming` and `picture`."""
    unmet = {c.id: c.finding for c in criteria if c.finding is not None}
    failed = [c.id for c in criteria if c.outcome == "failed"]
    try:
        diagnosis, graph, explanation = mistakes(judgement, unmet, failed)
        return diagnosis, picture(judgement.value, graph, explanation, diagnosis)
    except Exception:  # a name that cannot be found must never cost the verdict
        logging.getLogger(__name__).exception("The mistakes of this %s could not be named.", judgement.value.name)
        if "PYTEST_CURRENT_TEST" in os.environ:
            raise
        return (), None


def _undefined(exercise: str) -> Evidence:
    return Evidence({"exercise": exercise, "seed": 0, "defined": False, "callable": False})
