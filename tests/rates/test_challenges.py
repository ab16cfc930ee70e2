"""Right answers in random challenges, the isolated way: a few of those that `make challenges` grades."""

import pytest

from .challenges import lost, submissions

pytestmark = pytest.mark.filterwarnings("ignore")  # of the kernels' event loops


@pytest.mark.parametrize("submission", submissions(8, start=1), ids=lambda s: str(s.seed))
def test_a_right_answer_loses_nothing(submission):
    assert lost(submission) == []
