"""Draws every figure of the notebook from the blocks' values: `make figures`. The same values, the same bytes."""

from pathlib import Path

from autograder import diagram
from autograder.blocks import CONVOLUTIONAL_BLOCK, IDENTITY_BLOCK, RESNET50

FOLDER = Path(__file__).parent
FIGURES = {
    "skip_connection": diagram.plain_beside_residual,
    "identity_block": lambda: diagram.block(IDENTITY_BLOCK, "Identity block"),
    "convolutional_block": lambda: diagram.block(CONVOLUTIONAL_BLOCK, "Convolutional block"),
    "ResNet50": lambda: diagram.network(RESNET50),
}


def main(folder: Path = FOLDER) -> None:
    for name, draw in FIGURES.items():
        canvas = draw()
        for suffix in (".svg", ".png"):
            canvas.save(folder / f"{name}{suffix}")
        print(f"images/{name}.svg and .png")


if __name__ == "__main__":
    main()
