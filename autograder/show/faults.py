"""Faults of our own, in the log with where they arose, and mistakes of who calls, in one line. What an exception quotes of a student's cannot steer
the terminal that shows it."""

from __future__ import annotations

import logging
import traceback

from .report import indented


class UserError(ValueError):
    """A mistake in calling: IPython shows its one line and no traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def logged(log: logging.Logger, words: str, error: Exception) -> None:
    """To be called where an exception that should not have been is not raised further. A full disk and the like need no traceback."""
    where = "" if isinstance(error, OSError) else "\n" + "".join(traceback.format_exception(error))
    log.error("%s %s", words, indented(f"{type(error).__name__}: {error}{where}"))
