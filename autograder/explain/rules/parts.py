"""What goes wrong between the parts of a block that has several: where each begins, what its shortcut is, where all of them are normalised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise

from ...value.edits import Edit, Misconception
from ...value.lines import INPUT, MAIN, Lines
from ...value.roles import Role, Roles
from . import edits
from .why import PLAIN, WIRED

FIRST = (
    "With the normalisation after the sum the gradients near the output are large at first, and training needs a warm-up of its learning rate "
    "(Xiong et al. 2020); in the order of this exercise X itself goes on from part to part."
)
ASKS = "What comes first in the figure: the normalisation or the shortcut's sum?"


def between(b: Roles) -> Iterator[Misconception]:
    for before, part in pairwise(b.parts):
        yield from begins(b, before, part)
    for part in b.parts:
        yield missing(part)
    yield from together(b)
    yield from normalised_after(b)
    yield from no_such_step(b)


def names(part: Roles) -> tuple[str, ...]:
    return tuple(role.name for role in part)


def last(part: Roles) -> Role:
    return [*part][-1]


def begins(b: Roles, before: Roles, part: Roles) -> Iterator[Misconception]:
    """A part that takes what came into the block, and not what the part before it gives; a function that ends before it."""
    end, joins, first = last(before), part.on("join"), part.on("main")[0]
    for join in joins:
        yield Misconception(
            f"{join.name}_takes_block_input",
            join.family,
            f"{join.Title} takes X as it came into the block, not the result of {end.title}.",
            "Then nothing of the part before it is on the shortcut any more, and what it has learned is lost on the way.",
            f"Which two tensors does {join.title} take in the figure?",
            join.name,
            (join.name,),
            edits.takes(join.name, *(name if name == MAIN else INPUT for name in b.lines[join.name].takes)),
        )
    yield Misconception(
        f"{first.name}_takes_block_input",
        first.family,
        f"{first.Title} takes X as it came into the block, not the result of {end.title}.",
        WIRED,
        "On which tensor is this layer called?",
        first.name,
        (first.name,),
        edits.takes(first.name, *(INPUT for _ in b.lines[first.name].takes)),
    )
    rest = tuple(name for later in b.parts[part.index :] for name in names(later))
    yield Misconception(
        "returns_early",
        "python",
        f"The function returns after {end.title}: what comes after `return` is never reached.",
        PLAIN,
        "Which line returns, and which steps come after it?",
        rest[0],
        rest,
        edits.ends(end.name),
        weight=0.9,
    )


def missing(part: Roles) -> Misconception:
    place = part.on("main")[0].place
    return Misconception(
        f"part{part.index + 1}_missing",
        "parts",
        f"The {place} is missing: all of it, from {part.on('main')[0].title} to {last(part).title}.",
        "Each part has a task of its own: one lets the places look at each other, another works on each place by itself.",
        "How many parts has the block in the figure?",
        names(part)[0],
        names(part),
        edits.without(*names(part)),
        alone=True,
    )


def together(b: Roles) -> Iterator[Misconception]:
    """One shortcut around all parts, none at all, or the parts in another order."""
    joins = [role for part in b.parts for role in part.on("join")]
    saves = [part.save for part in b.parts[1:] if part.save]
    early = tuple(role.name for role in joins[:-1])

    def m(id: str, says: str, why: str, nudge: str, costs: tuple[str, ...], edit: Edit) -> Misconception:
        return Misconception(id, "parts", says, why, nudge, costs[0], costs, edit, alone=True)

    if len(joins) == len(b.parts):
        every = tuple(role.name for role in joins)
        yield m("one_shortcut_around_all", "There is one shortcut around the whole block; each of its parts should have one.", PLAIN,
                f"How many {joins[0].words}s does the figure show?", every, edits.without(*early, *saves))  # fmt: skip
        yield m("no_shortcuts", f"There is no shortcut in the block: it has no {joins[0].words}.", PLAIN,
                f"How many {joins[0].words}s does the figure show?", every, edits.without(*every))  # fmt: skip
    if len(b.parts) == 2:
        first, second = b.parts
        says = f"The {second.on('main')[0].place} comes before the {first.on('main')[0].place}."
        yield m("parts_exchanged", says, "The order is part of the block.", "Which of the two parts comes first in the figure?",
                (*names(first), *names(second)), exchanged)  # fmt: skip


def exchanged(p: Lines) -> Lines:
    """The lines of the second part first."""
    saves = [i for i, line in enumerate(p.lines) if line.kind == "save" and line.takes == (MAIN,)]
    cut = saves[-1] if len(saves) > 1 else 0
    return replace(p, lines=(*p.lines[cut:], *p.lines[:cut]))


def normalised_after(b: Roles) -> Iterator[Misconception]:
    """Post-norm: the sum is normalised, and not what a part begins with; in all parts or in one."""
    found = [(part.on("main")[0], part.on("join")[-1]) for part in b.parts if part.on("main") and part.on("join")]
    found = [(norm, join) for norm, join in found if norm.does == "normalisation"]

    def moved(p: Lines, pairs: list[tuple[Role, Role]]) -> Lines:
        for norm, join in pairs:
            p = p.moved(norm.name, after=join.name)
        return p

    for pairs in ([found] if len(found) > 1 else []) + [[pair] for pair in found]:
        norm, join = pairs[0]
        every = len(pairs) > 1
        yield Misconception(
            "normalised_after_the_sum" if every else f"{norm.name}_after_the_sum",
            norm.family,
            f"Each {norm.words} stands after the {join.words} of its part, not at its beginning (post-norm)."
            if every
            else f"{norm.Title} stands after {join.title}, not at the beginning of its part.",
            FIRST,
            ASKS,
            norm.name,
            tuple(role.name for pair in pairs for role in pair),
            partial(moved, pairs=pairs),
            alone=every,
        )


def no_such_step(b: Roles) -> Iterator[Misconception]:
    """A step that stands in several parts, and in the answer in none."""
    kinds: dict[str, list[Role]] = {}
    for role in b:
        if role.does == "" and role.path == "main":
            kinds.setdefault(role.kind, []).append(role)
    for kind, found in kinds.items():
        if len(found) > 1:
            every = tuple(role.name for role in found)
            yield Misconception(f"no_{kind}", found[0].family, f"There is no {found[0].words} in the block.", "Each step of the figure is one line; without it the block computes something else.",
                                "Count the steps of the figure, and your lines.", every[0], every, edits.without(*every), alone=True)  # fmt: skip
