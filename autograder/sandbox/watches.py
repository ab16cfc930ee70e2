"""How many watches of `epoll` processes hold. Linux counts them by user, and where the grader is an ordinary user that is the grader, whose own
sockets and kernels wait with them. It ends nothing for that.

Those of a process can be counted in /proc only, by what it has open: so what it may have open in all is bounded too.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress

WATCHES = 100_000  # a kernel has some 30; a user has millions, a twenty-fifth of the memory
OPEN = 20_000  # files, in all processes together; a kernel has some 60
EPOLL = "anon_inode:[eventpoll]"
PART = 1 << 16


def too_many(pids: Iterable[int]) -> bool:
    """Whether these processes hold more of either together."""
    watches = 0
    for files, place in enumerate((place for pid in pids for place in opened(pid)), 1):
        with suppress(OSError):  # it has been closed
            if os.readlink(place) == EPOLL:
                watches += sum(counted(place.replace("/fd/", "/fdinfo/")))
        if files > OPEN or watches > WATCHES:
            return True
    return False


def opened(pid: int) -> list[str]:
    """What a process has open, as /proc shows it."""
    try:
        return [f"/proc/{pid}/fd/{name}" for name in os.listdir(f"/proc/{pid}/fd")]
    except OSError:  # it has ended
        return []


def counted(place: str) -> Iterator[int]:
    """The watches that an open file of this kind holds, a line each, and no more than matter."""
    with open(place, "rb") as file:
        for _ in range(WATCHES * 100 // PART):
            part = file.read(PART)
            yield part.count(b"tfd:")
            if not part:
                return
