"""A process that grades, for one submission at a time, which can be begun before anybody knows what it is to grade."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from ..sandbox.bounded import Bounded, Bounds
from . import ready

if TYPE_CHECKING:
    from .limits import Limits

GRACE = 10  # seconds beyond the time limit of a submission, for kernels to start and to end
T = TypeVar("T")


@dataclass(frozen=True)
class Named:
    """A function by the name of its module and its own: who has a hand call it need not import what it takes."""

    module: str
    name: str

    def __call__(self, *arguments: object) -> Any:
        return getattr(import_module(self.module), self.name)(*arguments)


class Hand:
    """Does one thing for one submission at a time. Before the first the libraries are imported, in no submission's time."""

    def __init__(self) -> None:
        self.process = Bounded(ready.hand, ready.server)

    def do(self, limits: Limits, function: Callable[..., T], *arguments: object) -> T:
        """Raises TooMuch, Lost, and what the function raises."""
        return self.process.do(Bounds(wall=limits.seconds + GRACE), function, *arguments)


def begun(number: int) -> list[Hand]:
    """So many, which begin now."""
    hands = [Hand() for _ in range(number)]
    for hand in hands:
        hand.process.begin()
    return hands
