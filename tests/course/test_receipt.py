"""A receipt settles which file was graded and for how many points, and nothing else passes for one; nothing is run or judged here."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from autograder.__main__ import main
from autograder.course import receipt
from demo import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # nbgrader's, about its database library
NAME = "a & b"  # of the assignment
MINE, PAGE = "submitted/eve/a & b/a.ipynb", "feedback/eve/a & b/a.html"


def graded_cell():
    label = {"grade_id": "test_f", "grade": True, "points": 10, "solution": False, "locked": False, "task": False, "schema_version": 3}
    return new_code_cell('check("f")', id="test_f", metadata={"nbgrader": label})


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A course in which eve's and ida's files were graded and given back, and bo's was not."""
    folder = tmp_path_factory.mktemp("a course")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    (folder / "course_secret").write_text("secret\n")
    for student in ("eve", "ida", "bo"):
        home = folder / "submitted" / student / NAME
        home.mkdir(parents=True)
        nbformat.write(new_notebook(cells=[new_code_cell(f"'{student}'", id="one")]), home / "a.ipynb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", os.path.dirname(sys.executable), prepend=os.pathsep)
        with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
            book.add_assignment(NAME)
            book.add_notebook("a", NAME)
            book.add_grade_cell("test_f", "a", NAME, max_score=10, cell_type="code")
            for student in ("eve", "ida"):
                book.add_student(student)
                book.add_submission(NAME, student)
                grade = book.find_grade("test_f", "a", NAME, student)
                grade.auto_score, grade.needs_manual_grade = (7.125, False) if student == "eve" else (None, True)
                content = (folder / "submitted" / student / NAME / "a.ipynb").read_bytes()
                facts = {"file": {"name": "mine.ipynb", "sha256": hashlib.sha256(content).hexdigest()}}
                facts |= {"judged_by": {"version": "1.0", "rubric": "abc"}}
                (folder / "autograded" / student / NAME).mkdir(parents=True)
                nbformat.write(new_notebook(cells=[graded_cell()], metadata=facts), folder / "autograded" / student / NAME / "a.ipynb")
            book.db.commit()
    done = subprocess.run([sys.executable, "-m", "nbgrader", "generate_feedback", NAME], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


def told(capsys, *files) -> tuple[int, str]:
    status = main(["receipt", *files])
    out = capsys.readouterr()
    return status, out.out + out.err


def test_the_page_and_the_file_belong_together(course, capsys):
    status, words = told(capsys, PAGE, MINE)
    assert status == 0, words
    assert re.match(
        rf"{PAGE}: This course gave out this receipt, 2\d\d\d-\d\d-\d\d \d\d:\d\d UTC, to eve for a & b: 7.125 of 10 \(f 7.125\). The ",
        words,
    )
    assert "The gradebook has the same points.\n" in words
    assert f"{MINE}: This file was graded, of eve for a & b, as mine.ipynb: 7.125 of 10 (f 7.125), judged by 1.0 (rubric abc).\n" in words
    assert words.endswith(f"{MINE}: This is the file of the receipt in {PAGE}.\n")
    assert "Score: 7.125 / 10.0" in (course / PAGE).read_text()


def test_another_students_file_is_not_that_of_the_receipt(course, capsys):
    status, words = told(capsys, PAGE, "submitted/ida/a & b/a.ipynb")
    assert status == 1 and "of ida for a & b, as mine.ipynb: none yet, it waits for a person (10 can be had)" in words
    assert f"This is not the file of the receipt in {PAGE}." in words


@pytest.mark.parametrize("change", [("points: 7.125 of 10", "points: 10 of 10"), ("student: eve", "student: ida"), ("seal: ", "seal: 0")])
def test_a_changed_receipt_does_not_hold(change, course, capsys):
    page = course / PAGE
    assert page.read_text().count(change[0]) == 1
    page.write_text(re.sub(r"(seal: [0-9a-f]{64})[0-9a-f]*", r"\1", page.read_text().replace(*change)))
    status, words = told(capsys, PAGE)
    assert status == 1 and words == f"{PAGE}: Its receipt was changed, or is another course's: the seal is not that of this course.\n"


def receipt_of(course):
    """The text of the receipt on eve's page."""
    return re.search(r"course: .*seal: \w+", (course / PAGE).read_text(), re.S)[0].replace("&amp;", "&")


def test_a_receipt_copied_into_a_letter_holds(course, capsys):
    receipt = receipt_of(course)
    (course / "letter.txt").write_bytes(f"Dear teacher,\n{receipt}\n".replace("\n", "\r\n").encode())
    assert told(capsys, "letter.txt")[0] == 0


ODD = {"a number that Python does not read": f"&#{'9' * 5000};", "the beginning of a receipt many times": "course: " * 20_000}


@pytest.mark.parametrize("words", ODD.values(), ids=ODD)
def test_what_else_stands_on_a_page_neither_stops_nor_slows_it(words, course, capsys):
    begun = time.monotonic()
    assert receipt.found(words.encode()) is None
    name = receipt_of(course).replace("student: eve", f"student: {words}")
    for odd in (f"{words}\n{receipt_of(course)}", f"{words * 20}\n{receipt_of(course)}", f"{name}\n{receipt_of(course)}"):
        (course / "odd.html").write_text(odd)
        status, said = told(capsys, "odd.html")
        assert status == 0 and "to eve for a & b" in said
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("name", "end"), [("a.ipynb", "\n"), ("a.ipynb", "&#10;"), ("a.html", "&#10;"), ("A.IPYNB", None), ("a.txt", "&#10;")]
)
def test_a_notebook_that_holds_a_receipt_is_no_page(name, end, course, capsys):
    receipt = receipt_of(course)
    if end is None:  # nothing but the receipt
        (course / name).write_text(receipt)
    else:
        nbformat.write(new_notebook(cells=[new_markdown_cell(receipt.replace("\n", end), id="one")]), course / "a")
        (course / "a").rename(course / name)
    status, words = told(capsys, PAGE, name)
    assert status == 1 and f"{name}: This is not the file of the receipt in {PAGE}.\n" in words, words
    assert words.count("This course gave out this receipt") == 1 and "was neither graded nor handed in here." in words


def test_it_is_confirmed_from_elsewhere_too(course, capsys, monkeypatch):
    monkeypatch.chdir(course.parent)
    assert told(capsys, f"course/{PAGE}", f"course/{MINE}", "--course-dir", "course")[0] == 0


def test_what_has_changed_since_is_said(course, capsys):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        book.find_grade("test_f", "a", NAME, "eve").manual_score = 9
        book.find_submission_notebook("a", NAME, "eve").late_submission_penalty = 1
        book.db.commit()
    status, words = told(capsys, PAGE)
    assert status == 0 and "By now the gradebook has 8 of 10 (f 9, late -1)." in words and "another file" not in words
    graded = course / "autograded/eve/a & b/a.ipynb"
    graded.write_text(graded.read_text().replace('"sha256": "', '"sha256": "0'))
    assert told(capsys, PAGE)[1].endswith("Since then another file was graded.\n")


def test_a_file_that_was_not_graded_is_said_to_be_so(course, capsys):
    status, words = told(capsys, "submitted/bo/a & b/a.ipynb")
    assert status == 1 and "is not the file that was graded: autograde --force --student=bo grades it." in words
    (course / "new.ipynb").write_text("{}")
    status, words = told(capsys, "new.ipynb")
    assert status == 1 and "was neither graded nor handed in here." in words


REFUSED = {
    "no file": ("none.ipynb", "none.ipynb: No such file or directory."),
    "a folder": ("submitted", "submitted: It is not a regular file."),
    "a page without a receipt": ("old.html", "old.html: There is no receipt on this page."),
    "no course": (PAGE, "gradebook.db. Say in which folder the course is: --course-dir FOLDER."),
    "no secret": (PAGE, "course_secret: No such file or directory."),
}


@pytest.mark.parametrize(("file", "why"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_said_is_one_line(file, why, course, capsys):
    (course / "old.html").write_text("<html>course: x</html>")
    if "secret" in why:
        (course / "course_secret").unlink()
    if "gradebook" in why:
        (course / "gradebook.db").unlink()
    status, words = told(capsys, file)
    assert status == 1 and why in words and words.count("\n") == 1
    assert (course / "gradebook.db").exists() == ("gradebook" not in why)
    assert (course / "course_secret").exists() == ("secret" not in why)
