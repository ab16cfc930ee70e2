"""The grader's end of the process from which kernels are forked, see `server`: starts it, asks it, ends it. It imports next to nothing, for it comes first.

A process starts one when it first needs it, and again when it was lost; those that it starts to grade are handed its descriptors and ask
the same, whose imports are a start's greatest part. On systems without a safe fork (Windows; macOS, whose libraries do not bear it) every
kernel is started afresh, as Jupyter does.
"""

from __future__ import annotations

import atexit
import os
import select
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from .bounded import Lost
from .kernel import ENVIRONMENT

CAN_FORK = sys.platform == "linux"
START = 120  # seconds until a kernel must be there; the first one waits for the server's imports
HARMLESS = ("PATH", "LANG", "LANGUAGE", "TZ", "SYSTEMROOT")  # what a kernel gets of the grader's environment, with LC_… and AUTOGRADER_…
FOR_IMPORTS = ("HOME", "TMPDIR", "PYTHONPATH", "LD_LIBRARY_PATH")  # what the server needs besides; a kernel could read it


def harmless(*more: str) -> dict[str, str]:
    """The grader's environment without what is nobody's business."""
    return {k: os.environ[k] for k in list(os.environ) if k in (*HARMLESS, *more) or k.startswith(("LC_", "AUTOGRADER_"))}


@contextmanager
def all_descriptors() -> Iterator[None]:
    """While open, this process may have as many as it ever can: those that a user has sent and nobody has received yet count against it when
    it sends one, and where the grader is an ordinary user a submission's are that user's."""
    import resource  # not on Windows

    before, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (before, most))


class Server:
    """The process with everything imported (see `server`), or the place for it."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None  # where it is ours
        self.line: socket.socket | None = None
        self.imports: int | None = None  # a pipe, at its end once the server has imported everything, or has ended
        self.lock = threading.Lock()

    def request(self, end: socket.socket, modules: tuple[str, ...]) -> None:
        """Hand the server its end of the pair on which one kernel is asked for. Raises Lost.

        modules: what a server imports that has to be started for it.
        """
        with self.lock:
            for _ in range(2):
                if self.line is None or self.ended():
                    self.start(modules)
                assert self.line is not None
                with suppress(OSError), all_descriptors():  # it has just been killed
                    socket.send_fds(self.line, [b"k"], [end.fileno()])
                    return
                self.forget()
        raise Lost("The process from which kernels are started does not live.")

    def ended(self) -> bool:
        """Whether it is known to have; of another process's one asks in vain."""
        return self.process is not None and self.process.poll() is not None

    def begin(self, modules: tuple[str, ...]) -> None:
        """Start it ahead of the first request, while who asks has something else to do."""
        with self.lock:
            if self.line is None or self.ended():
                self.start(modules)

    def shared(self) -> tuple[int, ...]:
        """What a process that is started now has to be handed to ask it too, see `adopt`."""
        with self.lock:
            return () if self.line is None or self.imports is None else (self.line.fileno(), self.imports)

    def adopt(self, line: int, imports: int) -> None:
        """Ask a server that another process has started."""
        with self.lock:
            self.forget()
            self.line, self.imports = socket.socket(fileno=line), imports

    def wait(self) -> None:
        """Until it has imported everything, or has ended."""
        if self.imports is not None:
            waiting = select.poll()  # select.select takes no number above 1023
            waiting.register(self.imports, select.POLLIN)
            waiting.poll(1000 * START)

    def start(self, modules: tuple[str, ...]) -> None:
        self.forget()
        self.line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.imports, done = os.pipe()
        with theirs, open(done, "wb"):
            self.process = subprocess.Popen(
                [sys.executable, "-m", "autograder.sandbox.server", str(theirs.fileno()), str(done), *modules],
                pass_fds=[theirs.fileno(), done],
                cwd="/",  # no module lies there that could be taken for one of ours
                env=harmless(*FOR_IMPORTS) | ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # a Ctrl-C is the grader's
            )

    def forget(self) -> None:
        if self.line is not None:
            self.line.close()
        if self.imports is not None:
            os.close(self.imports)
        self.line = self.imports = None

    def stop(self) -> None:
        """End it now, if it is ours; the kernels that run have their keepers."""
        with self.lock:
            self.forget()
            if self.process is not None:
                self.process.kill()
                self.process.wait()
                self.process = None


SERVER = Server()
atexit.register(SERVER.stop)
