"""Notebooks that forge evidence, or leave something else in its place."""

import pytest

from .attacked import Attacked, cases
from .attacks import EVIDENCE

pytestmark = [pytest.mark.attack, pytest.mark.filterwarnings("ignore")]  # of the kernels' event loops


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    with Attacked(tmp_path_factory.mktemp("course")) as attacked:
        yield attacked


@pytest.mark.parametrize("attack", cases({"evidence": EVIDENCE}))
def test_it_gains_nothing(attacked, attack):
    assert attacked.complaints(attack) == []
