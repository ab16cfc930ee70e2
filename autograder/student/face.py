"""What a student calls in the notebook: `check`, `hint`, `solution` and `progress`. Each returns something that shows itself.

In Jupyter and Colab it is a card; printed in a terminal it is text. The plain repr of a check is its points, which is
how nbgrader takes partial credit.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..exercises import EXERCISES
from ..explain.hints import ladder, unjudged
from ..explain.verdict import Verdict, judge
from ..judge import RubricError
from ..probe.cells import history, judged, stopped
from ..show import report
from ..show.faults import UserError
from ..truth.question import question
from ..value.points import POINTS, together

if TYPE_CHECKING:
    from IPython.lib.pretty import RepresentationPrinter

ANSWERS = Path(__file__).parents[1] / "answers.json"  # the model answers by exercise; a course may leave the file out
logging.getLogger("autograder").addHandler(logging.NullHandler())  # or Python prints a fault of ours to stderr, which costs a cell its mark
ASKED: set[str] = set()  # for which exercises this notebook has asked for the answer: the second time it is shown
HINTED: dict[str, tuple[str, int]] = {}  # by exercise: of what the last hint spoke, and which it was


class Card:
    """A verdict that shows itself. cell: the number of the cell that was judged; warnings: what may go otherwise in grading."""

    def __init__(self, verdict: Verdict, cell: int | None, warnings: list[str]):
        self.verdict, self.cell, self.warnings = verdict, cell, warnings

    @property
    def points(self) -> float:
        return self.verdict.points

    def __float__(self) -> float:
        return self.points

    def __repr__(self) -> str:
        return repr(float(self.points))

    def __str__(self) -> str:
        more = (line for words in self.warnings for line in report.wrap(words.replace("`", ""), "  "))
        return "\n".join([report.text(self.verdict, self.cell), *more])

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:
        """In IPython's terminal the text; in a notebook, where the card is shown, the points that nbgrader reads."""
        shell = sys.modules["IPython"].get_ipython()
        printer.text(str(self) if hasattr(shell, "pt_app") else repr(self))

    def _repr_html_(self) -> str:
        more = "".join(f"<p style='margin:.2em 0'>{report.code(report.inert(words))}</p>" for words in self.warnings)
        return report.html(self.verdict, cell=self.cell) + (report.card(more, report.ORANGE) if more else "")


class Words:
    """Text that shows itself as a card."""

    def __init__(self, text: str, html: str):
        self.text, self.html = text, html

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


def known(exercise: object) -> str:
    """The exercise's name, for the function itself too."""
    name = getattr(exercise, "__name__", exercise) if callable(exercise) else exercise
    if not isinstance(name, str) or name not in EXERCISES:
        raise UserError(f"There is no exercise {name!r}. The exercises are {', '.join(map(repr, EXERCISES))}.")
    return name


def verdict_of(exercise: str, namespace: dict[str, Any]) -> Verdict:
    from ..probe.calls import probe  # here: it needs TensorFlow, which the notebook has imported by then

    if stopped(exercise, namespace):  # what is there is what the cell gave before it was changed: nothing to speak of
        namespace = {name: value for name, value in namespace.items() if name != exercise}
    try:
        verdict = judge(probe(question(exercise), namespace), exercise)
        return verdict.worth(POINTS[exercise]) if exercise in POINTS else verdict
    except RubricError as error:
        raise UserError(
            f"The autograder itself failed on this answer; that says nothing about your code. Please report it: {error}"
        ) from None


def warnings(exercise: str, namespace: dict[str, Any]) -> list[str]:
    """What will be missing when the notebook is graded, where its file can be found and read."""
    try:
        from ..grading import elsewhere  # here: Jupyter's packages are not everywhere
    except ImportError:
        return []
    return elsewhere.warnings(exercise, namespace)


def caller() -> dict[str, Any]:
    """The globals of whoever called the function that calls this."""
    return sys._getframe(2).f_globals


def check(exercise: str) -> Card:
    """Judge the function of that name in the notebook: what is right, what is wrong and why.

    exercise: its name, as the heading above the cell has it. Raises UserError for another one.
    """
    exercise, namespace = known(exercise), caller()
    cell = judged(namespace.get(exercise), history(namespace))
    return Card(verdict_of(exercise, namespace), cell, warnings(exercise, namespace))


def hint(exercise: str, step: int | None = None) -> Words:
    """A hint for the first mistake: step 1 is a nudge, step 3 comes to the point. Without a step, the next one to this mistake.

    Raises UserError for an unknown exercise or step.
    """
    exercise = known(exercise)
    verdict = verdict_of(exercise, caller())
    if verdict.outcome == "passed":
        return Words(f"{exercise} is right already.", report.card(f"<code>{exercise}</code> is right already.", report.BLUE))
    about, steps = hints_of(verdict)
    if step is None:
        before, last = HINTED.get(exercise, ("", 0))
        step = min(last + 1, len(steps)) if before == about else 1
    if step not in range(1, len(steps) + 1):
        raise UserError(f"There are {len(steps)} hints here: step can be 1 to {len(steps)}, not {step!r}.")
    HINTED[exercise] = about, step
    return Words(*report.hint(exercise, about, steps, step))


def hints_of(verdict: Verdict) -> tuple[str, tuple[str, ...]]:
    """The first mistake of a verdict, and the hints to it."""
    if verdict.diagnosis:
        return verdict.diagnosis[0].says, verdict.diagnosis[0].hints
    if verdict.outcome == "not attempted":
        return "How to begin.", ladder(verdict.exercise, None)
    first = next(c for c in verdict.criteria if c.outcome != "passed")
    if first.finding and verdict.note and (steps := unjudged(first.finding)):
        return verdict.note, steps
    if first.finding and first.finding.kind == "missing":  # and no step that is there tells more
        return first.message, ladder(verdict.exercise, None)
    return first.says, ladder(verdict.exercise, first.id)


def solution(exercise: str) -> Words:
    """A model answer with comments, for who has passed the exercise, or asks a second time.

    Raises UserError for an unknown exercise, or where the course has left the answers out.
    """
    passed = verdict_of(known(exercise), caller()).outcome == "passed"
    if not ANSWERS.exists():
        raise UserError("This course does not show model answers.")
    if not passed and exercise not in ASKED:
        ASKED.add(exercise)
        text = (
            f"Your `{exercise}` is not right yet, and finding out why teaches more than reading an answer. "
            f'`hint("{exercise}")` helps step by step. If you want to see the answer all the same, run this once more.'
        )
        return Words(text.replace("`", ""), report.card(report.code(text), report.GREY))
    answer = json.loads(ANSWERS.read_text(encoding="utf-8")).get(exercise)
    if answer is None:
        raise UserError(f"This course leaves {exercise} out.")
    return Words(answer, report.card(report.listing("A model answer. Yours may look different and be just as right.", answer), report.BLUE))


def progress() -> Words:
    """The points of all exercises of the assignment as they stand now."""
    namespace = caller()
    verdicts = [verdict_of(exercise, namespace) for exercise in together(namespace)]
    return Words(report.table(verdicts), report.table_html(verdicts))
