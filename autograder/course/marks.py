"""`python -m autograder marks ASSIGNMENT`: the table of a class's marks as the gradebook has them now. It grades nothing."""

from __future__ import annotations

from . import results
from .gradebook import Command


class App(Command):
    name = "marks"
    description = "Print the marks of a class"
    examples = "python -m autograder marks residual_networks"

    def work(self, assignment: str) -> None:
        table = results.table(self.coursedir, assignment)
        print(table + results.ways_on(table, assignment))


main = App.main
