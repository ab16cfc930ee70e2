"""The rubric run by hand on a notebook. A pytest plug-in, which the rubric's `conftest` asks for by name: the judge knows no notebooks.

`pytest autograder/judge/rubric --submission FILE.ipynb` runs the notebook's functions first, and prints a line for each criterion.
"""

from __future__ import annotations

from collections.abc import Generator
from functools import cached_property

import pytest

from ..evidence import Evidence
from ..judge.block_judgement import Unmet
from ..show.report import inert
from .grade import evidences_of
from .submission import Unreadable


def pytest_configure(config: pytest.Config) -> None:
    config.option.tbstyle, config.option.reportchars, config.option.durations = "no", "", None
    config.pluginmanager.register(OneLineEach(), "autograder-lines")
    config.pluginmanager.register(Submission(config.getoption("--submission")), "autograder-evidence")


class Submission:
    """Has the evidence, as the judge's own plug-in."""

    def __init__(self, path: str):
        self.path = path

    @cached_property
    def evidences(self) -> dict[str, Evidence]:
        try:
            return evidences_of(self.path)
        except (Unreadable, RuntimeError) as error:
            pytest.exit(f"{self.path}: {error}", returncode=1)


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
            exercise, worth = item.path.stem.removeprefix("test_"), next(mark.args[0] for mark in item.iter_markers("points"))
            says = " ".join((item.function.__doc__ or item.name).split())
            why = "" if call.excinfo is None else str(call.excinfo.value)
            if report.failed and call.excinfo is not None and not isinstance(call.excinfo.value, Unmet):
                why = f"The rubric itself failed: {call.excinfo.typename}: {why}"
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
