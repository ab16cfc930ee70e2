"""Turns a forked copy of the server into the kernel of one submission: what a process that was just started would have."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable

from .processes import close_all_but, fresh_signals
from .view import HOME


def serve(request: dict, ready: Callable[[], None] = lambda: None, kept: tuple[int, ...] = ()) -> None:
    """Serve Jupyter until the kernel is shut down. request: `arguments` of the kernel, `environment`,
    `folder` to start in; `connection`, the text of the file that the arguments name, where it cannot be read.

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
    if "connection" in request:  # the file is out of sight
        arguments = ["-f", f"{HOME}/connection.json"]
        with open(arguments[1], "w") as file:
            file.write(request["connection"])

    import numpy as np

    from . import kernel

    np.random.seed()  # every child has a copy of the server's; Python's own generator sees to itself
    tempfile.tempdir = None  # where it was found in the server's environment
    sys.argv = [kernel.__file__, *arguments]
    kernel.serve(arguments, ready)
