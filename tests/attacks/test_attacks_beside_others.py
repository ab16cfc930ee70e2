"""Hostile notebooks in one class with honest ones: those have their points, nobody takes more than its time and a little, and the command stays small."""

import json
import subprocess
import sys
import time
from contextlib import suppress

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell

from autograder.grading.hand import GRACE

from ..support.notebooks import solution

pytestmark = pytest.mark.attack
SECONDS = 20
JUDGING = 25  # seconds that reading, judging and a busy machine may take besides
OURS = 600 * 1024**2  # bytes of the command itself, which holds no more than results
KERNEL = "k = get_ipython().kernel\n"
HOSTILE = {  # what a cell does before the exercises
    "a header of a million times": KERNEL
    + "h = k.session.msg_header('stream')\nh['x'] = ['2020-01-01T00:00:00.0Z'] * 1_000_000\n"
    + "for _ in range(30):\n    k.session.send(k.iopub_socket, 'stream', {'name': 'stdout', 'text': 'x'}, parent=k.get_parent(), header=h)",
    "a message of many parts": KERNEL + "k.iopub_thread.socket.send_multipart([b'x', b'<IDS|MSG>'] + [b''] * 20_000_000)",
    "many long messages": KERNEL + "for _ in range(100):\n    k.iopub_thread.socket.send_multipart([b'x' * 30_000_000] * 30, copy=False)",
    "a deep message": KERNEL + "k.iopub_thread.socket.send_multipart([b'stream', b'<IDS|MSG>', b'', *[b'[' * 3_000_000] * 4])",
    "no end": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
}


def written(folder, name: str, source: str = ""):
    nb = solution()
    if source:
        nb.cells.insert(2, new_code_cell(source))
    path = folder / f"{name.replace(' ', '_')}.ipynb"
    nbformat.write(nb, path)
    return str(path)


def test_honest_ones_beside_them_have_their_points(tmp_path):
    hostile = [written(tmp_path, name, source) for name, source in HOSTILE.items()]
    honest = [written(tmp_path, f"honest {number}") for number in range(len(hostile))]
    paths = [path for pair in zip(hostile, honest) for path in pair]
    call = [sys.executable, "-m", "autograder", "grade", "--json", "--jobs", "2", "--seconds", str(SECONDS), *paths]
    largest, began = 0, time.monotonic()
    with (tmp_path / "said.json").open("w") as file, subprocess.Popen(call, stdout=file, cwd=tmp_path) as command:
        while command.poll() is None:
            with suppress(psutil.Error):
                largest = max(largest, psutil.Process(command.pid).memory_info().rss)
            time.sleep(0.2)
    took, said = time.monotonic() - began, json.loads((tmp_path / "said.json").read_text())
    found = {submission["path"]: submission for submission in said["submissions"]}
    assert command.returncode in (0, 1) and [*found] == paths
    assert [found[path]["points"] for path in honest] == [30.0] * len(honest)
    assert {path: found[path]["seconds"] for path in hostile if found[path]["seconds"] > SECONDS + GRACE + JUDGING} == {}
    assert took < len(hostile) * (SECONDS + GRACE + JUDGING)
    assert all(found[path]["points"] <= 30 for path in hostile)
    assert largest < OURS
