"""`kill -9` in the midst of a class, ten times: of the command, of a worker, of the process that kernels are forked from or its copies.

What a killed command has left is finished when it is started again; a killed helper costs time only. In the end the
gradebook and the files are those of a run that nobody disturbed, and nothing runs any more.
"""

import os
import random
import shutil
import subprocess
import sys
import time
import uuid
from pathlib import Path

import nbformat
import psutil
import pytest

from demo import NAME, ROOT, SOLUTION

from ..course.test_parallel import autograde, rows
from ..support.courses import graded_files, run
from ..support.leftovers import soon, started_by
from ..support.notebooks import cell, changed, release, replaced, solution

STUDENTS, KILLS = 40, 10
pytestmark = [pytest.mark.attack, pytest.mark.filterwarnings("ignore")]  # nbgrader's, about its database library
HANDED_IN = (
    lambda: nbformat.writes(solution()),
    lambda: nbformat.writes(release()),
    lambda: nbformat.writes(changed(solution(), replaced("identity_block", '    return Activation("relu")(X)', "    return X"))),
    lambda: nbformat.writes(changed(solution(), lambda nb: cell(nb, "ResNet50").update(source="import os; os._exit(1)"))),
    lambda: nbformat.writes(solution())[:5000],
)
VICTIMS = {  # of the processes below the command, by what stands in their command line
    "the command": None,
    "a worker": "import bounded",
    "the server or a kernel": "autograder.sandbox.server",
}


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    (folder / "course_secret").write_text("the same secret in every copy\n")
    (folder / "solutions" / NAME).mkdir(parents=True)
    shutil.copy(SOLUTION, folder / "solutions" / NAME)
    assert run(folder, "nbgrader", "generate_assignment", NAME).returncode == 0
    texts = [make() for make in HANDED_IN]
    for number in range(STUDENTS):
        home = folder / "submitted" / f"student{number:02}" / NAME
        home.mkdir(parents=True)
        (home / f"{NAME}.ipynb").write_text(texts[number % len(texts)])
    return folder


@pytest.fixture(scope="module")
def undisturbed(course, tmp_path_factory) -> Path:
    folder = shutil.copytree(course, tmp_path_factory.mktemp("undisturbed") / "course")
    done = autograde(folder, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    return folder


def finished(folder: Path) -> dict[str, int]:
    """When each notebook that is done was written."""
    graded = folder / "autograded"
    return {
        name: (graded / name).stat().st_mtime_ns
        for name, (mode, _) in graded_files(folder).items()
        if name.endswith(".ipynb") and mode & 0o777 == 0o444
    }


def victims(command: psutil.Process, word: str | None) -> list[psutil.Process]:
    if word is None:
        return [command]
    return [p for p in command.children(recursive=True) if word in " ".join(p.cmdline())]


def test_nothing_is_lost_and_nothing_graded_twice(course, undisturbed, tmp_path):
    folder = shutil.copytree(course, tmp_path / "course")
    seed = random.randrange(10**6)
    rng, started = random.Random(seed), uuid.uuid4().hex
    environment = os.environ | {"AUTOGRADER_STARTED_BY": started}
    start = [sys.executable, "-m", "autograder", "autograde", NAME, "--jobs", "2"]
    story, kills, process = [f"seed {seed}"], 0, None
    while kills < KILLS:
        if process is None or process.poll() is not None:
            if process is not None and len(finished(folder)) == STUDENTS:
                break  # the class was graded before the last kill
            done = finished(folder)
            process = subprocess.Popen(start, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(1, 11))
        name = rng.choice(list(VICTIMS))
        try:
            found = victims(psutil.Process(process.pid), VICTIMS[name])
            rng.choice(found).kill()
        except (psutil.Error, IndexError):  # none there just now, or it ended of itself
            continue
        kills += 1
        story.append(f"{name}, {len(finished(folder))} done")
        if name == "the command":
            process.wait()
        assert done.items() <= finished(folder).items(), story
    process.wait(timeout=300)
    again = autograde(folder, "--jobs", "2")
    assert again.returncode == 0, (story, again.stderr)
    assert kills >= KILLS // 2, story
    assert rows(folder) == rows(undisturbed), story
    assert graded_files(folder) == graded_files(undisturbed), story
    assert soon(lambda: not started_by(started)), story
    print("; ".join(story))
