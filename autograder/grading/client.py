"""Jupyter's side of a run: starts a kernel, executes cells in it, keeps what they show within bounds, and ends it. It knows no exercises."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from queue import Empty
from typing import Any, NoReturn

import psutil
import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.session import Session
from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbformat import NotebookNode, ValidationError
from nbformat.v4 import new_output, output_from_msg

from ..sandbox.provisioner import Kept, Provisioner
from ..sandbox.warm import START

MESSAGE, WAITING = 32 * 1024**2, 50  # bytes of a part of a message from the kernel, and how many messages may wait to be read
SOON = 5  # milliseconds until a socket is tried again that the kernel has not made yet
AGAIN = 30  # seconds for a kernel to answer that has been listened to before
MOST = 1_000  # characters of a result, or of an error, that come when there is no more room
EACH, ALL = 100_000, 64 * 1024**2  # characters kept of what a cell shows, and of what all together do
LEFT_OUT = "\n[more output was left out]\n"
Message = dict[str, Any]  # of Jupyter's protocol


class Hearing(Session):
    """Whatever comes that is no message raises a ValueError; Jupyter's own raises all sorts of things then."""

    def deserialize(self, *given: Any, **named: Any) -> Message:
        try:
            message: Message = super().deserialize(*given, **named)
        except Exception as error:
            raise ValueError(f"no message: {type(error).__name__}: {error}") from error
        return message


class Listener(AsyncKernelClient):
    """Is ready when both channels have answered; Jupyter's then waits a fifth of a second for nothing."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Raises RuntimeError."""
        deadline = time.monotonic() + (timeout or START)
        while time.monotonic() < deadline:
            self.kernel_info()
            try:
                self._handle_kernel_info_reply(await self.get_shell_msg(timeout=1))
                await self.get_iopub_msg(timeout=1)
                return
            except Empty:
                pass
            except (ValueError, LookupError, TypeError, AttributeError):
                raise RuntimeError("The kernel gave no answer that is one.") from None
            if not await self.is_alive():
                raise RuntimeError("The kernel ended before it was ready.")
        raise RuntimeError("The kernel did not answer.")


class Manager(AsyncKernelManager):
    """Starts our kernel, whatever kernel the notebook names, and listens to it with bounded patience."""

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(argv=[sys.executable, "-m", "autograder.sandbox.kernel", "-f", "{connection_file}"], language="python")

    client_factory = Listener

    @property
    def kept(self) -> Kept | None:
        """The kernel with its keeper, where it was forked."""
        return self.provisioner.kept if isinstance(self.provisioner, Provisioner) else None

    def client(self, **kwargs: Any) -> Listener:  # type: ignore[override]  # as Jupyter's own asynchronous one
        self.context.setsockopt(zmq.MAXMSGSIZE, MESSAGE)  # a longer message ends the connection, see `listen_again`
        self.context.setsockopt(zmq.RCVHWM, WAITING)
        self.context.setsockopt(zmq.RECONNECT_IVL, SOON)
        client = super().client(context=self.context, **kwargs)
        assert isinstance(client, Listener), "it is made by our factory"
        return client


class Client(NotebookClient):
    """Keeps only so much of each cell's output, but always whether it failed, wrote to stderr, and with what value it ended."""

    km: Manager
    kc: Listener | None

    def __init__(self, nb: NotebookNode, manager: Manager, folder: str):
        super().__init__(
            nb,
            manager,
            on_cell_executed=with_its_error,
            raise_on_iopub_timeout=True,
            allow_errors=True,
            store_widget_state=False,
            record_timing=False,
            shutdown_kernel="immediate",
            startup_timeout=START,
            resources={"metadata": {"path": folder}},
        )
        self.kept: dict[int, int] = {}

    async def _async_handle_timeout(self, timeout: int, cell: NotebookNode | None = None) -> NoReturn:
        """Where a cell does not end; nbclient's own exception could also mean that its outputs do not come."""
        raise NoEnd

    def output(self, outs: list[NotebookNode], msg: Message, display_id: str | None, cell_index: int) -> NotebookNode | None:
        content = msg["content"]
        size = len(str(content))
        self.kept[cell_index] = self.kept.get(cell_index, 0) + size
        if self.kept[cell_index] <= EACH and sum(self.kept.values()) <= ALL:
            return super().output(outs, msg, display_id, cell_index)
        if msg["msg_type"] == "execute_result":
            short = content | {"data": {"text/plain": content["data"]["text/plain"][:MOST]}, "metadata": {}}
            outs.append(output_from_msg({"header": msg["header"], "content": short}))
            return None
        note = new_output("stream", name="stderr" if content.get("name") == "stderr" else "stdout", text=LEFT_OUT)
        if note not in outs:
            outs.append(note)
        return None

    def process_message(self, msg: Message, cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        try:
            return super().process_message(msg, cell, cell_index)
        except (ValidationError, KeyError, TypeError, ValueError, AttributeError):
            return None  # the notebook sent what no notebook can hold, or no message at all: an output less, not a fault

    def handle_comm_msg(self, outs: list[NotebookNode], msg: Message, cell_index: int) -> None:
        """Widgets are not kept."""


class NoEnd(Exception):
    """A cell has had its time."""


def with_its_error(cell: NotebookNode, execute_reply: Message, **place: int) -> None:
    """nbclient's hook after a cell: where it failed and the error is not among its outputs, put it there, as nbgrader does."""
    content = execute_reply["content"]
    if content["status"] == "error" and not any(o.output_type == "error" and o.ename == content.get("ename") for o in cell.outputs):
        ename, evalue = (str(content.get(key, ""))[:MOST] for key in ("ename", "evalue"))
        cell.outputs.append(new_output("error", ename=ename, evalue=evalue, traceback=[f"{ename}: {evalue}"]))


def listen_again(client: Client, left: float) -> None:
    """Connect anew to what the kernel shows: a message that was too long has ended that for good. left: seconds. Raises RuntimeError."""
    listener = client.kc
    assert listener is not None, "there is one while cells are executed"
    listener.iopub_channel.stop()
    listener._iopub_channel = None  # Jupyter makes another one when it is asked for
    run_sync(listener.wait_for_ready)(timeout=min(AGAIN, max(left, 1)))


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
