"""What is done before a hand and its desk are asked: the libraries are imported that kernels need, and meanwhile our own. It grades nothing.

It imports next to nothing itself, for the libraries take longest and are to begin first.
"""

from __future__ import annotations

import os
from importlib import import_module

from ..sandbox.bounded import Bounded
from ..sandbox.warm import CAN_FORK, SERVER

THERE = "AUTOGRADER_SERVER"  # in the environment: descriptors of a server that runs already, for who starts one command after another
OURS = (  # all that a kernel will ever need of our packages: their files are out of its sight
    "autograder.probe.record",
    "autograder.student.silent",
    "resnet_lab",  # the name only; its experiments are not run in grading
)


def begin() -> None:
    """For a command that has much to import itself before it knows what there is to grade."""
    server()
    DESK.begin()


def server() -> tuple[int, ...]:
    """The descriptors of the server that has the libraries imported for all hands of this process, and is started now if there is none."""
    if not CAN_FORK:
        return ()
    if there := os.environ.pop(THERE, ""):
        SERVER.adopt(*map(int, there.split()))
    SERVER.begin(OURS)
    return SERVER.shared()


def desk() -> None:
    """In the process of a desk."""
    import_module("autograder.grading.desk")


def hand(*descriptors: int) -> None:
    """In the process of a hand, until all is there."""
    if descriptors:
        SERVER.adopt(*descriptors)
    DESK.begin()
    import_module("autograder.grading.grade")
    SERVER.wait()


DESK = Bounded(desk)  # of this process
