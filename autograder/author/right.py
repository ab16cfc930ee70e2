"""Right answers that follow from an exercise's file: its lines in many ways of writing, each way alone, and several composed at random."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ..exercises import exercise
from ..value.lines import MAIN, Line, Lines
from .render import BASE, INITIALIZER, TRAINING, Style, named, source

WAYS: dict[str, dict[str, Any]] = {  # of a style, what a way of writing changes
    "prefixes": {"prefix": "tf.keras.layers."},
    "sizes as pairs": {"size": "({0}, {0})"},
    "sizes as lists": {"size": "[{0}, {0}]"},
    "arguments by name": {"by_name": True},
    "defaults left out": {"spelled": False},
    "activations as layers": {"activation": "{layer}()"},
    "TensorFlow's functions in Activation": {"activation": "Activation(tf.nn.{function})"},
    "Keras's functions in Activation": {"activation": "Activation(keras.activations.{function})"},
    "keras.activations": {"activation": "keras.activations.{function}"},
    "operations for activations": {"activation": "keras.ops.{function}"},
    "activations in a Lambda": {"activation": "keras.layers.Lambda(lambda t: tf.nn.{function}(t))"},
    "the other order in the list": {"turned": True},
    "operators": {"join": "operator"},
    "operators, the other order": {"join": "operator", "turned": True},
    "functions of keras.layers": {"join": "keras.layers.{function}([{tensors}])"},
    "a name for every tensor": {"wires": "own names"},
    "one expression": {"wires": "one expression"},
    "a loop over functions": {"wires": "loops"},
    "functions in the function": {"wires": "functions"},
    "a Sequential": {"wires": "Sequential", "activation": Style.activation},  # of layers only
    "a helper that hands on training": {"helper": True},
}
COMPOSED, FEWEST, MOST = 12, 3, 6  # of several ways: how many answers, of how many ways each


@dataclass(frozen=True)
class Right:
    id: str
    exercise: str
    source: str


# -- what is changed in the text ------------------------------------------------------------------------------------------------


def first(text: str, *lines: str) -> str:
    """With lines before all others of the function."""
    head, rest = text.split("\n", 1)
    return "\n".join([head, *(f"    {line}" for line in lines), rest])


def by_index(text: str, name: str) -> str:
    for argument, names in exercise(name).several.items():
        parts = "; ".join(f"{part} = {argument}[{i}]" for i, part in enumerate(names))
        text = text.replace(f"{', '.join(names)} = {argument}\n", f"{parts}\n")
    return text


def one_initializer(text: str, name: str) -> str:
    called = f"{INITIALIZER}(seed=0)"
    return first(text.replace(f"={called}", "=start"), f"start = {called}") if f"={called}" in text else text


def with_more_parameters(text: str, name: str) -> str:
    head, rest = text.split("\n", 1)
    return f'{head.removesuffix("):")}, name="block", **more):\n{rest}'


def on_symbols_only(change: Callable[[str, str], str]) -> Callable[[str, str], str]:
    """Of a block; what a network begins with and returns is no tensor."""
    return lambda text, name: text if exercise(name).lines.calls else change(text, name)


def linear_at_the_end(text: str, name: str) -> str:
    head, _, last = text.rstrip("\n").rpartition("    return ")
    return f'{head}    return Activation("linear")({last})\n'


CHANGES: dict[str, Callable[[str, str], str]] = {  # of the text, and the exercise's name; in this order
    "parts by index": by_index,
    "one initializer for all": one_initializer,
    "more parameters": with_more_parameters,
    "another default of training": lambda text, name: text.replace(f"{TRAINING}=None", f"{TRAINING}=True", 1),
    "prints and warnings": lambda text, name: first(text, "import warnings", "print('here'); warnings.warn('careful')"),
    "times one": on_symbols_only(lambda text, name: first(text, *input_changed(name, "{0} * 1.0"))),
    "an identity layer": on_symbols_only(lambda text, name: first(text, *input_changed(name, "keras.layers.Identity()({0})"))),
    "a linear activation at the end": on_symbols_only(linear_at_the_end),
    "dead code after the return": lambda text, name: f"{text}    {MAIN} = None\n    return {MAIN}\n",
    "an older definition above it": lambda text, name: f"{text.splitlines()[0]}\n    return None\n\n\n{text}",
}


def input_changed(name: str, form: str) -> list[str]:
    parameter = exercise(name).first
    return [f"{parameter} = {form.format(parameter)}"]


# -- what is changed in the lines ---------------------------------------------------------------------------------------------


def built_in(value: Lines) -> Lines:
    """With each activation that follows a layer that can have one built in as that layer's own argument."""
    lines: list[Line] = []
    for line in value.lines:
        function, before = line.settings.get("function", ""), lines[-1] if lines else None
        layer = named(line.kind, function)
        plain = layer is not None and layer.does == "activation" and bool(layer.maker) and set(line.settings) == {"function"}
        if before and plain and line.takes == (before.gives,) and before.settings.get("activation") == "linear":
            lines[-1] = replace(before, settings=before.settings | {"activation": function}, gives=line.gives, layer=None)
        else:
            lines.append(line)
    return replace(value, lines=tuple(lines))


BUILT_IN = "activations built in"

# -- all of them -------------------------------------------------------------------------------------------------------------------


def answer(name: str, ways: tuple[str, ...]) -> Right:
    """The lines in these ways of writing."""
    value, style = exercise(name).lines, BASE
    for way in ways:
        style = replace(style, **WAYS.get(way, {}))
    text = source(built_in(value) if BUILT_IN in ways else value, style)
    for way in filter(ways.__contains__, CHANGES):
        text = CHANGES[way](text, name)
    return Right(" + ".join(ways) or "as it stands", name, text)


def rights(name: str) -> list[Right]:
    """Each way alone that changes something, then some composed, the same ones each time."""
    plain = answer(name, ())
    alone = [answer(name, (way,)) for way in (*WAYS, *CHANGES, BUILT_IN)]
    found: dict[str, Right] = {}
    for right in (plain, *alone):
        found.setdefault(right.source, right)
    ways = [right.id for right in found.values() if right is not plain]
    rng = random.Random(1)
    for _ in range(10 * COMPOSED):
        if len(found) >= len(ways) + 1 + COMPOSED:
            break
        right = answer(name, together(rng.sample(ways, min(rng.randint(FEWEST, MOST), len(ways)))))
        found.setdefault(right.source, right)
    return list(found.values())


def together(ways: list[str]) -> tuple[str, ...]:
    """Those that do not change the same of a style."""
    kept: dict[str, str] = {}
    for way in ways:
        if not any(setting in kept for setting in WAYS.get(way, {})):
            kept |= dict.fromkeys(WAYS.get(way) or (way,), way)
    return tuple(dict.fromkeys(kept.values()))
