"""An exercise: its value, which is a function written as a student would write it, the signature that students are given, and its calls.

The function is called once, on symbols, and what it returns is read back as lines.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from inspect import Parameter, Signature
from pathlib import Path

from ..layers.confusion import Confusion
from ..layers.formula import Formula
from ..layers.layer import Layer, Settings, Shape, Tensor
from .calls import Given
from .edits import Combined, Misconception
from .faults import said
from .formula import Size, Symbols, formulas, plain
from .inputs import Images, Inputs, sizes_of
from .lines import KEPT, MAIN, Call, Line, Lines
from .text import tree_of

Hints = tuple[str, ...]  # from a nudge to the point
OPEN = {"initializer": ("initializer", "trainable"), "training": ("training",)}  # what a function leaves open that has not this parameter


ANY = Images()


@dataclass(frozen=True, eq=False)
class Exercise:
    """value: takes the input X and sizes, and returns the last tensor. signature: as in the notebook's stub. input: what X may be.

    calls: how the function is called, arguments by name; sizes that a call leaves out are drawn. alike: calls in which sizes are equal that
    differ otherwise, as in real use; there nothing is drawn, and the shape of X is given too.

    mistakes, combined: misconceptions that no rule gives. confusions: of the arguments with which it calls other exercises. texts: what is said
    of others in place of the rule's words, by a pattern of their ids; rules: of settings, the second hint; hints: to criteria, by a pattern of
    their ids; begin: to who has not begun. built: a sentence for who has it right, on what it is good for. points, says: of criteria, by their ids, where they are to be others than are derived (see
    `judge.criteria`, `explain.words`).
    """

    value: Callable[..., Tensor]
    signature: str
    input: Inputs = ANY
    calls: tuple[Given, ...] = ()
    alike: tuple[Given, ...] = ()
    mistakes: Callable[[Lines], Iterable[Misconception]] = lambda lines: ()
    combined: tuple[Combined, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, Hints] = field(default_factory=dict)
    begin: Hints = ()
    built: str = ""
    points: Mapping[str, float] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.signature.partition("(")[0]

    @property
    def file(self) -> str:
        """The name of the file in which it stands."""
        return Path(self.value.__code__.co_filename).name

    @cached_property
    def contract(self) -> Signature:
        """The signature as data; a default that is no number and the like, such as an initializer, is its own name."""
        try:
            written = ast.walk(ast.parse(f"def {self.signature}: ..."))
            given = next(node for node in written if isinstance(node, ast.arguments))
            defaults = [*[Parameter.empty] * (len(given.args) - len(given.defaults)), *map(literal, given.defaults)]
        except (SyntaxError, ValueError):
            words = "write what stands after `def`, with numbers or names as defaults: block(X, f, filters, training=None)"
            raise ValueError(f"{self.file}: the signature `{self.signature}` cannot be read; {words}") from None
        kind = Parameter.POSITIONAL_OR_KEYWORD
        return Signature([Parameter(a.arg, kind, default=default) for a, default in zip(given.args, defaults)])

    @property
    def first(self) -> str:
        """The parameter for the input; of a network, for its shape."""
        return next(iter(self.contract.parameters))

    @property
    def sizes(self) -> list[str]:
        """The parameters of the value after its input."""
        code = self.value.__code__
        return list(code.co_varnames[1 : code.co_argcount])

    @cached_property
    def several(self) -> dict[str, tuple[str, ...]]:
        """The parameters that hold several sizes, with their names, as the value takes them apart: `A, B, C = widths`."""
        return {name: names for name, names in taken_apart(self.value).items() if name in self.sizes}

    def names_in(self, argument: str) -> tuple[str, ...]:
        """The sizes that an argument holds: one of its own name, or several."""
        return self.several.get(argument, (argument,))

    def argument(self, name: str, sizes: Mapping[str, int]) -> int | list[int]:
        """What is given for a parameter, of these sizes."""
        return [sizes[size] for size in self.several[name]] if name in self.several else sizes[name]

    def sizes_in(self, arguments: Given, shape: Shape) -> dict[str, int]:
        """The sizes, by name, that arguments hold; those that come in one argument first. And those that the value reads off an X of this shape."""
        given = [(name, arguments[name]) for name in self.sizes if name in arguments]
        several = {size: n for name, value in given if name in self.several for size, n in zip(self.several[name], value)}
        single = {name: value for name, value in given if name not in self.several}
        return several | single | {name: n for name, n in sizes_of(shape).items() if name in self.read_off}

    @cached_property
    def read_off(self) -> set[str]:
        """The names of sizes that the value reads off its input."""
        named = [value for layer in self.lines.steps().values() for value in vars(layer).values() if isinstance(value, str)]
        return {name for name in sizes_of(self.input.axes) if any(name in value for value in named)}

    @cached_property
    def lines(self) -> Lines:
        given = (tuple(map(Size, self.several[name])) if name in self.several else Size(name) for name in self.sizes)
        shape: Symbols = (Size("batch"), *map(Size, sizes_of(self.input.axes)))
        try:
            output = plain(self.value(Tensor(shape=shape), *given))
            left_open = [
                setting for parameter, settings in OPEN.items() if parameter not in self.contract.parameters for setting in settings
            ]
            return lines_of(self.name, output, left_open)
        except Exception as error:  # whatever an author's value may raise
            raise ValueError(f"{self.file}: {said(error, Path(self.value.__code__.co_filename))}") from error

    @cached_property
    def formulas(self) -> tuple[Formula, ...]:
        """The sizes of its layers that follow from others."""
        return formulas(self.lines)

    def __call__(self, X: Tensor, *given: object, name: str = "", part: str = "") -> Tensor:
        """In the value of another exercise the function is called as in a notebook. name, part: of the line."""
        arguments = dict(zip(self.sizes, given))
        return Tensor(Call(self.lines, tuple(arguments.items()), tuple(self.sizes_in(arguments, ()).items())), (X,), name, part)


def taken_apart(function: Callable[..., object]) -> dict[str, tuple[str, ...]]:
    """The names that a function takes apart into others where its body begins, as its text says. Raises ValueError without the text."""
    found: dict[str, tuple[str, ...]] = {}
    for node in ast.walk(tree_of(function)):
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=parts) | ast.List(elts=parts), *_], value=ast.Name(id=name)):
                names = tuple(part.id for part in parts if isinstance(part, ast.Name))
                if len(names) == len(parts):
                    found[name] = names
    return found


def literal(node: ast.expr) -> object:
    return node.id if isinstance(node, ast.Name) else ast.literal_eval(node)


def lines_of(name: str, output: Tensor, left_open: Collection[str] = ()) -> Lines:
    """The lines by which a learner makes this tensor: those of the main path, which is the longest, give X; what is kept for later, and what
    is done to that, is `KEPT`. Raises ValueError where two tensors would have to be kept at a time."""
    steps, main = in_order(output), longest(output)
    start = next(iter(main))
    kept = {taken for step in steps for taken in step.takes if taken in main and main[taken] + 1 != main.get(step)}
    lines, counts, held = list[Line](), Counter[str](), {MAIN: start, KEPT: start}
    several = {base for base, n in Counter(called(layer, MAIN if step in main else KEPT) for step, layer in steps.items()).items() if n > 1}

    def save() -> None:
        counts["save"] += 1
        lines.append(Line(f"save{counts['save']}" if counts["save"] > 1 else "save", "save", takes=(MAIN,), gives=KEPT))
        held[KEPT] = held[MAIN]

    if start in kept:
        save()
    for step, layer in steps.items():
        way = MAIN if step in main else KEPT
        takes = tuple(MAIN if step in main and main.get(taken) == main[step] - 1 else KEPT for taken in step.takes)
        kind, given = layer.family or layer.kind, settings(layer, left_open)
        lines.append(Line(named(step, layer, way, counts, several), kind, given, takes, way, layer, step.part))
        if any(held[name] is not taken for name, taken in zip(takes, step.takes)):
            words = f"before {lines[-1].name} two tensors are kept for later; beside {MAIN} there is one name for one, {KEPT}"
            raise ValueError(f"the value keeps more than one tensor at a time: {words}")
        held[way] = step
        if step in kept:
            save()
    return Lines(name, tuple(lines))


def in_order(output: Tensor) -> dict[Tensor, Layer]:
    """Every step with its layer, each after what it takes, in the order in which it takes them."""
    found: dict[Tensor, Layer] = {}

    def visit(tensor: Tensor) -> None:
        if tensor.layer is None or tensor in found:
            return
        for taken in tensor.takes:
            visit(taken)
        found[tensor] = tensor.layer

    visit(output)
    return found


def longest(output: Tensor) -> dict[Tensor, int]:
    """The tensors of the longest way from the input to the output, each with its place on it."""
    ways: dict[Tensor, tuple[Tensor, ...]] = {}
    for step in in_order(output):
        ways[step] = (*max((ways.get(taken, (taken,)) for taken in step.takes), key=len), step)
    return {tensor: place for place, tensor in enumerate(ways[output])}


def called(layer: Layer, way: str) -> str:
    base = layer.name or layer.kind
    return base if way == MAIN else f"shortcut_{base}"


def named(step: Tensor, layer: Layer, way: str, counts: Counter[str], several: Collection[str]) -> str:
    """The kind and its number on the main path, "shortcut_" and the kind on the shortcut; a layer that is there once has no number."""
    base = called(layer, way)
    counts[base] += 1
    numbered = base in several or (way == MAIN and layer.numbered)
    return step.name or (f"{base}{counts[base]}" if numbered else base)


def settings(layer: Layer, left_open: Collection[str]) -> Settings:
    """What can be set in it; where the function has no `training` of its own, Keras decides."""
    found = {k: v for k, v in layer.settings().items() if k not in left_open}
    return found | ({"training": None} if "training" in left_open and ("training" in layer.settings() or isinstance(layer, Call)) else {})
