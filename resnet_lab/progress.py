"""Says how far something long has come: a live bar in a notebook, a line in a terminal. It knows nothing of what it counts.

    with progress(510, "training") as bar:
        for ...:
            bar.step("epoch 1 of 15", loss)

A clock runs from the first moment, and a notebook sees numbers that are handed in grow to curves, one for each note. In the end one calm line stays:
what it was, and how long it took. Nothing goes to stderr, which nbgrader takes for an error.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

OFTEN = 0.1  # seconds between two changes: more often nobody sees, and a notebook's server has to pass each on
TICK = 1.0  # seconds between two looks at the clock while nothing is done: preparing a deep network takes some
WIDTH = 20  # characters of a terminal's bar
COLOURS = ("#d55e00", "#0072b2", "#007a5a", "#a8527d", "#888888")  # of live curves, in turn
WIDE, HIGH, POINTS = 560, 120, 140  # of the live curves' picture, in pixels; and of how many points a curve is drawn at most


class Stopped(KeyboardInterrupt):
    """A reader has stopped it: IPython shows one line where else it shows the code of ours that was running."""

    def _render_traceback_(self) -> list[str]:
        return ["Stopped. Run the cell again when you like; it begins anew."]


class Bar:
    """What has been done of `total`; `step` moves it on. Where it is shown, subclasses know."""

    def __init__(self, total: int, what: str):
        self.total, self.what, self.done, self.note, self.began, self.shown = total, what, 0, "", time.monotonic(), 0.0
        self.curves: dict[str, list[float]] = {}

    def step(self, note: str = "", value: float | None = None, by: int = 1) -> None:
        """`by` more are done. With by=0 the note alone changes, at once: it names what begins now. value: the next one of the note's curve."""
        self.done, self.note = self.done + by, note
        if value is not None:
            self.grow(note, value)
        if by == 0 or time.monotonic() - self.shown >= OFTEN:
            self.shown = time.monotonic()
            self.show()

    def grow(self, curve: str, value: float) -> None:
        self.curves.setdefault(curve, []).append(value)

    @property
    def seconds(self) -> str:
        return f"{time.monotonic() - self.began:.0f} s"

    @property
    def share(self) -> float:
        return min(1.0, self.done / max(1, self.total))

    def line(self) -> str:
        return f"{self.what}  {self.share:4.0%}  {self.seconds}{'  ' if self.note else ''}{self.note}"

    def show(self) -> None:
        """A pipe or a file gets no lines that would be overwritten."""

    def end(self, line: str) -> None:
        print(line, flush=True)


class Terminal(Bar):
    """One line, written over itself."""

    width = 0

    def write(self, line: str, end: str) -> None:
        print(f"\r{line:<{self.width}}", end=end, flush=True)
        self.width = len(line)

    def show(self) -> None:
        filled = round(WIDTH * self.share)
        self.write(f"{'█' * filled}{'░' * (WIDTH - filled)} {self.line()}", end="")

    def end(self, line: str) -> None:
        self.write(line, end="\n")


class Notebook(Bar):
    """One display, changed in place, in Jupyter and in Colab. It needs no widgets, and a saved notebook keeps its last line."""

    display = None

    def write(self, html: str, text: str) -> None:
        from IPython.display import display

        data = {"text/html": f'<div style="font-variant-numeric:tabular-nums">{html}</div>', "text/plain": text}
        if self.display is None:
            self.display = display(data, raw=True, display_id=True)
        else:
            self.display.update(data, raw=True)

    def show(self) -> None:
        bar = f'<progress aria-label="how far it is" style="vertical-align:middle" max="1" value="{self.share:.3f}"></progress>'
        self.write(f"{bar} {escape(self.line())}{drawn(dict(self.curves))}", self.line())

    def end(self, line: str) -> None:
        self.write(escape(line), line)


def shell() -> Any:
    """IPython's, None where this does not run in it."""
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None


def in_notebook() -> bool:
    return hasattr(shell(), "kernel")  # IPython in a terminal has none


def place() -> type[Bar]:
    """The bar that can be shown here."""
    if in_notebook():
        return Notebook
    return Terminal if sys.stdout.isatty() else Bar


def drawn(curves: dict[str, list[float]]) -> str:
    """The curves as they are now, on one scale, each with its name; colours of the page are kept."""
    if not any(len(values) > 1 for values in curves.values()):
        return ""
    longest = max(map(len, curves.values()))
    top = (
        1.25 * sorted(value for values in curves.values() for value in values)[-1 - longest // 20]
    )  # a few high ones at the start may be cut
    lines, names = [], []
    for colour, (name, values) in zip(COLOURS * len(curves), curves.items()):
        some = values[:: -(-len(values) // POINTS)]
        ends = [(WIDE * i / (len(some) - 1 or 1) * len(values) / longest, HIGH * (1 - min(1.0, v / top))) for i, v in enumerate(some)]
        points = " ".join(f"{x:.0f},{y:.1f}" for x, y in ends)
        lines.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        names.append(f'<span style="color:{colour}">●</span> {escape(name)} {values[-1]:.2f}')
    return (
        f'<div style="margin-top:.4em">{" &emsp;".join(names)}</div>'
        f'<svg viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" style="max-width:100%;border-bottom:1px solid;border-left:1px solid" role="img" '
        f'aria-label="curves while it runs">{"".join(lines)}</svg>'
    )


def ticking(bar: Bar, over: threading.Event) -> None:
    while not over.wait(TICK):
        if time.monotonic() - bar.shown >= TICK:
            bar.show()


@contextmanager
def progress(total: int, what: str) -> Iterator[Bar]:
    """A bar for `total` steps. An exception, a stopped cell too, ends it with a line that says so and goes on its way."""
    bar, over = place()(total, what), threading.Event()
    bar.step("beginning", by=0)
    clock = threading.Thread(target=ticking, args=(bar, over), daemon=True)
    clock.start()

    def end(line: str) -> None:
        over.set()
        clock.join()
        bar.end(line)

    try:
        yield bar
    except KeyboardInterrupt:
        end(f"{bar.what}: stopped after {bar.seconds}")
        raise Stopped from None
    except BaseException:
        end(f"{bar.what}: stopped after {bar.seconds}")
        raise
    end(f"{bar.what}: {bar.seconds}")
