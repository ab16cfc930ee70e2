"""A size of a layer that has no number yet: the name of one, or what follows from several, such as `4 * growth`. How it comes about: `value.formula`."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

WORDS = re.compile(r"[a-z]{2}|\W")  # what within a sentence would be read as one of its words, or as several


class Formula(str):
    """A whole number that follows from others, as Python would write it. It is compared as that text."""

    __slots__ = ()

    def of(self, sizes: Mapping[str, int]) -> int | Formula:
        """What it is with these sizes; itself where one of them is missing. Its text is an exercise's or ours, never a student's."""
        try:
            return eval(self, {"__builtins__": {}}, dict(sizes))
        except NameError:
            return self

    @property
    def parts(self) -> tuple[set[str], set[int]]:
        """The sizes that it is made of, and the numbers."""
        nodes = list(ast.walk(ast.parse(self)))
        return {n.id for n in nodes if isinstance(n, ast.Name)}, {n.value for n in nodes if isinstance(n, ast.Constant)}

    @property
    def computed(self) -> bool:
        """Whether it is more than a name."""
        return not self.isidentifier()


def spoken(size: object) -> str:
    """A size within a sentence; what is no short name stands there as code."""
    return f"`{size}`" if isinstance(size, Formula) and WORDS.search(size) else str(size)
