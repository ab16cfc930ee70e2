"""Where installed software lies, and what lies among it and is none: our own code, courses, exchanges. Nothing is shown or hidden here."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/sys/devices/system/cpu")
SETTINGS = ("alternatives", "fonts", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "timezone", "mime.types", "matplotlibrc")
PREFIX = ("bin", "lib", "lib64", "share", "etc", "include", "pyvenv.cfg")  # of an environment; its root may hold anything
OF_NO_SOFTWARE = ("share/nbgrader", "share/jupyter/nbgrader_cache")  # nbgrader's exchange, where it lies unless one says otherwise
SHARED = ("/usr/local", "/usr/local/share", "/usr/share")  # where courses and exchanges may lie, too
OURS = ("autograder", "resnet_lab")
PACKAGE = Path(__file__).resolve().parents[1]


def prefixes() -> list[str]:
    return list(dict.fromkeys((sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix)))


def packages() -> list[str]:
    return [p for p in sys.path if Path(p).name in ("site-packages", "dist-packages")]


def exchanges() -> list[str]:
    return [f"{prefix}/{name}" for prefix in ("/usr/local", *prefixes()) for name in OF_NO_SOFTWARE]


def places() -> list[str]:
    """All files and folders with what is installed, the outer ones first."""
    found = [*SYSTEM, *(f"/etc/{name}" for name in SETTINGS), *(f"{p}/{name}" for p in prefixes() for name in PREFIX), *packages()]
    return sorted({p for p in found if os.path.lexists(p)}, key=len)


def outermost(found: list[str]) -> list[str]:
    """The same, none inside another."""
    outer: list[str] = []
    for place in found:
        if not any(inside(place, other) for other in outer):
            outer.append(place)
    return outer


def inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def hidden(shown: list[str], secret: list[str], same_user: bool) -> list[str]:
    """Where in what is shown folders lie that hold no software, the outer ones first.

    secret: folders that are told. same_user: whether the submission has the user number of this process.
    """
    ours = [str(PACKAGE), str(PACKAGE.parent / "resnet_lab"), *(f"{p}/{name}" for p in packages() for name in OURS)]
    real = {place: os.path.realpath(place) for place in shown if os.path.isdir(place) and not os.path.islink(place)}
    found = set()
    for folder in map(os.path.realpath, {*ours, *exchanges(), *secret, *foreign(same_user)}):
        if os.path.isdir(folder):
            found |= {place + folder[len(r) :] for place, r in real.items() if inside(folder, r) and folder != r}
    return sorted(found, key=len)


def foreign(same_user: bool) -> Iterator[str]:
    """Folders among the installed ones that anybody may write in, or that are this user's own where their neighbours are not."""
    kept = {*places(), *(f"/usr/local/{name}" for name in PREFIX)}
    for level in dict.fromkeys((*SHARED, *(f"{prefix}/{name}" for prefix in prefixes() for name in ("share", "etc")))):
        with suppress(OSError):  # there is none, or it cannot be read, and then not by a submission
            own = os.stat(level).st_uid == os.geteuid()
            for entry in os.scandir(level):
                if entry.is_dir(follow_symlinks=False) and entry.path not in kept:
                    status = entry.stat(follow_symlinks=False)
                    if status.st_mode & stat.S_IWOTH or (same_user and not own and status.st_uid == os.geteuid()):
                        yield entry.path
