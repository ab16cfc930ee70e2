"""What one submission may take of the machine: time and memory. Whoever grades says it; `run` holds to it."""

from __future__ import annotations

from dataclasses import dataclass

from ..sandbox.bounded import GIB
from ..sandbox.warm import CAN_FORK


@dataclass(frozen=True)
class Limits:
    """seconds: for the whole notebook; memory: bytes that its processes may take.

    step: seconds for one cell, or the probe of one exercise, most of which take less than one. With 20, a class in which one submission of
    twenty never ends takes less than twice its time; where a process cannot be forked, the first cell has to import TensorFlow. How long a
    cell may take in a notebook without our exercises we do not know: there it is a third of the whole time, if that is more.
    unsafe: whether it runs with the grader's rights, as where a machine cannot isolate it. hidden: folders that it must not see even where
    they lie among the installed software: of courses and exchanges.
    """

    seconds: float = 180
    step: float = 20 if CAN_FORK else 90
    memory: int = 6 * GIB
    unsafe: bool = False
    hidden: tuple[str, ...] = ()
