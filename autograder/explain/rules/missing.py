"""What is not there: a step, a component, or all that stands after an early `return`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...value.edits import Misconception
from ...value.roles import Role, Roles, ordinal
from . import edits
from .why import NEGATIVE, PROJECTION, plain, step_of


def family(role: Role) -> str:
    return "projection" if role.path == "shortcut" else role.family


def never(b: Roles, role: Role) -> str:
    where = f" in the {b.on('main')[0].place}" if len(b.runs) > 1 else ""
    return f"The shortcut is never {b.steps[role.name].done} to the main path{where}."


def step(b: Roles) -> Iterator[Misconception]:
    for role in b:
        joins = role.path == "join"
        if role.path == "shortcut" and b.on("shortcut") == [role]:
            continue  # without it there is no projection, see `shortcut`
        why = PROJECTION if role.path == "shortcut" and role.does == "kernel" else plain(b) if joins else step_of(b, role)
        yield Misconception(
            f"{role.name}_missing",
            family(role),
            never(b, role) if joins else f"{role.Title} is missing.",
            NEGATIVE if role.path == "after" else why,
            "Where in your code do the two paths meet?" if joins else "Count the steps of the figure, and your lines.",
            role.name,
            (role.name,),
            edits.without(role.name),
        )


def component(b: Roles) -> Iterator[Misconception]:
    """A component, and the last one also together with what leads to it."""
    if len(b.components) < 2:
        return
    runs = list(enumerate(b.components))
    before = b.components[-2][-1]
    for i, names in (*runs, (len(runs) - 1, [before, *b.components[-1]])):
        kernel = next((name for name in names if b[name].does == "kernel"), names[0])
        rest = "what stands before it" if names[-1] == kernel else "what follows it"
        yield Misconception(
            f"component{i + 1}_missing",
            b.kernel,
            f"The {ordinal(i)} component of the main path is missing: its {b.kernel}, and {rest}.",
            f"The main path has {len(runs)} components, and each has a task of its own.",
            "How many components has the main path in the figure?",
            kernel,
            tuple(names),
            edits.without(*names),
        )


def after_the_return(b: Roles) -> Iterator[Misconception]:
    """A `return` too early: before the paths meet, or after any step of the main path."""
    end = [role.name for path in ("join", "after") for role in b.on(path)]
    if not end:
        return
    early = Misconception(
        "returns_early",
        "python",
        f"The function returns before the {b[end[0]].words}: what comes after `return` is never reached.",
        plain(b),
        "Which line returns, and which steps come after it?",
        end[0],
        tuple(end),
        edits.without(*end),
        weight=1.2,
    )
    if b.on("shortcut"):
        yield early
    for role in reversed(b.on("main")):
        says = f"The function returns after {role.title}: what comes after `return` is never reached."
        yield replace(early, says=says, edit=edits.ends(role.name))
