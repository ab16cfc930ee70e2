"""Says how far something long has come: a live bar in a notebook, a line in a terminal. It knows nothing of what it counts.

    with progress(510, "training") as bar:
        for ...:
            bar.step("epoch 1 of 15")

In the end one calm line stays: what it was, and how long it took. Nothing goes to stderr, which nbgrader takes for an error.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

OFTEN = 0.1  # seconds between two changes: more often nobody sees, and a notebook's server has to pass each on
WIDTH = 20  # characters of a terminal's bar


class Bar:
    """What has been done of `total`; `step` moves it on. Where it is shown, subclasses know."""

    def __init__(self, total: int, what: str):
        self.total, self.what, self.done, self.note, self.began, self.shown = total, what, 0, "", time.monotonic(), 0.0

    def step(self, note: str = "", by: int = 1) -> None:
        """`by` more are done. With by=0 the note alone changes, at once: it names what begins now."""
        self.done, self.note = self.done + by, note
        if by == 0 or time.monotonic() - self.shown >= OFTEN:
            self.shown = time.monotonic()
            self.show()

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
        bar = f'<progress style="vertical-align:middle" max="1" value="{self.share:.3f}"></progress>'
        self.write(f"{bar} {escape(self.line())}", self.line())

    def end(self, line: str) -> None:
        self.write(escape(line), line)


def place() -> type[Bar]:
    """The bar that can be shown here."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if hasattr(shell, "kernel"):  # IPython in a terminal has none
        return Notebook
    return Terminal if sys.stdout.isatty() else Bar


@contextmanager
def progress(total: int, what: str) -> Iterator[Bar]:
    """A bar for `total` steps. An exception, a stopped cell too, ends it with a line that says so and goes on its way."""
    bar = place()(total, what)
    try:
        yield bar
    except BaseException:
        bar.end(f"{bar.what}: stopped after {bar.seconds}")
        raise
    bar.end(f"{bar.what}: {bar.seconds}")
