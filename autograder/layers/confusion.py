"""What a setting of a layer is confused with: the wrong values that learners write, and how each is said. A layer's file lists its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .formula import Formula

HARD = "It agrees with the argument in some calls only: the block is used with other sizes too."
DEFAULT = (
    "The exercise keeps Keras's defaults in all that it does not name, so that two blocks with the same weights give the same numbers."
)
MISTAKEN = "Which argument of this layer is not in the list of steps?"

Wrong = Callable[[Any, Iterable[str]], Iterable[object]]  # wrong values of a setting, by the one that is due and the names of sizes


class Change(NamedTuple):
    """One setting of one line that is not what it should be. kind: the line's."""

    at: str
    kind: str
    setting: str
    found: object
    due: object

    @property
    def named(self) -> bool:
        """Whether a size is due that has a name, such as f."""
        return isinstance(self.due, str)

    @property
    def renamed(self) -> bool:
        """Whether the name of another size stands in its place."""
        return self.named and isinstance(self.found, str) and " " not in self.found

    @property
    def computed(self) -> bool:
        """Whether a size is due that follows from others, such as 4 * growth."""
        return isinstance(self.due, Formula) and self.due.computed

    @property
    def fixed(self) -> bool:
        """Whether in its place stands one with a number where that has a name."""
        if not (isinstance(self.due, Formula) and self.due.computed and isinstance(self.found, Formula)):
            return False
        (names, numbers), (own, written) = self.due.parts, self.found.parts
        return own < names and bool(written - numbers)


def always(change: Change) -> bool:
    return True


def nothing(due: object, sizes: Iterable[str]) -> Iterable[object]:
    return ()


@dataclass(frozen=True)
class Confusion:
    """says may use {step}, {Step}, {found}, {due} and {place}. when: which changes it explains; of several the first does. costs: the criterion,
    the step's own where empty. together: whether the same mistake at several steps is one (a missing argument is), or each its own. wrong: values
    that show it, by what is due and the names of sizes, for answers that the tests grade."""

    id: str
    family: str
    setting: str
    says: str
    why: str
    nudge: str
    when: Callable[[Change], bool] = field(default=always, compare=False)
    costs: str = ""
    together: bool = False
    wrong: Wrong = field(default=nothing, compare=False)


def values(*wrong: object) -> Wrong:
    """These, where they are not due."""
    return lambda due, sizes: [value for value in wrong if value != due]


def numbers(*wrong: object) -> Wrong:
    """These, where a size is due that has a name."""
    return lambda due, sizes: wrong if isinstance(due, str) else ()


def one_more(due: Any, sizes: Iterable[str]) -> list[int]:
    """Than is due, where that is a number."""
    return [] if isinstance(due, str) else [due + 1]


def default(id: str, setting: str, says: str, nudge: str, *wrong: object) -> Confusion:
    """A default of Keras's that is another one."""
    return Confusion(id, "defaults", setting, says, DEFAULT, nudge, costs="defaults", together=True, wrong=values(*wrong))


FROZEN = Confusion("frozen", "gradient", "trainable", "{Step} is not trainable: its weights stay as they start.", "A frozen layer cannot learn.",
                   MISTAKEN, costs="gradients", wrong=values(False))  # fmt: skip
