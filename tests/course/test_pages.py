"""The pages of feedback and formgrader, made of a notebook of a few cells and a gradebook with one student; nothing is run or judged."""

import os
import shutil
import subprocess
import sys

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook

from autograder.course.plugins import WAITS_FOR
from demo import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # nbgrader's, about its database library
NAME = "a"
LESSON = "The lesson, with a figure."
FORMGRADER = """
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension
app = FormgradeExtension()
app.initialize([])
given = {"assignment_id": "a", "notebook_id": "a", "index": 0, "total": 1, "student": "eve", "last_name": "E", "first_name": "V"}
print(HTMLExporter(config=app.config).from_filename("autograded/eve/a/a.ipynb", resources=given)[0])
"""


def labelled(source, name, **label):
    label = {"grade_id": name, "grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3} | label
    return new_code_cell(source, id=name, metadata={"nbgrader": label})


def notebook(**metadata):
    return new_notebook(
        cells=[
            new_markdown_cell(LESSON),
            new_code_cell("shown()", outputs=[new_output("stream", text="what it showed")]),
            new_code_cell("lesson()"),
            new_code_cell("mine()"),
            labelled("def f(): ...", "f", solution=True),
            labelled('check("f")', "test_f", grade=True, points=10),
            labelled('check("g")', "test_g", grade=True, points=10),
        ],
        metadata=metadata,
    )


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    released = notebook()
    released.cells = [cell for cell in released.cells if cell.source != "mine()"]
    waits = {WAITS_FOR: {"test_g": "It was <b>killed</b>."}}
    for place, nb in {"assignment": released, "autograded/eve": notebook(**waits)}.items():
        (folder / place / NAME).mkdir(parents=True)
        nbformat.write(nb, folder / place / NAME / "a.ipynb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", os.path.dirname(sys.executable), prepend=os.pathsep)
        with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
            book.add_assignment(NAME)
            book.add_notebook("a", NAME)
            book.add_solution_cell("f", "a", NAME)
            for name in ("test_f", "test_g"):
                book.add_grade_cell(name, "a", NAME, max_score=10, cell_type="code")
            book.add_student("eve")
            book.add_submission(NAME, "eve")
            for name, mark in {"test_f": 7.5, "test_g": None}.items():
                grade = book.find_grade(name, "a", NAME, "eve")
                grade.auto_score, grade.needs_manual_grade = mark, mark is None
            book.db.commit()
    return folder


def command(*arguments, folder):
    done = subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def text(tag) -> str:
    return " ".join(tag.get_text().split())


@pytest.fixture(scope="module")
def feedback(course):
    command("-m", "nbgrader", "generate_feedback", NAME, folder=course)
    return BeautifulSoup((course / "feedback/eve/a/a.html").read_text(), "html.parser")


def test_feedback_says_what_is_the_case(feedback):
    assert text(feedback.h1) == "a: no mark yet, it waits for a person; 20 points can be had"
    assert [text(item) for item in feedback.select(".graded li")] == ["f: 7.5 of 10 points", "g: no mark yet"]
    assert "0.0 /" not in text(feedback) and "Score: none yet / 10.0" in text(feedback)


def test_what_is_graded_is_reached_from_the_top(feedback, formgrader):
    for page in (feedback, formgrader):
        targets = {tag.get("id") or tag.get("name") for tag in page.find_all(True)}
        links = [link["href"] for link in page.select(".graded a")]
        assert links == ["#test_f", "#test_g"] and {link[1:] for link in links} <= targets
        assert page.html["lang"] == "en"


def test_the_lesson_is_left_out_and_said_to_be(feedback, formgrader):
    """What a student wrote and what shows something stays."""
    for page in (feedback, formgrader):
        assert LESSON not in text(page) and "lesson()" not in text(page)
        assert "mine()" in text(page) and "what it showed" in text(page)
        assert "The lesson is left out here: 2 cells." in text(page)


@pytest.fixture(scope="module")
def formgrader(course):
    return BeautifulSoup(command("-c", FORMGRADER, folder=course), "html.parser")


def test_the_formgrader_says_what_can_be_done(formgrader):
    note = formgrader.select_one(".alert")
    assert text(note).startswith("This waits for you. It was <b>killed</b>. Grade it by hand") and not note.find("b")
    assert text(note.pre) == "nbgrader autograde a --student=eve --force"


def test_a_course_can_show_the_lesson(course, formgrader):
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("\nc.Lesson.shown = True\n")
    page = BeautifulSoup(command("-c", FORMGRADER, folder=course), "html.parser")
    assert LESSON in text(page) and "left out here" not in text(page)
