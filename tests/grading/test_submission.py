"""Reading whatever was handed in, and mending it, as cases: what was done to the notebook and what is said about it."""

import copy
import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.grading.labels import grade_id, worth
from autograder.grading.submission import MAX_BYTES, Unreadable, canonical, mend, parse, read
from autograder.value.points import together
from demo import EXERCISES, ROOT

from ..support.notebooks import cell, changed, place, replaced, solution

FIRST, SECOND = EXERCISES[:2]


def text(nb) -> bytes:
    return nbformat.writes(nb).encode()


UNREADABLE = {
    "empty": (b" \n", "The file is empty."),
    "not text": (b"\xff\xfe\x00", "it is not UTF-8 text"),
    "not JSON": (b"hello", "line 1 is not valid JSON"),
    "merge conflict": (b'{\n<<<<<<< HEAD\n "cells": []}', "line 2 is not valid JSON"),
    "a list": (b"[1]", "it has no cells"),
    "no cells": (b"{}", "it has no cells"),
    "from the future": (b'{"nbformat": 5, "cells": []}', "format 5, which is newer"),
    "deep": (b'{"cells": ' + b"[" * 100_000, "absurd"),
    "absurd number": (b'{"cells": [], "x": ' + b"9" * 6000 + b"}", "absurd"),
    "lists without number": (b'{"cells": [' + b"[]," * 3_000_000 + b"0]}", "absurd"),
    "text in lists in lists": (b'{"cells": [{"source": ' + b"[" * 5000 + b"]" * 5000 + b"}]}", "absurd"),
}


@pytest.mark.parametrize("content, reason", UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable(content, reason):
    with pytest.raises(Unreadable, match=reason) as raised:
        parse(content)
    assert "\n" not in str(raised.value)


def test_a_file_that_was_cut_off():
    with pytest.raises(Unreadable, match=r"cut off\.$"):
        parse(text(solution())[:5000])


def test_what_is_not_a_file(tmp_path):
    with pytest.raises(Unreadable, match="no such file"):
        read(tmp_path / "none.ipynb")
    with pytest.raises(Unreadable, match="not a file"):
        read(tmp_path)
    large = tmp_path / "large.ipynb"
    with large.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(Unreadable, match="larger than 50 MB"):
        read(large)


OLD = {
    "3": {
        "nbformat": 3,
        "worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1\n", "y = 2"], "outputs": [], "language": "python"}]}],
    },
    "3, of several sheets": {"nbformat": 3, "worksheets": [{"cells": [5]}, 7, {"cells": [{"cell_type": "code", "input": "x = 1\ny = 2"}]}]},
    "2": {"nbformat": 2, "worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1", "y = 2"]}]}]},
    "1": {"nbformat": 1, "cells": [{"cell_type": "code", "code": "x = 1\ny = 2", "prompt_number": 3}]},
}


@pytest.mark.parametrize("old", OLD.values(), ids=OLD)
def test_an_old_format_is_upgraded(old):
    assert [(c.cell_type, c.source) for c in parse(json.dumps(old).encode()).cells] == [("code", "x = 1\ny = 2")]


def test_what_is_no_code_in_an_old_format():
    kinds = ("heading", "html", "markdown", "raw")
    cells = [{"cell_type": kind, "source": "a"} for kind in kinds] + [{"cell_type": "text", "text": "a"}]
    nb = parse(json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]}).encode())
    assert [(c.cell_type, c.source) for c in nb.cells] == [
        ("markdown", "# a"),
        ("markdown", "a"),
        ("markdown", "a"),
        ("raw", "a"),
        ("markdown", "a"),
    ]


def test_malformed_cells_become_valid():
    cells = [None, {"cell_type": 7, "source": ["a", 3], "metadata": []}, {"cell_type": "code", "source": "\ud800", "id": "a b"}]
    cells += [{"cell_type": ["code"], "source": "b"}, {"cell_type": {}, "source": "c"}]
    nb = parse(json.dumps({"nbformat": 4, "cells": cells}).encode())
    nbformat.validate(nb)
    assert [c.source for c in nb.cells] == ["a3", "?", "b", "c"]


def remove(name):
    return lambda nb: nb.cells.pop(place(nb, name))


def retype(name):
    def change(nb):
        old = cell(nb, name)
        nb.cells[place(nb, name)] = new_markdown_cell(old.source, metadata=old.metadata)

    return change


def strip(nb):
    for c in nb.cells:
        c.metadata = nbformat.NotebookNode()


def merge_graded(nb):
    cell(nb, f"test_{FIRST}").source = f'check("{FIRST}")\ncheck("{SECOND}")'
    remove(f"test_{SECOND}")(nb)


def merge_with_answer(nb):
    cell(nb, f"test_{FIRST}").source = cell(nb, FIRST).source + f'\ncheck("{FIRST}")'
    remove(FIRST)(nb)


def one_cell(nb):
    nb.cells = [new_code_cell("\n\n".join(cell(nb, e).source for e in EXERCISES))]


def garbage(nb):
    cell(nb, f"test_{FIRST}").metadata.nbgrader = {"grade_id": ["x"], "schema_version": 99}
    nb.cells[0].metadata.nbgrader = "junk"
    nb.cells[1].metadata.nbgrader = {"grade_id": "unknown", "grade": True}


def copied(name, at=0):
    return lambda nb: nb.cells.insert(at, copy.deepcopy(cell(nb, name)))


def magic(nb):
    cell(nb, FIRST).source = "%%time\n" + cell(nb, FIRST).source


def same_ids(nb):
    for c in nb.cells:
        c.id = "same"


MENDED = {
    "as released": (lambda nb: None, {}),
    "a magic": (magic, {}),
    "one id": (same_ids, {}),
    "missing": (remove(f"test_{FIRST}"), {FIRST: "missing; it was put back"}),
    "duplicated": (copied(f"test_{FIRST}"), {FIRST: "several times; the last one counts"}),
    "moved": (lambda nb: nb.cells.insert(0, nb.cells.pop(place(nb, "test_ResNet50"))), {"ResNet50": "moved after it"}),
    "reversed": (lambda nb: nb.cells.reverse(), dict.fromkeys(EXERCISES, "moved after it")),
    "retyped": (retype(f"test_{FIRST}"), {FIRST: "graded cell of identity_block was no longer a code cell"}),
    "answer retyped": (retype(FIRST), {FIRST: "The cell of identity_block was no longer a code cell"}),
    "edited": (replaced(f"test_{FIRST}", "check", "print"), {FIRST: "the edited one kept as an ordinary cell"}),
    "broken": (replaced(f"test_{FIRST}", ")", ""), {FIRST: "the edited one kept as an ordinary cell"}),
    "two in one": (merge_graded, {FIRST: "edited; it was put back", SECOND: "missing; it was put back"}),
    "merged with the answer": (merge_with_answer, {FIRST: "kept as an ordinary cell"}),
    "labels lost": (strip, dict.fromkeys(EXERCISES, "lost its label; it was restored")),
    "labels garbled": (garbage, {FIRST: "lost its label"}),
    "one cell": (one_cell, dict.fromkeys(EXERCISES, "missing; it was put back")),
    "nothing left": (lambda nb: nb.cells.clear(), dict.fromkeys(EXERCISES, "missing; it was put back")),
    "defined again": (lambda nb: nb.cells.append(new_code_cell(f"{FIRST} = None")), {FIRST: "moved after it"}),
    "answer twice": (lambda nb: nb.cells.append(copy.deepcopy(cell(nb, FIRST))), {FIRST: "moved after it"}),
}


@pytest.mark.parametrize("change, said", MENDED.values(), ids=MENDED)
def test_mended(change, said):
    nb = changed(solution(), change)
    before = copy.deepcopy(nb)
    mended, notes = mend(nb)
    assert nb == before
    nbformat.validate(mended)
    assert {exercise: part in " ".join(notes[exercise]) for exercise, part in said.items()} == dict.fromkeys(notes, True)

    assert sorted(filter(None, map(grade_id, mended.cells))) == sorted(canonical(together(())))
    for exercise in EXERCISES:
        graded = cell(mended, f"test_{exercise}")
        assert (graded.source, graded.metadata.nbgrader.points) == (f'check("{exercise}")', 10)
        definitions = [i for i, c in enumerate(mended.cells) if f"def {exercise}(" in c.source or c.source == f"{exercise} = None"]
        assert place(mended, f"test_{exercise}") > max([place(mended, exercise), *definitions])
    assert mend(mended) == (mended, {})


@pytest.mark.parametrize("change, said", MENDED.values(), ids=MENDED)
def test_no_answer_is_lost(change, said):
    nb = changed(solution(), change)
    answers = [c.source for c in nb.cells if any(f"def {e}(" in c.source for e in EXERCISES)]
    kept = [c.source for c in mend(nb).notebook.cells if c.cell_type == "code"]
    assert all(answer in kept for answer in answers)


def test_labels_come_from_the_release():
    canon = canonical({FIRST: 4})
    mended = mend(solution(), canon).notebook
    assert sorted(filter(None, map(grade_id, mended.cells))) == sorted(canon)
    assert cell(mended, f"test_{FIRST}").metadata.nbgrader.points == 4


def labs(nb) -> list[str]:
    """The texts of the cells that grading will not run."""
    return [c.source for c in mend(nb).notebook.cells if "lab" in c.metadata.get("tags", ())]


@pytest.mark.parametrize("mark", [{"metadata": {"tags": ["lab"]}}, {"id": "lab-order"}], ids=["tag", "id"])
def test_a_lab_cell_is_known_by_its_tag_or_its_id(mark):
    nb = changed(solution(), lambda nb: nb.cells.insert(place(nb, FIRST), new_code_cell("while True: pass", **mark)))
    assert "while True: pass" in labs(nb)


def test_a_lab_cell_that_an_exercise_needs_runs():
    """Where a helper stands is the student's choice; a name that only looks the same is none."""
    sources = [
        "def conv(X, n): return unit(X, n)",  # identity_block needs it
        "unit = lambda X, n: X",  # and it needs this
        "model = history = 3",  # local names of the functions below
        "import conv.nothing as other",
        "def broken(: pass",
    ]

    def add(nb):
        at = place(nb, "imports") + 1
        nb.cells[at:at] = [new_code_cell(source, metadata={"tags": ["lab"]}) for source in sources]
        cell(nb, FIRST).source = "def identity_block(X, f):\n    model = conv(X, 3)\n    return model.history"

    nb = changed(solution(), add)
    assert [source for source in labs(nb) if source in sources] == sources[2:]


def test_an_exercise_done_in_a_lab_cell_counts():
    def move(nb):
        nb.cells.append(new_code_cell(cell(nb, FIRST).source, metadata={"tags": ["lab"]}))
        cell(nb, FIRST).source = ""

    nb = changed(solution(), move)
    assert not any("def identity_block" in source for source in labs(nb))


def test_whoever_hands_in_does_not_choose_the_assignment():
    """Its graded cells tell which it is, whatever other functions stand beside; where they are of two, whoever grades says which."""
    other = nbformat.read(ROOT / "solutions" / "after_resnet" / "after_resnet.ipynb", as_version=4)
    nb = solution()
    nb.cells += [new_code_cell(cell.source) for cell in other.cells if cell.cell_type == "code"]
    assert worth(mend(nb).notebook.cells).keys() == {*EXERCISES}
    nb.cells += other.cells
    with pytest.raises(Unreadable, match="graded cells of residual_networks and after_resnet; say with --release"):
        mend(nb)
