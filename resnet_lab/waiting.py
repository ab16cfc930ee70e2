"""What stands in for a result while an exercise that it needs is not done: words that say which, instead of an exception.

`Waiting` gives itself, whatever is asked of it, and functions that are given one hand it on. So a notebook that runs from top
to bottom shows the same kind words in every cell that has to wait.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from autograder.show import report

P = ParamSpec("P")
T = TypeVar("T")
LOG = logging.getLogger(__name__)


class Waiting:
    """Says what has to be done first."""

    def __init__(self, words: str):
        self._words = words

    def __getattr__(self, name: str) -> Waiting:
        if name.startswith("_"):  # Python and Jupyter ask for such names to learn what an object can do
            raise AttributeError(name)
        return self

    def __call__(self, *args: object, **kwargs: object) -> Waiting:
        return self

    def __getitem__(self, key: object) -> Waiting:
        return self

    def __repr__(self) -> str:
        return self._words.replace("`", "")

    def _repr_html_(self) -> str:
        return report.card(report.code(self._words), report.GREY)


def patient(function: Callable[P, T]) -> Callable[P, T | Waiting]:
    """The function, except that a `Waiting` among its arguments is its result."""

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> T | Waiting:
        waiting = next((a for a in (*args, *kwargs.values()) if isinstance(a, Waiting)), None)
        return function(*args, **kwargs) if waiting is None else waiting

    return call


def needs(*exercises: str) -> Callable[[Callable[P, T]], Callable[P, T | Waiting]]:
    """Decorates what builds something from the student's functions: an exception in them gives a `Waiting`."""

    def decorate(function: Callable[P, T]) -> Callable[P, T | Waiting]:
        @functools.wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> T | Waiting:
            try:
                return function(*args, **kwargs)
            except NotImplementedError:
                return Waiting(f"This needs {listed(exercises)}. Come back when you have written {'them' if len(exercises) > 1 else 'it'}.")
            except Exception as error:
                LOG.debug("%s stopped.", function.__name__, exc_info=True)  # most are the student's, and a line on stderr would cost marks
                reason = report.inert(f"{type(error).__name__}: {error}".split("\n")[0])[:300]
                return Waiting(f"This needs {listed(exercises)}, and building a network with yours stops: {reason} `check` says more.")

        return call

    return decorate


def listed(exercises: tuple[str, ...]) -> str:
    return " and ".join(f"your `{name}`" for name in exercises)
