"""A block with one mistake in it, to be found by reading or by testing: `lab.detective()`. The tasks were made by `make`; nothing is marked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from functools import cache, cached_property
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from autograder.explain.picture import Drawn, draw, lines
from autograder.show import diagram, report
from autograder.show.faults import UserError
from autograder.value.graph import follow

from ..shown import Shown
from .calls import Gave, block, call, function, gave

FILE = Path(__file__).with_name("tasks.json")
LEVELS = {
    1: "A step is missing, too many or in the wrong place, and every call shows it.",
    2: "All steps are there; a setting of one is wrong, and every call shows it.",
    3: "Some calls give just what the right block gives. Find one that does not.",
}
FIRST = 4  # numbers of a result that are shown


@cache
def tasks(level: int) -> list[dict[str, Any]]:
    """Those of a level, in an order in which each kind of mistake comes once, then each a second time."""
    found = [task for task in json.loads(FILE.read_text(encoding="utf-8")) if task["level"] == level]
    mixed, seen, turns = [found[i] for i in np.random.default_rng(level).permutation(len(found))], Counter[str](), []
    for task in mixed:
        turns.append(seen[task["id"]])
        seen[task["id"]] += 1
    return [mixed[i] for i in np.argsort(turns, kind="stable")]


def detective(level: int = 1, seed: int = 0) -> Case:
    """A block with one mistake. level: 1 to 3. seed: the same gives the same case; the next one another.

    `case.run(f=3)` calls it; `case.accuse(4)` says which line is wrong, `case.expose(f=1)` that it gives another result there than the
    right block.
    """
    if level not in LEVELS:
        raise UserError(f"There are the levels 1, 2 and 3; given is {level!r}.")
    if not isinstance(seed, (int, np.integer)) or seed < 0:
        raise UserError(f"A seed is a whole number from 0 on; given is {seed!r}.")
    return Case(tasks(level)[int(seed) % len(tasks(level))])


class Said:
    """Words that show themselves as a card, code in backticks. right: whether an answer was; output: what the block gave, if anything."""

    def __init__(self, words: str, right: bool | None = None, output: np.ndarray | None = None):
        self.words, self.right, self.output = words, right, output

    def __repr__(self) -> str:
        return self.words.replace("`", "")

    def _repr_html_(self) -> str:
        colour = {True: report.BLUE, False: report.ORANGE, None: report.GREY}[self.right]
        paragraphs = "".join(f"<p style='margin:.3em 0'>{report.code(part)}</p>" for part in self.words.split("\n"))
        return report.card(paragraphs, colour)


class Case:
    """One task. code: the block as it is written. figure: as it is built."""

    def __init__(self, task: dict[str, Any]):
        self.task, self.asked, self.code = task, block(task["block"]), str(task["code"])

    @cached_property
    def made(self) -> Any:
        from autograder.probe.quiet import import_tensorflow

        import_tensorflow()
        return function(self.asked.name, self.code)

    # -- what there is to see ----------------------------------------------------------------------------------------------------

    @property
    def about(self) -> str:
        """What the block should be."""
        steps = "; ".join(words.strip() for words, _ in lines(self.due))
        return f"{(self.asked.value.__globals__['__doc__'] or '').strip()}\nIts steps: {steps}."

    @property
    def due(self) -> tuple[Drawn, ...]:
        return draw(follow(self.asked.lines), {}, set())

    @property
    def listing(self) -> str:
        return "\n".join(f"{n:>2}  {text}" for n, text in enumerate(self.code.splitlines(), 1))

    @property
    def plan(self) -> Shown:
        """The block as it should be."""
        return drawn(self.asked.name, "as it should be", self.due)

    @property
    def figure(self) -> Shown:
        steps = [Drawn(kind, title, detail, tuple(takes), unused=unused) for kind, title, detail, takes, unused in self.task["figure"]]
        return drawn(self.asked.name, "as it is written", steps)

    @property
    def words(self) -> str:
        return (
            f"Level {self.task['level']}. {LEVELS[self.task['level']]}\n{self.about}\n"
            "One mistake is in the code. `case.run(f=3)` calls it, with what you choose; `case.figure` draws it, `case.plan` what it should be. Say which line it is with "
            "`case.accuse(4)`, or in which call it gives another result than the right block with `case.expose(f=3)`. `case.hint()` helps."
        )

    def __repr__(self) -> str:
        return f"{self.words}\n\n{self.listing}".replace("`", "")

    def _repr_html_(self) -> str:
        code = f"<pre style='margin:.6em 0;font-family:monospace;overflow-x:auto'>{escape(self.listing)}</pre>"
        return report.card(
            "".join(f"<p style='margin:.3em 0'>{report.code(part)}</p>" for part in self.words.split("\n")) + code, report.GREY
        )

    # -- what can be done --------------------------------------------------------------------------------------------------------

    def gave(self, **given: Any) -> Gave:
        return gave(self.made, call(self.asked, given))

    def run(self, **given: Any) -> Said:
        """What the block gives: X (an array, or its shape), f, filters and, if it has it, training as you choose."""
        found = self.gave(**given)
        return Said(f"`{self.asked.name}` with {found.call}: {result(found)}", output=found.output)

    def accuse(self, line: int | str) -> Said:
        """Whether this line is the wrong one: its number, or a part of its text. Where something is missing, a line beside the gap is right."""
        if line in self.task["names"]:
            return Said(f"Yes. {self.explanation}", right=True)
        number = self.number(line)
        if number in self.task["lines"]:
            return Said(f"Yes, line {number}. {self.explanation}", right=True)
        return Said(f"Line {number} is as it should be, or only follows from the mistake. Look on; `case.hint()` helps.", right=False)

    def number(self, line: int | str) -> int:
        written = self.code.splitlines()
        if isinstance(line, str) and not line.isdigit():
            found = [n for n, text in enumerate(written, 1) if line in text]
            if len(found) != 1:
                raise UserError(f"{line!r} stands in {len(found) or 'none'} of the lines; give the number of one, 1 to {len(written)}.")
            return found[0]
        if not 1 <= int(line) <= len(written):
            raise UserError(f"The code has the lines 1 to {len(written)}; given is {line!r}.")
        return int(line)

    def expose(self, **given: Any) -> Said:
        """Whether the block gives another result in this call than the right block."""
        found = self.gave(**given)
        if found.differs:
            return Said(
                f"Yes: with {found.call} {result(found)} The right block gives {numbers(found.call.due.output)}.\n{self.explanation}",
                right=True,
            )
        return Said(f"With {found.call} the right block gives the same numbers. This call does not show the mistake.", right=False)

    def hint(self) -> Said:
        return Said(str(self.task["nudge"]))

    @property
    def explanation(self) -> str:
        more = f" With `{told(self.task['agrees'])}` it gives just what the right block gives." if self.task["agrees"] else ""
        return f"{self.task['says']} {self.task['why']}\nA call that shows it: `case.run({told(self.task['exposes'])})`.{more}"


def drawn(name: str, title: str, steps: Sequence[Drawn]) -> Shown:
    """Steps from top to bottom, with their words for who does not see them."""
    return Shown(
        diagram.upright(title, steps, 0.9).figure, f"{name}, {title}: {'; '.join(words.strip() for words, _ in lines(tuple(steps)))}."
    )


def told(given: dict[str, Any]) -> str:
    """A call as it is written."""
    return ", ".join(f"{name}={tuple(value) if isinstance(value, list) else value}" for name, value in given.items() if value is not False)


def result(found: Gave) -> str:
    if found.error is not None:
        line = found.error["line"]
        where = f" in line {line['number']}" if line else ""
        message = " ".join(str(found.error["message"]).split())
        return f"it stops{where}: {found.error['type']}: {message[:200]}{'…' if len(message) > 200 else ''}"
    return f"it gives {numbers(found.output)}."


def numbers(output: np.ndarray | None) -> str:
    if output is None or not output.size:
        return "no numbers"
    flat = output.astype(float).ravel()
    first = ", ".join(f"{v:.3g}" for v in flat[:FIRST])
    return f"shape {output.shape}: smallest {flat.min():.3g}, mean {flat.mean():.3g}, largest {flat.max():.3g}; the first are {first}"
