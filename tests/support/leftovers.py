"""Finds what a grader has left running: every process that it started inherits a word in its environment. It starts nothing."""

from __future__ import annotations

import time

import psutil


def started_by(word: str) -> list[psutil.Process]:
    """The processes that were started with the word, and all that descend from them."""
    found = {}
    for process in psutil.process_iter():
        try:
            if word in process.environ().values():
                found |= {p.pid: p for p in (process, *process.children(recursive=True))}
        except psutil.Error:
            continue
    return [p for p in found.values() if runs(p)]


def runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:  # it ended in between
        return False


def soon(condition, seconds: float = 10) -> bool:
    """Whether it comes true in time."""
    deadline = time.monotonic() + seconds
    while not (true := condition()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(true)
