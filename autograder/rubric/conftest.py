"""Hands the rubric its evidence: from `--submission FILE.ipynb`, whose functions are run first, or from a plug-in that has it."""

from __future__ import annotations

import pytest

from autograder.block_judgement import BlockJudgement, NotAttempted, NotReached, attempted


def pytest_addoption(parser):
    parser.addoption("--submission", metavar="FILE", help="the notebook whose functions are judged")


def pytest_configure(config):
    config.addinivalue_line("markers", "points(n): what the criterion is worth")


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
