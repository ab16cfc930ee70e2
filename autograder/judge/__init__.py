"""Judges evidence by running the pytest rubric on it. No TensorFlow, no student code, no names of mistakes: evidence in, criteria out."""

from __future__ import annotations

import os
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from unittest import mock

from ..evidence import Evidence
from .finding import Finding, Unmet

RUBRIC = Path(__file__).parent / "rubric"
UNTOUCHED = "not attempted"  # what the rubric gives as the reason where it was handed a stub
UNUSED = ("cacheprovider", "faulthandler", "terminalreporter", "unraisableexception", "threadexception", "logging")
QUIET = (*(f"-pno:{plugin}" for plugin in UNUSED), "--capture=no", "--tb=line", "-W", "ignore")


class RubricError(RuntimeError):
    """The rubric itself is broken: an infrastructure fault, never a student's zero."""


@dataclass(frozen=True)
class Criterion:
    """outcome: passed, failed or skipped (what it builds on failed); finding: why, where it is not passed.

    says and message are its words, empty here: `explain.verdict` makes them of the criterion and the finding.
    """

    id: str
    says: str
    outcome: str
    points: float
    max_points: float
    message: str = ""
    finding: Finding | None = None


@dataclass
class Judged:
    """What the rubric gives for one exercise. judgement: what it has read from the evidence."""

    criteria: list[Criterion] = field(default_factory=list)
    untouched: bool = False
    judgement: object = None


class Collector:
    """The pytest plug-in that hands the evidence in and takes the outcomes out, by exercise."""

    def __init__(self, evidences: dict[str, Evidence]):
        self.evidences = evidences
        self.exercises = tuple(evidences)
        self.judged = {exercise: Judged() for exercise in evidences}
        self.broken: str | None = None

    def pytest_collectreport(self, report):
        if report.failed:
            self.broken = str(report.longrepr)

    def pytest_runtest_makereport(self, item, call):
        done = call.when == "call" or call.excinfo is not None
        if not done or call.when == "teardown":
            return
        exercise, asked = (item.callspec.params[name] for name in ("exercise", "criterion"))
        judged, error = self.judged[exercise], call.excinfo and call.excinfo.value
        judged.judgement = getattr(item, "funcargs", {}).get("judgement") or judged.judgement
        outcome = "passed"
        if isinstance(error, Unmet):
            outcome = "failed"
        elif error is not None and call.excinfo.typename == "Skipped":
            outcome = "skipped"
            judged.untouched |= str(error) == UNTOUCHED
        elif error is not None:
            self.broken = f"{item.name}: {type(error).__name__}: {error}"
        points = asked.points if outcome == "passed" else 0.0
        judged.criteria.append(Criterion(asked.id, "", outcome, points, asked.points, finding=getattr(error, "finding", None)))


def run(evidences: dict[str, Evidence]) -> dict[str, Judged]:
    """What the rubric gives, by exercise. Raises RubricError."""
    import pytest  # here, so that importing autograder stays fast

    collector = Collector(evidences)
    arguments = [str(RUBRIC), *QUIET, f"--rootdir={RUBRIC}", "-c", os.devnull]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")} | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    printed = StringIO()
    with mock.patch.dict(os.environ, environment, clear=True), redirect_stdout(printed), redirect_stderr(printed):
        code = pytest.main(arguments, plugins=[Named(collector)])
    if collector.broken or code not in (0, 1) or not all(judged.criteria for judged in collector.judged.values()):
        raise RubricError(
            f"The rubric failed: {collector.broken}" if collector.broken else f"pytest ended with {code!r}: {printed.getvalue()[-2000:]}"
        )
    return collector.judged


class Named:
    """Registers the collector under the name by which the rubric's conftest finds it."""

    def __init__(self, collector: Collector):
        self.collector = collector

    def pytest_configure(self, config):
        config.pluginmanager.register(self.collector, "autograder-evidence")
