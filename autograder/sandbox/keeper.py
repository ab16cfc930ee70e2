"""The process between the server and one kernel: it starts the kernel isolated, tells the grader how it ended, and leaves nothing behind.

Its socket brings the request, a line of JSON, and takes two, each a `Fact`: that the kernel is there, or why not, and how it ended. When
the grader's end closes, the grader is gone or needs no more, and all that is still there is taken away.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from contextlib import suppress
from functools import partial
from typing import Literal, TypedDict

from . import child, isolation
from .memory import Memory
from .processes import Watch, adopt_orphans, close_all_but, descendants, die_with, ended, fresh_signals, send
from .watches import too_many

PATIENCE = 10  # seconds for killed processes to go
LOOK = 0.25  # seconds between two looks at what it takes
Taken = Literal["", "memory", "watches"]
NOTHING: Taken = ""


class Fact(TypedDict, total=False):
    """pid: to kill. keeper: of this process. refused: why there is no kernel. status: the exit code. greedy: what it took too much of."""

    pid: int
    keeper: int
    refused: str
    status: int
    greedy: Taken


def keep(fd: int) -> None:
    """Fork and keep one kernel. Returns in the kernel's process only, when it ends of itself."""
    fresh_signals()
    close_all_but(fd)
    os.setsid()  # a Ctrl-C is the grader's
    adopt_orphans()
    request: child.Request = json.loads(read(fd))
    try:
        kernel = start(request)
    except isolation.Ended:
        os._exit(1)
    except isolation.Unprotected as error:
        tell(fd, {"refused": str(error)})
        os._exit(1)
    if not kernel:
        return
    watch, code, greedy = Watch(fd), None, NOTHING
    memory = Memory(request["memory"], alone=bool(request["cell"]))
    tell(fd, {"pid": kernel, "keeper": os.getpid()})
    while code is None:
        gone = watch.wait(LOOK)
        code = ended().get(kernel)
        greedy = taken(memory) if code is None else NOTHING
        if greedy or (gone and code is None):
            break
    end_all()
    tell(fd, {"status": -9 if code is None else code, "greedy": greedy})
    while not watch.wait():  # until the grader has gone, or has put away what was its own
        ended()
    shutil.rmtree(request["private"], ignore_errors=True)
    os._exit(0)


def taken(memory: Memory) -> Taken:
    """What all descendants of this process have too much of."""
    family = descendants()
    if memory.too_much(family):
        return "memory"
    return "watches" if too_many(p.pid for p in family) else NOTHING


def start(request: child.Request) -> int:
    """The process that ends with the kernel: its own, or the first one of its namespaces; 0 in the kernel. Raises Unprotected."""
    if request["cell"]:
        return isolation.start(isolation.Cell(**request["cell"]), partial(child.serve, request))
    me = os.getpid()
    kernel = os.fork()
    if not kernel:
        die_with(me)
        child.serve(request)
    return kernel


def read(fd: int) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        part = os.read(fd, 1 << 16)
        if not part:  # the grader is gone already
            os._exit(1)
        line += part
    return line


def tell(fd: int, fact: Fact) -> None:
    with suppress(OSError):  # nobody listens any more
        os.write(fd, json.dumps(fact).encode() + b"\n")


def end_all() -> None:
    """Kill every descendant; an orphan becomes a child of this process, so none is missed."""
    deadline = time.monotonic() + PATIENCE
    while (family := descendants()) and time.monotonic() < deadline:
        for p in family:
            send(p.pid, signal.SIGKILL)
        time.sleep(0.005)
        ended()
