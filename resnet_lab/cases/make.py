"""Makes the tasks of `lab.detective()` from the right blocks' misconceptions, with what exposes each: `python -m resnet_lab.cases.make`.

Every misconception is rendered as code and put to a row of calls. One that no call tells from the right block is left out.
"""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from autograder import exercises
from autograder.author.render import BASE, STYLES, Style, source
from autograder.author.wrong import confused, form, set_to
from autograder.exercises import beside
from autograder.explain.diagnosis import with_stray
from autograder.explain.picture import draw
from autograder.explain.rules import structural
from autograder.explain.settings import JOINED, shown
from autograder.value.calls import OPEN
from autograder.value.edits import STRAY, Misconception
from autograder.value.exercise import Exercise
from autograder.value.graph import follow
from autograder.value.lines import KEPT, MAIN, Line, Lines
from autograder.value.roles import roles, sentence

from .calls import BLOCKS, block, call, function, gave

FOLDER = Path(__file__).with_name("blocks")
FILE = Path(__file__).with_name("tasks.json")
WAYS = (BASE, next(style for style in STYLES if style.wires == "own names"))  # in which each is written
SHAPE = (2, 5, 8)  # batch, height, width
FILTERS = ((4, 6, 5), (3, 3, 3))
KERNELS = (1, 2, 3, 4)


class Mistake(NamedTuple):
    id: str
    at: str  # the name of a line
    says: str
    why: str
    nudge: str
    lines: Lines
    wiring: bool  # whether it is in the order or the wiring of steps


@contextmanager
def known() -> Iterator[None]:
    """The engine takes a block's words from the exercises that it knows: meanwhile ours are among them."""
    beside(FOLDER)
    try:
        yield
    finally:
        exercises.__path__.remove(str(FOLDER))
        exercises.exercise.cache_clear()
        exercises.EXERCISES = exercises.names()


def mistakes(asked: Exercise) -> Iterator[Mistake]:
    """Everything that a learner may get wrong in it, as the diagnosis knows it, once each."""
    value, seen = asked.lines, {form(asked.lines)}
    made = [Mistake(m.id, m.at, said(m, value), m.why, m.nudge, m.edit(value), True) for m in structural(value) if not m.idle]
    sizes = [size for name in asked.sizes for size in asked.names_in(name)]
    for line, c in confused(value):
        for wrong in c.wrong(line.settings[c.setting], sizes) if c.setting in line.settings else ():
            if wrong not in OPEN or wrong in asked.contract.parameters:
                edited = set_to(value, line.name, c.setting, wrong)
                says = c.says.format(**words(value, line, c.setting, wrong))
                made.append(Mistake(c.id, line.name, says, c.why, c.nudge, edited, False))
    for mistake in made:
        built = form(mistake.lines)
        if built not in seen:
            seen.add(built)
            yield mistake


def said(m: Misconception, value: Lines) -> str:
    new = next((line for line in m.edit(value).lines if line not in value.lines), None)
    return with_stray(m.says, new) if new and STRAY in m.says else m.says


def words(value: Lines, line: Line, setting: str, wrong: object) -> dict[str, str]:
    """What a confusion's sentence may name."""
    title, found = roles(value).title(line.name), shown(wrong.strip("'") if isinstance(wrong, str) else wrong)  # some are texts in the code
    found = JOINED.get(found, found) if line.kind == "merge" else found
    due = shown(line.settings[setting])
    return {"step": title, "Step": sentence(title), "found": found, "due": due, "place": roles(value).place(line.name), "setting": setting}


def own(text: str) -> str:
    """A sentence about an exercise, for a block that is none."""
    return text.replace("The exercise", "This block").replace("the exercise", "this block").replace("the figure", "the plan")


def calls(asked: Exercise) -> Iterator[dict[str, Any]]:
    """The calls that each mistake is put to, the usual one first. Those in which the right block stops are left out."""
    modes = (False, True) if "training" in asked.contract.parameters else (None,)
    for filters in FILTERS:
        for f in sorted(KERNELS, key=lambda f: f != 3):
            for mode in modes:
                many = filters[: len(asked.several["filters"])]
                X = (*SHAPE, many[-1] if asked.input.channels else 4)
                yield {"X": X, "f": f, "filters": many} | ({} if mode is None else {"training": mode})


class Answer(NamedTuple):
    """What is not as it should be. places: of lines of the wrong block, from 0; where something is missing, of those beside the gap.
    names: of these lines, of both blocks."""

    places: list[int]
    names: list[str]


def answer(right: Lines, wrong: Lines) -> Answer:
    def form(line: Line) -> str:
        return repr((line.name, line.kind, sorted(line.settings.items(), key=str), line.takes, line.gives))

    a, b = list(right.lines), list(wrong.lines)
    old, new = [*map(form, a)], [*map(form, b)]
    if sorted(old) == sorted(new):  # only moved: what was moved, and all that it passed
        moved = [i for i, (one, other) in enumerate(zip(old, new)) if one != other]
        places = list(range(moved[0], moved[-1] + 1))
        return Answer(places, [b[i].name for i in places])
    found: dict[int, None] = {}
    names: dict[str, None] = {}
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            names |= dict.fromkeys(line.name for line in (*a[i:j], *b[k:m]))
            found |= dict.fromkeys(range(max(0, k - 1), k + 1) if kind == "delete" else range(k, m))
    return Answer(list(found), list(names))


def numbered(lines: Lines, style: Style, code: str) -> dict[int, int]:
    """The number, from 1, of the line of code that stands for each line, by its place. What is built into a layer stands in that one's; a tensor
    that is kept without a line of its own, in the next; behind the last stands the return."""
    texts = code.splitlines()
    number = next(n for n, text in enumerate(texts, 1) if n > 1 and "filters" in text)
    if texts[number].strip() == f"{KEPT} = {MAIN}" and not (style.wires == "names" and lines.lines[0].kind == "save"):
        number += 1  # what an edit takes although nothing is kept
    found = {}
    for place, line in enumerate(lines.lines):
        written = line.kind != "save" or style.wires == "names"
        number += written and not line.settings.get("fused")
        found[place] = number if written else number + 1
    return found | {len(lines.lines): number + 1}


def tasks(asked: Exercise) -> Iterator[dict[str, Any]]:
    asked_calls = [(given, call(asked, given)) for given in calls(asked)]
    for mistake in mistakes(asked):
        made = function(asked.name, source(mistake.lines, BASE))
        told = [gave(made, wanted).differs for _, wanted in asked_calls]
        if not any(told):
            continue
        level = 3 if not all(told) else 1 if mistake.wiring else 2
        exposes = asked_calls[told.index(True)][0]
        agrees = next((given for (given, _), differs in zip(asked_calls, told) if not differs), None)
        found = answer(asked.lines, mistake.lines)
        drawn = [[s.kind, s.title, s.detail, s.takes, s.unused] for s in draw(follow(mistake.lines), {}, set())]
        for style in WAYS:
            code = source(mistake.lines, style)
            places = numbered(mistake.lines, style, code)
            yield {
                "block": asked.name,
                "id": mistake.id,
                "level": level,
                "code": code,
                "lines": sorted({places[place] for place in found.places}),
                "names": found.names,
                "says": own(mistake.says),
                "why": own(mistake.why),
                "nudge": own(mistake.nudge),
                "exposes": exposes,
                "agrees": agrees,
                "figure": drawn,
            }


def main() -> None:
    with known():
        found = [task for name in BLOCKS for task in tasks(block(name))]
    FILE.write_text("[\n" + ",\n".join(json.dumps(task, ensure_ascii=False) for task in found) + "\n]\n", encoding="utf-8")
    print(f"wrote {len(found)} tasks: " + ", ".join(f"{sum(t['level'] == n for t in found)} of level {n}" for n in (1, 2, 3)))


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    main()
