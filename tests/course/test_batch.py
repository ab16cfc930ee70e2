"""One class in which nearly every submission is odd, graded by nbgrader's command and by ours: each gets its own marks, or waits."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from nbgrader.api import Gradebook

from autograder.grading.labels import grade_id
from autograder.grading.submission import MAX_CELLS, mend, read
from autograder.sandbox.view import BESIDE_FILES
from demo import EXERCISES, NAME, ROOT, SOLUTION

from ..support.courses import graded_files, run
from ..support.notebooks import cell, changed, place, release, replaced, solution
from .test_parallel import rows

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # nbgrader's, about its database library
    pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and sockets"),
]
FIRST = EXERCISES[0]
FILE = f"{NAME}.ipynb"
OURS = {FILE, f"{NAME}.evidence"}  # in a graded folder
RAN = Path(tempfile.gettempdir(), f"autograder-test-batch-{os.getpid()}")  # made by hostile files, if ever they run
WORDS = "words that nobody else may read"  # in files outside a submission
Put = Callable[[Path], object]  # writes a submission into its folder


def small() -> nbformat.NotebookNode:
    """The first exercise, right, and nothing else: 10 points in a second."""
    nb = solution()
    nb.cells = [c for c in nb.cells if grade_id(c) in ("imports", FIRST, f"test_{FIRST}")]
    return nb


SMALL = nbformat.writes(small())
OTHERS = nbformat.writes(new_notebook(cells=[new_code_cell("1 + 1", id="sum")]))


def data(change: Callable[[dict], object]) -> Put:
    """A notebook changed as JSON, valid or not."""

    def put(home):
        nb = json.loads(SMALL)
        change(nb)
        (home / FILE).write_text(json.dumps(nb))

    return put


def cells(change: Callable[[nbformat.NotebookNode], object]) -> Put:
    return lambda home: (home / FILE).write_text(json.dumps(changed(small(), change)))  # nbformat would mend it


def content(made: bytes) -> Put:
    return lambda home: (home / FILE).write_bytes(made)


def beside(*put: Put) -> Put:
    """A right notebook with something beside it."""

    def both(home):
        (home / FILE).write_text(SMALL)
        for each in put:
            each(home)

    return both


def file(name: str, made: str | bytes = "mine") -> Put:
    def put(home):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(made.encode() if isinstance(made, str) else made)

    return put


def link(name: str, to: str) -> Put:
    """to: seen from the student's folder; COURSE stands for the course's."""
    return lambda home: (home / name).symlink_to(to.replace("COURSE", str(home.parents[2])))


def twice(name: str) -> Put:
    return cells(lambda nb: nb.cells.insert(0, copy.deepcopy(cell(nb, name))))


def without(*names: str) -> Put:
    return cells(lambda nb: [nb.cells.pop(place(nb, name)) for name in names])


def retyped(new: Callable) -> Put:
    """Graded and solution cell made cells of another type."""

    def change(nb):
        for name in (FIRST, f"test_{FIRST}"):
            old = cell(nb, name)
            nb.cells[place(nb, name)] = new(old.source, metadata=old.metadata, id=old.id)

    return cells(change)


def labelled(name: str, **label) -> Put:
    return cells(lambda nb: cell(nb, name).metadata.nbgrader.update(label))


def relabelled(nb) -> None:
    """The labels edited by hand: nothing is locked, the answer is a graded cell, points are words."""
    for c in nb.cells:
        for key in ("locked", "checksum", "points", "schema_version"):
            c.metadata.nbgrader.pop(key, None)
    cell(nb, FIRST).metadata.nbgrader.update(grade=True, points="all")


def colab(nb: dict) -> None:
    """As saved by Colab: an older minor version without ids, its own metadata."""
    nb["nbformat_minor"] = 0
    nb["metadata"] = {"colab": {"provenance": []}, "kernelspec": {"name": "python3", "display_name": "Python 3"}, "accelerator": "GPU"}
    for number, c in enumerate(nb["cells"]):
        del c["id"]
        c["metadata"] = {"id": f"kQ{number}", "colab": {"base_uri": "https://localhost:8080/"}, "outputId": "0c"}


def vscode(nb: dict) -> None:
    nb["metadata"] = {"language_info": {"name": "python"}, "vscode": {"interpreter": {"hash": "31f2"}}}
    for number, c in enumerate(nb["cells"]):
        c["id"] = f"W{number}sZmlsZQ=="  # no valid id
        c["metadata"] |= {"vscode": {"languageId": "python"}}


def old_format(home: Path) -> None:
    sheet = [{"cell_type": "code", "input": c.source, "outputs": [], "language": "python", "metadata": {}} for c in small().cells]
    (home / FILE).write_text(json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": sheet}]}))


def outputs(nb: dict) -> None:
    """10 MB of output, and the state of widgets."""
    nb["cells"][1]["outputs"] = [new_output("stream", text="x" * 10_000_000)]
    state = {f"{n:032x}": {"model_name": "FloatProgressModel", "state": {"value": n}} for n in range(500)}
    nb["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": state}}


def nested(depth: int) -> dict:
    found: dict = {}
    for _ in range(depth):
        found = {"a": found}
    return found


HALF = "\ud800"  # of a character: JSON can hold it, UTF-8 cannot
CODE = {"cell_type": "code", "metadata": {}}
INVALID: dict[str, Callable[[dict], object]] = {  # each change leaves the answer as it was
    "kernel": lambda nb: nb.update(metadata={"kernelspec": {}, "language_info": 5, "title": 7}),
    "metadata": lambda nb: [c["metadata"].update(tags="x", collapsed="x", jupyter=3) for c in nb["cells"]],
    "deep metadata": lambda nb: nb["cells"][0]["metadata"].update(nested(700)),
    "numbers": lambda nb: nb.update(nbformat=float("nan"), nbformat_minor=float("inf"), orig_nbformat=10**4000),
    "no objects": lambda nb: nb["cells"].extend([None, 5, "x", [], {}]),
    "sources": lambda nb: nb["cells"].extend(CODE | {"source": source} for source in (5, None, [1, {}], {})),
    "half characters": lambda nb: nb["cells"].append(CODE | {"source": HALF, "metadata": {HALF: 1}, "id": HALF}),
    "pictures": lambda nb: nb["cells"].append({"cell_type": "markdown", "source": "", "attachments": {HALF: {"image/png": "aGVsbG8="}}}),
    "a long sum": lambda nb: nb["cells"].append(CODE | {"source": "x = " + "1 + " * 800 + "1"}),
    "a long chain": lambda nb: nb["cells"].append(CODE | {"source": "x" + ".a" * 1500}),
    "many magics": lambda nb: nb["cells"].append(CODE | {"source": ";f\n" * 40}),
    "white space": lambda nb: nb["cells"].append(CODE | {"source": "\n" * 40_000 + "("}),
    "brackets": lambda nb: nb["cells"].append(CODE | {"source": "(" * 100_000}),
}


def all_invalid(nb: dict) -> None:
    for change in INVALID.values():
        change(nb)


def pipe(name: str) -> Put:
    return lambda home: os.mkfifo(home / name)


def listening(name: str) -> Put:
    """A socket, bound from within its folder, for its path may be too long."""

    def put(home):
        before = os.getcwd()
        os.chdir(home)
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(name)
        os.chdir(before)

    return put


def sparse(name: str, size: int) -> Put:
    def put(home):
        with (home / name).open("wb") as made:
            made.truncate(size)

    return put


def many(home: Path) -> None:
    (home / "many").mkdir()
    for number in range(5000):
        (home / "many" / f"{number}.txt").touch()


def deep(home: Path) -> None:
    """Folders in folders, deeper than Python's own walks over folders go."""
    here = os.open(home, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)


def unreadable(home: Path) -> None:
    (home / "unreadable").touch()
    (home / "unreadable").chmod(0)


def hostile(home: Path) -> None:
    """Everything by which somebody's program could be made to run this, if it looked here; it leaves a mark."""
    mark = f"import os; open({str(RAN)!r}, 'a').write('ran')\n"
    modules = ("numpy", "autograder", "sitecustomize", "usercustomize", "conftest", "evil", "nbformat", "pytest", "__init__", "json")
    configs = ("nbgrader_config", "jupyter_config", "jupyter_nbconvert_config", "ipython_config", "ipython_kernel_config")
    for name in (*modules, *configs):
        file(f"{name}.py", mark)(home)
    file("evil.pth", mark)(home)
    file("pytest.ini", "[pytest]\naddopts = -p evil\n")(home)
    file("pyproject.toml", '[tool.pytest.ini_options]\naddopts = "-p evil"\n')(home)
    file("autograder/__init__.py", mark)(home)
    file(".ipython/profile_default/startup/00.py", mark)(home)


def moved(home: Path) -> None:
    """The student's folder is a link to another's."""
    shutil.rmtree(home.parent)
    home.parent.symlink_to("right")


def moved_assignment(home: Path) -> None:
    home.rmdir()
    home.symlink_to(f"../right/{NAME}")


HARM = "<script>steal()</script><img src=x onerror=steal()><svg onload=steal()></svg><iframe srcdoc='<script>steal()</script>'></iframe>"
MARKDOWN = f"""{HARM} <a href='javascript:steal()'>x</a> <a href='java&#115;cript:steal()'>x</a> [y](javascript:steal())

<a title="

<img src=x onerror=steal()>">

$\\href{{javascript:steal()}}{{x}}$
"""
SHOWN = f"""from IPython.display import HTML
display({{
    "text/plain": {HARM!r}, "text/html": {HARM!r}, "text/markdown": {MARKDOWN!r}, "text/latex": {MARKDOWN!r}, "image/svg+xml": {HARM!r},
    "application/javascript": "steal()", "image/png": {'">' + HARM!r},
}}, metadata={{"image/png": {{"width": {'">' + HARM!r}}}}}, raw=True)
print({HARM!r})
HTML({HARM!r})"""


def html(nb) -> None:
    nb.cells.insert(0, new_markdown_cell(MARKDOWN, id="html"))
    nb.cells.insert(1, new_code_cell(SHOWN, id="output"))
    nb.cells.insert(2, new_code_cell(f"raise type({HARM!r}, (Exception,), {{}})({HARM!r})", id="raised"))
    nb.cells.insert(3, new_raw_cell(HARM, id="raw", metadata={"raw_mimetype": "text/html"}))
    for shown in nb.cells[:4]:
        shown.metadata |= {"tags": [HARM, f'">{HARM}'], "slideshow": {"slide_type": HARM}, "name": HARM}
    nb.metadata = {"kernelspec": {"name": HARM, "display_name": HARM, "language": HARM}, "language_info": {"name": HARM}, "title": HARM}


def shows_much(nb) -> None:
    """Some 30 MB in all, which a browser and nbconvert would take minutes for."""
    for number in range(300):
        nb.cells.insert(1, new_code_cell("print('x' * 99_000)", id=f"much-{number}"))
    nb.cells.insert(0, new_markdown_cell("a" + " " * 40_000 + "b", id="blanks"))


RIGHT = "10"
STEERS = "\x1b[2Jmine\n[App | WARNING] \u202eall is well\r"  # a terminal, in the name of a file
READ = 'o\'neil "x" & <b>'  # who wants to harm the people who read
SYMLINK = "not a regular file but a symbolic link"
LINKS = {
    "mine.db": "COURSE/gradebook.db",
    "secret": "COURSE/course_secret",
    "mine.txt": f"../../middle/{NAME}/notes/mine.txt",
    "middle": "../../middle",
    "timestamp.txt": "/etc/passwd",
    "passwd": "/etc/passwd",
    "nothing": "nowhere",
    "a": "b",
    "b": "a",
    "here": ".",
    "outside": "COURSE/../outside",
}
# student → how the submission is made; the points, or a part of the reason why it waits for a person
CLASS: dict[str, tuple[Put, str]] = {
    "right": (lambda home: (home / FILE).write_text(nbformat.writes(solution())), "30"),
    # cells
    "graded cell twice": (twice(f"test_{FIRST}"), RIGHT),
    "graded cell deleted": (without(f"test_{FIRST}"), RIGHT),
    "answer twice": (twice(FIRST), RIGHT),
    "answer deleted": (without(FIRST), "0"),
    "cells of markdown": (retyped(new_markdown_cell), RIGHT),
    "raw cells": (retyped(new_raw_cell), RIGHT),
    "reordered": (cells(lambda nb: nb.cells.sort(key=lambda c: ("imports", f"test_{FIRST}", FIRST).index(grade_id(c)))), RIGHT),
    "no cells": (cells(lambda nb: nb.cells.clear()), "0"),
    # metadata
    "no metadata": (cells(lambda nb: [c.metadata.clear() for c in nb.cells]), RIGHT),
    "more points": (labelled(f"test_{FIRST}", points=1000), RIGHT),
    "another grade_id": (labelled(f"test_{FIRST}", grade_id="test_ResNet50"), RIGHT),
    "labels edited": (cells(relabelled), RIGHT),
    "partial": (cells(replaced(FIRST, '    return Activation("relu")(X)', "    return X")), "7.5"),
    # formats
    "colab": (data(colab), RIGHT),
    "vscode": (data(vscode), RIGHT),
    "outputs": (data(outputs), RIGHT),
    "invalid": (data(all_invalid), RIGHT),
    "format 3": (old_format, RIGHT),
    "format 5": (data(lambda nb: nb.update(nbformat=5)), "format 5, which is newer"),
    "format 99": (data(lambda nb: nb.update(nbformat=99)), "format 99, which is newer"),
    "format huge": (content(b'{"cells": [], "nbformat": ' + b"9" * 4000 + b"}"), "which is newer"),
    # bytes
    "broken": (content(SMALL.replace(":", ";").encode()), "not valid JSON"),
    "truncated": (content(SMALL[:2000].encode()), "cut off"),
    "empty": (content(b""), "The file is empty."),
    "zeros": (content(bytes(1000)), "not valid JSON"),
    "binary": (content(bytes(range(256)) * 100), "not UTF-8"),
    "utf-16": (content(SMALL.encode("utf-16")), "not UTF-8"),
    "byte order mark": (content(SMALL.encode("utf-8-sig")), RIGHT),
    "deep": (content(b"[" * 100_000), "absurd"),
    "huge number": (content(b'{"cells": [], "x": ' + b"9" * 100_000 + b"}"), "absurd"),
    "60 MB": (sparse(FILE, 60_000_000), "larger than 50 MB"),
    "lost picture": (cells(lambda nb: nb.cells.insert(0, new_markdown_cell("![x](attachment:lost.png)", id="lost"))), RIGHT),
    "shows much": (cells(shows_much), RIGHT),
    "too many cells": (data(lambda nb: nb["cells"].extend([{}] * MAX_CELLS)), "more than 2,000 cells"),
    "too much code": (data(lambda nb: nb["cells"].append(CODE | {"source": "x = 1\n" * 100_000})), "characters of code"),
    "untouched": (lambda home: (home / FILE).write_text(nbformat.writes(release())), "0"),
    # names of students
    "Zoë Ł 王": (beside(), RIGHT),
    READ: (cells(html), RIGHT),
    "-rf": (beside(), RIGHT),
    "*": (beside(), RIGHT),  # nbgrader would take everybody's notebooks for this student's
    "a[b]?": (beside(), RIGHT),
    "{student_id}" * 16: (beside(), RIGHT),
    "two\nlines": (beside(), ""),
    # the notebook is no file, or another's
    "linked notebook": (link(FILE, f"../../right/{NAME}/{FILE}"), SYMLINK),
    "dangling notebook": (link(FILE, "nowhere"), SYMLINK),
    "looping notebook": (link(FILE, FILE), SYMLINK),
    "linked folder": (moved_assignment, "lies in is a symbolic link"),
    "linked student": (moved, "lies in is a symbolic link"),
    "pipe": (pipe(FILE), "not a regular file"),
    "socket": (listening(FILE), "not a regular file"),
    "directory": (file(f"{FILE}/{FILE}", SMALL), "not a file but a folder"),
    # what lies beside it
    "middle": (beside(file("notes/mine.txt", WORDS), file("timestamp.txt", "2030-01-02 00:00:00 UTC")), RIGHT),
    "links beside": (beside(*(link(name, to) for name, to in LINKS.items())), RIGHT),
    "pipes beside": (beside(pipe("mine"), pipe("timestamp.txt"), listening("socket"), sparse("large", 200_000_000), unreadable), RIGHT),
    "many beside": (beside(many, deep), RIGHT),
    "steers beside": (beside(pipe(STEERS), file("timestamp.txt", STEERS)), RIGHT),
    "hostile beside": (beside(hostile, file("timestamp.txt", bytes(range(256)))), RIGHT),
    "odd time": (beside(file("timestamp.txt", "yesterday")), RIGHT),
    # names that the instructor's files and the feedback will have
    "same names beside": (beside(file("data.csv/x"), file("more"), file(f"{NAME}.html/x"), file(f"autograded/right/{NAME}/{FILE}")), RIGHT),
    # which notebook
    "two notebooks": (beside(file("residual_networks (1).ipynb", SMALL)), RIGHT),
    "other name": (file("residual_networks (1).ipynb", SMALL), RIGHT),
    "other name, others beside": (
        lambda home: [file(n, OTHERS)(home) for n in ("<i>*.ipynb", "b.ipynb")] + [file("c.ipynb", SMALL)(home)],
        RIGHT,
    ),
    "other name, no labels": (file("mine.ipynb", re.sub(r'"grade_id": "\w+"', '"x": 1', SMALL)), RIGHT),
    "other name, cut off": (file("residual_networks(1).ipynb", SMALL[:2000]), "cut off"),
    "several names": (
        lambda home: [file(f"{STEERS}({n}).ipynb", SMALL)(home) for n in (1, 2)],
        "several notebooks that could be meant",
    ),
    "another assignment's": (file("residual_networks.ipynb.ipynb", OTHERS), "without the cells of the assignment"),
    "no notebook": (file("answer.docx", "mine"), "There is answer.docx"),
    "nothing": (lambda home: None, "was not handed in."),
    "no folder": (lambda home: home.rmdir(), ""),
    "in the way": (beside(), "Not a directory"),
    "zoe": (beside(), RIGHT),
}
POINTS = {student: float(due) for student, (_, due) in CLASS.items() if due.replace(".", "").isdigit()}
WAITS = {student: due for student, (_, due) in CLASS.items() if due and student not in POINTS}  # the others have no row at all
GIVEN = ["data.csv", "more/about.txt"]  # the instructor's files beside the notebook
OURS = {f"{NAME}.ipynb", f"{NAME}.evidence"}  # in a graded folder


def hand_in(folder: Path) -> None:
    (folder.parent / "outside").mkdir()
    (folder.parent / "outside" / "notes.txt").write_text(WORDS)
    (folder / "course_secret").write_text(WORDS)
    for student, (put, _) in CLASS.items():
        home = folder / "submitted" / student / NAME
        home.mkdir(parents=True)
        put(home)
    (folder / "autograded").mkdir()
    (folder / "autograded" / "in the way").write_text("A folder should be here.")


def state(folder: Path) -> dict[str, tuple]:
    """Everything that lies in a folder, without following links; of folders in folders, a few."""
    found = {}
    for here, folders, files in os.walk(folder):
        if here.count("/d/d") > 3:
            folders.clear()
        for name in (*folders, *files):
            path = Path(here, name)
            status = path.lstat()
            kind = status.st_mode
            inside = os.readlink(path) if stat.S_ISLNK(kind) else ""
            if stat.S_ISREG(kind) and status.st_size < 50_000_000 and os.access(path, os.R_OK):
                inside = hashlib.sha256(path.read_bytes()).hexdigest()
            found[str(path)] = (kind, status.st_size, status.st_mtime_ns, inside)
    return found


def others(folder: Path) -> dict[str, tuple]:
    """What grading may not touch."""
    ours = ("autograded", "feedback", "gradebook.db")
    return {path: is_ for path, is_ in state(folder.parent).items() if not path.startswith(tuple(str(folder / name) for name in ours))} | {
        str(folder): ()
    }


NBGRADERS_OWN = """
from nbgrader.apps import autogradeapp
from nbgrader.converters import Autograde
autogradeapp.Autograde = Autograde  # one submission after the other
"""


def graded(base: Path, place: Path, *command: str, config: str = "") -> SimpleNamespace:
    folder = shutil.copytree(base, place / "course")
    (folder / "nbgrader_config.py").write_text((folder / "nbgrader_config.py").read_text() + config)
    hand_in(folder)
    before = others(folder)
    done = run(folder, *command)
    return SimpleNamespace(folder=folder, command=command, done=done, before=before, after=others(folder))


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    (folder / "solutions" / NAME).mkdir(parents=True)
    shutil.copy(SOLUTION, folder / "solutions" / NAME)
    for name in GIVEN:
        file(name, "given")(folder / "solutions" / NAME)
    assert run(folder, "nbgrader", "generate_assignment", NAME).returncode == 0
    return folder


@pytest.fixture(scope="module")
def plain(base, tmp_path_factory):
    place = tmp_path_factory.mktemp("nbgrader")
    made = graded(base, place, "nbgrader", "autograde", NAME, config=NBGRADERS_OWN)
    made.feedback = run(made.folder, "nbgrader", "generate_feedback", NAME)
    yield made
    subprocess.run(["rm", "-rf", str(place)], check=True)  # Python's own way cannot remove folders that deep


@pytest.fixture(scope="module")
def parallel(base, tmp_path_factory):
    place = tmp_path_factory.mktemp("parallel")
    yield graded(base, place, "autograder", "autograde", NAME, "--jobs", "2")
    subprocess.run(["rm", "-rf", str(place)], check=True)


@pytest.fixture(scope="module", params=["plain", "parallel"])
def course(request):
    return request.getfixturevalue(request.param)


def marks(course) -> dict[str, list[tuple[float | None, bool]]]:
    return {student: [(auto, waits) for _, auto, _, waits in grades] for student, (_, _, grades, _) in rows(course.folder).items()}


def text(course, student: str) -> str:
    """What the student's graded notebook says."""
    return (course.folder / "autograded" / student / NAME / FILE).read_text()


def test_marks(course):
    given = {student: sum(auto for auto, _ in grades) for student, grades in marks(course).items() if student in POINTS}
    assert given == POINTS
    assert not any(waits for student in POINTS for _, waits in marks(course)[student])


def test_who_waits_for_a_person(course):
    found = marks(course)
    assert {grade for student in WAITS for grade in found[student]} == {(None, True)}
    assert set(found) == {*POINTS, *WAITS}


def test_why_they_wait(course):
    reasons = {student: course.done.stderr if student == "in the way" else text(course, student) for student in WAITS}
    assert {student: due for student, due in WAITS.items() if due not in reasons[student]} == {}


def test_the_class_goes_on(course):
    """One submission could not be processed at all, and the exit status says so."""
    failed = [line for line in course.done.stderr.splitlines() if "error processing assignment" in line and "for student" in line]
    assert course.done.returncode == 1 and len(failed) == 1 and "for student 'in the way'" in failed[0]
    assert "forget to run" not in course.done.stderr


def test_a_submission_steers_no_terminal(course):
    said = course.done.stdout + course.done.stderr
    assert (
        "all is well" in said
        and re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]|^\[App \| WARNING\] .?all is well", said, re.M) == []
    )


def test_a_page_is_bounded(plain):
    page = plain.folder / "feedback" / "shows much" / NAME / f"{NAME}.html"
    assert page.stat().st_size < 4_000_000 and "too much for one page" in page.read_text()


def test_both_commands_give_the_same(plain, parallel):
    assert rows(plain.folder) == rows(parallel.folder)
    assert graded_files(plain.folder) == graded_files(parallel.folder)


def test_nothing_else_is_touched_or_run(course):
    assert course.before == course.after
    assert not RAN.exists()


def test_nothing_comes_from_outside_a_submission(course):
    secret = (WORDS.encode(), b"SQLite format 3", b"root:x:0")
    for step in ("autograded", "feedback"):
        for path in (course.folder / step).rglob("*"):
            kind = path.lstat().st_mode
            assert stat.S_ISDIR(kind) or stat.S_ISREG(kind), path
            if stat.S_ISREG(kind) and "middle" not in path.parts:
                assert not any(words in path.read_bytes() for words in secret), path


def test_what_is_copied(course):
    """What is kept of a graded notebook beside it is ours."""
    beside = {}
    for student in CLASS:
        home = course.folder / "autograded" / student / NAME
        beside[student] = sorted({str(p.relative_to(home)) for p in home.rglob("*") if p.is_file() and p.name not in OURS})
    assert beside["middle"] == sorted([*GIVEN, "notes/mine.txt", "timestamp.txt"])
    assert len(beside["many beside"]) == BESIDE_FILES + len(GIVEN)
    assert set(beside["pipes beside"]) - {"unreadable"} == set(GIVEN)  # root reads everything
    for student in ("zoe", "links beside", "linked folder", "linked student", "pipe", "directory", "same names beside"):
        assert beside[student] == GIVEN, student
    assert (course.folder / "autograded" / "same names beside" / NAME / "data.csv").read_text() == "given"


def test_the_feedback(plain):
    """nbgrader writes it for everyone who has a graded notebook."""
    assert plain.feedback.returncode == 0, plain.feedback.stderr[-3000:]
    pages = {
        student: plain.folder / "feedback" / student / NAME / f"{NAME}.html" for student in (*POINTS, *WAITS) if student != "in the way"
    }
    assert [student for student, page in pages.items() if not page.is_file()] == []
    said = {student: BeautifulSoup(page.read_text(), "html.parser").get_text() for student, page in pages.items()}
    assert "not a regular file" in said["linked notebook"] and "10 of 10 points" in said["-rf"]
    assert {
        student
        for student in WAITS
        if student in said and "no mark yet, it waits for a person; 30 points can be had" not in " ".join(said[student].split())
    } == set()
    assert not any("Score: 0.0" in said[student] or "No response" in said[student] for student in WAITS if student in said)
    assert "Handed in under the name residual_networks (1).ipynb." in said["other name"]
    cut_off = said["other name, cut off"]
    assert f"submitted/other name, cut off/{NAME}/residual_networks(1).ipynb" in cut_off and SMALL[:500] in cut_off


FORMGRADER = """
import sys
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension
app = FormgradeExtension()
app.initialize([])
print(HTMLExporter(config=app.config).from_filename(sys.argv[1], resources={"index": 0, "total": 1})[0])
"""


def harm(page: str) -> list[str]:
    """What would be done on opening a page, or on a click: its tags that run something or fetch it."""
    tags = BeautifulSoup(page, "html.parser").find_all(True)
    runs = [tag for tag in tags if tag.name in ("script", "style", "iframe", "svg", "object", "embed") and "steal" in str(tag)]
    return [str(tag)[:200] for tag in (*runs, *(tag for tag in tags if "steal" in str(tag.attrs)))]


def test_what_a_submission_shows_does_nothing_to_who_reads_it(plain):
    graded = plain.folder / "autograded" / READ / NAME / FILE
    feedback = (plain.folder / "feedback" / READ / NAME / f"{NAME}.html").read_text()
    call = [sys.executable, "-c", FORMGRADER, str(graded)]
    formgrader = subprocess.run(call, cwd=plain.folder, capture_output=True, text=True)
    assert formgrader.returncode == 0, formgrader.stderr
    for page in (feedback, formgrader.stdout):
        assert "steal()" in page and harm(page) == []
        assert all("\\href" not in paragraph.get_text() for paragraph in BeautifulSoup(page, "html.parser").find_all("p"))
    assert harm(HTMLExporter().from_filename(str(graded))[0])  # without our settings


def test_no_mark_is_left_of_what_a_broken_submission_replaced(course):
    """The last test with this course, for it grades again."""
    student = "several names"
    with Gradebook(f"sqlite:///{course.folder}/gradebook.db") as gradebook:
        for grade in gradebook.find_submission(NAME, student).notebooks[0].grades:
            grade.auto_score, grade.needs_manual_grade = 5, False
        gradebook.db.commit()
    assert run(course.folder, *course.command, "--student", student, "--force").returncode == 0
    assert set(marks(course)[student]) == {(None, True)}


@pytest.mark.parametrize("change", INVALID.values(), ids=INVALID)
def test_an_invalid_notebook_is_read(change, tmp_path):
    data(change)(tmp_path)
    began = time.monotonic()
    mended = mend(read(tmp_path / FILE)).notebook
    assert time.monotonic() - began < 10
    nbformat.validate(mended)
    assert nbformat.writes(mended).encode() and cell(mended, FIRST).source == cell(small(), FIRST).source
