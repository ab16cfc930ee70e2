"""The parameters of a Keras function as a course has it: which are sizes, which hold several, which are none and stay as they are."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from ..probe.function import signature
from ..value.calls import OPEN
from .script import Script

GROUPS = ("groups", "cardinality")  # by which others are divided, most often
DIVISORS = (2, 3)
FACTOR = 6  # of what they divide
SHARES = ("rate", "drop_rate", "dropout_rate", "dropout", "drop")  # of what is left out, most often
RATES = (0.4, 0.3, 0.2)


@dataclass(frozen=True)
class Parameters:
    """first: the tensor's name. texts: what each other parameter is, as it stands in the signature. several: the names of the sizes that one
    holds. shares: those that are numbers between 0 and 1, such as a rate. fixed: what is given for those that are no sizes. open: of `training` and `initializer` those that it has."""

    first: str
    texts: dict[str, str]
    several: dict[str, tuple[str, ...]]
    shares: tuple[str, ...]
    fixed: dict[str, Any]
    open: tuple[str, ...]
    facts: tuple[dict[str, Any], ...]

    @property
    def single(self) -> list[str]:
        return [name for name in self.texts if name not in (*self.several, *self.shares, *self.fixed, *self.open)]

    @property
    def sizes(self) -> list[str]:
        """The names of all sizes."""
        return [part for name in self.texts for part in self.several.get(name, (name,) if name in self.single else ())]

    @property
    def named(self) -> list[str]:
        """Of all numbers that a layer may be given."""
        return [*self.sizes, *self.shares]

    @property
    def trains(self) -> bool:
        return "training" in self.open

    @property
    def dividing(self) -> str | None:
        return next((name for name in self.single if name in GROUPS), None)

    def ways(self) -> Iterator[tuple[str | None, int]]:
        """How sizes may depend on each other: none; the input has as many channels as one; all can be divided by one number; both."""
        for factor in (1, FACTOR):
            yield from ((tied, factor) for tied in (None, *self.sizes))

    def arguments(self, numbers: Mapping[str, float]) -> dict[str, Any]:
        return {name: [numbers[part] for part in self.several[name]] if name in self.several else numbers[name] for name in self.texts
                if name in (*self.several, *self.single, *self.shares)}  # fmt: skip

    def rates(self, at: int) -> dict[str, float]:
        """What is given for shares in one of the calls."""
        return {name: RATES[(at + k) % len(RATES)] for k, name in enumerate(self.shares)}

    def numbered(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """The reverse."""
        parts = {part: n for name, names in self.several.items() for part, n in zip(names, arguments[name])}
        return parts | {name: arguments[name] for name in (*self.single, *self.shares)}

    def given(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """With what is no size, for a plain call."""
        return self.fixed | arguments

    def bound(self, function: Callable[..., Any]) -> Callable[..., Any]:
        return partial(function, **self.fixed) if self.fixed else function

    def asked(self) -> list[dict[str, Any]]:
        """As a question has them; of an initializer the name."""
        named = {
            name: {"default": self.texts[name].partition("=")[2]} for name in self.open if name != "training" and "=" in self.texts[name]
        }
        return [fact | named.get(fact["name"], {}) for fact in self.facts if fact["name"] not in self.fixed]


def parameters_of(file: Script, name: str) -> Parameters:
    """Raises ValueError where a parameter is nothing that an exercise can have."""
    function, tree = file.function(name), file.trees[name]
    facts = signature(function) or []
    if not facts or tree.args.vararg or tree.args.kwarg or tree.args.kwonlyargs:
        raise ValueError(f"{file.place}: line {tree.lineno}: `{name}` must have plain parameters, the tensor first")
    texts, several, fixed = {}, {}, {}
    shares: list[str] = []
    defaults = dict(zip([a.arg for a in tree.args.args][::-1], map(ast.unparse, reversed(tree.args.defaults))))
    annotated = {a.arg: ast.unparse(a.annotation) for a in tree.args.args if a.annotation}
    values = {p.name: p.default for p in inspect.signature(function).parameters.values()}
    for parameter in [fact["name"] for fact in facts[1:]]:
        default = values[parameter]
        texts[parameter] = f"{parameter}={defaults[parameter]}" if parameter in defaults else parameter
        parts = parts_of(tree, parameter, default)
        if parameter in OPEN and not isinstance(default, str) and (parameter == "training" or callable(default)):
            texts[parameter] = re.sub(r"=.*\.", "=", texts[parameter])  # a name, without where it is from
            continue
        if parts:
            several[parameter] = parts
        elif (isinstance(default, float) and 0 < default < 1) or (parameter in SHARES and parameter not in defaults):
            shares.append(parameter)
        elif parameter in defaults and (in_text(tree, parameter) or isinstance(default, bool) or not isinstance(default, int)):
            fixed[parameter] = default
        elif annotated.get(parameter) == "str" or in_text(tree, parameter):
            fixed[parameter] = "a"
    open_ = tuple(name for name in OPEN if name in texts and name not in fixed)
    return Parameters(facts[0]["name"], texts, several, tuple(shares), fixed, open_, tuple(facts))


def parts_of(tree: ast.FunctionDef, parameter: str, default: Any) -> tuple[str, ...]:
    """The names of the sizes that a parameter holds: as it is taken apart, or by the places that are asked for, or by its default."""
    places = [0] if isinstance(default, (tuple, list)) and all(isinstance(n, int) for n in default) else []
    places += [len(default) - 1] if places else []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id == parameter:
            target = node.targets[0]
            if isinstance(target, (ast.Tuple, ast.List)) and all(isinstance(part, ast.Name) for part in target.elts):
                return tuple(part.id for part in target.elts if isinstance(part, ast.Name))
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == parameter:
            places += [node.slice.value] if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, int) else []
    return tuple(f"{parameter[0].upper()}{place + 1}" for place in range(max(places) + 1)) if places else ()


def in_text(tree: ast.FunctionDef, parameter: str) -> bool:
    """Whether a parameter is there for text only, as in the name of a layer: `"res" + str(stage)`."""
    uses = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == parameter]
    texts = [node for node in ast.walk(tree) if is_text(node)]
    inside = {id(inner) for node in texts for inner in ast.walk(node)}
    return bool(uses) and all(id(node) in inside for node in uses)


def is_text(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return is_text(node.left) or is_text(node.right)
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "str"
    literal = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return called or literal or isinstance(node, ast.JoinedStr) or (isinstance(node, ast.keyword) and node.arg == "name")
