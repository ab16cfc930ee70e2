"""Makes both notebooks from the text source: `make release`. The same source gives the same bytes.

solutions/residual_networks.py                               the source: prose, answers, graded cells
  → solutions/residual_networks/residual_networks.ipynb      the instructor's notebook, nbgrader's source
  → assignment/residual_networks/residual_networks.ipynb     the student's, as `nbgrader generate_assignment` makes it
"""

from __future__ import annotations

import argparse
import base64
import os
import re
import sys
import tempfile
from html import escape
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from . import diagram
from .blocks import BLOCKS, RESNET50

NAME = "residual_networks"
SOURCE = Path("solutions") / f"{NAME}.py"
INSTRUCTOR = Path("solutions") / NAME / f"{NAME}.ipynb"
STUDENT = Path("assignment") / NAME / f"{NAME}.ipynb"
FIGURE = re.compile(r"!\[(\w+)\]\(\.\./(images/\w+\.png)\)")
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def alternative_text(figure: str) -> str:
    if figure == "skip_connection":
        return (
            "Two stacks of the same layers F side by side. Plain: X goes through F, then ReLU. Residual: a shortcut "
            "carries X around F; F(X) and X are added, then ReLU."
        )
    return diagram.describe(RESNET50 if figure == RESNET50.name else BLOCKS[figure])


def inline_figures(nb: NotebookNode, root: Path) -> None:
    """Put the figures into the notebook itself, so that it can be opened alone."""
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            cell.source = FIGURE.sub(lambda m: embedded(root / m[2], alternative_text(m[1])), cell.source)


def embedded(path: Path, words: str) -> str:
    """An image of a fixed width: Jupyter, Colab and nbgrader's feedback all show it, and no page is wider than it should be."""
    data = base64.b64encode(path.read_bytes()).decode()
    return f'<img width="760" alt="{escape(words)}" src="data:image/png;base64,{data}">'


def name_cells(nb: NotebookNode) -> None:
    """Stable ids: an nbgrader cell has its grade_id's, a text its heading's, another the last heading's."""
    taken, last = set(), "top"
    for cell in nb.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        heading = re.match(r"#+ (?:Exercise \d+: )?(.+)", cell.source) if cell.cell_type == "markdown" else None
        if name is None and heading:
            last = re.sub(r"\W+", "-", heading[1].lower()).strip("-")
            name = f"text-{last}"
        name = (name or f"code-{last}")[:60]
        if name in taken:
            raise ValueError(f"two cells would be named {name}")
        taken.add(name)
        cell.id = name


def instructor_notebook(root: Path) -> NotebookNode:
    import jupytext

    nb = jupytext.read(root / SOURCE)
    nb.metadata = NotebookNode(kernelspec=NotebookNode(KERNEL), language_info=NotebookNode(name="python"))
    for cell in nb.cells:
        cell.metadata.pop("lines_to_next_cell", None)
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.cell_type = cell.cell_type
            if cell.metadata.nbgrader.locked:
                cell.metadata.editable = False
                cell.metadata.deletable = False
    inline_figures(nb, root)
    name_cells(nb)
    nb.nbformat, nb.nbformat_minor = 4, 5
    nbformat.validate(nb)
    return nb


def student_notebook(nb: NotebookNode) -> NotebookNode:
    """What nbgrader releases: its own preprocessors, in its own order, without a gradebook."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.preprocessors import SaveCells

    resources = {"nbgrader": {"assignment": NAME, "notebook": NAME}}
    for preprocessor in GenerateAssignment.preprocessors.default():
        if preprocessor is not SaveCells:
            nb, resources = preprocessor().preprocess(nb, resources)
    return nb


def as_bytes(nb: NotebookNode) -> bytes:
    return (nbformat.writes(nb) + "\n").encode()


def derive(root: Path) -> dict[Path, bytes]:
    """The notebooks' files and their contents."""
    nb = instructor_notebook(root)
    instructor = as_bytes(nb)
    return {INSTRUCTOR: instructor, STUDENT: as_bytes(student_notebook(nb))}


def write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        file.write(content)
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def main(arguments: list[str] | None = None, root: Path = Path(".")) -> int:
    parser = argparse.ArgumentParser(prog="python -m autograder.release", description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; say which files are out of date")
    options = parser.parse_args(arguments)
    try:
        derived = derive(root)
        stale = [path for path, content in derived.items() if not (root / path).exists() or (root / path).read_bytes() != content]
        for path in stale:
            if options.check:
                print(f"{path} is out of date: run make release.")
            else:
                write(root / path, derived[path])
                print(f"wrote {path}")
    except OSError as error:
        print(f"Cannot make the notebooks: {error.strerror}: {error.filename}. Run this at the root of the project.", file=sys.stderr)
        return 1
    if not stale:
        print("Both notebooks are up to date.")
    return 1 if stale and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
