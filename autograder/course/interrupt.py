"""Ctrl-C, acted upon between two submissions and while one is waited for; at any other moment it is remembered until then.

Python raises it wherever the program happens to be: in a destructor, where it is lost, or in the middle of the gradebook's work.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Interrupt:
    """Within it, `here` and `while_waiting` raise KeyboardInterrupt, and nothing else does. For the main thread."""

    def __init__(self) -> None:
        self.pressed = self.waiting = False

    def __enter__(self) -> Interrupt:
        self.before = signal.signal(signal.SIGINT, self.press)
        return self

    def __exit__(self, *exception: object) -> None:
        signal.signal(signal.SIGINT, self.before)

    def press(self, *_: object) -> None:
        self.pressed = True
        if self.waiting:
            self.here()

    def here(self) -> None:
        if self.pressed:
            raise KeyboardInterrupt

    def while_waiting(self, wait: Callable[[], T]) -> T:
        self.waiting = True
        try:
            self.here()
            return wait()
        finally:
            self.waiting = False
