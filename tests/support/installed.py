"""The course as others get it: what git would hand out, and environments that see the packages here but not ours. Nothing is tested here."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*command, **options) -> str:
    return subprocess.run([*map(str, command)], check=True, capture_output=True, text=True, **options).stdout


def work_tree(folder: Path) -> Path:
    """A copy of what the work tree holds now, without what git ignores."""
    for name in run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT).split("\0"):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def environment(folder: Path) -> Path:
    """The Python of a new environment that sees the packages installed here, but none that is installed for editing, as ours is."""
    run(sys.executable, "-m", "venv", "--without-pip", folder)  # pip and setuptools are those that are here, too
    python = folder / "bin" / "python"
    see(python, sysconfig.get_path("purelib"))
    look = "import importlib.util as u; print(u.find_spec('autograder'), u.find_spec('keras') is None)"
    assert run(python, "-c", look, cwd=folder).split() == ["None", "False"]
    return python


def see(python: Path, place: Path | str) -> None:
    """Lets an environment import what lies there."""
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    Path(site, f"{Path(place).name}.pth").write_text(f"{place}\n")


def surroundings() -> dict[str, str]:
    """The environment's variables for a command in such an environment."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    path = os.pathsep.join((str(Path(sys.executable).parent), own["PATH"]))  # alembic is there,
    return own | {"PATH": path, "JUPYTER_PATH": f"{sys.prefix}/share/jupyter"}  # and the templates of pages there


def wheel(source: Path, folder: Path) -> Path:
    """The wheel that pip builds, with the setuptools that is here: no network is needed."""
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    run(*pip, "wheel", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, source)
    return next(folder.glob("*.whl"))


def install(wheel: Path, folder: Path) -> Path:
    """The Python of a new environment with that wheel."""
    python = environment(folder)
    # over the one that is installed here for editing, which pip would else find
    run(python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-index", "--no-deps", "--ignore-installed", wheel)
    return python
