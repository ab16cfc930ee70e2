"""The released notebook opened by itself: in an environment that has TensorFlow and Jupyter but nothing of ours, without its folder.

The second cell installs the course from the address that stands in the first; here that is a git repository on this disk. A module
stands in for Colab's own.
"""

import os
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

from resnet_lab.experiments import EXPERIMENTS

from ..support.installed import environment, run, work_tree
from ..support.notebooks import place, release, solution

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not shutil.which("git"), reason="git is needed to make the address")]
COLAB = "def upload():\n    return {{'hand.png': open({picture!r}, 'rb').read()}}\n"


@pytest.fixture(scope="session")
def address(tmp_path_factory) -> str:
    """A git repository with what the work tree holds now."""
    course = work_tree(tmp_path_factory.mktemp("course"))
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    run("git", "init", "-q", cwd=course)
    run("git", "add", "-A", cwd=course)
    run("git", *identity, "commit", "-qm", "The course", cwd=course)
    return f"git+file://{course}"


@pytest.fixture(scope="session")
def python(tmp_path_factory) -> Path:
    return environment(tmp_path_factory.mktemp("environment"))


def execute(nb, python: Path, folder: Path, **environment) -> nbformat.NotebookNode:
    """Run every cell, as Jupyter does; an exception ends the test."""

    class Manager(AsyncKernelManager):
        @property
        def kernel_spec(self):
            return KernelSpec(argv=[str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"], language="python")

    manager = Manager(connection_file=str(folder / "connection.json"), transport="ipc", ip=str(folder / "kernel"))
    # pip builds with the setuptools that is here (its variable is named the wrong way round): no network is needed
    own = {"PIP_NO_BUILD_ISOLATION": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "TF_CPP_MIN_LOG_LEVEL": "3"} | environment
    client = NotebookClient(nb, km=manager, timeout=300, resources={"metadata": {"path": str(folder)}})
    client.execute(env=os.environ | own)
    return nb


def alone(nb, address: str):
    """The notebook with the course's address, its experiments and training in their quick form."""
    course = next(c for c in nb.cells if c.source.startswith("COURSE = "))
    course.source = f'COURSE = "{address}"'
    for c in nb.cells:
        if "lab" in c.metadata.get("tags", ()):
            c.source = re.sub(rf"\b(lab\.(?:{'|'.join(EXPERIMENTS)}))\(\)", r"\1(quick=True)", c.source)
            c.source = re.sub(r"\bepochs=\d+", "epochs=1", c.source)
    return nb


def shown(nb) -> dict[str, str]:
    """What each code cell shows, as text, by its id."""
    return {
        c.id: "\n".join(o.get("text") or o.data.get("text/html", o.data.get("text/plain", "")) for o in c.outputs)
        for c in nb.cells
        if c.cell_type == "code"
    }


def quiet(nb) -> bool:
    """Whether no cell wrote a warning or anything else to stderr."""
    return not any(o.output_type == "stream" and o.name == "stderr" for c in nb.cells if c.cell_type == "code" for o in c.outputs)


def test_untouched_it_runs_to_its_end_and_says_what_to_do_first(address, python, tmp_path):
    nb = execute(alone(release(), address), python, tmp_path)
    texts = shown(nb)
    assert "Installing the course from git+file" in texts["imports"]
    assert all("Not attempted yet" in texts[f"test_{e}"] for e in ("identity_block", "convolutional_block", "ResNet50"))
    waiting = [name for name, text in texts.items() if "Come back when you have written them" in text]
    assert len(waiting) >= 4 and all(name.startswith("lab-") for name in waiting)
    assert quiet(nb) and not list(tmp_path.glob("*.h5"))


def test_with_the_answers_it_runs_in_colab(address, python, tmp_path):
    """There the photo comes from Colab's dialog."""
    colab, picture = tmp_path / "standin" / "google" / "colab", tmp_path / "hand.png"
    colab.mkdir(parents=True)
    (colab / "__init__.py").write_text("")
    (colab / "files.py").write_text(COLAB.format(picture=str(picture)))
    from PIL import Image

    Image.new("RGB", (90, 70), "tan").save(picture)
    nb = alone(solution(), address)
    cells = [c for c in nb.cells if "photo = signs.test_x[0]" in c.source]
    assert len(cells) == 1
    cells[0].source = cells[0].source.replace("photo = signs.test_x[0]", "photo = lab.load_photo()")
    nb.cells.insert(place(nb, "test_ResNet50") + 1, nbformat.v4.new_code_cell('solution("ResNet50")', id="answer"))
    nb = execute(nb, python, tmp_path, PYTHONPATH=str(tmp_path / "standin"))
    texts = shown(nb)
    assert "30 of 30 points" in texts["code-resnet50"]
    assert "A model answer" in texts["answer"]
    assert "alt=" in texts["lab-your-own-hand"] and quiet(nb)
