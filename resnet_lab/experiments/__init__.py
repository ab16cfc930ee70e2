"""The lesson's experiments by name, what each returns, and the numbers that were recorded. How one is run stands in its own module.

Each module holds one experiment: the function of its name, which measures and draws, `draw`, `describe` and `words`, which make
picture and text from the measured numbers alone, and `claims`, which says what the lesson promises of these numbers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..shown import Shown

EXPERIMENTS = ("gradients", "degradation", "free_depth", "identity_or_gradient", "lesion", "order", "clear_road")
Numbers = dict[str, Any]  # what an experiment has measured: numbers, and lists and dicts of them, by names of its own
RECORDED = Path(__file__).parents[1] / "recorded.json"  # numbers of one run with seed 0: `python -m resnet_lab.experiments --record`


def module(name: str) -> ModuleType:
    return import_module(f".{name}", __name__)


@dataclass(frozen=True)
class Result:
    """What an experiment measured. It shows itself as a figure with words."""

    name: str
    numbers: Numbers

    @property
    def shown(self) -> Shown:
        from ..shown import Shown

        own = module(self.name)
        return Shown(own.draw(self.numbers), own.describe(self.numbers), own.words(self.numbers))

    def __repr__(self) -> str:
        return module(self.name).words(self.numbers)

    def _repr_html_(self) -> str:
        return self.shown._repr_html_()


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
