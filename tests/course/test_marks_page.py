"""docs/marks.md holds: each command in it runs, in a course whose one submission that is graded is cut off."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course.platforms import PLATFORMS
from demo import NAME, ROOT, SOLUTION
from demo.__main__ import EXPORTED
from demo.students import canvas

pytestmark = pytest.mark.slow
PAGE = (ROOT / "docs" / "marks.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^(?:python -m autograder|nbgrader) .*$", PAGE, re.MULTILINE)
FILES = {
    EXPORTED: canvas(),
    "list.csv": "id,first_name,last_name,email\nhugo,Hugo,Martin,hugo@uni.example\n",
    "worksheet.csv": "Identifier,Full name,ID number,Grade,Maximum Grade,Last modified (grade)\n"
    "Participant 107,Hugo Martin,hugo,,30.00,-\n",
    "brightspace.csv": "OrgDefinedId,Username,Networks Points Grade <Numeric MaxPoints:100>,End-of-Line Indicator\n#107,#hugo,,#\n",
    "blackboard.txt": '"Last Name"\t"First Name"\t"Username"\t"Residual Networks [Total Pts: 30 Score] |7"\r\n"Martin"\t"Hugo"\t"hugo"\t""\r\n',
}


def run(folder, command: str) -> str:
    words = [sys.executable if word == "python" else word for word in shlex.split(command)]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, env=os.environ | {"PATH": path}, timeout=300)
    assert done.returncode == 0, command + done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def said(tmp_path_factory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    for place in (f"solutions/{NAME}", f"submitted/hugo/{NAME}"):
        (folder / place).mkdir(parents=True)
    shutil.copy(SOLUTION, folder / "solutions" / NAME)
    (folder / "submitted" / "hugo" / NAME / f"{NAME}.ipynb").write_bytes(SOLUTION.read_bytes()[:5000])
    for name, content in FILES.items():
        (folder / name).write_bytes(content.encode())
    for command in (f"nbgrader generate_assignment {NAME}", f"nbgrader autograde {NAME}", f"nbgrader generate_feedback {NAME}"):
        run(folder, command)
    shutil.copy(folder / "feedback" / "hugo" / NAME / f"{NAME}.html", folder)  # as a student sends both back
    shutil.copy(folder / "submitted" / "hugo" / NAME / f"{NAME}.ipynb", folder / "mine.ipynb")
    return {command: run(folder, command) for command in COMMANDS}


def test_every_command_of_the_page_runs(said):
    assert len(said) == 10
    exports = [words for command, words in said.items() if " export " in command]
    assert len(exports) == 4 and all("waits for a person" in words for words in exports)
    assert "hugo (new" not in "".join(said.values()) and "last_name Martin" in said[f"python -m autograder students {EXPORTED}"]


def test_who_waits_is_told_what_can_be_done(said):
    assert f"nbgrader autograde {NAME} --student STUDENT --force" in said[f"python -m autograder marks {NAME}"]


def test_the_page_names_what_identifies_a_student():
    for platform in PLATFORMS:
        if platform.name != "plain":
            (row,) = re.findall(rf"^\| {platform.name} \|.*$", PAGE, re.MULTILINE | re.IGNORECASE)
            assert [name for name in platform.ids if name not in row] == []
