"""Steps that are all there, in another order: moved over the addition, or exchanged with a neighbour."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ...value.edits import Misconception
from ...value.roles import Role, Roles, ordinal
from . import edits
from .why import NORM_LAST, RELU_FIRST
from .why import order as in_order


def first_of_the_join(b: Roles) -> str:
    """The line before which the main path has come to its end."""
    return next(iter([*b.on("shortcut"), *b.on("join")])).name


def across_the_join(b: Roles) -> Iterator[Misconception]:
    """What belongs after the addition stands before it, or the reverse."""
    if not b.on("join"):
        return
    join, last, after = b.on("join")[0], b.on("main")[-1], b.on("after")
    for role in after[:1]:
        yield Misconception(
            f"{role.kind}_before_addition",
            role.family,
            f"{role.words} stands before the {join.words}, not after it.",
            RELU_FIRST,
            f"What comes first after {last.title}: the {join.words} or {role.words}?",
            role.name,
            (role.name, join.name),
            edits.moved(role.name, before=first_of_the_join(b)),
        )
    if last.does != "kernel":
        kernel = next((role for role in reversed(b.on("main")) if role.does == "kernel"), last)
        asks = f"What comes first after {kernel.title}?"
        yield Misconception(
            f"{last.kind}_after_addition",
            last.family,
            f"{last.Title} stands after the {join.words}, not before it.",
            NORM_LAST,
            asks,
            last.name,
            (last.name,),
            edits.moved(last.name, after=join.name),
        )
        for role in after[-1:]:
            yield Misconception(
                f"{last.kind}_after_last_{role.kind}",
                last.family,
                f"{last.Title} stands at the very end, after {role.title}.",
                NORM_LAST,
                asks,
                last.name,
                (last.name,),
                edits.moved(last.name, after=role.name),
            )


def exchanged(b: Roles) -> Iterator[Misconception]:
    """Two neighbours of a component in the other order; a normalisation that follows the next component's kernel."""
    for i, names in enumerate(b.components):
        kernel = next((name for name in names if b[name].does == "kernel"), names[0])
        for first, second in pairwise([b[name] for name in names]):
            yield Misconception(
                f"{second.name}_before_{first.name}",
                second.family,
                f"In the {ordinal(i)} component {second.words} stands before {article_of(first)}.",
                in_order(b),
                "Which of the two comes first in the figure?"
                if first.name == kernel or names.index(kernel) > names.index(first.name)
                else f"What does the figure show right after this {b.kernel}?",
                second.name,
                (second.name, first.name) if first.does == "kernel" else (first.name, second.name),
                edits.moved(second.name, before=first.name),
                looks=(kernel, "(?s)^(?!.*activation)") if second.does == "activation" else ("", ""),
            )
        if i + 1 < len(b.components):
            following = next((name for name in b.components[i + 1] if b[name].does == "kernel"), "")
            for role in (b[name] for name in names if b[name].does == "normalisation" and name != names[0] and following):
                yield Misconception(
                    f"{role.name}_after_{following}",
                    role.family,
                    f"{role.Title} does not follow its own {b.kernel}: ReLU and the next {b.kernel} come first.",
                    in_order(b),
                    f"What does the figure show right after this {b.kernel}?",
                    role.name,
                    (role.name,),
                    edits.moved(role.name, after=following),
                    weight=1.5,
                )


def over_a_boundary(b: Roles) -> Iterator[Misconception]:
    """Where components end with their kernels: what follows a kernel stands before it."""
    if not b.components or b[b.components[0][0]].does == "kernel":
        return
    for before, after in pairwise(b.components):
        kernel, second = b[before[-1]], b[after[0]]
        if kernel.does == "kernel" and second.does == "activation" and second.name != before[0]:
            yield Misconception(
                f"{second.name}_before_{kernel.name}",
                second.family,
                f"{second.Title} stands before {kernel.title}, not after it.",
                in_order(b),
                "Which of the two comes first in the figure?",
                second.name,
                (second.name, kernel.name),
                edits.moved(second.name, before=kernel.name),
            )


def article_of(role: Role) -> str:
    """ "the convolution", but "batch normalisation" and "ReLU"."""
    return f"the {role.words}" if role.does == "kernel" else role.words
