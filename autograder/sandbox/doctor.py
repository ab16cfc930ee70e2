"""`python -m autograder doctor`: which protections hold on this machine, found by trying them on a process that is isolated for it.

>>> [p.name for p in examine() if p.essential and not p.holds]
[]
"""

from __future__ import annotations

import errno
import json
import os
import shlex
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TypedDict

from . import bounded, confine, filter, isolation, software, view
from .system import PR_GET_NO_NEW_PRIVS, memory_file, prctl, reserve, watches

MEMORY = 1024**3  # bytes, for the trial
PATIENCE = 60  # seconds
FEW = 10  # numbers of processes, below which all those of an isolated process are
ADVICE = {
    "container": "Start the container with the right to make namespaces: docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined; "
    "if that is not enough, docker run --privileged, or securityContext: privileged in Kubernetes.",
    "root": "Let root make namespaces: it is kept from it by sysctl user.max_user_namespaces or by what started it (systemd, a chroot, a job).",
    "user": "Let ordinary users make namespaces (as root, Ubuntu: sysctl kernel.apparmor_restrict_unprivileged_userns=0; older Debian: "
    "sysctl kernel.unprivileged_userns_clone=1; Red Hat: sysctl user.max_user_namespaces=10000), or grade as root.",
}
UNEXPECTED = "A process was isolated here, and that does not hold all the same: please report it, with what machine or container this is."
CONTAINER_FILES, CONTAINER_NAMES = ("/.dockerenv", "/run/.containerenv"), ("container", "KUBERNETES_SERVICE_HOST")
OTHER_SYSTEM = (
    "Grade on Linux: in a container (the Containerfile of this package's repository makes one, see docs/instructors.md there), in a virtual machine "
    "or in WSL 2."
)
PROC = "Let the container have a whole /proc that can be written: docker run --security-opt systempaths=unconfined."
KERNEL = "Use Linux 5.12 or newer."
MACHINE = f"Use one of {', '.join(filter.MACHINES)}."


class Untried(RuntimeError):
    """The protections could not be tried on this machine; the message says how to let them."""


class Asked(TypedDict):
    """What the trial's process is to look for. folder: the trial's own. secret: a file there. port: of a service. pid: a process."""

    folder: str
    secret: str
    port: int
    pid: int


@dataclass(frozen=True)
class Protection:
    """essential: grading refuses to run without it. how: to get it."""

    name: str
    says: str
    essential: bool
    how: str
    holds: bool = False


PROTECTIONS = (
    Protection("files", "sees the installed software and a scratch folder of its own, and can write nowhere else", True, UNEXPECTED),
    Protection("network", "reaches no other machine and no service on this one", True, UNEXPECTED),
    Protection("processes", "sees no process but its own, and all of them end with it", True, UNEXPECTED),
    Protection("rights", "has no rights, is nobody else on this machine, and can regain none", True, UNEXPECTED),
    Protection("limits", "memory, processes, open files and watches of them, file sizes and processor time are bounded", True, KERNEL),
    Protection(
        "software", "can read the installed packages", True, f"Make them readable to other users: chmod -R a+rX {shlex.quote(sys.prefix)}"
    ),
    Protection("system calls", "may not make those that no answer needs", False, MACHINE),
    Protection("out of memory", "is ended before anything else where the machine runs out of memory", False, PROC),
    Protection(
        "bounds", "is read, heard and judged by processes of ours that are ended where it takes too long or too much", False, OTHER_SYSTEM
    ),
    Protection("warm start", "is forked from a process with TensorFlow imported", False, OTHER_SYSTEM),
)


def reader() -> str:
    """Who can do something about it: whoever starts the container, root, or an ordinary user, which root of a user namespace is too."""
    marks = [*map(os.path.exists, CONTAINER_FILES), *(name in os.environ for name in CONTAINER_NAMES)]
    if any(marks):
        return "container"
    return "root" if os.geteuid() == 0 and (confine.own_id() or 0) >= confine.FIRST_ID else "user"


@cache
def examine() -> tuple[Protection, ...]:
    """Every protection, and whether it holds here, tried in a process of its own."""
    try:
        found = trial()
    except Untried as error:
        return tuple(replace(p, how=str(error)) for p in PROTECTIONS)
    return tuple(replace(p, holds=found[p.name]) for p in PROTECTIONS)


def missing() -> tuple[Protection, ...]:
    """The essential ones that do not hold."""
    return tuple(p for p in examine() if p.essential and not p.holds)


def refusal() -> str:
    """Why nothing is graded here, or nothing."""
    lacking = missing()
    if not lacking:
        return ""
    names = ", ".join(p.name for p in lacking)
    rights = "as root, which any submission could then do anything with" if os.geteuid() == 0 else "with your own rights"
    return (
        f"Submissions cannot be isolated on this machine ({names}), so none is run. See `python -m autograder doctor`. "
        f"To grade all the same, {rights}: --unsafe (with nbgrader: --Grade.unsafe=True)."
    )


def trial() -> dict[str, bool]:
    """Whether each protection held, by name. Raises Untried."""
    if sys.platform != "linux":
        raise Untried(OTHER_SYSTEM)
    with tempfile.TemporaryDirectory(prefix="autograder-") as folder, socket.create_server(("127.0.0.1", 0)) as service, a_process() as pid:
        secret = Path(folder) / "secret"
        secret.write_text("secret")
        asked: Asked = {"folder": folder, "secret": str(secret), "port": service.getsockname()[1], "pid": pid}
        (Path(folder) / "root").mkdir()
        (Path(folder) / "answer").touch()
        call = [sys.executable, "-m", "autograder.sandbox.doctor", json.dumps(asked)]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(software.PACKAGE.parent), os.environ.get("PYTHONPATH", "")])}
        try:
            tried = subprocess.run(call, cwd="/", env=environment, capture_output=True, timeout=PATIENCE, text=True)
            answer = (Path(folder) / "answer").read_text()
            if not answer:
                last = tried.stderr.strip().rpartition("\n")[2]
                raise Untried(f"{KERNEL if os.strerror(errno.ENOSYS) in last else ADVICE[reader()]} The attempt ended with: {last}")
            found: dict[str, bool] = json.loads(answer)
        except (subprocess.TimeoutExpired, ValueError):
            raise Untried("The attempt did not come to an end.") from None
        return found


@contextmanager
def a_process() -> Iterator[int]:
    """The number of a process of ours that an isolated one cannot have too: in a container this one may be number 1 itself."""
    waiting = list[subprocess.Popen[bytes]]()
    try:
        while not waiting or waiting[-1].pid < FEW:
            waiting.append(subprocess.Popen(["sleep", str(2 * PATIENCE)]))
        yield waiting[-1].pid
    finally:
        for process in waiting:
            process.kill()
            process.wait()


def be_tried(asked: Asked) -> None:
    """What the trial's process does."""
    folder = asked["folder"]
    cell = isolation.Cell(root=f"{folder}/root", memory=MEMORY, seconds=PATIENCE, writable=[f"{folder}/answer"])

    ours = {"bounds": bounds()}

    def look(ready: isolation.Ready, kept: tuple[int, ...]) -> None:
        Path(f"{folder}/answer").write_text(json.dumps(seen(asked) | ours))
        os._exit(0)

    try:
        os.waitpid(isolation.start(cell, look), 0)
    except isolation.Unprotected as error:
        print(error, file=sys.stderr)


def bounds() -> bool:
    """Whether memory and processor time of a process of ours can be bounded."""
    import resource  # not everywhere

    bounded.limit(bounded.Bounds(wall=PATIENCE, processor=PATIENCE, memory=MEMORY // 4))
    try:
        return refused(partial(bytes, MEMORY), MemoryError) and resource.getrlimit(resource.RLIMIT_CPU)[0] != resource.RLIM_INFINITY
    finally:
        bounded.unlimited()


def seen(asked: Asked) -> dict[str, bool]:
    """What an isolated process finds, by the names of the protections."""
    import resource  # not everywhere

    return {
        "files": files(asked["secret"]),
        "network": refused(lambda: socket.create_connection(("127.0.0.1", asked["port"]), 1)),
        "processes": os.getpid() < FEW and refused(lambda: os.kill(asked["pid"], 0)),
        "rights": os.geteuid() != 0 and refused(lambda: os.setuid(0)) and prctl(PR_GET_NO_NEW_PRIVS) == 1,
        "limits": resource.getrlimit(resource.RLIMIT_DATA)[1] == MEMORY
        and resource.getrlimit(resource.RLIMIT_NPROC)[1] <= confine.PROCESSES
        and resource.getrlimit(resource.RLIMIT_FSIZE)[1] <= confine.FILE_BYTES,
        "software": not refused(lambda: open(sys.executable, "rb").close())
        and all(not refused(partial(os.listdir, p)) for p in sys.path if p.endswith("-packages") and os.path.lexists(p)),
        "system calls": filter.known_machine() and refused(memory_file, PermissionError) and holds_nobody_up(),
        "out of memory": ended_first(),
        "warm start": True,
    }


def files(secret: str) -> bool:
    scratch = os.statvfs(view.SCRATCH)
    places = ("/", "/usr", "/etc", sys.prefix, f"{sys.prefix}/lib")
    elsewhere = [p for p in places if os.path.isdir(p) and os.stat(p).st_dev != os.stat(view.SCRATCH).st_dev]  # software may lie below it
    return (
        not os.path.exists(secret)
        and empty(str(software.PACKAGE))
        and all(map(empty, (*software.foreign(same_user=False), *software.exchanges())))
        and all(refused(partial(open, f"{p}/mine", "w")) for p in elsewhere)
        and not refused(lambda: open(f"{view.NOTEBOOK}/mine", "w").close())
        and scratch.f_blocks * scratch.f_frsize <= view.SCRATCH_BYTES
    )


def holds_nobody_up() -> bool:
    """Whether it can take neither the disk behind the end of a file, nor a file for itself, nor all of a user's watches."""
    import fcntl  # not everywhere

    with open(f"{view.HOME}/file", "wb") as file:
        lease = partial(fcntl.fcntl, file, filter.HOLD_UP[0], fcntl.F_WRLCK)
        return refused(partial(reserve, file.fileno())) and refused(lease, PermissionError) and refused(watches, PermissionError)


def ended_first() -> bool:
    score = "/proc/self/oom_score_adj"
    return os.path.exists(score) and Path(score).read_text() == "1000\n" and refused(partial(open, score, "w"))


def empty(folder: str) -> bool:
    """Whether nothing can be read there; over a package that lies among the installed software an empty folder is mounted."""
    return not os.path.exists(folder) or (os.path.isdir(folder) and os.listdir(folder) == [])


def refused(action: Callable[[], object], how: type[Exception] = OSError) -> bool:
    try:
        action()
    except how:
        return True
    return False


def report() -> int:
    """Print what holds. Exit status: 0 when all that is essential does."""
    found = examine()
    print("A submission that is graded here")
    for p in found:
        print(f"  {'yes' if p.holds else 'NO ' if p.essential else 'no '}  {p.says}")
    for how in dict.fromkeys(p.how for p in found if not p.holds):
        print(how)
    lacking = missing()
    print("Grading refuses to run: something essential is missing." if lacking else "Everything essential holds.")
    return int(bool(lacking))


if __name__ == "__main__":
    be_tried(json.loads(sys.argv[1]))
