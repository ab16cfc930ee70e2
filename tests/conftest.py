"""In which order the files run: with as many processes as cores, each file in one of them. No fixtures: what tests share stands beside them."""

import pytest

LONGEST = (  # which begin first, so that no core waits for one of them in the end
    *("test_batch", "test_wrong_answers", "test_parallel", "test_corpora", "test_right_answers", "test_nbgrader", "test_other_cells"),
    *("test_attacks_on_the_machine", "test_attacks_by_killing", "test_surroundings", "test_alone", "test_run", "test_warm"),
    *("test_points", "test_training", "test_installed", "test_experiments"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))
