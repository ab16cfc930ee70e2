"""Turns a forked copy of the server into the kernel of one submission: what a process that was just started would have."""

from __future__ import annotations

import os
import sys

from .processes import close_all_but, die_with, fresh_signals


def serve(request: dict, parent: int) -> None:
    """Serve Jupyter until the kernel is shut down. request: `arguments` of the kernel, `environment`, `folder` to start in."""
    die_with(parent)
    fresh_signals()
    os.setsid()
    close_all_but()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])

    import numpy as np

    from .. import kernel

    np.random.seed()  # every child has a copy of the server's; Python's own generator sees to itself
    sys.argv = [kernel.__file__, *request["arguments"]]
    kernel.serve(request["arguments"])
