"""The rubric run by hand on a notebook. A pytest plug-in, which the rubric's `conftest` asks for by name: the judge knows no notebooks.

`pytest autograder/judge/rubric --submission FILE.ipynb` runs the notebook's functions first, and prints a line for each criterion.
"""

from __future__ import annotations

from collections.abc import Generator
from functools import cached_property

import pytest

from ..evidence import Evidence
from ..explain.words import criterion_of, said
from ..judge.criteria import Asked
from ..judge.finding import Unmet
from ..show.report import inert
from .desk import evidences_of
from .labels import worth
from .run import run
from .submission import Notebook, Unreadable, mend, read


def pytest_configure(config: pytest.Config) -> None:
    config.option.tbstyle, config.option.reportchars, config.option.durations = "no", "", None
    config.pluginmanager.register(OneLineEach(), "autograder-lines")
    config.pluginmanager.register(Submission(config.getoption("--submission")), "autograder-evidence")


class Submission:
    """Has the evidence, as the judge's own plug-in."""

    def __init__(self, path: str):
        self.path = path

    @cached_property
    def notebook(self) -> Notebook:
        try:
            return mend(read(self.path)).notebook
        except Unreadable as error:
            pytest.exit(f"{self.path}: {error}", returncode=1)

    @property
    def exercises(self) -> list[str]:
        """Those of its assignment."""
        return [*worth(self.notebook.cells)]

    @cached_property
    def evidences(self) -> dict[str, Evidence]:
        outcome = run(self.notebook)
        if outcome.fault:
            pytest.exit(f"{self.path}: {outcome.fault}", returncode=1)
        return evidences_of(outcome)[0]


class OneLineEach:
    """What a person reads who runs the rubric by hand: a line for each criterion, in place of pytest's dots and tracebacks."""

    def __init__(self) -> None:
        self.lines: dict[str, list[str]] = {}  # by exercise
        self.points: dict[str, list[float]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Function, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if call.when == "call" or (call.when == "setup" and call.excinfo):
            exercise, criterion = item.callspec.params["exercise"], item.callspec.params["criterion"]
            assert isinstance(exercise, str) and isinstance(criterion, Asked)
            says, worth, error = criterion_of(exercise, criterion.id), criterion.points, call.excinfo.value if call.excinfo else None
            why = said(finding, exercise) if (finding := getattr(error, "finding", None)) else str(error or "")
            if report.failed and not isinstance(error, Unmet):
                why = f"The rubric itself failed: {type(error).__name__}: {why}"
            earned = worth if report.passed else 0
            line = f"  {report.outcome:7}  {f'{earned:g}/{worth:g}':9}  {says}{f' {why}' if why else ''}"
            self.lines.setdefault(exercise, []).append(inert(" ".join(line.splitlines())))
            self.points.setdefault(exercise, []).append(earned)
        return report

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str]:
        return report.outcome if report.when == "call" or not report.passed else "", "", ""

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for exercise, lines in self.lines.items():
            terminalreporter.write_line(f"{exercise}: {sum(self.points[exercise]):g} points")
            for line in lines:
                terminalreporter.write_line(line)
