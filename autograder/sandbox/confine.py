"""What a process gives up before it runs a submission: the machine's namespaces, its user, all rights, and more than its share."""

from __future__ import annotations

import os
from contextlib import suppress

from . import filter
from .system import (
    CLONE_NEWIPC,
    CLONE_NEWNET,
    CLONE_NEWPID,
    CLONE_NEWUSER,
    CLONE_NEWUTS,
    PR_SET_DUMPABLE,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_THP_DISABLE,
    drop_bounding,
    drop_capabilities,
    prctl,
    unshare,
)

MIB = 1024**2
STUDENT = 1000  # user and group inside, where the grader is an ordinary user
FIRST_ID, IDS = 2_000_000, 100_000  # users that nobody else is, where the grader is root
PROCESSES = (
    192  # with threads: a notebook has 16, one with XLA and `tf.data` 37; a pool with a process for each of 128 processors is still made
)
OPEN_FILES, FILE_BYTES = 1024, 128 * MIB
SENT = 512  # open files of one user's that the grader has more than a submission, whose own, sent and not received, count for that user too
KEPT_BACK = 64  # open files that only `probe.record` can have, so that a process can be probed whose code has filled its share


def leave_namespaces() -> tuple[int, int]:
    """From the next child on: no network, no processes but its own. The user and group for the submission. Raises OSError."""
    flags, doing = CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS, "new namespaces"
    uid, gid = os.geteuid(), os.getegid()
    if uid == 0 and (own := own_id()):
        with suppress(PermissionError):  # root of a container may not, but perhaps with a user namespace
            unshare(flags, doing)
            return own, own
    unshare(CLONE_NEWUSER, "a new user namespace")
    for name, text in (("setgroups", "deny"), ("uid_map", f"{STUDENT} {uid} 1"), ("gid_map", f"{STUDENT} {gid} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)
    unshare(flags, doing)
    return STUDENT, STUDENT


def own_id() -> int | None:
    """A user number that no one else has now; the process's own number makes it so. None where root is the only user that there is."""
    with open("/proc/self/uid_map") as file:
        end = max(int(first) + int(count) for first, _, count in map(str.split, file))
    first = min(FIRST_ID, max(end - IDS, 1))
    if first >= end:
        return None
    return first + os.getpid() % min(IDS, end - first)


def go_first() -> None:
    """If the machine runs out of memory, this process is ended and no other; what it starts inherits that."""
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:  # not where a container's /proc is read-only
        file.write("1000")


def give_up(owner: tuple[int, int], memory: int, seconds: int, core: int | None) -> None:
    """Drop every right and set every limit, for good. Raises OSError.

    memory: bytes for one process. seconds: of processor time. core: the only processor that it may use.
    """
    drop_bounding()
    if os.geteuid() != owner[0]:
        os.setgroups([])
        os.setresgid(owner[1], owner[1], owner[1])
        os.setresuid(owner[0], owner[0], owner[0])
    drop_capabilities()
    prctl(PR_SET_THP_DISABLE, 1)  # pages of one size, which `memory` can count by their faults
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_SET_DUMPABLE, 1)  # its own files in /proc are its own again
    limits(memory, seconds)
    if core is not None:
        os.sched_setaffinity(0, {core})
    if filter.known_machine():
        filter.install()


def limits(memory: int, seconds: int) -> None:
    import resource  # not everywhere

    for what, most in (
        (resource.RLIMIT_DATA, memory),  # what a process allocates, not what it maps
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_NPROC, PROCESSES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        _, top = resource.getrlimit(what)
        if what == resource.RLIMIT_NOFILE and top != resource.RLIM_INFINITY:
            most = min(most, max(top - SENT, top // 2))
        most = most if top == resource.RLIM_INFINITY else min(most, top)
        resource.setrlimit(what, (most, most))
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most - KEPT_BACK, most))
