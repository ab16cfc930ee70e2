"""`author` by the command: what is wrong in a file or an argument is one line, and the page for instructors does what it says. Rates stand in `rates`."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.__main__ import main

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
BLOCK = '''"""`a_block`: two convolutions and a pooling."""

from ..layers import Conv2D, MaxPooling2D, ReLU
from ..value.exercise import Exercise


def value(X, width, f):
    Y = ReLU()(Conv2D(width, f, padding="same")(X))
    return MaxPooling2D(2)(Y)


EXERCISE = Exercise(value, signature="a_block(X, width, f)", calls=({"f": 3}, {"f": 2}))
'''
WRONG = {  # what is changed, and what is said
    "a layer that is not there": (("import Conv2D", "import Conv9D, Conv2D"), r"line 3: there is no layer `Conv9D` in autograder/layers; there are Conv2D"),
    "a layer that is not imported": (("ReLU()(", "Sigmoid()("), r"line 8: `Sigmoid` is not imported; write from \.\.layers import Sigmoid"),
    "a name of nothing": (("ReLU()(", "ReLo()("), "line 8: `ReLo` is the name of nothing here"),
    "sizes that do not fit": (('padding="same"', 'padding="same", groups=4'), r"the tensors do not fit \(convolution: "),
    "a signature without a size": (("(X, width, f)\",", "(X, width)\","), "the value takes `f`, which its signature does not have"),
    "a signature that is none": (("(X, width, f)\",", "(X, width f)\","), r"the signature `a_block\(X, width f\)` cannot be read"),
    "points that do not add up": (("calls=", 'points={"output": 10}, calls='), "the points that are said come to 10; all criteria together are worth 10"),
    "points for nothing": (("calls=", 'points={"conv7": 1}, calls='), "points for conv7, by which nothing is judged here"),
    "a dimension of 1": (("MaxPooling2D(2)", "MaxPooling2D(5)"), "`max_pool` gives .*, with a dimension below 2"),
    "not Python": (("return Max", "return return Max"), "line 9: this is not Python"),
    "a value that raises": (("    return", "    1 / 0\n    return"), "line 9: ZeroDivisionError: division by zero"),
    "an if on a size": (("    return", "    if f == 3:\n        Y = ReLU()(Y)\n    return"), "line 9: the value decides on `f`, and is read once"),
    "an argument that is none": (("calls=", "call="), r"line 12: TypeError: .*unexpected keyword argument 'call'"),
    "no exercise": (("EXERCISE =", "ASKED ="), "it holds no EXERCISE"),
    "another name than the file's": (("signature=\"a_block", "signature=\"b_block"), "give the file and the function one name"),
}  # fmt: skip


def refused(capsys, *arguments) -> str:
    assert main(["author", *map(str, arguments)]) == 2
    said = capsys.readouterr()
    assert said.err.count("\n") == 1 and said.err.endswith("\n")
    return said.err


@pytest.mark.parametrize("wrong", WRONG)
def test_a_file_that_is_wrong_is_refused_in_one_line(wrong, fresh, tmp_path, capsys):
    (old, new), says = WRONG[wrong]
    assert old in BLOCK
    (tmp_path / "a_block.py").write_text(BLOCK.replace(old, new, 1))
    said = refused(capsys, tmp_path / "a_block.py")
    assert said.startswith("a_block.py: ") and re.search(says, said), said


def test_arguments_that_are_wrong_are_refused_in_one_line(fresh, tmp_path, capsys):
    (tmp_path / "identity_block.py").write_text(BLOCK)
    (tmp_path / "a-block.py").write_text(BLOCK)
    (tmp_path / "broken.ipynb").write_text("{}")
    assert "are two exercises of one name; keep one" in refused(capsys, tmp_path / "identity_block.py")
    assert "rename it" in refused(capsys, tmp_path / "a-block.py")
    assert "there is no such Python file" in refused(capsys, tmp_path / "not_there.py")
    assert "there is no exercise 'nothing'; there are identity_block" in refused(capsys, "nothing")
    assert "--write goes with" in refused(capsys, "identity_block", "--write", tmp_path / "x.py")
    assert "this is no notebook" in refused(capsys, f"{tmp_path}/broken.ipynb:f")


def test_the_page_for_instructors_does_what_it_says(tmp_path):
    """Its commands in a folder with its function, one after the other."""
    function, file, _ = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "course.py").write_text(function)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    said = []
    for command in re.findall(r"```sh\n(.*?)\n```", PAGE):
        program, *arguments = command.split()
        assert program == "python"
        done = subprocess.run([sys.executable, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stderr
        said.append(done)
    assert (tmp_path / "squeeze_and_excitation.py").read_text() == file
    assert "squeeze_and_excitation.svg" in said[1].stdout and (tmp_path / "squeeze_and_excitation.svg").stat().st_size > 5000
    assert said[1].stderr == "" and "Right answers refused" not in said[1].stdout
    parts = ("lines, as understood", "criteria", "figure", "What was derived", "judged and named", "Holes", "may read worst")
    places = [said[1].stdout.index(part) for part in parts]
    assert places == sorted(places)
    assert "right answers accepted    100.0 %" in said[1].stdout
    holes = said[1].stdout[places[5] : places[6]]
    assert "dense1_before_global_average_pool@dense1" in holes and "perhaps it computes the same" in " ".join(holes.split())
    assert "whatever the call: relu_in_dense1_too, relu1_twice" in " ".join(holes.split())
