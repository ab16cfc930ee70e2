"""Hands the rubric its evidence: from `--submission FILE.ipynb`, whose functions are run first, or from a plug-in that has it."""

from __future__ import annotations

import pytest

from autograder.block_judgement import BlockJudgement, NotAttempted, NotReached, Unmet, attempted
from autograder.report import inert


def pytest_addoption(parser):
    parser.addoption("--submission", metavar="FILE", help="the notebook whose functions are judged")


def pytest_configure(config):
    config.addinivalue_line("markers", "points(n): what the criterion is worth")
    if config.getoption("--submission"):
        config.option.tbstyle, config.option.reportchars, config.option.durations = "no", "", None
        config.pluginmanager.register(OneLineEach(), "autograder-lines")


class OneLineEach:
    """What a person reads who runs the rubric by hand: a line for each criterion, in place of pytest's dots and tracebacks."""

    def __init__(self):
        self.lines: dict[str, list[str]] = {}  # by exercise
        self.points: dict[str, list[float]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = yield
        if call.when == "call" or (call.when == "setup" and call.excinfo):
            exercise, worth = item.path.stem.removeprefix("test_"), item.get_closest_marker("points").args[0]
            says = " ".join((item.function.__doc__ or item.name).split())
            why = "" if call.excinfo is None else str(call.excinfo.value)
            if report.failed and not isinstance(call.excinfo.value, Unmet):
                why = f"The rubric itself failed: {call.excinfo.typename}: {why}"
            earned = worth if report.passed else 0
            line = f"  {report.outcome:7}  {f'{earned:g}/{worth:g}':9}  {says}{f' {why}' if why else ''}"
            self.lines.setdefault(exercise, []).append(inert(" ".join(line.splitlines())))
            self.points.setdefault(exercise, []).append(earned)
        return report

    def pytest_report_teststatus(self, report):
        return report.outcome if report.when == "call" or not report.passed else "", "", ""

    def pytest_terminal_summary(self, terminalreporter):
        for exercise, lines in self.lines.items():
            terminalreporter.write_line(f"{exercise}: {sum(self.points[exercise]):g} points")
            for line in lines:
                terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def evidences(request) -> dict:
    """Evidence by exercise."""
    plugin = request.config.pluginmanager.get_plugin("autograder-evidence")
    if plugin is not None:
        return plugin.evidences
    path = request.config.getoption("--submission")
    if path is None:
        pytest.exit("say which notebook to judge: pytest autograder/rubric --submission FILE.ipynb", returncode=4)
    from autograder.grade import evidences_of
    from autograder.submission import Unreadable

    try:
        return evidences_of(path)
    except (Unreadable, RuntimeError) as error:
        pytest.exit(f"{path}: {error}", returncode=1)


def judgement(evidences, exercise, kind):
    evidence = evidences.get(exercise)
    if evidence is None:
        pytest.skip(f"there is no evidence of {exercise}")
    attempted(evidence)
    return kind(evidence)


@pytest.fixture(scope="module")
def block(request, evidences) -> BlockJudgement:
    """The block that the file's name says."""
    return judgement(evidences, request.path.stem.removeprefix("test_"), BlockJudgement)


@pytest.fixture(scope="module")
def network(evidences):
    from autograder.network_judgement import NetworkJudgement

    return judgement(evidences, "ResNet50", NetworkJudgement)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    try:
        return (yield)
    except NotReached as reason:
        pytest.skip(str(reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    try:
        return (yield)
    except NotAttempted:
        pytest.skip("not attempted")
