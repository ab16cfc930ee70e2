"""Which tests run together, and in which order. No fixtures: what tests share stands in their own file or in a module beside it."""

import pytest

LONGEST = (  # files by their time, which begin first, so that no core waits for one of them in the end
    *("test_batch", "test_parallel", "test_corpora", "test_alone", "test_nbgrader", "test_other_cells", "test_run", "test_warm"),
    *("test_attacks_on_the_machine", "test_attacks_by_killing", "test_surroundings", "test_training", "test_installed", "test_experiments"),
)
EACH_BY_ITSELF = ("test_right_answers", "test_wrong_answers", "test_boundaries", "test_strange_answers")  # they fill the gaps


def place(item: pytest.Item) -> int:
    name = item.path.stem
    if name in EACH_BY_ITSELF:
        return len(LONGEST) + 1
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one file share what it has graded, and stay together; where each judges an answer of its own, they go where time is left."""
    for item in items:
        if item.path.stem not in EACH_BY_ITSELF:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    items.sort(key=place)
