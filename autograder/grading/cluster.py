"""Hands that grade on the machines of a Dask cluster; otherwise as `workers.Local`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import nbformat

from ..sandbox.bounded import TRIES, Lost
from .grade import Asked, grade_notebook
from .marks import Marks
from .submission import Notebook
from .workers import HANDS, Answer

if TYPE_CHECKING:
    from distributed import Future

KILLED = f"The process that graded it was ended from outside {TRIES} times."


class Unreachable(RuntimeError):
    """There is nobody to do the work; one sentence says why."""


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
