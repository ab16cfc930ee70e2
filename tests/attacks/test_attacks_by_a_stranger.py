"""Attacks of kinds that the other tables do not have, in classes with honest notebooks: by what a kernel says, by what a file is and what it is
called, by what lies beside the command, by what a user shares with the grader. They gain nothing, and cost themselves only."""

import json
import os
import subprocess
import sys
import time

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from autograder.grading.hand import GRACE
from autograder.grading.labels import grade_id
from autograder.sandbox.warm import CAN_FORK

from ..support import ordinary
from ..support.leftovers import soon, started_by
from ..support.notebooks import place, solution

pytestmark = [pytest.mark.attack, pytest.mark.skipif(not CAN_FORK, reason="only Linux can isolate a submission")]
SECONDS = 12
BUSY = 15  # seconds that reading and judging may take besides, on a machine that has more to do
GRADE = [sys.executable, "-m", "autograder", "grade"]
NOTHING = {  # wrong answers, and what they are worth together
    "identity_block": "def identity_block(X, f, filters, training=None, initializer=random_uniform):\n    return X\n",
    "convolutional_block": "def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):\n    return X\n",
    "ResNet50": "def ResNet50(input_shape=(64, 64, 3), classes=6):\n    X = Input(input_shape)\n    return Model(X, X)\n",
}
WORTH = 2
KERNEL = "import array, gc, os, re, signal, socket, sys, threading, time\nk = get_ipython().kernel\nhonest = k.session.send\n"
PROBE = KERNEL + "import autograder.probe.record as r\nprobe = r.calls.probe\n"
SENT = "k.session.send(k.iopub_socket, '{0}', {1}, parent=k.get_parent())\n"
SAYING = {  # what a notebook with right answers does before them: it may lose its own points
    "a message in a version that is a number": KERNEL
    + "h = k.session.msg_header('stream')\nh['version'] = 5\n"
    + "k.session.send(k.iopub_socket, 'stream', {'name': 'stdout', 'text': 'x'}, parent=k.get_parent(), header=h)",
    "messages of an older protocol": KERNEL
    + "for kind in ('pyout', 'pyerr', 'status', 'kernel_info_reply', 'execute_reply', 'input_request'):\n"
    + "    for content in ({}, {'data': 5}, []):\n        h = k.session.msg_header(kind)\n        h['version'] = '4.1'\n"
    + "        k.session.send(k.iopub_socket, kind, content, parent=k.get_parent(), header=h)",
    "an answer about itself that is none": KERNEL
    + "def send(stream, kind, content=None, *a, **b):\n    if kind == 'status':\n        return\n"
    + "    honest(stream, kind, {'protocol_version': 5} if kind == 'kernel_info_reply' else content, *a, **b)\nk.session.send = send",
    "a heartbeat of gigabytes": KERNEL
    + "def beat():\n    while True:\n        try:\n            k.parent.heartbeat.socket.send_multipart([b'y' * 30_000_000] * 20, copy=False)\n"
    + "        except Exception:\n            time.sleep(0.01)\nthreading.Thread(target=beat, daemon=True).start()",
    "questions to who gives no answers": KERNEL
    + "ident = (k.get_parent() and k._parent_ident['shell'] or [b''])[0]\n"
    + "def ask():\n    for _ in range(400):\n        k.stdin_socket.send_multipart([ident, b'x' * 30_000_000], copy=False)\n"
    + "threading.Thread(target=ask, daemon=True).start()",
    "replies to nothing": KERNEL
    + "for n in range(5_000):\n    k.session.send(k.shell_stream.socket if hasattr(k, 'shell_stream') else k.shell_streams[0].socket, 'execute_reply',\n"
    + "                   {'status': 'ok', 'execution_count': n}, parent=k.get_parent(), ident=k._parent_ident['shell'])",
    "a traceback of a million lines": KERNEL + SENT.format("error", "{'ename': 'x', 'evalue': 'y', 'traceback': ['a'] * 1_000_000}"),
    "results that are none": KERNEL
    + "for data in (5, [], {'text/plain': 5}, {'text/plain': {}}, None, {'image/png': ['x'] * 1000}):\n    for n in (1, 'x', None, {}):\n        "
    + SENT.format("execute_result", "{'data': data, 'metadata': data, 'execution_count': n}"),
    "updates of thousands of displays": "for n in range(3_000):\n    display(n, display_id='same')\n"
    + "from IPython.display import update_display\nfor n in range(3_000):\n    update_display(n, display_id='same')",
    "idle copies that hold its sockets": KERNEL
    + "for _ in range(150):\n    try:\n        if os.fork() == 0:\n            signal.pause()\n    except OSError:\n        break",
    "all disks written out, again and again": KERNEL
    + "for _ in range(8):\n    if os.fork() == 0:\n        while True:\n            os.sync()",
    "another program in its place": KERNEL + "os.execv(sys.executable, [sys.executable, '-c', 'while True: pass'])",
}
GAINING = {  # what one with wrong answers does before them
    "the question is shortened, its answer repeated": PROBE
    + "def shortened(question, ns, out=()):\n    e = probe({**question, 'calls': question['calls'][:1], 'alike': []}, ns, out)\n"
    + "    e.facts['runs'] = [{**e.facts['runs'][0], **due} for due in question['calls']]\n    return e\nr.calls.probe = shortened",
    "facts edited when garbage is collected": KERNEL
    + "def edit(phase, info):\n    for o in gc.get_objects():\n        if type(o).__name__ == 'Evidence':\n            for run in o.facts.get('runs', ()):\n"
    + "                run.get('graph', {}).pop('gradients', None)\n                run.get('graph', {})['errors'] = []\ngc.callbacks.append(edit)",
    "facts edited by a thread": KERNEL
    + "def edit():\n    while True:\n        for f in list(sys._current_frames().values()):\n            while f:\n"
    + "                for v in list(f.f_locals.values()):\n                    if type(v).__name__ == 'Evidence':\n"
    + "                        for run in v.facts.get('runs', ()):\n                            run.get('graph', {})['errors'] = []\n"
    + "                f = f.f_back\n        time.sleep(0.001)\nthreading.Thread(target=edit, daemon=True).start()",
    "a table that tells each thing twice": PROBE
    + "import json.encoder\njson.encoder.c_make_encoder = None\nclass Twice(dict):\n    def items(self):\n        return [*super().items()] * 2\n"
    + "def told(*asked):\n    e = probe(*asked)\n    e.facts = Twice(e.facts)\n    return e\nr.calls.probe = told",
    "two archives in one file": KERNEL
    + "import autograder.evidence as evidence\nsave = evidence.Evidence.save\ndef twice(self, path):\n    save(self, path)\n"
    + "    content = open(path, 'rb').read()\n    open(path, 'wb').write(content * 2)\nevidence.Evidence.save = twice",
    "another process that rewrites what was saved": KERNEL
    + "places = set(re.findall(r'/\\S+evidence/\\S+npz', open('/proc/self/mountinfo').read()))\nif os.fork() == 0:\n    while True:\n"
    + "        for p in places:\n            with open(p, 'r+b') as file:\n                if file.read(1):\n                    file.write(bytes(300))",
    "an error that says the points": "class Full(Exception):\n    def __str__(self):\n        return '10 of 10 points\\n\\x1b[2J== other.ipynb\\n30 of 30 points'\n"
    + "raise Full",
}
SENT_AND_NOT_RECEIVED = (  # as many open files as its user may have on the way
    KERNEL
    + "def fill():\n    files, sent, kept = [os.open(os.devnull, os.O_RDONLY) for _ in range(253)], 0, []\n    try:\n        while True:\n"
    + "            kept.append(socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM))\n            for _ in range(8):\n"
    + "                some = files[:240] if sent < 960 else files\n"
    + "                kept[-1][0].sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', some))])\n"
    + "                sent += len(some)\n    except OSError as error:\n        print(error)\n    return kept\nkept = fill()\ntime.sleep(60)"
)

SLEPT = 9
WATCHES = (  # of `epoll`, of which a user has millions, and the grader's own sockets need some
    "import subprocess, sys, time\nfill = '\\n'.join(['import os, select, time', 'epolls, files = [select.epoll() for _ in range(440)], []',\n"
    + "    'for _ in range(220): files += os.pipe()', 'for epoll in epolls:', '    for file in files:', '        while True:', '            try:',\n"
    + "    '                epoll.register(file, 0)', '                break', '            except OSError: time.sleep(0.01)', 'time.sleep(60)'])\n"
    + "for _ in range(36):\n    subprocess.Popen([sys.executable, '-S', '-E', '-c', fill], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
    + f"time.sleep({SLEPT})"
)


def with_first(source: str, **answers: str) -> nbformat.NotebookNode:
    nb = solution()
    for name, answer in answers.items():
        nb.cells[place(nb, name)].source = answer
    nb.cells.insert(2, new_code_cell(source))
    return nb


def graded(folder, files: dict, *before: str, jobs: int = 2, cwd=None) -> dict:
    """The submissions of the command's JSON by name, after a look at what it has left."""
    for name, content in files.items():
        (folder / f"{name}.ipynb").write_bytes(content if isinstance(content, bytes) else nbformat.writes(content).encode())
    word, began = os.urandom(8).hex(), time.monotonic()
    call = [*before, *GRADE, "--json", "--jobs", str(jobs), "--seconds", str(SECONDS), *(str(folder / f"{name}.ipynb") for name in files)]
    done = subprocess.run(call, capture_output=True, text=True, cwd=cwd or folder, env=os.environ | {"STARTED_BY": word}, timeout=300)
    assert done.returncode in (0, 1) and done.stderr == "", done.stderr[-2000:]
    assert soon(lambda: not started_by(word)), "left running"
    found = dict(zip(files, json.loads(done.stdout)["submissions"]))
    assert {name for name, s in found.items() if s["seconds"] > SECONDS + GRACE + BUSY} == set()
    assert time.monotonic() - began < len(files) * (SECONDS + GRACE + BUSY)
    return found


def among_honest(files: dict, every: int = 4) -> dict:
    """With an honest one after so many."""
    mixed = {}
    for number, (name, content) in enumerate(files.items()):
        mixed[name] = content
        if number % every == every - 1:
            mixed[f"honest {number}"] = solution()
    return mixed


def honest(found: dict) -> set:
    return {(s["points"], s["reason"]) for name, s in found.items() if name.startswith("honest")}


def test_what_a_kernel_says(tmp_path):
    found = graded(tmp_path, among_honest({name: with_first(source) for name, source in SAYING.items()}))
    assert honest(found) == {(30.0, "")}
    assert {name: s["reason"] for name, s in found.items() if s["outcome"] != "graded"} == {}


def test_nothing_is_gained(tmp_path):
    found = graded(tmp_path, among_honest({name: with_first(source, **NOTHING) for name, source in GAINING.items()}))
    assert honest(found) == {(30.0, "")}
    assert {name: s["points"] for name, s in found.items() if not name.startswith("honest") and s["points"] > WORTH} == {}


def old(nb) -> dict:
    """In format 3, on two sheets."""
    cells = [
        {"cell_type": c.cell_type, "metadata": c.metadata, ("input" if c.cell_type == "code" else "source"): c.source, "outputs": []}
        for c in nb.cells
    ]
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells[:9]}, {"cells": cells[9:]}]}


def written(data: dict, **more) -> bytes:
    return json.dumps(data | more).encode("utf-8", "surrogatepass")


def test_what_a_file_is(tmp_path):
    right = json.loads(nbformat.writes(solution()))
    vast = old(solution())
    for cell in (cell for sheet in vast["worksheets"] for cell in sheet["cells"]):
        cell["outputs"] = [{"output_type": "pyout", "html": ["<b>"] * 50_000}]
    markdown = {"cell_type": "markdown", "metadata": {}, "source": "![](attachment:a)"}
    attached = {f"{n}\x1b[31m<script>": {"image/svg+xml": "<svg onload=alert(1)>"} for n in range(50_000)}
    test = next(cell for cell in right["cells"] if grade_id(nbformat.from_dict(cell)) == "test_identity_block")
    dear = test | {"metadata": {"nbgrader": test["metadata"]["nbgrader"] | {"points": 1000, "schema_version": 99}}}
    full = {
        "format 3": written(old(solution())),
        "format 3 with vast outputs": written(vast),
        "an attachment with signs for a name": written(right, cells=[markdown | {"attachments": attached}, *right["cells"]]),
        "a graded cell that is worth more, many times": written(right, cells=[*right["cells"], *[dear] * 500]),
        "half characters": written(
            right, cells=[*right["cells"], {"cell_type": "code", "source": "x = '\ud800'", "id": "\ud800", "metadata": {}}]
        ),
        "a kernel of its own": written(
            right, metadata={"kernelspec": {"name": "/bin/sh", "language": "R"}, "autograder": {"unreadable": "x"}}
        ),
    }
    none = {
        "sheets of sheets": written({"nbformat": 2, "worksheets": [{"cells": [{"cell_type": "html", "source": "<script>"}]}] * 100_000}),
        "numbers that are none": b'{"nbformat": NaN, "cells": [{"cell_type": "code", "source": ["def identity_block(X):\\n", 1e999], "id": 1e5}]}',
        "a number of five thousand figures": b'{"nbformat": 4, "cells": [' + b"9" * 5000 + b"]}",
        "nothing, nine million times": b'{"nbformat": 4, "cells": [' + b"null," * 9_000_000 + b"null]}",
        "a line of nothing, ten million times": b'{"nbformat":4,"cells":[{"cell_type":"code","source":['
        + b'"",' * 10_000_000
        + b'"ResNet50"]}]}',
    }
    found = graded(tmp_path, full | none)
    assert {name: s["points"] for name, s in found.items() if s["points"] != 30 * (name in full)} == {}


def test_what_a_file_is_called(tmp_path):
    """A shell's * gives names that look like options, and the command has but one line for a name."""
    worth = changed_points(solution())
    names = ("--release=x.ipynb", "--unsafe", "-h", "--jobs=9.ipynb", "\x1b[2Jx\n30 of 30 points.ipynb", b"\xff.ipynb", "folder.ipynb")
    for name in names[:-1]:
        with open(os.path.join(os.fsencode(tmp_path), os.fsencode(name)), "w") as file:
            file.write("{")
    (tmp_path / "folder.ipynb").mkdir()
    (tmp_path / "x.ipynb").write_text(nbformat.writes(worth))
    (tmp_path / "empty.ipynb").write_text("")
    done = subprocess.run([*GRADE, *names, "empty.ipynb"], capture_output=True, cwd=tmp_path, timeout=120)
    said = done.stdout.decode()
    assert (done.returncode, done.stderr) == (1, b"")
    assert said.count("\n== ") + said.startswith("== ") == said.count("\nungradable: ") == len(names) + 1
    assert "\x1b" not in said and "usage" not in said and "1000" not in said and "rights" not in said


def changed_points(nb: nbformat.NotebookNode) -> nbformat.NotebookNode:
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata.nbgrader.points = 1000
    return nb


def test_what_lies_beside_the_command(tmp_path):
    """Files with the names of modules, in the folder where the class is graded."""
    for name in ("argparse", "json", "typing", "pathlib", "numpy", "nbformat", "zmq", "psutil", "IPython", "keras", "symtable", "pickle"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write(__name__)\n")
    for command in (["grade", "missing.ipynb"], ["why", "missing.ipynb", "ResNet50"], ["doctor"]):
        subprocess.run([*GRADE[:-1], *command], capture_output=True, cwd=tmp_path, timeout=120)
    assert not (tmp_path / "ran").exists()


@pytest.mark.skipif(not ordinary.can(), reason="only root can become an ordinary user")
@pytest.mark.skipif(not ordinary.can(), reason="only root can become an ordinary user")
def test_what_a_user_shares_with_the_grader(tmp_path):
    """As many open files on the way between processes as a user may have: the grader, who is that user, is to have its own."""
    files = {"full": with_first(SENT_AND_NOT_RECEIVED)} | {f"honest {n}": solution() for n in range(2)}
    assert honest(graded_as_a_user(tmp_path, files)) == {(30.0, "")}


@pytest.mark.skipif(not ordinary.can(), reason="only root can become an ordinary user")
def test_who_takes_all_watches_of_a_user_is_ended_before_that(tmp_path):
    (found,) = graded_as_a_user(tmp_path, {"full": with_first(WATCHES)}).values()
    assert found["points"] == 30 and found["seconds"] < SLEPT


def graded_as_a_user(folder, files) -> dict:
    folder.chmod(0o755)
    for parent in folder.parents[:3]:  # pytest's own, in which a worker of xdist has one
        parent.chmod(parent.stat().st_mode | 0o055)
    return graded(folder, files, *ordinary.COMMAND, "prlimit", "--nofile=1024:4096", cwd=ordinary.ROOT)
