"""Which protections hold is found out, not believed; where they do not hold nothing is graded, unless one insists."""

import json
import os
import shutil
import subprocess
import sys

import nbformat
import pytest

from autograder.sandbox import doctor, filter, view
from autograder.sandbox.provisioner import CAN_FORK
from demo import SOLUTION

from ..support.notebooks import quick

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="isolation is Linux's")
UNPROTECTED = """echo 0 > /proc/sys/user/max_user_namespaces && exec setpriv --bounding-set=-all --inh-caps=-all "$@" """


def unprotected(*command: str) -> subprocess.CompletedProcess:
    """Run where no namespaces can be made: as a root without rights, in a user namespace that allows no other."""
    call = ["unshare", "--user", "--map-root-user", "sh", "-c", UNPROTECTED, "sh", sys.executable, "-m", "autograder", *command]
    return subprocess.run(call, capture_output=True, text=True, timeout=120)


needs_tools = pytest.mark.skipif(
    not (shutil.which("unshare") and shutil.which("setpriv")) or subprocess.run(["unshare", "-Ur", "true"]).returncode != 0,
    reason="needs util-linux and user namespaces",
)


def test_everything_holds_here(capsys):
    assert doctor.report() == 0
    assert "NO" not in capsys.readouterr().out and doctor.refusal() == ""


@needs_tools
def test_everything_holds_for_a_root_that_is_alone_in_its_namespace():
    done = subprocess.run(["unshare", "-Ur", sys.executable, "-m", "autograder", "doctor"], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "") and "NO" not in done.stdout


KILLED = """
import os, sys
from autograder.sandbox import confine, isolation, view
{} = lambda *_: os._exit(1)
try:
    isolation.start(isolation.Cell(sys.argv[1], memory=2**30, seconds=9), print)
except isolation.Ended:
    print("ended")
"""


@pytest.mark.parametrize("step", ["view.enter", "confine.give_up"])
def test_what_ends_while_it_is_prepared_says_nothing_of_the_machine(step, tmp_path):
    done = subprocess.run([sys.executable, "-c", KILLED.format(step), tmp_path], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("ended\n", "")


@needs_tools
def test_what_is_missing_is_said_with_the_way_to_get_it():
    done = unprotected("doctor")
    lines = done.stdout.splitlines()
    assert done.returncode == 1 and lines[-1] == "Grading refuses to run: something essential is missing."
    assert sum(line.startswith("  NO ") for line in lines) == sum(p.essential for p in doctor.PROTECTIONS)
    assert doctor.ADVICE["container" if doctor.reader() == "container" else "user"] in done.stdout and "a new user namespace" in done.stdout


@needs_tools
def test_nothing_is_graded_without_isolation_unless_one_insists(tmp_path):
    path = tmp_path / "mine.ipynb"
    path.write_text(nbformat.writes(quick("open('touched', 'w')")))
    refused = unprotected("grade", str(path))
    assert refused.returncode == 2 and refused.stdout == "" and "see `python -m autograder doctor`" in refused.stderr.lower()
    insisted = unprotected("grade", "--unsafe", "--json", str(path))
    assert json.loads(insisted.stdout)["submissions"][0]["notes"][-1].startswith("Graded with --unsafe")
    parallel = unprotected("autograde", "residual_networks")
    assert parallel.returncode == 1 and "none is run" in parallel.stderr and "Traceback" not in parallel.stderr


def test_software_is_shown_without_what_lies_beside_it(monkeypatch, tmp_path):
    """Of an environment its packages, not the folder it is in; and never the course."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    (tmp_path / "lib").mkdir()
    (tmp_path / "secret").touch()
    shown = view.software()
    assert str(tmp_path / "lib") in shown and not any(view.inside(str(tmp_path / "secret"), place) for place in shown)
    assert not any(view.inside(str(SOLUTION), place) for place in shown)
    assert view.lies_in("/usr/share/course", ["/usr"]) and not view.lies_in("/", ["/usr"]) and not view.lies_in("/usr", ["/usr"])


def test_only_regular_files_are_copied(tmp_path):
    source, target = tmp_path / "source", tmp_path / "target"
    (source / "data").mkdir(parents=True)
    target.mkdir()
    (source / "data" / "mine.txt").write_text("mine")
    (source / "huge").open("w").truncate(view.BESIDE_BYTES + 1)
    (source / "link").symlink_to("/etc/passwd")
    (source / "folder").symlink_to("/etc")
    os.mkfifo(source / "pipe")
    view.copy(source, target)
    assert sorted(str(p.relative_to(target)) for p in target.rglob("*")) == ["data", "data/mine.txt"]


@pytest.mark.parametrize("machine", filter.MACHINES)
def test_the_filters_jumps_stay_inside(machine):
    lines = filter.program(machine)
    assert len(lines) < 4096 and lines[-1][0] == filter.RETURN
    assert all(
        i + 1 + skip < len(lines)
        for i, (code, yes, no, _) in enumerate(lines)
        if code not in (filter.LOAD, filter.RETURN)
        for skip in (yes, no)
    )
