"""Kernels forked from one server: nothing passes from one submission to the next, no death of a process costs a mark, nothing is left."""

import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from contextlib import ExitStack
from dataclasses import replace

import psutil
import pytest

from autograder.grading import run as running
from autograder.grading.desk import verdicts_of
from autograder.grading.limits import Limits
from autograder.grading.run import run
from autograder.grading.submission import mend
from autograder.sandbox import core
from autograder.sandbox.bounded import GIB, Lost
from autograder.sandbox.core import own_core
from autograder.sandbox.warm import CAN_FORK, SERVER
from autograder.show.report import plain

from ..support.leftovers import soon, started_by
from ..support.notebooks import cell, changed, quick, replaced, solution

LIMITS = Limits(seconds=90, memory=4 * GIB)
JUDGES = tuple(f"autograder.{name}" for name in ("judge", "explain", "show", "student.face", "value.blocks", "truth.oracle"))
pytestmark = [
    pytest.mark.skipif(not CAN_FORK, reason="kernels are forked on Linux only"),
    pytest.mark.filterwarnings("ignore"),  # of the kernels' event loops
]


def printed(result) -> str:
    """What the first cell after the stub wrote."""
    assert (result.fault, len(result.evidence)) == (None, 3), result
    return "".join(o.get("text", str(o)) for o in result.notebook.cells[2].outputs).strip()


def say(source: str) -> str:
    return printed(run(quick(source), limits=LIMITS))


def server() -> psutil.Process:
    say("1")
    return psutil.Process(SERVER.process.pid)


def test_the_server_has_one_thread_and_stays():
    first = server()
    assert first.num_threads() == 1
    assert server() == first


def test_a_kernel_knows_nothing_of_the_judge():
    source = "import sys; print(sorted(name for name in sys.modules if name.startswith('autograder.')))"
    assert [name for name in eval(say(source)) if name.startswith(JUDGES)] == []


def test_the_students_functions_are_silent():
    source = "import sys, autograder\nfrom autograder import check, hint, progress, solution\n"
    source += "print(check('identity_block'), hint('ResNet50', 2), solution('ResNet50'), progress(), 'autograder.judge' in sys.modules)"
    assert say(source) == " ".join(["The grader gives the marks."] * 4) + " False"


def test_changes_do_not_pass_to_the_next():
    change = "import os, sys, keras, builtins, random; import numpy as np\n"
    change += "os.environ['LEFT'] = '1'; sys.path.append('/left'); keras.left = builtins.left = 1; keras.config.set_floatx('float64')\n"
    change += "os.chdir('/'); np.allclose = None; keras.layers.Layer.__call__ = None; print(random.random(), np.random.rand())"
    look = "import os, sys, keras, builtins, random; import numpy as np\n"
    look += "print('LEFT' in os.environ, '/left' in sys.path, hasattr(keras, 'left'), hasattr(builtins, 'left'), keras.config.floatx(), "
    look += "os.getcwd() == '/', np.allclose is None, keras.layers.Layer.__call__ is None)\nprint(random.random(), np.random.rand())"
    numbers = say(change)
    facts, others = say(look).splitlines()
    assert facts == "False False False False float32 False False False"
    assert not set(numbers.split()) & set(others.split())


def test_as_a_process_of_its_own(monkeypatch):
    monkeypatch.setenv("AUTOGRADER_MINE", "me")
    source = """
import os, resource, sys
print(os.getsid(0) == os.getpgid(0) == os.getpid(), '' in sys.path, '/' in sys.path, os.environ['AUTOGRADER_MINE'])
print(resource.getrlimit(resource.RLIMIT_DATA)[0], resource.getrlimit(resource.RLIMIT_CORE)[0])
import tensorflow as tf
def threads(): return len(os.listdir('/proc/self/task'))
before = threads(); tf.linalg.matmul(tf.ones((500, 500)), tf.ones((500, 500))); print(threads() - before)
"""
    itself, limits, tensorflow = say(source).splitlines()
    assert (itself, limits) == ("True True False me", f"{4 * GIB} 0")
    assert int(tensorflow) <= 3  # one for each of its pools, whatever the number of cores


@pytest.mark.parametrize("whom", ["server", "keeper", "both", "init", "kernel"])
def test_killed_between_and_during(whom):
    """The server's death costs no kernel that runs; the death of what runs the kernel costs time."""
    first = server()
    if whom == "server":
        first.kill()
    killed = threading.Thread(target=kill_during, args=(whom,))
    killed.start()
    assert say("import time; time.sleep(1.5); print('here')") == "here"
    killed.join()
    assert say("2") and SERVER.process.poll() is None


def kill_during(whom: str) -> None:
    assert soon(lambda: SERVER.process.poll() is None and kernel_of(SERVER.process.pid), 30)
    time.sleep(0.7)
    process = psutil.Process(SERVER.process.pid)
    keepers, inits = process.children(), kernel_of(process.pid)
    kernels = [kernel for init in inits for kernel in init.children()]
    victims = {"server": [process], "keeper": keepers, "both": [process, *keepers], "init": inits, "kernel": kernels}[whom]
    for victim in victims:
        victim.kill()


def kernel_of(pid: int):
    return [kernel for keeper in psutil.Process(pid).children() for kernel in keeper.children()]


def test_a_keeper_that_is_ended_every_time_leaves_no_verdict():
    """Which only a submission without isolation can do."""
    kill = quick("import os, signal; os.kill(os.getppid(), signal.SIGKILL)")
    with pytest.raises(Lost, match="ended from outside"):
        run(kill, limits=replace(LIMITS, unsafe=True))
    assert run(kill, limits=LIMITS).fault is None


def test_a_kernel_that_is_killed_every_time_has_done_it_itself():
    result = run(quick("import os, signal; os.kill(os.getpid(), signal.SIGKILL)"), limits=LIMITS)
    assert (result.fault, len(result.evidence)) == (None, 3)
    assert "process ended while this cell ran: import os, signal" in result.notebook.cells[2].outputs[0].evalue


GRADER = """
import sys
from autograder.grading.run import run
from autograder.grading.limits import Limits
from tests.support.notebooks import quick
daemon = "import os, subprocess; subprocess.Popen('(setsid sleep 54321 &)', shell=True)"
run(quick(daemon, "import time; time.sleep(%s)"), limits=Limits(seconds=60))
"""


@pytest.mark.parametrize("killed", [False, True])
def test_nothing_is_left_of_a_grader(tmp_path, killed):
    word = uuid.uuid4().hex
    environment = os.environ | {"AUTOGRADER_STARTED_BY": word, "TMPDIR": str(tmp_path)}
    grader = subprocess.Popen([sys.executable, "-c", GRADER % (60 if killed else 0)], env=environment)
    if killed:
        assert soon(lambda: any("54321" in p.cmdline() for p in started_by(word)), 60)
        grader.send_signal(signal.SIGKILL)
        grader.wait()
    else:
        assert grader.wait(60) == 0
    assert soon(lambda: not started_by(word))
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_of_a_grader_that_does_not_hear_how_its_kernel_ended(tmp_path):
    word = uuid.uuid4().hex
    environment = os.environ | {"AUTOGRADER_STARTED_BY": word, "TMPDIR": str(tmp_path)}
    grader = subprocess.Popen([sys.executable, "-c", GRADER % 60], env=environment)
    assert soon(lambda: any("54321" in p.cmdline() for p in started_by(word)), 60)
    grader.send_signal(signal.SIGSTOP)
    for p in started_by(word):
        if "54321" in p.cmdline():
            p.parent().kill()  # the first of its namespace, to which the orphan came
    assert soon(lambda: not any("54321" in p.cmdline() for p in started_by(word)))
    grader.send_signal(signal.SIGKILL)
    grader.wait()
    assert soon(lambda: not started_by(word))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.cpu_count() < 2, reason="two submissions share the only processor")
def test_each_of_those_that_run_together_has_a_processor_of_its_own(monkeypatch):
    """So one that starts a thousand threads takes no time of another's."""
    monkeypatch.setattr(core, "NAME", f"\0{uuid.uuid4().hex}-")  # other tests run at the same time
    look = "import os; print(*os.sched_getaffinity(0))"
    with own_core() as first:
        second = int(say(look))
        assert second != first
        with ExitStack() as all_taken:
            others = {all_taken.enter_context(own_core()) for _ in range(len(os.sched_getaffinity(0)) - 1)}
            assert {first} | others == os.sched_getaffinity(0)
            assert int(say(look)) in os.sched_getaffinity(0)
    assert int(say(look)) == first


def wrong(nb) -> None:
    replaced("identity_block", "    X = Add()([X, X_shortcut])\n", "")(nb)
    cell(nb, "convolutional_block").source = "def convolutional_block(X, f, filters, s=2):\n    return X / 0"
    replaced("ResNet50", "ZeroPadding2D(3)", "ZeroPadding2D(2)")(nb)


@pytest.mark.parametrize("change", [lambda nb: None, wrong], ids=["right", "wrong"])
def test_verdicts_are_those_of_an_ordinary_kernel(monkeypatch, change):
    notebook = mend(changed(solution(), change)).notebook
    warm = [plain(v) for v in verdicts_of(run(changed(notebook, lambda nb: None)))]
    monkeypatch.setattr(running, "CAN_FORK", False)
    assert [plain(v) for v in verdicts_of(run(notebook, limits=Limits(unsafe=True)))] == warm
