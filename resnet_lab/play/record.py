"""Trains every network of the playground and keeps how it learnt: `make playground`. After a stop it goes on where it was.

What is kept, in `runs.jsonl`: a line that says which code made the runs, and one line a state. A curve is a string, two characters a number.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..experiments.sources import NETWORKS, parsed
from .dials import DIALS, SEEDS, State, states

if TYPE_CHECKING:
    from .measure import Run

FILE = Path(__file__).with_name("runs.jsonl")
CODE = ("resnet_lab/play/measure.py", NETWORKS)
WINDOW = 5  # steps: a point of a curve is their mean
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
NONE = 64 * 64 - 1  # stands for what is no number
TOP = {"loss": 8.0, "accuracy": 1.0}  # the largest that is told apart
LOWEST, HIGHEST = -14.0, 8.0  # powers of ten of gradients; what is smaller counts as 0

Kept = dict[str, dict[str, list[str]]]  # state → loss, accuracy, gradients → a string for each seed


def digest() -> str:
    """Of the code that the runs come from; comments, words of the page and other values on the dials ask for no new runs."""
    return hashlib.sha256("".join(ast.dump(parsed(file)) for file in CODE).encode()).hexdigest()[:12]


def packed(shares: np.ndarray) -> str:
    """Numbers from 0 to 1 as two characters each; what lies outside is cut, what is no number has a sign of its own."""
    steps = np.where(np.isnan(shares), NONE, np.rint(np.clip(np.nan_to_num(shares), 0, 1) * (NONE - 1))).astype(int)
    return "".join(DIGITS[n // 64] + DIGITS[n % 64] for n in steps.flat)


def unpacked(text: str) -> np.ndarray:
    """The numbers again, to one part in 4094."""
    codes = np.array([64 * DIGITS.index(a) + DIGITS.index(b) for a, b in zip(text[::2], text[1::2])], float)
    return np.where(codes == NONE, np.nan, codes / (NONE - 1))


def kept(runs: Iterable[Run]) -> dict[str, list[str]]:
    """The part of a state's runs that is kept."""
    lines: dict[str, list[str]] = {"loss": [], "accuracy": [], "gradients": []}
    for run in runs:
        for name, values in (("loss", run.loss), ("accuracy", run.accuracy)):
            lines[name].append(packed(values.reshape(-1, WINDOW).mean(axis=1) / TOP[name]))
        with np.errstate(divide="ignore"):
            powers = np.log10(run.gradients)
        lines["gradients"].append(packed((powers - LOWEST) / (HIGHEST - LOWEST)))
    return lines


def read() -> tuple[dict[str, str], Kept]:
    """What is said of the runs, and the runs by state. Of a line that was cut off by a stop nothing is kept."""
    head: dict[str, str] = {}
    runs: Kept = {}
    for text in FILE.read_text(encoding="utf-8").splitlines() if FILE.exists() else []:
        try:
            line: dict[str, Any] = json.loads(text)
        except ValueError:
            continue
        if "state" in line:
            runs[line.pop("state")] = line
        else:
            head = line
    return head, runs


def write(runs: Kept) -> None:
    """The whole file, states in the order of the dials, then those that no dial reaches now."""
    keys = dict.fromkeys([*(state.key for state in states() if state.key in runs), *runs])
    lines = [{"code": digest()}, *({"state": key} | runs[key] for key in keys)]
    FILE.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def graph(state: State) -> list[int]:
    """What networks have in common that are trained by one graph, as places on the dials."""
    return [DIALS[name].index(getattr(state, name)) for name in ("order", "shortcut", "norm", "depth")]


def record() -> None:
    head, runs = read()
    if head.get("code", digest()) != digest():
        raise SystemExit(f"The code that trains is another since these runs were made. To make all of them again, remove {FILE} first.")
    write(runs)
    missing = sorted((state for state in states() if state.key not in runs), key=graph)
    print(f"{len(runs) * len(SEEDS)} runs are there, {len(missing) * len(SEEDS)} are to be made", flush=True)
    for _, some in groupby(missing, key=graph):
        from .measure import Trainer

        some_states = list(some)
        print(some_states[0].key, flush=True)
        trainer = Trainer(some_states[0])
        for state in some_states:
            runs[state.key] = kept(trainer.run(state, seed) for seed in SEEDS)
            with open(FILE, "a", encoding="utf-8") as file:
                file.write(json.dumps({"state": state.key} | runs[state.key]) + "\n")
    write(runs)


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")  # the operations are too small to share
    record()
