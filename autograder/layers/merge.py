"""What layers share that join several tensors: they are told apart by their function. Element by element, sizes of 1 are stretched."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np

from .layer import Array, Known, Layer, Moving, Settings, Shape, Weights
from .operation import Operation

FUNCTIONS = ("add", "concatenate", "multiply", "average", "subtract", "maximum", "minimum", "dot")
PARTS = {"mul": "multiply", "sub": "subtract", "cat": "concatenate", "avg": "average", "mean": "average"}  # of operations' names
SIGNS = {"add": "+", "multiply": "×", "subtract": "−", "concatenate": "concat", "average": "mean", "maximum": "max", "minimum": "min"}
OPERATORS = {"add": "+", "multiply": "*", "subtract": "-"}  # of Python, between two tensors


@dataclass(frozen=True)
class Merge(Layer):
    does = "join"
    family = "merge"
    several = True

    def held(self, *shapes: Shape) -> dict[str, Shape]:
        return {}

    def settings(self) -> Settings:
        return {"function": self.kind}

    @classmethod
    def said(cls, operation: Operation, step: Layer | None) -> Settings | None:
        name = operation.name
        if step is not None:
            return step.settings()
        if operation.several:
            added = operation.refused and "add" in name
            return {"function": "add" if added else next((function for part, function in PARTS.items() if part in name), name)}
        return {"function": name} if name in FUNCTIONS else None

    @property
    def title(self) -> str:
        """In words, a sign being of a picture only."""
        return type(self).__name__

    @classmethod
    def box(cls, settings: Settings) -> tuple[str, str]:
        function = settings.get("function", "add")
        return SIGNS.get(function, str(function)), ""


@dataclass(frozen=True)
class Elementwise(Merge):
    """A number of each tensor at a time; sizes of 1 are stretched, as Keras stretches them. error: of `known`; derivative: that of `moving`, known up
    to an error of its own."""

    @abstractmethod
    def error(self, known: Sequence[Known]) -> Array: ...

    @abstractmethod
    def derivative(self, moving: Sequence[Moving]) -> Known: ...

    def known(self, known: Sequence[Known], weights: Weights, training: bool) -> Known:
        return self.exact([x for x, _ in known], weights, training), self.error(known)

    def moving(self, moving: Sequence[Moving], weights: Weights, direction: Weights, training: bool) -> Moving:
        return Moving(*self.known([(m.x, m.e) for m in moving], weights, training), *self.derivative(moving))

    def shape(self, *shapes: Shape) -> Shape:
        return np.broadcast_shapes(*shapes)

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[Elementwise]:
        try:
            np.broadcast_shapes(*(x.shape for x in operation.inputs))
        except ValueError:
            return
        yield cls()


def total(tensors: Iterable[Array]) -> Array:
    """Their sum."""
    return reduce(add, tensors)


def summed(*tensors: Array) -> int:
    """How many numbers are added up backwards for one of these tensors: those of all places that it is stretched to, and as often as there are
    tensors where one goes all the ways."""
    size = np.broadcast(*tensors).size
    return len(tensors) - 1 + max(size // x.size - 1 for x in tensors)
