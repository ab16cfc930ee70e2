"""The engine names no exercise and no line of one; lines are walked in one place; functions and files stay small."""

import ast
import re
from pathlib import Path

import autograder
import resnet_lab

PACKAGE = Path(autograder.__file__).parent
FILES = [path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE / "exercises"]
NAMED = re.compile(r"F1|conv1|relu3|X_shortcut|identity_block|convolutional_block")
STATEMENTS, LINES = 60, 400  # of a function, of a file


def test_no_exercise_is_named_outside_of_its_file():
    assert [(path.name, line) for path in FILES for line in path.read_text().splitlines() if NAMED.search(line)] == []


def test_lines_are_walked_in_one_place():
    """Whoever looks up what a line takes among the tensors that are there walks."""
    sources = [*PACKAGE.rglob("*.py"), *Path(resnet_lab.__file__).parent.rglob("*.py")]
    assert [path.name for path in sources for _ in re.findall(r"\[\w+\] for \w+ in line\.takes", path.read_text())] == ["lines.py"]


def test_files_and_functions_are_small():
    long = [path.relative_to(PACKAGE).as_posix() for path in FILES if len(path.read_text().splitlines()) > LINES]
    assert long == []
    functions = [
        (path.name, f)
        for path in FILES
        for f in ast.walk(ast.parse(path.read_text()))
        if isinstance(f, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    assert [(name, f.name) for name, f in functions if f.end_lineno - f.lineno >= STATEMENTS] == []
