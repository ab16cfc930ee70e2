"""What is done with a stranger's bytes costs its own answer only: time, memory, size, a crash; what was ended from outside is done again."""

import os
import signal
import subprocess
import sys
import threading
import time

import psutil
import pytest

from autograder.sandbox.bounded import TRIES, Bounded, Bounds, Lost, TooMuch

pytestmark = pytest.mark.skipif(os.name != "posix", reason="nothing is bounded there")
FEW = Bounds(wall=60, processor=2, memory=2**29, answer=1000)
BEYOND = {
    "processor time": ((sum, range(10**12)), "it took more than 2 seconds of processor time"),
    "memory": ((bytes, 10**9), "it needed more than 0.5 GiB of memory"),
    "a large answer": ((bytes, 2000), "it gave too large an answer"),
    "a crash": ((os.abort,), "it broke the process that did it"),
    "an exit": ((os._exit, 0), "it broke the process that did it"),
}


@pytest.fixture(scope="module")
def desk():
    bounded = Bounded()
    yield bounded
    bounded.end()


@pytest.mark.parametrize("asked, says", BEYOND.values(), ids=BEYOND)
def test_what_is_too_much_costs_itself(desk, asked, says):
    with pytest.raises(TooMuch, match=says):
        desk.do(FEW, *asked)
    assert desk.do(FEW, pow, 2, 5) == 32


def test_time_on_the_wall(desk):
    assert desk.do(FEW, abs, -1) == 1  # so that the process is there
    with pytest.raises(TooMuch, match="it did not end within 1 seconds"):
        desk.do(Bounds(wall=1), time.sleep, 60)
    assert desk.do(FEW, abs, -1) == 1


def test_time_is_that_of_one_task(desk):
    """A process that has done much is not short of time."""
    for _ in range(4):
        assert desk.do(FEW, sum, range(3 * 10**7)) == sum(range(3 * 10**7))


def test_what_the_function_raises(desk):
    with pytest.raises(ZeroDivisionError):
        desk.do(FEW, divmod, 1, 0)
    with pytest.raises(RuntimeError, match="ValueError: <function"):  # which cannot be handed from process to process
        desk.do(FEW, eval, "(_ for _ in ()).throw(ValueError(lambda: 0))")


def test_whoever_asks_may_leave_without_the_answer(capfd):
    """As where a command ends before a process, begun ahead of its time, was asked anything."""
    bounded = Bounded(os.getpid)
    bounded.begin()
    assert bounded.line.poll(60)
    bounded.line.close()
    assert bounded.process.wait(60) == 0 and capfd.readouterr().err == ""
    bounded.process = None


def test_one_that_is_killed_from_outside_is_done_again(desk):
    first = desk.do(FEW, os.getpid)
    os.kill(first, signal.SIGKILL)
    assert desk.do(FEW, os.getpid) != first
    with pytest.raises(Lost, match=f"{TRIES} times"):
        desk.do(FEW, os.killpg, 0, signal.SIGKILL)  # of its own group


def test_one_that_is_stopped_gives_no_answer():
    desk, raised = Bounded(), []

    def ask():
        try:
            desk.do(FEW, time.sleep, 60)
        except Lost as error:
            raised.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    while desk.process is None:
        time.sleep(0.01)
    desk.stop()
    thread.join(20)
    assert raised and desk.process is None


def test_it_goes_with_the_process_that_asks():
    code = (
        "import os, time\nfrom autograder.sandbox.bounded import *\ndesk = Bounded()\n"
        "print(desk.do(Bounds(wall=60), os.getpid), flush=True)\ndesk.do(Bounds(wall=60), time.sleep, 50)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as asking:
        desk = psutil.Process(int(asking.stdout.readline()))
        asking.kill()
    assert not psutil.wait_procs([desk], timeout=10)[1]
