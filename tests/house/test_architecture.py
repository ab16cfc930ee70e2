"""The figure of the package's rooms: drawn from their imports, and up to date."""

import re
from pathlib import Path

import pytest

from images import architecture

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / name for name in ("CONTRIBUTING.md", "docs/architecture.md", "docs/how-to.md")]
FIGURE = Path(architecture.__file__).with_name("architecture.svg")


def test_the_figure_is_up_to_date(tmp_path):
    architecture.save(tmp_path / "now.svg")
    assert (tmp_path / "now.svg").read_bytes() == FIGURE.read_bytes(), "images/architecture.svg is out of date: make figures"


def test_every_module_stands_in_it():
    shown = set(re.findall(r"\w+", " ".join(re.findall(r">([^<>]+)</text>", FIGURE.read_text(encoding="utf-8")))))
    names = [name.split(".") for name in architecture.modules()]
    assert {part for name in names for part in name[:2]} - {"__init__", "__main__"} <= shown


def test_imports_are_those_of_the_code(tmp_path):
    file = tmp_path / "x.py"
    known = dict.fromkeys(
        ("value.blocks", "sandbox.__init__", "sandbox.core", "judge.__init__", "judge.rubric.__init__", "explain.naming"), file
    )
    file.write_text(
        "from __future__ import annotations\nimport ast\nfrom typing import TYPE_CHECKING\n"
        "from autograder.explain.naming import mistakes\nfrom . import system\nfrom .core import own\nfrom ..judge import rubric\n"
        "def f():\n    from ..judge import judge\n"
        "if TYPE_CHECKING:\n    from ..value.blocks import Block\n"
    )
    found = [*architecture.imported("sandbox.child", file, known)]
    assert sorted(found) == ["explain.naming", "judge.__init__", "judge.rubric.__init__", "sandbox.__init__", "sandbox.core"]


def test_a_module_without_a_room_is_named(monkeypatch):
    known = architecture.modules()
    monkeypatch.setattr(architecture, "modules", lambda: known | {"new": Path("new.py")})
    with pytest.raises(ValueError, match="no room for new: "):
        architecture.rooms()
    monkeypatch.setattr(architecture, "modules", lambda: {name: path for name, path in known.items() if not name.startswith("truth.")})
    with pytest.raises(ValueError, match="names truth, which is no room"):
        architecture.rooms()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_the_pages_name_is_there(page):
    """Links, and files of the package or of a folder."""
    text = page.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert [link for link in links if not (page.parent / link).is_file()] == []
    named = set(re.findall(r"`([\w/]+\.(?:py|md))`", text))
    assert links or named
    assert [name for name in named if not any((folder / name).is_file() for folder in (ROOT, ROOT / "autograder"))] == []
