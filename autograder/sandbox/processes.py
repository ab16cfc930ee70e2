"""What a parent on Linux needs to look after its children, and does not know what they are for."""

from __future__ import annotations

import mmap
import os
import select
import signal
from contextlib import suppress
from typing import NamedTuple

from .system import PR_SET_CHILD_SUBREAPER, PR_SET_PDEATHSIG, prctl

STARTED, FAULTS, RESIDENT = 19, (7, 9), 21  # fields of /proc/PID/stat after the name, see man 5 proc_pid_stat


class Seen(NamedTuple):
    """A process as one line of its own tells. started: so that another of that number is not it. deep: below this process, a child is 1.

    faults: how many pages it was ever given. resident: its bytes, with all of those that it shares with others.
    """

    pid: int
    started: int
    faults: int
    resident: int
    deep: int = 1


def die_with(parent: int) -> None:
    """Be killed when the parent ends, also if it has ended already."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends, so that none is lost from sight."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)


class Watch:
    """Waits for a file descriptor or for the end of a child, whichever comes first."""

    def __init__(self, fd: int):
        self.fd = fd
        self.bell, ring = os.pipe()
        os.set_blocking(self.bell, False)
        os.set_blocking(ring, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # a handler is needed for the bell to ring
        signal.set_wakeup_fd(ring, warn_on_full_buffer=False)

    def wait(self, timeout: float | None = None) -> bool:
        """Whether there is something to read (or the end) at the descriptor."""
        ready, _, _ = select.select([self.fd, self.bell], [], [], timeout)
        if self.bell in ready:
            os.read(self.bell, 4096)
        return self.fd in ready


def ended() -> dict[int, int]:
    """The children that have ended since it was last asked, with their exit codes: -9 means killed by signal 9."""
    codes: dict[int, int] = {}
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return codes
        if not pid:
            return codes
        codes[pid] = os.waitstatus_to_exitcode(status)


def close_all_but(*kept: int) -> None:
    """Close every descriptor except 0, 1, 2 and those named."""
    for fd in map(int, os.listdir("/proc/self/fd")):
        if fd > 2 and fd not in kept:
            with suppress(OSError):  # the listing's own
                os.close(fd)


def fresh_signals() -> None:
    """As in a process that has just been started."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def descendants() -> list[Seen]:
    children: dict[int, list[Seen]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            with suppress(OSError), open(f"/proc/{name}/stat", "rb") as file:  # it may have ended
                fields = file.read().rpartition(b") ")[2].split()
                faults = sum(int(fields[n]) for n in FAULTS)
                seen = Seen(int(name), int(fields[STARTED]), faults, mmap.PAGESIZE * int(fields[RESIDENT]))
                children.setdefault(int(fields[1]), []).append(seen)
    found = children.get(os.getpid(), [])
    for p in found:  # which grows meanwhile
        found += [child._replace(deep=p.deep + 1) for child in children.get(p.pid, [])]
    return found


def send(pid: int, number: int) -> None:
    with suppress(OSError):  # it has ended
        os.kill(pid, number)
