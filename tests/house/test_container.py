"""The recipe of the image, read for what it installs: all that is needed is copied, pinned, and graded by an ordinary user. It is built in CI only."""

import re
import shutil
from fnmatch import fnmatch
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.specifiers import SpecifierSet

from demo import ROOT

from ..support import installed

STEPS = [
    line.split(maxsplit=1)
    for line in (ROOT / "Containerfile").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
COPIED = [name for step, words in STEPS if step == "COPY" for name in words.split()[:-1]]


def test_everything_is_pinned():
    installs = [words for step, words in STEPS if step == "RUN" and "pip install" in words]
    assert len(installs) == 2 and all("--no-deps" in words for words in installs)
    assert "-r /package/requirements.lock" in installs[0] and "--no-build-isolation" in installs[1]


def test_its_python_is_one_of_ours():
    (version,) = re.findall(r"python:([\d.]+)-", next(words for step, words in STEPS if step == "FROM"))
    asked = re.search(r'requires-python = "(.*?)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert asked and SpecifierSet(asked[1]).contains(version)


def test_it_grades_as_an_ordinary_user():
    assert [words for step, words in STEPS if step == "USER"] == ["grader"] and "--uid 1000 grader" in " ".join(w for _, w in STEPS)


def test_what_is_copied_is_what_an_engine_may_see():
    allowed = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    assert [name for name in COPIED if not any(fnmatch(name, pattern) for pattern in allowed)] == []
    assert [pattern for pattern in allowed if not any(fnmatch(name, pattern) for name in COPIED)] == []


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("git"), reason="git")
def test_what_is_copied_makes_the_package(tmp_path):
    """The wheel of these files alone is that of the whole repository."""
    whole = installed.work_tree(tmp_path / "whole")
    some = tmp_path / "some"
    some.mkdir()
    for name in COPIED:
        (shutil.copytree if (whole / name).is_dir() else shutil.copy)(whole / name, some / name)
    names = [{*ZipFile(installed.wheel(folder, Path(tmp_path, folder.name + "-wheel"))).namelist()} for folder in (whole, some)]
    assert names[0] == names[1] and any(name.startswith("autograder/course/packed/solutions/") for name in names[1])
