"""`export` and `students` on a gradebook with a few rows, made by nbgrader's own functions."""

import csv
import os
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.__main__ import main
from autograder.course.export import Marks

NAME = "residual_networks"
MARKS = {"anna": 30, "bela": 27.5, "chen": 7.5, "hugo": None}
EXPORTED = """Student,ID,SIS User ID,SIS Login ID,Section,Residual Networks (7)
    Points Possible,,,,,30.00
"Berg, Anna",1,anna,,,
"Costa, Béla",2,bela,,,20.00
"Martin, Hugo",3,hugo,,,
"Nobody, Nora",4,nora,,,
"""

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader's, about its database library


def gradebook(folder) -> None:
    """An assignment of one cell, 30 points, and what students have for it; None waits for a person."""
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        book.add_assignment(NAME)
        book.add_notebook(NAME, NAME)
        book.add_grade_cell("test_identity_block", NAME, NAME, max_score=30, cell_type="code")
        book.add_student("idle")
        for student, mark in MARKS.items():
            book.add_student(student)
            book.add_submission(NAME, student)
            grade = book.find_grade("test_identity_block", NAME, NAME, student)
            grade.auto_score, grade.needs_manual_grade = mark, mark is None
        book.db.commit()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Once, since nbgrader takes some seconds to begin a gradebook."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)  # it calls alembic by its bare name
        gradebook(folder)
    (folder / "canvas.csv").write_text(EXPORTED, encoding="utf-8")
    (folder / "nbgrader_config.py").write_text("c = get_config()\n")
    return folder


def test_export(course, capsys):
    assert main(["export", "canvas", "canvas.csv"]) == 0
    assert capsys.readouterr().out == (
        "canvas.csv: column 'Residual Networks (7)', 30 points\n"
        "In the file only (1): Nobody, Nora\n"
        "In the gradebook only (2): chen: 7.5; idle\n"
        "No final mark, left as it was (1):\n  Martin, Hugo: waits for a person\n"
        "Changed (1):\n  Costa, Béla: 20.00 -> 27.5\n"
        "New (1): Berg, Anna 30\n"
        "Wrote canvas_with_marks.csv.\n"
    )
    assert (course / "canvas.csv").read_text(encoding="utf-8") == EXPORTED
    filled = EXPORTED.replace("anna,,,\n", "anna,,,30\n").replace("20.00", "27.5")
    assert (course / "canvas_with_marks.csv").read_text(encoding="utf-8") == filled
    assert main(["export", "canvas", "canvas_with_marks.csv", "--assignment", NAME, "--output", "canvas.csv"]) == 0
    assert "No mark is new, so nothing was written." in capsys.readouterr().out
    assert main(["export", "canvas", "canvas.csv", "--output", "canvas.csv"]) == 0  # onto itself, as it was told
    assert "Wrote canvas.csv in the place of the one that was there." in capsys.readouterr().out
    assert (course / "canvas.csv").read_text(encoding="utf-8") == filled


REFUSED = {
    "a file that is not there": (["canvas", "none.csv"], "none.csv: No such file or directory."),
    "another platform": (["moodle", "canvas.csv"], "canvas.csv: it is no export of moodle"),
    "another assignment": (["canvas", "canvas.csv", "--assignment", "other"], "does not know the assignment 'other'"),
    "another column": (["canvas", "canvas.csv", "--column", "Essay"], "canvas.csv: no column for marks is called 'Essay'"),
    "no gradebook": (["canvas", "canvas.csv", "--db", "sqlite:////nowhere/at/all.db"], "The gradebook cannot be used"),
}


@pytest.mark.parametrize(("arguments", "why"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_done_is_said_in_one_line(arguments, why, course, made, capsys):
    assert main(["export", *arguments]) == 1
    told = capsys.readouterr()
    assert why in told.err and told.err.count("\n") == 1 and told.out == ""
    assert sorted(os.listdir(course)) == sorted(os.listdir(made))


def test_nothing_is_left_where_the_file_cannot_be_written(course, made, capsys, monkeypatch):
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    assert main(["export", "canvas", "canvas.csv"]) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert sorted(os.listdir(course)) == sorted(os.listdir(made))


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_a_name_in_a_table_is_no_formula(name, course):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        book.update_or_create_student("anna", last_name=name)
        Marks(to="grades.csv").export(book)
    with open("grades.csv", newline="", encoding="utf-8") as file:
        (row,) = (row for row in csv.DictReader(file) if row["student_id"] == "anna")
    assert row["last_name"] == f"'{name}" and row["score"] == "30.0"


def test_a_mistyped_option_writes_nothing(course, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["export", "canvas", "canvas.csv", "--scal", "--colum"])
    assert ended.value.code == 2 and not (course / "canvas_with_marks.csv").exists()


def people(folder) -> dict[str, tuple]:
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        return {s.id: (s.first_name, s.last_name, s.email, s.lms_user_id) for s in book.students}


def test_students(course, capsys):
    (course / "submitted" / "nora" / NAME).mkdir(parents=True)
    assert main(["students", "canvas.csv"]) == 0
    assert capsys.readouterr().out == (
        "canvas.csv: a list of canvas, with 4 students\n"
        "In the gradebook only (2): chen; idle\n"
        "anna: first_name Anna, last_name Berg, lms_user_id 1\n"
        "bela: first_name Béla, last_name Costa, lms_user_id 2\n"
        "hugo: first_name Hugo, last_name Martin, lms_user_id 3\n"
        "nora (new in the gradebook): first_name Nora, last_name Nobody, lms_user_id 4\n"
        "4 students changed, 0 as before.\n"
    )
    assert people(course) == {
        "anna": ("Anna", "Berg", None, "1"),
        "bela": ("Béla", "Costa", None, "2"),
        "hugo": ("Hugo", "Martin", None, "3"),
        "nora": ("Nora", "Nobody", None, "4"),
        "chen": (None, None, None, None),
        "idle": (None, None, None, None),
    }


@pytest.mark.parametrize(
    "content",
    [
        "id,first_name,last_name,email\nchen,Chen,Li,chen@x.org\n",
        "First name;Surname;ID number;Email address\nChen;Li;chen;chen@x.org\n",
        'OrgDefinedId,Username,Last Name,First Name,Email,End-of-Line Indicator\n"#9","#chen",Li,Chen,chen@x.org,#\n',
        "Identifier,Full name,Email address,Grade,Last modified (grade)\nParticipant 1,Chen Li,chen@x.org,-,-\n",
    ],
    ids=["plain", "moodle", "brightspace", "worksheet"],
)
def test_students_from_any_list(content, course, capsys):
    (course / "list.csv").write_text(content)
    if content.startswith("Identifier"):
        with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
            book.update_or_create_student("chen", email="chen@x.org")
    assert main(["students", "list.csv"]) == 0
    assert people(course)["chen"][:3] == ("Chen", "Li", "chen@x.org")
    (course / "list.csv").write_text(content.replace("Chen", "Chenyu"))
    assert main(["students", "list.csv"]) == 0
    assert "chen: first_name Chen -> Chenyu" in capsys.readouterr().out
