"""What the probe saw, as plain data: JSON values and arrays, saved in one .npz file without pickle. It judges nothing.

An evidence holds `facts`, a JSON object, in which an array stands as {"array": key}; `arrays` holds them by key.
"""

from __future__ import annotations

import ast
import errno
import json
import math
import os
import textwrap
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, overload
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import numpy as np
from numpy.lib.format import read_array_header_1_0, read_array_header_2_0, read_magic
from numpy.typing import ArrayLike

from .regular import open_regular

VERSION = 1
MAX_BYTES = 64 * 1024 * 1024
Facts = dict[str, Any]  # what JSON holds; `schema` says which
Place = dict[str, str]  # of an array: what stands for it among the facts


class Malformed(ValueError):
    """The file is not an evidence."""


@dataclass
class Evidence:
    """`facts["exercise"]` and `facts["seed"]` say what was asked; the rest is the probe's account."""

    facts: Facts
    arrays: dict[str, np.ndarray] = field(default_factory=dict)

    @property
    def exercise(self) -> str:
        return self.facts["exercise"]

    @property
    def seed(self) -> int:
        return self.facts["seed"]

    def keep(self, array: ArrayLike) -> Place:
        """Store an array; what to write in its place among the facts."""
        key = f"a{len(self.arrays)}"
        self.arrays[key] = np.asarray(array)
        return {"array": key}

    @overload
    def array(self, place: Place) -> np.ndarray: ...

    @overload
    def array(self, place: None) -> None: ...

    def array(self, place: Place | None) -> np.ndarray | None:
        """The array that stands at a place among the facts; None for None."""
        return None if place is None else self.arrays[place["array"]]

    def syntax(self) -> ast.Module | None:
        """The syntax tree of the function's own text, with the line numbers of its cell; None where it is not at hand."""
        source = self.facts.get("source")
        if not source:
            return None
        try:
            tree = ast.parse(textwrap.dedent(source["text"]))
        except (SyntaxError, ValueError, RecursionError):
            return None
        ast.increment_lineno(tree, source["first"] - 1)
        return tree

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the file in place; one that was cut off is Malformed when it is read. Raises OSError."""
        text = np.frombuffer(json.dumps({"version": VERSION, **self.facts}).encode(), np.uint8)
        content = BytesIO()
        np.savez(content, facts=text, **self.arrays)  # type: ignore[arg-type]  # none of them is named as its option is
        with open(path, "wb") as file:
            file.write(content.getbuffer())

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Evidence:
        """Read a file that `save` wrote, or that a stranger did. Raises Malformed, and OSError when there is no such file."""
        return cls.read(bounded(path))

    @classmethod
    def read(cls, content: bytes) -> Evidence:
        """What such a file holds. Raises Malformed."""
        try:
            with ZipFile(BytesIO(content)) as file:
                arrays = {info.filename.removesuffix(".npy"): array(file, info) for info in file.infolist()}
            facts = json.loads(arrays.pop("facts").tobytes())
        except (ValueError, KeyError, EOFError, RecursionError, MemoryError, OverflowError, NotImplementedError, BadZipFile) as error:
            raise Malformed(f"not an evidence: {type(error).__name__}: {error}"[:200]) from None
        if not isinstance(facts, dict) or facts.pop("version", None) != VERSION:
            raise Malformed("not an evidence of this version")
        return cls(facts, arrays)


def bounded(path: str | os.PathLike[str]) -> bytes:
    """What a regular file holds, if that is not too much. Raises Malformed, OSError."""
    try:
        with open_regular(path) as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        raise Malformed("the evidence is no regular file") from None
    if len(content) > MAX_BYTES:
        raise Malformed(f"the evidence is larger than {MAX_BYTES} bytes")
    return content


def array(file: ZipFile, info: ZipInfo) -> np.ndarray:
    """An array of numbers as it is stored, which claims no more than it holds. Raises ValueError."""
    if info.compress_type != ZIP_STORED or info.file_size > MAX_BYTES:
        raise ValueError("an array is compressed")
    content = BytesIO(file.read(info))
    read_header = {(1, 0): read_array_header_1_0, (2, 0): read_array_header_2_0}[read_magic(content)]
    shape, by_columns, dtype = read_header(content)
    if dtype.kind not in "fiub" or len(shape) > 20 or math.prod(shape) * dtype.itemsize != info.file_size - content.tell():
        raise ValueError("an array is no array of numbers")
    return np.frombuffer(content.read(), dtype).reshape(shape, order="F" if by_columns else "C")
