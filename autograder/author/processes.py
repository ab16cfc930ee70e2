"""Work on many answers on all cores, in processes that are renewed, with exercises beside the package's own in each. Nothing is judged here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from ..exercises import beside

Item = TypeVar("Item")
Result = TypeVar("Result")
QUIET = {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}  # they share the cores
RENEWED = 200  # items, after which Keras has kept much memory, some for every weight ever made
AT_ONCE = 8  # items that are handed over together


def in_processes(
    function: Callable[[Item], Result], items: Sequence[Item], jobs: int | None = None, folder: Path | None = None, at_once: int = AT_ONCE
) -> list[Result]:
    """What the function gives for each item, in order. folder: of exercises that are not in the package."""
    os.environ |= QUIET
    out: list[Result] = []
    shown = sys.stderr.isatty()
    with get_context("spawn").Pool(jobs or os.cpu_count(), beside, (folder,), maxtasksperchild=RENEWED // at_once) as pool:
        for i, result in enumerate(pool.imap(function, items, chunksize=at_once), 1):
            out.append(result)
            if shown and (i % 10 == 0 or i == len(items)):
                print(f"\r{i} of {len(items)}", end="\n" if i == len(items) else "", file=sys.stderr, flush=True)
    return out
