"""The gradebook and the assignment that a command is about, or one line that says why there is none. It changes nothing."""

from __future__ import annotations

import sys

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.baseapp import NbGrader
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError


def named(app: NbGrader, command: str) -> str:
    """The one assignment that the command line names; without one the command ends."""
    names = [*app.extra_args, *filter(None, [app.coursedir.assignment_id])]
    if len(names) != 1:
        sys.exit(f"Say which assignment, as in: python -m autograder {command} residual_networks")
    return names[0]


def problem(url: str, assignment: str) -> str | None:
    """Why nothing can be written for this assignment, if so."""
    try:
        with Gradebook(url) as gradebook:
            if url.startswith("sqlite"):
                gradebook.db.execute(text("BEGIN IMMEDIATE"))  # waits some seconds for who else is writing
                gradebook.db.rollback()
            try:
                gradebook.find_assignment(assignment)
            except MissingEntry:
                known = ", ".join(a.name for a in gradebook.assignments) or "none"
                return (
                    f"The gradebook does not know the assignment {assignment!r}; it knows: {known}. "
                    f"Has `nbgrader generate_assignment {assignment}` been run?"
                )
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
        return f"The gradebook cannot be used ({url.split('@')[-1]}): {reason}."
    return None
