"""What a class got wrong: read from the gradebook and from what was kept of each graded notebook. Nothing is graded or written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from ...grading.kept import SUFFIX, verdicts
from ...grading.submission import Unreadable
from ...show.report import Exercise
from ..plugins import WAITS_FOR
from ..results import WAITS, final, graded_folder, handed_in, status, submissions, unfinished
from .guesses import counted, guessed
from .items import Item, items

FEW, CLASS = 3, 20  # students who share a rare mistake, at most; and how many there must be for it to be called rare
Said = dict[str, Any]  # a mistake, as `Diagnosis.plain` has it
Likeness = tuple[tuple[str, str, str], ...]  # criteria that are not met, each with the kind of finding and what was found
WHERE_ONLY = ("differs_", "foreign_layer")  # how ids begin of what is said to be there, and is no mistake with a name of its own
DONE = {"passed": "right", "failed": "not yet right", "not attempted": "not attempted"}


@dataclass(frozen=True)
class Mistake:
    """A mistake by its name in one exercise. line: a student's own. hint: to be given in class."""

    exercise: str
    id: str
    says: str
    why: str
    hint: str
    line: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class Unnamed:
    """Answers to one exercise that lost points for what has no name of its own, by the criteria that are not met. line: a student's own."""

    exercise: str
    criteria: tuple[str, ...]
    says: str
    line: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class Criterion:
    """A criterion of one exercise as an item of a test."""

    exercise: str
    id: str
    says: str
    item: Item


@dataclass(frozen=True)
class Report:
    """All that the page says. points: of every student with a final mark; waiting: who has none, and why; missing: who handed nothing in; unkept:
    whose evidence was not kept, so that only points are known. done: by exercise, how many are right, not yet right, not attempted. guesses: by
    experiment of the lesson, how many expected what."""

    assignment: str
    max_points: float
    points: dict[str, float]
    waiting: dict[str, str]
    missing: tuple[str, ...]
    unkept: tuple[str, ...]
    done: dict[str, dict[str, int]]
    mistakes: tuple[Mistake, ...]
    unnamed: tuple[Unnamed, ...]
    criteria: tuple[Criterion, ...]
    guesses: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def rare(self) -> tuple[Mistake, ...]:
        """Mistakes that very few of many students share."""
        return tuple(m for m in self.mistakes if 2 <= len(m.students) <= FEW) if len(self.points) >= CLASS else ()


def read(course: CourseDirectory, assignment: str) -> Report:
    points: dict[str, float] = {}
    waiting: dict[str, str] = {}
    sheets: dict[str, dict[str, Exercise]] = {}
    unkept, guesses = [], []
    with Gradebook(course.db_url) as gradebook:
        most = gradebook.find_assignment(assignment).max_score
        known = {student.id for student in gradebook.students} | handed_in(course, assignment)
        for submission in submissions(gradebook, assignment):
            student, remark = submission.student.id, status(submission)
            folder = graded_folder(course, student, assignment)
            if unfinished(course, assignment, submission):
                waiting[student] = "Its grading was interrupted: run autograde again."
                continue
            if WAITS in remark:
                waiting[student] = " ".join(dict.fromkeys(reasons(folder))) or remark
                continue
            guesses.append(guessed(folder))
            points[student] = final(submission)
            try:
                sheets[student] = {name: s for path in sorted(folder.glob(f"*{SUFFIX}")) for name, s in verdicts(path).items()}
            except Unreadable:
                sheets[student] = {}
            if not sheets[student]:
                unkept.append(student)
    waiting |= dict.fromkeys(sorted(handed_in(course, assignment) - points.keys() - waiting.keys()), "Not graded yet.")
    missing = tuple(sorted(known - points.keys() - waiting.keys()))
    return replace(report(assignment, most, points, waiting, missing, tuple(unkept), sheets), guesses=counted(guesses))


def reasons(folder: Path) -> Iterator[str]:
    """Why the graded notebooks in a folder have not all their marks."""
    for path in sorted(folder.glob("*.ipynb")):
        yield from nbformat.read(path, as_version=4).metadata.get(WAITS_FOR, {}).values()


def report(
    assignment: str,
    most: float,
    points: dict[str, float],
    waiting: dict[str, str],
    missing: tuple[str, ...],
    unkept: tuple[str, ...],
    sheets: dict[str, dict[str, Exercise]],
) -> Report:
    """sheets: the verdicts, by student and exercise."""
    done = {name: Counter(sheet["outcome"] for sheet in own.values()) for name, own in by_exercise(sheets).items()}
    return Report(
        assignment,
        most,
        points,
        waiting,
        missing,
        unkept,
        {name: {words: counts[outcome] for outcome, words in DONE.items()} for name, counts in done.items()},
        tuple(sorted(named_mistakes(sheets), key=lambda m: -len(m.students))),
        tuple(sorted(unnamed(sheets), key=lambda u: -len(u.students))),
        tuple(criteria(sheets)),
    )


def by_exercise(sheets: dict[str, dict[str, Exercise]]) -> dict[str, dict[str, Exercise]]:
    """The verdicts by exercise and student."""
    found: dict[str, dict[str, Exercise]] = defaultdict(dict)
    for student, own in sheets.items():
        for exercise, sheet in own.items():
            found[exercise][student] = sheet
    return dict(found)


def named_mistakes(sheets: dict[str, dict[str, Exercise]]) -> Iterator[Mistake]:
    for exercise, own in by_exercise(sheets).items():
        groups: dict[str, dict[str, Said]] = defaultdict(dict)
        for student, sheet in own.items():
            for said in filter(has_name, sheet["diagnosis"]):
                groups[said["id"]].setdefault(student, said)
        for id, of in groups.items():
            usual, _ = Counter(said["says"] for said in of.values()).most_common(1)[0]
            first = next(said for said in of.values() if said["says"] == usual)
            yield Mistake(exercise, id, usual, first["why"], first["hint"], first["where"], tuple(of))


def has_name(said: Said) -> bool:
    return not said["id"].startswith(WHERE_ONLY)


def unnamed(sheets: dict[str, dict[str, Exercise]]) -> Iterator[Unnamed]:
    """Two answers are alike where the same criteria are not met, for findings of the same kinds and with the same step in the place of the right one."""
    for exercise, own in by_exercise(sheets).items():
        groups: dict[Likeness, dict[str, Exercise]] = defaultdict(dict)
        for student, sheet in own.items():
            if sheet["outcome"] == "failed" and not (sheet["diagnosis"] and all(map(has_name, sheet["diagnosis"]))):
                groups[likeness(sheet)][student] = sheet
        for of in groups.values():
            sheet = next(iter(of.values()))
            failed = [c for c in sheet["criteria"] if c["outcome"] == "failed"]
            known = next((said for said in sheet["diagnosis"] if not has_name(said)), {"says": "", "where": ""})
            says = known["says"] or sheet["note"] or (failed[0]["message"] if failed else "")
            yield Unnamed(exercise, tuple(c["id"] for c in failed), says, known["where"], tuple(of))


def likeness(sheet: Exercise) -> Likeness:
    failed = [(c["id"], c.get("finding") or {}) for c in sheet["criteria"] if c["outcome"] == "failed"]
    return tuple(
        (id, finding.get("kind", ""), str(found) if isinstance(found := finding.get("found"), str) else "") for id, finding in failed
    )


def criteria(sheets: dict[str, dict[str, Exercise]]) -> Iterator[Criterion]:
    """Of those who attempted the exercise."""
    for exercise, own in by_exercise(sheets).items():
        tried = [sheet["criteria"] for sheet in own.values() if sheet["outcome"] != "not attempted"]
        asked = next(iter(own.values()))["criteria"]
        ids = [c["id"] for c in asked]
        tried = [found for found in tried if [c["id"] for c in found] == ids]  # another rubric's are not comparable
        table = np.array([[c["points"] for c in found] for found in tried]).reshape(len(tried), len(ids))
        for c, item in zip(asked, items(table, np.array([c["max_points"] for c in asked]))):
            yield Criterion(exercise, c["id"], c["says"], item)
