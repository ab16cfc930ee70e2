"""Hands the rubric its evidence, from the plug-in that has it: the judge's own, or `by_hand` for `--submission FILE.ipynb`."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from autograder.evidence import Evidence
from autograder.exercises import EXERCISES
from autograder.exercises import exercise as named
from autograder.judge import UNTOUCHED
from autograder.judge.attempt import NotAttempted, attempted
from autograder.judge.criteria import criteria
from autograder.judge.finding import NotReached
from autograder.judge.judgement import Judgement, judgement_of


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--submission", metavar="FILE", help="the notebook whose functions are judged")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--submission"):
        config.pluginmanager.import_plugin("autograder.grading.by_hand")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    plugin = metafunc.config.pluginmanager.get_plugin("autograder-evidence")
    exercises = plugin.exercises if plugin else EXERCISES
    asked = [(exercise, criterion) for exercise in exercises for criterion in criteria(named(exercise))]
    metafunc.parametrize("exercise, criterion", asked, ids=[f"{exercise}-{criterion.id}" for exercise, criterion in asked])


@pytest.fixture(scope="session")
def evidences(request: pytest.FixtureRequest) -> dict[str, Evidence]:
    """Evidence by exercise."""
    plugin = request.config.pluginmanager.get_plugin("autograder-evidence")
    if plugin is None:
        pytest.exit("say which notebook to judge: pytest autograder/judge/rubric --submission FILE.ipynb", returncode=4)
    return plugin.evidences


@pytest.fixture(scope="session")
def judgements() -> dict[str, Judgement]:
    """Those made so far, by exercise, for all criteria of one ask the same readings."""
    return {}


@pytest.fixture
def judgement(exercise: str, evidences: dict[str, Evidence], judgements: dict[str, Judgement]) -> Judgement:
    evidence = evidences.get(exercise)
    if evidence is None:
        pytest.skip(f"there is no evidence of {exercise}")
    if exercise not in judgements:
        attempted(evidence)
        judgements[exercise] = judgement_of(evidence)
    return judgements[exercise]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    try:
        return (yield)
    except NotReached as reason:
        raise pytest.skip.Exception(str(reason)) from reason


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, object]:
    try:
        return (yield)
    except NotAttempted:
        pytest.skip(UNTOUCHED)
