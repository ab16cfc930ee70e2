"""One slip in all steps of a kind."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ...value.edits import Edit, Misconception
from ...value.lines import KEPT, MAIN, Line, Lines
from ...value.roles import Role, Roles
from . import edits
from .extra import more, one
from .why import order as in_order
from .why import step_of


def in_all_steps(b: Roles) -> Iterator[Misconception]:
    """Each is tried alone: together with another it explains too much."""
    norms, relus = ([role for role in b if role.does == does and role.path != "shortcut"] for does in ("normalisation", "activation"))
    every_norm = tuple(role.name for role in b if role.does == "normalisation")

    def m(id: str, family: str, says: str, why: str, nudge: str, at: str, costs: tuple[str, ...], edit: Edit) -> Misconception:
        return Misconception(id, family, says, why, nudge, at, costs, edit, alone=True)

    if len(norms) > 1:
        asks = "What follows each convolution in the figure?"
        asks = asks if b.on("main")[0].does == "kernel" else "What stands before each convolution in the figure?"
        asks = asks if b.kernel == "convolution" else "Where does the figure show one?"
        yield m(f"no_{norms[0].words.replace(' ', '_')}", norms[0].family, f"There is no {norms[0].words} in the block.", step_of(b, norms[0]),
                asks, "", every_norm, edits.without(*every_norm))  # fmt: skip
    if len(relus) > 1:
        names, on_main = tuple(role.name for role in relus), tuple(role.name for role in relus if role.path == "main")
        asks = f"Count the {relus[0].words}s in the figure."
        yield m(
            f"no_{relus[0].kind}",
            "activation",
            f"There is no {relus[0].words} in the block.",
            step_of(b, relus[0]),
            asks,
            "",
            names,
            edits.without(*names),
        )
        if on_main != names and len(on_main) > 1:
            yield m(f"no_{relus[0].kind}_on_main", "activation", f"There is no {relus[0].words} on the main path.", step_of(b, relus[0]), asks, "", on_main,
                    edits.without(*on_main))  # fmt: skip
        yield from built_in(b, relus, norms)
    for join in b.on("join") if b.on("after") else ():
        yield m("added_twice", join.family, f"The shortcut is {b.steps[join.name].done} twice.", "Adding the input twice gives another sum than the figure's.",
                f"How many {join.words}s does the figure show?", join.name, (join.name, b.on("after")[0].name, "output"),
                edits.after(join.name, Line("stray_add", join.kind, dict(b.lines[join.name].settings), (MAIN, KEPT))))  # fmt: skip


def in_another_order(b: Roles) -> Iterator[Misconception]:
    """The steps of every component in another order: each kernel first or last, each normalisation behind its activation."""
    kernels = [next((name for name in names if b[name].does == "kernel"), "") for names in b.components]
    relu, norm = one(b, "activation"), one(b, "normalisation")
    if len(kernels) < 2 or not all(kernels) or norm is None:
        return
    conv = b[kernels[0]].words
    which = "Compare the order of the steps in each component with the figure."

    def m(id: str, says: str, edit: Edit, *more: str) -> Misconception:
        steps = tuple(name for names in b.components for name in names)
        return Misconception(id, "whole block", says, in_order(b), which, kernels[0], (*steps, *more), edit, weight=1.5, alone=True)

    def kernels_moved(p: Lines, first: bool) -> Lines:
        for names, kernel in zip(b.components, kernels):
            if len(names) > 1:
                p = p.moved(kernel, before=names[0]) if first else p.moved(kernel, after=names[-1])
        return p

    def behind_kernels(p: Lines) -> Lines:
        for names, kernel in zip(b.components, kernels):
            for name in names:
                p = p.moved(name, after=kernel) if b[name].does == "normalisation" else p
        return p

    if all(names[-1] == kernel for names, kernel in zip(b.components, kernels)):
        steps = " and ".join(words for words in (norm.words, relu.words if relu else "") if words)
        yield m("postactivation", f"Each {conv} stands before its {steps}, not after them.", lambda p: kernels_moved(p, True))
        yield m(f"{norm.kind}_after_{b[kernels[0]].kind}", f"Each {norm.words} stands after its {conv}, not before it.", behind_kernels)
        if relu and b.on("join") and not b.on("after"):
            last = next(name for name in reversed(b.components[-1]) if b[name].does == "activation")
            join = b.on("join")[0]
            yield m("postactivation", f"Each {conv} stands before its {steps}, and the last {relu.words} after the {join.words}.",
                    lambda p: kernels_moved(p, True).moved(last, after=join.name), join.name)  # fmt: skip
    elif all(names[0] == kernel for names, kernel in zip(b.components, kernels)):
        yield m("preactivation", f"In each component the {conv} comes last; it should come first.", lambda p: kernels_moved(p, False))
    pairs = [names for names in b.components if [b[n].does for n in names if b[n].does != "kernel"] == ["normalisation", "activation"]]
    if relu and len(pairs) > 2:  # two are found one by one
        yield m(
            f"{relu.kind}_before_{norm.kind}",
            f"In each component {relu.words} stands before {norm.words}.",
            lambda p: exchanged(p, b, pairs),
        )


def exchanged(p: Lines, b: Roles, components: list[list[str]]) -> Lines:
    for names in components:
        norm, relu = (next(name for name in names if b[name].does == does) for does in ("normalisation", "activation"))
        p = p.moved(relu, before=norm)
    return p


def built_in(b: Roles, relus: list[Role], norms: list[Role]) -> Iterator[Misconception]:
    """The activation as an argument of every convolution of the main path, or of the shortcut too."""
    kernels, aside = ([role for role in b.on(path) if role.does == "kernel"] for path in ("main", "shortcut"))
    relu, on_main = one(b, "activation"), [role.name for role in relus if role.path == "main"]
    if relu is None or len(kernels) < 2 or not norms or b.on("main")[0].does != "kernel":
        return

    def everywhere(p: Lines, among: list[Role], without: tuple[str, ...]) -> Lines:
        p = p.without(*without)
        for i, role in reversed(list(enumerate(among, 1))):
            p = p.after(role.name, more(b, relu, f"{relu.kind}_in{i}", KEPT if role.path == "shortcut" else MAIN, fused=True))
        return p

    words, id = (
        f"{relu.words} is built into every convolution, so it acts before {norms[0].words}",
        f"{relu.kind}_in_every_{kernels[0].kind}",
    )
    asks, names = "Which argument of the convolutions is not in the list of steps?", tuple(role.name for role in relus)
    for among in (kernels, [*kernels, *aside]) if aside else (kernels,):
        costs = (*on_main, *(role.name for role in norms), *(role.name for role in b.on("shortcut") if among is not kernels))
        for id_too, more_words, costly, without in (
            (id, "", costs, tuple(on_main)),
            (id, f", and there is no other {relu.words}", (*costs, *names[len(on_main) :]), names),
            (f"{id}_too", f", besides the {relu.words}s that belong there", costs, ()),
        ):
            yield Misconception(
                id_too,
                "activation",
                f"{words}{more_words}.",
                in_order(b),
                asks,
                on_main[0] if on_main else names[0],
                costly,
                partial(everywhere, among=among, without=without),
                alone=True,
            )
