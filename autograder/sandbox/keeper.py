"""The process between the server and one kernel: it starts the kernel, tells the grader how it ended, and leaves nothing behind.

Its socket brings the request, a line of JSON, and takes two: {"pid": of the kernel, "keeper": of this process}, and after
the kernel's end {"status": ...}. When the grader's end closes before that, the grader is gone, and all this is taken away.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from contextlib import suppress

import psutil

from . import child
from .processes import Watch, adopt_orphans, close_all_but, ended, fresh_signals

PATIENCE = 10  # seconds for killed processes to go


def keep(fd: int) -> None:
    """Fork and keep one kernel. Returns in the kernel's process only, when it ends of itself."""
    fresh_signals()
    close_all_but(fd)
    os.setsid()  # a Ctrl-C is the grader's
    adopt_orphans()
    request = json.loads(read(fd))
    watch, me = Watch(fd), os.getpid()
    kernel = os.fork()
    if not kernel:
        return child.serve(request, parent=me)
    tell(fd, pid=kernel, keeper=me)
    code = None
    while code is None:
        gone = watch.wait()
        code = ended().get(kernel)
        if gone and code is None:
            break
    end_all()
    if code is None:
        shutil.rmtree(request["private"], ignore_errors=True)
    tell(fd, status=code)
    os._exit(0)


def read(fd: int) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        part = os.read(fd, 1 << 16)
        if not part:  # the grader is gone already
            os._exit(1)
        line += part
    return line


def tell(fd: int, **fact) -> None:
    with suppress(OSError):  # nobody listens any more
        os.write(fd, json.dumps(fact).encode() + b"\n")


def end_all() -> None:
    """Kill every descendant; an orphan becomes a child of this process, so none is missed."""
    deadline = time.monotonic() + PATIENCE
    while (family := psutil.Process().children(recursive=True)) and time.monotonic() < deadline:
        for member in family:
            with suppress(psutil.Error):
                member.kill()
        time.sleep(0.005)
        ended()
