"""Which version of this package judges, and by what rubric: what is kept beside every mark."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGE = Path(__file__).parent
DISTRIBUTION = "residual-networks-assignment"


@cache
def judged_by() -> dict[str, str]:
    """The version, as pyproject.toml has it, and a digest of the code that asks and judges: equal digests give equal verdicts."""
    try:
        number = version(DISTRIBUTION)
    except PackageNotFoundError:  # its files alone, on the path
        number = "not installed"
    digest = hashlib.sha256()
    for path in sorted((*PACKAGE.glob("*.py"), *(PACKAGE / "rubric").glob("*.py"))):
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return {"version": number, "rubric": digest.hexdigest()[:12]}


def words() -> str:
    return "{version} (rubric {rubric})".format(**judged_by())
