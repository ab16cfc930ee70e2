"""Judges evidence by running the pytest rubric on it. No TensorFlow, no student code, no names of mistakes: evidence in, criteria out."""

from __future__ import annotations

import os
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from unittest import mock

from ..evidence import Evidence

RUBRIC = Path(__file__).parent / "rubric"
UNTOUCHED = "not attempted"  # what the rubric gives as the reason where it was handed a stub
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
            found.untouched |= message == UNTOUCHED
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
