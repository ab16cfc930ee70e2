"""The files that a submission sees: the installed software, read-only, and a scratch folder in memory. Nothing else is there.

No course, no other submission, not this package: what it needs of that has been imported already.
"""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from . import software
from .confine import MIB
from .software import inside
from .system import (
    MOUNT_ATTR_NODEV,
    MOUNT_ATTR_NOEXEC,
    MOUNT_ATTR_NOSUID,
    MOUNT_ATTR_RDONLY,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_PRIVATE,
    MS_RDONLY,
    MS_REC,
    bind,
    change_root,
    mount,
    restrict,
)

SCRATCH = "/tmp"
NOTEBOOK, HOME = f"{SCRATCH}/notebook", f"{SCRATCH}/home"  # where its code starts, with what lay beside the notebook; for its settings
SCRATCH_BYTES, SCRATCH_FILES = 256 * MIB, 20_000
BESIDE_BYTES, BESIDE_FILES = 64 * MIB, 1_000  # of what lies beside the notebook
DEVICES = ("null", "full", "random", "urandom")  # not "zero", which is memory that nobody counts
READ_ONLY = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV


def enter(root: str, beside: str | None, exchange: list[str], secret: list[str], owner: tuple[int, int]) -> None:
    """Make this process see nothing else; it must be in a mount namespace of its own. Raises OSError.

    root: an empty folder to build on. beside: the folder whose files are copied for the notebook. exchange: files and
    folders of the grader's that can be written. secret: folders that are shown empty wherever they
    lie among the software. owner: user and group of the scratch folder.
    """
    mount("", "/", "", MS_REC | MS_PRIVATE)
    mount("autograder", root, "tmpfs", MS_NOSUID | MS_NODEV, f"mode=755,size={MIB},nr_inodes=4096")
    os.mkdir(root + SCRATCH)  # before the software, which may be installed below it
    options = f"mode=700,uid={owner[0]},gid={owner[1]},size={SCRATCH_BYTES},nr_inodes={SCRATCH_FILES}"
    mount("autograder", root + SCRATCH, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, options)
    installed = software.places()
    shown = software.outermost(installed)
    for place in shown:
        show(place, root, READ_ONLY)
    for name in DEVICES:
        show(f"/dev/{name}", root, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC)
    os.symlink("/proc/self/fd", f"{root}/dev/fd")
    os.symlink(SCRATCH, f"{root}/dev/shm")
    write(f"{root}/etc/passwd", f"student:x:{owner[0]}:{owner[1]}::{HOME}:/bin/sh\n")
    write(f"{root}/etc/group", f"student:x:{owner[1]}:\n")
    for folder in software.hidden(shown, secret, same_user=os.geteuid() == owner[0]):
        hide(folder, root, installed)
    os.mkdir(f"{root}/proc")
    with suppress(OSError):  # not where the machine's own is covered in part, as in some containers; then there is none
        mount("proc", f"{root}/proc", "proc", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC)
    for folder in (NOTEBOOK, HOME):
        os.mkdir(root + folder, 0o700)
    if beside:
        copy(Path(beside), Path(root + NOTEBOOK))
    for own in (NOTEBOOK, HOME):
        for folder, _, files in os.walk(root + own):
            for path in (folder, *(f"{folder}/{name}" for name in files)):
                os.chown(path, *owner)
    for place in exchange:
        show(place, root, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC)
    change_root(root)
    restrict("/", READ_ONLY, below=False)


def seal(place: str) -> None:
    """Let no more files be made in a folder of the exchange."""
    restrict(place, READ_ONLY)


def show(place: str, root: str, attributes: int) -> None:
    """Show a place of the machine at the same place in the new root."""
    here = root + place
    os.makedirs(os.path.dirname(here), 0o755, exist_ok=True)
    if os.path.islink(place) and attributes & MOUNT_ATTR_RDONLY:
        os.symlink(os.readlink(place), here)
        return
    if os.path.isdir(place):
        os.makedirs(here, 0o755, exist_ok=True)
    else:
        write(here, "")
    bind(place, here, attributes)


def hide(folder: str, root: str, installed: list[str]) -> None:
    """Show a folder empty but for the software in it."""
    here = root + folder
    if not os.path.isdir(here):  # it lies in one that is hidden
        return
    mount("autograder", here, "tmpfs", MS_NOSUID | MS_NODEV, f"mode=755,size={MIB},nr_inodes=1024")
    for place in installed:
        if inside(place, folder) and place != folder:
            show(place, root, READ_ONLY)
    restrict(here, READ_ONLY, below=False)


def write(path: str, text: str) -> None:
    os.makedirs(os.path.dirname(path), 0o755, exist_ok=True)
    with open(path, "w") as file:
        file.write(text)


def copy(source: Path, target: Path) -> None:
    """The regular files below a folder, so many and so large; nothing else is followed or opened."""
    room, number = BESIDE_BYTES, BESIDE_FILES
    for folder, folders, files in os.walk(source):
        place = target / Path(folder).relative_to(source)
        for name in [*folders]:
            if os.path.islink(f"{folder}/{name}") or number <= 0:
                folders.remove(name)
                continue
            number -= 1
            os.mkdir(place / name, 0o700)
        for name in files:
            status = os.lstat(f"{folder}/{name}")
            if stat.S_ISREG(status.st_mode) and status.st_size <= room and number > 0:
                room, number = room - status.st_size, number - 1
                with suppress(OSError):  # one that cannot be read
                    shutil.copyfile(f"{folder}/{name}", place / name, follow_symlinks=False)
