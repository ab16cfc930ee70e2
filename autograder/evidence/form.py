"""Checks of form, from which `schema` is put together: each gives a value, cleaned, or raises Malformed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeVar

from ..layers.layer import Settings
from . import Facts, Malformed, Place

T = TypeVar("T")
Check = Callable[[object], T]
Checks = dict[str, Check[object]]  # by key
SIZE = 10_000_000  # of one dimension, and of whatever else is counted


class Placed(Place):
    """Where an array is meant. A setting of a layer may look the same."""


def refuse(what: str) -> NoReturn:
    raise Malformed(f"not an evidence: {what}")


def too_large(what: str) -> NoReturn:
    """For what an honest probe may have written, of a function out of all measure."""
    raise Malformed(f"{what}, more than can be judged")


def text(most: int = 1200) -> Check[str]:
    def check(value: object) -> str:
        if not isinstance(value, str) or len(value) > most:
            refuse("a text is missing or too long")
        return value.encode("utf-8", "replace").decode()  # half a character cannot be written anywhere

    return check


def integer(most: int = SIZE) -> Check[int]:
    def check(value: object) -> int:
        if type(value) is not int or not 0 <= value <= most:
            refuse("a number is missing or too large")
        return value

    return check


def size(value: object) -> int:
    return integer()(value) or refuse("a weight has no numbers")


def boolean(value: object) -> bool:
    return value if isinstance(value, bool) else refuse("a truth value is missing")


def pair(value: object) -> list[object]:
    both = listed(plain, 2)(value)
    return both if len(both) == 2 else refuse("a pair is not one")


def maybe(check: Check[T]) -> Check[T | None]:
    return lambda value: None if value is None else check(value)


def listed(check: Check[T], most: int) -> Check[list[T]]:
    def all_of(value: object) -> list[T]:
        if not isinstance(value, list) or len(value) > most:
            refuse("a list is missing or too long")
        return [check(v) for v in value]

    return all_of


@dataclass(frozen=True)
class Record:
    """The check of an object with these keys, of which the optional ones may be missing."""

    required: Checks
    optional: Checks = field(default_factory=dict)

    def __call__(self, value: object) -> Facts:
        known = self.required | self.optional
        if not isinstance(value, dict) or not self.required.keys() <= value.keys() <= known.keys():
            refuse("its facts are not those of the probe")
        return {name: known[name](v) for name, v in value.items()}


def plain(value: object, depth: int = 4) -> Any:
    """A setting of a layer, whatever it is."""
    if isinstance(value, str):
        return text()(value)
    if value is None or isinstance(value, (bool, float)) or (isinstance(value, int) and abs(value) < 2**63):
        return value
    if depth and isinstance(value, list) and len(value) <= 100:
        return [plain(v, depth - 1) for v in value]
    if depth and isinstance(value, dict) and len(value) <= 100:
        return {text()(k): plain(v, depth - 1) for k, v in value.items()}
    return refuse("a setting is too large")


def settings(value: object) -> Settings:
    return plain(value) if isinstance(value, dict) else refuse("settings are missing")


def number(value: object) -> float:
    return value if type(value) is float else float(integer(2**53)(value))


def place(value: object) -> Place:
    """Where an array is meant; that it is there is looked at elsewhere."""
    return Placed(Record({"array": text(20)})(value))


def some(value: object, most: int) -> dict[str, object]:
    return value if isinstance(value, dict) and len(value) <= most else refuse("a table is missing or too long")


def exactly(due: T) -> Check[T]:
    return lambda value: due if type(value) is type(due) and value == due else refuse("it was asked otherwise")


def one_of(known: Collection[str]) -> Check[str]:
    return lambda value: value if isinstance(value, str) and value in known else refuse("a name is none of those that were asked for")


def exact(due: Facts, required: Checks, optional: Checks | None = None) -> Record:
    """The answer to one call, which repeats what was asked."""
    return Record({name: exactly(value) for name, value in due.items()} | required, optional or {})


def each(checks: Collection[Check[T]]) -> Check[list[T]]:
    """As many as there are checks."""

    def check(value: object) -> list[T]:
        if not isinstance(value, list) or len(value) != len(checks):
            refuse("it was not asked everything")
        return [one(v) for one, v in zip(checks, value)]

    return check
