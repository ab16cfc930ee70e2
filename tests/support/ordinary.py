"""Runs a command as an ordinary user, whom root becomes: `python -m tests.support.ordinary COMMAND …`. It makes no account and changes no file.

What the user needs may lie in a folder that is closed to others, as root's own is; an open one is put over it, for this command only.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from autograder.sandbox.system import CLONE_NEWNS, MS_BIND, MS_PRIVATE, MS_REC, mount, unshare

USER = 54_321  # nobody else
ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", __spec__.name if __name__ == "__main__" else __name__]


def can() -> bool:
    """Whether this process can become such a user, and that one isolate another."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    return subprocess.run([*COMMAND, "unshare", "-Ur", "true"], cwd=ROOT, capture_output=True).returncode == 0


def open_the_way() -> None:
    needed = {os.path.realpath(p) for p in (sys.base_prefix, sys.prefix, ROOT)}
    unshare(CLONE_NEWNS, "a mount namespace")
    mount("", "/", "", MS_REC | MS_PRIVATE)
    closed = {place: next((p for p in reversed(Path(place).parents) if not p.stat().st_mode & 1), None) for place in needed}
    held = {place: os.open(place, os.O_PATH) for place, folder in closed.items() if folder}
    for folder in {closed[place] for place in held}:
        mount("test", str(folder), "tmpfs", 0, "mode=755")
    for place, fd in held.items():
        os.makedirs(place)
        mount(f"/proc/self/fd/{fd}", place, "", MS_BIND | MS_REC)


def main(command: list[str]) -> None:
    open_the_way()
    home = tempfile.mkdtemp(prefix="ordinary-", dir="/tmp")
    os.chown(home, USER, USER)
    if os.fork():
        _, status = os.wait()
        subprocess.run(["rm", "-rf", home], check=True)
        os._exit(os.waitstatus_to_exitcode(status) & 255)
    os.setgroups([])
    os.setresgid(USER, USER, USER)
    os.setresuid(USER, USER, USER)
    os.environ |= {"HOME": home, "TMPDIR": home, "PYTHONPATH": str(ROOT), "USER": "ordinary"}
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
