"""The system calls that a submission may not make, as a seccomp filter: those that change or look into the machine, hold up others
on it, or hold memory or disk uncounted.

What namespaces and missing rights refuse anyway is refused here before the kernel's code for it is reached. The numbers
are from the kernel's `unistd_64.h` (x86-64) and `asm-generic/unistd.h` (AArch64), the layout from `linux/seccomp.h`.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

from .system import PR_SET_CHILD_SUBREAPER, PR_SET_SECCOMP, PR_SET_THP_DISABLE, prctl

MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # AUDIT_ARCH_… of linux/audit.h
NOT_CLONED = 0x7E028000  # all CLONE_NEW… that `clone` takes, and CLONE_PARENT: a child that is not its own
PAGES_AND_ORPHANS = (PR_SET_THP_DISABLE, PR_SET_CHILD_SUBREAPER)  # by which `memory` would lose count
FAMILIES = (1, 2, 10, 16)  # AF_UNIX, AF_INET, AF_INET6, AF_NETLINK: in a network of its own, which has nobody else
SECCOMP_MODE_FILTER, ALLOW, KILL, ERRNO = 2, 0x7FFF0000, 0x80000000, 0x00050000
SHARED_BY_NO_FILE = 0x21  # MAP_SHARED | MAP_ANONYMOUS: what is written stays when the process lets go of it
MAP_HUGETLB = 0x40000  # from a store of the machine's, which is no process's memory
SOL_SOCKET, BUFFER_SIZES = 1, (7, 8, 32, 33)  # SO_SNDBUF, SO_RCVBUF, and both with FORCE
HOLD_UP = (1024, 1026, 1040)  # F_SETLEASE, F_NOTIFY, F_SETDELEG: who opens such a file waits for who has it
OF_ITS_CLASS, CLASSES = 0xFF00, (0x5400, 0x8900)  # of terminals and sockets; those of file systems take blocks, as `fallocate` does
ONLY_ASK = 0xFFFFFFFF  # which personality it has
SPECIAL = {  # of these some are allowed
    "clone": (56, 220),
    "clone3": (435, 435),
    "fcntl": (72, 25),
    "ioctl": (16, 29),
    "mmap": (9, 222),
    "personality": (135, 92),
    "prctl": (157, 167),
    "setsockopt": (54, 208),
    "socket": (41, 198),
}
UNKNOWN = 470  # calls from here on came with later kernels than this table; who tries one takes an older one where there is none

REFUSED: dict[str, tuple[int | None, int | None]] = {  # name: (x86-64, AArch64); None where there is no such call
    "acct": (163, 89),
    "add_key": (248, 217),
    "adjtimex": (159, 171),
    "bpf": (321, 280),
    "chroot": (161, 51),
    "clock_adjtime": (305, 266),
    "clock_settime": (227, 112),
    "delete_module": (176, 106),
    "fallocate": (285, 47),
    "fanotify_init": (300, 262),
    "file_setattr": (469, 469),
    "finit_module": (313, 273),
    "fsconfig": (431, 431),
    "fsetxattr": (190, 7),
    "fsmount": (432, 432),
    "fsopen": (430, 430),
    "fspick": (433, 433),
    "init_module": (175, 105),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
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
    "lsetxattr": (189, 6),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "modify_ldt": (154, None),
    "mount": (165, 40),
    "mount_setattr": (442, 442),
    "move_mount": (429, 429),
    "msgget": (68, 186),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "open_tree": (428, 428),
    "open_tree_attr": (467, 467),
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
    "setxattr": (188, 5),
    "setxattrat": (463, 463),
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
ERRORS = {"fallocate": errno.EOPNOTSUPP}  # upon which the C library's posix_fallocate writes zeros; EPERM for all others

# A classic BPF instruction: code, how many to skip if true, if false, operand.
LOAD, AND, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
NUMBER, MACHINE, ARGUMENTS = 0, 4, (16, 24, 32, 40)  # offsets in struct seccomp_data; of each argument the lower half
Line = tuple[int, int, int, int]
ALLOWED: Line = (RETURN, 0, 0, ALLOW)


def fails(number: int = errno.EPERM) -> Line:
    return (RETURN, 0, 0, ERRNO | number)


def program(machine: str) -> list[Line]:
    """The filter for a machine of that name. Raises KeyError for one that is not known."""
    audit, column = MACHINES[machine], list(MACHINES).index(machine)
    lines = [(LOAD, 0, 0, MACHINE), (EQUAL, 1, 0, audit), (RETURN, 0, 0, KILL), (LOAD, 0, 0, NUMBER)]
    lines += [(AT_LEAST, 0, 1, 0x40000000), fails()]  # another way to number the calls of x86-64
    lines += [(AT_LEAST, 0, 1, UNKNOWN), fails(errno.ENOSYS)]
    for name, numbers in REFUSED.items():
        if (call := numbers[column]) is not None:
            lines += [(EQUAL, 0, 1, call), fails(ERRORS.get(name, errno.EPERM))]
    for name, rule in rules().items():
        lines += [(EQUAL, 0, len(rule), SPECIAL[name][column]), *rule]
    return [*lines, ALLOWED]


def rules() -> dict[str, list[Line]]:
    """What is done with a special call, by its arguments."""
    shared = among(3, (SHARED_BY_NO_FILE,), fails(), ALLOWED, SHARED_BY_NO_FILE)
    sizes = among(2, BUFFER_SIZES, fails(), ALLOWED)
    return {
        "clone": [(LOAD, 0, 0, ARGUMENTS[0]), (ANY_BIT, 0, 1, NOT_CLONED), fails(), ALLOWED],
        "clone3": [fails(errno.ENOSYS)],  # its flags are out of sight; the C library then uses clone
        "fcntl": among(1, HOLD_UP, fails(), ALLOWED),
        "ioctl": among(1, CLASSES, ALLOWED, fails(errno.ENOTTY), OF_ITS_CLASS),
        "mmap": [(LOAD, 0, 0, ARGUMENTS[3]), (ANY_BIT, 0, 1, MAP_HUGETLB), fails(errno.ENOMEM), *shared],
        "personality": among(0, (ONLY_ASK,), ALLOWED, fails()),
        "prctl": among(0, PAGES_AND_ORPHANS, fails(), ALLOWED),
        "setsockopt": [(LOAD, 0, 0, ARGUMENTS[1]), (EQUAL, 1, 0, SOL_SOCKET), ALLOWED, *sizes],
        "socket": among(0, FAMILIES, ALLOWED, fails(errno.EAFNOSUPPORT)),
    }


def among(argument: int, values: tuple[int, ...], then: Line, otherwise: Line, mask: int = 0xFFFFFFFF) -> list[Line]:
    """What is done where an argument, as far as the mask shows it, is one of the values, and where it is not."""
    shown = [(LOAD, 0, 0, ARGUMENTS[argument]), (AND, 0, 0, mask)]
    return [*shown, *((EQUAL, len(values) - i, 0, value) for i, value in enumerate(values)), otherwise, then]


def known_machine() -> bool:
    return platform.machine() in MACHINES


def install() -> None:
    """Filter the calls of this thread and all that it will start, for good. Needs no_new_privs. Raises OSError."""
    code = b"".join(struct.pack("HBBI", *line) for line in program(platform.machine()))
    lines = ctypes.create_string_buffer(code, len(code))
    whole = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(lines))
    head = ctypes.create_string_buffer(whole, len(whole))
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(head))
