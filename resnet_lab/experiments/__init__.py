"""The lesson's experiments by name, what each returns, and the numbers that were recorded. How one is run stands in its own module.

A module that is named here holds one experiment: the function of its name, which measures and draws, `draw`, `describe` and `words`, which make
picture and text from the measured numbers alone, and `claims`, which says what the lesson promises of these numbers. `GUESS` asks what the
reader expects, `outcome` is what the run gave in the same words, and `LOOK` says what to look for, which is read after it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from .. import guesses

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..shown import Shown

EXPERIMENTS = (
    *("gradients", "degradation", "free_depth", "adding_nothing", "identity_or_gradient", "far_from_identity", "lesion", "no_backup"),
    *("order", "negative_changes", "clear_road"),
)
Numbers = dict[str, Any]  # what an experiment has measured: numbers, and lists and dicts of them, by names of its own
RECORDED = Path(__file__).parents[1] / "recorded.json"  # numbers of one run with seed 0: `python -m resnet_lab.experiments --record`


def module(name: str) -> ModuleType:
    return import_module(f".{name}", __name__)


@dataclass(frozen=True)
class Result:
    """What an experiment measured. It shows itself as a figure with words. guess: what the reader expected, None where nobody said."""

    name: str
    numbers: Numbers
    guess: guesses.Guessed | None = None

    @property
    def shown(self) -> Shown:
        from ..shown import Shown

        own = module(self.name)
        figure = own.draw(self.numbers)
        if self.guess is not None:
            from .lines import with_guess

            with_guess(figure, own.GUESS, self.guess)
        return Shown(figure, own.describe(self.numbers), repr(self))

    @property
    def compared(self) -> str:
        own = module(self.name)
        return "" if self.guess is None else own.GUESS.compared(self.guess, own.outcome(self.numbers))

    def __repr__(self) -> str:
        return "\n".join(filter(None, [self.compared, module(self.name).words(self.numbers)]))

    def _repr_html_(self) -> str:
        return self.shown._repr_html_() + look(module(self.name).LOOK)


def look(text: str) -> str:
    """What to look for, as HTML: paragraphs with *emphasis* and [links](https://…)."""
    paragraphs = escape("**What to look for.** " + text.strip(), quote=False).split("\n\n")
    inner = "".join(f"<p style='margin:.7em 0 0'>{' '.join(part.split())}</p>" for part in paragraphs)
    inner = re.sub(r"\[([^\]]+)\]\((https://[^)\s]+)\)", r"<a href='\2' target='_blank' style='text-decoration:underline'>\1</a>", inner)
    inner = re.sub(r"\*([^*]+)\*", r"<em>\1</em>", re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", inner))
    return f"<div style='max-width:52em;line-height:1.5'>{inner}</div>"


def run(name: str, measure: Callable[[], Numbers], guess: guesses.Guessed | None) -> Result:
    """The experiment's result, beside what was expected of it. A guess that is no answer stops it before it is run."""
    guess = guesses.before(name, guess)
    return Result(name, measure(), guess)


def recorded() -> dict[str, Numbers]:
    """The numbers of one run of each experiment, rounded to four digits."""
    return json.loads(RECORDED.read_text(encoding="utf-8"))


def recorded_figures() -> dict[str, Figure]:
    return {name: module(name).draw(numbers) for name, numbers in recorded().items()}


def recorded_words() -> dict[str, str]:
    """What each of the recorded figures says: its alternative text."""
    return {name: module(name).describe(numbers) for name, numbers in recorded().items()}


def save(figure: Figure, path: Path) -> None:
    """SVG or PNG by the file's name, without dates: the same figure, the same bytes."""
    import matplotlib

    from ..shown import styled

    with matplotlib.rc_context():

        @styled  # ticks are made only when they are drawn
        def write() -> None:
            matplotlib.rcParams["svg.hashsalt"] = "residual-networks"
            figure.savefig(path, dpi=144, metadata={"Date": None} if path.suffix == ".svg" else {"Software": None})

        write()
