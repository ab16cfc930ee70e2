"""A student's function as it is found: its parameters, its text, and how it is called as the signature says, whatever is missing. It judges nothing."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterable
from types import FunctionType
from typing import Any

import keras

from ..evidence import Facts

Function = Callable[..., Any]  # a student's, or what is called in place of one
Namespace = dict[str, Any]  # the globals of a student's code
PLAIN = (bool, int, float, str, type(None))


class ChallengeInitializer(keras.initializers.Initializer):
    """What the `initializer` argument is when we call: it remembers its seed and gives the challenge's weights."""

    fill: Callable[[str, tuple[int, ...]], Any]
    bounds: tuple[object, object] | None = None  # that were asked for, where they are not the usual ones

    def __init__(self, seed: object = None) -> None:
        self.seed = seed

    def __call__(self, shape: Iterable[int], dtype: object = None) -> Any:
        return keras.ops.convert_to_tensor(type(self).fill("kernel", tuple(shape)), dtype=dtype or "float32")

    def __repr__(self) -> str:  # a message of Keras's may quote it
        return "initializer()" if self.seed is None else f"initializer(seed={self.seed!r})"

    def get_config(self) -> Facts:
        return {"seed": self.seed}


class ChallengeUniform(ChallengeInitializer):
    """Takes what Keras's RandomUniform takes, in its order."""

    def __init__(self, minval: object = -0.05, maxval: object = 0.05, seed: object = None) -> None:
        super().__init__(seed)
        self.bounds = None if (minval, maxval) == (-0.05, 0.05) else (minval, maxval)

    def get_config(self) -> Facts:
        return {"seed": self.seed} if self.bounds is None else {"seed": self.seed, "minval": self.bounds[0], "maxval": self.bounds[1]}


# By the signature's default, which says what it must take.
INITIALIZERS: dict[str | None, type[ChallengeInitializer]] = {"random_uniform": ChallengeUniform}


def signature(function: Function) -> list[Facts] | None:
    """The parameters in order: name, kind, and default where there is one; None where Python cannot tell."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except Exception:  # an object that is called may answer anything
        return None
    return [{"name": p.name, "kind": p.kind.name} | default(p) for p in parameters]


def source(function: Function, limit: int = 20_000) -> Facts | None:
    """The function's own text and the number of its first line; None where it is not at hand, or endless."""
    try:
        lines, first = inspect.getsourcelines(unwrapped(function))
    except Exception:
        return None
    text = "".join(lines)
    return {"first": first, "text": text} if len(text) <= limit else None


def unwrapped(function: Function) -> Function:
    """What a decorator was put around; the function itself where there is none, or no end of them."""
    try:
        inner = inspect.unwrap(function)
    except Exception:
        return function
    return inner if isinstance(inner, FunctionType) else function


def default(parameter: inspect.Parameter) -> Facts:
    value = parameter.default
    return {} if value is parameter.empty else {"default": plain(value)}


def plain(value: object) -> Any:
    """A value as JSON: itself, a list, or its type in angle brackets."""
    if isinstance(value, PLAIN):
        return value if not isinstance(value, float) or math.isfinite(value) else str(value)
    if isinstance(value, (list, tuple)) and len(value) < 20:
        return [plain(v) for v in value]
    return f"<{getattr(value, '__name__', type(value).__name__)}>"


def initializer_like(due: list[Facts], fill: Callable[..., Any]) -> type[ChallengeInitializer]:
    """What is given for `initializer`: it takes what the default of these parameters takes, and gives what `fill` does."""
    usual = next((p["default"] for p in due if p["name"] == "initializer"), None)
    return type("ChallengeInitializer", (INITIALIZERS.get(usual, ChallengeInitializer),), {"fill": staticmethod(fill)})


def initializer_of_keras(due: list[Facts]) -> type[keras.initializers.Initializer]:
    """What the default of these parameters is."""
    usual = next((p["default"] for p in due if p["name"] == "initializer" and "default" in p), "glorot_uniform")
    return type(keras.initializers.get(usual))


def call(function: Function, X: object, given: Facts, *, due: list[Facts], parameters: list[Facts] | None, changed: list[str]) -> Any:
    """Call it on X with these arguments, which are some of the parameters that are due, X the first of those. A parameter that the function has
    not is left out, so that the rest can still be seen. changed: takes the name of an argument that the function has changed for its caller too."""
    given = {p["name"]: copied(given[p["name"]]) for p in due if p["name"] in given}
    before = {name: copied(value) for name, value in given.items()}
    names = [p["name"] for p in parameters or ()]
    anything = parameters is None or any(p["kind"] == "VAR_KEYWORD" for p in parameters)
    required = {name: given[name] for name in (p["name"] for p in due if "default" not in p) if name in given}
    kwargs = {name: value for name, value in given.items() if name not in required and (name in names or anything)}
    kwargs |= {p["name"]: "a" for p in (parameters or ())[1:] if unasked(p, due)}  # so that the rest can still be seen
    args: tuple[object, ...] = (X,)
    if anything or all(name in names for name in required):
        kwargs |= required
    else:
        args += tuple(required.values())
    try:
        return function(*args, **kwargs)
    finally:
        changed += [name for name, value in given.items() if isinstance(value, list) and value != before[name] and name not in changed]


def copied(value: object) -> object:
    return list(value) if isinstance(value, list) else value


def unasked(parameter: Facts, due: list[Facts]) -> bool:
    """A parameter after the first, whose name is free, that must be given and that is not due."""
    required = "default" not in parameter and parameter["kind"] in ("POSITIONAL_OR_KEYWORD", "KEYWORD_ONLY")
    return required and parameter["name"] not in [p["name"] for p in due[1:]]
