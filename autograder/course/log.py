"""nbgrader's log, with what it quotes of a submission made inert: names of files and folders, reasons, exceptions, tracebacks."""

from __future__ import annotations

import logging
import traceback

from traitlets.config import Application

from ..show.report import indented


def without_signs(record: logging.LogRecord) -> bool:
    """A filter for a logger, which leaves nothing out."""
    record.msg, record.args = indented(record.getMessage()), ()
    if record.exc_info and not record.exc_text:  # which formatters take instead of making it
        record.exc_text = indented("".join(traceback.format_exception(*record.exc_info)))
    return True


def make_inert() -> None:
    """For the command that is running, if one is."""
    if Application.initialized():
        Application.instance().log.addFilter(without_signs)
