"""An exercise: its value, which is a function written as a student would write it, and the signature that students are given.

The function is called once, on symbols, and what it returns is read back as lines.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from inspect import Parameter, Signature

from ..layers.confusion import Confusion
from ..layers.layer import Layer, Tensor
from .edits import Combined, Misconception
from .lines import KEPT, MAIN, Call, Line, Lines

Hints = tuple[str, ...]  # from a nudge to the point
SEVERAL = {"filters": ("F1", "F2", "F3")}  # arguments that hold several sizes; any other stands for one, and has its own name
OPEN = {"initializer": ("initializer", "trainable"), "training": ("training",)}  # what a function leaves open that has not this parameter


@dataclass(frozen=True, eq=False)
class Exercise:
    """value: takes the input X and sizes, and returns the last tensor. signature: as in the notebook's stub. mistakes, combined: misconceptions
    that no rule gives. confusions: of the arguments with which it calls other exercises. texts: what is said of others in place of the rule's words, by a pattern of their ids; rules: of settings, the
    second hint; hints: to criteria, by a pattern of their ids; begin: to who has not begun."""

    value: Callable
    signature: str
    mistakes: Callable[[Lines], Iterable[Misconception]] = lambda lines: ()
    combined: tuple[Combined, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, Hints] = field(default_factory=dict)
    begin: Hints = ()

    @property
    def name(self) -> str:
        return self.signature.partition("(")[0]

    @cached_property
    def contract(self) -> Signature:
        """The signature as data; a default that is no number and the like, such as an initializer, is its own name."""
        given = ast.parse(f"def {self.signature}: ...").body[0].args
        defaults = [Parameter.empty] * (len(given.args) - len(given.defaults)) + [literal(node) for node in given.defaults]
        kind = Parameter.POSITIONAL_OR_KEYWORD
        return Signature([Parameter(a.arg, kind, default=default) for a, default in zip(given.args, defaults)])

    @property
    def sizes(self) -> list[str]:
        """The parameters of the value after its input."""
        code = self.value.__code__
        return list(code.co_varnames[1 : code.co_argcount])

    @cached_property
    def lines(self) -> Lines:
        output = self.value(Tensor(), *(SEVERAL.get(name, name) for name in self.sizes))
        left_open = [setting for parameter, settings in OPEN.items() if parameter not in self.contract.parameters for setting in settings]
        return lines_of(self.name, output, left_open)

    def __call__(self, X: Tensor, *given, name: str = "", part: str = "") -> Tensor:
        """In the value of another exercise the function is called as in a notebook. name, part: of the line."""
        arguments = dict(zip(self.sizes, given))
        sizes = {}
        for argument, value in arguments.items():
            sizes |= dict(zip(SEVERAL[argument], value)) if argument in SEVERAL else {argument: value}
        return Tensor(Call(self.lines, tuple(arguments.items()), tuple(sizes.items())), (X,), name, part)


def literal(node: ast.expr):
    return node.id if isinstance(node, ast.Name) else ast.literal_eval(node)


def lines_of(name: str, output: Tensor, left_open: Collection[str] = ()) -> Lines:
    """The lines by which a learner makes this tensor: those of the main path, which is the longest, give X; what is kept for later, and what
    is done to that, is `KEPT`. Raises ValueError where more than one tensor is kept."""
    steps, main = in_order(output), longest(output)
    kept = {taken for step in steps for taken in step.takes if taken in main and main[taken] + 1 != main.get(step)}
    if len(kept) > 1:
        raise ValueError("a value that keeps more than one tensor for later cannot be written with two names alone")
    save = Line("save", "save", takes=(MAIN,), gives=KEPT)
    lines, counts = [save] * (next(iter(main)) in kept), Counter()
    for step in steps:
        way = MAIN if step in main else KEPT
        takes = tuple(MAIN if step in main and main.get(taken) == main[step] - 1 else KEPT for taken in step.takes)
        kind, given = step.layer.family or step.layer.kind, settings(step.layer, left_open)
        lines.append(Line(named(step, way, counts), kind, given, takes, way, step.layer, step.part))
        lines += [save] * (step in kept)
    return Lines(name, tuple(lines))


def in_order(output: Tensor) -> list[Tensor]:
    """Every step, each after what it takes, in the order in which it takes them."""
    found: dict[Tensor, None] = {}

    def visit(tensor: Tensor) -> None:
        if tensor.layer is None or tensor in found:
            return
        for taken in tensor.takes:
            visit(taken)
        found[tensor] = None

    visit(output)
    return list(found)


def longest(output: Tensor) -> dict[Tensor, int]:
    """The tensors of the longest way from the input to the output, each with its place on it."""
    ways: dict[Tensor, tuple[Tensor, ...]] = {}
    for step in in_order(output):
        ways[step] = (*max((ways.get(taken, (taken,)) for taken in step.takes), key=len), step)
    return {tensor: place for place, tensor in enumerate(ways[output])}


def named(step: Tensor, way: str, counts: Counter) -> str:
    """The kind and its number on the main path, "shortcut_" and the kind on the shortcut; a layer that is there once has no number."""
    base = step.layer.name or step.layer.kind
    base = base if way == MAIN else f"shortcut_{base}"
    counts[base] += 1
    numbered = counts[base] > 1 or (way == MAIN and step.layer.numbered)
    return step.name or (f"{base}{counts[base]}" if numbered else base)


def settings(layer: Layer, left_open: Collection[str]) -> dict:
    """What can be set in it; where the function has no `training` of its own, Keras decides."""
    found = {k: v for k, v in layer.settings().items() if k not in left_open}
    return found | ({"training": None} if "training" in left_open and ("training" in layer.settings() or isinstance(layer, Call)) else {})
