"""A digest of all that an experiment's numbers come from, so that old ones are never taken for new ones. Nothing is run.

That is the code of `measure`, what it uses in the files of the experiments, the networks with all that they import of ours, and the images.
Comments, drawing and claims may change without measuring again.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from pathlib import Path

from autograder.probe.cells import bound

from .images import images

ROOT = Path(__file__).parents[2]
NETWORKS = "resnet_lab/networks.py"


def digest(name: str) -> str:
    """name: of an experiment."""
    code = [*used(f"resnet_lab/experiments/{name}.py", "measure", set()), *map(parsed, sorted(imported(NETWORKS, {NETWORKS})))]
    found = hashlib.sha256("".join(map(ast.dump, code)).encode())
    for array in images():
        found.update(array.tobytes())
    return found.hexdigest()[:12]


def parsed(file: str) -> ast.Module:
    return ast.parse((ROOT / file).read_text(encoding="utf-8"))


def used(file: str, name: str, seen: set[tuple[str, str]]) -> Iterator[ast.stmt]:
    """The statements that give this name its value, and those that give theirs to the names in them, in this folder's files."""
    seen.add((file, name))
    for statement in parsed(file).body:
        if isinstance(statement, ast.ImportFrom):
            there = source(file, statement)
            if statement.level == 1 and there and (there, name) not in seen and name in (alias.name for alias in statement.names):
                yield from used(there, name, seen)
        elif name in bound(ast.Module([statement], [])):
            yield statement
            for inner in sorted({node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}):
                if (file, inner) not in seen:
                    yield from used(file, inner, seen)


def source(file: str, statement: ast.ImportFrom) -> str | None:
    """The file of ours that is imported from."""
    return module("/".join(place(file, statement)))


def place(file: str, statement: ast.ImportFrom) -> list[str]:
    """The folders, and perhaps the module, that an import names."""
    folder = file.split("/")[: -statement.level] if statement.level else []
    return [*folder, *(statement.module.split(".") if statement.module else [])]


def module(there: str) -> str | None:
    """The file of a module or of a package, where it is ours."""
    return next((file for file in (f"{there}.py", f"{there}/__init__.py") if (ROOT / file).is_file()), None)


def imported(file: str, seen: set[str]) -> set[str]:
    """The files of ours that this file imports from, those that they do, and itself."""
    for statement in ast.walk(parsed(file)):
        if isinstance(statement, ast.ImportFrom):
            parts = place(file, statement)
            rooms = ["/".join(parts[:n]) for n in range(2, len(parts) + 1)]  # the whole package only says what it is
            names = ["/".join([*parts, alias.name]) for alias in statement.names]
            for there in filter(None, map(module, (*rooms, *names))):
                if there not in seen:
                    seen |= imported(there, seen | {there})
    return seen
