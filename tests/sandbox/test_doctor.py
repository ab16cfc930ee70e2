"""Which protections hold is found out, not believed; where they do not hold nothing is graded, unless one insists."""

import errno
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.sandbox import doctor, filter, view
from autograder.sandbox.filter import ALLOW, ARGUMENTS, ERRNO, KILL, MACHINE, MACHINES, NUMBER
from autograder.sandbox.warm import CAN_FORK

from ..support.notebooks import quick

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="isolation is Linux's")
UNPROTECTED = """echo 0 > /proc/sys/user/max_user_namespaces && exec setpriv --bounding-set=-all --inh-caps=-all "$@" """


def unprotected(*command: str) -> subprocess.CompletedProcess:
    """Run where no namespaces can be made: as a root without rights, in a user namespace that allows no other."""
    call = ["unshare", "--user", "--map-root-user", "sh", "-c", UNPROTECTED, "sh", sys.executable, "-m", "autograder", *command]
    return subprocess.run(call, capture_output=True, text=True, timeout=120)


needs_tools = pytest.mark.skipif(
    not (shutil.which("unshare") and shutil.which("setpriv")) or subprocess.run(["unshare", "-Ur", "true"]).returncode != 0,
    reason="needs util-linux and user namespaces",
)


def test_everything_holds_here(capsys):
    assert doctor.report() == 0
    assert "NO" not in capsys.readouterr().out and doctor.refusal() == ""


@needs_tools
@pytest.mark.parametrize("alone", [["-Ur"], ["-Ur", "--pid", "--fork", "--mount-proc"]], ids=["user", "container"])
def test_everything_holds_for_a_root_that_is_alone_in_its_namespace(alone):
    """In a container the command may be process number 1, as the isolated one is in its own namespace."""
    done = subprocess.run(["unshare", *alone, sys.executable, "-m", "autograder", "doctor"], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "") and "NO" not in done.stdout


KILLED = """
import os, sys
from autograder.sandbox import confine, isolation, view
{} = lambda *_: os._exit(1)
try:
    isolation.start(isolation.Cell(sys.argv[1], memory=2**30, seconds=9), print)
except isolation.Ended:
    print("ended")
"""


@pytest.mark.parametrize("step", ["view.enter", "confine.give_up"])
def test_what_ends_while_it_is_prepared_says_nothing_of_the_machine(step, tmp_path):
    done = subprocess.run([sys.executable, "-c", KILLED.format(step), tmp_path], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("ended\n", "")


@needs_tools
def test_what_is_missing_is_said_with_the_way_to_get_it():
    done = unprotected("doctor")
    lines = done.stdout.splitlines()
    assert done.returncode == 1 and lines[-1] == "Grading refuses to run: something essential is missing."
    assert sum(line.startswith("  NO ") for line in lines) == sum(p.essential for p in doctor.PROTECTIONS)
    assert doctor.ADVICE["container" if doctor.reader() == "container" else "user"] in done.stdout and "a new user namespace" in done.stdout


@needs_tools
def test_nothing_is_graded_without_isolation_unless_one_insists(tmp_path):
    path = tmp_path / "mine.ipynb"
    path.write_text(nbformat.writes(quick("open('touched', 'w')")))
    refused = unprotected("grade", str(path))
    assert refused.returncode == 2 and refused.stdout == "" and "see `python -m autograder doctor`" in refused.stderr.lower()
    insisted = unprotected("grade", "--unsafe", "--json", str(path))
    assert json.loads(insisted.stdout)["submissions"][0]["notes"][-1].startswith("Graded with --unsafe")
    parallel = unprotected("autograde", "residual_networks")
    assert parallel.returncode == 1 and "none is run" in parallel.stderr and "Traceback" not in parallel.stderr


def test_only_regular_files_are_copied(tmp_path):
    source, target = tmp_path / "source", tmp_path / "target"
    (source / "data").mkdir(parents=True)
    target.mkdir()
    (source / "data" / "mine.txt").write_text("mine")
    (source / "huge").open("w").truncate(view.BESIDE_BYTES + 1)
    (source / "link").symlink_to("/etc/passwd")
    (source / "folder").symlink_to("/etc")
    os.mkfifo(source / "pipe")
    view.copy(source, target)
    assert sorted(str(p.relative_to(target)) for p in target.rglob("*")) == ["data", "data/mine.txt"]


@pytest.mark.parametrize("machine", filter.MACHINES)
def test_the_filters_jumps_stay_inside(machine):
    lines = filter.program(machine)
    assert len(lines) < 4096 and lines[-1][0] == filter.RETURN
    assert all(
        i + 1 + skip < len(lines)
        for i, (code, yes, no, _) in enumerate(lines)
        if code not in (filter.LOAD, filter.RETURN)
        for skip in (yes, no)
    )


def decided(machine: str, call: int, *arguments: int, audit: int | None = None) -> int:
    """What the filter answers to a call, found by doing what its lines say."""
    read = {NUMBER: call, MACHINE: MACHINES[machine] if audit is None else audit, **dict.fromkeys(ARGUMENTS, 0)}
    read |= {place: value & 0xFFFFFFFF for place, value in zip(ARGUMENTS, arguments)}
    lines, at, value = filter.program(machine), 0, 0
    tests = {filter.EQUAL: int.__eq__, filter.AT_LEAST: int.__ge__, filter.ANY_BIT: lambda a, b: bool(a & b)}
    while True:
        code, yes, no, operand = lines[at]
        at += 1
        if code == filter.RETURN:
            return operand
        if code == filter.LOAD:
            value = read[operand]
        elif code == filter.AND:
            value &= operand
        else:
            at += yes if tests[code](value, operand) else no


WITH_ARGUMENTS = (  # call, arguments, what is due
    *(("fcntl", (3, command), ERRNO | errno.EPERM) for command in (1024, 1026, 1040)),
    *(("fcntl", (3, command, 1), ALLOW) for command in (0, 1, 2, 3, 4, 6, 1030, 1031)),
    *(("ioctl", (3, request), ALLOW) for request in (0x5401, 0x5413, 0x541B, 0x5421, 0x5451, 0x8906, 0x8914)),
    *(
        ("ioctl", (3, request), ERRNO | errno.ENOTTY)
        for request in (0x40305828, 0x4030582A, 0x40305839, 0x40086602, 0x40049409, 0xC0045877)
    ),
    *(("personality", (persona,), due) for persona, due in ((0xFFFFFFFF, ALLOW), (-1, ALLOW), (0, ERRNO | 1), (0x400000, ERRNO | 1))),
    *(("prctl", (option, 0), ALLOW) for option in (15, 16, 22, 38, 42)),
    *(("prctl", (option, 1), ERRNO | errno.EPERM) for option in (36, 41)),
    *(
        ("clone", (flags,), due)
        for flags, due in ((17, ALLOW), (0x3D0F00, ALLOW), (0x10000011, ERRNO | 1), (0x20011, ERRNO | 1), (0x8011, ERRNO | 1))
    ),
    ("clone3", (0, 88), ERRNO | errno.ENOSYS),
    *(
        ("mmap", (0, 1, 3, flags), due)
        for flags, due in ((0x22, ALLOW), (1, ALLOW), (2, ALLOW), (0x21, ERRNO | 1), (0x40022, ERRNO | errno.ENOMEM))
    ),
    *(("setsockopt", (3, 1, name), due) for name, due in ((2, ALLOW), (7, ERRNO | 1), (8, ERRNO | 1), (33, ERRNO | 1))),
    ("setsockopt", (3, 6, 7), ALLOW),
    *(("socket", (family, 1), due) for family, due in ((1, ALLOW), (2, ALLOW), (10, ALLOW), (17, ERRNO | errno.EAFNOSUPPORT))),
)


@pytest.mark.parametrize("machine", filter.MACHINES)
def test_the_filter_decides_by_call_and_arguments(machine):
    column = list(MACHINES).index(machine)
    assert [(c, a) for c, a, due in WITH_ARGUMENTS if decided(machine, filter.SPECIAL[c][column], *a) != due] == []
    refused = {name: numbers[column] for name, numbers in filter.REFUSED.items() if numbers[column] is not None}
    assert {decided(machine, number) for name, number in refused.items() if name != "fallocate"} == {ERRNO | errno.EPERM}
    assert decided(machine, refused["fallocate"]) == ERRNO | errno.EOPNOTSUPP
    assert decided(machine, filter.UNKNOWN) == ERRNO | errno.ENOSYS and decided(machine, 0x40000001) == ERRNO | errno.EPERM
    assert decided(machine, 63) == ALLOW and decided(machine, 63, audit=0) == KILL


@pytest.mark.parametrize(
    "machine, header", [("x86_64", "/usr/include/x86_64-linux-gnu/asm/unistd_64.h"), ("aarch64", "/usr/include/asm-generic/unistd.h")]
)
def test_the_filters_numbers_are_those_of_the_system(machine, header):
    if not os.path.exists(header):
        pytest.skip("needs linux-libc-dev")
    known = {m[1]: int(m[2]) for m in re.finditer(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", Path(header).read_text())}
    table = {name: numbers[list(MACHINES).index(machine)] for name, numbers in (filter.REFUSED | filter.SPECIAL).items()}
    later = max(known.values())  # the header's system may be older than the table, where numbers are the same on all machines
    assert {
        n: (a, known.get(n)) for n, a in table.items() if a != known.get(n) and not (n not in known and (a or 0) > min(later, 424))
    } == {}
