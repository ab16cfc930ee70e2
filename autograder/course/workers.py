"""Processes that grade notebooks, on this machine or on a Dask cluster, and survive the death of one another.

    with Local(jobs=2) as workers:
        answer = workers.ask(path, Asked(...))              # of a sanitized notebook; at once
        answer()                                            # waits: what `grade.grade_notebook` returns, or raises

A worker that is killed costs time, never a mark: what it was doing is done again. After three times the answer is Lost, and the
submission is left for the next run.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import active_children, get_context, resource_tracker
from typing import TYPE_CHECKING

import nbformat

from ..grading.grade import Asked, Marks, grade_notebook, unmarked
from ..grading.run import TRIES
from ..grading.submission import KEY
from ..sandbox.provisioner import Lost

if TYPE_CHECKING:
    from distributed import Future

Answer = Callable[[], Marks]
KILLED = f"The process that graded it was ended from outside {TRIES} times."


class Unreachable(RuntimeError):
    """There is nobody to do the work; one sentence says why."""


def worker() -> ProcessPoolExecutor:
    """One process, started when it is first asked for something."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # for small matrices; more threads would wait for one another on busy cores
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=leave_with, initargs=(os.getpid(),))


def leave_with(parent: int) -> None:
    """End this process soon after the one that started it, and not at Ctrl-C; Python's own workers would wait for work for ever."""
    signal.signal(signal.SIGINT, lambda *_: None)  # not ignored, which kernels would inherit
    interrupts("SIG_UNBLOCK")

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def interrupts(how: str) -> None:
    """Block or unblock Ctrl-C in this thread, where a system lets threads choose."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(getattr(signal, how), {signal.SIGINT})


def grade_file(path: str, asked: Asked) -> Marks:
    """`grade_notebook` for a file that `Mend` has left, perhaps with the reason why it could not be read."""
    notebook = nbformat.read(path, as_version=4)
    unreadable = notebook.metadata[KEY]["unreadable"]
    return unmarked(unreadable) if unreadable else grade_notebook(notebook, asked)


class Local:
    """`jobs` threads on this machine, each with a process of its own, so that one that is killed takes no other's work with it."""

    def __init__(self, jobs: int):
        self.jobs, self.own, self.stopped = jobs, threading.local(), False
        self.workers: list[ProcessPoolExecutor] = []

    def __enter__(self) -> Local:
        if os.name == "posix":
            resource_tracker.ensure_running()  # starting it with the first worker would unblock Ctrl-C
        self.threads = ThreadPoolExecutor(self.jobs)
        return self

    def __exit__(self, kind: type[BaseException] | None, *exception: object) -> None:
        self.stopped = kind is KeyboardInterrupt
        if self.stopped:  # nobody waits for what is being done
            self.threads.shutdown(wait=False, cancel_futures=True)
            for process in active_children():
                process.kill()
        self.threads.shutdown(cancel_futures=True)
        for one in self.workers:
            one.shutdown()

    def ask(self, path: str, asked: Asked) -> Answer:
        return self.threads.submit(self.grade, path, asked).result

    def grade(self, path: str, asked: Asked) -> Marks:
        """Raises Lost, OSError."""
        interrupts("SIG_BLOCK")  # of this thread, and of the process that it starts until that is ready
        for _ in range(TRIES):
            if not hasattr(self.own, "worker"):
                self.own.worker = worker()
                self.workers.append(self.own.worker)
            try:
                marks: Marks = self.own.worker.submit(grade_file, path, asked).result()
                return marks
            except BrokenProcessPool:
                del self.own.worker
                if self.stopped:
                    break
        raise Lost(KILLED)


class Cluster:
    """The workers of a Dask scheduler, which starts again what a lost worker was doing."""

    def __init__(self, address: str):
        self.address = address

    def __enter__(self) -> Cluster:
        try:
            from distributed import Client
        except ImportError:
            raise Unreachable("Dask is not installed here: install this package with its extra [cluster].") from None
        try:
            self.client = Client(self.address, timeout=10, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise Unreachable(f"No Dask scheduler answers at {self.address} ({type(error).__name__}).") from None
        if not self.client.scheduler_info()["workers"]:
            self.client.close()
            raise Unreachable(f"The Dask scheduler at {self.address} has no workers.")
        return self

    def __exit__(self, *exception: object) -> None:
        self.client.close()

    def ask(self, path: str, asked: Asked) -> Answer:
        notebook = nbformat.read(path, as_version=4)
        there = replace(asked, folder=None)  # which is one of this machine
        future = self.client.submit(grade_notebook, notebook, there, pure=False, retries=TRIES - 1)
        return lambda: self.wait(future)

    def wait(self, future: Future[Marks]) -> Marks:
        """Raises Lost, OSError."""
        from distributed import KilledWorker

        try:
            return future.result()
        except KilledWorker:
            raise Lost(KILLED) from None
