"""The system calls that a submission may not make, as a seccomp filter: those that change or look into the machine, or hold memory uncounted.

What namespaces and missing rights refuse anyway is refused here before the kernel's code for it is reached. The numbers
are from the kernel's `unistd_64.h` (x86-64) and `asm-generic/unistd.h` (AArch64), the layout from `linux/seccomp.h`.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

from .system import PR_SET_SECCOMP, prctl

MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # AUDIT_ARCH_… of linux/audit.h
NEW_NAMESPACES = 0x7E020000  # all CLONE_NEW… that `clone` takes
FAMILIES = (1, 2, 10, 16)  # AF_UNIX, AF_INET, AF_INET6, AF_NETLINK: in a network of its own, which has nobody else
SECCOMP_MODE_FILTER, ALLOW, KILL, ERRNO = 2, 0x7FFF0000, 0x80000000, 0x00050000
SHARED_BY_NO_FILE = 0x21  # MAP_SHARED | MAP_ANONYMOUS: what is written stays when the process lets go of it
SOL_SOCKET, BUFFER_SIZES = 1, (7, 8, 32, 33)  # SO_SNDBUF, SO_RCVBUF, and both with FORCE
SPECIAL = {"clone": (56, 220), "clone3": (435, 435), "mmap": (9, 222), "setsockopt": (54, 208), "socket": (41, 198)}

REFUSED: dict[str, tuple[int | None, int | None]] = {  # name: (x86-64, AArch64); None where there is no such call
    "acct": (163, 89),
    "add_key": (248, 217),
    "adjtimex": (159, 171),
    "bpf": (321, 280),
    "chroot": (161, 51),
    "clock_adjtime": (305, 266),
    "clock_settime": (227, 112),
    "delete_module": (176, 106),
    "fanotify_init": (300, 262),
    "finit_module": (313, 273),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fsopen": (430, 430),
    "fspick": (433, 433),
    "init_module": (175, 105),
    "io_setup": (206, 0),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "io_uring_setup": (425, 425),
    "ioperm": (173, None),
    "iopl": (172, None),
    "kcmp": (312, 272),
    "kexec_file_load": (320, 294),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "mount": (165, 40),
    "mount_setattr": (442, 442),
    "move_mount": (429, 429),
    "msgget": (68, 186),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "open_tree": (428, 428),
    "perf_event_open": (298, 241),
    "pidfd_getfd": (438, 438),
    "pivot_root": (155, 41),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "reboot": (169, 142),
    "request_key": (249, 218),
    "sched_setaffinity": (203, 122),
    "semget": (64, 190),
    "setns": (308, 268),
    "settimeofday": (164, 170),
    "shmget": (29, 194),
    "swapoff": (168, 225),
    "swapon": (167, 224),
    "syslog": (103, 116),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
    "vhangup": (153, 58),
    "vmsplice": (278, 75),
}

# A classic BPF instruction: code, how many to skip if true, if false, operand.
LOAD, AND, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
NUMBER, MACHINE, ARGUMENTS = 0, 4, (16, 24, 32, 40)  # offsets in struct seccomp_data; of each argument the lower half


def program(machine: str) -> list[tuple[int, int, int, int]]:
    """The filter for a machine of that name. Raises KeyError for one that is not known."""
    audit, column = MACHINES[machine], list(MACHINES).index(machine)
    refuse, allow = (RETURN, 0, 0, ERRNO | errno.EPERM), (RETURN, 0, 0, ALLOW)
    clone, clone3, mmap, setsockopt, socket = (numbers[column] for numbers in SPECIAL.values())
    lines = [(LOAD, 0, 0, MACHINE), (EQUAL, 1, 0, audit), (RETURN, 0, 0, KILL), (LOAD, 0, 0, NUMBER)]
    lines += [(AT_LEAST, 0, 1, 0x40000000), refuse]  # another way to number the calls of x86-64
    for call in (numbers[column] for numbers in REFUSED.values()):
        if call is not None:
            lines += [(EQUAL, 0, 1, call), refuse]
    lines += [(EQUAL, 0, 1, clone3), (RETURN, 0, 0, ERRNO | errno.ENOSYS)]  # its flags are out of sight; the C library then uses clone
    lines += [(EQUAL, 0, 4, clone), (LOAD, 0, 0, ARGUMENTS[0]), (ANY_BIT, 0, 1, NEW_NAMESPACES), refuse, allow]
    lines += [
        (EQUAL, 0, 5, mmap),
        (LOAD, 0, 0, ARGUMENTS[3]),
        (AND, 0, 0, SHARED_BY_NO_FILE),
        (EQUAL, 0, 1, SHARED_BY_NO_FILE),
        refuse,
        allow,
    ]
    lines += [(EQUAL, 0, 6 + len(BUFFER_SIZES), setsockopt), (LOAD, 0, 0, ARGUMENTS[1]), (EQUAL, 1, 0, SOL_SOCKET), allow]
    lines += [(LOAD, 0, 0, ARGUMENTS[2]), *((EQUAL, len(BUFFER_SIZES) - i, 0, name) for i, name in enumerate(BUFFER_SIZES)), allow, refuse]
    lines += [(EQUAL, 0, 2 + len(FAMILIES), socket), (LOAD, 0, 0, ARGUMENTS[0])]
    lines += [(EQUAL, len(FAMILIES) - i, 0, family) for i, family in enumerate(FAMILIES)]
    lines += [(RETURN, 0, 0, ERRNO | errno.EAFNOSUPPORT), allow]
    return lines


def known_machine() -> bool:
    return platform.machine() in MACHINES


def install() -> None:
    """Filter the calls of this thread and all that it will start, for good. Needs no_new_privs. Raises OSError."""
    code = b"".join(struct.pack("HBBI", *line) for line in program(platform.machine()))
    lines = ctypes.create_string_buffer(code, len(code))
    whole = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(lines))
    head = ctypes.create_string_buffer(whole, len(whole))
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(head))
