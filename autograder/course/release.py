"""Makes what is released from the text sources, one an assignment: `make release`. The same sources give the same bytes.

solutions/NAME.py                            the source: prose, answers, graded cells
solutions/address.txt                        where the course lies: from there a notebook installs it, and Colab opens it
  → solutions/NAME/NAME.ipynb                the instructor's notebook, nbgrader's source
  → assignment/NAME/NAME.ipynb               the student's, as `nbgrader generate_assignment` makes it
  → solutions/NAME.sha256                    by which an instructor's notebook that was edited by hand is known
all of them
  → autograder/answers.json                  the answers alone, which `solution` shows
  → autograder/points.json                   what each exercise is worth, by assignment
"""

from __future__ import annotations

import argparse
import base64
import errno
import hashlib
import json
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ..exercises import EXERCISES
from ..grading.labels import worth
from ..grading.submission import LAB, is_lab
from .files import write

FIRST = "residual_networks"  # the assignment that students meet first; others follow by their names
ANSWERS = Path("autograder") / "answers.json"
POINTS = Path("autograder") / "points.json"
EDITED = (
    "{0.instructor} was edited by hand, and making it again would undo that. Nothing was written. Put the edits into {0.source}; "
    "or overwrite the notebook with: make release FORCE=--force"
)
RELEASED = (
    "Now tell the gradebook, if there is one: nbgrader generate_assignment {0}. "
    "What is graded already follows with: nbgrader autograde {0} --force"
)
ADDRESS = Path("solutions") / "address.txt"
NOWHERE = "https://github.com/YOUR-ORGANISATION/YOUR-COURSE"  # as long as nobody has said where
BADGE = "[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/{}/blob/main/{})"
FIGURES = Path("images") / "figures.json"  # what each figure says, in words
FIGURE = re.compile(r"!\[(\w+)\]\(\.\./(images/\w+\.png)\)")
HEADER = re.compile(r"#+ (?:Exercise \d+: )?(.+)")
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


@dataclass(frozen=True)
class Assignment:
    """Where the files of an assignment lie, from the project's root."""

    name: str

    @property
    def source(self) -> Path:
        return Path("solutions") / f"{self.name}.py"

    @property
    def instructor(self) -> Path:
        return Path("solutions") / self.name / f"{self.name}.ipynb"

    @property
    def checksum(self) -> Path:
        return Path("solutions") / f"{self.name}.sha256"

    @property
    def student(self) -> Path:
        return Path("assignment") / self.name / f"{self.name}.ipynb"


def assignments(root: Path) -> list[Assignment]:
    """Those that have a source, in the order in which students meet them. Raises FileNotFoundError where there is none."""
    names = sorted((path.stem for path in (root / "solutions").glob("*.py")), key=lambda name: (name != FIRST, name))
    if not names:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "solutions/*.py")
    return [Assignment(name) for name in names]


def inline_figures(nb: NotebookNode, root: Path) -> None:
    """Put the figures into the notebook itself, so that it can be opened alone; as text, for Colab shows no attachments.

    A text with a figure cannot be edited, so that nobody breaks a hundred thousand letters of it.
    """
    words = json.loads((root / FIGURES).read_text(encoding="utf-8"))
    for cell in nb.cells:
        if cell.cell_type == "markdown" and FIGURE.search(cell.source):
            cell.source = FIGURE.sub(lambda m: embedded(root / m[2], words[m[1]]), cell.source)
            cell.metadata.editable = False


def embedded(path: Path, words: str) -> str:
    """An image of a fixed width: Jupyter, Colab and nbgrader's feedback all show it, and no page is wider than it should be."""
    content = path.read_bytes()
    width = min(760, int.from_bytes(content[16:20], "big") * 96 // 144)  # a PNG tells its own there, in dots of 144 an inch
    data = base64.b64encode(content).decode()
    return f'<img class="resnet-figure" width="{width}" alt="{escape(words)}" src="data:image/png;base64,{data}">'


def settle(nb: NotebookNode, root: Path, assignment: Assignment) -> None:
    """Write where the course lies into the notebook: from where it is installed, and under the title how Colab opens it."""
    address = (root / ADDRESS).read_text(encoding="utf-8").strip().rstrip("/").removesuffix(".git")
    for cell in nb.cells:
        cell.source = cell.source.replace(NOWHERE, address)
    host = "https://github.com/"
    if address.startswith(host) and address != NOWHERE:  # Colab opens what lies there
        title, _, text = nb.cells[0].source.partition("\n")
        nb.cells[0].source = f"{title}\n\n{BADGE.format('github/' + address.removeprefix(host), assignment.student.as_posix())}\n{text}"


def name_cells(nb: NotebookNode) -> None:
    """Stable ids: an nbgrader cell has its grade_id's, a text its heading's, another the last heading's; tagged ones say so."""
    taken, last = set(), "top"
    for cell in nb.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        heading = HEADER.match(cell.source) if cell.cell_type == "markdown" else None
        if name is None and heading:
            last = re.sub(r"\W+", "-", heading[1].lower()).strip("-")
            name = f"text-{last}"
        name = (name or f"{LAB if is_lab(cell) else cell.cell_type}-{last}")[:60]
        name = next(free for free in (name, *(f"{name}-{n}" for n in range(2, 100))) if free not in taken)
        taken.add(name)
        cell.id = name


def instructor_notebook(root: Path, assignment: Assignment) -> NotebookNode:
    import jupytext

    nb = jupytext.read(root / assignment.source)
    nb.metadata = NotebookNode(kernelspec=NotebookNode(KERNEL), language_info=NotebookNode(name="python"))
    for cell in nb.cells:
        cell.metadata.pop("lines_to_next_cell", None)
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.cell_type = cell.cell_type
            if cell.metadata.nbgrader.locked:
                cell.metadata.editable = False
                cell.metadata.deletable = False
    inline_figures(nb, root)
    settle(nb, root, assignment)
    name_cells(nb)
    nb.nbformat, nb.nbformat_minor = 4, 5
    nbformat.validate(nb)
    return nb


def student_notebook(nb: NotebookNode, assignment: Assignment) -> NotebookNode:
    """What nbgrader releases: its own preprocessors, in its own order, without a gradebook."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.preprocessors import SaveCells

    resources = {"nbgrader": {"assignment": assignment.name, "notebook": assignment.name}}
    for preprocessor in GenerateAssignment.preprocessors.default():
        if preprocessor is not SaveCells:
            nb, resources = preprocessor().preprocess(nb, resources)
    return nb


def as_bytes(nb: NotebookNode) -> bytes:
    return (nbformat.writes(nb) + "\n").encode()


def derive(root: Path) -> dict[Path, bytes]:
    """The files and their contents."""
    derived: dict[Path, bytes] = {}
    answers: dict[str, str] = {}
    points: dict[str, dict[str, float]] = {}
    for one in assignments(root):
        nb = instructor_notebook(root, one)
        answers |= {cell.id: without_markers(cell.source) for cell in nb.cells if cell.id in EXERCISES}
        points[one.name] = worth(nb.cells)
        derived |= {one.instructor: as_bytes(nb), one.checksum: checksum(nb).encode()}
        derived[one.student] = as_bytes(student_notebook(nb, one))  # which takes nb apart
    return derived | {ANSWERS: as_json(answers), POINTS: as_json(points)}


def as_json(value: Mapping[str, object]) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def checksum(nb: NotebookNode) -> str:
    """Of what an instructor writes: running a notebook and saving it changes nothing of that."""
    written = [[cell.cell_type, cell.source, cell.metadata.get("nbgrader"), cell.metadata.get("tags")] for cell in nb.cells]
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest() + "\n"


def edited(root: Path, one: Assignment, derived: dict[Path, bytes]) -> bool:
    """Whether the instructor's notebook is another than the source made the last time, and than it would make now."""
    if not (root / one.instructor).exists():
        return False
    try:
        found = checksum(nbformat.read(root / one.instructor, as_version=4)).encode()
    except (ValueError, KeyError, AttributeError):  # no notebook
        return True
    last = root / one.checksum
    return found not in (derived[one.checksum], last.read_bytes() if last.exists() else b"")


def without_markers(source: str) -> str:
    """A solution cell as a student would have it."""
    return re.sub(r" *### (BEGIN|END) SOLUTION\n?", "", source).rstrip()


def main(arguments: list[str] | None = None, root: Path = Path(".")) -> int:
    parser = argparse.ArgumentParser(prog="python -m autograder.course.release", description=__doc__.split("\n")[0], allow_abbrev=False)
    parser.add_argument("--check", action="store_true", help="write nothing; say which files are out of date")
    parser.add_argument("--force", action="store_true", help="overwrite an instructor's notebook that was edited by hand")
    options = parser.parse_args(arguments)
    try:
        derived = derive(root)
        kept = [] if options.check or options.force else [one for one in assignments(root) if edited(root, one, derived)]
        if kept:
            print(EDITED.format(kept[0]), file=sys.stderr)
            return 1
        stale = [path for path, content in derived.items() if not (root / path).exists() or (root / path).read_bytes() != content]
        for path in stale:
            if options.check:
                print(f"{path} is out of date: run make release.")
            else:
                write(root / path, derived[path])
                print(f"wrote {path}")
    except OSError as error:
        print(f"Cannot make the release: {error.strerror}: {error.filename}. Run this at the root of the project.", file=sys.stderr)
        return 1
    if not stale:
        print("The release is up to date.")
    for one in assignments(root):
        if not options.check and {one.instructor, one.student} & set(stale):
            print(RELEASED.format(one.name))
    return 1 if stale and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
