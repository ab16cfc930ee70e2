"""Whatever a notebook does ends in a Run, in time, with the evidence so far, and leaves no process behind. Real kernels."""

import sys
import time
import uuid
from dataclasses import replace

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from autograder.grading import client
from autograder.grading import run as running
from autograder.grading.client import EACH
from autograder.grading.desk import verdicts_of
from autograder.grading.grade import grade
from autograder.grading.limits import Limits
from autograder.grading.run import MOST_LEFT_OUT, run
from autograder.grading.submission import mend
from autograder.sandbox.bounded import GIB
from autograder.sandbox.warm import SERVER
from autograder.show.faults import logged
from demo import EXERCISES

from ..support.leftovers import soon, started_by
from ..support.notebooks import cell, changed, place, quick, replaced, solution

FIRST, *REST = EXERCISES
STEP = 4
LIMITS = Limits(seconds=90, step=STEP, memory=4 * GIB)
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
ENDS = {
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
    return LIMITS if fork else replace(LIMITS, unsafe=True, step=LIMITS.seconds)  # the first probe imports TensorFlow


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
    assert len(str(result.notebook.cells[2].outputs)) < 2 * EACH


NEVER = {name: (source, f"stopped after {STEP} seconds of this cell: {source.splitlines()[0]}") for name, source in NEVER_ENDS.items()}


@pytest.mark.parametrize("source, reason", [*ENDS.values(), *NEVER.values()], ids=[*ENDS, *NEVER])
def test_a_cell_that_hangs_or_ends_its_process_is_left_out(source, reason):
    began = time.monotonic()
    result = run(quick("print('before')", source, "print('after')"), limits=LIMITS)
    assert time.monotonic() - began < 30
    assert (result.fault, sorted(result.evidence), result.reasons) == (None, sorted(EXERCISES), {})
    before, bad, after = result.notebook.cells[2:5]
    assert reason in bad.outputs[0].evalue and bad.outputs[0].evalue.endswith("The cells after it were run without it.")
    assert [[o.text for o in c.outputs] for c in (before, after)] == [["before\n"], ["after\n"]]


def test_a_cell_that_takes_all_memory_is_left_out():
    hold = "if not os.fork():\n        kept = bytearray(b'x' * 300_000_000)\n        time.sleep(20)"
    result = run(quick(f"import os, time\nfor _ in range(12):\n    {hold}\ntime.sleep(20)"), limits=Limits(memory=2 * GIB))
    assert (result.fault, len(result.evidence)) == (None, 3)
    assert "took more than 2 GiB of memory, while this cell ran: import os, time" in result.notebook.cells[2].outputs[0].evalue


def in_function(name: str, line: str):
    return replaced(name, "F1, F2, F3 = filters\n", f"F1, F2, F3 = filters\n    {line}\n")


def in_cell(name: str, line: str):
    return lambda nb: cell(nb, name).update(source=f"{cell(nb, name).source}\n{line}")


def stopped(exercise: str) -> str:
    return f"stopped after {STEP} seconds of calls of {exercise}, which may never end."


COSTS_ITSELF = {  # edits, points, what is said of the exercises that lose
    "a function that never ends": ([in_function("identity_block", "while True: pass")], [0, 10, 10], [stopped("identity_block")]),
    "a function that exits": (
        [in_function("convolutional_block", "__import__('os')._exit(1)")],
        [10, 0, 10],
        ["process ended while convolutional_block was being called. Perhaps the function ends it"],
    ),
    "two functions that never end": (
        [in_function("identity_block", "while True: pass"), in_function("convolutional_block", "while True: pass")],
        [0, 0, 10],
        [stopped("identity_block"), stopped("convolutional_block")],
    ),
    "the last function": ([replaced("ResNet50", "X_input = ", "while True: pass\n    X_input = ")], [10, 10, 0], [stopped("ResNet50")]),
    "a loop below a function": (
        [in_cell("convolutional_block", "while True: pass")],
        [10, 0, 10],
        ["There is no convolutional_block, because the cell that defines it was left out. The notebook's process was stopped after"],
    ),
    "an exit in place of a function": (
        [lambda nb: cell(nb, "identity_block").update(source="import os; os._exit(1)")],
        [0, 10, 10],
        ["There is no identity_block, because the cell that defines it was left out. The notebook's process ended while this cell ran"],
    ),
    "an exit below a function": ([in_cell("ResNet50", "__import__('os')._exit(0)")], [10, 10, 0], ["There is no ResNet50"]),
}


@pytest.mark.parametrize("edits, points, reasons", COSTS_ITSELF.values(), ids=COSTS_ITSELF)
def test_an_exercise_that_hangs_or_ends_its_process_costs_itself(edits, points, reasons):
    nb = solution()
    for edit in edits:
        edit(nb)
    result = run(mend(nb).notebook, limits=LIMITS)
    verdicts = verdicts_of(result)
    assert (result.fault, [v.points for v in verdicts]) == (None, points)
    assert all(said in note for said, note in zip(reasons, [v.note for v in verdicts if not v.points], strict=True))


def test_who_has_answered_is_not_asked_again(monkeypatch):
    asked, ask = [], running.ask

    def counted(client, result, plan, number, *rest):
        asked.append(client.nb.cells[number].source)
        ask(client, result, plan, number, *rest)

    monkeypatch.setattr(running, "ask", counted)
    run(quick("import os; os._exit(1)"), limits=LIMITS)
    assert asked == [f'check("{exercise}")' for exercise in EXERCISES]


def test_evidence_that_was_left_before_the_process_ended_does_not_count():
    """It is read when the probe has come to its end."""
    forge = """
import os, autograder.probe.record as recording
honest = recording.record

def record(namespace, question, path, *rest):
    honest(namespace, question, path, *rest)
    if question["exercise"] == "convolutional_block":
        os._exit(1)

recording.record = record
"""
    result = run(quick(forge), limits=LIMITS)
    assert sorted(result.evidence) == sorted({*EXERCISES} - {"convolutional_block"}) and [*result.reasons] == ["convolutional_block"]


def test_an_older_definition_does_not_count_where_the_last_was_left_out():
    last = "def convolutional_block(X): pass\nwhile True: pass"
    result = run(quick("def convolutional_block(X): return X", last), limits=LIMITS)
    assert "There is no convolutional_block" in result.reasons["convolutional_block"]


@pytest.mark.parametrize("left_out", [MOST_LEFT_OUT, MOST_LEFT_OUT + 1])
def test_after_so_many_nothing_more_is_run(left_out):
    result = run(quick(*["import os; os._exit(1)"] * left_out), limits=LIMITS)
    if left_out == MOST_LEFT_OUT:
        assert (sorted(result.evidence), result.reasons) == (sorted(EXERCISES), {})
    else:
        assert (list(result.evidence), list(result.reasons)) == ([FIRST], REST)
        assert all("process ended while this cell ran: import os" in reason for reason in result.reasons.values())


def test_the_time_of_the_whole_notebook():
    result = run(quick(*["import time; time.sleep(3)"] * 3), limits=Limits(seconds=7, step=STEP))
    assert (result.fault, list(result.evidence), list(result.reasons)) == (None, [FIRST], REST)
    assert all("The notebook was stopped after 7 seconds, while this cell ran: import time" in result.reasons[e] for e in REST)


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
def test_a_kernel_that_does_not_start_is_our_fault(monkeypatch, fork, caplog):
    monkeypatch.setattr(running, "CAN_FORK", fork and running.CAN_FORK)
    argv = [sys.executable, "-m", "autograder.sandbox.kernel", "--IPKernelApp.transport=none"]
    broken = property(lambda self: client.KernelSpec(argv=argv, language="python"))
    monkeypatch.setattr(client.Manager, "kernel_spec", broken)
    result = run(quick(), limits=limits(fork))
    assert result.fault and not result.evidence and not result.reasons
    assert "Traceback" in caplog.text and result.fault in caplog.text


def test_what_is_wrong_with_our_code_is_logged_with_its_place(tmp_path, caplog):
    nbformat.write(quick(), tmp_path / "mine.ipynb")
    facts, verdicts = grade(tmp_path / "mine.ipynb", limits="ten seconds")
    assert facts["outcome"] == "ungradable" and not verdicts and facts["reason"].startswith("The grader failed: ")
    assert "Traceback" in caplog.text and "autograder/grading/run.py" in caplog.text
    logged(running.LOG, "words", ValueError("a student's \x1b[2J"))
    assert "ValueError: a student's" in caplog.text and "\x1b" not in caplog.text


def test_a_probe_that_is_broken_is_our_fault():
    result = run(quick("import autograder.probe.calls; autograder.probe.calls.probe = None"), limits=LIMITS)
    assert "could not be probed" in result.fault


@pytest.mark.parametrize(
    "name, words, none_left",
    [
        ("numpy._ArrayMemoryError", "Unable to allocate 8.00 GiB", True),
        ("ResourceExhaustedError", "OOM when allocating tensor", True),
        ("AbortedError", "Operation received an exception:Status: 1, message: could not create a memory object", True),
        ("AbortedError", "Operation received an exception:Status: 3, message: could not create a primitive descriptor", False),
    ],
)
def test_who_says_that_no_memory_was_left(name, words, none_left):
    """As each of them says it; oneDNN's status 3 is an operation that it has not."""
    assert running.no_memory(new_output("error", ename=name, evalue=words)) is none_left


def test_a_network_too_deep_to_be_probed_costs_itself():
    deep = "    X = first = keras.Input(input_shape)\n    for _ in range(1100):\n        X = X + 1.0\n    return keras.Model(first, keras.layers.ReLU()(X))"
    result = run(quick(f"import keras\ndef ResNet50(input_shape=(64, 64, 3), classes=6):\n{deep}"))
    assert (result.fault, len(result.evidence)) == (None, 2) and "than Python can follow" in result.reasons["ResNet50"]


def labelled(name: str, source: str):
    label = {"grade_id": name, "grade": True, "solution": False, "points": 1, "locked": True, "schema_version": 3}
    return new_code_cell(source, metadata={"nbgrader": label})


def test_what_another_graded_cell_showed_at_first_counts():
    """Or one whose mark is luck could be had again by ending the process after it."""
    nb = quick("import os, time; time.sleep(3); os._exit(1)")
    nb.cells[2:2] = [labelled("before", "import time; time.time()")]
    nb.cells[4:4] = [labelled("after", "import time; time.time()")]
    cells = run(nb, limits=LIMITS).notebook.cells
    before, after = (float(cells[i].outputs[0].data["text/plain"]) for i in (2, 4))
    assert after - before > 3


def test_a_notebook_without_our_exercises_has_more_time_for_a_cell():
    nb = new_notebook(cells=[labelled("other", f"import time; time.sleep({STEP + 2})\n'done'")])
    result = run(nb, limits=LIMITS)
    assert result.fault is None and result.notebook.cells[0].outputs[0].data["text/plain"] == "'done'"
