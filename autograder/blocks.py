"""What the blocks of ResNet-50 are, as data. Nothing in this file computes.

A block is a value: a main path and a shortcut, each a tuple of steps, whose sizes are the names F1, F2, F3, f and s.
The oracle evaluates it, the summary counts it, the diagram draws it and the rubric compares a student's block with it.

Source: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", arXiv 1512.03385, section 3 and table 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from .exercises import EXERCISES as EXERCISES
from .layers import Add, AveragePool, BatchNorm, Conv, Dense, Flatten, Layer, MaxPool, ReLU, ZeroPad


@dataclass(frozen=True)
class Block:
    """`after(main(X) + shortcut(X))`; an empty shortcut is X itself."""

    name: str
    main: tuple[Layer, ...]
    shortcut: tuple[Layer, ...]
    after: tuple[Layer, ...]

    def steps(self) -> dict[str, Layer]:
        """Every step under the name that the rubric and the report use, in order: conv1, bn1, relu1, …, add, relu3."""
        named = number(self.main)
        named |= {f"shortcut_{step.kind}": step for step in self.shortcut}
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
    stem: tuple[Layer, ...]
    blocks: tuple[Placed, ...]
    head: tuple[Layer, ...]


def number(path: tuple[Layer, ...]) -> dict[str, Layer]:
    """The steps of a path under numbered names: conv1, bn1, relu1, conv2, …"""
    counts: dict[str, int] = {}
    named = {}
    for step in path:
        counts[step.kind] = counts.get(step.kind, 0) + 1
        named[f"{step.kind}{counts[step.kind]}"] = step
    return named


Value = TypeVar("Value")


def walk(
    block: Block, x: Value, sizes: dict[str, int], rule: Callable[[Layer, Value], Value], add: Callable[[Value, Value], Value]
) -> dict[str, Value]:
    """Carry a value through a block, by `rule` at each step and by `add` where the paths meet; what every step gives, under the names of
    `block.steps()`, the last of which is the block's own."""

    def path(steps: tuple[Layer, ...], value: Value) -> list[Value]:
        values = []
        for step in steps:
            value = rule(step.resolved(sizes), value)
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
