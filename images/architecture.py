"""The package's rooms, and which room imports which, read from the code itself: images/architecture.svg.

An arrow stands for all imports from one room's modules to another's; one that follows from others is left out, or nobody could see
anything. What is imported for the type checker alone is not counted. That arrows lead down is held by import-linter, see pyproject.toml.
"""

from __future__ import annotations

import ast
import fnmatch
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import autograder
from autograder.show import diagram

PACKAGE = Path(autograder.__file__).parent


class Room(NamedTuple):
    """says: what it does; modules: a pattern; at: column and row of its box; kind: its colour, see `diagram.FILLS`."""

    name: str
    kind: str
    says: str
    modules: str
    at: tuple[int, float]


ROOMS = (  # in the order of imports: each imports only from those above it in this table
    Room("layers", "conv", "what each kind of layer is", "layers.*", (1, 10.8)),
    Room("value", "conv", "what is asked, as data", "value.*", (1, 9.2)),
    Room("exercises", "conv", "one file an exercise", "exercises.*", (1, 8.2)),
    Room("truth", "conv", "what is right, in float64", "truth.*", (1, 7.35)),
    Room("evidence", "conv", "what was seen, as data", "evidence.*", (1, 6.5)),
    Room("probe", "relu", "what is built", "probe.*", (0, 4.8)),
    Room("judge", "bn", "compares each step: criteria", "judge.*", (1, 5.45)),
    Room("explain", "bn", "names mistakes: verdicts", "explain.*", (1, 4.15)),
    Room("show", "block", "what people read", "show.*", (1, 3.15)),
    Room("sandbox", "relu", "isolates", "sandbox.*", (0, 2.9)),
    Room("grading", "other", "one file, one verdict", "grading.*", (1, 2.2)),
    Room("author", "block", "of a new exercise", "author.*", (2, 3.5)),
    Room("student", "block", "check, hint", "student.*", (2, 1.6)),
    Room("course", "other", "nbgrader's side", "course.*", (1, 1.1)),
    Room("command", "other", "python -m autograder", "__main__", (1, 0)),
)  # fmt: skip
COLUMNS = ((2.6, 4.4), (9.0, 6.4), (15.6, 3.6))  # centre and width of each
ROW, LINE = 1.72, 0.34
Extent = tuple[float, float, float, float]  # left, top, right and bottom of a room's box


def modules() -> dict[str, Path]:
    return {".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in sorted(PACKAGE.rglob("*.py"))}


def rooms() -> dict[str, Room | None]:
    """The room of each module; the package's own `__init__` has none. Raises ValueError where a folder has none, or a room is not there."""
    known = modules()
    found: dict[str, Room | None] = {"__init__": None}
    for room in ROOMS:
        members = fnmatch.filter(known, room.modules)
        if not members:
            raise ValueError(f"images/architecture.py names {room.name}, which is no room of the package: take it out of ROOMS.")
        found |= dict.fromkeys(members, room)
    if homeless := sorted(known.keys() - found.keys()):
        raise ValueError(f"images/architecture.py has no room for {', '.join(homeless)}: put it into ROOMS.")
    return found


def imported(name: str, path: Path, known: dict[str, Path]) -> Iterator[str]:
    """The modules of ours that a module imports, wherever in its code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and id(node) not in typing:
            whole = [PACKAGE.name, *name.split(".")][: -node.level] if node.level else []
            base, *rest = [*whole, *(node.module or "").split(".")]
            for alias in node.names if base == PACKAGE.name else ():
                folder = [part for part in rest if part]
                names = (".".join([*folder, *more]) for more in ([alias.name], [alias.name, "__init__"], [], ["__init__"]))
                yield next(m for m in names if m in known)


def arrows() -> list[tuple[str, str]]:
    """Which room imports which."""
    known, room = modules(), rooms()
    found = {(room[name], room[other]) for name, path in known.items() for other in imported(name, path, known)}
    return sorted((a.name, b.name) for a, b in found if a and b and a is not b)  # the same order every time, so the same bytes


def bare(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The arrows that do not follow from others."""

    def reaches(a: str, b: str) -> bool:
        return any(y == b or reaches(y, b) for x, y in found if x == a)

    return [pair for pair in found if not any(reaches(y, pair[1]) for x, y in found if x == pair[0] and y != pair[1])]


# -- the drawing ----------------------------------------------------------------------------------------------------------------


def listed(room: Room) -> list[str]:
    """The modules of a room in lines that fit into its box."""
    names = [m for m in fnmatch.filter(modules(), room.modules) if m != f"{room.name}.__init__"]
    plain = [m.rpartition(".")[2] for m in names if m.count(".") < 2]
    inner = sorted({m.split(".")[1] for m in names if m.count(".") == 2})
    words = [*plain, *(f"{folder}/" for folder in inner)]
    return textwrap.wrap(", ".join(words), int(COLUMNS[room.at[0]][1] / 0.112))


def extent(room: Room) -> Extent:
    (x, width), y = COLUMNS[room.at[0]], 1.1 + room.at[1] * ROW
    height = 0.58 + LINE * len(listed(room))
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def draw() -> diagram.Canvas:
    from matplotlib.patches import FancyBboxPatch

    canvas = diagram.Canvas(17.8, 0.4 + max(extent(room)[3] for room in ROOMS))
    by_name = {room.name: room for room in ROOMS}
    for a, b in bare(arrows()):
        arrow(canvas, extent(by_name[a]), extent(by_name[b]))
    for room in ROOMS:
        left, top, right, bottom = extent(room)
        frame = FancyBboxPatch((left, top), right - left, bottom - top, boxstyle="round,pad=0,rounding_size=0.14", zorder=3)
        frame.set(facecolor=diagram.FILLS[room.kind], edgecolor=diagram.EDGES[room.kind], linewidth=1.5)
        canvas.axes.add_patch(frame)
        write(canvas, left + 0.18, top + 0.36, room.name, fontsize=11, weight="bold")
        write(canvas, right - 0.18, top + 0.36, room.says, style="italic", ha="right")
        for i, line in enumerate(listed(room)):
            write(canvas, left + 0.18, top + 0.72 + i * LINE, line)
    return canvas


def write(canvas: diagram.Canvas, x: float, y: float, text: str, **style: Any) -> None:
    """Words on their baseline, whose place follows from no font: another version of the drawing library gives the same bytes."""
    canvas.axes.text(x, y, text, va="baseline", color=diagram.INK, family="DejaVu Sans", zorder=4, **({"fontsize": 9.5} | style))


def arrow(canvas: diagram.Canvas, a: Extent, b: Extent) -> None:
    """Down to a box in the same column; from the middle by a lane to the side; from the side down, then to the middle."""
    from_x, to_x = (a[0] + a[2]) / 2, (b[0] + b[2]) / 2
    if from_x == to_x:
        canvas.arrow((from_x, a[3]), (to_x, b[1]))
    elif from_x == COLUMNS[1][0]:
        out, into, sign = (a[0], b[2], -1) if to_x < from_x else (a[2], b[0], 1)
        high, low = a[3] - 0.25, b[1] + 0.28
        canvas.arrow((out, high), (out + sign * 0.5, high), (out + sign * 0.5, low), (into, low))
    else:
        level = (b[1] + b[3]) / 2
        canvas.arrow((from_x, a[3]), (from_x, level), (b[0] if from_x < to_x else b[2], level))


def save(path: Path) -> None:
    """Without the drawing library's version and the date, and with words as words: the same imports, the same bytes."""
    import matplotlib

    with matplotlib.rc_context({"svg.fonttype": "none"}):
        draw().figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
