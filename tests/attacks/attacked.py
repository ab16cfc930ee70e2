"""Runs an attack next to a course that holds a secret word, and says all that should not have happened."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import socket
import sqlite3
import subprocess
import sys
import sysconfig
import time
import uuid
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading.desk import sheets
from autograder.grading.limits import Limits
from autograder.grading.outcome import Run
from autograder.grading.run import run
from autograder.grading.submission import mend
from autograder.judge import RubricError
from autograder.sandbox.warm import SERVER

from ..support.leftovers import soon, started_by
from ..support.notebooks import solution
from .attacks import OTHERS, TOOLS, Attack

ROOT = Path(__file__).parents[2]
SITE = Path(sysconfig.get_path("purelib"))
SEED = 2015_12_10  # not the public one
OURS = (
    "value/exercise.py",
    "truth/oracle.py",
    "explain/search.py",
    "judge/rubric/test_criteria.py",
    "answers.json",
)
KEPT = (SITE, SITE / "numpy/__init__.py", SITE / "keras/__init__.py", Path("/etc/passwd"), Path("/usr/bin"), Path(sys.executable))
PATIENCE = 20  # seconds beyond the time limit that stopping may take, and those that judging may


class Course:
    """A course with a gradebook, solutions and others' submissions, a process and services of the machine beside it.

    Everything secret in it holds `word`. `home` is the folder of the submission.
    """

    def __init__(self, folder: Path):
        self.folder, self.home = folder, folder / "submitted" / "me" / "residual_networks"
        self.word = secrets.token_hex(12)
        self.phrases = [phrase(ROOT / "autograder" / name) for name in OURS] + [phrase(ROOT / "solutions" / "residual_networks.py")]
        (self.home / "stored").mkdir(parents=True)
        secret = f"secret-word-{self.word}"
        for name in (
            "course_secret",
            "solutions/residual_networks/residual_networks.ipynb",
            "submitted/other/residual_networks/hers.ipynb",
        ):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(f"# {secret}\n" * 3)
        with sqlite3.connect(folder / "gradebook.db") as gradebook:
            gradebook.execute("create table grade (student text, score real)")
            gradebook.execute("insert into grade values (?, 30)", [secret])
        gradebook.close()
        for exercise, evidence in run(mend(solution()).notebook).evidence.items():
            (self.home / "stored" / f"{exercise}.npz").write_bytes(evidence)
        self.neighbour = subprocess.Popen(["sleep", "7200"], env={"DATABASE": secret})
        self.listeners = [socket.socket(socket.AF_INET), socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)]
        self.mailbox = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.abstract = f"attacked-{uuid.uuid4().hex}"
        os.chdir(folder)
        for listener, address in zip(self.listeners, (("127.0.0.1", 0), "socket", f"\0{self.abstract}")):
            listener.bind(address)
            listener.listen()
        os.chdir(ROOT)
        self.mailbox.bind(("127.0.0.1", 0))
        for listener in (*self.listeners, self.mailbox):
            listener.setblocking(False)

    def close(self) -> None:
        self.neighbour.kill()
        self.neighbour.wait()
        for listener in (*self.listeners, self.mailbox):
            listener.close()

    def facts(self) -> str:
        """What the attacker knows, as Python."""
        known = {
            "COURSE": str(self.folder),
            "REPOSITORY": str(ROOT),
            "SITE": str(SITE),
            "PORT": self.listeners[0].getsockname()[1],
            "MAILBOX": self.mailbox.getsockname()[1],
            "ABSTRACT": f"\0{self.abstract}",
            "GRADER": os.getpid(),
            "GRADERS_HOME": str(Path.home()),
            "SERVER": SERVER.process.pid if SERVER.process else 0,
            "NEIGHBOUR": self.neighbour.pid,
        }
        return "\n".join(f"{name} = {value!r}" for name, value in known.items())

    def state(self) -> dict[str, tuple]:
        """All that must stay as it is."""
        files = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in self.folder.rglob("*") if path.is_file()}
        guarded = [self.folder, *self.folder.rglob("*"), *(ROOT / "autograder" / name for name in OURS), *KEPT]
        return {str(path): (path.lstat().st_mode, path.lstat().st_mtime_ns, files.get(path)) for path in guarded}

    def called(self) -> list[str]:
        """The services that somebody has called since it was last asked."""
        found = []
        for name, listener in zip(("TCP", "a socket", "an abstract socket"), self.listeners):
            with suppress(BlockingIOError):
                listener.accept()[0].close()
                found.append(name)
        with suppress(BlockingIOError):
            self.mailbox.recv(100)
            found.append("UDP")
        return found


def phrase(path: Path) -> str:
    """Words that stand in a file of ours and hardly elsewhere, and print as themselves."""
    return max(re.findall(r"[\w .,()=:]{30,100}", path.read_text()), key=len).strip()


def notebook(attack: Attack, course: Course, honest: bool = False) -> nbformat.NotebookNode:
    """The attack's notebook, or the same without the attack."""
    first = new_code_cell(f"{TOOLS}\n{course.facts()}")
    bad = new_code_cell(attack.source)
    good = new_code_cell(attack.honest)
    cells = [first, *({"before": [bad, good], "answer": [bad], "between": [good]}[attack.where] if not honest else [good])]
    nb = mend(new_notebook(cells=[*cells, *(new_code_cell(source) for source in OTHERS * attack.others)])).notebook
    if attack.where == "between" and not honest:
        place = next(i for i, c in enumerate(nb.cells) if c.source.startswith('check("identity_block")'))
        nb.cells.insert(place + 1, bad)
    return nb


class Attacked:
    """Runs attacks beside one course. `honest` keeps the points of notebooks without their attack."""

    def __init__(self, folder: Path):
        self.course, self.honest = Course(folder), {}
        self.started = uuid.uuid4().hex
        SERVER.stop()
        os.environ["AUTOGRADER_STARTED_BY"] = self.started  # the server and what it starts inherit it
        self.points(mend(solution()).notebook)

    def __enter__(self):
        return self

    def __exit__(self, *error) -> None:
        del os.environ["AUTOGRADER_STARTED_BY"]
        SERVER.stop()
        self.course.close()

    def points(self, nb) -> list[float]:
        outcome = run(nb, seed=SEED)
        assert outcome.fault is None, outcome.fault
        return [sheet["points"] for sheet in sheets(outcome).values()]

    def honest_points(self, attack: Attack) -> list[float]:
        key = attack.honest, attack.others
        if key not in self.honest:
            self.honest[key] = self.points(notebook(attack, self.course, honest=True))
        return self.honest[key]

    def left(self) -> list[psutil.Process]:
        return started_by(self.started) + [p for p in psutil.process_iter() if sleeps(p)]

    def complaints(self, attack: Attack | None, limits: Limits | None = None) -> list[str]:
        """All that the attack reached, and must not. Without one: what is wrong with the marks of a right notebook."""
        if attack is None:
            points = self.points(mend(solution()).notebook)
            return [] if points == [10, 10, 10] else [f"a right notebook has {points} points"]
        limits, found = limits or attack.limits, []
        most = self.honest_points(attack)
        if attack.most is not None:
            most = [attack.most, *most[1:]]
        for name, content in attack.files.items():
            place = self.course.home / name
            place.parent.mkdir(parents=True, exist_ok=True)
            if content.startswith("-> "):
                place.symlink_to(content[3:].replace("COURSE", str(self.course.folder)))
            else:
                place.write_text(content)
        nb, before, server = notebook(attack, self.course), self.course.state(), SERVER.process
        started = time.monotonic()
        try:
            outcome = run(nb, limits=limits, seed=SEED, folder=self.course.home)
            took = time.monotonic() - started
            after = self.course.state()
        finally:
            for name in attack.files:
                (self.course.home / name).unlink(missing_ok=True)
                with suppress(OSError):  # it is not empty
                    (self.course.home / name).parent.rmdir()
        if took > limits.seconds + PATIENCE:
            found.append(f"it took {took:.0f} seconds")
        if changed := [path for path in before | after if before.get(path) != after.get(path)]:
            found.append(f"touched: {', '.join(changed)}")
        found += [f"called: {name}" for name in self.course.called()]
        if self.course.neighbour.poll() is not None:
            found.append("a process of the machine was ended")
        if SERVER.process is not server or server.poll() is not None:
            found.append("the server was ended")
        if not soon(lambda: not self.left()):
            found.append(f"left running: {self.left()}")
        return found + self.judged(attack, outcome, most)

    def judged(self, attack: Attack, outcome: Run, most: list[float]) -> list[str]:
        found, verdicts = [], {}
        if bool(outcome.fault) != attack.ungradable:
            found.append(f"fault: {outcome.fault}")
        if not outcome.fault:
            started = time.monotonic()
            try:
                verdicts = sheets(outcome)
            except RubricError as error:
                found.append(f"the rubric failed: {error}")
            if time.monotonic() - started > PATIENCE:
                found.append(f"judging took {time.monotonic() - started:.0f} seconds")
        for (exercise, sheet), due in zip(verdicts.items(), most):
            if sheet["points"] > due:
                found.append(f"{sheet['points']} points for {exercise}, at most {due} are due")
        printed = [json.dumps([*outcome.notebook.cells[:100]], ensure_ascii=False), str(outcome.reasons), str(outcome.fault)]
        shown = [json.dumps(sheet) for sheet in verdicts.values()]
        if self.course.word in "".join(printed + shown):
            found.append("the secret word was read")
        if [p for p in self.course.phrases if p in printed[0]]:
            found.append("the grader's code or a solution was read")
        if "ESCAPED" in outputs(outcome.notebook.cells):
            found.append("what must be refused was done: " + ", ".join(re.findall(r"ESCAPED ([^\\]*)", outputs(outcome.notebook.cells))))
        found += [f"{what} in the report on {name}" for name, sheet in verdicts.items() for what in alive(sheet["card"], sheet["text"])]
        return found + ran(attack, outcome, shown)


def sleeps(process: psutil.Process) -> bool:
    try:
        return "54399" in " ".join(process.cmdline())
    except psutil.Error:
        return False


def outputs(cells) -> str:
    return json.dumps([c.outputs for c in cells if c.cell_type == "code"], ensure_ascii=False)


def handlers(html: str) -> list[str]:
    """The attributes of a page that would run something."""
    found: list[str] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.extend(name for name, _ in attrs if name.startswith("on"))

    Tags().feed(html)
    return found


def alive(html: str, text: str) -> list[str]:
    """Whether there is markup or a control character of a student's in what people read."""
    found = []
    if re.search(r"<(script|img(?! alt=)|svg|iframe|a |meta|style|object|b>)|javascript:", html, re.I) or handlers(html):
        found.append("markup")
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", text + html):
        found.append("control characters")
    return found


def ran(attack: Attack, outcome: Run, shown: list[str]) -> list[str]:
    """Whether the attack was carried out at all, as far as its cell tells."""
    cell = next(c for c in outcome.notebook.cells if c.source == attack.source)
    errors = [f"{o.ename}: {o.evalue}"[:300] for o in cell.get("outputs", ()) if o.output_type == "error" and o.ename != "Stopped"]
    if (attack.error and not errors) or any(not attack.error or not e.startswith(attack.error) for e in errors):
        return [f"the attack's cell ended with {errors}"]
    if attack.says not in outputs([cell]) + str(outcome.reasons) + str(outcome.fault) + str(shown):
        return [f"it does not say {attack.says!r}, but {outcome.reasons}, {outputs([cell])[:300]}"]
    return []


def cases(groups: dict[str, dict[str, Attack]]) -> list:
    """The attacks as parameters of a test, after each group an honest notebook, None."""
    return [
        pytest.param(attack, id=f"{g}: {name}") for g, group in groups.items() for name, attack in [*group.items(), ("afterwards", None)]
    ]
