"""Notebooks that want points which they have not earned: by patched libraries and through IPython."""

import pytest

from .attacked import Attacked, cases
from .attacks import IPYTHON, PATCHED

pytestmark = [pytest.mark.attack, pytest.mark.filterwarnings("ignore")]  # of the kernels' event loops


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    with Attacked(tmp_path_factory.mktemp("course")) as attacked:
        yield attacked


@pytest.mark.parametrize("attack", cases({"libraries": PATCHED, "IPython": IPYTHON}))
def test_it_gains_nothing(attacked, attack):
    assert attacked.complaints(attack) == []
