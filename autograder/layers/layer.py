"""What every kind of layer says of itself. A size may be a name such as f; a rule is asked of a layer whose sizes are numbers.

Tensors are (batch, …, channels): of images with height and width between. `weights(name, shape)` gives the weight of that name and shape; the names are Keras's own:
kernel, bias, gamma, beta, moving_mean, moving_variance.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from math import prod
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar

import numpy as np

from .confusion import Confusion
from .formula import Formula

if TYPE_CHECKING:
    from .operation import Operation

Array = np.ndarray  # float64, or complex for a derivative
Size = int  # for it may stand the name of one, or a formula of names, which computes like a number (see `value.formula`)
Shape = tuple[int, ...]  # of a tensor: without the batch dimension
Weights = Callable[[str, Shape], Array]
Known = tuple[Array, Array]  # exact numbers, and how far float32 may be from each
Settings = dict[str, Any]  # by their names; of what a student built as it was recorded
Self = TypeVar("Self", bound="Layer")
STEP = 1e-30  # nothing is subtracted, so it can be as small


class Moving(NamedTuple):
    """A tensor on its way along a direction: its numbers x, known up to e, and their derivative t, known up to d (see `slope`)."""

    x: Array
    e: Array
    t: Array
    d: Array


@dataclass(frozen=True, eq=False)
class Tensor:
    """What a layer gives where a value is read (see `value.exercise`): the layer, the tensors it takes, a name for its line, if it has one of
    its own, and the part of a network that it belongs to. That which comes into a function has none of these, and the names of its sizes as
    its shape."""

    layer: Layer | None = None
    takes: tuple[Tensor, ...] = ()
    name: str = ""
    part: str = ""
    shape: tuple[Size, ...] = ()


@dataclass(frozen=True)
class Layer:
    """kind: its short name; family: that of layers which are told apart by a setting alone; name: what its line is called, numbered where a
    function has several as a rule; words: what it is called in a sentence; does: its task in a block: kernel, normalisation, activation,
    join; gathers: whether it may leave one place of a whole map; idempotent: whether it changes nothing after itself; config: what Keras's layer has where nothing is said; confusions: what can be set wrongly in it;
    otherwise: what is said where its numbers are others though its arguments are right; done: what it does with two paths, as in "added".

    For what a student built: several: whether it takes several tensors; ordered: whether it then gives
    something else for them in another order; starts: its weights, and what Keras starts them with, None standing for
    random numbers; modes: in what ways it may have been called, each with the `training` that leads to it; does_in: what it does in each, in words; names: parts of the names of operations
    that are taken for one though their numbers are others; meant: further ones, where an operation failed and has no numbers; built_in: the layers
    that an activation built into it may amount to; shaping: settings that decide the shape of what it gives, and no number in it.

    For its line (see `source`): written: which settings stand in it, in their order; seldom: those that do so only where they are asked for;
    maker: the name by which it is called there, where that is not its own; keywords: what Keras calls a setting that has a short name here; called: of those that are
    given when it is called."""

    kind: ClassVar[str]
    family: ClassVar[str] = ""
    name: ClassVar[str] = ""
    numbered: ClassVar[bool] = False
    words: ClassVar[str]
    does: ClassVar[str] = ""
    gathers: ClassVar[bool] = False
    idempotent: ClassVar[bool] = False
    otherwise: ClassVar[str] = "does not compute what it should"
    done: ClassVar[str] = "joined"
    config: ClassVar[Settings] = {}
    confusions: ClassVar[tuple[Confusion, ...]] = ()
    several: ClassVar[bool] = False
    starts: ClassVar[dict[str, float | None]] = {}
    modes: ClassVar[dict[str, bool]] = {"": False}
    does_in: ClassVar[dict[str, str]] = {}
    names: ClassVar[tuple[str, ...]] = ()
    meant: ClassVar[tuple[str, ...]] = ()
    built_in: ClassVar[tuple[type[Layer], ...]] = ()
    ordered: ClassVar[bool] = False
    shaping: ClassVar[tuple[str, ...]] = ()
    written: ClassVar[tuple[str, ...]] = ()
    seldom: ClassVar[tuple[str, ...]] = ()
    maker: ClassVar[str] = ""
    keywords: ClassVar[dict[str, str]] = {}
    called: ClassVar[dict[str, str]] = {}

    def __call__(self, taken: Tensor | list[Tensor]) -> Tensor:
        """In a value the layer is called as in Keras."""
        return Tensor(self, tuple(taken) if isinstance(taken, list) else (taken,))

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        """The output in float64. Takes complex numbers too, of which the real part decides where there is something to choose."""
        raise TypeError(f"no rule for {self!r}")

    def rounding(self, x: Array, e: Array, weights: Weights, training: bool) -> Array:
        """How far float32 may be from `output`, element by element, where x is known up to e; |x| + e bounds what float32 holds."""
        raise TypeError(f"no bound for {self!r}")

    def spread(self, m: Moving, weights: Weights, direction: Weights, training: bool) -> Array:
        """How far float32 gradients may be from the derivative along a direction: the d of the output."""
        raise TypeError(f"no bound on the gradient of {self!r}")

    def exact(self, tensors: Sequence[Array], weights: Weights, training: bool) -> Array:
        """The output, of all tensors that it takes: a layer that takes several has its rules here, in `known` and in `moving`."""
        (x,) = tensors
        return self.output(x, weights, training)

    def known(self, known: Sequence[Known], weights: Weights, training: bool) -> Known:
        """The output and its bound."""
        ((x, e),) = known
        return self.output(x, weights, training), self.rounding(x, e, weights, training)

    def moving(self, moving: Sequence[Moving], weights: Weights, direction: Weights, training: bool) -> Moving:
        """The output on its way along a direction: its derivative by a complex step (see `slope`)."""
        (m,) = moving
        moved = self.output(m.x + 1j * STEP * m.t, lambda *key: weights(*key) + 1j * STEP * direction(*key), training)
        e = self.rounding(m.x, m.e, weights, training)
        return Moving(moved.real, e, moved.imag / STEP, self.spread(m, weights, direction, training))

    def shape(self, shape: Shape) -> Shape:
        """The shape of the output. A layer that takes several tensors takes several shapes, here and in `held`."""
        return shape

    def held(self, shape: Shape) -> dict[str, Shape]:
        """The shapes of its weights on an input of this shape, moving statistics included."""
        return {}

    def parameters(self, *shapes: Shape) -> int:
        """The number of its weights."""
        return sum(prod(shape) for shape in self.held(*shapes).values())

    def contradicts(self, due: Layer) -> bool:
        """Whether it is another one of the same kind, and not only in what decides the shape, which the steps after it may put right."""
        return type(self) is type(due) and any(
            getattr(self, f.name) != getattr(due, f.name) for f in fields(self) if f.name not in self.shaping
        )

    def settings(self) -> Settings:
        """What can be set in it, by Keras's names where there are some; in a block that asks for the contract's initializer and training.
        A file that says nothing else has its fields."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def configured(self) -> Settings:
        """What Keras's layer has, of `config`, where this one is asked for: the fields of these names."""
        return self.config | {f.name: getattr(self, f.name) for f in fields(self) if f.name in self.config}

    def normal(self) -> Layer:
        """The layer as which it is read: of several ways to ask for the same, one."""
        return self

    # -- what a student built --------------------------------------------------------------------------------------------

    @classmethod
    def owns(cls, shapes: dict[str, Shape]) -> bool:
        """Whether weights of these names and shapes are those of such a layer."""
        return False

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[Layer]:
        """What an operation may be, of this kind, by its shapes and by what it says of itself; the likeliest first. Its numbers decide."""
        yield from ()

    @classmethod
    def said(cls, operation: Operation, step: Layer | None) -> Settings | None:
        """The settings of an operation, in the form of `settings`; step: what it is by its numbers. None where it is no such layer."""
        return step.settings() if step else {} if any(part in operation.name for part in cls.names) else None

    @classmethod
    def following(cls, settings: Mapping[str, object], wrong: Collection[str]) -> Collection[str]:
        """The wrong ones among the settings of what a student built that are no mistakes of their own: they follow from others, have no effect, or
        are steps by themselves."""
        return ()

    @classmethod
    def split(cls, asked: Collection[Layer]) -> bool:
        """Whether an activation built into it is a step by itself, where these layers are asked for."""
        return bool(cls.built_in)

    def joined(self, following: Layer) -> Layer | None:
        """The one layer that this one and the next amount to."""
        return None

    @classmethod
    def made(cls, settings: Settings) -> str:
        """The name by which it is called in its line."""
        return cls.maker or cls.__name__

    @classmethod
    def line(cls, settings: Settings) -> Settings:
        """The settings that stand in its line."""
        return {name: settings[name] for name in cls.written if name in settings}

    @classmethod
    def call(cls, takes: Sequence[str]) -> list[str]:
        """The tensors as they stand in the brackets of its call."""
        return [f"[{', '.join(takes)}]" if cls.several else takes[0]]

    # -- in words --------------------------------------------------------------------------------------------------------

    @classmethod
    def box(cls, settings: Settings) -> tuple[str, str]:
        """Title and detail of its box in a picture, from settings, which may be those of what a student built."""
        return str(settings.get("name", cls.__name__)), ""

    @property
    def title(self) -> str:
        return self.box(self.settings())[0]

    @property
    def detail(self) -> str:
        return self.box(self.settings())[1]

    @property
    def asked(self) -> str:
        """What is asked of its settings, after its name in a sentence; "" where there is nothing to choose."""
        return ""

    def resolved(self: Self, sizes: Mapping[str, int]) -> Self:
        """With every name of a size, and every formula of them, replaced by its number."""

        def number(value: Any) -> Any:
            known = isinstance(value, Formula) and value.computed
            return value.of(sizes) if known else sizes.get(value, value) if isinstance(value, str) else value

        named = {f.name: getattr(self, f.name) for f in fields(self)}
        return replace(self, **{k: tuple(map(number, v)) if isinstance(v, tuple) else number(v) for k, v in named.items()})


class Moves(Layer):
    """A layer that only moves or chooses numbers."""

    def rounding(self, x: Array, e: Array, weights: Weights, training: bool) -> Array:
        """|max x - max y| <= max |x - y|: the error goes the way of x."""
        return self.output(e, weights, training)

    def spread(self, m: Moving, weights: Weights, direction: Weights, training: bool) -> Array:
        """So does that of its derivative."""
        return self.output(m.d, weights, training)
