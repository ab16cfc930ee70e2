"""Runs a mended notebook in a process of its own and brings back evidence, and what its cells showed. It judges nothing.

The code cells run in a real Jupyter kernel. At the graded cell of an exercise the kernel is asked to probe it instead, and
saves the evidence in a folder of the grader's. Any other graded cell is run, and is left with the outputs by which nbgrader
marks it: one that was not reached has an error. Time, memory and output are bounded; whatever happens ends in a `Run`.
"""

from __future__ import annotations

import errno
import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty

import psutil
import zmq
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode, ValidationError
from nbformat.v4 import new_code_cell, new_output, output_from_msg

from .challenge import PUBLIC_SEED
from .evidence import Evidence, Malformed
from .exercises import EXERCISES
from .sandbox.core import own_core
from .sandbox.provisioner import CAN_FORK, START, Kept, Lost, Provisioner, harmless
from .schema import checked
from .submission import LAB, exercise_of, grade_id, is_graded

GIB = 1024**3
TRIES = 3  # for what is ended from outside
ROOM = 512 * 1024**2  # bytes of disk: more than a submission can leave as evidence
MESSAGE, WAITING = 32 * 1024**2, 50  # bytes of a message from the kernel, and how many may wait to be read
SOON = 5  # milliseconds until a socket is tried again that the kernel has not made yet
LATE = {False: 4, True: 30}  # seconds that a cell's outputs may come after its end; a mark depends on those of a graded one
MOST = 1_000  # characters of a result, or of an error, that come when there is no more room
LEFT_OUT = "\n[more output was left out]\n"


@dataclass(frozen=True)
class Limits:
    """seconds: for the whole notebook; memory: bytes that its processes may take; output: characters kept of a cell.

    unsafe: whether it runs with the grader's rights, as where a machine cannot isolate it.
    """

    seconds: float = 180
    memory: int = 6 * GIB
    output: int = 100_000
    unsafe: bool = False


@dataclass
class Run:
    """What came back: evidence by exercise, or the reason why there is none; `fault` when the fault is ours.

    lost: the other graded cells whose outputs are not all there, by grade_id, with the reason why nobody can mark them.
    killed: whether its process was killed, and not for a reason of ours.
    """

    notebook: NotebookNode
    evidence: dict[str, Evidence] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)
    fault: str | None = None
    killed: bool = False
    seconds: float = 0.0


class Listener(AsyncKernelClient):
    """Is ready when both channels have answered; Jupyter's then waits a fifth of a second for nothing."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Raises RuntimeError."""
        deadline = time.monotonic() + (timeout or START)
        while time.monotonic() < deadline:
            self.kernel_info()
            with suppress(Empty):
                self._handle_kernel_info_reply(await self.get_shell_msg(timeout=1))
                await self.get_iopub_msg(timeout=1)
                return
            if not await self.is_alive():
                raise RuntimeError("The kernel ended before it was ready.")
        raise RuntimeError("The kernel did not answer.")


class Manager(AsyncKernelManager):
    """Starts our kernel, whatever kernel the notebook names, and listens to it with bounded patience."""

    @property
    def kernel_spec(self):
        return KernelSpec(argv=[sys.executable, "-m", "autograder.kernel", "-f", "{connection_file}"], language="python")

    client_factory = Listener

    def client(self, **kwargs):
        self.context.setsockopt(zmq.MAXMSGSIZE, MESSAGE)  # a longer message ends the connection, see `listen_again`
        self.context.setsockopt(zmq.RCVHWM, WAITING)
        self.context.setsockopt(zmq.RECONNECT_IVL, SOON)
        return super().client(context=self.context, **kwargs)


class Client(NotebookClient):
    """Keeps only so much of each cell's output, but always whether it failed, wrote to stderr, and with what value it ended."""

    def __init__(self, nb, limits: Limits, **kwargs):
        own = {
            "raise_on_iopub_timeout": True,
            "allow_errors": True,
            "store_widget_state": False,
            "record_timing": False,
            "shutdown_kernel": "immediate",
        }
        super().__init__(nb, on_cell_executed=with_its_error, **own, **kwargs)
        self.limits = limits
        self.kept: dict[int, int] = {}

    def output(self, outs, msg, display_id, cell_index):
        content = msg["content"]
        size = len(str(content))
        self.kept[cell_index] = self.kept.get(cell_index, 0) + size
        if self.kept[cell_index] <= self.limits.output:
            return super().output(outs, msg, display_id, cell_index)
        if msg["msg_type"] == "execute_result":
            short = content | {"data": {"text/plain": content["data"]["text/plain"][:MOST]}, "metadata": {}}
            outs.append(output_from_msg({"header": msg["header"], "content": short}))
            return None
        note = new_output("stream", name="stderr" if content.get("name") == "stderr" else "stdout", text=LEFT_OUT)
        if note not in outs:
            outs.append(note)
        return None

    def process_message(self, msg, cell, cell_index):
        try:
            return super().process_message(msg, cell, cell_index)
        except (ValidationError, KeyError, TypeError, ValueError, AttributeError):
            return None  # the notebook sent what no notebook can hold, or no message at all: an output less, not a fault

    def handle_comm_msg(self, outs, msg, cell_index):
        """Widgets are not kept."""


class Stopped(Exception):
    """The notebook cannot go on; the message says why."""


class OutputLost(Exception):
    """The notebook goes on, but what this cell showed did not all come."""


def with_its_error(cell: NotebookNode, execute_reply: dict, **place) -> None:
    """nbclient's hook after a cell: where it failed and the error is not among its outputs, put it there, as nbgrader does."""
    content = execute_reply["content"]
    if content["status"] == "error" and not any(o.output_type == "error" and o.ename == content.get("ename") for o in cell.outputs):
        ename, evalue = (str(content.get(key, ""))[:MOST] for key in ("ename", "evalue"))
        cell.outputs.append(new_output("error", ename=ename, evalue=evalue, traceback=[f"{ename}: {evalue}"]))


def run(nb: NotebookNode, *, limits: Limits | None = None, seed: int = PUBLIC_SEED, folder: str | Path | None = None) -> Run:
    """Run a mended notebook. `folder`: the working directory of its code (a temporary one by default).

    A notebook whose process was killed runs again, because nobody can tell who did it; if it is killed every time, it does it.
    Raises OSError where the disk has no room for temporary files, Lost where the kernel's keepers were killed again and again.
    """
    for _ in range(TRIES - 1):
        with suppress(Lost):
            result = once(nb, limits or Limits(), seed, folder)
            if not result.killed:
                return result
    return once(nb, limits or Limits(), seed, folder)


def once(nb: NotebookNode, limits: Limits, seed: int, folder: str | Path | None) -> Run:
    """Raises Lost, OSError."""
    started, result = time.monotonic(), Run(nb)
    if not (CAN_FORK or limits.unsafe):
        result.fault = "This system cannot isolate a submission."
        return result
    with tempfile.TemporaryDirectory(prefix="autograder-") as private, own_core() as core:
        prepare(Path(private))
        address = {"transport": "ipc", "ip": f"{private}/sockets/k"} if os.name == "posix" else {}
        manager = Manager(connection_file=f"{private}/connection.json", **address)  # Jupyter would leave it in the common /tmp
        if CAN_FORK:
            asked = {"isolated": not limits.unsafe, "memory": limits.memory, "seconds": limits.seconds, "core": core}
            manager.provisioner = Provisioner(private, **asked, kernel_spec=manager.kernel_spec, parent=manager)
        cwd = str(folder or private)
        client = Client(nb, limits, km=manager, resources={"metadata": {"path": private}}, startup_timeout=START)
        try:
            execute(client, result, limits, seed, Path(private), cwd)
        except Lost:
            raise
        except Stopped as reason:
            for exercise in EXERCISES:
                if exercise not in result.evidence:
                    result.reasons.setdefault(exercise, str(reason))
        except Exception as error:  # the kernel did not start, no disk, no memory: ours, not the student's
            result.fault = f"{type(error).__name__}: {error}".split("\n")[0]
        finally:
            kill(manager)
            put_away(client, manager)
        if result.fault or result.reasons:
            enough_room(Path(private))  # or that is why
        kept = manager.provisioner.kept if CAN_FORK else None
        if kept and kept.lost:
            raise Lost("The process that keeps the kernel was ended from outside.")
        result.killed = bool(kept and kept.killed)
    result.seconds = round(time.monotonic() - started, 2)
    return result


def prepare(private: Path) -> None:
    """The places at which a kernel meets the grader: its sockets, and a file for the evidence of each exercise."""
    for name in ("sockets", "evidence", "root"):
        (private / name).mkdir()
    for exercise in EXERCISES:
        evidence_of(private, exercise).touch()
    enough_room(private)


def enough_room(private: Path) -> None:
    """Raises OSError where the disk is too full, whoever filled it but this submission."""
    own = sum(path.stat().st_size for path in (private / "evidence").iterdir())
    if shutil.disk_usage(private).free + own < ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(private.parent))


def evidence_of(private: Path, exercise: str) -> Path:
    return private / "evidence" / f"{exercise}.npz"


def execute(client: Client, result: Run, limits: Limits, seed: int, private: Path, cwd: str) -> None:
    own = {"AUTOGRADER_MEMORY": str(limits.memory), "AUTOGRADER_FOLDER": cwd, "MPLCONFIGDIR": str(private), "TMPDIR": str(private)}
    own |= {"NBGRADER_EXECUTION": "autograde"}  # which instructors' cells may ask for
    environment = harmless() | own
    cells = client.nb.cells
    todo = to_run(cells)
    for cell in cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None  # those of an earlier try
    with client.setup_kernel(env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        deadline = time.monotonic() + limits.seconds  # the first kernel has waited for our own imports
        for i in todo:
            try:
                if exercise := exercise_of(cells[i]):
                    ask(client, result, exercise, i, evidence_of(private, exercise), seed, deadline, limits)
                else:
                    step(client, cells[i], i, deadline, limits)
            except OutputLost as why:
                result.lost[grade_id(cells[i])] = str(why)
            except Stopped as why:
                say_that_it_stopped([cells[later] for later in todo if later >= i], str(why))
                raise
            if result.fault:
                return


def to_run(cells: list[NotebookNode]) -> list[int]:
    """Where the cells stand that are run; in a notebook with exercises of ours none of the lab, and none after the last graded one."""
    code = [i for i, cell in enumerate(cells) if cell.cell_type == "code"]
    if not any(map(exercise_of, cells)):
        return code
    last = max(i for i, cell in enumerate(cells) if is_graded(cell))
    return [i for i in code if i <= last and LAB not in cells[i].metadata.get("tags", ())]


def say_that_it_stopped(cells: list[NotebookNode], why: str) -> None:
    """The cell at which the notebook was stopped, and those that it did not come to: a graded one has an error then, before all else."""
    failed = new_output("error", ename="Stopped", evalue=why, traceback=[why])
    cells[0].outputs.insert(0, failed)
    words = f"This cell was not reached. {why}"
    for cell in filter(is_graded, cells[1:]):
        cell.outputs = [new_output("error", ename="NotReached", evalue=words, traceback=[words])]


def step(client: Client, cell: NotebookNode, number: int, deadline: float, limits: Limits) -> None:
    """Execute one cell. Raises Stopped when the notebook cannot go on after it, OutputLost."""
    first = next((line.strip() for line in cell.source.splitlines() if line.strip()), "")[:60]
    client.timeout = max(1, math.ceil(deadline - time.monotonic()))
    client.iopub_timeout = LATE[is_graded(cell)]
    try:
        try:
            client.execute_cell(cell, number)
        except CellTimeoutError:
            if time.monotonic() >= deadline:
                raise Stopped(f"The notebook was stopped after {limits.seconds:g} seconds, while this cell ran: {first}") from None
            listen_again(client)
            if is_graded(cell):
                raise OutputLost("What this cell showed was too much, or was lost on the way.") from None
    except (DeadKernelError, RuntimeError):
        cell.execution_count = None  # whether the kernel had still told it is a matter of luck
        kept = getattr(client.km.provisioner, "kept", None)
        if kept is not None and kept.poll() is not None and kept.greedy:
            words = (
                f"The notebook was stopped because it took more than {limits.memory / GIB:g} GiB of memory, while this cell ran: {first}"
            )
        else:
            words = (
                f"The notebook's process ended while this cell ran: {first}. Perhaps the cell ends it, "
                f"or it needed more than {limits.memory / GIB:g} GiB of memory."
            )
        raise Stopped(words) from None
    except (ValueError, KeyError, TypeError, IndexError):
        raise Stopped(f"The notebook's process sent something that is no message, while this cell ran: {first}") from None


def listen_again(client: Client) -> None:
    """Connect anew to what the kernel shows: a message that was too long has ended that for good. Raises RuntimeError."""
    client.kc.iopub_channel.stop()
    client.kc._iopub_channel = None  # Jupyter makes another one when it is asked for
    run_sync(client.kc.wait_for_ready)(timeout=LATE[True])


def ask(client, result, exercise: str, number: int, path: Path, seed: int, deadline: float, limits: Limits) -> None:
    """Have the kernel probe an exercise, and read the evidence it leaves."""
    code = f"__import__('autograder.kernel', fromlist=['record']).record(globals(), {exercise!r}, {str(path)!r}, {seed})"
    graded, cell = client.nb.cells[number], new_code_cell(code)
    try:
        step(client, cell, number, deadline, limits)
    except Stopped as stopped:
        words = str(stopped).replace(cell.source[:60], f'check("{exercise}")')
        raise Stopped(words) from None
    finally:
        client.nb.cells[number] = graded  # executing a cell puts it there
    error = next((o for o in cell.outputs if o.output_type == "error"), None)
    if path.stat().st_size:
        try:
            result.evidence[exercise] = checked(Evidence.load(path), exercise, seed)
        except Malformed as problem:
            result.reasons[exercise] = f"What the notebook left as evidence cannot be read: {problem}."
    elif error is not None and error.ename == "KeyboardInterrupt":
        result.reasons[exercise] = "The notebook interrupted its own check."
    elif error is not None:
        result.fault = f"{exercise} could not be probed: {error.ename}: {error.evalue}".split("\n")[0]
    else:
        result.reasons[exercise] = "The notebook left no evidence of this exercise."


def kill(manager: Manager) -> None:
    """End the kernel and everything it started."""
    process = getattr(manager.provisioner, "process", None) if manager.has_kernel else None
    if process is None:
        return
    if isinstance(process, Kept):
        process.end()
        return
    try:
        family = [*psutil.Process(process.pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        family = []
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    for member in family:
        with suppress(psutil.NoSuchProcess):
            member.kill()
    process.wait()


def put_away(client: Client, manager: Manager) -> None:
    """Close the sockets, of which Jupyter keeps a score for each kernel until chance collects them."""
    if client.kc is not None:
        client.kc.stop_channels()
    run_sync(manager.cleanup_resources)()
