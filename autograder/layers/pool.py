"""What poolings share: they take one number from many, channel by channel, and are told apart by which; no padding."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from .confusion import Confusion, values
from .layer import Layer, Settings, Shape
from .operation import Operation, one
from .windows import span, spelled

CONFUSIONS = (
    Confusion("another_pooling", "pooling", "function", "In place of {step} there is {found} pooling.", "One keeps the largest number of each window, the other the mean.",
              "Which pooling does the figure show here?", wrong=values("average", "max", "global average")),
    Confusion("pool_size", "pooling", "size", "{Step} has windows of size {found}, not {due}.", "The windows decide how large the map is that goes on.", "Which windows does the figure show?", wrong=values(2, 4)),
    Confusion("pool_stride", "pooling", "strides", "{Step} has stride {found}, not {due}.", "Its stride makes the map smaller.", "By how much do the windows move?", wrong=values(1, 3)),
    Confusion("pool_padding", "pooling", "padding", "{Step} pads ('{found}').", "With padding the map that goes on is larger.", "What do the steps say about padding?", wrong=values("same")),
)  # fmt: skip


@dataclass(frozen=True)
class Pooling(Layer):
    function: ClassVar[str]

    family = "pool"
    written: ClassVar[tuple[str, ...]] = ("size", "strides")
    seldom = ("padding",)
    keywords = {"size": "pool_size"}

    def settings(self) -> Settings:
        return {"function": self.function} | super().settings()

    @classmethod
    def said(cls, operation: Operation, step: Layer | None) -> Settings | None:
        name, config = operation.name, operation.config
        if step is None and "pool" not in name:
            return None
        own = step.settings() if step else {"function": "max" if "max" in name else "average"}
        if "global" in name:
            return {
                "function": f"global {own['function'].removeprefix('global ')}",
                "keepdims": config.get("keepdims", False),
                "name": operation.facts["name"],
            }
        windows = {"size": one(config.get("pool_size", own.get("size"))), "strides": one(config.get("strides", own.get("strides")))}
        return {"function": own["function"], **windows, "padding": config.get("padding", "valid"), "name": operation.facts["name"]}

    @classmethod
    def line(cls, settings: Settings) -> Settings:
        """Where nothing is said windows stand side by side."""
        return {k: v for k, v in super().line(settings).items() if k != "strides" or v != settings.get("size")}

    @classmethod
    def following(cls, settings: Mapping[str, object], wrong: Collection[str]) -> Collection[str]:
        """Keras's default for the strides is the size."""
        return ("strides",) if "size" in wrong and settings.get("strides") == settings.get("size") else ()

    @classmethod
    def box(cls, settings: Settings) -> tuple[str, str]:
        title = f"{str(settings.get('function', '')).title()}Pooling".replace(" ", "")
        size = settings.get("size")
        return title, spelled(size, settings.get("strides")) if size else ""


@dataclass(frozen=True)
class Pool(Pooling):
    """Of windows of size×size, moved by `strides`."""

    size: int
    strides: int = 0  # Keras's default: windows side by side

    confusions = CONFUSIONS

    def __post_init__(self) -> None:
        object.__setattr__(self, "strides", self.strides or self.size)

    def shape(self, shape: Shape) -> Shape:
        return (*(span(n, self.size, self.strides, "valid") for n in shape[:2]), shape[2])

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[Pool]:
        size, strides = operation.whole("pool_size", 2), operation.whole("strides", 2)
        if operation.x.ndim == 4 and size <= min(operation.x.shape[1:3]):
            yield cls(size, strides)

    @property
    def asked(self) -> str:
        return f"windows of {self.size}×{self.size}" + (f", stride {self.strides}" if self.strides != self.size else "")
