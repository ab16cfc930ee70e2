"""Runs a mended notebook in a process of its own and brings back evidence. It judges nothing.

The code cells run in a real Jupyter kernel; at each graded cell the kernel is asked to probe the exercise instead, and
saves the evidence in a folder of the grader's. Time, memory and output are bounded; whatever happens ends in a `Run`.
"""

from __future__ import annotations

import errno
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
from nbformat.v4 import new_code_cell, output_from_msg

from .challenge import PUBLIC_SEED
from .evidence import Evidence, Malformed
from .exercises import EXERCISES
from .sandbox.core import own_core
from .sandbox.provisioner import CAN_FORK, START, Kept, Lost, Provisioner, harmless
from .schema import checked
from .submission import LAB, exercise_of, grade_id

GIB = 1024**3
TRIES = 3  # for what is ended from outside
ROOM = 512 * 1024**2  # bytes of disk: more than a submission can leave as evidence
MESSAGE, WAITING = 32 * 1024**2, 50  # bytes of a message from the kernel, and how many may wait to be read
SOON = 5  # milliseconds until a socket is tried again that the kernel has not made yet


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

    killed: whether its process was killed, and not for a reason of ours.
    """

    notebook: NotebookNode
    evidence: dict[str, Evidence] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
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
        self.context.setsockopt(zmq.MAXMSGSIZE, MESSAGE)  # a longer message ends the connection, which is then made again
        self.context.setsockopt(zmq.RCVHWM, WAITING)
        self.context.setsockopt(zmq.RECONNECT_IVL, SOON)
        return super().client(context=self.context, **kwargs)


class Client(NotebookClient):
    """Keeps only so much of each cell's output."""

    def __init__(self, nb, limits: Limits, **kwargs):
        super().__init__(nb, allow_errors=True, store_widget_state=False, record_timing=False, shutdown_kernel="immediate", **kwargs)
        self.limits = limits
        self.kept: dict[int, int] = {}

    def output(self, outs, msg, display_id, cell_index):
        size = len(str(msg["content"]))
        kept = self.kept.get(cell_index, 0)
        self.kept[cell_index] = kept + size
        if kept + size <= self.limits.output:
            return super().output(outs, msg, display_id, cell_index)
        if kept <= self.limits.output:
            content = {"name": "stdout", "text": "\n[more output was left out]\n"}
            outs.append(output_from_msg({"header": {"msg_type": "stream"}, "content": content}))
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
            execute(client, result, limits, seed, Path(private), cwd, started + limits.seconds)
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


def execute(client: Client, result: Run, limits: Limits, seed: int, private: Path, cwd: str, deadline: float) -> None:
    own = {"AUTOGRADER_MEMORY": str(limits.memory), "AUTOGRADER_FOLDER": cwd, "MPLCONFIGDIR": str(private), "TMPDIR": str(private)}
    environment = harmless() | own
    with client.setup_kernel(env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        graded = [i for i, cell in enumerate(client.nb.cells) if exercise_of(cell)]
        for i, cell in enumerate(client.nb.cells[: max(graded, default=-1) + 1]):  # nothing after the last one is graded
            if cell.cell_type != "code" or LAB in cell.metadata.get("tags", ()):
                continue
            exercise = (grade_id(cell) or "").removeprefix("test_")
            if exercise in EXERCISES and grade_id(cell) != exercise:
                ask(client, result, exercise, i, evidence_of(private, exercise), seed, deadline, limits)
                if result.fault:
                    return
            else:
                step(client, cell, i, deadline, limits)


def step(client: Client, cell: NotebookNode, number: int, deadline: float, limits: Limits) -> None:
    """Execute one cell. Raises Stopped when the notebook cannot go on after it."""
    first = next((line.strip() for line in cell.source.splitlines() if line.strip()), "")[:60]
    client.timeout = max(1, round(deadline - time.monotonic()))
    try:
        client.execute_cell(cell, number)
    except CellTimeoutError:
        raise Stopped(f"The notebook was stopped after {limits.seconds:g} seconds, while this cell ran: {first}") from None
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
