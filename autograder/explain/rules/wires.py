"""Steps that are all there, and a tensor that goes the wrong way: not kept, taken from elsewhere, kept too late, joined wrongly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from ...value.edits import Misconception
from ...value.lines import KEPT, MAIN, Line, Lines
from ...value.roles import Role, Roles, ordinal
from ..words.quoted import number
from . import edits
from .missing import family
from .why import KEPT_LATE, LOST, TWICE, WIRED, plain


def not_kept(b: Roles) -> Iterator[Misconception]:
    for role in b:
        what = "The sum" if role.words == "addition" else f"The result of {role.title}"
        yield Misconception(
            f"{role.name}_not_kept",
            family(role),
            f"{what} is computed but not kept.",
            LOST,
            "Look at the left side of this line: where does its result go?",
            role.name,
            (role.name,),
            edits.not_kept(role.name),
            looks=(role.name, r"^(?!\s*\w+\s*=)"),
        )


def takes_input(b: Roles) -> Iterator[Misconception]:
    main = b.on("main")
    for role in main[1:]:
        yield Misconception(
            f"{role.name}_takes_shortcut",
            role.family,
            f"{role.Title} takes {came_in(b)} again, not the result of the step before it.",
            WIRED,
            "On which tensor is this layer called?",
            role.name,
            (role.name, main[0].name),
            edits.takes(role.name, *(KEPT for _ in b.lines[role.name].takes)),
        )
        taken = b.lines[role.name].takes
        for i, which in enumerate(("queries", "values and keys") if set(taken) == {MAIN} and len(taken) == 2 else ()):
            yield Misconception(
                f"{role.name}_takes_two",
                role.family,
                f"{role.Title} takes its {which} from the block's input, not from the step before it.",
                "A tensor attends to itself only where queries, keys and values are all made of it.",
                "On which tensors is this layer called?",
                role.name,
                (role.name,),
                edits.takes(role.name, *((KEPT, MAIN) if i == 0 else (MAIN, KEPT))),
            )


def kept_late(b: Roles) -> Iterator[Misconception]:
    """The shortcut begins after a step of the main path."""
    steps = b.on("shortcut")
    *main, last = b.on("main")
    costs = (*(role.name for role in b.on("join")), *(role.name for role in steps[:1]))
    if not b.save:
        return
    for role in main:
        if role.component is not None and (role.component + 1 < len(b.components) or len(b.runs) > 1):
            words = role.title.removeprefix("the ")
            yield Misconception(
                f"saved_after_{role.name}",
                "addition",
                f"The shortcut begins at the result of the {words}, not at the block's own input."
                if steps or len(b.runs) > 1
                else f"The shortcut is kept too late: only after the {words}.",
                KEPT_LATE,
                "At which line is X still the block's own input?",
                b.save,
                costs,
                edits.moved(b.save, after=role.name),
            )
    yield Misconception(
        f"saved_after_{last.name}",
        "addition",
        "The shortcut is kept too late: after the main path has come to its end.",
        KEPT_LATE,
        "At which line is X still the block's own input?",
        b.save,
        costs,
        edits.moved(b.save, after=last.name),
        weight=1.1,
        looks=(b.on("join")[0].name, r"(?s)\(\[\s*(\w+)\s*,\s*(?!\1\b)"),
    )


def component_unused(b: Roles) -> Iterator[Misconception]:
    """A component whose result the next one does not take."""
    for i, (before, unused, following) in enumerate(zip(b.components, b.components[1:], b.components[2:]), 1):
        kernel = next((name for name in following if b[name].does == "kernel"), following[0])
        yield Misconception(
            f"component{i + 1}_unused",
            b.kernel,
            f"{b[kernel].Title} takes the result of the {ordinal(i - 1)} component; the {ordinal(i)} component is computed but not used.",
            WIRED,
            "On which tensor is this layer called?",
            kernel,
            (kernel, *unused),
            partial(taken_from, name=following[0], kept=before[-1]),
        )


def taken_from(p: Lines, name: str, kept: str) -> Lines:
    """With the result of one line kept aside for another one to take."""
    return p.after(kept, Line("aside", "save", takes=(MAIN,), gives="Y")).wired(name, takes=("Y",))


def came_in(b: Roles) -> str:
    """That with which this part begins."""
    return "the block's input" if not b.index else "the sum before it"


def joins_wrongly(b: Roles) -> Iterator[Misconception]:
    """What is added to what, and where."""
    join = next(iter(b.on("join")), None)
    if join is None:
        return
    kernels = sum(role.does == "kernel" for role in b.on("main"))
    lost = f"The {number(kernels)} {b.kernel}s have no effect on"
    lost = lost if kernels > 1 else f"The {b.kernel} has no effect on"
    done = b.steps[join.name].done
    twice = f"{TWICE} " if done == "added" else ""
    asks, end = f"Which two tensors does {join.title} take?", (join.name, *(role.name for role in b.on("after")))
    yield Misconception("adds_main_twice", "addition", f"{join.Title} takes the main path twice; the shortcut is never {done}.", f"{twice}{plain(b)}",
                        asks, join.name, (join.name,), edits.takes(join.name, MAIN, MAIN))  # fmt: skip
    yield Misconception("adds_shortcut_twice", "addition", f"{join.Title} takes the shortcut twice; the main path is thrown away.", f"{twice}{lost} the result.",
                        asks, join.name, (join.name,), edits.takes(join.name, KEPT, KEPT))  # fmt: skip
    if b.is_last:
        yield Misconception("returns_shortcut", "python", "The block returns its shortcut: nothing of the main path is in the result.", f"{lost} what the block gives.",
                            "Follow the tensor that you return back to X.", join.name, (join.name, "call"), lambda p: ends_with_shortcut(p, end), weight=1.2)  # fmt: skip
    if len(b.components) > 1:
        first = b.components[-1][0]
        yield Misconception("added_early", "addition", f"The shortcut is {done} before the {ordinal(len(b.components) - 1)} component, not after it.",
                            "The sum should leave the block through ReLU only; here it still goes through a convolution." if b.kernel == "convolution" else plain(b), "After which step do the two paths meet in the figure?",
                            join.name, (join.name,), lambda p: shortcut_before(p.moved(join.name, before=first), b.on("shortcut"), join.name), weight=1.2)  # fmt: skip


def ends_with_shortcut(p: Lines, end: tuple[str, ...]) -> Lines:
    p = p.without(*end)
    return replace(p, lines=(*p.lines, Line("back", "save", takes=(KEPT,), gives=MAIN)))


def shortcut_before(p: Lines, steps: list[Role], name: str) -> Lines:
    """With the shortcut's own lines before a line of the main path."""
    for role in steps:
        p = p.moved(role.name, before=name)
    return p
