"""Finds what a grader has left running: every process that it started inherits a word in its environment. It starts nothing."""

from __future__ import annotations

import time

import psutil

from autograder.grading.ready import DESK
from autograder.sandbox.warm import SERVER


def started_by(word: str) -> list[psutil.Process]:
    """The processes that were started with the word, and all that descend from them, but for the server and the desk of this process."""
    found, kept = {}, [kept.process.pid for kept in (SERVER, DESK) if kept.process]
    for process in psutil.process_iter():
        try:
            if word in process.environ().values():
                found |= {p.pid: p for p in (process, *process.children(recursive=True))}
        except psutil.Error:
            continue
    return [p for p in found.values() if p.pid not in kept and runs(p)]


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
