"""`python -m autograder init FOLDER`: begins a course folder with the settings and the instructor's notebooks. It overwrites nothing."""

from __future__ import annotations

import sys
from pathlib import Path

from .files import write

ROOT = Path(__file__).resolve().parents[2]
PACKED = Path(__file__).parent / "packed"  # where setup.py puts the same files into an installed package
CONFIG = Path("nbgrader_config.py")


def main(folder: Path) -> int:
    """Exit status: 0 when the course has begun, 1 when nothing was written."""
    source = next((place for place in (PACKED, ROOT) if (place / CONFIG).is_file() and notebooks(place)), None)
    if source is None:
        print(
            "This package was built without the solutions, so it cannot begin a course: run this from a clone that has them.",
            file=sys.stderr,
        )
        return 1
    files = [CONFIG, *notebooks(source)]
    if there := [str(folder / file) for file in files if (folder / file).exists()]:
        print(f"{', '.join(there)}: there already, so nothing was written. Name a new folder.", file=sys.stderr)
        return 1
    try:
        for file in files:
            write(folder / file, (source / file).read_bytes())
            print(f"wrote {folder / file}")
    except OSError as error:
        print(f"{error.filename or folder}: {error.strerror}.", file=sys.stderr)
        return 1
    print(f"Go on in {folder} with: nbgrader generate_assignment {' or '.join(file.stem for file in reversed(files[1:]))}")
    return 0


def notebooks(place: Path) -> list[Path]:
    """The instructor's notebooks, one an assignment."""
    return sorted(path.relative_to(place) for path in place.glob("solutions/*/*.ipynb") if path.stem == path.parent.name)
