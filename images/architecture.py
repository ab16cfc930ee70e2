"""The package's modules by stage, and which stage imports which, read from the code itself: images/architecture.svg.

An arrow stands for all imports from one stage's modules to another's; one that follows from others is left out, or nobody could see
anything. What is imported for the type checker alone is not counted.
"""

from __future__ import annotations

import ast
import fnmatch
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from autograder.show import diagram

PACKAGE = Path(diagram.__file__).parent


class Stage(NamedTuple):
    """says: what it does; modules: names or patterns; at: column and row of its box; kind: its colour, see `diagram.FILLS`."""

    name: str
    kind: str
    says: str
    modules: str
    at: tuple[int, int]


STAGES = (  # in the order of imports: each imports only from those above it in this table, or its arrow is dashed
    Stage("layers", "conv", "what each kind of layer is", "layers.*", (1, 11)),
    Stage("value", "conv", "what is asked, as data", "value.* exercises.* points", (1, 10)),
    Stage("truth", "conv", "what is right, in float64", "challenge oracle rounding slope", (1, 9)),
    Stage("evidence", "conv", "what was seen, as data", "regular evidence schema version", (1, 8)),
    Stage("probe", "relu", "TensorFlow: what is built", "quiet keras_inside trace resume cells probe network_probe record", (0, 6)),
    Stage("reading", "bn", "compares each step", "decode align reading block_judgement network_judgement", (1, 7)),
    Stage("naming", "bn", "names mistakes", "built misconceptions network_misconceptions diagnosis slips naming difference gaps hints picture", (1, 6)),
    Stage("verdict", "bn", "points by criterion", "judge verdict rubric.*", (1, 5)),
    Stage("show", "block", "what people read", "report faults diagram", (1, 4)),
    Stage("notebook", "other", "what was handed in", "submission handed_in outputs elsewhere", (1, 3)),
    Stage("student", "block", "check, hint", "__init__ face silent", (2, 2)),
    Stage("sandbox", "relu", "isolates the process", "kernel sandbox.*", (0, 3)),
    Stage("grading", "other", "one file, one verdict", "run grade why by_hand", (1, 2)),
    Stage("course", "other", "nbgrader's side", "plugins nbgrader_mended feedback markdown release classroom.*", (1, 1)),
    Stage("command", "other", "python -m autograder", "__main__", (1, 0)),
)  # fmt: skip
COLUMNS = ((2.6, 4.4), (9.0, 6.4), (15.6, 3.6))  # centre and width of each
ROW, LINE = 1.72, 0.34
TRUNK = 12.75  # where the dashed arrows run, on the right of the middle column


def modules() -> dict[str, Path]:
    return {".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in sorted(PACKAGE.rglob("*.py"))}


def stages() -> dict[str, Stage]:
    """The stage of each module. Raises ValueError where one has none, or the table names one that is not there."""
    found, known = {}, modules()
    for stage in STAGES:
        for name in stage.modules.split():
            members = fnmatch.filter(known, name)
            if not members:
                raise ValueError(f"images/architecture.py names {name}, which is no module of the package: take it out of STAGES.")
            found |= dict.fromkeys(members, stage)
    if homeless := sorted(known.keys() - found.keys()):
        raise ValueError(f"images/architecture.py has no stage for {', '.join(homeless)}: put it into STAGES.")
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
                names = (".".join([*folder, *more]) for more in ([alias.name], [], ["__init__"]))
                yield next(m for m in names if m in known)


def arrows() -> dict[tuple[str, str], int]:
    """How many imports lead from one stage to another."""
    known, stage, found = modules(), stages(), {}
    for name, path in known.items():
        for other in {*imported(name, path, known)}:
            ends = stage[name].name, stage[other].name
            if ends[0] != ends[1]:
                found[ends] = found.get(ends, 0) + 1
    return dict(sorted(found.items()))  # the same order every time, so the same bytes


def against(pair: tuple[str, str]) -> bool:
    """Whether an arrow leads against the order of the stages."""
    order = [stage.name for stage in STAGES]
    return order.index(pair[0]) < order.index(pair[1])


def bare(found: dict[tuple[str, str], int]) -> list[tuple[str, str]]:
    """The arrows that do not follow from others; those against the order stay."""
    due = {pair for pair in found if not against(pair)}

    def reaches(a: str, b: str) -> bool:
        return any(y == b or reaches(y, b) for x, y in due if x == a)

    return [pair for pair in found if against(pair) or not any(reaches(y, pair[1]) for x, y in due if x == pair[0] and y != pair[1])]


# -- the drawing ----------------------------------------------------------------------------------------------------------------


def listed(stage: Stage) -> list[str]:
    """The modules of a stage in lines that fit into its box."""
    words = []
    for name in stage.modules.split():
        members = [m for m in fnmatch.filter(modules(), name) if m == name or not m.endswith("__init__")]
        short = [m.rpartition(".")[2] for m in members]
        words.append(f"{name.partition('.')[0]}/: {', '.join(short)}" if "*" in name else ", ".join(short))
    return textwrap.wrap(", ".join(words), int(COLUMNS[stage.at[0]][1] / 0.112))


def extent(stage: Stage) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a stage's box."""
    (x, width), y = COLUMNS[stage.at[0]], 1.1 + stage.at[1] * ROW
    height = 0.58 + LINE * len(listed(stage))
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def draw() -> diagram.Canvas:
    from matplotlib.patches import FancyBboxPatch

    canvas = diagram.Canvas(17.8, 2.3 + 11 * ROW)
    by_name = {stage.name: stage for stage in STAGES}
    for a, b in bare(arrows()):
        (dashed if against((a, b)) else arrow)(canvas, extent(by_name[a]), extent(by_name[b]))
    if any(map(against, arrows())):
        write(canvas, TRUNK + 0.2, 1.1 + 4.5 * ROW, "against the order", style="italic")
    for stage in STAGES:
        left, top, right, bottom = extent(stage)
        style = {"facecolor": diagram.FILLS[stage.kind], "edgecolor": diagram.EDGES[stage.kind], "linewidth": 1.5}
        canvas.axes.add_patch(
            FancyBboxPatch((left, top), right - left, bottom - top, boxstyle="round,pad=0,rounding_size=0.14", zorder=3, **style)
        )
        write(canvas, left + 0.18, top + 0.36, stage.name, fontsize=11, weight="bold")
        write(canvas, right - 0.18, top + 0.36, stage.says, style="italic", ha="right")
        for i, line in enumerate(listed(stage)):
            write(canvas, left + 0.18, top + 0.72 + i * LINE, line)
    return canvas


def write(canvas: diagram.Canvas, x: float, y: float, text: str, **style) -> None:
    """Words on their baseline, whose place follows from no font: another version of the drawing library gives the same bytes."""
    canvas.axes.text(x, y, text, va="baseline", color=diagram.INK, family="DejaVu Sans", zorder=4, **({"fontsize": 9.5} | style))


def arrow(canvas: diagram.Canvas, a: tuple, b: tuple) -> None:
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


def dashed(canvas: diagram.Canvas, a: tuple, b: tuple) -> None:
    """Against the order: along a line at the side, up."""
    low, high = (a[1] + a[3]) / 2, (b[1] + b[3]) / 2 + 0.2
    xs, ys = (a[2], TRUNK, TRUNK), (low, low, high)
    canvas.axes.plot(xs, ys, color=diagram.MARK, linewidth=1.6, linestyle=(0, (4, 2)))
    style = {"arrowstyle": "-|>", "color": diagram.MARK, "lw": 1.6, "shrinkA": 0, "shrinkB": 0}
    canvas.axes.annotate("", (b[2], high), (TRUNK, high), arrowprops=style)


def save(path: Path) -> None:
    """Without the drawing library's version and the date, and with words as words: the same imports, the same bytes."""
    import matplotlib

    with matplotlib.rc_context({"svg.fonttype": "none"}):
        draw().figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
