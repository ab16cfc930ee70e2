"""The student's function as statements: its simple ones, its parameters, and what was raised on which of them. It names no slip."""

from __future__ import annotations

import ast
import math
import re
from dataclasses import dataclass, field

from ..evidence import Evidence
from ..evidence.source import tree_of
from ..layers.recorded import LineFacts

Statement = ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Expr | ast.Return  # a simple one, with a value


def called(func: ast.AST) -> str:
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


@dataclass(frozen=True)
class Raised:
    """An exception with the statement that it came from, as a syntax tree; the tree is None where it is not at hand."""

    type: str
    message: str
    line: LineFacts | None
    slip: str
    name: str
    statement: ast.AST | None
    exercise: str = ""
    elsewhere: dict[str, str] = field(default_factory=dict)  # names without a value → where the notebook defines them, in words
    parameters: tuple[str, ...] = ()  # of the student's function

    @property
    def value(self) -> ast.AST | None:
        return getattr(self.statement, "value", None)

    def calls(self) -> list[ast.Call]:
        return [n for n in ast.walk(self.statement) if isinstance(n, ast.Call)] if self.statement else []

    def makes(self, *names: str) -> list[ast.Call]:
        """The calls that make a layer of one of these classes."""
        return [c for c in self.calls() if called(c.func) in names]

    def match(self, pattern: str) -> re.Match[str] | None:
        return re.search(pattern, self.message)


def statements(evidence: Evidence) -> list[Statement]:
    """The simple statements of the student's function, with the line numbers of its cell."""
    tree = evidence.syntax()
    if tree is None:
        return []
    return [n for n in ast.walk(tree) if isinstance(n, Statement)]


def parameters(evidence: Evidence) -> tuple[str, ...]:
    """Of the student's function, by its own first line."""
    tree = evidence.syntax()
    own = next((n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)), None) if tree else None
    return tuple(a.arg for a in (*own.args.posonlyargs, *own.args.args, *own.args.kwonlyargs)) if own else ()


def returned_in_loop(evidence: Evidence) -> ast.Return | None:
    """The last `return`, if it stands inside a loop."""
    nodes = [*ast.walk(tree)] if (tree := evidence.syntax()) else []
    last = max((n for n in nodes if isinstance(n, ast.Return)), key=lambda n: n.lineno, default=None)
    return last if last and any(last in ast.walk(n) for n in nodes if isinstance(n, (ast.For, ast.While))) else None


def statement_at(line: LineFacts | None, every: list[Statement]) -> ast.AST | None:
    """The smallest statement on a line, or else what the line's own text says; None where that is not Python by itself."""
    if line is None:
        return None
    covering = [s for s in every if s.lineno <= line["number"] <= (s.end_lineno or s.lineno)]
    return min(covering, key=lambda s: (s.end_lineno or s.lineno) - s.lineno, default=None) or parsed(line["text"])


def parsed(text: str) -> ast.AST | None:
    tree = tree_of(text.strip())
    return tree.body[0] if tree and tree.body else None


def line_of(statement: ast.stmt) -> LineFacts:
    """A statement as the evidence has lines."""
    return {"number": statement.lineno, "text": ast.unparse(statement)}


def origin(slip: str, name: str, line: LineFacts | None, all_statements: list[Statement]) -> LineFacts | None:
    """The line where the slip was made, which may be before the line where it was noticed."""
    if slip not in ("uncalled", "none"):
        return line
    noticed = line["number"] if line else math.inf  # by its caller, where the function has returned it
    in_order = sorted(all_statements, key=lambda s: s.lineno)
    if slip == "none":
        return first_none([s for s in in_order if s.lineno < noticed]) or line
    made = [s for s in in_order if s.lineno <= noticed and isinstance(s.value, ast.Call) and called(s.value.func) == name]
    return line_of(made[-1]) if made else line


def first_none(before: list[Statement]) -> LineFacts | None:
    """The first of the lines that give a name None, of those after which it got no other value."""
    left: dict[str, Statement] = {}
    for s in before:
        for name in (ast.unparse(target) for target in s.targets) if isinstance(s, ast.Assign) else ():
            if isinstance(s.value, ast.Constant) and s.value.value is None:
                left.setdefault(name, s)
            else:
                left.pop(name, None)
    return line_of(min(left.values(), key=lambda s: s.lineno)) if left else None
