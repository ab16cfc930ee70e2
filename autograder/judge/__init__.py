"""Judges evidence by running the pytest rubric on it. No TensorFlow, no student code, no names of mistakes: evidence in, criteria out."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..evidence import Evidence
from .finding import Finding, Told, Unmet

if TYPE_CHECKING:
    import pytest

    from .judgement import Judgement

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
    judgement: Judgement | None = None


class Collector:
    """The pytest plug-in that hands the evidence in and takes the outcomes out, by exercise."""

    def __init__(self, evidences: dict[str, Evidence]):
        self.evidences = evidences
        self.exercises = tuple(evidences)
        self.judged = {exercise: Judged() for exercise in evidences}
        self.broken: str | None = None
        self.memory: MemoryError | None = None

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken = str(report.longrepr)

    def pytest_internalerror(self, excrepr: object) -> bool:
        self.broken = str(excrepr)
        return True  # it is told, by `RubricError`; else pytest prints it

    def pytest_runtest_makereport(self, item: pytest.Function, call: pytest.CallInfo[None]) -> None:
        done = call.when == "call" or call.excinfo is not None
        if not done or call.when == "teardown":
            return
        params: Mapping[str, Any] = item.callspec.params
        asked, judged = params["criterion"], self.judged[params["exercise"]]
        error = call.excinfo.value if call.excinfo else None
        judged.judgement = getattr(item, "funcargs", {}).get("judgement") or judged.judgement
        outcome = "passed"
        if isinstance(error, Unmet):
            outcome = "failed"
        elif call.excinfo and call.excinfo.typename == "Skipped":
            outcome = "skipped"
            judged.untouched |= str(error) == UNTOUCHED
        elif isinstance(error, MemoryError):  # there is a bound, and this evidence needs more
            self.memory = error
        elif error is not None:
            self.broken = f"{item.name}: {type(error).__name__}: {error}"
        points = asked.points if outcome == "passed" else 0.0
        told = error if isinstance(error, Told) else error.__cause__ if error else None  # a skip is raised from what was told
        finding = told.finding if isinstance(told, Told) else None
        judged.criteria.append(Criterion(asked.id, "", outcome, points, asked.points, finding=finding))


def run(evidences: dict[str, Evidence]) -> dict[str, Judged]:
    """What the rubric gives, by exercise. Raises RubricError, MemoryError."""
    import pytest  # here, so that importing autograder stays fast

    collector = Collector(evidences)
    arguments = [str(RUBRIC), *QUIET, f"--rootdir={RUBRIC}", "-c", os.devnull]
    with ONE_AT_A_TIME, without_settings():
        code = pytest.main(arguments, plugins=[Named(collector)])
    if collector.memory:
        raise collector.memory
    if collector.broken or code not in (0, 1) or not all(judged.criteria for judged in collector.judged.values()):
        raise RubricError(f"The rubric failed: {collector.broken}" if collector.broken else f"pytest ended with {code!r}")
    return collector.judged


ONE_AT_A_TIME = threading.Lock()  # pytest's settings are those of the process, and several submissions are judged by threads of one


@contextmanager
def without_settings() -> Iterator[None]:
    """While open, pytest finds no options and no plug-ins of the surroundings. Only its own variables are touched, for other threads read the rest."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("PYTEST_")}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        for name in [name for name in os.environ if name.startswith("PYTEST_")]:
            del os.environ[name]
        os.environ.update(kept)


class Named:
    """Registers the collector under the name by which the rubric's conftest finds it."""

    def __init__(self, collector: Collector):
        self.collector = collector

    def pytest_configure(self, config: pytest.Config) -> None:
        config.pluginmanager.register(self.collector, "autograder-evidence")
