"""Draws blocks and networks from their values, with matplotlib: one visual language for figures and feedback.

A path is a list of `Box`es, wherever it comes from; the functions at the end make them from a block's value.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..layers import Layer
from ..value.graph import follow
from ..value.lines import Lines, Paths
from .report import flat

if TYPE_CHECKING:
    from ..explain.picture import Drawn, Picture

# Okabe and Ito's palette; each kind has a shade of its own and its name in words
FILLS = {"conv": "#cfe3f3", "bn": "#fdf0c4", "relu": "#d3eee4", "block": "#f3d9e6", "other": "#ececec"}
EDGES = {"conv": "#0072b2", "bn": "#b8860b", "relu": "#007a5a", "block": "#a8527d", "other": "#555555"}
INK, PAPER = "#1f2328", "#fcfcfc"  # the figure brings its own light card, so it reads on dark pages too
BOX_W, BOX_H, GAP = 2.3, 0.92, 0.42
ROW_OF = 3  # columns of a network: in one row of six nothing could be read on a small screen
LETTERS = 7.2  # of a title, in a unit of a box's width


@dataclass(frozen=True)
class Box:
    """One step: what it is, and its sizes in a second line."""

    kind: str
    title: str
    detail: str = ""


def box(layer: Layer) -> Box:
    kind = layer.family or layer.kind
    return Box(kind if kind in FILLS else "other", layer.title, layer.detail)


class Canvas:
    """A figure in units of boxes; y grows downwards."""

    def __init__(self, width: float, height: float):
        import matplotlib
        from matplotlib.figure import Figure

        matplotlib.rcParams["svg.hashsalt"] = "residual-networks"  # the same picture, the same bytes
        self.figure = Figure(figsize=(width * 0.72, height * 0.72), facecolor=PAPER)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, width), ylim=(height, 0), aspect="equal")
        self.axes.axis("off")

    def box(self, x: float, y: float, box: Box, width: float = BOX_W, dashed: bool = False) -> None:
        """A rounded box around (x, y)."""
        from matplotlib.patches import FancyBboxPatch

        self.axes.add_patch(
            FancyBboxPatch(
                (x - width / 2, y - BOX_H / 2),
                width,
                BOX_H,
                boxstyle="round,pad=0,rounding_size=0.14",
                facecolor=FILLS[box.kind],
                edgecolor=EDGES[box.kind],
                linewidth=1.5,
                linestyle="--" if dashed else "-",
            )
        )
        size = max(11 * min(1, LETTERS * width / len(box.title or " ")), 6)
        self.words(x, y - (0.17 if box.detail else 0), box.title, size=size, weight="bold")
        if box.detail:
            self.words(x, y + 0.2, box.detail, size=9.5)

    def words(self, x: float, y: float, text: str, size: float = 11.0, **style: Any) -> None:
        fixed: dict[str, Any] = {"va": "center", "color": INK, "family": "DejaVu Sans", "parse_math": False}  # dollars are a student's
        self.axes.text(x, y, text, ha=style.pop("ha", "center"), fontsize=size, **fixed, **style)

    def arrow(self, *points: tuple[float, float]) -> None:
        """A line through the points, with a head at the last."""
        xs, ys = zip(*points[:-1])
        self.axes.plot(xs, ys, color=INK, linewidth=1.6, solid_joinstyle="round")
        self.axes.annotate(
            "", points[-1], points[-2], arrowprops={"arrowstyle": "-|>", "color": INK, "lw": 1.6, "shrinkA": 0, "shrinkB": 0}
        )

    def mark(self, x: float, y: float, word: str, width: float, height: float, side: int) -> None:
        """A thick frame around a step of this size, with a wedge and a word at its left (side -1) or right (1)."""
        from matplotlib.patches import FancyBboxPatch, Polygon

        w, h = width + 0.16, height + 0.16
        frame = FancyBboxPatch(
            (x - w / 2, y - h / 2), w, h, boxstyle="round,pad=0,rounding_size=0.18", fill=False, edgecolor=MARK, linewidth=3
        )
        self.axes.add_patch(frame)
        edge, far = x + side * (w / 2 + 0.06), x + side * (w / 2 + 0.3)
        self.axes.add_patch(Polygon([(edge, y), (far, y - 0.17), (far, y + 0.17)], color=MARK))
        style: dict[str, Any] = {"color": "#a34400", "family": "DejaVu Sans", "weight": "bold", "va": "center", "parse_math": False}
        self.axes.text(edge + side * 0.05, y - 0.36, word, fontsize=9.5, ha="right" if side < 0 else "left", **style)

    def svg(self) -> str:
        """The picture as text, small and with selectable words."""
        import io

        import matplotlib

        file = io.StringIO()
        with matplotlib.rc_context({"svg.fonttype": "none"}), warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph .* missing")  # a student's name in another script, which the reader's own font has
            self.figure.savefig(file, format="svg", metadata={"Date": None})
        return file.getvalue()

    def plus(self, x: float, y: float, sign: str = "+") -> None:
        from matplotlib.patches import Circle

        self.axes.add_patch(Circle((x, y), 0.36, facecolor="white", edgecolor=INK, linewidth=1.6, zorder=3))
        self.words(x, y, sign, size=17 if len(sign) == 1 else 8, weight="bold", zorder=4)

    def save(self, path: Path) -> None:
        """SVG or PNG by the file's name, without dates, so that bytes depend on the picture only."""
        metadata = {"Date": None} if path.suffix == ".svg" else {"Software": None}
        self.figure.savefig(path, dpi=144, metadata=metadata)


def draw_block(main: list[Box], shortcut: list[Box], after: list[Box], title: str, join: str) -> Canvas:
    """A main path from left to right in rows of three, the shortcut below it, then the sign of what joins them and what follows.

    Without `join` the block is plain: no shortcut, and the main path's end goes straight on.
    """
    rows = [main[i : i + 3] for i in range(0, len(main), 3)]
    step_x, step_y = BOX_W + GAP, BOX_H + 0.62
    left, top = 2.3, 1.55
    across = 3
    join_x = left + across * step_x - GAP / 2 + 0.35
    bottom = top + len(rows) * step_y
    width = join_x + 0.9 + len(after) * step_x + 0.9
    canvas = Canvas(width, bottom + (BOX_H if join else -0.15))
    canvas.words(0.35, 0.5, title, size=13, weight="bold", ha="left")
    canvas.words(0.75, top, "X", size=14, weight="bold")
    start = (1.0, top)
    for r, row in enumerate(rows):
        y = top + r * step_y
        for c, b in enumerate(row):
            x = left + c * step_x + BOX_W / 2 - 0.55
            if c or not r:  # else the turn has led there
                canvas.arrow(start, (x - BOX_W / 2, y))
            canvas.box(x, y, b)
            start = (x + BOX_W / 2, y)
        if r + 1 < len(rows):
            turn, next_y = y + step_y / 2, y + step_y
            first = left - 0.55
            canvas.arrow(start, (start[0] + 0.25, y), (start[0] + 0.25, turn), (first - 0.3, turn), (first - 0.3, next_y), (first, next_y))
            start = (first, next_y)
    y_main = top + (len(rows) - 1) * step_y
    if join:
        y_short = bottom
        canvas.arrow(start, (join_x - 0.36, y_main))
        canvas.plus(join_x, y_main, join)
        place = (0.75, top + 0.25)
        corner = (0.75, y_short)
        if shortcut:
            path = [place, corner]
            for c, b in enumerate(shortcut):
                x = left + c * step_x + BOX_W / 2 - 0.55
                canvas.arrow(*path, (x - BOX_W / 2, y_short))
                canvas.box(x, y_short, b)
                path = [(x + BOX_W / 2, y_short)]
            canvas.arrow(*path, (join_x, y_short), (join_x, y_main + 0.36))
            canvas.words((left + 2 * step_x + BOX_W / 2) - 0.55, y_short - 0.25, "shortcut", size=10.5, style="italic")
        else:
            canvas.arrow(place, corner, (join_x, y_short), (join_x, y_main + 0.36))
            canvas.words(left + step_x + BOX_W / 2 - 0.55, y_short - 0.25, "shortcut: X itself", size=10.5, style="italic")
        start = (join_x + 0.36, y_main)
    for i, b in enumerate(after):
        x = join_x + 0.9 + i * step_x + BOX_W / 2 - 0.1 if join else start[0] + GAP + BOX_W / 2
        canvas.arrow(start, (x - BOX_W / 2, y_main))
        canvas.box(x, y_main, b)
        start = (x + BOX_W / 2, y_main)
    canvas.arrow(start, (start[0] + 0.5, y_main))
    return canvas


def block(value: Lines, title: str) -> Canvas:
    if len(value.parts) > 1:
        from ..explain.picture import draw

        return upright(title, draw(follow(value), {}, set()), 0.6)
    main, shortcut, _, after = ([box(step) for step in path.values()] for path in value.paths)
    join = next((layer.box(layer.settings())[0] for layer in value.steps().values() if layer.several), "")
    return draw_block(main, shortcut, after, title, join)


def plain_beside_residual() -> Canvas:
    """The same three layers alone, and with a shortcut around them."""
    canvas = Canvas(13.2, 8.3)
    layers = [Box("conv", "Conv2D", "BatchNorm"), Box("relu", "ReLU"), Box("conv", "Conv2D", "BatchNorm")]
    down, y_add = 0.38, 1.35 + 3 * (BOX_H + 0.38) + 0.74
    for x, with_shortcut in ((3.1, False), (9.3, True)):
        canvas.words(x, 0.55, "residual: ReLU(F(X) + X)" if with_shortcut else "plain: ReLU(F(X))", size=13, weight="bold")
        canvas.words(x, 1.15, "X", size=13, weight="bold")
        y = 1.35
        for layer in layers:
            canvas.arrow((x, y), (x, y + down))
            canvas.box(x, y + down + BOX_H / 2, layer)
            y += down + BOX_H
        canvas.words(x - BOX_W / 2 - 0.2, 1.35 + 1.5 * (BOX_H + down) + 0.19, "F", size=13, ha="right", style="italic")
        if with_shortcut:
            canvas.arrow((x, y), (x, y_add - 0.36))
            canvas.plus(x, y_add)
            canvas.arrow((x + 0.25, 1.15), (x + 2.1, 1.15), (x + 2.1, y_add), (x + 0.36, y_add))
            canvas.words(x + 2.22, 3.4, "shortcut", size=10.5, ha="left", style="italic")
            y = y_add + 0.36
        last = y_add + 0.36 + down + BOX_H / 2
        canvas.arrow((x, y), (x, last - BOX_H / 2))
        canvas.box(x, last, Box("relu", "ReLU"))
        canvas.arrow((x, last + BOX_H / 2), (x, last + BOX_H / 2 + 0.42))
    return canvas


def network(value: Lines) -> Canvas:
    """The network by stages: a column for the stem, one for each stage, one for the head, in rows."""
    stem, *stages, head = parts(value)
    columns = [("stem", [box(step) for step in stem])]
    for n, (first, *rest) in enumerate(stages, 2):
        given = first.settings()
        boxes = [Box("block", "convolutional block", f"s = {given['s']}"), Box("block", f"{len(rest)} × identity block")]
        columns.append((f"stage {n}\n{list(given['filters'])}", boxes))
    columns.append(("head", [box(step) for step in head]))
    wide, step = 2.75, BOX_H + 0.35
    longest = [max(len(boxes) for _, boxes in columns[i : i + ROW_OF]) for i in range(0, len(columns), ROW_OF)]
    tops = [0.0, *accumulate(1.9 + step * count for count in longest)]
    canvas = Canvas(ROW_OF * (wide + 0.42) + 0.5, tops[-1] + 0.2)
    for i, (name, boxes) in enumerate(columns):
        x, top = 0.4 + i % ROW_OF * (wide + 0.42) + wide / 2, tops[i // ROW_OF] + 1.9
        canvas.words(x, top - 1.15, name, size=11.5, weight="bold")
        for j, b in enumerate(boxes):
            canvas.box(x, top + j * step, b, width=wide)
            if j + 1 < len(boxes):
                canvas.arrow((x, top + j * step + BOX_H / 2), (x, top + (j + 1) * step - BOX_H / 2))
        below = top + (len(boxes) - 1) * step + BOX_H / 2
        if i + 1 == len(columns):
            canvas.arrow((x, below), (x, below + 0.45))
        elif (i + 1) % ROW_OF:
            side = x + wide / 2 + 0.21
            canvas.arrow((x, below), (x, below + 0.35), (side, below + 0.35), (side, top), (side + 0.21, top))
        else:  # round to the row below
            turn = tops[i // ROW_OF + 1] + 0.15
            canvas.arrow((x, below), (x, turn), (0.15, turn), (0.15, turn + 1.75), (0.4, turn + 1.75))
    return canvas


def parts(network: Lines) -> list[list[Layer]]:
    """The steps of a network: those of its stem, of each stage, of its head."""
    return [[step for _, step in part] for _, part in groupby(network.steps().items(), lambda item: network[item[0]].part)]


def describe(value: Lines) -> str:
    """Alternative text that says what the picture says, derived from the value."""
    if not value.calls:
        said = [described(part, "X itself" if i == 0 else "what the part before gives") for i, part in enumerate(value.parts)]
        return said[0] if len(said) == 1 else " ".join(f"Part {i}. {words}" for i, words in enumerate(said, 1))
    stem, *stages, head = parts(value)
    said = ["stem: " + ", ".join(map(words, stem))]
    for n, (first, *rest) in enumerate(stages, 2):
        given = first.settings()
        said.append(
            f"stage {n}: a convolutional block with s = {given['s']} and {len(rest)} identity blocks, "
            f"filters {', '.join(map(str, given['filters']))}"
        )
    said.append("head: " + ", ".join(map(words, head)))
    return f"{value.name} by stages; {'; '.join(said)}."


def described(part: Paths, start: str) -> str:
    main, shortcut, _, after = (", ".join(map(words, path.values())) for path in part)
    join = next((layer.done for layer in part.join.values()), "")
    together = f" Both are {join}{f', then {after}' if after else ''}." if join else ""
    return f"Main path: {main}." + (f" Shortcut: {shortcut or start}.{together}" if join else "")


def words(layer: Layer) -> str:
    b = box(layer)
    return " ".join(f"{b.title} {b.detail}".replace("(", "").split())


# -- a student's graph beside the expected one --------------------------------------------------------------------------------

COLUMN, ROW, MARK = 3.1, 1.22, "#d55e00"
LONGEST = 60  # characters of a line: two or three times what a box holds
KIND_OF = {"merge": "plus"}


def beside(picture: Picture) -> Canvas:
    """Two graphs from top to bottom: the expected one left, the student's right; a mark is a frame, a wedge and a word."""
    places = [layout(steps) for steps in (picture.expected, picture.yours)]
    widths = [1 + max((column for column, _ in p), default=0) for p in places]
    rows = 1 + max((row for p in places for _, row in p), default=0)
    offsets = [1.75, 1.75 + widths[0] * COLUMN + 2.3]
    canvas = Canvas(offsets[1] + widths[1] * COLUMN + 1.6, rows * ROW + 2.2)
    for title, steps, place, x in zip(("expected", "yours"), (picture.expected, picture.yours), places, offsets):
        draw_graph(canvas, title, steps, place, x)
    return canvas


def layout(steps: Sequence[Drawn]) -> list[tuple[int, int]]:
    """Column and row of each step: the longest way to the result in column 0, all else beside it."""
    depth: list[int] = []
    for step in steps:
        depth.append(step.count + max((depth[t] for t in step.takes if t >= 0), default=-1))
    main, at = set(), next((i for i in reversed(range(len(steps))) if not steps[i].unused), len(steps) - 1)
    while at >= 0:
        main.add(at)
        at = max((t for t in steps[at].takes), key=lambda t: depth[t] if t >= 0 else -1, default=-1)
    rows: list[tuple[int, int]] = []
    used: dict[int, int] = {}
    for i, step in enumerate(steps):
        column = 0 if i in main else 1
        row = max([rows[t][1] + 1 for t in step.takes if t >= 0] + [used.get(column, -1) + 1])
        used[column] = row
        rows.append((column, row))
    return rows


def upright(title: str, steps: Sequence[Drawn], left: float) -> Canvas:
    """Steps from top to bottom."""
    places = layout(steps)
    columns, rows = (1 + max(place[i] for place in places) for i in (0, 1))
    canvas = Canvas(columns * COLUMN + 1.6, rows * ROW + 2.2)
    draw_graph(canvas, title, steps, places, left)
    return canvas


def fitting(words: str) -> str:
    """Words that may be a student's, such as the name of her layer, in one line."""
    line = flat(words)
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def lane_of(lanes: list[tuple[float, float, int]], top: float, bottom: float) -> int:
    """The first lane that is free between two rows, which is then taken."""
    taken = {lane for first, last, lane in lanes if first <= bottom and top <= last}
    free = next(lane for lane in range(len(lanes) + 1) if lane not in taken)
    lanes.append((top, bottom, free))
    return free


def is_sign(step: Drawn) -> bool:
    """Whether it is drawn as a sign in a circle, such as a plus; what joins tensors otherwise is a box."""
    return step.kind == "merge" and len(step.title) == 1


def draw_graph(canvas: Canvas, title: str, steps: Sequence[Drawn], places: list[tuple[int, int]], left: float) -> None:
    def centre(i: int) -> tuple[float, float]:
        column, row = places[i]
        return left + BOX_W / 2 + column * COLUMN, 2.15 + row * ROW

    x0, lanes = left + BOX_W / 2, list[tuple[float, float, int]]()
    canvas.words(x0, 0.45, title, size=13, weight="bold")
    canvas.words(x0, 1.15, "X", size=14, weight="bold")
    for i, step in enumerate(steps):
        x, y = centre(i)
        half = 0.36 if is_sign(step) else BOX_H / 2
        side = 0.36 if is_sign(step) else BOX_W / 2
        for t in step.takes:
            sx, sy = (x0, 1.15) if t < 0 else centre(t)
            reach = 0.2 if t < 0 else 0.36 if is_sign(steps[t]) else BOX_H / 2
            blocked = any(j != t and centre(j)[0] == sx == x and sy < centre(j)[1] < y for j in range(len(steps)))
            if sx == x and not blocked:
                canvas.arrow((sx, sy + reach), (x, y - half))
            elif sx == x or (t < 0 and places[i][0] == 0):  # past the steps between, on the right
                lane = x + BOX_W / 2 + 0.3 + 0.3 * lane_of(lanes, sy, y)
                joined = t >= 0 and is_sign(steps[t])  # its right side is where what is joined comes in
                begin = sy + (0.48 if joined else 0)
                canvas.arrow((sx + (0 if joined else 0.25 if t < 0 else BOX_W / 2), begin), (lane, begin), (lane, y), (x + side, y))
            elif sx < x:  # from X, or from the main path, to the side
                canvas.arrow((sx + (0.25 if t < 0 else BOX_W / 2), sy), (x, sy), (x, y - half))
            else:  # from the side back to the main path
                canvas.arrow((sx, sy + reach), (sx, y), (x + side, y))
    for i, step in enumerate(steps):
        x, y = centre(i)
        width, height = 0.7, 0.7
        if is_sign(step):
            canvas.plus(x, y, step.title)
        else:
            kind = KIND_OF.get(step.kind, step.kind)
            width, height = BOX_W + (0.4 if kind == "block" else 0), BOX_H
            canvas.box(x, y, Box(kind if kind in FILLS else "other", fitting(step.title), fitting(step.detail)), width, dashed=step.unused)
        if step.mark:
            canvas.mark(x, y, fitting(step.mark), width, height, 1 if places[i][0] else -1)
    results = [i for i, step in enumerate(steps) if not step.unused]
    if results:
        x, y = centre(results[-1])
        half = 0.36 if is_sign(steps[results[-1]]) else BOX_H / 2
        canvas.arrow((x, y + half), (x, y + half + 0.45))
