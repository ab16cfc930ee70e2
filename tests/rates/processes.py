"""Grading many answers on all cores, in processes that are renewed. Nothing is tested here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from multiprocessing import get_context


def in_processes(function: Callable, items: Sequence, jobs: int | None = None) -> list:
    """What the function gives for each item, in order."""
    os.environ |= {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}  # they share the cores
    out = []
    with get_context("spawn").Pool(
        jobs or os.cpu_count(), maxtasksperchild=25
    ) as pool:  # Keras keeps some memory for every weight ever made
        for i, result in enumerate(pool.imap(function, items, chunksize=8), 1):
            out.append(result)
            if i % 50 == 0 or i == len(items):
                print(f"\r{i} of {len(items)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return out
