"""How fast a class is graded, by four ways on the same submissions: `python -m bench.classes [STUDENTS]`, part of `make bench`.

Plain nbgrader (its stock configuration), `nbgrader autograde` with this repository's, and the parallel command with one
and two jobs. Beside them the floor: the same probes and the judge in a process that is warm already. Then memory for each
job, and the parallel command on 10, 100 and STUDENTS submissions.

The lesson's experiments and its training, which plain nbgrader runs and we leave out, are taken out of all submissions, so
that the same code runs in every row; the first row alone is plain nbgrader on notebooks as they are handed in.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["PYTHONWARNINGS"] = "ignore"  # nbgrader's own, about its database library

import nbformat
import psutil

from autograder.grading.submission import is_lab
from autograder.sandbox.kernel import ENVIRONMENT
from demo import EXERCISES, NAME, RELEASE, ROOT, SOLUTION
from demo.students import STUDENTS, submission

STOCK = f"""
c = get_config()
c.CourseDirectory.course_id = "{NAME}"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "assignment"
c.ExecutePreprocessor.timeout = 600
"""
WHOLE = [s for s in STUDENTS if s.cut_at is None]


def course(folder: Path, students: int, config: str = "", lab: bool = False) -> Path:
    """A course whose class has handed in and is not graded yet. lab: whether the lesson's experiments are in the notebooks."""
    (folder / "solutions" / NAME).mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(config or (ROOT / "nbgrader_config.py").read_text())
    shutil.copy(SOLUTION, folder / "solutions" / NAME)
    run(folder, "nbgrader", "generate_assignment", NAME)
    release, solution = nbformat.read(RELEASE, as_version=4), nbformat.read(SOLUTION, as_version=4)
    for nb in (release, solution):
        nb.cells = [cell for cell in nb.cells if lab or not is_lab(cell)]
    for number, student in enumerate(islice(cycle(WHOLE), students)):
        home = folder / "submitted" / f"{student.id}{number:03}" / NAME
        home.mkdir(parents=True)
        (home / f"{NAME}.ipynb").write_text(submission(student, release, solution), encoding="utf-8")
    return folder


def run(folder: Path, *command: str) -> float:
    """Seconds that a command takes."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return time.perf_counter() - started


def parallel(folder: Path, jobs: int) -> float:
    return run(folder, "autograder", "autograde", NAME, "--jobs", str(jobs))


def floor(folder: Path) -> float:
    """Seconds for a submission in a warm process: its code, the probes and the judge, and nothing else."""
    from autograder.explain.verdict import judge
    from autograder.grading.submission import mend, read
    from autograder.probe.calls import probe
    from autograder.show.report import html
    from autograder.truth.question import question

    def once(path: Path) -> None:
        names: dict[str, Any] = {}
        for cell in mend(read(path)).notebook.cells:
            if cell.cell_type == "code" and not cell.source.startswith(("check(", "progress(")):
                exec(cell.source, names)
        for exercise in EXERCISES:
            html(judge(probe(question(exercise), names), exercise), hints=False)

    paths = sorted(folder.glob(f"submitted/*/{NAME}/*.ipynb"))[: len(WHOLE)]
    once(paths[0])
    started = time.perf_counter()
    for path in paths:
        once(path)
    return (time.perf_counter() - started) / len(paths)


class Memory:
    """The most that the processes below this one hold together, in bytes; a page that two of them share counts once."""

    def __enter__(self) -> Memory:
        self.most, self.done = 0, threading.Event()
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()
        return self

    def watch(self) -> None:
        while not self.done.wait(0.5):
            total = 0
            for process in psutil.Process().children(recursive=True):
                try:
                    total += process.memory_full_info().pss
                except psutil.Error:
                    continue
            self.most = max(self.most, total)

    def __exit__(self, *exception: object) -> None:
        self.done.set()
        self.thread.join()


def measured_floor(folder: Path) -> float:
    """`floor` in a process of its own, which keeps to one core as kernels do."""
    call = [sys.executable, "-m", "bench.classes", "--floor", str(folder)]
    return float(subprocess.run(call, env=os.environ | ENVIRONMENT, capture_output=True, text=True, check=True).stdout)


def ways(base: Path, few: int, some: int) -> None:
    """Every way of grading on so many submissions, few where it is slow."""
    whole = run(course(base / "whole", 2, STOCK, lab=True), "nbgrader", "autograde", NAME) / 2
    stock = run(course(base / "stock", few, STOCK), "nbgrader", "autograde", NAME) / few
    ours = run(course(base / "ours", some), "nbgrader", "autograde", NAME) / some
    one, two = (parallel(course(base / f"jobs{jobs}", some), jobs) / some for jobs in (1, 2))
    warm = measured_floor(base / "ours")
    print(f"{'':48} seconds  a minute  times plain   times floor")
    for what, seconds in (
        ("plain nbgrader, notebooks as handed in (2)", whole),
        (f"plain nbgrader, without the experiments ({few})", stock),
        (f"nbgrader autograde with our settings ({some})", ours),
        (f"autograder autograde --jobs 1 ({some})", one),
        (f"autograder autograde --jobs 2 ({some})", two),
        ("the floor: probes and judge, warm, on one core", warm),
    ):
        print(f"{what:48} {seconds:7.2f}  {60 / seconds:8.1f}  {stock / seconds:11.1f}  {seconds / warm:12.1f}", flush=True)


def sizes(base: Path, *classes: int) -> None:
    """The parallel command on classes of so many."""
    print("\nparallel command, 2 jobs      seconds   for each   memory for each job")
    for students in classes:
        folder = course(base / f"scale{students}", students)
        with Memory() as memory:
            seconds = parallel(folder, 2)
        print(f"{students:5} submissions        {seconds:13.1f} {seconds / students:10.2f} {memory.most / 2 / 1e9:17.2f} GB", flush=True)


def main(most: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        ways(Path(name), len(WHOLE), 8 * len(WHOLE))
        sizes(Path(name), *sorted({10, 100, most}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--floor"]:
        print(floor(Path(sys.argv[2])))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
