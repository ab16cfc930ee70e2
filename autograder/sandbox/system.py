"""The system calls of Linux that Python does not offer, each raising OSError. What they are used for stands in `view` and `confine`."""

from __future__ import annotations

import ctypes
import os
import sys

if sys.platform == "linux":  # elsewhere none of this is called
    LIBC = ctypes.CDLL(None, use_errno=True)
    LIBC.mount.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_char_p)
    LIBC.fallocate.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_long, ctypes.c_long)
    LIBC.prctl.argtypes = (ctypes.c_int, *[ctypes.c_ulong] * 4)

# <linux/sched.h>
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = (
    0x00020000,
    0x04000000,
    0x08000000,
    0x10000000,
    0x20000000,
    0x40000000,
)
# <sys/mount.h>
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 4096, 16384, 1 << 18
MNT_DETACH = 2
# <linux/mount.h>; the call has no wrapper in older C libraries, and one number on all machines
SYS_MOUNT_SETATTR, AT_FDCWD, AT_RECURSIVE = 442, -100, 0x8000
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV, MOUNT_ATTR_NOEXEC = 1, 2, 4, 8
# <linux/prctl.h>
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_DROP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 24, 36, 38
PR_GET_NO_NEW_PRIVS, PR_SET_THP_DISABLE, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 39, 41, 47, 4
FALLOC_FL_KEEP_SIZE = 1  # <linux/falloc.h>
CAPABILITY_VERSION_3, CAPABILITIES = 0x20080522, 64


def checked(result: int, doing: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{doing}: {os.strerror(number)}")
    return result


def prctl(option: int, *arguments: int) -> int:
    return checked(LIBC.prctl(option, *arguments, *[0] * (4 - len(arguments))), f"prctl {option}")


def memory_file() -> int:
    """A descriptor of a file that lies in memory only."""
    return checked(LIBC.memfd_create(b"", 0), "a file in memory")


def reserve(fd: int) -> None:
    """A block of the disk behind the end of a file."""
    checked(LIBC.fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, 4096), "a block")


def watches() -> int:
    """A descriptor that tells what happens to files, of which a user can have so many."""
    return checked(LIBC.inotify_init1(0), "a watch")


def unshare(flags: int, doing: str) -> None:
    checked(LIBC.unshare(flags), doing)


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    made = LIBC.mount(source.encode(), target.encode(), kind.encode() or None, flags, options.encode() or None)
    checked(made, f"mounting {kind or source} at {target}")


def bind(source: str, target: str, attributes: int) -> None:
    """Show a file or folder at another place, with all that is mounted in it under the same restrictions."""
    mount(source, target, "", MS_BIND | MS_REC)
    restrict(target, attributes)


def restrict(target: str, attributes: int, below: bool = True) -> None:
    """Add attributes to the mount at a place, and to those below it. Needs Linux 5.12."""
    asked = (ctypes.c_uint64 * 4)(attributes, 0, 0, 0)  # set, clear, propagation, namespace
    flags = AT_RECURSIVE if below else 0
    call = LIBC.syscall(SYS_MOUNT_SETATTR, AT_FDCWD, target.encode(), flags, ctypes.byref(asked), ctypes.sizeof(asked))
    checked(call, f"restricting {target}")


def change_root(new: str) -> None:
    """Make a mounted folder the root, and let nothing of the old one be reached."""
    os.chdir(new)
    checked(LIBC.pivot_root(b".", b"."), "changing the root")  # the old root now lies over the new one; man 2 pivot_root
    checked(LIBC.umount2(b".", MNT_DETACH), "leaving the old root")
    os.chdir("/")


def drop_bounding() -> None:
    """Never regain a right by running a program. Who may not drop them has none."""
    for capability in range(CAPABILITIES):  # some do not exist
        LIBC.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


def drop_capabilities() -> None:
    """Give up everything that root may do, for good."""

    class Header(ctypes.Structure):
        _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]

    class Sets(ctypes.Structure):
        _fields_ = [("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32)]

    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    checked(LIBC.capset(ctypes.byref(Header(CAPABILITY_VERSION_3, 0)), ctypes.byref((Sets * 2)())), "dropping capabilities")
