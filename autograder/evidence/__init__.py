"""What the probe saw, as plain data: JSON values and arrays, saved in one .npz file without pickle. It judges nothing.

An evidence holds `facts`, a JSON object, in which an array stands as {"array": key}; `arrays` holds them by key.
"""

from __future__ import annotations

import ast
import errno
import json
import math
import os
import struct
import textwrap
import tokenize
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, overload
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import numpy as np
from numpy.lib.format import read_array_header_1_0, read_array_header_2_0, read_magic
from numpy.typing import ArrayLike

from .regular import open_regular
from .source import tree_of

VERSION = 1
MAX_BYTES = 64 * 1024 * 1024
MAX_FACTS = (
    5_000_000  # bytes of JSON, for which Python needs 30 times as many; a right block has 54,000, a network of its own layers 2.5 million
)
MAX_LISTING = 500_000  # bytes of what an archive says of its files: some 9,000 of them; a right block has 115
END = struct.Struct("<4s6xHLLH")  # of an archive: mark, files, bytes of their listing, where that begins, bytes of a comment
Facts = dict[str, Any]  # what JSON holds; `facts` says which
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
        tree = tree_of(textwrap.dedent(source["text"]))
        if tree is not None:
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
        arrays = unpacked(content)
        text = arrays.pop("facts", np.zeros(0, np.uint8))
        if text.nbytes > MAX_FACTS:
            raise Malformed("not an evidence: its facts are too long to be judged")
        try:
            facts = json.loads(text.tobytes())
        except (ValueError, RecursionError):
            raise Malformed("not an evidence: its facts are no JSON") from None
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


def unpacked(content: bytes) -> dict[str, np.ndarray]:
    """The arrays of an archive, by name. Raises Malformed."""
    mark, _, listing, _, comment = END.unpack(content[-END.size :].rjust(END.size, b"\0"))
    if mark != b"PK\5\6" or comment or b"PK\6\7" in content[-END.size - 20 : -END.size]:  # which would give the sizes anew
        raise Malformed("not an evidence: it is no archive, or was cut off")
    if listing > MAX_LISTING:  # before zipfile reads it
        raise Malformed("not an evidence: it has too many arrays")
    try:
        with ZipFile(BytesIO(content)) as file:
            listed = file.infolist()
            if sum(info.file_size for info in listed) > MAX_BYTES:  # one array can be listed again and again
                raise Malformed("not an evidence: its arrays are more than it holds")
            arrays = {info.filename.removesuffix(".npy"): array(file, info) for info in listed}
    except Malformed:
        raise
    except BROKEN:
        raise Malformed("not an evidence: it is no archive of arrays of numbers") from None
    if len(arrays) < len(listed):
        raise Malformed("not an evidence: two arrays have one name")
    return arrays


BROKEN = (  # what zipfile and NumPy raise over an archive that is none, is encrypted, or holds an array whose head is none
    *(ValueError, KeyError, IndexError, TypeError, EOFError, OverflowError, MemoryError, SyntaxError, RuntimeError),
    *(BadZipFile, struct.error, tokenize.TokenError),
)


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
