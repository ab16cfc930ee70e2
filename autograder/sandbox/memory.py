"""How much memory a submission takes with all its processes, found in little time however many there are. It ends nothing for that.

What is shared is counted once, which only a walk through all pages of all processes can tell: seconds, where there are a hundred
copies of a process. So that is done only where a bound, which costs one line of each process, does not do; and meanwhile they stand still.
"""

from __future__ import annotations

import mmap
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass, field

from .processes import Seen, descendants, send

ADOPTED = 2  # so deep lie orphans at most: this process or the first of its namespace becomes their parent, since `filter` allows no other


@dataclass
class Memory:
    """What all descendants of this process take, in bytes, of which they may take `most`.

    alone: whether nobody else is in their network namespace, which is this process's too. total: what they took at most at a time that is
    past. then: they themselves at that time.
    """

    most: int
    alone: bool
    total: int = sys.maxsize
    then: dict[tuple[int, int], Seen] = field(default_factory=dict)

    def too_much(self, family: list[Seen]) -> bool:
        """family: all descendants, as they were just seen."""
        most = self.most - sum(tables(p.pid) for p in family) - (in_sockets() if self.alone else 0)
        resident, bound = sum(p.resident for p in family), self.total + sum(map(self.grown, family))
        if resident <= bound:
            self.note(family, resident)
        if min(resident, bound) <= most:
            return False
        for p in family:
            send(p.pid, signal.SIGSTOP)
        family = descendants()  # they grew until then
        self.note(family, counted(family, most))
        for p in family:
            send(p.pid, signal.SIGCONT)
        return self.total > most

    def note(self, family: list[Seen], total: int) -> None:
        self.total, self.then = total, {(p.pid, p.started): p for p in family}

    def grown(self, now: Seen) -> int:
        """What it took at most since then: a page with each fault. `confine` forbids larger ones.

        Who was not there then has the rest from its parent, which is there and counted; an orphan, to which a first process has become the
        parent, may have it from one that nobody saw.
        """
        before = self.then.get((now.pid, now.started))
        if before is None and now.deep <= ADOPTED:
            return now.resident
        return mmap.PAGESIZE * (now.faults - (before.faults if before else 0))


def counted(family: list[Seen], most: int) -> int:
    """What these processes take, what they share counted once; at most so much where that is found to be half of `most`, and is not asked further."""
    total, left = 0, sum(p.resident for p in family)
    for p in sorted(family, key=lambda p: p.resident, reverse=True):
        if total > most or total + left <= most / 2:
            break
        left -= p.resident
        total += line_of(p.pid, "smaps_rollup", b"Pss:", p.resident)
    return total if total > most else total + left


def tables(pid: int) -> int:
    """The bytes of its page tables, which can be many where nothing is in memory."""
    return line_of(pid, "status", b"VmPTE:", 0)


def line_of(pid: int, name: str, head: bytes, otherwise: int) -> int:
    """The bytes that a file of a process in /proc says there are of something."""
    try:
        with open(f"/proc/{pid}/{name}", "rb") as file:
            return next(int(line.split()[1]) * 1024 for line in file.read().splitlines() if line.startswith(head))
    except PermissionError:
        return otherwise
    except (OSError, StopIteration):  # it has ended
        return 0


def in_sockets() -> int:
    """At most so many bytes lie in the sockets of this network namespace: as many as one takes, since `filter` keeps the size of buffers."""
    with socket.socket(socket.AF_UNIX) as one:
        buffer = max(one.getsockopt(socket.SOL_SOCKET, size) for size in (socket.SO_SNDBUF, socket.SO_RCVBUF))
    sockets = 0
    for family in ("unix", "netlink"):
        with suppress(OSError), open(f"/proc/self/net/{family}", "rb") as file:  # one that this machine does not have
            sockets += len(file.read().splitlines()) - 1
    return sockets * buffer
