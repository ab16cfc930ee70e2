"""Turns a forked copy of the server into the kernel of one submission: what a process that was just started would have."""

from __future__ import annotations

import os
import sys
import tempfile
from typing import Any, TypedDict

from .isolation import Ready
from .processes import close_all_but, fresh_signals
from .view import HOME


class Request(TypedDict):
    """What the grader asks for: a line of JSON.

    arguments: of the kernel. folder: to start in. private: the run's own, which goes when the grader has gone. memory: bytes for all its
    processes. cell: the fields of `isolation.Cell`, where it is isolated. connection: the text of the file that the arguments
    name, where that cannot be read.
    """

    arguments: list[str]
    environment: dict[str, str]
    folder: str
    private: str
    memory: int
    cell: dict[str, Any] | None
    connection: str | None


def serve(request: Request, ready: Ready = lambda: None, kept: tuple[int, ...] = ()) -> None:
    """Serve Jupyter until the kernel is shut down.

    ready: called when the kernel has made its sockets. kept: descriptors that this needs.
    """
    fresh_signals()
    os.setsid()
    close_all_but(*kept)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    arguments = request["arguments"]
    if request["connection"] is not None:  # the file is out of sight
        arguments = ["-f", f"{HOME}/connection.json"]
        with open(arguments[1], "w") as file:
            file.write(request["connection"])

    import numpy as np

    from . import kernel

    np.random.seed()  # every child has a copy of the server's; Python's own generator sees to itself
    tempfile.tempdir = None  # where it was found in the server's environment
    sys.argv = [kernel.__file__, *arguments]
    kernel.serve(arguments, ready)
