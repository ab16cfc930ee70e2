"""A size of a layer that has no number yet: the name of one, or what follows from several, such as `4 * growth`. How it comes about: `value.formula`."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

NAME = re.compile(r"[A-Za-z_]\w*(\.shape\[-\d\])?")  # of a size: a parameter's, or as it is read off the input
WORDS = re.compile(r"[a-z]{2}|\W")  # what within a sentence would be read as one of its words, or as several


class Formula(str):
    """A whole number that follows from others, as Python would write it. It is compared as that text."""

    __slots__ = ()

    def of(self, sizes: Mapping[str, int]) -> int | Formula:
        """What it is with these sizes; itself where one of them is missing. Its text is an exercise's or ours, never a student's."""
        if not self.computed:
            return sizes.get(self, self)
        numbered = NAME.sub(lambda name: f"sizes[{name[0]!r}]", self)
        try:
            return eval(numbered, {"__builtins__": {}}, {"sizes": sizes})
        except KeyError:
            return self

    @property
    def parts(self) -> tuple[set[str], set[int]]:
        """The sizes that it is made of, and the numbers."""
        constants = (node.value for node in ast.walk(ast.parse(NAME.sub("x", self))) if isinstance(node, ast.Constant))
        return {name[0] for name in NAME.finditer(self)}, {number for number in constants if isinstance(number, int)}

    @property
    def computed(self) -> bool:
        """Whether it is more than a name."""
        return not NAME.fullmatch(self)


def spoken(size: object) -> str:
    """A size within a sentence; what is no short name stands there as code."""
    return f"`{size}`" if isinstance(size, Formula) and WORDS.search(size) else str(size)
