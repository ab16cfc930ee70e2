"""Hands that grade at the same time: the libraries are imported once for all of them, and whose server is lost begins another."""

import nbformat
import psutil
import pytest

from autograder.grading.limits import Limits
from autograder.grading.workers import GRADE, Local
from autograder.sandbox.warm import CAN_FORK, SERVER

from ..support.notebooks import quick

LIMITS = Limits(seconds=60)


def servers() -> list[psutil.Process]:
    return [p for p in psutil.Process().children(recursive=True) if "autograder.sandbox.server" in p.cmdline()]


@pytest.mark.skipif(not CAN_FORK, reason="kernels are forked on Linux only")
def test_they_ask_one_server_and_do_without_it(tmp_path):
    path = str(tmp_path / "mine.ipynb")
    nbformat.write(quick("1 + 1"), path)
    with Local(2) as hands:

        def graded() -> list[str]:
            answers = [hands.submit(LIMITS, GRADE, path, LIMITS, None) for _ in range(2)]
            return [answer()[0]["outcome"] for answer in answers]

        assert graded() == ["graded", "graded"]
        assert [p.pid for p in servers()] == [SERVER.process.pid]
        SERVER.process.kill()
        SERVER.process.wait()
        assert graded() == ["graded", "graded"]
        assert servers() and {p.ppid() for p in servers()} <= {hand.process.process.pid for hand in hands.hands.all}
