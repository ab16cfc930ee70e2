"""Hands that grade: processes on this machine or on a Dask cluster, each with bounds, that survive the death of one another.

    with Local(jobs=2) as hands:
        answer = hands.ask(limits, grade_file, path, asked)     # at once
        answer()                                                # waits: what `grade_file` returns, or raises

A hand that is killed from outside costs time, never a mark: what it was doing is done again. After three times the answer is Lost,
and the submission is left for the next run. One that goes beyond its bounds, which only what it hears can bring about, is TooMuch.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import nbformat

from ..sandbox.bounded import TRIES, Lost, TooMuch
from .grade import Asked, Marks, Submission, grade, grade_notebook, promised, ungradable, unmarked
from .hand import Hand
from .run import Limits
from .submission import KEY, Canon, Notebook

if TYPE_CHECKING:
    from distributed import Future

T = TypeVar("T")
Answer = Callable[[], T]
KILLED = f"The process that graded it was ended from outside {TRIES} times."
BEYOND = "It could not be graded within its bounds: {}."


class Unreachable(RuntimeError):
    """There is nobody to do the work; one sentence says why."""


class Hands:
    """A hand for each thread that asks, so that one that is killed takes no other's work with it. begun: the first of them."""

    def __init__(self, begun: Iterable[Hand] = ()) -> None:
        self.own, self.all = threading.local(), [*begun]
        self.free = [*begun]

    def do(self, limits: Limits, function: Callable[..., T], *arguments: object) -> T:
        """As a hand's."""
        if not hasattr(self.own, "hand"):
            try:
                self.own.hand = self.free.pop()
            except IndexError:
                self.own.hand = Hand()
                self.all.append(self.own.hand)
        return self.own.hand.do(limits, function, *arguments)

    def marks(self, asked: Asked, function: Callable[..., Marks], *arguments: object) -> Marks:
        """What the function gives; it is handed the arguments and what is asked. Raises Lost, OSError."""
        try:
            return self.do(asked.limits, function, *arguments, asked)
        except TooMuch as bounds:
            return unmarked(BEYOND.format(bounds))


HANDS = Hands()  # of this process


def grade_file(path: str, asked: Asked) -> Marks:
    """`grade_notebook` for a file that `Mend` has left, perhaps with the reason why it could not be read."""
    notebook = nbformat.read(path, as_version=4)
    unreadable = notebook.metadata[KEY]["unreadable"]
    return unmarked(unreadable) if unreadable else grade_notebook(notebook, asked)


def grade_all(
    paths: Iterable[str], jobs: int = 1, limits: Limits | None = None, canon: Canon | None = None, begun: Iterable[Hand] = ()
) -> Iterator[tuple[Submission, list[str]]]:
    """Every submission file, `jobs` at a time, in the order given; each as `grade` gives it. begun: hands that were begun for it."""
    limits, due = limits or Limits(), promised(canon)
    with Local(jobs, begun) as local:
        answers = [(path, local.submit(limits, grade, path, limits, canon)) for path in paths]
        for path, answer in answers:
            try:
                yield answer()
            except (TooMuch, Lost) as why:
                yield ungradable(path, due, BEYOND.format(why) if isinstance(why, TooMuch) else str(why)), []


class Local:
    """As many threads on this machine as there are jobs."""

    def __init__(self, jobs: int, begun: Iterable[Hand] = ()):
        self.jobs, self.hands = jobs, Hands([*begun])

    def __enter__(self) -> Local:
        self.threads = ThreadPoolExecutor(self.jobs)
        return self

    def __exit__(self, kind: type[BaseException] | None, *exception: object) -> None:
        if kind is KeyboardInterrupt:  # nobody waits for what is being done
            self.threads.shutdown(wait=False, cancel_futures=True)
            for hand in self.hands.all:
                hand.process.stop()
        self.threads.shutdown(cancel_futures=True)
        for hand in self.hands.all:
            hand.process.end()

    def submit(self, limits: Limits, function: Callable[..., T], *arguments: object) -> Answer[T]:
        return self.threads.submit(self.hands.do, limits, function, *arguments).result

    def ask(self, path: str, asked: Asked) -> Answer[Marks]:
        return self.threads.submit(self.hands.marks, asked, grade_file, path).result


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

    def ask(self, path: str, asked: Asked) -> Answer[Marks]:
        there = replace(asked, folder=None)  # which is one of this machine
        future = self.client.submit(marks_there, nbformat.read(path, as_version=4), there, pure=False, retries=TRIES - 1)
        return lambda: self.wait(future)

    def wait(self, future: Future[Marks]) -> Marks:
        """Raises Lost, OSError."""
        from distributed import KilledWorker

        try:
            return future.result()
        except KilledWorker:
            raise Lost(KILLED) from None


def marks_there(notebook: Notebook, asked: Asked) -> Marks:
    """On a machine of the cluster."""
    return HANDS.marks(asked, grade_notebook, notebook)
