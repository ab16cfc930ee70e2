"""What the blocks of ResNet-50 are, as data. Nothing in this file computes.

A block is a value: a main path and a shortcut, each a tuple of steps, whose sizes are the names F1, F2, F3, f and s.
The oracle evaluates it, the summary counts it, the diagram draws it and the rubric compares a student's block with it.

Source: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", arXiv 1512.03385, section 3 and table 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import TypeVar

from .exercises import EXERCISES as EXERCISES

Size = int | str  # a number, or one of the names below
NAMES = ("F1", "F2", "F3", "f", "s", "classes")


@dataclass(frozen=True)
class Conv:
    """Convolution with a square kernel and a bias."""

    filters: Size
    kernel: Size
    strides: Size = 1
    padding: str = "valid"


@dataclass(frozen=True)
class BatchNorm:
    """Batch normalisation over the channels, with Keras's defaults."""


@dataclass(frozen=True)
class ReLU:
    """max(x, 0)."""


@dataclass(frozen=True)
class Add:
    """The main path plus the shortcut, element by element."""


@dataclass(frozen=True)
class ZeroPad:
    """`amount` zeros on each side of height and width."""

    amount: int


@dataclass(frozen=True)
class MaxPool:
    size: int
    strides: int


@dataclass(frozen=True)
class AveragePool:
    size: int
    strides: int


@dataclass(frozen=True)
class Flatten:
    pass


@dataclass(frozen=True)
class Dense:
    """Fully connected layer followed by softmax."""

    units: Size


Step = Conv | BatchNorm | ReLU | Add | ZeroPad | MaxPool | AveragePool | Flatten | Dense


@dataclass(frozen=True)
class Block:
    """`after(main(X) + shortcut(X))`; an empty shortcut is X itself."""

    name: str
    main: tuple[Step, ...]
    shortcut: tuple[Step, ...]
    after: tuple[Step, ...]

    def steps(self) -> dict[str, Step]:
        """Every step under the name that the rubric and the report use, in order: conv1, bn1, relu1, …, add, relu3."""
        named = number(self.main)
        named |= {f"shortcut_{kind(step)}": step for step in self.shortcut}
        named["add"] = Add()
        seen = sum(isinstance(step, ReLU) for step in self.main)
        return named | {f"relu{seen + i}": step for i, step in enumerate(self.after, 1)}


@dataclass(frozen=True)
class Placed:
    """A block of a network: where it stands (`stage` 2 to 5, `label` a, b, …) and its sizes."""

    stage: int
    label: str
    block: Block
    sizes: tuple[tuple[str, int], ...]

    @property
    def name(self) -> str:
        return f"stage {self.stage}, block {self.label}"


@dataclass(frozen=True)
class Network:
    name: str
    stem: tuple[Step, ...]
    blocks: tuple[Placed, ...]
    head: tuple[Step, ...]


def kind(step: Step) -> str:
    """The short name of a step's kind: conv, bn, relu, add, …"""
    return {"BatchNorm": "bn"}.get(type(step).__name__, type(step).__name__.lower())


def number(path: tuple[Step, ...]) -> dict[str, Step]:
    """The steps of a path under numbered names: conv1, bn1, relu1, conv2, …"""
    counts: dict[str, int] = {}
    named = {}
    for step in path:
        counts[kind(step)] = counts.get(kind(step), 0) + 1
        named[f"{kind(step)}{counts[kind(step)]}"] = step
    return named


def resolve(step: Step, sizes: dict[str, int]) -> Step:
    """The same step with every size name replaced by its number."""
    named = {f.name: getattr(step, f.name) for f in fields(step)}
    return replace(step, **{k: sizes[v] for k, v in named.items() if v in NAMES})


Value = TypeVar("Value")


def walk(
    block: Block, x: Value, sizes: dict[str, int], rule: Callable[[Step, Value], Value], add: Callable[[Value, Value], Value]
) -> dict[str, Value]:
    """Carry a value through a block, by `rule` at each step and by `add` where the paths meet; what every step gives, under the names of
    `block.steps()`, the last of which is the block's own."""

    def path(steps: tuple[Step, ...], value: Value) -> list[Value]:
        values = []
        for step in steps:
            value = rule(resolve(step, sizes), value)
            values.append(value)
        return values

    main, shortcut = path(block.main, x), path(block.shortcut, x)
    total = add(main[-1], [x, *shortcut][-1])
    return dict(zip(block.steps(), [*main, *shortcut, total, *path(block.after, total)]))


IDENTITY_BLOCK = Block(
    name="identity_block",
    main=(
        Conv("F1", kernel=1),
        BatchNorm(),
        ReLU(),
        Conv("F2", kernel="f", padding="same"),
        BatchNorm(),
        ReLU(),
        Conv("F3", kernel=1),
        BatchNorm(),
    ),
    shortcut=(),
    after=(ReLU(),),
)

CONVOLUTIONAL_BLOCK = Block(
    name="convolutional_block",
    main=(Conv("F1", kernel=1, strides="s"), *IDENTITY_BLOCK.main[1:]),
    shortcut=(Conv("F3", kernel=1, strides="s"), BatchNorm()),
    after=(ReLU(),),
)


def stage(number: int, filters: tuple[int, int, int], count: int, s: int, f: int = 3) -> tuple[Placed, ...]:
    """One convolutional block, then `count - 1` identity blocks."""
    sizes = (*zip(("F1", "F2", "F3"), filters), ("f", f))
    first = Placed(number, "a", CONVOLUTIONAL_BLOCK, (*sizes, ("s", s)))
    return first, *(Placed(number, chr(ord("a") + i), IDENTITY_BLOCK, sizes) for i in range(1, count))


RESNET50 = Network(
    name="ResNet50",
    stem=(ZeroPad(3), Conv(64, kernel=7, strides=2), BatchNorm(), ReLU(), MaxPool(3, strides=2)),
    blocks=(
        *stage(2, (64, 64, 256), count=3, s=1),
        *stage(3, (128, 128, 512), count=4, s=2),
        *stage(4, (256, 256, 1024), count=6, s=2),
        *stage(5, (512, 512, 2048), count=3, s=2),
    ),
    head=(AveragePool(2, strides=2), Flatten(), Dense("classes")),
)

BLOCKS = {block.name: block for block in (IDENTITY_BLOCK, CONVOLUTIONAL_BLOCK)}
