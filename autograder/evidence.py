"""What the probe saw, as plain data: JSON values and arrays, saved in one .npz file without pickle. It judges nothing.

An evidence holds `facts`, a JSON object, in which an array stands as {"array": key}; `arrays` holds them by key.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

VERSION = 1
MAX_BYTES = 64 * 1024 * 1024


class Malformed(ValueError):
    """The file is not an evidence."""


@dataclass
class Evidence:
    """`facts["exercise"]` and `facts["seed"]` say what was asked; the rest is the probe's account."""

    facts: dict
    arrays: dict[str, np.ndarray] = field(default_factory=dict)

    @property
    def exercise(self) -> str:
        return self.facts["exercise"]

    @property
    def seed(self) -> int:
        return self.facts["seed"]

    def keep(self, array) -> dict:
        """Store an array; what to write in its place among the facts."""
        key = f"a{len(self.arrays)}"
        self.arrays[key] = np.asarray(array)
        return {"array": key}

    def array(self, place: dict | None) -> np.ndarray | None:
        """The array that stands at a place among the facts; None for None."""
        return None if place is None else self.arrays[place["array"]]

    def save(self, path: str | os.PathLike) -> None:
        """Write the file whole or not at all. Raises OSError."""
        path = Path(path)
        text = np.frombuffer(json.dumps({"version": VERSION, **self.facts}).encode(), np.uint8)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            try:
                np.savez(file, facts=text, **self.arrays)
                file.close()
                os.replace(file.name, path)
            except BaseException:
                os.unlink(file.name)
                raise

    @classmethod
    def load(cls, path: str | os.PathLike) -> Evidence:
        """Read a file that `save` wrote. Raises Malformed, and OSError when there is no such file."""
        if Path(path).stat().st_size > MAX_BYTES:
            raise Malformed(f"the evidence is larger than {MAX_BYTES} bytes")
        try:
            with np.load(path, allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
            facts = json.loads(arrays.pop("facts").tobytes())
        except (ValueError, KeyError, EOFError, RecursionError, zipfile.BadZipFile) as error:
            raise Malformed(f"not an evidence: {error}") from None
        if not isinstance(facts, dict) or facts.pop("version", None) != VERSION:
            raise Malformed("not an evidence of this version")
        return cls(facts, arrays)
