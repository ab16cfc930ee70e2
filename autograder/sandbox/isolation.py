"""Starts a process that sees and reaches nothing of the machine: its first process (`init`) prepares the place and watches over it.

    keeper (a process of the grader's)  →  init (number 1 in new namespaces, trusted)  →  the process that runs the submission

When init ends, the kernel of the system ends every process in its namespace, whatever they have done.
"""

from __future__ import annotations

import json
import os
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass, field

from . import confine, view
from .processes import close_all_but
from .system import CLONE_NEWNS, PR_SET_DUMPABLE, PR_SET_PDEATHSIG, prctl, unshare


class Unprotected(RuntimeError):
    """This machine does not let the process be isolated; the message says what it refused."""


class Ended(Unprotected):
    """It was killed while it was prepared, which says nothing about the machine."""


@dataclass(frozen=True)
class Cell:
    """What an isolated process gets. The paths of `writable` and `sealed` are the grader's, and the same inside.

    root: an empty folder to build its files on. beside: a folder whose files it gets copies of. writable: files that it
    writes for the grader. sealed: a folder in which it makes sockets until it says that it is ready. secret: folders that
    are shown empty if they lie among the installed software. memory: bytes for each process; seconds: of processor time.
    core: the processor that it may use, if not any.
    """

    root: str
    memory: int
    seconds: int
    beside: str | None = None
    writable: list[str] = field(default_factory=list)
    sealed: str | None = None
    secret: list[str] = field(default_factory=list)
    core: int | None = None

    @property
    def exchange(self) -> list[str]:
        """All that it shares with the grader."""
        return [*self.writable, *filter(None, [self.sealed])]


Ready = Callable[[], None]
Run = Callable[[Ready, tuple[int, ...]], None]


def start(cell: Cell, run: Run) -> int:
    """Run `run(ready, kept)` isolated, in a descendant. Returns the number of init.

    It calls `ready` once it has made its sockets, for which it must not close the descriptors `kept`.

    To be called once in a process, which leaves its namespaces too. In the isolated process the call returns when `run`
    does, with 0. Raises Unprotected.
    """
    ours, theirs = socket.socketpair()
    try:
        owner = confine.leave_namespaces()
        for path in cell.exchange:
            if os.geteuid() != owner[0]:
                os.chown(path, *owner)
        init = os.fork()
    except OSError as error:
        raise Unprotected(str(error)) from None
    if not init:
        ours.close()
        close_all_but(theirs.fileno())
        be_init(cell, owner, run, theirs)
        return 0
    theirs.close()
    with ours:
        ours.sendall(b"g")
        line = ours.makefile().readline()
    if not line:
        raise Ended("it was ended while it was prepared")
    answer = json.loads(line)
    if "refused" in answer:
        os.waitpid(init, 0)
        raise Unprotected(answer["refused"])
    return init


def be_init(cell: Cell, owner: tuple[int, int], run: Run, line: socket.socket) -> None:
    """Returns in the process that runs the submission only."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if not line.recv(1):  # the keeper has ended already
        os._exit(1)
    inside, outside = socket.socketpair()
    try:
        confine.go_first()  # while its own files in /proc are its own
        unshare(CLONE_NEWNS, "a new mount namespace")
        view.enter(cell.root, cell.beside, cell.exchange, cell.secret, owner)
        prctl(PR_SET_DUMPABLE, 0)
        process = os.fork()
        if not process:
            outside.close()
            return within(cell, owner, run, line, inside)
        inside.close()
        given_up = outside.recv(1)
        if not given_up:
            os._exit(1)
        if given_up != b"c":
            raise OSError(outside.recv(1000).decode())
    except OSError as error:
        line.sendall(json.dumps({"refused": str(error)}).encode() + b"\n")
        os._exit(1)
    line.sendall(b"{}\n")
    line.close()
    try:
        if outside.recv(1) and cell.sealed:
            view.seal(cell.sealed)
            outside.send(b"s")
        outside.close()
        while True:
            ended, status = os.wait()
            if ended == process:
                code = os.waitstatus_to_exitcode(status)
                os._exit(code if code >= 0 else 128 - code)
    finally:
        os._exit(1)


def within(cell: Cell, owner: tuple[int, int], run: Run, line: socket.socket, outside: socket.socket) -> None:
    line.close()
    try:
        confine.give_up(owner, cell.memory, cell.seconds, cell.core)
    except OSError as error:
        outside.sendall(b"r" + str(error).encode())
        os._exit(1)
    outside.send(b"c")

    def ready() -> None:
        outside.send(b"r")
        outside.recv(1)
        outside.close()

    run(ready, (outside.fileno(),))
