"""Writes what a function has built as an exercise's file. It runs nothing; what the lines cannot say is refused with its place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from ..layers import FAMILIES
from ..layers.layer import Layer
from ..layers.recorded import LineFacts
from ..layers.source import source
from ..truth.challenge import Setting
from ..value.graph import Graph, Node
from .parameters import Parameters
from .render import CLASSES, named

SAID_ELSEWHERE = ("layer", "function", "name", "fused", "training", "initializer", "activation")
NAMES = ("Y", "Z", "U", "V", "W")  # of tensors beside the first
FEW = {"kernel", "strides", "size", "dilation_rate", "groups", "amount", "cropping"}  # settings that are small numbers
SMALL = (3, 2, 1)
CHANNELS = "channels of the input"  # no name that a function can have
INPUTS = {4: "Images", 3: "Sequences", 2: "Rows"}  # by the number of axes

PAGE = '''"""`{name}`: {what}"""

from ..layers import {layers}
from ..value.exercise import Exercise
{images}

def value({parameters}):
{body}


EXERCISE = Exercise(
    value,
    signature="{signature}",
{input}    calls=({calls}),
)
'''


class Refused(ValueError):
    """What an exercise's file cannot say, and the line of the author's where it stands."""

    def __init__(self, words: str, line: LineFacts | None = None):
        super().__init__(words)
        self.line = line


def exercise_text(name: str, what: str, known: Parameters, graph: Graph, tied: str | None, axes: int, calls: list[dict[str, Any]]) -> str:
    """what: is built, in a few words. tied: the size that the input has as many channels of; axes: how many it has. Raises Refused."""
    lines, layers, _ = lines_of(graph, known)
    used = [name for name in known.texts if name in (*known.several, *known.single, *known.shares)]
    kind = INPUTS[axes]
    said, channels = tied is not None or axes != 4, f'channels="{tied}"' if tied else ""
    body = [f"    {', '.join(parts)} = {argument}" for argument, parts in known.several.items()] + lines
    return PAGE.format(
        name=name,
        what=what,
        layers=", ".join(layers),
        images=f"from ..value.inputs import {kind}\n" if said else "",
        parameters=", ".join([known.first, *used]),
        body="\n".join(body),
        signature=f"{name}({', '.join([known.first, *(known.texts[p] for p in known.texts if p not in known.fixed)])})",
        input=f"    input={kind}({channels}),\n" if said else "",
        calls=", ".join(map(written, calls)),
    )


def written(call: dict[str, Any]) -> str:
    return "{" + ", ".join(f'"{name}": {value!r}' for name, value in call.items()) + "}"


def ways_to_call(graph: Graph, known: Parameters, drawn: tuple[Setting, ...]) -> list[list[dict[str, Any]]]:
    """The calls that an author would write, the fewest words first: what is small is given, and all else drawn; all is drawn; all sizes are given;
    the input's shape too, which fits."""
    uses = lines_of(graph, known)[2]
    small = [name for name in known.single if uses.get(name) in FEW]
    some = [{name: SMALL[(at + k) % len(SMALL)] for k, name in enumerate(small)} for at in range(len(drawn))]
    whole = [{known.first: setting.shape, **setting.arguments} for setting in drawn]
    every: list[list[dict[str, Any]]] = [some, [{} for _ in drawn], [dict(setting.arguments) for setting in drawn], whole]
    for calls in every:
        for at, call in enumerate(calls):
            call |= known.rates(at)
    for calls in every if known.trains else ():
        calls[1]["training"] = True
    return every


def lines_of(graph: Graph, known: Parameters) -> tuple[list[str], list[str], dict[str, str]]:
    """The lines of the value, the layers that they name, and for each size a setting that it is."""
    nodes, first = graph.nodes(), known.first
    if graph.loose:
        raise Refused("the result of this step leads nowhere", graph.loose[0].line)
    held: dict[int, str] = {id(None): first}
    lines: list[str] = []
    layers: list[str] = []
    uses: dict[str, str] = {}
    for at, node in enumerate(nodes):
        later = {id(before) for other in nodes[at + 1 :] for before in other.inputs}
        free = [n for n in NAMES if n != first and not any(held.get(key) == n for key in later)]
        own = next((held[id(n)] for n in node.inputs if held[id(n)] != first and id(n) not in later), None)
        gives = own or next(iter(free), f"T{at}")
        takes = [held[id(n)] for n in node.inputs]
        for text, layer, settings in steps_of(node, known):
            tensors = ", ".join(takes)
            lines.append(f"    {gives} = {text}([{tensors}])" if len(takes) > 1 else f"    {gives} = {text}({tensors})")
            layers.append(layer)
            takes = [gives]
            uses |= {str(value): setting for setting, value in settings.items() if str(value) in known.named}
        held[id(node)] = gives
    lines[-1] = f"    return {lines[-1].partition(' = ')[2]}"
    return lines, sorted(set(layers)), uses


def steps_of(node: Node, known: Parameters) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The layers that a step amounts to, each as it is written, with its name and its settings."""
    s = node.settings
    layer = layer_of(node)
    given = {f.name: s[f.name] for f in fields(layer) if f.name in s}
    built_in = s.get("activation", "linear")
    try:
        made = layer(**given)
    except (ValueError, TypeError) as error:
        if "activation" not in given:
            raise Refused(f"{layer.__name__} cannot be asked for like this: {error}", node.line) from None
        made = layer(**given | {"activation": "linear"})
    for setting, value in given.items():
        refuse_unknown(layer, setting, value, node, known)
    for setting, usual in made.settings().items():
        if setting not in (*SAID_ELSEWHERE, *given) and s.get(setting, usual) != usual:
            raise Refused(f"{layer.__name__} has {setting}={s[setting]!r}, which its file in autograder/layers cannot ask for", node.line)
    settings = made.settings()
    text = source(layer, settings)
    yield text, text.partition("(")[0], given
    if not layer.split(()) and built_in not in ("linear", settings.get("activation")):  # else it is a step of its own already
        if named("relu", str(built_in)) is None:
            raise Refused(f"there is no file for the activation {built_in} in autograder/layers", node.line)
        yield f'Activation("{built_in}")', "Activation", {}


def layer_of(node: Node) -> type[Layer]:
    """Raises Refused where there is no file for it."""
    called = str(node.settings.get("layer", node.settings.get("name", node.kind)))
    layer = FAMILIES.get(node.kind)
    if layer is not None and "function" in node.settings:
        layer, called = named(node.kind, str(node.settings["function"])), str(node.settings["function"])
    elif "layer" in node.settings:
        layer = CLASSES.get(called)
    if layer is None or node.error is not None:
        raise Refused(f"there is no file for {called} in autograder/layers", node.line)
    return layer


def refuse_unknown(layer: type[Layer], setting: str, value: object, node: Node, known: Parameters) -> None:
    """A size must be a number, or be made of the function's own."""
    for text in value if isinstance(value, tuple) else (value,):
        if (
            not isinstance(text, str)
            or text in known.named
            or text in ("same", "valid", "linear", *map(str, FAMILIES))
            or named("relu", text)
        ):
            continue
        if text == CHANNELS:
            words = "as the input has channels; in an exercise a size is a parameter, so hand it over as one"
            raise Refused(f"{layer.__name__} has as many {setting} {words}", node.line)
        try:
            parts = {inner.id for inner in ast.walk(ast.parse(text, mode="eval")) if isinstance(inner, ast.Name)}
        except SyntaxError:
            parts = {text}
        if not parts or not parts <= set(known.named):
            raise Refused(
                f"{layer.__name__} has {setting} {text} in the calls that were made, which is none of the function's sizes", node.line
            )
