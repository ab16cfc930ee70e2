"""What tests ask of a course's folder: to run a command there, what the gradebook says, and which files were graded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from nbgrader.api import Gradebook

from . import warm


def run(folder: Path, *command: str) -> subprocess.CompletedProcess:
    return warm.run([sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, timeout=600)


def ran(folder: Path, *command: str) -> subprocess.CompletedProcess:
    """A command that ends well."""
    done = run(folder, *command)
    assert done.returncode == 0, done.stderr
    return done


def marks(folder: Path, assignment: str) -> dict[str, dict[str, tuple]]:
    """By student and graded cell: the points by machine, and whether a person has to look at it."""
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        return {
            s.student.id: {g.name: (g.auto_score, g.needs_manual_grade) for n in s.notebooks for g in n.grades}
            for s in gradebook.assignment_submissions(assignment)
        }


def graded_files(folder: Path) -> dict[str, tuple[int, bytes]]:
    graded = folder / "autograded"
    return {str(p.relative_to(graded)): (p.stat().st_mode, p.read_bytes()) for p in graded.rglob("*") if p.is_file()}
