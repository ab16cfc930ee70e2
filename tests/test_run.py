"""Whatever a notebook does ends in a Run, in time, with the evidence so far, and leaves no process behind. Real kernels."""

import subprocess
import sys
import uuid
from dataclasses import replace

import psutil
import pytest
from nbformat.v4 import new_notebook

from autograder import run as running
from autograder.blocks import EXERCISES
from autograder.grade import verdicts_of
from autograder.run import GIB, Limits, run
from autograder.sandbox.provisioner import SERVER
from autograder.submission import mend

from .leftovers import soon, started_by
from .notebooks import changed, place, quick, solution

FIRST, *REST = EXERCISES
LIMITS = Limits(seconds=90, memory=4 * GIB)
pytestmark = pytest.mark.filterwarnings("ignore")  # of the kernels' event loops

GOES_ON = {
    "an error": "1/0",
    "sys.exit": "import sys; sys.exit(1)",
    "input": "input()",
    "too much memory": "x = bytearray(20_000_000_000)",
    "a huge line": "print('x' * 100_000_000)",
    "stderr": "import sys; print('warning', file=sys.stderr)",
    "what no notebook can hold": "display({'text/html': 5}, raw=True)",
    "a lone surrogate": "print('\\ud800')",
}
STOPS = {
    "os._exit": ("import os; os._exit(3)", "process ended while this cell ran: import os; os._exit"),
    "a segmentation fault": ("import ctypes; ctypes.string_at(0)", "process ended while this cell ran"),
}
NEVER_ENDS = {
    "a loop": "while True: pass",
    "a stubborn loop": "while True:\n    try:\n        while True: pass\n    except KeyboardInterrupt: pass",
    "a shell": "%%bash\nsleep 54321",
    "a flood": "while True: print('x' * 1000)",
}


def limits(fork: bool) -> Limits:
    return LIMITS if fork else replace(LIMITS, unsafe=True)


@pytest.fixture(autouse=True)
def nothing_left(monkeypatch):
    """What a run starts inherits its environment, so that a leftover is known by a word in it."""
    if running.CAN_FORK:
        assert run(new_notebook()).fault is None  # so that the server is there, without the word
    word = uuid.uuid4().hex
    monkeypatch.setenv("AUTOGRADER_STARTED_BY", word)
    yield
    assert soon(lambda: not (started_by(word) or kernels()))


def kernels() -> list[psutil.Process]:
    """What the server has forked, which has the server's environment."""
    return psutil.Process(SERVER.process.pid).children(recursive=True) if SERVER.process else []


@pytest.mark.parametrize("source", GOES_ON.values(), ids=GOES_ON)
def test_the_rest_is_still_asked(source):
    result = run(quick(source), limits=LIMITS)
    assert (result.fault, sorted(result.evidence), result.reasons) == (None, sorted(EXERCISES), {})
    assert len(str(result.notebook.cells[2].outputs)) < 2 * LIMITS.output


@pytest.mark.parametrize("source, reason", STOPS.values(), ids=STOPS)
def test_a_process_that_ends(source, reason):
    result = run(quick(source), limits=LIMITS)
    assert (result.fault, list(result.evidence), list(result.reasons)) == (None, [FIRST], REST)
    assert all(reason in result.reasons[e] for e in REST)


@pytest.mark.parametrize("source", NEVER_ENDS.values(), ids=NEVER_ENDS)
def test_a_notebook_that_never_ends(source):
    result = run(quick(source), limits=Limits(seconds=12))
    assert (result.fault, list(result.evidence), list(result.reasons)) == (None, [FIRST], REST)
    assert all("stopped after 12 seconds, while this cell ran" in result.reasons[e] for e in REST)
    assert result.seconds < 60


@pytest.mark.parametrize("fork", [True, False])
def test_children_are_ended(monkeypatch, fork):
    monkeypatch.setattr(running, "CAN_FORK", fork and running.CAN_FORK)
    result = run(quick("import subprocess; subprocess.Popen(['sleep', '54321'], start_new_session=True)"), limits=limits(fork))
    assert (result.fault, len(result.evidence)) == (None, 3)


def test_the_last_cell_is_asked_and_every_cell_kept():
    def end_with_the_graded_cell(nb):
        del nb.cells[place(nb, "test_ResNet50") + 1 :]

    nb = mend(changed(solution(), end_with_the_graded_cell)).notebook
    sources = [cell.source for cell in nb.cells]
    result = run(nb, limits=Limits())
    assert [cell.source for cell in result.notebook.cells] == sources
    assert [verdict.points for verdict in verdicts_of(result)] == [10, 10, 10]


def test_files_beside_the_notebook_do_not_replace_ours(tmp_path):
    (tmp_path / "autograder.py").write_text("raise SystemExit('not ours')")
    (tmp_path / "mine.py").write_text("value = 7")
    result = run(quick("import mine; print(mine.value)"), limits=LIMITS, folder=tmp_path)
    assert (result.fault, len(result.evidence)) == (None, 3)
    assert "7" in str(result.notebook.cells[2].outputs)


@pytest.mark.parametrize("fork", [True, False])
def test_a_kernel_that_does_not_start_is_our_fault(monkeypatch, fork):
    monkeypatch.setattr(running, "CAN_FORK", fork and running.CAN_FORK)
    argv = [sys.executable, "-m", "autograder.kernel", "--IPKernelApp.transport=none"]
    broken = property(lambda self: running.KernelSpec(argv=argv, language="python"))
    monkeypatch.setattr(running.Manager, "kernel_spec", broken)
    result = run(quick(), limits=limits(fork))
    assert result.fault and not result.evidence and not result.reasons


def test_a_probe_that_is_broken_is_our_fault():
    result = run(quick("import autograder.probe; autograder.probe.probe = None"), limits=LIMITS)
    assert "could not be probed" in result.fault


def test_judging_needs_no_tensorflow():
    code = "import sys, autograder.run, autograder.judge, autograder.submission; print('tensorflow' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "False\n"
