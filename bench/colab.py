"""Whether the course runs where Colab's users are: `make colab` installs it, as the notebook's first two cells do, over what Colab had, and checks answers there.

One line a stack. Its packages are those that our installation could replace and that notebooks run on; versions are of Colab's own lists
(github.com/googlecolab/backend-info, pip-freeze.txt), of the last day of each. What is here in Git, or changed, is what is installed.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import nbformat

from autograder.grading.labels import grade_id
from demo import EXERCISES, RELEASE, ROOT, SOLUTION

# Of processor time, for the cell that installs, without TensorFlow's import; on the wall it is more where the machine is busy.
MOST_SECONDS = 20
WRONG = ('    return Activation("relu")(X)', "    return X")  # of the first exercise
ADDED = {"msgspec"}  # what we ask for and none of those lists has: a wheel of 0.2 MB that asks for nothing else
ALWAYS = ("pip==24.1.2", "ipython==7.34.0", "opt-einsum==3.4.0", "absl-py==1.4.0")


class Stack(NamedTuple):
    until: str
    python: str
    packages: str


STACKS = (
    Stack(
        "January 2025",
        "3.11",
        "tensorflow==2.17.1 keras==3.5.0 numpy==1.26.4 h5py==3.12.1 ml-dtypes==0.4.1 matplotlib==3.10.0 pillow==11.1.0 packaging==24.2 "
        "pytest==8.3.4 protobuf==4.25.5 setuptools==75.1.0 ipykernel==5.5.6",
    ),
    Stack(
        "July 2025",
        "3.11",
        "tensorflow==2.18.0 keras==3.8.0 numpy==2.0.2 h5py==3.14.0 ml-dtypes==0.4.1 matplotlib==3.10.0 pillow==11.2.1 packaging==24.2 "
        "pytest==8.3.5 protobuf==5.29.5 setuptools==75.2.0 ipykernel==6.17.1",
    ),
    Stack(
        "March 2026",
        "3.12",
        "tensorflow==2.19.0 keras==3.10.0 numpy==2.0.2 h5py==3.14.0 ml-dtypes==0.5.3 matplotlib==3.10.0 pillow==11.3.0 packaging==25.0 "
        "pytest==8.4.1 protobuf==5.29.5 setuptools==75.2.0 ipykernel==6.17.1",
    ),
    Stack(
        "April 2026",
        "3.12",
        "tensorflow==2.19.0 keras==3.13.2 numpy==2.0.2 h5py==3.16.0 ml-dtypes==0.5.4 matplotlib==3.10.0 pillow==11.3.0 packaging==26.0 "
        "pytest==8.4.2 protobuf==5.29.6 setuptools==75.2.0 ipykernel==6.17.1",
    ),
    Stack(
        "August 2026",
        "3.12",
        "tensorflow==2.20.0 keras==3.13.2 numpy==2.0.2 h5py==3.16.0 ml-dtypes==0.6.0 matplotlib==3.10.0 pillow==11.3.0 packaging==26.3 "
        "pytest==8.4.2 protobuf==5.29.6 setuptools==75.2.0 ipykernel==6.17.1",
    ),
    Stack(
        "since then",
        "3.13",
        "tensorflow==2.20.0 keras==3.13.2 numpy==2.1.3 h5py==3.16.0 ml-dtypes==0.6.0 matplotlib==3.10.0 pillow==11.3.0 packaging==26.3 "
        "pytest==8.4.2 protobuf==5.29.6 setuptools==75.2.0 ipykernel==6.17.1",
    ),
)

# What the stack's Python does: it runs cells as a notebook does, and answers with the seconds, of the wall and of processors, and the value of each.
RUNS = """
import json, os, sys, time
from IPython.core.interactiveshell import InteractiveShell
import tensorflow
shell, answer = InteractiveShell.instance(), []
for source in json.loads(sys.argv[1]):
    began, used = time.monotonic(), sum(os.times()[:4])
    result = shell.run_cell(source, store_history=True)
    result.raise_error()
    answer.append([time.monotonic() - began, sum(os.times()[:4]) - used, repr(result.result)])
print("\\n" + json.dumps(answer))
"""


class Failed(RuntimeError):
    """One line that says what did not work."""


def main() -> int:
    failed = 0
    with tempfile.TemporaryDirectory(prefix="colab-") as folder:
        address = committed(Path(folder, "course"))
        for stack in STACKS:
            says = f"until {stack.until}" if stack.until[0].isupper() else stack.until
            versions = " ".join(package.replace("==", " ") for package in stack.packages.split()[:3])
            print(f"{says:<18} Python {stack.python} {versions}: ", end="", flush=True)
            try:
                with tempfile.TemporaryDirectory(dir=folder) as place:
                    print(checked(stack, Path(place, "stack"), address), flush=True)
            except Failed as why:
                failed += 1
                print(f"NO: {why}", flush=True)
    return int(bool(failed))


def committed(folder: Path) -> str:
    """The address of a repository with what is here, changes of what Git knows among it."""
    changes = run("git", "stash", "create", cwd=ROOT).strip() or "HEAD"
    run("git", "clone", "--quiet", "--shared", "--no-checkout", str(ROOT), str(folder))
    run("git", "checkout", "--quiet", "--detach", run("git", "rev-parse", changes, cwd=ROOT).strip(), cwd=folder)
    return f"git+file://{folder}"


def checked(stack: Stack, folder: Path, address: str) -> str:
    """What was seen of a stack. Raises Failed."""
    run(sys.executable, "-m", "uv", "venv", "--quiet", "--python", stack.python, str(folder))
    python = str(folder / "bin" / "python")
    run(sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", python, *ALWAYS, *stack.packages.split())
    before = freeze(python)
    (wall, seconds), values = answers(python, address)
    after = freeze(python)
    if lost := before - after:
        raise Failed(f"replaced by our installation: {', '.join(sorted(lost))}")
    *right, wrong = values
    if right != [10.0] * len(EXERCISES) or not 0 < wrong < 10:
        raise Failed(f"the model answers have {right}, a wrong one {wrong}")
    if seconds > MOST_SECONDS:
        raise Failed(f"the installing cell takes {seconds:.0f} s of processor time")
    names = ", ".join(sorted(re.split(r"==| @ ", line)[0] for line in after - before))
    return f"installing cell {wall:.0f} s ({seconds:.0f} of processor), adds {names}, replaces nothing; answers {values}"


def freeze(python: str) -> set[str]:
    return {*run(python, "-m", "pip", "freeze", "--all").splitlines()}


def answers(python: str, address: str) -> tuple[tuple[float, float], list[float]]:
    """The installing cell's seconds, on the wall and of processors, and the points of the model answers and of a wrong one. Raises Failed."""
    release, solution = (nbformat.read(path, as_version=4) for path in (RELEASE, SOLUTION))
    first = next(cell.source for cell in release.cells if grade_id(cell) == "imports")
    right = {name: next(cell.source for cell in solution.cells if grade_id(cell) == name) for name in EXERCISES}
    assert WRONG[0] in right[EXERCISES[0]]
    cells = [f'COURSE = "{address}"', first]
    for name, source in (*right.items(), (EXERCISES[0], right[EXERCISES[0]].replace(*WRONG))):
        cells += [source, f'check("{name}")']
    said = run(python, "-c", RUNS, json.dumps(cells), cwd=Path(python).parent).splitlines()[-1]
    _, (wall, used, _), *rest = json.loads(said)
    return (wall, used), [float(value) for *_, value in rest[1::2]]


def run(*command: str, **options: Any) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(command, capture_output=True, text=True, env=environment | {"TF_CPP_MIN_LOG_LEVEL": "3"}, **options)
    if done.returncode:
        last = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        raise Failed(f"{' '.join(command[:5])[:80]}: {' | '.join(last[-3:])}")
    return done.stdout


if __name__ == "__main__":
    began = time.monotonic()
    status = main()
    print(f"{time.monotonic() - began:.0f} s")
    sys.exit(status)
