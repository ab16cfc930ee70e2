"""In which order the files run: with as many processes as cores, each file in one of them. And a fixture that tests on several shelves take."""

import importlib
import sys

import pytest

import autograder.exercises
from autograder.exercises import exercise
from autograder.truth import question

LONGEST = (  # which begin first, so that no core waits for one of them in the end
    *("test_batch", "test_wrong_answers", "test_parallel", "test_corpora", "test_right_answers", "test_nbgrader", "test_other_cells"),
    *("test_attacks_on_the_machine", "test_attacks_by_killing", "test_surroundings", "test_alone", "test_run", "test_warm"),
    *("test_points", "test_training", "test_installed", "test_experiments"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """Writes files into a folder beside that of the exercises."""
    monkeypatch.setattr(autograder.exercises, "__path__", [*autograder.exercises.__path__, str(tmp_path)])
    known, written = [exercise, question.checked], []

    def forget():
        for function in known:
            function.cache_clear()
        for name in [*written, "asked"]:
            sys.modules.pop(f"autograder.exercises.{name}", None)
            vars(autograder.exercises).pop(name, None)

    def write(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.py").write_text(text)
            written.append(name)
        importlib.invalidate_caches()

    forget()
    yield write
    forget()
