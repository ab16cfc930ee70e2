"""`python -m autograder marks ASSIGNMENT`: the table of a class's marks as the gradebook has them now. It grades nothing."""

from __future__ import annotations

import sys

from nbgrader.apps.baseapp import NbGrader, nbgrader_aliases, nbgrader_flags
from traitlets import default

from . import results
from .gradebook import named, problem


class App(NbGrader):
    """Finds the gradebook as nbgrader's own commands do, with the options for that."""

    name = "marks"
    description = "Print the marks of a class"
    examples = "python -m autograder marks residual_networks"
    aliases = {name: nbgrader_aliases[name] for name in ("db", "course-dir", "log-level")}
    flags = nbgrader_flags

    @default("log_level")
    def quiet(self) -> str:
        return "WARN"

    def start(self) -> None:
        super().start()
        assignment = named(self, "marks")
        if why := problem(self.coursedir.db_url, assignment):
            sys.exit(why)
        table = results.table(self.coursedir, assignment)
        print(table + results.ways_on(table, assignment))


def main(arguments: list[str]) -> int:
    sys.argv[0] = "python -m autograder marks"
    App.launch_instance(argv=arguments)
    return 0
