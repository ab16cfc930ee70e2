"""How long a check takes in a warm kernel: `make bench`. Prints seconds, and ratios to one forward pass of the same block."""

import inspect
import linecache
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import jupytext
import keras
import numpy as np

from autograder import check
from autograder.explain.verdict import judge
from autograder.grading.labels import grade_id
from autograder.judge import run
from autograder.probe.calls import probe
from autograder.show.report import html
from autograder.truth.question import question
from demo import EXERCISES

SOURCE = Path(__file__).parents[1] / "solutions" / "residual_networks.py"
Names = dict[str, Any]  # of a notebook
MISTAKES = {
    "one mistake": [("strides=s", "strides=1")],
    "two mistakes": [("X = Add()([X, X_shortcut])", "X = Add()([X, X])"), ('return Activation("relu")(X)', "return X")],
}


def seconds(action: Callable[[], object], rounds: int) -> float:
    """The median of so many rounds, after one to warm up."""
    action()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def exec_with_lines(source: str, names: Names) -> None:
    """Execute source so that its lines can be read again."""
    filename = f"<{hash(source)}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    exec(compile(source, filename, "exec"), names)


def import_seconds(statement: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def answers() -> Names:
    """The names that a notebook holds in which everything is right."""
    scope: Names = {"check": check}
    for cell in jupytext.read(SOURCE).cells:
        if cell.cell_type == "code" and grade_id(cell) in ("imports", *EXERCISES):
            exec_with_lines(cell.source, scope)
    return scope


def checks(scope: Names, rounds: int) -> None:
    x = np.zeros((2, 8, 8, 16), np.float32)
    forward = seconds(lambda: scope["identity_block"](keras.ops.convert_to_tensor(x), 3, [4, 8, 16]), rounds)
    print(f"{'one eager forward pass of a block':<38}{forward:7.3f} s")
    for exercise in EXERCISES:
        taken = seconds(partial(eval, f'check("{exercise}")', scope), rounds)
        print(f"{f'check({exercise!r})':<38}{taken:7.3f} s   {taken / forward:6.1f} × the forward pass")


def mistakes(scope: Names, rounds: int) -> None:
    for words, edits in MISTAKES.items():
        source = inspect.getsource(scope["convolutional_block"])
        for old, new in edits:
            assert old in source
            source = source.replace(old, new, 1)
        exec_with_lines(source, wrong := dict(scope))
        evidence = probe(question("convolutional_block"), wrong)
        card = judge(evidence, "convolutional_block")
        assert len(card.diagnosis) == len(edits)
        taken = seconds(partial(judge, evidence, "convolutional_block"), rounds)
        bare = seconds(partial(run, {"convolutional_block": evidence}), rounds)
        print(f"{f'naming {words}':<38}{taken - bare:7.3f} s")
        print(f"{'  and drawing the card':<38}{seconds(partial(html, card), rounds):7.3f} s")


def imports(rounds: int, *statements: str) -> None:
    for statement in statements:
        taken = statistics.median(import_seconds(statement) for _ in range(rounds))
        print(f"{statement:<38}{taken:7.3f} s")


if __name__ == "__main__":
    scope = answers()
    checks(scope, rounds=7)
    mistakes(scope, rounds=7)
    imports(3, "import tensorflow", "import tensorflow, autograder")
