"""Notebooks within the limits of a submission that would keep their reader busy for minutes: each is read and mended in seconds, or refused."""

import json
import time
from contextlib import suppress

import pytest
from nbformat.v4 import new_code_cell

from autograder.grading.elsewhere import unknown
from autograder.grading.submission import MAX_CODE, Unreadable, mend, parse
from demo import EXERCISES

from ..support.notebooks import solution

FIRST = EXERCISES[0]
MOST = 4  # seconds of the processor; most of these took longer than 10 before they were bounded, and some 130
LONG = MAX_CODE - 100


def code(*sources: str, **more) -> bytes:
    cells = [{"cell_type": "code", "source": source, "metadata": {}, "id": f"lab-{n}"} | more for n, source in enumerate(sources)]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()


def old(outputs: list) -> bytes:
    cell = {"cell_type": "code", "input": "x = 1", "language": "python", "outputs": outputs}
    return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [cell] * 1999}]}).encode()


COSTLY = {
    "a question mark after a long word": code("a" * LONG + "?"),
    "a question mark after a long line": code("a" * LONG + "\nb?"),
    "many question marks": code(*["a" * 19_000 + "?\nx = 1\n"] * 10),
    "a question mark after dots": code("a." * (LONG // 2) + "a?"),
    "magics in a long cell": code("%a\n" * 10 + "x x\n" * 49_000),
    "magics behind form feeds": code("\f%a\n" * 400 + "x x\n" * 40_000),
    "magics behind other ends of lines": code("x = 1\u2028%a\n" * 400 + "x x\n" * 40_000),
    "cells that each need the next": code(f"def {FIRST}(X): return f0()", *(f"def f{n}(): return f{n + 1}()" for n in range(1900))),
    "one id for all": code(*["x"] * 2000, id="cell-5"),
    "an old format with outputs": old([{"output_type": "stream", "stream": "stdout", "text": ["a"] * 60}] * 20),
    "a long comparison": code("1" + "<1" * 90_000),
    "minus signs": code("-" * LONG + "1"),
    "a long sum": code("1" + "+1" * 90_000),
    "attributes": code("a" + ".b" * 90_000),
    "a number of many digits": code(f"{FIRST} = " + "9" * 5000),
    "a number that cannot be written": code(f"{FIRST} = 0x" + "f" * LONG),
    "a check of it": code("check(0x" + "f" * LONG + ")"),
    "half a character": code("check('\\ud800')\nx = f'\\ud800{y}'"),
    "no number": code("check(1e999)\nx = -1e999j"),
    "a zero byte": code("x = 1\0\n%a?"),
    "lists without end": b'{"cells": [' + b"[]," * 16_000_000 + b"0]}",
}


@pytest.mark.parametrize("content", COSTLY.values(), ids=COSTLY)
def test_it_costs_little(content):
    started = time.process_time()
    with suppress(Unreadable):
        nb = mend(parse(content)).notebook
        errors = [{"type": "NameError", "message": f"name 'q{n}' is not defined"} for n in range(100)]
        said = unknown({"exercise": FIRST, "runs": [{"graph": {"errors": errors}}]}, nb)
        assert len(said) == 100
    assert time.process_time() - started < MOST


def test_magics_are_read_all_the_same():
    """In a cell as students write them."""
    magics = "%matplotlib inline\n!pip install keras\n%load_ext autoreload\nimport os  # why?\n"
    nb = solution()
    nb.cells.insert(0, new_code_cell(f"{magics}helper = len\n", id="lab-x"))
    nb.cells.append(new_code_cell(f"def {FIRST}(X): return helper(X)"))
    assert "tags" not in mend(nb).notebook.cells[0].metadata


def test_attachments_without_number_are_left_out():
    """Each would be copied, checked and written again by nbgrader and nbconvert, in the command itself."""
    picture = {"image/png": "aGVsbG8="}
    attached = [
        {"hand.png": picture},
        {str(n): {} for n in range(700_000)},
        {"a.png": {f"image/{n}": "" for n in range(100_000)}},
        *[{f"{n}.png": picture for n in range(60)}] * 5,
    ]
    cells = [{"cell_type": "markdown", "source": "![](attachment:hand.png)", "metadata": {}, "attachments": each} for each in attached]
    read = parse(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()).cells
    assert read[0].attachments == attached[0] and [len(cell.get("attachments", ())) for cell in read] == [1, 0, 0, 60, 60, 60, 0, 0]
