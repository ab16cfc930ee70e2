"""Keeps the log of TensorFlow's C++ code off the notebook. What Python prints or warns of is not touched."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """TensorFlow's C++ code logs past Python, straight to the process's stderr, where nbgrader takes a line for a fault."""
    try:
        kept = os.dup(2)
    except OSError:  # a process without stderr has nothing to keep quiet
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def import_tensorflow() -> None:
    """Import it, the first time in this process, without the lines that it always logs then."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # from then on: fatal errors only
    with quiet_libraries():
        import tensorflow  # noqa: F401
