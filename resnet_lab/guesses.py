"""Guesses before an experiment: what can be guessed, the form that asks, and one sentence on how far it was. No guess is ever marked.

A guess is kept in the notebook's own text, which every editor saves: `lab.guess("degradation", "worse")` where it is written by hand. One that was made
with the form is written by the experiment, when it runs, into its own cell, as `lab.degradation(guess="worse")`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

from autograder.show import report
from autograder.show.faults import UserError

from .progress import in_notebook, shell

Guessed = str | float
# else a narrow page cuts the words of a button
WRAPPED = "<style>.resnet-guess button{white-space:normal;height:auto!important;min-height:28px;line-height:1.4;text-align:left;padding:4px 10px}</style>"
HERE = "application/vnd.jupyter.widget-view+json"


class GuessError(UserError):
    """A guess that is none of the answers."""


@dataclass(frozen=True)
class Choice:
    """A question with a few answers. options: what is written in the cell → what it means."""

    asks: str
    options: dict[str, str]

    @property
    def ways(self) -> str:
        return "; ".join(f'"{key}": {words}' for key, words in self.options.items())

    def fits(self, guess: object) -> bool:
        return guess in self.options

    def words(self, guess: Guessed) -> str:
        return self.options.get(str(guess), str(guess))

    def compared(self, guess: Guessed, found: Guessed) -> str:
        if guess == found:
            return f"Your guess: {self.words(guess)}. So it was in this run."
        return f"Your guess: {self.words(guess)}. In this run it was different: {self.words(found)}."


@dataclass(frozen=True)
class Amount:
    """A question for a number from 0 to `most`. axes: which of the figure's shows it; scale: what one of it is there."""

    asks: str
    unit: str = "%"
    most: int = 100
    axes: int = 0
    scale: float = 0.01

    @property
    def ways(self) -> str:
        return f"a number from 0 to {self.most}"

    def fits(self, guess: object) -> bool:
        return isinstance(guess, (int, float)) and not isinstance(guess, bool) and 0 <= guess <= self.most

    def words(self, guess: Guessed) -> str:
        return f"{float(guess):.0f} {self.unit}"

    def compared(self, guess: Guessed, found: Guessed) -> str:
        off = round(float(found)) - round(float(guess))
        more, less = ("points more", "points less") if self.unit == "%" else ("more", "fewer")
        how = f"{abs(off)} {more if off > 0 else less}" if off else "just that"
        return f"Your guess: {self.words(guess)}. In this run it was {self.words(found)}, {how}."


Question = Choice | Amount
TRAIN = Amount("How many of the 120 test images will the network read correctly?", "images", most=120, axes=1, scale=1 / 120)
GIVEN: dict[str, Guessed] = {}  # by experiment: what this notebook's reader has guessed
BY_FORM: set[str] = set()  # of these, what no cell's text holds yet
ASKED: set[str] = set()  # experiments that have run without a guess and have said so
FORMS: dict[str, Callable[[], None]] = {}  # by experiment: what makes the open form show the guess


def question(name: str) -> Question:
    """Raises GuessError for what nobody asks for."""
    from . import experiments

    asked = {"train": TRAIN} | {one: experiments.module(one).GUESS for one in experiments.EXPERIMENTS if name == one}
    if name not in asked:
        raise GuessError(f"There is nothing to guess about {name!r}. Ask for {', '.join(map(repr, (*experiments.EXPERIMENTS, 'train')))}.")
    return asked[name]


def keep(name: str, guess: Guessed) -> None:
    """Raises GuessError where it is no answer to the question."""
    if not question(name).fits(guess):
        raise GuessError(f"{guess!r} is no answer here. Write {question(name).ways}.")
    GIVEN[name] = guess
    FORMS.pop(name, lambda: None)()


def guess(name: str, value: Guessed | None = None) -> None:
    """Ask what the reader expects of an experiment, with a form where there is one; or take the guess that is written here.

    name: of the experiment, or "train". Raises GuessError for another name, and for a value that is no answer.
    """
    asked = question(name)
    if value is None:
        Form(name, asked).show()
    else:
        keep(name, value)
        BY_FORM.discard(name)
        say(given(name, asked))


def given(name: str, asked: Question) -> str:
    return f"Your guess: {asked.words(GIVEN[name])}. Run the next cell and compare."


def say(words: str) -> Any:
    """A card in a notebook, a line in a terminal."""
    if not in_notebook():
        print(words.replace("`", ""))
        return None
    from IPython.display import display

    return display(card(words), raw=True, display_id=True)


def card(words: str) -> dict[str, Any]:
    return {"text/html": report.card(report.code(words), report.GREY), "text/plain": words.replace("`", "")}


class Form:
    """Buttons or a slider under a cell, and what to write by hand, which is all that shows where there are no widgets."""

    def __init__(self, name: str, asked: Question):
        self.name, self.asked = name, asked

    def show(self) -> None:
        by_hand = f'{self.asked.asks} Write your guess into this cell: `lab.guess("{self.name}", …)`, with {self.asked.ways}.'
        box = self.box() if in_notebook() else None
        if box is None:
            say(by_hand)
            return
        from IPython.display import display

        bundle = card(by_hand) | {HERE: {"version_major": 2, "version_minor": 0, "model_id": box.model_id}}
        self.handle, self.shown = display(bundle, raw=True, display_id=True), box
        FORMS[self.name] = self.answered

    def box(self) -> Any:
        try:
            import ipywidgets as widgets
        except ImportError:
            return None
        line = widgets.HTML(
            f"{WRAPPED}<div style='line-height:1.4'><b>Your guess.</b> {escape(self.asked.asks)}</div>", layout={"max_width": "52em"}
        )
        wide = {"width": "auto", "max_width": "100%"}
        if isinstance(self.asked, Choice):
            buttons = []
            for key, words in self.asked.options.items():
                buttons.append(widgets.Button(description=words, layout=wide))
                buttons[-1].on_click(lambda _, key=key: self.take(key))
            box = widgets.VBox([line, *buttons], layout={"align_items": "flex-start"})
            box.add_class("resnet-guess")
            return box
        slider = widgets.IntSlider(value=self.asked.most // 2, max=self.asked.most, readout_format="d", layout={"width": "24em"})
        done = widgets.Button(description=f"This many {self.asked.unit}" if self.asked.unit != "%" else "This much", layout=wide)
        done.on_click(lambda _: self.take(slider.value))
        unit = widgets.Label(self.asked.unit)
        return widgets.VBox([line, widgets.HBox([slider, unit, done], layout={"flex_flow": "row wrap"})])

    def take(self, value: Guessed) -> None:
        BY_FORM.add(self.name)
        keep(self.name, value)

    def answered(self) -> None:
        """A line stands where the form stood: a saved notebook shows it, which a form would not."""
        self.shown.layout.display = "none"
        self.handle.update(card(given(self.name, self.asked)), raw=True)


def before(name: str, value: Guessed | None) -> Guessed | None:
    """The guess that an experiment which begins is to be compared with. Without one it says once how to make it."""
    if value is not None:
        keep(name, value)
        BY_FORM.discard(name)
    elif name not in GIVEN and name not in ASKED:
        ASKED.add(name)
        say(f'You have not guessed yet. It runs all the same; `lab.guess("{name}")` asks you first.')
    if name in BY_FORM and write(name, GIVEN[name]):
        BY_FORM.discard(name)
    return GIVEN.get(name)


def write(name: str, value: Guessed) -> bool:
    """Let the front end put the guess into the text of the cell that runs, if that is the experiment's call and no more."""
    inputs = shell().history_manager.input_hist_raw if in_notebook() else []
    text = with_guess(inputs[-1], name, value) if inputs else None
    if text is None:
        return False
    shell().set_next_input(text, replace=True)
    return True


def with_guess(source: str, name: str, value: Guessed) -> str | None:
    """`lab.order(seed=1)` → `lab.order(seed=1, guess="relu")`; None where there is not just one such call, in one line."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "attr", None) == name]
    if len(calls) != 1 or calls[0].lineno != calls[0].end_lineno:
        return None
    call, lines = calls[0], source.splitlines(keepends=True)
    line = lines[call.lineno - 1].encode()  # Python counts bytes
    end = (call.end_col_offset or 0) - 1
    quoted = f'"{value}"' if isinstance(value, str) else f"{value:g}"
    added = f"{', ' if call.args or call.keywords else ''}guess={quoted}"
    lines[call.lineno - 1] = (line[:end] + added.encode() + line[end:]).decode()
    return "".join(lines)
