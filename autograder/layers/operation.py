"""One operation of a student's function, as it was recorded: what it says of itself, and the numbers that went in and came out.

Whatever it says may be forged: names and settings are read with care here, and numbers decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .float32 import right
from .layer import Array, Layer, Settings, Shape, Weights
from .recorded import NodeFacts

LARGE = 1e6  # no setting is as large that is meant


def unknown(name: str, shape: Shape) -> Array:
    raise LookupError(f"the weight {name} of an operation without numbers")


@dataclass(frozen=True, eq=False)
class Operation:
    """facts: as recorded (see `evidence.schema`). taken, given: float64, None where nothing is known of a tensor. weights: those that were put
    into its weights, by name and shape."""

    facts: NodeFacts
    taken: tuple[Array | None, ...] = ()
    given: Array | None = None
    weights: Weights = unknown

    @property
    def name(self) -> str:
        """The name of its class, in small letters."""
        return self.facts["name"].lower()

    @property
    def config(self) -> Settings:
        """Its settings, by Keras's names."""
        return self.facts.get("config", {})

    @property
    def shapes(self) -> dict[str, Shape]:
        """The shapes of its weights, by their names."""
        return {w["name"]: tuple(w["shape"]) for w in self.facts.get("weights", ())}

    @property
    def refused(self) -> bool:
        """Whether Keras refused it, so that a stand-in gave its numbers."""
        return bool(self.facts.get("refused"))

    @property
    def several(self) -> bool:
        """Whether it takes several tensors."""
        return len(self.facts["inputs"]) > 1

    @property
    def seen(self) -> bool:
        """Whether its numbers are there and its own."""
        return not self.refused and all(x is not None and x.size for x in (*self.taken, self.given))

    @property
    def inputs(self) -> tuple[Array, ...]:
        """What went in; like all numbers, of one that is `seen`."""
        return tuple(map(there, self.taken))

    @property
    def x(self) -> Array:
        return self.inputs[0]

    @property
    def output(self) -> Array:
        return there(self.given)

    @property
    def training(self) -> object:
        """The `training` that it was called with; as text, where that is no usual value."""
        given = self.facts["call"].get("training")
        return given if isinstance(given, (bool, str, type(None))) else str(given)

    def whole(self, setting: str, otherwise: int) -> int:
        """A setting that is a positive number, or a pair whose first is."""
        value = first(self.config.get(setting, otherwise))
        return value if isinstance(value, int) and value > 0 else otherwise

    def trainable(self) -> bool:
        return all(w["trainable"] for w in self.facts.get("weights", ()) if not w["name"].startswith("moving_"))

    def gives(self, layers: Sequence[Layer], training: bool = False) -> bool:
        """Whether it gave what these layers give, one after the other, on what it received."""
        shapes = [x.shape[1:] for x in self.inputs]
        for layer in layers:
            shapes = [layer.shape(*shapes)]
        if shapes != [self.output.shape[1:]] or max(x.shape[:1] for x in self.inputs) != self.output.shape[:1]:
            return False  # before anything is computed, which could be far more than was recorded
        known = [(x, np.zeros(x.shape)) for x in self.inputs]
        with np.errstate(all="ignore"):
            for layer in layers:
                known = [layer.known(known, self.weights, training)]
            return right(self.output, *known[0])


def there(x: Array | None) -> Array:
    if x is None:
        raise ValueError("numbers are asked of an operation that was not seen")
    return x


def real(value: object) -> float | None:
    """A setting that is a number of usual size, or None."""
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < LARGE else None


def first(value: object) -> object:
    return value[0] if isinstance(value, (list, tuple)) and value else value


def one(value: object) -> object:
    """(3, 3) → 3."""
    if isinstance(value, list):
        return value[0] if len(set(map(str, value))) == 1 else tuple(value)
    return value


def of_all_sides(value: object) -> object:
    """((3, 3), (3, 3)) → 3: of height and width, before and after."""
    return one([n for axis in listed(value) for n in listed(axis)])


def listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]
