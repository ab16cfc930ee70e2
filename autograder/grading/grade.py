"""Grades submissions: read, mend, run, judge. No course, no database; see `plugins` for nbgrader.

What is done with a submission is done in two processes of ours with bounds: a *hand* (see `workers`), which asks for the kernel and hears
what it says, and the *desk* of that hand (see `desk`). Who asks them gets plain, bounded data and touches nothing of a stranger's.
"""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import nbformat

from ..evidence.regular import read_regular
from ..evidence.version import judged_by
from ..judge import RubricError
from ..sandbox.bounded import Lost
from ..show.faults import logged
from ..truth.challenge import PUBLIC_SEED, SECRET, course_secret, seed_for
from .desk import Sheet, opened, sheets
from .kept import kept, packed
from .labels import worth
from .limits import Limits
from .marks import Marks, Shown, Submission, promised, ungradable, unmarked
from .outputs import harmless
from .ready import server
from .run import run
from .submission import KEY, MAX_BYTES, Canon, Notebook, Notes, Unreadable

UNSAFE = "Graded with --unsafe: the notebook ran with the grader's rights."
LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """How a notebook is to be run, see `run`; and how many bytes of its evidence are to be kept, 0 for nothing at all."""

    limits: Limits = field(default_factory=Limits)
    seed: int = PUBLIC_SEED
    folder: str | None = None
    keep: int = 0


def failure(error: Exception) -> str:
    """Why a submission has no verdict, where that is no fault of hers; in the log, where it arose in our code."""
    if not isinstance(error, Lost):
        logged(LOG, "A submission could not be graded.", error)
    return str(error) if isinstance(error, (RubricError, Lost)) else f"The grader failed: {type(error).__name__}: {error}"


def grade_notebook(notebook: Notebook, asked: Asked | None = None) -> Marks:
    """A mended notebook's marks as plain data.

    Raises OSError and Lost, as `run` does: then there is nothing to say of this submission.
    """
    if (language := notebook.metadata.get("kernelspec", {}).get("language", "python")) != "python":
        return unmarked(f"Its language is {language}, and only Python can be run in isolation.")
    asked = asked or Asked()
    outcome = run(notebook, limits=asked.limits, seed=asked.seed, folder=asked.folder)
    reason, written = outcome.fault or "", dict[str, Sheet]()
    if not reason:
        try:
            written = sheets(outcome)
        except Exception as error:  # ours, whatever it is, and of this submission only
            reason = failure(error)
    return {
        "reason": reason,
        "exercises": {name: {"points": sheet["points"], "card": sheet["card"]} for name, sheet in written.items()},
        "shown": shown(outcome.notebook),
        "lost": outcome.lost,
        "judged_by": judged_by(),
        "kept": packed(kept(outcome, written, asked.keep)) if asked.keep and written else b"",
    }


def grade_file(path: str, asked: Asked) -> Marks:
    """`grade_notebook` for a file that `Mend` has left, perhaps with the reason why it could not be read."""
    notebook = nbformat.read(path, as_version=4)
    unreadable = notebook.metadata[KEY]["unreadable"]
    return unmarked(unreadable) if unreadable else grade_notebook(notebook, asked)


def shown(nb: Notebook) -> list[Shown | None]:
    """What every code cell shows. Those that ran are numbered in order, in however many processes they did."""
    numbers, out = count(1), list[Shown | None]()
    for cell in nb.cells:
        if cell.cell_type == "code":
            number = None if cell.execution_count is None else next(numbers)
            outputs = harmless(cell.outputs)
            for result in (output for output in outputs if output.output_type == "execute_result"):
                result.execution_count = number
            out.append({"outputs": outputs, "execution_count": number})
        else:
            out.append(None)
    return out


def grade(path: str | Path, limits: Limits | None = None, canon: Canon | None = None) -> tuple[Submission, list[str]]:
    """One submission as the command line's JSON object, and its verdicts in words (none when it is ungradable).

    canon: the labelled cells of the release, by default those of this package's assignment to which the notebook belongs.
    """
    started, reason = time.monotonic(), ""
    written: dict[str, Sheet] = {}
    notes: Notes = {}
    due = promised(canon)
    server()  # begins while the file is read
    try:
        notebook, notes = opened(path, canon)
        due = worth(notebook.cells)
        outcome = run(notebook, limits=limits, seed=seed_of_file(path))
        reason = outcome.fault or ""
        if not reason:
            written = sheets(outcome)
    except Unreadable as error:
        reason = str(error)
    except Exception as error:  # ours, whatever it is, and of this submission only
        reason = failure(error)
    return {
        **ungradable(path, due, reason),
        "outcome": "graded" if written else "ungradable",
        "notes": [note for said in notes.values() for note in said] + [UNSAFE] * bool(written and limits and limits.unsafe),
        "points": round(sum(sheet["points"] for sheet in written.values()), 4),
        "seconds": round(time.monotonic() - started, 2),
        "exercises": [sheet["plain"] for sheet in written.values()],
    }, [sheet["text"] for sheet in written.values()]


def seed_of_file(path: str | Path) -> int:
    """A file's own challenge: from what it holds, and from the secret of the course whose folder we are in, if it is one."""
    secret = course_secret(SECRET) if Path(SECRET).is_file() else ""
    return seed_for(secret, hashlib.sha256(read_regular(path, MAX_BYTES)).hexdigest())
