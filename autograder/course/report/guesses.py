"""What a class guessed before the lesson's experiments: read from the text of graded notebooks. Nothing is run, and nothing of it is marked.

A guess is `lab.guess("degradation", "worse")` or, where the experiment wrote it, `lab.degradation(guess="worse")`.
"""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import nbformat

from ...grading.submission import is_lab
from ...grading.syntax import parsed
from ...show.report import flat

LONGEST, LONGEST_CELL = 40, 4_000  # characters of a name, a guess, a cell: all are a student's
EXPERIMENTS, ANSWERS = 30, 10  # that are counted, those of most students first
OTHERS = "(other guesses)"
Guesses = dict[str, str]  # experiment → guess


def guessed(folder: Path) -> Guesses:
    """One student's; of several for one experiment, the last. Of a notebook that names more than there can be, none."""
    found: Guesses = {}
    for path in sorted(folder.glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if is_lab(cell) and "guess" in cell.source and len(cell.source) <= LONGEST_CELL and (tree := parsed(cell.source)):
                found |= dict(calls(tree))
            if len(found) > EXPERIMENTS:
                return {}
    return found


def calls(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                ast.Attribute(ast.Name("lab"), "guess"), [ast.Constant(str(name)), ast.Constant(str() | int() | float() as value)]
            ):
                yield harmless(name), harmless(value)
            case ast.Call(ast.Attribute(ast.Name("lab"), name)):
                for keyword in node.keywords:
                    if keyword.arg == "guess" and isinstance(keyword.value, ast.Constant):
                        yield harmless(name), harmless(keyword.value.value)


def harmless(value: object) -> str:
    """What a student wrote, in one short line."""
    return flat(str(value))[:LONGEST]


def counted(students: Iterable[Guesses]) -> dict[str, dict[str, int]]:
    """By experiment how many guessed what, the most frequent first; of very many experiments or guesses the most frequent ones."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for own in students:
        for name, value in own.items():
            found[name][value] += 1
    largest = sorted(found, key=lambda name: (-found[name].total(), name))[:EXPERIMENTS]
    return {name: shortened(found[name]) for name in sorted(largest)}


def shortened(counts: Counter[str]) -> dict[str, int]:
    most = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:ANSWERS])
    left = counts.total() - sum(most.values())
    return most | ({OTHERS: left} if left else {})
