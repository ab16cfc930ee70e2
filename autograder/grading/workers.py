"""Hands that grade: processes on this machine, each with bounds, that survive the death of one another.

    with Local(jobs=2) as hands:
        answer = hands.ask(path, asked)     # at once
        answer()                                                # waits: what `grade_file` returns, or raises

A hand that is killed from outside costs time, never a mark: what it was doing is done again. After three times the answer is Lost,
and the submission is left for the next run. One that goes beyond its bounds, which only what it hears can bring about, is TooMuch.

Who asks imports nothing that grades: a hand has it all, and is told the name of what it is to do.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from ..sandbox.bounded import Lost, TooMuch
from .hand import Hand, Named
from .limits import Limits
from .marks import Marks, Submission, promised, ungradable, unmarked

if TYPE_CHECKING:
    from .grade import Asked
    from .submission import Canon

T = TypeVar("T")
Answer = Callable[[], T]
BEYOND = "It could not be graded within its bounds: {}."


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
GRADE: Callable[..., tuple[Submission, list[str]]] = Named("autograder.grading.grade", "grade")
GRADE_FILE: Callable[..., Marks] = Named("autograder.grading.grade", "grade_file")


def grade_all(
    paths: Iterable[str], jobs: int = 1, limits: Limits | None = None, canon: Canon | None = None, begun: Iterable[Hand] = ()
) -> Iterator[tuple[Submission, list[str]]]:
    """Every submission file, `jobs` at a time, in the order given; each as `grade` gives it. begun: hands that were begun for it."""
    limits, due = limits or Limits(), promised(canon)
    with Local(jobs, begun) as local:
        answers = [(path, local.submit(limits, GRADE, path, limits, canon)) for path in paths]
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
        return self.threads.submit(self.hands.marks, asked, GRADE_FILE, path).result
