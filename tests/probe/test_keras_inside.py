"""What is private in Keras and TensorFlow is used in one file; a Keras of an unknown version is named in one line."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ONE = ROOT / "autograder" / "probe" / "keras_inside.py"
LIBRARIES = ("keras", "tf", "tensorflow")
OURS = ("self", "cls", "sys", "os")  # whose private names may be used
PRIVATE = re.compile(r"_(?!_)\w+|__internal__|src")
INSIDE = re.compile(r"(keras\.src|tensorflow\.(python|_api|core))\b")


def root(node: ast.expr) -> str:
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def private(source: str) -> list[str]:
    """What a file that imports Keras or TensorFlow uses of their insides, or puts in place of them."""
    nodes = list(ast.walk(ast.parse(source)))
    imports = [alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names]
    imports += [f"{n.module}.{alias.name}" for n in nodes if isinstance(n, ast.ImportFrom) and n.level == 0 for alias in n.names]
    if not any(name.split(".")[0] in LIBRARIES for name in imports):
        return []
    found = [name for name in imports if INSIDE.match(name)]
    for n in nodes:
        if isinstance(n, ast.Attribute):
            known = isinstance(n.value, ast.Name) and n.value.id in OURS
            if (PRIVATE.fullmatch(n.attr) and not known) or (isinstance(n.ctx, ast.Store) and root(n) in LIBRARIES):
                found.append(ast.unparse(n))
        elif isinstance(n, ast.Call) and ast.unparse(n.func).split(".")[-1] in ("getattr", "hasattr", "setattr", "object"):
            found += [a.value for a in n.args if isinstance(a, ast.Constant) and isinstance(a.value, str) and PRIVATE.fullmatch(a.value)]
            found += [ast.unparse(n)] * (ast.unparse(n.func).split(".")[-1] in ("setattr", "object") and root(n.args[0]) in LIBRARIES)
    return found


def test_it_is_used_in_one_file():
    files = [path for room in ("autograder", "resnet_lab") for path in (ROOT / room).rglob("*.py")]
    found = {path: uses for path in files if (uses := private(path.read_text(encoding="utf-8")))}
    assert found.pop(ONE) and found == {}


@pytest.mark.parametrize(
    "use",
    [
        "from keras.src.utils import naming",
        "from keras import src",
        "keras.src.utils",
        "x._keras_history",
        "getattr(x, '_init_seed', None)",
        "tf.__internal__.dispatch",
        "keras.layers.InputLayer.__init__ = print",
        "mock.patch.object(keras.layers.Layer, 'call', print)",
        "import tensorflow.python.ops",
    ],
)
def test_each_way_of_using_it_is_seen(use):
    assert private(f"import keras\n{use}")


def told(code: str, **environment) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ | environment, timeout=120)


def test_this_version_is_known():
    done = told("from autograder.evidence.version import unknown_keras; print(unknown_keras())")
    assert (done.stdout, done.stderr) == ("\n", "")


@pytest.mark.parametrize("version", ["3.2.0", "9.0.1"])
def test_an_unknown_version_is_said_before_anything_is_graded(version, tmp_path):
    (tmp_path / f"keras-{version}.dist-info").mkdir()
    (tmp_path / f"keras-{version}.dist-info" / "METADATA").write_text(f"Metadata-Version: 2.1\nName: keras\nVersion: {version}\n")
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "doctor"],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        timeout=120,
    )
    assert done.stderr.startswith(f"Keras {version} is in use, with which this package was not tested") and done.stderr.count("\n") == 1


def test_other_insides_are_told_in_one_line():
    done = told(
        "import keras.src.utils.naming as naming\n"
        "del naming.to_snake_case\n"
        "try:\n    import autograder.probe.calls\nexcept ImportError as error:\n    print(*error._render_traceback_(), sep='\\n')"
    )
    assert (
        done.stdout.count("\n") == 1 and done.stdout.startswith("The autograder cannot look into Keras ") and "to_snake_case" in done.stdout
    )
