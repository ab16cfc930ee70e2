"""Draws every figure of the notebook, and writes what each one says in words: `make figures`. The same values, the same bytes.

Blocks are drawn from their values, experiments from the numbers that were recorded; and for docs/ the package from its imports.
"""

import json
from functools import partial
from pathlib import Path

from autograder.exercises import EXERCISES, exercise
from autograder.show import diagram
from resnet_lab import experiments

from . import architecture

FOLDER = Path(__file__).parent
FIGURES = {
    "skip_connection": (
        diagram.plain_beside_residual,
        "Two stacks of the same layers F side by side. Plain: X goes through F, then ReLU. Residual: a shortcut carries X around F; "
        "F(X) and X are added, then ReLU.",
    ),
}
for name in EXERCISES:
    lines = exercise(name).lines
    FIGURES[name] = (
        (partial(diagram.network, lines) if lines.calls else partial(diagram.block, lines, name.replace("_", " ").capitalize())),
        diagram.describe(lines),
    )


def main(folder: Path = FOLDER) -> None:
    save = {name: draw().save for name, (draw, _) in FIGURES.items()}
    save |= {name: partial(experiments.save, figure) for name, figure in experiments.recorded_figures().items()}
    for name, save_as in save.items():
        for suffix in (".svg", ".png"):
            save_as(folder / f"{name}{suffix}")
        print(f"images/{name}.svg and .png")
    architecture.save(folder / "architecture.svg")
    print("images/architecture.svg")
    words = {name: says for name, (_, says) in FIGURES.items()} | experiments.recorded_words()
    (folder / "figures.json").write_text(json.dumps(words, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print("images/figures.json")


if __name__ == "__main__":
    main()
