"""Checks of form, from which `schema` is put together: each gives a value, cleaned, or raises Malformed."""

from __future__ import annotations

from collections.abc import Callable, Collection

from . import Malformed

Check = Callable[[object], object]
SIZE = 10_000_000  # of one dimension, and of whatever else is counted


class Placed(dict):
    """Where an array is meant. A setting of a layer may look the same."""


def refuse(what: str):
    raise Malformed(f"not an evidence: {what}")


def too_large(what: str):
    """For what an honest probe may have written, of a function out of all measure."""
    raise Malformed(f"{what}, more than can be judged")


def text(most: int = 1200) -> Check:
    def check(value):
        if not isinstance(value, str) or len(value) > most:
            refuse("a text is missing or too long")
        return value.encode("utf-8", "replace").decode()  # half a character cannot be written anywhere

    return check


def integer(most: int = SIZE) -> Check:
    def check(value):
        if type(value) is not int or not 0 <= value <= most:
            refuse("a number is missing or too large")
        return value

    return check


def size(value) -> int:
    return integer()(value) or refuse("a weight has no numbers")


def boolean(value) -> bool:
    return value if isinstance(value, bool) else refuse("a truth value is missing")


def pair(value) -> list:
    value = listed(plain, 2)(value)
    return value if len(value) == 2 else refuse("a pair is not one")


def maybe(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


def listed(check: Check, most: int) -> Check:
    def all_of(value):
        if not isinstance(value, list) or len(value) > most:
            refuse("a list is missing or too long")
        return [check(v) for v in value]

    return all_of


def record(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    known = required | (optional or {})

    def check(value):
        if not isinstance(value, dict) or not required.keys() <= value.keys() <= known.keys():
            refuse("its facts are not those of the probe")
        return {name: known[name](v) for name, v in value.items()}

    return check


def plain(value, depth: int = 4):
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


def settings(value) -> dict:
    return plain(value) if isinstance(value, dict) else refuse("settings are missing")


def number(value) -> float:
    return value if type(value) is float else float(integer(2**53)(value))


def place(value) -> dict:
    """Where an array is meant; that it is there is looked at elsewhere."""
    return Placed(record({"array": text(20)})(value))


def some(value, most: int) -> dict:
    return value if isinstance(value, dict) and len(value) <= most else refuse("a table is missing or too long")


def exactly(due) -> Check:
    return lambda value: due if type(value) is type(due) and value == due else refuse("it was asked otherwise")


def one_of(known: Collection[str]) -> Check:
    return lambda value: value if isinstance(value, str) and value in known else refuse("a name is none of those that were asked for")


def exact(due: dict, required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    """The answer to one call, which repeats what was asked."""
    return record({name: exactly(value) for name, value in due.items()} | required, optional)


def each(checks: list[Check]) -> Check:
    """As many as there are checks."""

    def check(value):
        if not isinstance(value, list) or len(value) != len(checks):
            refuse("it was not asked everything")
        return [one(v) for one, v in zip(checks, value)]

    return check
