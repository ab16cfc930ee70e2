"""A layer as it stands in a learner's line, from its settings: what is at Keras's default is not written, and what is left open is a gap."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import MISSING, fields

from .activation import NAMES
from .layer import Layer, Settings

GAP = "___"


def source(layer: type[Layer], settings: Settings, gaps: Set[str] = frozenset(), named: bool = False) -> str:
    """`Conv2D(width, 1, strides=s)`. gaps: the settings that are left open, or all `settings`. named: whether the layer's name is written even where
    nothing else is left to be asked for."""
    open_ = {name for name in (*layer.written, *layer.seldom) if name in gaps}
    usual = {f.name: f.default for f in fields(layer)}
    given = {name: GAP if gaps & {name, "settings"} else code(value) for name, value in layer.line(settings).items()}
    given |= dict.fromkeys(open_, GAP)
    shown = {name: text for name, text in given.items() if text == GAP or settings[name] != usual.get(name, MISSING)}
    arguments = [
        f"{name}={text}" if usual.get(name, MISSING) is not MISSING or name in layer.seldom else text for name, text in shown.items()
    ]
    told_by_name = "function" in gaps and "function" not in layer.written
    unknown = "layer" in gaps or told_by_name or ("settings" in gaps and not (arguments or named))
    return f"{GAP if unknown else layer.made(settings)}({', '.join(arguments)})"


def code(value: object) -> str:
    """A setting in Python; a size such as f stands under its own name."""
    if isinstance(value, tuple):
        return str(list(value))
    return f'"{value}"' if value in ("same", "valid", *NAMES) else str(value)
