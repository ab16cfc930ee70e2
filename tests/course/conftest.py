"""What tests of commands share that read a course: a copy of the one that their module has made."""

import shutil

import pytest


@pytest.fixture
def course(made, tmp_path, monkeypatch):
    """We are in it, and may change it."""
    # nbgrader's application sets up logging anew, and closes what TensorFlow's library for that writes to: where another test has imported it,
    # that is the stderr of all tests
    monkeypatch.setattr("logging.config._clearExistingHandlers", lambda: None)
    monkeypatch.chdir(shutil.copytree(made, tmp_path / "course"))
    return tmp_path / "course"
