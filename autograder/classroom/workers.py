"""Processes that grade notebooks, on this machine or on a Dask cluster, and survive the death of one another.

    with Local(jobs=2) as workers:
        answer = workers.ask(notebook, limits=..., seed=...)    # at once
        answer()                                                # waits: what `grade.grade_notebook` returns

A worker that is killed costs time, never a mark: what it was doing is done again, three times at most.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context

from ..grade import grade_notebook

TRIES = 3
Answer = Callable[[], dict]


class Unreachable(RuntimeError):
    """There is nobody to do the work; one sentence says why."""


def gave_up() -> dict:
    return {"reason": f"The process that graded it was ended from outside {TRIES} times.", "exercises": {}, "shown": []}


def pool(jobs: int) -> ProcessPoolExecutor:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # for small matrices; more threads would wait for one another on busy cores
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=leave_with, initargs=(os.getpid(),))


def leave_with(parent: int) -> None:
    """End this process soon after the one that started it; Python's own workers would wait for work for ever."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@dataclass
class Task:
    notebook: dict
    asked: dict
    future: Future | None = None
    tries: int = 0


class Local:
    """`jobs` processes on this machine."""

    def __init__(self, jobs: int):
        self.jobs = jobs
        self.open: list[Task] = []

    def __enter__(self) -> Local:
        self.pool = pool(self.jobs)
        return self

    def __exit__(self, *exception) -> None:
        self.pool.shutdown(cancel_futures=True)

    def ask(self, notebook, **asked) -> Answer:
        task = Task(notebook, asked)
        self.open.append(task)
        self.hand_out(task)
        return lambda: self.wait(task)

    def hand_out(self, task: Task) -> None:
        try:
            task.future = self.pool.submit(grade_notebook, task.notebook, **task.asked)
        except BrokenProcessPool:
            self.renew()

    def wait(self, task: Task) -> dict:
        while True:
            try:
                answer = task.future.result()
                break
            except BrokenProcessPool:  # one process was killed, and Python ends the others with it
                self.renew()
                if task.tries >= TRIES:
                    answer = gave_up()
                    break
        self.open.remove(task)
        return answer

    def renew(self) -> None:
        """New processes for what was not finished. Who was at work when one died is not known, so all of them have tried."""
        self.pool.shutdown(wait=False)
        self.pool = pool(self.jobs)
        for task in self.open:
            if task.future is None or (task.future.done() and task.future.exception() is not None):
                task.tries += 1
                self.hand_out(task)


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

    def __exit__(self, *exception) -> None:
        self.client.close()

    def ask(self, notebook, **asked) -> Answer:
        asked.pop("folder", None)  # a folder of this machine
        future = self.client.submit(grade_notebook, notebook, pure=False, retries=TRIES - 1, **asked)
        return lambda: self.wait(future)

    def wait(self, future) -> dict:
        from distributed import KilledWorker

        try:
            return future.result()
        except KilledWorker:
            return gave_up()
