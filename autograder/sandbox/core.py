"""A processor for each submission that runs at the same time, so that however many threads it starts, they take nobody else's."""

from __future__ import annotations

import os
import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager

NAME = "\0autograder-core-"  # with the core's number a name without a file: it goes with the process, whatever ends that


@contextmanager
def own_core() -> Iterator[int | None]:
    """The number of a processor that no other submission on this machine has until this ends.

    Any of them where all are taken; None where processes cannot be kept to one.
    """
    if not hasattr(os, "sched_getaffinity"):
        yield None
        return
    cores = os.sched_getaffinity(0)
    with socket.socket(socket.AF_UNIX) as claim:
        yield next((core for core in sorted(cores) if taken(claim, core)), random.choice(sorted(cores)))


def taken(claim: socket.socket, core: int) -> bool:
    """Whether the claim has been laid to this core."""
    try:
        claim.bind(f"{NAME}{core}")
    except OSError:
        return False
    return True
