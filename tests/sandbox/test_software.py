"""What a submission sees of the machine is software: no course, no exchange, nothing else that lies among it, whoever grades."""

import json
import os
import subprocess
import sys

import nbformat
import pytest

from autograder.grading.limits import Limits
from autograder.grading.run import run
from autograder.sandbox import software
from autograder.sandbox.warm import CAN_FORK
from demo import SOLUTION

from ..support import ordinary
from ..support.notebooks import quick

pytestmark = [
    pytest.mark.skipif(not CAN_FORK, reason="isolation is Linux's"),
    pytest.mark.filterwarnings("ignore"),  # of the kernels' event loops
]
as_root = pytest.mark.skipif(not CAN_FORK or os.geteuid() != 0, reason="needs root, for a machine with such folders")
USERS = ["root", pytest.param("ordinary", marks=pytest.mark.skipif(not ordinary.can(), reason="needs root, who becomes an ordinary user"))]
ENVIRONMENT = f"{sys.prefix}/share"
FOLDERS = {  # owner and mode, where "user" is who grades
    "/usr/local/share/nbgrader/exchange": ("user", 0o777),
    "/usr/local/share/nbgrader/exchange/course/inbound/hers": ("user", 0o755),
    "/usr/local/share/open": ("root", 0o777),
    "/usr/local/share/own": ("user", 0o700),
    "/usr/local/share/told/gradebook": ("root", 0o755),
    "/usr/local/share/told/env/lib": ("root", 0o755),
    "/usr/local/share/software": ("root", 0o755),
    f"{ENVIRONMENT}/course": ("root", 0o755),
    f"{ENVIRONMENT}/nbgrader/exchange": ("root", 0o755),
    f"{ENVIRONMENT}/jupyter/extension": ("root", 0o755),
}
TOLD = ["/usr/local/share/told", "/usr/local/share/link"]  # a course with an environment in it, and the other by another name
SEEN = {"/usr/local/share/told/env/lib", "/usr/local/share/software", f"{ENVIRONMENT}/jupyter/extension"}
MACHINE = """
import json, os, sys
from autograder.sandbox.system import *
folders, user, *command = sys.argv[1:]
unshare(CLONE_NEWNS, "a mount namespace")
mount("", "/", "", MS_REC | MS_PRIVATE)
for place in ("/usr/local/share", sys.prefix + "/share"):
    mount("test", place, "tmpfs", 0, "mode=%o" % (os.stat(place).st_mode & 0o7777))
os.symlink(sys.prefix + "/share/course", "/usr/local/share/link")
for folder, (owner, mode) in json.loads(folders).items():
    os.makedirs(folder)
    os.chmod(folder, mode)
    open(folder + "/word", "w").write("secret")
    if owner == "user":
        os.chmod(folder + "/word", 0o600)
        os.chown(folder, int(user), int(user))
        os.chown(folder + "/word", int(user), int(user))
os.execvp(command[0], command)
"""
ISOLATED = """
import json, os, sys, tempfile
from autograder.sandbox import isolation, software
folders, told = map(json.loads, sys.argv[1:])
sys.path.append("/usr/local/share/told/env/lib")
places = software.places
software.places = lambda: [*places(), sys.path[-1]]  # as if packages lay there

def look(ready, kept):
    with open(answer, "w") as file:
        json.dump([folder for folder in folders if os.path.exists(folder + "/word") and open(folder + "/word").read()], file)
    os._exit(0)

with tempfile.TemporaryDirectory() as private:
    answer = private + "/answer"
    os.mkdir(private + "/root")
    open(answer, "w").close()
    os.waitpid(isolation.start(isolation.Cell(private + "/root", 2**30, 9, writable=[answer], secret=told), look), 0)
    print(open(answer).read())
"""
GRADED = """
import json, sys
from autograder.grading.limits import Limits
from autograder.grading.run import run
from tests.support.notebooks import quick
look = "import os\\nfor f in FOLDERS:\\n    if os.path.exists(f + '/word'):\\n        print(f, open(f + '/word').read())"
if __name__ == "__main__":
    result = run(quick(look.replace("FOLDERS", sys.argv[1])))
    assert len(result.evidence) == 3, result
    print(result.notebook.cells[2].outputs)
"""


def on_such_a_machine(user: str, *command: str) -> str:
    number = str(ordinary.USER if user == "ordinary" else 0)
    become = ordinary.COMMAND if user == "ordinary" else []
    call = [sys.executable, "-c", MACHINE, json.dumps(FOLDERS), number, *become, sys.executable, *command]
    done = subprocess.run(call, capture_output=True, text=True, timeout=120, cwd=ordinary.ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout


@as_root
@pytest.mark.parametrize("user", USERS)
def test_courses_and_exchanges_among_the_software_are_not_seen(user):
    found = set(json.loads(on_such_a_machine(user, "-c", ISOLATED, json.dumps([*FOLDERS]), json.dumps(TOLD))))
    assert found == SEEN


@as_root
@pytest.mark.parametrize("user", USERS)
def test_an_answer_in_the_exchange_cannot_be_read(user):
    found = on_such_a_machine(user, "-c", GRADED, json.dumps([f for f in FOLDERS if not f.endswith(("course", "told/gradebook"))]))
    assert "/usr/local/share/software secret" in found and found.count("secret") == 3, found


def test_a_folder_that_is_told_is_not_seen():
    told = os.path.dirname(nbformat.__file__)
    look = quick(f"import os; print(os.listdir({told!r}), len(os.listdir(os.path.dirname({told!r}))) > 50)")
    assert "[] True" not in str(run(look).notebook.cells[2].outputs)
    assert "[] True" in str(run(look, limits=Limits(hidden=(told,))).notebook.cells[2].outputs)


@as_root
@pytest.mark.parametrize("user", USERS)
def test_everything_holds_for(user):
    report = on_such_a_machine(user, "-m", "autograder", "doctor")
    assert "Everything essential holds." in report and "  no" not in report.lower()


def test_software_is_shown_without_what_lies_beside_it(monkeypatch, tmp_path):
    """Of an environment its packages, not the folder it is in; and never the course."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    (tmp_path / "lib").mkdir()
    (tmp_path / "secret").touch()
    shown = software.outermost(software.places())
    assert str(tmp_path / "lib") in shown and not any(software.inside(str(tmp_path / "secret"), place) for place in shown)
    assert not any(software.inside(str(SOLUTION), place) for place in shown)


def test_what_is_shown_is_hidden_wherever_it_is_shown(tmp_path):
    """By its name, by a link to it, and where the software is shown by another name; but not the software itself, nor what holds it."""
    real, other = tmp_path / "real", tmp_path / "other"
    (real / "lib" / "course").mkdir(parents=True)
    other.symlink_to(real)
    (tmp_path / "link").symlink_to(real / "lib" / "course")
    shown = [f"{other}/lib", f"{real}/lib"]
    hidden = {f"{other}/lib/course", f"{real}/lib/course"}
    for told in (f"{real}/lib/course", f"{other}/lib/course", str(tmp_path / "link")):
        assert {*software.hidden(shown, [told], same_user=False)} == hidden
    for told in ("/", str(tmp_path), f"{real}/lib", f"{tmp_path}/nothing"):
        assert software.hidden(shown, [told], same_user=False) == []
