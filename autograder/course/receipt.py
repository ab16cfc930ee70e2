"""The receipt on a page of feedback: which file was graded, for how many points, by what and when it was said, under a seal of the course.

Whoever changes a word of it needs the course's secret to seal it anew. It compares nothing; see `receipt_command`.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from datetime import datetime, timezone
from html import unescape
from typing import Any, NamedTuple

from nbgrader.api import SubmittedNotebook

from ..evidence.version import words
from ..grading.labels import short
from ..show.report import flat, number
from .results import is_open

UNRECORDED = "not recorded"  # of what an earlier version of this package graded
NOT_JUDGED = "nobody yet"
NONE_YET = "none yet, it waits for a person"


class Receipt(NamedTuple):
    """Each is one line of text. file: its name as it was handed in; sha256: of its bytes."""

    course: str
    assignment: str
    notebook: str
    student: str
    file: str
    sha256: str
    points: str
    judged_by: str
    given_out: str


MOST = 5_000_000  # bytes of a page in which its receipt is looked for: that stands before the notebook
LONGEST = 4_000  # characters of a line on the page; a number of more than 4,300 digits `unescape` cannot read
NAMES = tuple(name.replace("_", " ") for name in Receipt._fields)
FORM = re.compile("^" + "".join(rf"{name}: (.{{0,{LONGEST}}})\n" for name in NAMES) + "seal: ([0-9a-f]{64})", re.MULTILINE)


def text(receipt: Receipt) -> str:
    return "".join(f"{name}: {value}\n" for name, value in zip(NAMES, receipt))


def seal(receipt: Receipt, secret: str) -> str:
    return hmac.new(secret.encode(), f"receipt\n{text(receipt)}".encode(), "sha256").hexdigest()


def sealed(receipt: Receipt, secret: str) -> str:
    """The receipt as it stands on a page."""
    receipt = Receipt(*map(flat, receipt))
    return f"{text(receipt)}seal: {seal(receipt, secret)}"


def found(content: bytes) -> tuple[Receipt, str] | None:
    """The first receipt in a page or a text, and its seal; None where it has none."""
    words = content[:MOST].decode("utf-8-sig", "replace").replace("\r\n", "\n")
    if match := FORM.search(words):
        *values, last = match.groups()
        return Receipt(*map(unescape, values)), last
    return None


def points(notebook: SubmittedNotebook) -> str:
    """As in "27.5 of 30", with each exercise's in brackets, as the gradebook has them now."""
    grades = [(short(grade.name), grade) for grade in notebook.grades]
    if any(is_open(grade) for _, grade in grades):
        return f"{NONE_YET} ({number(notebook.max_score)} can be had)"
    penalty = notebook.late_submission_penalty or 0.0
    each = [f"{name} {number(grade.score)}" for name, grade in sorted(grades)] + [f"late -{number(penalty)}"] * bool(penalty)
    return f"{number(max(0.0, notebook.score - penalty))} of {number(notebook.max_score)} ({', '.join(each)})"


def judged_by(metadata: Mapping[str, Any]) -> str:
    """metadata: of the graded notebook."""
    return words(metadata["judged_by"]) if "judged_by" in metadata else NOT_JUDGED


def holds(receipt: Receipt, given: str, secret: str) -> bool:
    """Whether the seal is that of the course with this secret."""
    return hmac.compare_digest(seal(receipt, secret), given)


def now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
