"""Watches of `epoll` are counted, and those of a process with a few of them hold nobody up."""

import os
import select
import time

import pytest

from autograder.sandbox.warm import CAN_FORK
from autograder.sandbox.watches import WATCHES, too_many

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="reads Linux's /proc")
FEW = 330  # each waits for all of them: more than there may be


def test_many_that_wait_for_many_are_found():
    files, waiting = [end for _ in range(FEW // 2) for end in os.pipe()], [select.epoll() for _ in range(FEW)]
    try:
        assert FEW * FEW > WATCHES and not too_many([os.getpid()])
        for half in (waiting[::2], waiting[1::2]):
            assert not too_many([os.getpid()])
            for epoll in half:
                for file in files:
                    epoll.register(file, 0)
        began = time.process_time()
        assert too_many([os.getpid()]) and time.process_time() - began < 1
    finally:
        for epoll in waiting:
            epoll.close()
        for file in files:
            os.close(file)
    assert not too_many([os.getpid(), 2**22])  # the second has ended
