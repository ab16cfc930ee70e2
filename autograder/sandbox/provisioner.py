"""Gives Jupyter an isolated kernel forked from the server in place of one started afresh. Grader's side: it imports no TensorFlow."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from .bounded import Lost
from .child import Request
from .isolation import Cell, Unprotected
from .keeper import NOTHING, Fact, Taken
from .view import HOME, NOTEBOOK, SCRATCH
from .warm import SERVER, START

END = 20  # seconds until a kernel that was killed must be gone
KILLED = (-signal.SIGKILL, 128 + signal.SIGKILL)  # of the process that we know, or of one that it has waited for
SPARE = 30  # seconds of processor time beyond the time limit, which is to strike first


class Kept:
    """A kernel with its keeper, as `subprocess.Popen` would show it.

    lost: the keeper ended before it could say how. greedy: what the kernel was ended for, of which it took too much.
    killed: it was killed by nobody that we know of: by itself, by a person, by a machine that was short of memory.
    """

    stdin = stdout = stderr = None

    def __init__(self, request: Request, modules: tuple[str, ...]):
        """Raises Lost, Unprotected."""
        self.returncode: int | None = None
        self.lost = self.killed = self.signalled = False
        self.greedy: Taken = NOTHING
        self.heard = b""
        self.socket, theirs = socket.socketpair()
        with theirs:
            SERVER.request(theirs, modules)
        self.socket.settimeout(START)
        try:
            self.socket.sendall(json.dumps(request).encode() + b"\n")
            fact = self.listen()
        except OSError:
            fact = None
        if fact is None:
            self.socket.close()
            SERVER.stop()  # it may be there and not answer
            raise Lost("The process from which kernels are started was ended from outside.")
        if "refused" in fact:
            self.socket.close()
            raise Unprotected(fact["refused"])
        self.pid, self.keeper = fact["pid"], fact["keeper"]

    def listen(self) -> Fact | None:
        """What the keeper says next; None when it is gone. Raises TimeoutError."""
        while b"\n" not in self.heard:
            part = self.socket.recv(4096)
            if not part:
                return None
            self.heard += part
        line, _, self.heard = self.heard.partition(b"\n")
        fact: Fact = json.loads(line)
        return fact

    def poll(self) -> int | None:
        return self.wait(0)

    def wait(self, timeout: float | None = None) -> int | None:
        """The exit code, once the kernel and all that it started have ended; after `timeout` seconds None."""
        if self.returncode is None:
            self.socket.settimeout(timeout)
            try:
                fact = self.listen()
            except (TimeoutError, BlockingIOError):
                return None
            except OSError:
                fact = None
            self.lost = fact is None
            self.returncode = -signal.SIGKILL if fact is None else fact["status"]
            self.greedy = NOTHING if fact is None else fact["greedy"]
            self.killed = not (self.lost or self.greedy or self.signalled) and self.returncode in KILLED
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            self.signalled = True
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def end(self) -> None:
        """Kill the kernel, upon which the keeper kills all that it started."""
        self.kill()
        if self.wait(END) is None:  # the keeper was stopped
            with suppress(ProcessLookupError):
                os.kill(self.keeper, signal.SIGKILL)
            self.wait()


class Provisioner(LocalProvisioner):
    """Asks the server for each kernel; the rest is as for a process that Jupyter starts itself.

    private: a folder of this run's own, as `run.prepare` makes it. isolated: whether the kernel is kept from the machine.
    memory: bytes that it may take; seconds: how long it may run; core: on which processor. modules: all that a kernel will ever
    need of the grader's packages, whose files are out of its sight. secret: folders of courses and exchanges, which are shown empty if they
    lie among the installed software, as is the folder in which the grader runs.
    """

    def __init__(
        self,
        private: str,
        isolated: bool,
        memory: int,
        seconds: float,
        core: int | None,
        modules: tuple[str, ...],
        *,
        secret: tuple[str, ...] = (),
        **kwargs: Any,
    ):
        super().__init__(**kwargs)
        self.private, self.isolated, self.memory, self.seconds, self.core = private, isolated, memory, seconds, core
        self.modules, self.secret = modules, secret
        self.kept: Kept | None = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        request: Request = {
            "arguments": cmd[cmd.index("autograder.sandbox.kernel") + 1 :],
            "environment": kwargs["env"],
            "folder": kwargs["cwd"],
            "private": self.private,
            "memory": self.memory,
            "cell": None,
            "connection": None,
        }
        self.kept = Kept(self.within(request) if self.isolated else request, self.modules)
        self.process = self.kept  # type: ignore[assignment]  # it does all that Jupyter asks of a Popen
        self.cwd = kwargs["cwd"]
        self.pid = self.pgid = self.kept.pid
        return self.connection_info

    def let_go(self) -> None:
        """Nothing of the run's is needed any more: what is still there is taken away."""
        if self.kept is not None:
            self.kept.socket.close()

    async def wait(self) -> int | None:
        """As for a process, but looking more often."""
        while self.kept is not None and self.kept.poll() is None:
            await asyncio.sleep(0.005)
        return await super().wait()

    def within(self, request: Request) -> Request:
        """The same for an isolated kernel."""
        beside = request["environment"]["AUTOGRADER_FOLDER"]
        inside = {"AUTOGRADER_FOLDER": NOTEBOOK, "HOME": HOME, "MPLCONFIGDIR": HOME, "TMPDIR": SCRATCH}
        private = Path(self.private)
        cell = Cell(
            root=str(private / "root"),
            memory=self.memory,
            seconds=round(self.seconds) + SPARE,
            beside=None if beside == self.private else beside,
            writable=[str(path) for path in sorted((private / "evidence").iterdir())],
            sealed=str(private / "sockets"),
            secret=[os.getcwd(), *self.secret],
            core=self.core,
        )
        connection = Path(request["arguments"][request["arguments"].index("-f") + 1]).read_text()
        environment = request["environment"] | inside
        return {**request, "cell": asdict(cell), "environment": environment, "folder": NOTEBOOK, "connection": connection}
