"""Runs a mended notebook in a process of its own and brings back evidence, and what its cells showed. It judges nothing.

The code cells run in a real Jupyter kernel. At the graded cell of an exercise the kernel is asked to probe it instead, and
saves the evidence in a folder of the grader's. Any other graded cell is run, and is left with the outputs by which nbgrader
marks it. A step, which is a cell or a probe, that hangs or ends its process is left out, and the rest is run in a fresh process:
it costs itself only. Time, memory and output are bounded; whatever happens ends in a `Run`.
"""

from __future__ import annotations

import errno
import logging
import math
import os
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output

from ..evidence import Malformed, bounded
from ..sandbox.bounded import GIB, TRIES, Lost
from ..sandbox.confine import FILE_BYTES
from ..sandbox.core import own_core
from ..sandbox.provisioner import Provisioner
from ..sandbox.warm import CAN_FORK, harmless
from ..show.faults import logged
from ..truth.challenge import PUBLIC_SEED
from ..truth.question import question
from .client import Client, Hearing, Manager, NoEnd, kill, listen_again, put_away
from .labels import exercise_of, grade_id, is_graded
from .limits import Limits
from .outcome import UNREAD, Run
from .ready import OURS
from .submission import LAB
from .syntax import binds, tree_in

LOG = logging.getLogger(__name__)
MOST_LEFT_OUT = 4  # steps of a submission: so many that never end, and one more, take less than the time limit
LATE = {False: 4, True: 30}  # seconds that a cell's outputs may come after its end; a mark depends on those of a graded one


@dataclass
class End:
    """Why a process could not go on. at: at which step, None before the first. over: whether the notebook's time is up.

    killed: whether it was killed, and not for a reason of ours.
    """

    at: int | None = None
    why: str = ""
    over: bool = False
    killed: bool = False


@dataclass
class Plan:
    """What is to be run, over all the processes that it takes: the places of cells.

    out: what is left out, with the reason. shown: what other graded cells showed when they first came to an end, which counts.
    killed: how often a process was killed there. left: seconds of the time limit; deadline: when they are over, while a process runs.
    """

    todo: list[int]
    limits: Limits
    left: float
    deadline: float = 0
    out: dict[int, str] = field(default_factory=dict)
    shown: dict[int, list[NotebookNode]] = field(default_factory=dict)
    killed: Counter[int | None] = field(default_factory=Counter)

    def goes_on_after(self, end: End) -> bool:
        """Whether there is to be another process, and then without what.

        Who killed one nobody can tell, so the same is tried again; where it is killed every time, it does it.
        """
        self.killed[end.at] += end.killed
        if end.killed and self.killed[end.at] < TRIES and self.killed.total() < TRIES * MOST_LEFT_OUT:
            return True
        if end.at in (None, self.todo[-1]) or end.over or len(self.out) == MOST_LEFT_OUT:
            return False
        self.out[end.at] = f"{end.why} The cells after it were run without it."
        return True


class Stopped(Exception):
    """The process cannot go on; the message says why."""


class TimeIsUp(Stopped):
    """The notebook cannot go on at all."""


class OutputLost(Exception):
    """The notebook goes on, but what this cell showed did not all come."""


def run(nb: NotebookNode, *, limits: Limits | None = None, seed: int = PUBLIC_SEED, folder: str | Path | None = None) -> Run:
    """Run a mended notebook. `folder`: the working directory of its code (a temporary one by default).

    Raises OSError where the disk has no room for temporary files, Lost where the kernel's keepers were killed again and again.
    """
    limits = limits or Limits()
    if not any(map(exercise_of, nb.cells)):
        limits = replace(limits, step=max(limits.step, limits.seconds / 3))
    result, plan = Run(nb, seed), Plan(to_run(nb.cells), limits, limits.seconds)
    while True:
        try:
            end = once(result, plan, folder)
        except Lost:
            if not plan.goes_on_after(End(killed=True)):
                raise
            continue
        if end is None or not plan.goes_on_after(end):
            break
    for at, why in plan.out.items():
        say_that_it_stopped(result, [at], why)
    if end and end.at is not None:
        say_that_it_stopped(result, [i for i in plan.todo if i >= end.at and i not in plan.out], end.why)
    return result


def once(result: Run, plan: Plan, folder: str | Path | None) -> End | None:
    """Run in one process what the plan says, and return where that ended before it was done. Raises Lost, OSError."""
    limits = plan.limits
    if not (CAN_FORK or limits.unsafe):
        result.fault = "This system cannot isolate a submission."
        return None
    end, result.fault = None, None
    with ExitStack() as afterwards, tempfile.TemporaryDirectory(prefix="autograder-") as private, own_core() as core:
        prepare(Path(private), [name for name in map(exercise_of, result.notebook.cells) if name])
        address = {"transport": "ipc", "ip": f"{private}/sockets/k"} if os.name == "posix" else {}
        manager = Manager(
            connection_file=f"{private}/connection.json", session=Hearing(), **address
        )  # Jupyter would leave it in the common /tmp
        if CAN_FORK:
            manager.provisioner = Provisioner(
                private,
                isolated=not limits.unsafe,
                memory=limits.memory,
                seconds=limits.seconds,
                core=core,
                modules=OURS,
                secret=limits.hidden,
                kernel_spec=manager.kernel_spec,
                parent=manager,
            )
            afterwards.callback(manager.provisioner.let_go)
        cwd = str(folder or private)
        client = Client(result.notebook, manager, private)
        try:
            end = execute(client, result, plan, Path(private), cwd)
        except Lost:
            raise
        except Exception as error:  # the kernel did not start, no disk, no memory: ours, not the student's
            logged(LOG, "A submission could not be run.", error)
            result.fault = f"{type(error).__name__}: {error}".split("\n")[0]
        finally:
            kill(manager)
            put_away(client, manager)
        if result.fault or end or result.reasons:
            enough_room(Path(private))  # or that is why
        kept = manager.kept
        if kept and kept.lost:
            raise Lost("The process that keeps the kernel was ended from outside.")
        if kept and kept.killed and (end or result.fault):
            end = replace(end or End(), killed=True)
    return end


def prepare(private: Path, exercises: list[str]) -> None:
    """The places at which a kernel meets the grader: its sockets, and a file for the evidence of each exercise in the notebook."""
    for name in ("sockets", "evidence", "root"):
        (private / name).mkdir()
    for exercise in exercises:
        evidence_of(private, exercise).touch()
    enough_room(private)


def enough_room(private: Path) -> None:
    """Raises OSError where the disk has not the room that a submission can take for its evidence, whoever filled it but this one."""
    files = [path.stat() for path in (private / "evidence").iterdir()]
    own = sum(max(file.st_size, 512 * getattr(file, "st_blocks", 0)) for file in files)  # blocks can be had behind a file's end
    if shutil.disk_usage(private).free + own < len(files) * FILE_BYTES:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(private.parent))


def evidence_of(private: Path, exercise: str) -> Path:
    return private / "evidence" / f"{exercise}.npz"


def execute(client: Client, result: Run, plan: Plan, private: Path, cwd: str) -> End | None:
    own = {"AUTOGRADER_MEMORY": str(plan.limits.memory), "AUTOGRADER_FOLDER": cwd, "MPLCONFIGDIR": str(private), "TMPDIR": str(private)}
    own |= {"NBGRADER_EXECUTION": "autograde"}  # which instructors' cells may ask for
    environment = harmless() | own
    cells = client.nb.cells
    steps = [i for i in plan.todo if i not in plan.out]
    for cell in (cells[i] for i in steps):
        cell.outputs, cell.execution_count = [], None  # those of an earlier process
    result.lost.clear()
    with client.setup_kernel(env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        plan.deadline = time.monotonic() + plan.left  # the first kernel has waited for our own imports
        try:
            for i in steps:
                exercise = exercise_of(cells[i])
                if exercise in result.evidence or exercise in result.reasons:
                    continue  # an earlier process was asked, and has answered
                try:
                    if exercise:
                        ask(client, result, plan, i, exercise, evidence_of(private, exercise))
                    else:
                        step(client, cells[i], i, running_cell(cells[i].source), plan)
                        if is_graded(cells[i]):
                            cells[i].outputs = plan.shown.setdefault(i, cells[i].outputs)
                except OutputLost as why:
                    result.lost[cells[i].metadata.nbgrader.grade_id] = str(why)
                except Stopped as why:
                    return End(i, str(why), isinstance(why, TimeIsUp))
                if result.fault:
                    return None
        finally:
            plan.left = plan.deadline - time.monotonic()
    return None


def to_run(cells: list[NotebookNode]) -> list[int]:
    """Where the cells stand that are run; in a notebook with exercises of ours none of the lab, and none after the last graded one."""
    code = [i for i, cell in enumerate(cells) if cell.cell_type == "code"]
    if not any(map(exercise_of, cells)):
        return code
    last = max(i for i, cell in enumerate(cells) if is_graded(cell))
    return [i for i in code if i <= last and LAB not in cells[i].metadata.get("tags", ())]


def say_that_it_stopped(result: Run, places: list[int], why: str) -> None:
    """A cell that could not go on, and those that were not reached for it: a graded one has an error then, before all else."""
    cells = [result.notebook.cells[i] for i in places]
    cells[0].outputs.insert(0, new_output("error", ename="Stopped", evalue=why, traceback=[why]))
    words = f"This cell was not reached. {why}"
    for cell in filter(is_graded, cells[1:]):
        cell.outputs = [new_output("error", ename="NotReached", evalue=words, traceback=[words])]
    for exercise in filter(None, map(exercise_of, cells)):
        if exercise not in result.evidence:
            result.reasons.setdefault(exercise, why)


@dataclass(frozen=True)
class Running:
    """What runs, in the words of a reason. does: that it runs; by: what would have to end; who: what could have ended the process."""

    does: str
    by: str
    who: str


def running_cell(source: str) -> Running:
    first = next((line.strip() for line in source.splitlines() if line.strip()), "")[:60]
    return Running(f"this cell ran: {first}", f"this cell: {first}", "the cell")


def running_function(name: str) -> Running:
    return Running(f"{name} was being called", f"calls of {name}, which may never end", "the function")


def step(client: Client, cell: NotebookNode, number: int, running: Running, plan: Plan) -> None:
    """Execute one cell. Raises Stopped when the process cannot go on after it, OutputLost."""
    limits, left = plan.limits, plan.deadline - time.monotonic()
    late = TimeIsUp(f"The notebook was stopped after {limits.seconds:g} seconds, while {running.does}")
    if left <= 0:
        raise late
    client.timeout = math.ceil(min(limits.step, left))
    client.iopub_timeout = math.ceil(min(LATE[is_graded(cell)], left))
    try:
        try:
            client.execute_cell(cell, number)
        except CellTimeoutError:
            listen_again(client, plan.deadline - time.monotonic())
            if is_graded(cell):
                raise OutputLost("What this cell showed was too much, or was lost on the way.") from None
    except NoEnd:
        if left <= limits.step:
            raise late from None
        raise Stopped(f"The notebook's process was stopped after {limits.step:g} seconds of {running.by}.") from None
    except (DeadKernelError, RuntimeError):
        cell.execution_count = None  # whether the kernel had still told it is a matter of luck
        kept = client.km.kept
        most = f"more than {limits.memory / GIB:g} GiB of memory"
        if kept is not None and kept.poll() is not None and kept.greedy:
            took = most if kept.greedy == "memory" else "more open files, or watches of them, than a hundred kernels have"
            words = f"The notebook's process was stopped because it took {took}, while {running.does}."
        else:
            words = f"The notebook's process ended while {running.does}. Perhaps {running.who} ends it, or it needed {most}."
        raise Stopped(words) from None
    except (ValueError, KeyError, TypeError, IndexError):
        raise Stopped(f"The notebook's process sent something that is no message, while {running.does}.") from None


def ask(client: Client, result: Run, plan: Plan, number: int, exercise: str, path: Path) -> None:
    """Have the kernel probe an exercise, and take the evidence it leaves."""
    cells = client.nb.cells
    graded, defined = cells[number], defining(exercise, cells, plan.todo, number)
    if defined is not None and (why := plan.out.get(defined)):
        result.reasons[exercise] = f"There is no {exercise}, because the cell that defines it was left out. {why}"
        return
    out = [name for name in (exercise_of(cells[i]) for i in plan.out) if name]
    asked = f"{question(exercise, result.seed)!r}, {str(path)!r}, {out}"
    cell = new_code_cell(f"__import__('autograder.probe.record', fromlist=['record']).record(globals(), {asked})")
    try:
        step(client, cell, number, running_function(exercise), plan)
    finally:
        cells[number] = graded  # executing a cell puts it there
    error = next((o for o in cell.outputs if o.output_type == "error"), None)
    if path.stat().st_size:
        try:
            result.evidence[exercise] = bounded(path)
        except Malformed as problem:
            result.reasons[exercise] = UNREAD.format(problem)
    elif error is not None and error.ename == "KeyboardInterrupt":
        result.reasons[exercise] = "The notebook interrupted its own check."
    elif error is not None and no_memory(error):
        most = f"{plan.limits.memory / GIB:g} GiB"
        result.reasons[exercise] = f"It could not be checked, because the notebook had filled the {most} of memory that it may take."
    elif error is not None and error.ename == "RecursionError":
        result.reasons[exercise] = "It could not be checked, because one step goes into another more often than Python can follow."
    elif error is not None:
        result.fault = f"{exercise} could not be probed: {error.ename}: {error.evalue}".split("\n")[0]
    else:
        result.reasons[exercise] = "The notebook left no evidence of this exercise."


def no_memory(error: NotebookNode) -> bool:
    """Whether Python, NumPy, TensorFlow or oneDNN, whose status 1 it is, had none left."""
    return error.ename.endswith(("MemoryError", "ResourceExhaustedError")) or "exception:Status: 1," in error.evalue


def defining(name: str, cells: list[NotebookNode], todo: list[int], end: int) -> int | None:
    """Where the cell stands that gives the name its value at the place `end`, or was meant to."""
    before = [i for i in todo if i < end]
    giving = [i for i in before if name in binds(tree_in(cells[i]))]
    return max(giving or [i for i in before if grade_id(cells[i]) == name], default=None)
