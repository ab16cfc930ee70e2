"""A small class to show and try grading on; holds where things lie. `python -m demo` grades it with nbgrader."""

from pathlib import Path

from autograder.value.points import ASSIGNMENTS

ROOT = Path(__file__).resolve().parents[1]
NAME = "residual_networks"  # of the assignment and of its notebook
EXERCISES = tuple(ASSIGNMENTS[NAME])  # in its order
SOLUTION = ROOT / "solutions" / NAME / f"{NAME}.ipynb"
RELEASE = ROOT / "assignment" / NAME / f"{NAME}.ipynb"
CLASS = ROOT / "build" / "class"
