"""A submitted notebook as data: read whatever bytes were handed in, and mend what grading needs. Nothing is executed here.

`read` gives a notebook or raises `Unreadable`. `mend` gives every exercise exactly one solution cell and exactly one
graded cell, after the last cell that defines its function, whatever was deleted, copied, edited or moved. Cells of the
lesson that are not graded keep the tag "lab": grading does not run them.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Callable
from copy import deepcopy
from functools import partial
from itertools import chain, count
from typing import Any, NamedTuple

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from ..evidence.regular import TooLarge, read_regular
from ..exercises import EXERCISES
from ..value.points import ASSIGNMENTS, together
from .labels import exercise_of, grade_id, graded_id, is_graded
from .syntax import binding, binds, globals_of, only_checks, parsed, same, tree_in

MAX_BYTES = 50_000_000
MAX_PARTS = 3_000_000  # lists and tables in the JSON, of which Python makes up to a gigabyte
MAX_CELLS, MAX_CODE = 2_000, 200_000  # cells, and characters in code cells; the release has 92 and 5,000
MAX_ATTACHED, MAX_FORMS = 200, 10  # pictures that are attached in a notebook, and media types of one; more are left out
Notebook = nbformat.NotebookNode
Canon = dict[str, Notebook]  # the labelled cells of a release, by grade_id
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python", "file_extension": ".py", "mimetype": "text/x-python", "pygments_lexer": "ipython3"},
}
NEW_CELL: dict[str, Callable[..., Notebook]] = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}
OLD_KINDS = {"heading": "markdown", "html": "markdown", "text": "markdown"}  # of formats 1 to 3
OLD_TEXTS = ("input", "code", "text")  # where these have what now is the source
CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
KEY = "autograder"  # of what one plug-in leaves for the next, in a notebook's metadata or in nbgrader's resources
LAB = "lab"  # the tag of an experiment's or a training cell, and the beginning of its id
Say = Callable[[str], None]  # takes a sentence for the notes, with {} where the exercise is named
Notes = dict[str, list[str]]  # exercise → what was mended, in words for the student


class Mended(NamedTuple):
    """A gradeable notebook, and what had to be mended for it."""

    notebook: Notebook
    notes: Notes


class Unreadable(ValueError):
    """The file cannot be taken as a notebook; the message is one sentence that says why."""


def read(path: str | os.PathLike[str]) -> Notebook:
    """The cells in a file, in nbformat 4, without their outputs; a link is not followed. Raises Unreadable."""
    try:
        kind = os.lstat(path).st_mode
        if stat.S_ISDIR(kind):
            raise Unreadable("It is not a file but a folder.")
        if stat.S_ISLNK(kind):
            raise Unreadable("It is not a regular file but a symbolic link.")
        if not stat.S_ISREG(kind):
            raise Unreadable("It is not a regular file.")
        content = read_regular(path, MAX_BYTES)
    except FileNotFoundError:
        raise Unreadable("There is no such file.") from None
    except TooLarge:
        raise Unreadable(f"The file is larger than {MAX_BYTES // 1_000_000} MB.") from None
    except (OSError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"The file cannot be read: {getattr(error, 'strerror', None) or error}.") from None
    return parse(content)


def parse(content: bytes) -> Notebook:
    """The notebook in the bytes of a file. Raises Unreadable."""
    if not content.strip():
        raise Unreadable("The file is empty.")
    if content.count(b"[") + content.count(b"{") > MAX_PARTS:
        raise Unreadable("The file is not a notebook: its JSON is absurd.")
    try:
        text = content.decode("utf-8-sig")
        data = json.loads(text)
    except UnicodeDecodeError:
        raise Unreadable("The file is not a notebook: it is not UTF-8 text.") from None
    except json.JSONDecodeError as error:
        end = " It seems to be cut off." if error.pos >= len(text.rstrip()) or "Unterminated" in error.msg else ""
        raise Unreadable(f"The file is not a notebook: line {error.lineno} is not valid JSON.{end}") from None
    except (ValueError, RecursionError):
        raise Unreadable("The file is not a notebook: its JSON is absurd.") from None
    if not isinstance(data, dict) or not isinstance(data.get("cells", data.get("worksheets")), list):
        raise Unreadable("The file is not a notebook: it has no cells.")
    version = data.get("nbformat")
    if isinstance(version, (int, float)) and version > 4:
        raise Unreadable(f"The notebook is in format {str(version)[:20]}, which is newer than the newest known one, 4.")
    found = cells_of(data)
    if len(found) > MAX_CELLS:
        raise Unreadable(f"The notebook has more than {MAX_CELLS:,} cells.")
    try:
        cells = [normal(cell) for cell in found if isinstance(cell, dict)]
    except RecursionError:  # text that is lists in lists in lists
        raise Unreadable("The file is not a notebook: its JSON is absurd.") from None
    if sum(len(cell.source) for cell in cells if cell.cell_type == "code") > MAX_CODE:
        raise Unreadable(f"The notebook has more than {MAX_CODE:,} characters of code.")
    room = MAX_ATTACHED
    for cell in cells:
        if "attachments" in cell and (room := room - len(cell.attachments)) < 0:
            del cell["attachments"]
    return new_notebook(cells=identified(cells))


def cells_of(data: dict[str, Any]) -> list[object]:
    """All cells, in the present format or in an old one, which has them on sheets."""
    sheets = [data, *(data["worksheets"] if isinstance(data.get("worksheets"), list) else [])]
    lists = (sheet.get("cells") for sheet in sheets if isinstance(sheet, dict))
    return [cell for cells in lists if isinstance(cells, list) for cell in cells]


def normal(cell: dict[str, Any]) -> Notebook:
    """A valid cell with the same text, in the present format: nothing else of what it holds is trusted.

    Old formats are read here, for nbformat takes minutes over their outputs.
    """
    kind = cell.get("cell_type")
    kind = OLD_KINDS.get(kind, kind) if isinstance(kind, str) else "raw"
    make = NEW_CELL.get(kind, NEW_CELL["raw"])
    text = next((cell[name] for name in ("source", *OLD_TEXTS) if name in cell), "")
    if "source" not in cell and isinstance(text, list) and not str(text[0] if text else "").endswith("\n"):
        text = "\n".join(map(str, text))  # lines that were written without their ends
    new: Notebook = make(words(text))
    if cell.get("cell_type") == "heading":
        new.source = f"# {new.source}"
    new.metadata = marks(cell.get("metadata"))
    new.id = cell.get("id")
    if kind == "markdown" and pictures(attachments := cell.get("attachments")):
        new.attachments = nbformat.from_dict(attachments)
    return new


def marks(metadata: object) -> Notebook:
    """What grading asks of a cell's metadata: its name and whether it is of the lab."""
    metadata = metadata if isinstance(metadata, dict) else {}
    label, tags = metadata.get("nbgrader"), metadata.get("tags")
    name = label.get("grade_id") if isinstance(label, dict) else None
    kept = {"nbgrader": {"grade_id": name}} if isinstance(name, str) else {}
    return nbformat.from_dict(kept | ({"tags": [LAB]} if isinstance(tags, list) and LAB in tags else {}))


def pictures(attachments: object) -> bool:
    """Whether these are attachments as the format has them: file name → media type → text."""
    return (
        isinstance(attachments, dict)
        and len(attachments) <= MAX_ATTACHED
        and all(
            isinstance(media, dict)
            and len(media) <= MAX_FORMS
            and name == words(name)
            and all(isinstance(d, str) and d.isascii() and t.isascii() for t, d in media.items())
            for name, media in attachments.items()
        )
    )


def words(value: object) -> str:
    """Text that can be sent and saved: notebooks hold it as lines too, and JSON can hold halves of characters."""
    text = "".join(map(str, value)) if isinstance(value, list) else str(value)
    return text.encode("utf-8", "replace").decode()


def identified(cells: list[Notebook]) -> list[Notebook]:
    """The cells with valid ids, each once; one that has to be made follows from the cell's place."""
    ids = [cell.get("id") for cell in cells]
    given, used = {name for name in ids if isinstance(name, str)}, set()
    for place, (cell, name) in enumerate(zip(cells, ids)):
        if not isinstance(name, str) or not CELL_ID.fullmatch(name) or name in used:
            free = (f"cell-{place}{suffix}" for suffix in chain([""], (f"-{n}" for n in count())))
            name = next(name for name in free if name not in used and name not in given)
        cell.id = name
        used.add(name)
    return cells


def canonical(points: dict[str, float]) -> Canon:
    """The solution cell (empty) and the graded cell of every exercise that has points, by grade_id."""
    cells = {}
    for exercise, worth in points.items():
        cells[exercise] = labelled(new_code_cell("", id=exercise), exercise)
        graded = new_code_cell(f'check("{exercise}")', id=graded_id(exercise))
        cells[graded_id(exercise)] = labelled(graded, graded_id(exercise), worth)
    return cells


def released(path: str | os.PathLike[str]) -> Canon:
    """The same of a release that lies in a file, with all else that nbgrader has labelled there. Raises Unreadable."""
    read(path)  # which says what is wrong with it
    cells = {name: cell for cell in nbformat.read(path, as_version=4).cells if (name := grade_id(cell))}
    if not any(exercise_of(cell) for cell in cells.values()):
        raise Unreadable("None of the exercises is graded in it.")
    return cells


def labelled(cell: Notebook, grade_id: str, points: float | None = None) -> Notebook:
    """The cell with nbgrader's metadata: a graded cell when it is worth points, a solution cell otherwise."""
    graded = points is not None
    label = {"grade_id": grade_id, "grade": graded, "solution": not graded, "locked": graded, "task": False, "schema_version": 3}
    cell.metadata = nbformat.from_dict({"nbgrader": label | ({"points": points} if graded else {})})
    return cell


def exercises_in(nb: Notebook) -> list[str]:
    """The exercises of ours that are in the notebook, by a label or by their name in some code."""
    labels = {grade_id(cell) for cell in nb.cells}
    code = "\n".join(cell.source for cell in nb.cells if cell.cell_type == "code")
    return [exercise for exercise in EXERCISES if exercise in code or not labels.isdisjoint((exercise, graded_id(exercise)))]


def of_one_assignment(nb: Notebook) -> dict[str, float]:
    """The exercises of the assignment to which the notebook belongs, with their points. Raises Unreadable, for whoever hands in would choose."""
    graded = {exercise for cell in nb.cells if (exercise := exercise_of(cell))}
    if len(several := [name for name, exercises in ASSIGNMENTS.items() if graded & {*exercises}]) > 1:
        raise Unreadable(f"It has graded cells of {' and '.join(several)}; say with --release which of them it is to be graded as.")
    return together(graded or exercises_in(nb))


def is_lab(cell: Notebook) -> bool:
    """Whether this is a cell of the lesson that no exercise needs; either mark suffices, for editors drop one or the other."""
    tags = cell.metadata.get("tags")
    labelled = isinstance(tags, list) and LAB in tags
    return cell.cell_type == "code" and grade_id(cell) is None and (labelled or str(cell.get("id")).startswith(f"{LAB}-"))


def needed(cells: list[Notebook], exercises: list[str], tests: list[str]) -> set[int]:
    """Where these exercises, and what their functions need by its name, are defined: those cells have to run wherever they stand.

    tests: the sources of other graded cells, whose names are needed as well.
    """
    trees = [*map(tree_in, cells)]
    places = binding(trees)
    due, found = [*exercises, *(name for tree in map(parsed, tests) if tree for name in globals_of(tree))], set()
    while due:
        for place in places.pop(due.pop(), ()):
            if place not in found and (tree := trees[place]):
                found.add(place)
                due += globals_of(tree)
    return found


def mend(nb: Notebook, canon: Canon | None = None) -> Mended:
    """Give every exercise one solution cell and one graded cell after it; the notebook handed in stays as it was.

    canon: the cells that the release labels, by grade_id; without it those of this package's assignment to which the notebook
    belongs. Labels that are not there are dropped, and of several cells with one label the last keeps it. Raises Unreadable.
    """
    canon = canonical(of_one_assignment(nb)) if canon is None else canon
    exercises = [e for e in EXERCISES if graded_id(e) in canon]
    cells = deepcopy(nb.cells)
    claims: dict[str, list[int]] = {}
    labs = {place for place, cell in enumerate(cells) if exercises and is_lab(cell)}  # another assignment has cells of that name too
    tests = [cell.source for cell in canon.values() if is_graded(cell) and cell.cell_type == "code" and not exercise_of(cell)]
    for place, cell in enumerate(cells):
        claims.setdefault(grade_id(cell) or "", []).append(place)
        cell.metadata = Notebook()
    for place in labs - needed(cells, exercises, tests):
        cells[place].metadata = Notebook(tags=[LAB])
    mending = Mending(cells, claims, canon)
    for name in canon:
        if not any(name in (e, graded_id(e)) for e in exercises):
            mending.other(name)
    notes = {exercise: mending.exercise(exercise) for exercise in exercises}
    new = new_notebook(cells=identified(mending.result()), metadata=nbformat.from_dict(METADATA))
    return Mended(new, {exercise: said for exercise, said in notes.items() if said})


class Mending:
    """The cells while they are mended: which are taken, which go, and what is put in after which."""

    def __init__(self, cells: list[Notebook], claims: dict[str, list[int]], canon: Canon):
        self.cells = cells
        self.claims = claims
        self.canon = canon
        self.trees = [*map(tree_in, cells)]
        self.binds = [*map(binds, self.trees)]
        self.taken: set[int] = set()
        self.gone: set[int] = set()
        self.after: dict[int, list[Notebook]] = {}

    def result(self) -> list[Notebook]:
        cells = list(self.after.get(-1, ()))
        for place, cell in enumerate(self.cells):
            cells += [cell] * (place not in self.gone) + self.after.get(place, [])
        return cells

    def take(self, place: int, grade_id: str) -> bool:
        """Give the cell its label back; whether it had to be given its type back too."""
        cell, canon = self.cells[place], self.canon[grade_id]
        self.taken.add(place)
        retyped = cell.cell_type != canon.cell_type
        if retyped:
            cell = self.cells[place] = NEW_CELL[canon.cell_type](cell.source, id=cell.id)
            self.trees[place] = tree = tree_in(cell)
            self.binds[place] = binds(tree)
        cell.metadata = deepcopy(canon.metadata)
        return retyped

    def other(self, grade_id: str) -> None:
        """A labelled cell that is none of ours: an instructor's own question, say. Put back if it counts."""
        if claims := self.claims.get(grade_id):
            self.take(claims[-1], grade_id)
        elif self.canon[grade_id].metadata.nbgrader.get("grade") or self.canon[grade_id].metadata.nbgrader.get("task"):
            self.put(len(self.cells) - 1, grade_id)

    def put(self, place: int, grade_id: str) -> None:
        self.after.setdefault(place, []).append(deepcopy(self.canon[grade_id]))

    def exercise(self, exercise: str) -> list[str]:
        notes: list[str] = []
        say = partial(say_of, notes, exercise)
        graded = self.graded(exercise, say)
        solution = self.solution(exercise, say)
        definitions = self.definitions(exercise)
        place = max([*graded, *definitions, *solution], default=len(self.cells) - 1)
        if graded and place > graded[-1] and definitions and definitions[-1] == place:
            say("The graded cell of {} stood before the function; it was moved after it.")
        if not solution:
            self.put(place, exercise)
        self.put(place, graded_id(exercise))
        return notes

    def graded(self, exercise: str, say: Say) -> list[int]:
        """Where the graded cells of the exercise stand. They go; a canonical one will take their place."""
        canon = parsed(self.canon[graded_id(exercise)].source)
        claims = self.claims.get(graded_id(exercise), [])
        if not claims:
            claims = [p for p, tree in enumerate(self.trees) if same(tree, canon) and p not in self.taken | self.gone][-1:]
            say(
                "The graded cell of {} had lost its label; it was restored."
                if claims
                else "The graded cell of {} was missing; it was put back."
            )
        elif len(claims) > 1:
            say("The graded cell of {} was there several times; the last one counts.")
        for place in claims:
            tree = parsed(self.cells[place].source)
            if self.cells[place].cell_type != "code":
                say("The graded cell of {} was no longer a code cell; it is one again.")
            if only_checks(tree):
                self.gone.add(place)
            else:
                say("The graded cell of {} had been edited; it was put back, and the edited one kept as an ordinary cell.")
            if only_checks(tree) and not same(tree, canon):
                say("The graded cell of {} had been edited; it was put back.")
        return claims

    def solution(self, exercise: str, say: Say) -> list[int]:
        """Where the solution cell of the exercise stands: the last that is labelled so, or else the last that defines it."""
        claims = self.claims.get(exercise, [])
        defining = self.definitions(exercise)
        candidates = [p for p in claims if p in defining] or claims or [p for p in defining if p not in self.taken | self.labelled()]
        if not candidates:
            return []
        if self.take(candidates[-1], exercise):
            say("The cell of {} was no longer a code cell; it is one again.")
        return candidates[-1:]

    def labelled(self) -> set[int]:
        """The cells that another exercise claims as its solution."""
        return {self.claims[e][-1] for e in EXERCISES if self.claims.get(e)}

    def definitions(self, exercise: str) -> list[int]:
        return [p for p, cell in enumerate(self.cells) if cell.cell_type == "code" and p not in self.gone and self.defines(p, exercise)]

    def defines(self, place: int, name: str) -> bool:
        if self.trees[place] is None:  # it will not run either, but it is where the student wrote the function
            return re.search(rf"^[ \t]*def[ \t]+{name}\b", self.cells[place].source, re.MULTILINE) is not None
        return name in self.binds[place]


def say_of(notes: list[str], exercise: str, sentence: str) -> None:
    if (said := sentence.format(exercise)) not in notes:
        notes.append(said)
