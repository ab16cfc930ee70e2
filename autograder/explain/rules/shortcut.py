"""What goes wrong on the shortcut: where it has steps of its own (a projection), and where it has none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise

from ...value.edits import Misconception
from ...value.lines import INPUT, KEPT, MAIN, Line, Lines
from ...value.roles import Role, Roles
from . import edits
from .extra import more, one
from .why import PROJECTION, clean, plain
from .why import order as in_order
from .wires import shortcut_before

m, FAMILY = Misconception, "projection"  # each of the rows below, where the shortcut has steps of its own
TWO_NAMES = r"^\s*\w+\s*=\s*\w+\s*=(?!=)"  # a line that keeps its result twice


def short(role: Role) -> str:
    """In an id."""
    return {"normalisation": "norm", "kernel": "", "activation": "relu"}.get(role.does, role.kind)


def projected(role: Role, ending: str) -> str:
    return "_".join(filter(None, ("projection", short(role), ending)))


def with_steps(b: Roles) -> Iterator[Misconception]:
    steps, join, main = b.on("shortcut"), b.on("join"), b.on("main")
    if not steps or not join:
        return
    own = tuple(role.name for role in steps)
    add = join[0].name
    begins, done = f"the result of {b.fork}" if b.fork else "X", b.steps[add].done
    bare = (
        f"The shortcut has no steps of its own: {begins} itself is {done}."
        if b.fork
        else f"The shortcut has no projection: X itself is {done}."
    )
    yield m("no_projection", FAMILY, bare, PROJECTION, "Which shapes do the two paths have when they meet?",
            own[0], own, edits.without(*own))  # fmt: skip
    yield m("no_shortcut", FAMILY, f"There is no shortcut: neither its steps nor the {join[0].words}.", plain(b), "How many paths lead from X to the end in the figure?",
            own[0], (*own, add), edits.without(*own, add), alone=True)  # fmt: skip
    for i, role in enumerate(steps):
        instead = "on the projection" if i else f"on the result of {b.fork}" if b.fork else "on the block's input"
        yield m(projected(role, "takes_main"), FAMILY, f"{role.Title} works on the main path's result, not {instead}.",
                "Then there is only one path: the input reaches the end through all three convolutions only." if i == 0 else "The projection's result is thrown away.",
                f"On which tensor is {role.title} called?", role.name, (role.name,), edits.takes(role.name, MAIN))  # fmt: skip
    for role in steps[:1] if b.fork else ():
        yield m(projected(role, "takes_input"), FAMILY, f"{role.Title} works on the block's input, not on {begins}.", plain(b), f"On which tensor is {role.title} called?",
                role.name, (role.name,), partial(input_taken, name=role.name, takes=(INPUT,)))  # fmt: skip
    for i, role in enumerate(steps):
        with_it = "with the projection" if i == 0 else f"with {role.title}"
        yield m(projected(role, "kept_in_X"), FAMILY, f"The result of {role.title} is kept in X, where the main path's result was.",
                "The main path's result is overwritten, and the shortcut stays as it was." if i == 0 else f"The main path's result is overwritten before the {join[0].words}.",
                f"Look at the left side of the line {with_it}.", role.name, (*own, add), edits.gives(role.name, MAIN))  # fmt: skip
    for role in steps[:-1]:
        yield m(projected(role, "kept_in_both"), FAMILY, f"The result of {role.title} is kept in X too, where the main path's result was.", "The main path's result is overwritten.",
                "How many names stand on the left side of this line?", role.name, (add, "output"),
                edits.after(role.name, Line("both", "save", takes=(KEPT,), gives=MAIN)), 0.85, looks=(role.name, TWO_NAMES))  # fmt: skip
    for first, second in pairwise(steps):
        yield m(f"shortcut_{short(second) or second.kind}_first", FAMILY, f"On the shortcut {second.words} stands before the {first.words}.", in_order(b), "Which of the two comes first in the figure?",
                second.name, own, edits.moved(second.name, before=first.name))  # fmt: skip
    for role in [role for role in steps if role.does == "normalisation"][-1:]:
        yield m("shortcut_norm_twice", FAMILY, f"There are two {role.words}s on the shortcut.", f"The projection is a {steps[0].words} and one {role.words}.",
                "Count the steps on the shortcut in the figure.", role.name, (role.name, add), edits.before(add, more(b, role, f"{role.kind}_shortcut", KEPT)))  # fmt: skip
    yield m("adds_the_input", FAMILY, f"The {join[0].words} takes the block's own input, not the projected one.", PROJECTION, f"Which two tensors does the {join[0].words} take?", add, (add,),
            partial(input_taken, name=add, takes=(MAIN, INPUT)), 1.1)  # fmt: skip
    yield m("main_takes_projection", FAMILY, "The main path begins with the projected shortcut, not with X.", "Both paths start from the block's input.",
            f"On which tensor is {main[0].title} called?", main[0].name, (main[0].name, *own),
            lambda p: shortcut_before(p, steps, main[0].name).wired(main[0].name, takes=(KEPT,)), 1.1)  # fmt: skip
    relu = one(b, "activation")
    if relu is None:
        return
    for first, second in pairwise(steps):
        yield m("shortcut_relu_and_norm_swapped", FAMILY, f"On the shortcut a {relu.words} stands between the {first.words} and {second.words}.",
                "The shortcut has no activation: it should carry what came in, negative numbers too.", "What stands on the shortcut in the figure?", second.name, own,
                edits.after(first.name, more(b, relu, f"{relu.kind}_shortcut", KEPT)))  # fmt: skip


def without_steps(b: Roles) -> Iterator[Misconception]:
    """A normalisation, a kernel or both, where X itself is to be added."""
    join = b.on("join")
    if b.on("shortcut") or not join:
        return
    norm, kernels = one(b, "normalisation"), [role for role in b.on("main") if role.does == "kernel"]
    add = join[0].name

    def m(id: str, family: str, says: str, *lines: Line) -> Misconception:
        return Misconception(
            id,
            family,
            says,
            clean(b),
            "What stands on the shortcut of this block in the figure?",
            add,
            (add,),
            lambda p: before_join(p, add, lines),
        )

    normed = [more(b, norm, f"{norm.kind}_shortcut", KEPT)] if norm else []
    if norm:
        yield m(f"{norm.kind}_on_shortcut", norm.family, f"There is a {norm.words} on the shortcut.", *normed)
    if kernels:
        conv = more(b, kernels[-1], f"{kernels[-1].kind}_shortcut", KEPT)
        yield m(f"{conv.kind}_on_shortcut", kernels[-1].family, f"There is a {kernels[-1].words} on the shortcut.", conv)
        if norm:
            says = f"The shortcut has a projection, a {kernels[-1].words} and {norm.words}, as in the convolutional block."
            yield m("projection_on_identity", kernels[-1].family, says, conv, *normed)


def input_taken(p: Lines, name: str, takes: tuple[str, ...]) -> Lines:
    """With what comes in kept under a name of its own, for this line to take."""
    return p.put(0, Line("keep", "save", gives=INPUT)).wired(name, takes=takes)


def before_join(p: Lines, add: str, lines: tuple[Line, ...]) -> Lines:
    return p.before(add, *(replace(line) for line in lines))
