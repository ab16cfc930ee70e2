"""Sizes with which a value computes, written down as formulas of their names; and what shape a block gives, as formulas in its arguments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, Any, NoReturn

from ..layers.formula import Formula
from ..layers.layer import Layer, Tensor
from .inputs import sizes_of
from .lines import Lines, walk

if TYPE_CHECKING:
    from .exercise import Exercise

SUM, PRODUCT, NAME = range(3)  # how close a formula holds together
MULTIPLES = range(2, 9)  # what a learner may write before a size
Symbols = tuple[Any, ...]  # a shape in sizes and numbers, with which a layer's rule computes as with numbers alone


class Size(Formula):
    """A size while a value is read, or a shape is worked out: the name of a number that is not known yet, or a formula of such names.

    before, more: the same as before + more, where more is a number. holds: SUM, PRODUCT or NAME, what `before` is. minus: what it is the
    negative of.
    """

    before: str
    holds: int
    more: int
    minus: Size | None

    def __new__(cls, before: str, holds: int = NAME, more: int = 0, minus: Size | None = None) -> Size:
        made = super().__new__(cls, f"{before} {'+' if more > 0 else '-'} {abs(more)}" if more else before)
        made.before, made.holds, made.more, made.minus = before, holds, more, minus
        return made

    def __add__(self, other: Size | int) -> Size:  # type: ignore[override]  # sizes are added as numbers are, not as texts
        if not isinstance(other, Size):
            return Size(self.before, self.holds, self.more + whole(other, self))
        return Size(f"{self.before} + {other.before}", SUM, self.more + other.more)

    def __radd__(self, other: int) -> Size:
        return self + other

    def __sub__(self, other: Size | int) -> Size:
        return Size(f"{self} - {inside(other, PRODUCT)}", SUM) if isinstance(other, Size) else self + -whole(other, self)

    def __rsub__(self, other: int) -> Size:
        return Size(f"{whole(other, self)} - {inside(self, PRODUCT)}", SUM)

    def __neg__(self) -> Size:
        return self.minus or Size(f"-({self})", PRODUCT, minus=self)

    def __mul__(self, other: Size | int) -> Size:  # type: ignore[override]  # likewise
        return self if other == 1 else Size(f"{inside(self, PRODUCT)} * {self.factor(other)}", PRODUCT)

    def __rmul__(self, other: int) -> Size:  # type: ignore[override]  # likewise
        return self if other == 1 else Size(f"{whole(other, self)} * {inside(self, NAME)}", PRODUCT)

    def __floordiv__(self, other: Size | int) -> Size:
        return self if other == 1 else Size(f"{inside(self, PRODUCT)} // {self.factor(other)}", PRODUCT)

    def factor(self, other: Size | int) -> str:
        """What this one is multiplied with or divided by."""
        return inside(other, NAME) if isinstance(other, Size) else str(whole(other, self))

    def refuse(self, *_: object) -> NoReturn:
        raise ValueError(
            f"{self} is a size here, which has no number yet: give it to a layer as it is, or computed with whole numbers and +, -, *, //; "
            "several in one argument are taken apart as in `A, B, C = widths`"
        )

    __truediv__ = __rtruediv__ = __rfloordiv__ = __mod__ = __pow__ = __getitem__ = __iter__ = refuse
    __lt__ = __le__ = __gt__ = __ge__ = refuse


def inside(size: Size, holds: int) -> str:
    """Its text, in brackets where that would fall apart beside what holds closer."""
    return f"({size})" if (SUM if size.more else size.holds) < holds else str(size)


def whole(n: object, beside: Size) -> int:
    return n if type(n) is int else beside.refuse()


def plain(output: Tensor) -> Tensor:
    """The same tensors, their layers with names and formulas that nothing can be computed with."""
    made: dict[Tensor, Tensor] = {}

    def text(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(map(text, value))
        return Formula(value) if isinstance(value, Size) else value

    def of(tensor: Tensor) -> Tensor:
        if tensor.layer is None:
            return tensor
        if tensor not in made:
            found = {f.name: text(value) for f in fields(tensor.layer) if (value := getattr(tensor.layer, f.name)) is not None}
            made[tensor] = replace(tensor, layer=replace(tensor.layer, **found), takes=tuple(map(of, tensor.takes)))
        return made[tensor]

    return of(output)


def formulas(lines: Lines) -> tuple[Formula, ...]:
    """The sizes that the layers of an exercise are given and that follow from others, each once."""
    given = [getattr(layer, f.name) for layer in lines.steps().values() for f in fields(layer)]
    flat = [part for value in given for part in (value if isinstance(value, tuple) else (value,))]
    return tuple(dict.fromkeys(part for part in flat if isinstance(part, Formula) and part.computed))


def likely(sizes: Mapping[str, int]) -> Iterator[tuple[Formula, int]]:
    """What a learner may compute of sizes: multiples of one, products and sums of two, one and a number, half of one."""
    for name, n in sizes.items():
        yield from ((Formula(f"{k} * {name}"), k * n) for k in MULTIPLES)
    for (one, n), (other, m) in combinations_with_replacement(sizes.items(), 2):
        yield Formula(f"{one} * {other}"), n * m
        yield Formula(f"{one} + {other}"), n + m
    for name, n in sizes.items():
        yield from ((Formula(f"{name} + {k}"), n + k) for k in MULTIPLES)
        yield Formula(f"{name} // 2"), n // 2


def shape_given(exercise: Exercise) -> list[str]:
    """Of what a block gives, without the batch: formulas in its sizes and in its input's shape, such as `(X[1] - 1) // s + 1`."""
    sizes: dict[str, Any] = {name: Size(name) for argument in exercise.sizes for name in exercise.names_in(argument)}
    sizes |= {name: Size(f"{exercise.first}[{axis}]") for axis, name in enumerate(sizes_of(exercise.input.axes), 1)}
    start = tuple(Size(f"{exercise.first}[{axis}]") for axis in range(1, len(exercise.input.axes)))
    return [str(n) for n in list(walk(exercise.lines, start, sizes, shape).values())[-1]]


def shape(layer: Layer, *shapes: Symbols) -> Symbols:
    """Of what a layer gives. A rule that compares shapes by NumPy takes numbers only; tensors that are joined there are alike (see `checks`)."""
    try:
        return layer.shape(*shapes)
    except TypeError:
        return shapes[0]
