"""A class graded by the parallel command: what nbgrader makes of it, whoever is killed meanwhile, here and on a cluster."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from nbclient import NotebookClient
from nbgrader.api import Gradebook

from autograder.grading.submission import is_lab
from demo import EXERCISES, NAME, ROOT, SOLUTION

from ..support import postgres, warm
from ..support.courses import graded_files, run
from ..support.notebooks import cell, changed, place, release, replaced, solution

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # nbgrader's, about its database library
CAN_MOUNT = sys.platform == "linux" and os.geteuid() == 0
FIRST = EXERCISES[0]
CLASS = {
    "right": lambda nb: None,
    "partial": replaced(FIRST, '    return Activation("relu")(X)', "    return X"),
    "missing": lambda nb: nb.cells.pop(place(nb, f"test_{FIRST}")),
    "exits": lambda nb: cell(nb, "ResNet50").update(source="import os; os._exit(1)"),
    "naïve o'neil": lambda nb: None,
}


def autograde(folder: Path, *options: str) -> subprocess.CompletedProcess:
    return run(folder, "autograder", "autograde", NAME, *options)


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """A course with its class's submissions, one of them late and with another file, none graded yet."""
    folder = tmp_path_factory.mktemp("course")
    config = (ROOT / "nbgrader_config.py").read_text()
    (folder / "nbgrader_config.py").write_text(config + '\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    (folder / "course_secret").write_text("the same secret in every copy\n")
    (folder / "solutions" / NAME).mkdir(parents=True)
    shutil.copy(SOLUTION, folder / "solutions" / NAME)
    assert run(folder, "nbgrader", "generate_assignment", NAME).returncode == 0
    with Gradebook(url(folder)) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate="2030-01-01 00:00:00")
    notebooks = {student: nbformat.writes(changed(solution(), change)) for student, change in CLASS.items()}
    for student, content in (notebooks | {"untouched": nbformat.writes(release()), "broken": nbformat.writes(solution())[:5000]}).items():
        home = folder / "submitted" / student / NAME
        home.mkdir(parents=True)
        (home / f"{NAME}.ipynb").write_text(content)
    (home.parents[1] / "right" / NAME / "timestamp.txt").write_text("2030-01-02 00:00:00 UTC")
    (home.parents[1] / "right" / NAME / "notes.txt").write_text("mine")
    return folder


ONE_BY_ONE = f"""
from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI
app = NbGrader()
app.initialize([])
api = NbGraderAPI(app.coursedir, parent=app)
for student in sorted(api.get_submitted_students({NAME!r})):
    graded = api.autograde({NAME!r}, student)
    assert graded["success"], graded
"""


@pytest.fixture(scope="module")
def graded(course, tmp_path_factory) -> Path:
    """The same course, graded by nbgrader's own converter, one submission after the other, as by the formgrader's button."""
    folder = shutil.copytree(course, tmp_path_factory.mktemp("nbgrader") / "course")
    done = warm.run([sys.executable, "-c", ONE_BY_ONE], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_marks_are_shown_again_with_everybody_in_them(graded, tmp_path):
    folder = shutil.copytree(graded, tmp_path / "course")
    with Gradebook(url(folder)) as gradebook:
        gradebook.add_student("absent")
    shutil.copytree(folder / "submitted" / "partial", folder / "submitted" / "new")
    done = run(folder, "autograder", "marks", NAME)
    assert (done.returncode, done.stderr) == (0, "")
    table = {line.split("  ")[0]: line.split() for line in done.stdout.splitlines()}
    assert table["student"][1:] == ["identity_block", "convolutional_block", "ResNet50", "late", "total", "remark"]
    assert table["right"][1:] == ["10", "10", "10", "−30", "0"] and table["partial"][1:] == ["7.5", "10", "10", "27.5"]
    assert table["broken"][4:] == ["–", "waits", "for", "a", "person"]
    assert table["absent"][5:] == ["–", "nothing", "handed", "in"] and table["new"][5:] == ["–", "not", "graded", "yet"]
    assert table.keys() >= {"absent", "new", "untouched", "broken", *CLASS}


@pytest.mark.parametrize("command", ["autograde", "marks"])
def test_help(command, tmp_path):
    done = run(tmp_path, "autograder", command, "--help")
    assert (done.returncode, done.stderr) == (0, "") and "--db" in done.stdout


@pytest.fixture
def fresh(course, tmp_path) -> Path:
    return shutil.copytree(course, tmp_path / "course")


def url(folder: Path) -> str:
    return f"sqlite:///{folder}/gradebook.db"


def rows(folder: Path, address: str = "") -> dict:
    """What the gradebook says of every submission."""
    with Gradebook(address or url(folder)) as gradebook:
        return {
            s.student.id: (
                s.timestamp,
                [n.late_submission_penalty for n in s.notebooks],
                sorted((g.name, g.auto_score, g.manual_score, g.needs_manual_grade) for n in s.notebooks for g in n.grades),
                sorted((c.name, c.auto_comment, c.manual_comment) for n in s.notebooks for c in n.comments),
            )
            for s in gradebook.assignment_submissions(NAME)
        }


def test_rows_and_files_are_nbgraders(graded, fresh):
    done = autograde(fresh, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert rows(fresh) == rows(graded)
    assert graded_files(fresh) == graded_files(graded)
    table = {line.split("  ")[0]: line.split() for line in done.stdout.splitlines()}
    assert table["partial"][1:] == ["7.5", "10", "10", "27.5"] and table["broken"][-4:] == ["waits", "for", "a", "person"]
    assert rows(fresh)["right"][1] == [30.0]  # late: nbgrader's penalty takes all points
    assert "7 submissions graded" in done.stdout and "Traceback" not in done.stderr
    again = autograde(fresh, "--jobs", "2")
    assert again.returncode == 0 and "0 submissions graded" in again.stdout


def test_a_terminal_shows_how_far_it_is(fresh):
    reader, writer = os.openpty()
    call = [sys.executable, "-m", "autograder", "autograde", NAME, "--student", "untouched"]
    with warm.popen(call, cwd=fresh, stdout=subprocess.DEVNULL, stderr=writer) as command:
        assert command.wait(timeout=120) == 0
    os.close(writer)
    shown = os.read(reader, 100_000).decode()
    os.close(reader)
    assert "reading 1 of 1" in shown and "grading 1 of 1" in shown


def test_so_are_those_of_its_own_command(graded, fresh):
    done = run(fresh, "nbgrader", "autograde", NAME)
    assert done.returncode == 0, done.stderr
    assert rows(fresh) == rows(graded) and graded_files(fresh) == graded_files(graded)
    assert done.stderr.count("Autograding ") == len(rows(graded))  # it says where it is


@pytest.mark.parametrize("seconds", [2, 9])
def test_a_killed_run_goes_on_where_it_was(graded, fresh, seconds):
    process = subprocess.Popen([sys.executable, "-m", "autograder", "autograde", NAME, "--jobs", "2"], cwd=fresh, stderr=subprocess.PIPE)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = {name for name, (mode, _) in graded_files(fresh).items() if mode & 0o777 == 0o444 and name.endswith(".ipynb")}
    before = {name: (fresh / "autograded" / name).stat().st_mtime_ns for name in kept}
    done = autograde(fresh, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert rows(fresh) == rows(graded) and graded_files(fresh) == graded_files(graded)
    assert all((fresh / "autograded" / name).stat().st_mtime_ns == when for name, when in before.items())


def test_a_killed_worker_costs_no_mark(graded, fresh):
    with subprocess.Popen(
        [sys.executable, "-m", "autograder", "autograde", NAME, "--jobs", "2"], cwd=fresh, stderr=subprocess.PIPE
    ) as process:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            workers = [p for p in psutil.Process(process.pid).children() if "import bounded" in " ".join(p.cmdline())]
            if workers:
                time.sleep(4)
                workers[0].kill()
                break
            time.sleep(0.2)
        assert process.wait(timeout=300) == 0
    assert workers and rows(fresh) == rows(graded)


def test_manual_grades_are_kept(graded, fresh, tmp_path):
    folder = shutil.copytree(graded, tmp_path / "again")
    with Gradebook(url(folder)) as gradebook:
        gradebook.find_grade(f"test_{FIRST}", NAME, NAME, "partial").manual_score = 9.0
        gradebook.db.commit()
    file = folder / "submitted" / "partial" / NAME / f"{NAME}.ipynb"
    file.write_text(file.read_text() + " ")
    assert "Handed in anew since it was graded, and not graded again: partial." in autograde(folder, "--jobs", "2").stderr
    again = autograde(folder, "--jobs", "2", "--student", "partial", "--force")
    assert again.returncode == 0 and f"{FIRST}: 7.5 by machine, 9 by hand: confirm" in again.stdout
    after = {name: (auto, manual, needs) for name, auto, manual, needs in rows(folder)["partial"][2]}
    assert after[f"test_{FIRST}"] == (7.5, 9.0, True)


def test_a_cluster_one_of_whose_workers_is_killed(graded, fresh):
    pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "5"}
    start = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--dashboard-address", ":0"]
    found = fresh / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment}
    processes = [subprocess.Popen([*start, "--scheduler-file", str(found)], **quiet)]
    try:
        for _ in range(2):
            worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(found), "--nthreads", "1", "--no-nanny"]
            processes.append(subprocess.Popen([*worker, "--no-dashboard"], cwd=fresh, **quiet))
        address = scheduler_address(found)
        with subprocess.Popen(
            [sys.executable, "-m", "autograder", "autograde", NAME, "--scheduler", address], cwd=fresh, stderr=subprocess.PIPE
        ) as command:
            time.sleep(12)
            processes[1].kill()
            assert command.wait(timeout=300) == 0, command.stderr.read()
    finally:
        for process in processes:
            process.kill()
            process.wait()
    assert rows(fresh) == rows(graded)


def test_ctrl_c_is_one_line_and_loses_nothing(graded, fresh):
    call = [sys.executable, "-m", "autograder", "autograde", NAME, "--jobs", "2"]
    with warm.popen(call, cwd=fresh, stderr=subprocess.PIPE, text=True, start_new_session=True) as command:
        while command.poll() is None and not list(fresh.glob(f"autograded/*/{NAME}/{NAME}.ipynb")):  # the first of them
            time.sleep(0.1)
        os.killpg(command.pid, signal.SIGINT)  # as a terminal does
        said = command.communicate()[1]
    assert command.returncode == 1
    assert "Traceback" not in said and said.endswith("Stopped. What was graded is kept; run the command again to go on.\n")
    assert autograde(fresh, "--jobs", "2").returncode == 0
    assert rows(fresh) == rows(graded) and graded_files(fresh) == graded_files(graded)


@pytest.mark.skipif(bool(postgres.why_not()), reason=postgres.why_not())
def test_a_gradebook_in_postgresql(graded, fresh, tmp_path):
    with postgres.server(tmp_path / "postgres") as address:
        (fresh / "gradebook.db").unlink()
        made = run(fresh, "nbgrader", "generate_assignment", NAME, "--db", address)
        assert made.returncode == 0, made.stderr
        with Gradebook(address) as gradebook:
            gradebook.update_or_create_assignment(NAME, duedate="2030-01-01 00:00:00")
        done = autograde(fresh, "--jobs", "2", "--db", address)
        assert done.returncode == 0, done.stderr
        assert rows(fresh, address) == rows(graded)
    assert not (fresh / "gradebook.db").exists()


@pytest.mark.parametrize("student", ["partial", "untouched"])
def test_the_same_points_in_a_notebook_by_file_and_in_the_gradebook(graded, student):
    """And by the parallel command, whose rows are nbgrader's."""
    due = [auto for _, auto, _, _ in sorted(rows(graded)[student][2])]
    submitted = graded / "submitted" / student / NAME / f"{NAME}.ipynb"
    answer = json.loads(run(graded, "autograder", "grade", "--json", str(submitted)).stdout)["submissions"][0]
    assert [e["points"] for e in sorted(answer["exercises"], key=lambda e: f"test_{e['name']}")] == due
    nb = nbformat.read(submitted, as_version=4)
    nb.cells = [c for c in nb.cells if not is_lab(c)]
    NotebookClient(nb, allow_errors=True, kernel_name="python3").execute()
    shown = {c.source: c.outputs[-1]["data"]["text/plain"] for c in nb.cells if c.source.startswith("check(")}
    assert [float(shown[f'check("{e}")']) for e in sorted(EXERCISES)] == due


@pytest.mark.skipif(not CAN_MOUNT, reason="only root can mount a small disk")
@pytest.mark.parametrize("full", ["course", "temporary"])
def test_a_full_disk_ends_the_command_and_loses_nothing(graded, fresh, tmp_path, full):
    """Of the course, or of temporary files."""
    small = tmp_path / "small"
    small.mkdir()
    size = sum(p.stat().st_size for p in fresh.rglob("*") if p.is_file()) + 2**21 if full == "course" else 2**20
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(small)], check=True)
    try:
        folder = shutil.copytree(fresh, small / "course") if full == "course" else fresh
        environment = os.environ | ({"TMPDIR": str(small)} if full == "temporary" else {})
        call = [sys.executable, "-m", "autograder", "autograde", NAME, "--jobs", "2"]
        done = subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True)
        assert done.returncode == 1 and done.stderr.endswith("What was graded is kept; run the command again.\n"), done.stderr
        assert "No space left on device" in done.stderr or "disk is full" in done.stderr
        assert "Traceback" not in done.stderr
        subprocess.run(["mount", "-o", "remount,size=1g", str(small)], check=True)
        again = autograde(folder, "--jobs", "2")
        assert again.returncode == 0, again.stderr
        assert rows(folder) == rows(graded) and graded_files(folder) == graded_files(graded)
    finally:
        subprocess.run(["umount", "-l", str(small)], check=True)


def scheduler_address(found: Path) -> str:
    for _ in range(200):
        try:
            return json.loads(found.read_text())["address"]
        except (OSError, ValueError):
            time.sleep(0.1)
    raise AssertionError("the scheduler did not start")


@pytest.mark.parametrize(
    "arguments, spoil, says",
    [
        (["homework9"], None, "The gradebook does not know the assignment 'homework9'; it knows: residual_networks."),
        ([], None, "Say which assignment"),
        ([NAME, "--scheduler", "tcp://127.0.0.1:1"], None, "No Dask scheduler answers at tcp://127.0.0.1:1"),
        ([NAME], lambda folder: shutil.rmtree(folder / "submitted"), "No notebooks were matched by"),
        ([NAME], lambda folder: (folder / "gradebook.db").write_bytes(b"no database" * 99), "file is not a database"),
        ([NAME, "--db", "sqlite:////nowhere/gradebook.db"], None, "unable to open database file"),
    ],
    ids=["unknown", "none", "scheduler", "empty", "corrupt", "nowhere"],
)
def test_bad_input_is_one_line(fresh, arguments, spoil, says):
    if spoil:
        spoil(fresh)
    done = run(fresh, "autograder", "autograde", *arguments)
    assert done.returncode == 1 and says in done.stderr and "Traceback" not in done.stderr
    assert not (fresh / "autograded").exists()
