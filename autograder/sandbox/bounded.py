"""A process of our own for what is done with a stranger's bytes: what takes too long, too much, or breaks it costs that one thing only.

    desk = Bounded()
    desk.do(Bounds(wall=60, processor=20), json.loads, text)

Whoever knows that it will ask can have the process begin while there is something else to do. Processor time and memory are bounded by the system, and time on the wall by who asks. The process is started when it is first asked,
and again after it was ended. It runs our code with our rights: who runs a stranger's code does it in `isolation`.
"""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe
from typing import TypeVar

from .processes import die_with

GIB = 1024**3
TRIES = 3  # for what is ended from outside
BEGINNING = 120  # seconds on the wall until a process is there and has done what is first
LOOK = 0.2  # seconds until a process notices that the one that asks has ended, where the system does not end it
BEGIN = (  # not `-m`, which takes the folder that we are in for one with modules: of those who hand in, perhaps
    "import sys; sys.path[:] = [place for place in sys.path if place]; from autograder.sandbox import bounded; bounded.main(*sys.argv[1:])"
)
KILLED = (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGHUP) if os.name == "posix" else ()
T = TypeVar("T")


class Lost(RuntimeError):
    """A process of ours was ended from outside, which says nothing about the submission."""


class TooMuch(RuntimeError):
    """What was asked needs more than its bounds; the message says which, as in "it took …"."""


@dataclass(frozen=True)
class Bounds:
    """wall: seconds in all. processor: seconds of processor time, if that is bounded, which a busy machine does not change. memory: bytes
    that the process may have. answer: bytes of what is given back."""

    wall: float
    processor: int | None = None
    memory: int = 3 * GIB
    answer: int = 256 * 1024**2


class Bounded:
    """Does one thing at a time; who asks meanwhile waits.

    first: what each new process does before it is asked anything. passed: gives descriptors that it gets, with whose numbers `first` is called.
    """

    def __init__(self, first: Callable[..., object] | None = None, passed: Callable[[], tuple[int, ...]] = tuple) -> None:
        self.first, self.passed = first, passed
        self.begins = self.stopped = False  # whether it has not said yet that it has done what is first
        self.process: subprocess.Popen[bytes] | None = None
        self.lock = threading.Lock()
        atexit.register(self.end)

    def do(self, bounds: Bounds, function: Callable[..., T], *arguments: object) -> T:
        """What the function gives, which is found by its name, or raises. Raises TooMuch, Lost."""
        if os.name != "posix":  # where nothing can be isolated either, see `doctor`
            return function(*arguments)
        with self.lock:
            for _ in range(TRIES):
                with suppress(Lost):
                    return self.once(bounds, (function, arguments))
                if self.stopped:
                    break
        raise Lost(f"The process that did it was ended from outside {TRIES} times.")

    def begin(self) -> None:
        """Start the process, if there is none, and do not wait for it."""
        with self.lock:
            if self.process is None and os.name == "posix":
                self.start()

    def once(self, bounds: Bounds, asked: tuple[Callable[..., T], tuple[object, ...]]) -> T:
        if self.process is None:
            self.start()
        try:
            if self.begins:
                self.heard(BEGINNING)  # whatever it is: what is asked next will meet the same
                self.begins = False
            self.line.send((bounds, *asked))
            failed, answer = pickle.loads(self.heard(bounds.wall))
        except (EOFError, OSError):
            raise self.why_it_ended(bounds) from None
        except BaseException:  # Ctrl-C: its answer would be taken for that to the next question
            self.end()
            raise
        if isinstance(failed, TooMuch):
            self.end()  # it may have kept much of it
        if failed:
            raise failed
        return answer

    def heard(self, wall: float) -> bytes:
        """What it says next. Raises TooMuch, EOFError, OSError."""
        if not self.line.poll(wall):
            self.end()
            raise TooMuch(f"it did not end within {wall:g} seconds")
        return self.line.recv_bytes()

    def start(self) -> None:
        self.line, theirs = Pipe()
        passed = self.passed()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-c", BEGIN, str(theirs.fileno()), str(os.getpid()), *left_out()],
                pass_fds=[theirs.fileno(), *passed],
                env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONSAFEPATH": "1"},  # threads would wait for one another on busy cores
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # a Ctrl-C is for who asks
            )
        if self.stopped:
            self.process.kill()
        if self.first is not None:
            self.begins = True
            with suppress(OSError):  # it has ended, which will be seen
                self.line.send((Bounds(wall=BEGINNING), self.first, passed))

    def why_it_ended(self, bounds: Bounds) -> TooMuch | Lost:
        """Of a process that has just gone."""
        assert self.process is not None
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(1)
        status = self.end()
        if status == -getattr(signal, "SIGXCPU", 0):
            return TooMuch(f"it took more than {bounds.processor} seconds of processor time")
        return Lost("It was ended from outside.") if status in KILLED else TooMuch("it broke the process that did it")

    def stop(self) -> None:
        """Kill it for good, whatever it does; who waits for an answer gets none. For another thread than that which asks."""
        self.stopped = True
        if process := self.process:
            process.kill()

    def end(self) -> int | None:
        """Kill the process, if there is one; its exit code."""
        process, self.process = self.process, None
        if process is None:
            return None
        self.line.close()
        process.kill()
        return process.wait()


def left_out() -> list[str]:
    """Modules that this process has decided not to import; nor shall those that it starts."""
    return [name for name, module in sys.modules.items() if module is None]


def serve(line: Connection, parent: int) -> None:
    """Answer what is asked until nobody asks any more, or wants the answer."""
    threading.Thread(target=leave_with, args=(parent,), daemon=True).start()
    while True:
        try:
            bounds, function, arguments = line.recv()
        except (EOFError, ConnectionError):
            return
        limit(bounds)
        content = answer(bounds, function, arguments)
        unlimited()  # until the next question is there
        with suppress(ConnectionError):
            line.send_bytes(content)


def answer(bounds: Bounds, function: Callable[..., object], arguments: tuple[object, ...]) -> bytes:
    content = b""
    try:
        content = pickle.dumps((None, function(*arguments)))
        failed: Exception | None = TooMuch("it gave too large an answer") if len(content) > bounds.answer else None
    except MemoryError:
        failed = TooMuch(f"it needed more than {bounds.memory / GIB:g} GiB of memory")
    except Exception as error:
        failed = error
    return pickle.dumps((sendable(failed), None)) if failed else content


def sendable(error: Exception) -> Exception:
    """The exception, or one in its place that can be handed from process to process."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # whatever one of another's making does there
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def limit(bounds: Bounds) -> None:
    import resource  # not on Windows

    for what, most in (
        (resource.RLIMIT_DATA, bounds.memory),
        (resource.RLIMIT_CPU, bounds.processor and int(time.process_time()) + 1 + bounds.processor),
        (resource.RLIMIT_CORE, 0),
    ):
        _, top = resource.getrlimit(what)
        soft = top if most is None else most if top == resource.RLIM_INFINITY else min(most, top)
        with suppress(ValueError, OSError):  # macOS does not bound memory
            resource.setrlimit(what, (soft, top))


def unlimited() -> None:
    """As before `limit`."""
    import resource

    for what in (resource.RLIMIT_DATA, resource.RLIMIT_CPU):
        _, top = resource.getrlimit(what)
        resource.setrlimit(what, (top, top))


def leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK)
    os._exit(1)


def main(fd: str, parent: str, *names: str) -> None:
    """names: modules that are not to be imported."""
    sys.modules.update(dict.fromkeys(names))  # type: ignore[arg-type]  # None: there is no such module
    if sys.platform == "linux":
        die_with(int(parent))
    serve(Connection(int(fd)), int(parent))
