"""Which file in a submission's folder is the notebook, whatever a learning platform has made of its name. It mends and grades nothing."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypedDict

from ..evidence.regular import open_regular, read_regular
from ..exercises import EXERCISES
from ..show.report import flat, inert
from .labels import grade_id
from .submission import MAX_BYTES, Unreadable, exercises_in, read

SUFFIX = ".ipynb"
LOOKED_AT, NAMED = 20, 5  # notebooks under other names that are opened, and names that a sentence holds
SHOWN = 20_000  # characters of a file that is no notebook
LONG = re.compile(r"[A-Za-z0-9+/=]{200,}")  # a picture in text, which nobody reads


def found(path: Path, labels: Iterable[str], others: Iterable[str]) -> Path:
    """The notebook that stands for `path`, where there is no file of that name: the only one that fits. Raises Unreadable.

    labels: the names of the released notebook's cells, of which one that fits holds some. others: the names, without
    suffix, that other notebooks of the assignment should have.
    """
    names = [name for name in listed(path.parent) if name.lower().endswith(SUFFIX) and Path(name).stem not in {*others}]
    if len(names) > LOOKED_AT:
        raise Unreadable(f"There is no {path.name}, but {len(names)} other notebooks. {RENAME.format(path.name)}")
    fitting = [name for name in names if fits(path.parent / name, {*labels})]
    if len(fitting) > 1:
        raise Unreadable(f"There is no {path.name}, but several notebooks that could be meant: {said(fitting)}. {RENAME.format(path.name)}")
    if fitting:
        return path.parent / fitting[0]
    there = [name for name in listed(path.parent) if Path(name).stem not in {*others}]
    instead = f" There is {said(there)}, without the cells of the assignment. {RENAME.format(path.name)}" if there else ""
    raise Unreadable(f"{path.name} was not handed in.{instead}")


RENAME = "Give the right one the name {}, and grade it with --force."


def listed(folder: Path) -> list[str]:
    """The names in a folder, without hidden ones; none where it is no folder that can be read."""
    try:
        return sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except OSError:
        return []


def fits(path: Path, labels: set[str]) -> bool:
    """Whether a notebook holds cells of the release; one that cannot be read might."""
    try:
        nb = read(path)
    except Unreadable:
        return True
    ours = any(exercise in labels for exercise in EXERCISES)
    return any(grade_id(cell) in labels for cell in nb.cells) or (ours and bool(exercises_in(nb)))


def said(names: list[str]) -> str:
    """Some names in a sentence."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(flat(name)[:60] for name in names[:NAMED]) + more


def text_of(path: Path) -> str:
    """The beginning of a file that is no notebook, as a person reads it; nothing where it is no regular file or no text."""
    try:
        with open_regular(path) as file:
            content = file.read(50 * SHOWN)
    except (OSError, ValueError):
        return ""
    text = content.decode("utf-8-sig", "ignore")
    if "\0" in text or len(text) < 0.9 * len(content):
        return ""
    text = LONG.sub("…", text)
    return inert(text[:SHOWN]) + ("\n[the rest is left out]" if len(text) > SHOWN or len(content) == 50 * SHOWN else "")


class File(TypedDict):
    """A file as it was handed in: its name, and the SHA-256 of its bytes, empty where it could not be read."""

    name: str
    sha256: str


def identified(path: Path) -> File:
    """A link is not followed."""
    try:
        return {"name": path.name, "sha256": hashlib.sha256(read_regular(path, MAX_BYTES)).hexdigest()}
    except OSError:
        return {"name": path.name, "sha256": ""}


def fingerprint(folder: Path) -> str:
    """Of the notebooks in a submission's folder: another one when one of them was replaced."""
    digest = hashlib.sha256()
    for name in [name for name in listed(folder) if name.lower().endswith(SUFFIX)][:LOOKED_AT]:
        digest.update(os.fsencode(name))
        with suppress(OSError), open_regular(folder / name) as file:
            digest.update(file.read(MAX_BYTES))
    return digest.hexdigest()
