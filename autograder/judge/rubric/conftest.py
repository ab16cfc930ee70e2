"""Hands the rubric its evidence, from the plug-in that has it: the judge's own, or `by_hand` for `--submission FILE.ipynb`."""

from __future__ import annotations

import pytest

from autograder.judge import UNTOUCHED
from autograder.judge.block_judgement import BlockJudgement, NotAttempted, NotReached, attempted
from autograder.judge.network_judgement import NetworkJudgement


def pytest_addoption(parser):
    parser.addoption("--submission", metavar="FILE", help="the notebook whose functions are judged")


def pytest_configure(config):
    config.addinivalue_line("markers", "points(n): what the criterion is worth")
    if config.getoption("--submission"):
        config.pluginmanager.import_plugin("autograder.grading.by_hand")


@pytest.fixture(scope="session")
def evidences(request) -> dict:
    """Evidence by exercise."""
    plugin = request.config.pluginmanager.get_plugin("autograder-evidence")
    if plugin is None:
        pytest.exit("say which notebook to judge: pytest autograder/judge/rubric --submission FILE.ipynb", returncode=4)
    return plugin.evidences


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
        pytest.skip(UNTOUCHED)
