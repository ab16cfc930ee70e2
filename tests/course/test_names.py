"""The name of a student's folder, which she may have chosen, is text on every page and in every line of a log."""

import logging
import shutil
import subprocess
import sys
from io import StringIO

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_notebook
from nbgrader.apps.baseapp import NbGrader

from autograder.course.log import without_signs
from autograder.course.results import layout
from demo import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # nbgrader's, about its database library
NAME = 'eve "><script>steal()<img src=x onerror=steal()>'
FORMGRADER = """
import sys
from types import SimpleNamespace
from jinja2 import Environment, FileSystemLoader
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import handlers
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension
app = FormgradeExtension()
app.initialize([])
app.load_config(), app.load_config()  # it is read again at every request
name = sys.argv[1]
given = {"index": 0, "total": 1, "student": name, "notebook_path": name, "last_name": name, "first_name": sys.argv[2]}
print(HTMLExporter(config=app.config).from_filename("a.ipynb", resources=given)[0])
handler = object.__new__(handlers.ManageStudentsHandler)
handler.application = SimpleNamespace(settings={"nbgrader_jinja2_env": Environment(loader=FileSystemLoader([handlers.template_path]))})
for page in ("manage_students_assignments.tpl", "manage_students_notebook_submissions.tpl"):
    print(handler.render(page, student_id=name, assignment_id="a", base_url=""))
"""


def pages(folder, *names: str) -> str:
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    nbformat.write(new_notebook(), folder / "a.ipynb")
    done = subprocess.run([sys.executable, "-c", FORMGRADER, *names], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_name_is_text_on_the_formgraders_pages(tmp_path):
    made = pages(tmp_path, NAME, NAME)
    tags = BeautifulSoup(made, "html.parser").find_all(True)
    assert made.count("steal()") > 6 and not any(tag.get("onerror") for tag in tags)
    assert not any(tag.string and tag.string.strip().startswith("steal()") for tag in tags if tag.name == "script")


def test_a_usual_name_stands_there_as_it_is(tmp_path):
    made = pages(tmp_path, "O'Neil", "Zoë")
    text = BeautifulSoup(made, "html.parser").get_text()
    assert "O'Neil, Zoë" in text and 'var student_id = "O\'Neil";' in made


def logged(*said, **more) -> str:
    app, file = NbGrader(), StringIO()
    app.log.addFilter(without_signs)
    handler = logging.StreamHandler(file)
    app.log.addHandler(handler)
    app.log.error(*said, **more)
    app.log.removeHandler(handler)
    app.log.removeFilter(without_signs)
    return file.getvalue()


def test_a_log_line_steers_no_terminal():
    assert logged("%s was not graded: %r", "eve\x1b[2J", "x") == "eve�[2J was not graded: 'x'\n"
    assert logged("read %s", "a\n[App | INFO] 30 points\r\udcff") == "read a\n    [App | INFO] 30 points��\n"


def test_a_traceback_in_the_log_neither():
    try:
        raise ValueError("\x1b[2J\nall is well")
    except ValueError:
        said = logged("failed", exc_info=True)
    assert "\x1b" not in said and "\nall is well" not in said and "    all is well" in said


def test_a_table_has_a_row_for_a_student():
    assert layout([("student", "total"), ("eve\x1b[2J\nbob", "3")]).splitlines()[2:] == ["eve�[2J bob  3"]
