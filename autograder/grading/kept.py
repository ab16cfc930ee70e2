"""What is kept of a graded notebook, in one file beside it: its evidence, and what was judged on that. So it can be judged again and reported
on without being run again. Nothing is run or judged here.

The file is a zip archive of `kept.json` and the evidence of each exercise, as it came; its bytes are stored by significance, the first of every
four before the second, for those of float32 numbers that differ least then stand together.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import numpy as np

from ..evidence import MAX_BYTES
from ..evidence.version import judged_by, words
from ..show.report import Exercise
from .desk import Sheet
from .outcome import Run
from .submission import Notebook, Unreadable

SUFFIX = ".evidence"
VERSION = 1
FACTS = "kept.json"
BROKEN = "It is no file of kept evidence, or was cut off."


@dataclass(frozen=True)
class Kept:
    """reasons: why there is no evidence, by exercise, as in `Run`. sheets: the verdicts, by exercise, as they were written. evidence: by exercise, as
    `smaller` gives it. left_out: of whose evidence there was too much to be kept."""

    seed: int
    reasons: dict[str, str]
    sheets: dict[str, Sheet]
    judged_by: dict[str, str]
    evidence: dict[str, bytes] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    @property
    def graded_by(self) -> str:
        return f"version {words(self.judged_by)}"

    def run(self, notebook: Notebook) -> Run:
        """As if the notebook, which is the graded one, had just been run. Raises Unreadable."""
        try:
            return Run(notebook, self.seed, {name: larger(content) for name, content in self.evidence.items()}, self.reasons)
        except (ValueError, zlib.error):
            raise Unreadable(BROKEN) from None


def kept(outcome: Run, sheets: dict[str, Sheet], room: int) -> Kept:
    """What is to be kept of a run without a fault of ours. room: bytes that its evidence may take; a right one takes 4,930,000."""
    packed = {name: smaller(content) for name, content in outcome.evidence.items()}
    chosen: dict[str, bytes] = {}
    for name in sorted(packed, key=lambda name: len(packed[name])):
        if (room := room - len(packed[name])) >= 0:
            chosen[name] = packed[name]
    left_out = tuple(name for name in packed if name not in chosen)
    return Kept(outcome.seed, outcome.reasons, sheets, judged_by(), chosen, left_out)


def smaller(content: bytes) -> bytes:
    """Compressed. Most bytes of a number are as good as random, so that looking for what repeats would be in vain."""
    even = np.frombuffer(content.ljust(-(-len(content) // 4) * 4, b"\0"), np.uint8)
    deflate = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.Z_HUFFMAN_ONLY)
    return len(content).to_bytes(4, "big") + deflate.compress(even.reshape(-1, 4).T.tobytes()) + deflate.flush()


def larger(content: bytes) -> bytes:
    """What `smaller` was given. Raises ValueError, zlib.error."""
    length = int.from_bytes(content[:4], "big")
    found = zlib.decompressobj().decompress(content[4:], MAX_BYTES + 4)
    return np.frombuffer(found, np.uint8).reshape(4, -1).T.tobytes()[:length]


def packed(given: Kept) -> bytes:
    """The file, the same bytes for the same content (a ZipInfo holds no time of now)."""
    facts = {
        "version": VERSION,
        "seed": given.seed,
        "reasons": given.reasons,
        "sheets": given.sheets,
        "judged_by": given.judged_by,
        "left_out": given.left_out,
    }
    content = BytesIO()
    with ZipFile(content, "w") as file:
        for name, evidence in given.evidence.items():
            file.writestr(ZipInfo(f"{name}.npz"), evidence)
        file.writestr(ZipInfo(FACTS), json.dumps(facts), ZIP_DEFLATED)
    return content.getvalue()


def verdicts(path: Path) -> dict[str, Exercise]:
    """The verdicts that were kept, by exercise. Raises Unreadable."""
    return {name: sheet["plain"] for name, sheet in opened(path)[0]["sheets"].items()}


def unpacked(path: Path) -> Kept:
    """What the file holds. Raises Unreadable, also where there is none."""
    facts, evidence = opened(path, with_evidence=True)
    return Kept(**facts | {"left_out": tuple(facts["left_out"]), "evidence": evidence})


def opened(path: Path, with_evidence: bool = False) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The facts, and the evidence by exercise. Raises Unreadable."""
    evidence = {}
    try:
        with ZipFile(path) as file:
            facts: dict[str, Any] = json.loads(file.read(FACTS))
            if with_evidence:
                evidence = {name.removesuffix(".npz"): file.read(name) for name in file.namelist() if name != FACTS}
    except FileNotFoundError:
        raise Unreadable("No evidence was kept.") from None
    except OSError as error:
        raise Unreadable(f"The evidence cannot be read: {error.strerror}.") from None
    except (BadZipFile, KeyError, ValueError, zlib.error):
        raise Unreadable(BROKEN) from None
    if facts.pop("version") != VERSION:
        raise Unreadable("The evidence was kept by another version of this package.")
    return facts, evidence
