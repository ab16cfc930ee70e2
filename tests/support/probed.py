"""Evidence of answers in this process, each probed once: kept below build/ by all that it depends on. Nothing is judged here.

What is kept serves every test, process and later run, until an answer, the code that probes or a library changes; a probe's files
are found by their imports, so that none can be forgotten. A function whose surroundings matter (what a notebook has set before,
say) is probed by `autograder.probe.calls` itself.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
import os
import platform
import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile

import autograder
from autograder.evidence import Evidence, Malformed
from autograder.truth.challenge import PUBLIC_SEED
from autograder.truth.question import question

from . import scope

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "build" / "evidence"  # 1 GB after the whole suite; `make clean` removes it
LIBRARIES = ("keras", "tensorflow", "numpy")
SETTINGS = ("TF_ENABLE_ONEDNN_OPTS", "KERAS_BACKEND")  # of the environment, that change numbers


def probed(exercise: str, source: str, seed: int = PUBLIC_SEED, names: Callable[[str, str], dict] = scope.answered) -> Evidence:
    """What the function does that `source` defines. names: `scope.answered` or `scope.handed_in`, how the source is run."""
    asked = question(exercise, seed)
    path = folder() / f"{digest(names.__name__, json.dumps(asked), source)}.npz"
    with suppress(OSError, Malformed):
        return Evidence.load(path)
    from autograder.probe.calls import probe  # TensorFlow, which nobody needs who finds all evidence

    save(probe(asked, names(exercise, source)), path)
    return Evidence.load(path)


def save(evidence: Evidence, path: Path) -> None:
    """Whole or not at all, for others read it meanwhile."""
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        evidence.save(file.name)
    os.replace(file.name, path)


@cache
def folder() -> Path:
    """That of the present code and libraries; beside it the last one before stays, as of `make test-oldest`."""
    here = KEPT / digest(*surroundings())
    here.mkdir(parents=True, exist_ok=True)
    for old in sorted(set(KEPT.iterdir()) - {here}, key=os.path.getmtime)[:-1]:
        shutil.rmtree(old, ignore_errors=True)
    return here


def surroundings() -> list[str]:
    """All that evidence depends on but the answer and what it is asked."""
    code = [path.read_text() for path in sorted(imported(Path(autograder.__file__).parent / "probe" / "calls.py"))]
    libraries = [f"{name} {version(name)}" for name in LIBRARIES]
    settings = [f"{name}={os.environ.get(name)}" for name in SETTINGS]
    return [
        *code,
        *scope.solution(),
        Path(scope.__file__).read_text(),
        inspect.getsource(scope.run),
        platform.python_version(),
        platform.machine(),
        *libraries,
        *settings,
    ]


def imported(path: Path) -> set[Path]:
    """A module of ours and all that it imports of ours, at its top or in its functions."""
    found, due = set(), {path}
    while due:
        path = due.pop()
        found.add(path)
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.level:
                place = path.parents[node.level - 1].joinpath(*(node.module or "").split("."))
                for alias in node.names:
                    due |= (module(place / alias.name) or module(place)) - found
    return found


def module(place: Path) -> set[Path]:
    """The file of a module or of a package."""
    return {file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file()}


def digest(*parts: str) -> str:
    made = hashlib.sha256()
    for part in parts:
        made.update(len(part).to_bytes(8, "big") + part.encode(errors="surrogatepass"))
    return made.hexdigest()[:32]
