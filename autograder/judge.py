"""Judges an evidence by running the pytest rubric on it. No TensorFlow, no student code: evidence in, verdict out."""

from __future__ import annotations

import logging
import os
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from .evidence import Evidence

if TYPE_CHECKING:
    from .diagnosis import Diagnosis
    from .picture import Picture

RUBRIC = Path(__file__).parent / "rubric"
UNUSED = ("cacheprovider", "faulthandler", "terminalreporter", "unraisableexception", "threadexception", "logging")
QUIET = (*(f"-pno:{plugin}" for plugin in UNUSED), "--capture=no", "--tb=line", "-W", "ignore")


class RubricError(RuntimeError):
    """The rubric itself is broken: an infrastructure fault, never a student's zero."""


@dataclass(frozen=True)
class Criterion:
    """outcome: passed, failed or skipped (what it builds on failed); message: why, in one or two sentences."""

    id: str
    says: str
    outcome: str
    points: float
    max_points: float
    message: str = ""


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


@dataclass
class Findings:
    """What the rubric says of one exercise. judgement: what it has read from the evidence."""

    criteria: list[Criterion] = field(default_factory=list)
    untouched: bool = False
    judgement: object = None


class Collector:
    """The pytest plug-in that hands the evidence in and takes the outcomes out, by exercise."""

    def __init__(self, evidences: dict[str, Evidence]):
        self.evidences = evidences
        self.findings = {exercise: Findings() for exercise in evidences}
        self.broken: str | None = None

    def pytest_collectreport(self, report):
        if report.failed:
            self.broken = str(report.longrepr)

    def pytest_runtest_makereport(self, item, call):
        done = call.when == "call" or call.excinfo is not None
        if not done or call.when == "teardown":
            return
        from .block_judgement import Unmet  # the rubric's own words; a heavy import only if used

        found, given = self.findings[item.path.stem.removeprefix("test_")], getattr(item, "funcargs", {})
        found.judgement = given.get("block") or given.get("network") or found.judgement
        error = call.excinfo and call.excinfo.value
        worth = float(item.get_closest_marker("points").args[0])
        outcome, message = "passed", ""
        if isinstance(error, Unmet):
            outcome, message = "failed", str(error)
        elif call.excinfo is not None and call.excinfo.typename == "Skipped":
            outcome, message = "skipped", str(error)
            found.untouched |= "not attempted" in message
        elif error is not None:
            self.broken = f"{item.name}: {type(error).__name__}: {error}"
        found.criteria.append(
            Criterion(
                id=item.name.removeprefix("test_"),
                says=" ".join((item.function.__doc__ or item.name).split()),
                outcome=outcome,
                points=worth if outcome == "passed" else 0.0,
                max_points=worth,
                message=message,
            )
        )


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


def unseen(exercise: str, found: Findings, reason: str) -> Verdict:
    return Verdict(exercise, "failed", tuple(Criterion(c.id, c.says, "failed", 0.0, c.max_points) for c in found.criteria), note=reason)


def verdict(exercise: str, found: Findings) -> Verdict:
    criteria = tuple(found.criteria)
    messages = {c.message for c in criteria}
    if found.untouched:
        note = "Not attempted yet: the cell is as it was given."
        return Verdict(exercise, "not attempted", tuple(Criterion(c.id, c.says, "skipped", 0.0, c.max_points) for c in criteria), note)
    note = ""
    if len(messages) == 1 and "" not in messages:  # nothing could be judged, all for the same reason: say it once
        note = messages.pop()
        criteria = tuple(Criterion(c.id, c.says, c.outcome, 0.0, c.max_points) for c in criteria)
    passed = all(c.outcome == "passed" for c in criteria)
    diagnosis, seen = ((), None) if passed or found.judgement is None else named(found.judgement, criteria)
    remark = getattr(found.judgement, "remark", "")
    return Verdict(exercise, "passed" if passed else "failed", criteria, note, diagnosis, seen, remark)


def named(judgement, criteria: tuple[Criterion, ...]) -> tuple[tuple[Diagnosis, ...], Picture | None]:
    """The mistakes by name, and the picture; see `naming` and `picture`."""
    from .naming import mistakes
    from .picture import picture

    unmet = {c.id: c.message for c in criteria if c.outcome != "passed"}
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


def run(evidences: dict[str, Evidence]) -> dict[str, Findings]:
    """What the rubric says, by exercise. Raises RubricError."""
    import pytest  # here, so that importing autograder stays fast

    collector = Collector(evidences)
    arguments = [*(str(RUBRIC / f"test_{exercise}.py") for exercise in evidences), *QUIET, f"--rootdir={RUBRIC}", "-c", os.devnull]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")} | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    printed = StringIO()
    with mock.patch.dict(os.environ, environment, clear=True), redirect_stdout(printed), redirect_stderr(printed):
        code = pytest.main(arguments, plugins=[Named(collector)])
    if collector.broken or code not in (0, 1) or not all(found.criteria for found in collector.findings.values()):
        raise RubricError(
            f"The rubric failed: {collector.broken}" if collector.broken else f"pytest ended with {code!r}: {printed.getvalue()[-2000:]}"
        )
    return collector.findings


class Named:
    """Registers the collector under the name by which the rubric's conftest finds it."""

    def __init__(self, collector: Collector):
        self.collector = collector

    def pytest_configure(self, config):
        config.pluginmanager.register(self.collector, "autograder-evidence")
