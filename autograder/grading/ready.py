"""What a hand and its desk do before they are asked: the libraries are imported that kernels need, and meanwhile our own. It grades nothing.

It imports next to nothing itself, for the libraries take longest and are to begin first.
"""

from __future__ import annotations

from importlib import import_module

from ..sandbox.bounded import Bounded
from ..sandbox.warm import CAN_FORK, SERVER

OURS = (  # all that a kernel will ever need of our packages: their files are out of its sight
    "autograder.probe.record",
    "autograder.student.silent",
    "resnet_lab",  # the name only; its experiments are not run in grading
)


def begin() -> None:
    """Have the libraries imported that the first kernel waits for."""
    if CAN_FORK:
        SERVER.begin(OURS)


def desk() -> None:
    """In the process of a desk."""
    import_module("autograder.grading.desk")


def hand() -> None:
    """In the process of a hand, until all is there."""
    begin()
    DESK.begin()
    import_module("autograder.grading.grade")
    SERVER.wait()


DESK = Bounded(desk)  # of this process
