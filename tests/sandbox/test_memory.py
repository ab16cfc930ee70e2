"""Memory is counted in little time however many processes there are: idle copies hide nobody who takes some, and cost no one anything."""

import json
import subprocess
import sys

import pytest

from autograder.sandbox.confine import MIB
from autograder.sandbox.warm import CAN_FORK

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="reads Linux's /proc")
COPIES, SHARED, MOST = 127, 300 * MIB, 1024 * MIB
FAMILY = """
import json, mmap, os, signal, sys, time
from autograder.sandbox.memory import Memory
from autograder.sandbox.processes import descendants
from autograder.sandbox.system import PR_SET_THP_DISABLE, prctl
copies, shared, most, busy = map(int, sys.argv[1:])

def take(kept, size):
    memory = mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    memory.write(b"x" * size)
    kept.append(memory)

def family():
    kept = []
    take(kept, shared)
    for n in range(copies):
        if not os.fork():
            if n < busy:
                signal.sigwait([signal.SIGUSR1])
                kept[0].seek(0)
                kept[0].write(b"y" * shared)  # what was shared is its own: nothing can be seen of that but faults
            time.sleep(60)
            os._exit(0)
    os.write(made, b"m")
    time.sleep(60)

prctl(PR_SET_THP_DISABLE, 1)
there, made = os.pipe()
os.setpgid(0, 0)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
if not os.fork():  # the first process of a namespace
    os.fork() or family()
    time.sleep(60)
os.read(there, 1)
memory, looks = Memory(most, alone=False), []

def look():
    start = time.monotonic()
    looks.append((memory.too_much(descendants()), time.monotonic() - start))

look()
for _ in range(5):
    time.sleep(0.1)
    look()
os.killpg(0, signal.SIGUSR1)
start = time.monotonic()
while not looks[-1][0] and time.monotonic() < start + (10 if busy else 1):
    time.sleep(0.1)
    look()
print(json.dumps([looks, memory.total]), flush=True)
os.killpg(0, signal.SIGKILL)
"""


def looks(busy: int) -> tuple[list[tuple[bool, float]], int]:
    call = [sys.executable, "-c", FAMILY, *map(str, (COPIES, SHARED, MOST, busy))]
    return json.loads(subprocess.run(call, capture_output=True, text=True, timeout=60, check=False).stdout)


def test_copies_of_one_process_share_what_it_has():
    """They are resident with forty times as much as they may take, and take a third of it."""
    found, total = looks(busy=0)
    assert not any(greedy for greedy, _ in found) and SHARED * 0.9 < total < MOST
    assert max(seconds for _, seconds in found[1:]) < 0.3


def test_who_takes_memory_among_idle_copies_is_found():
    found, total = looks(busy=4)
    assert [greedy for greedy, _ in found[:6]] == [False] * 6 and found[-1][0] and total > MOST * 0.8  # page tables count, too
    assert max(seconds for _, seconds in found[1:6]) < 0.3
