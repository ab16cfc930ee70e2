"""The same numbers in the same order, in another shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from .confusion import Confusion
from .layer import Array, Layer, Moves, Settings, Shape, Size, Weights
from .operation import Operation

CONFUSIONS = (
    Confusion("target_shape", "reshaping", "target_shape", "{Step} gives the shape {found}, not {due}.", "The same numbers in another shape have other neighbours.",
              "Which shape do the steps give here?", wrong=lambda due, sizes: [due[::-1]] if due[::-1] != due else []),
)  # fmt: skip


@dataclass(frozen=True)
class Reshape(Moves):
    """target_shape: without the batch; one of its sizes may be -1, for what is left."""

    target_shape: tuple[Size, ...]

    kind = "reshape"
    name = "reshape"
    words = "reshaping"
    confusions = CONFUSIONS
    meant = ("reshape",)
    written = ("target_shape",)

    def __post_init__(self) -> None:
        object.__setattr__(self, "target_shape", tuple(self.target_shape))

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        return x.reshape(len(x), *self.target_shape)

    def shape(self, shape: Shape) -> Shape:
        if -1 not in self.target_shape:
            return self.target_shape
        given = prod(size for size in self.target_shape if size != -1)
        return tuple(prod(shape) // given if size == -1 else size for size in self.target_shape)

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[Reshape]:
        """As it was written, or in numbers; with -1 in each place, since who asks may have written that."""
        x, output = operation.x, operation.output
        if x.shape == output.shape or x.size != output.size or x.shape[:1] != output.shape[:1] or output.ndim < 2:
            return
        sizes = output.shape[1:]
        said = operation.config.get("target_shape")
        told = tuple(said) if isinstance(said, list) and len(said) == len(sizes) else ()
        if all(type(own) is int and own in (size, -1) for own, size in zip(told, sizes)) and told.count(-1) <= 1 and told:
            yield cls(told)
        yield cls(sizes)
        for i in range(len(sizes)):
            yield cls((*sizes[:i], -1, *sizes[i + 1 :]))

    @classmethod
    def said(cls, operation: Operation, step: Layer | None) -> Settings | None:
        given = operation.config.get("target_shape")
        told = {"target_shape": tuple(given)} if isinstance(given, list) and cls.kind in operation.name else None
        settings = step.settings() if step else told
        return settings and settings | {"name": operation.facts["name"]}

    @classmethod
    def box(cls, settings: Settings) -> tuple[str, str]:
        return "Reshape", "×".join(map(str, settings.get("target_shape", ())))

    @property
    def asked(self) -> str:
        return f"the shape {'×'.join(map(str, self.target_shape))}"
