"""One step too many: on the way, built into a convolution, a component or a step twice, or anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from ...value.edits import STRAY, Edit, Misconception
from ...value.lines import KEPT, MAIN, Line
from ...value.roles import Role, Roles, ordinal
from . import edits
from .order import first_of_the_join
from .why import NORM_LAST, ONE_LINE, RELU_FIRST, clean
from .why import order as in_order

BUILT_IN = r"\bactivation\s*=(?!\s*(None|['\"]linear))"  # into a layer, on its line
NOT_BUILT_IN = rf"(?s)^(?!.*{BUILT_IN})"


def one(b: Roles, does: str) -> Role | None:
    """A step of the main path that does this."""
    return next((role for role in b.on("main") if role.does == does), None)


def more(b: Roles, role: Role, name: str, way: str = MAIN, **settings: object) -> Line:
    """Another line of a step's kind, with its settings."""
    line = b.lines[role.name]
    return Line(name, role.kind, dict(line.settings) | settings, (way,) * len(line.takes), way)


def on_the_way(b: Roles) -> Iterator[Misconception]:
    """An activation or a normalisation more: before or after the addition, on the shortcut, on the input."""
    relu, norm = one(b, "activation"), one(b, "normalisation")
    if relu:
        yield from before_the_join_too(b, relu)
    if norm:
        yield from after_the_join_too(b, norm)
    if relu:
        yield from on_the_shortcut(b, relu)
        yield from on_the_input(b, relu)


def before_the_join_too(b: Roles, relu: Role) -> Iterator[Misconception]:
    main = b.on("main")
    for role in b.on("join")[:1] if b.on("after") and main[-1].does != "activation" else ():
        yield Misconception(
            f"{relu.kind}_before_and_after",
            "activation",
            f"There is a {STRAY} before the {role.words}, besides the {relu.words} after it; only the last belongs there.",
            RELU_FIRST,
            f"Count the {relu.words}s of the main path in the figure.",
            role.name,
            (role.name, main[-1].name),
            edits.before(first_of_the_join(b), more(b, relu, f"stray_{relu.kind}")),
        )


def after_the_join_too(b: Roles, norm: Role) -> Iterator[Misconception]:
    after = b.on("after")
    for role in b.on("join")[:1] if after else ():
        yield Misconception(
            f"{norm.kind}_after_addition_too",
            norm.family,
            f"There is a {norm.words} after the {role.words}, besides the one before it.",
            NORM_LAST,
            f"Count the {norm.words}s in the figure.",
            after[0].name,
            (after[0].name, role.name, "output"),
            edits.after(role.name, more(b, norm, f"stray_{norm.kind}")),
        )


def on_the_shortcut(b: Roles, relu: Role) -> Iterator[Misconception]:
    shortcut = b.on("shortcut")
    for role in b.on("join")[:1]:
        yield Misconception(
            f"{relu.kind}_on_shortcut",
            "activation",
            f"There is a {STRAY} on the shortcut.",
            f"The shortcut ends with {shortcut[-1].words}; {relu.words} would cut off the negative half of what it carries."
            if shortcut
            else "Without the negative numbers the shortcut no longer carries all that came in. " + clean(b),
            "What stands on the shortcut in the figure?",
            role.name,
            (role.name, *(step.name for step in shortcut[-1:])),
            edits.before(role.name, more(b, relu, f"{relu.kind}_shortcut", KEPT)),
        )


def on_the_input(b: Roles, relu: Role) -> Iterator[Misconception]:
    main, join, shortcut = b.on("main"), b.on("join"), b.on("shortcut")
    if join and main[0].does != "activation":
        yield Misconception(
            f"{relu.kind}_on_input",
            "activation",
            f"The block begins with a {STRAY}.",
            f"X goes into {main[0].title}, and on the shortcut, as it is.",
            "What is the first step in the figure?",
            main[0].name,
            (main[0].name, join[0].name, *(step.name for step in shortcut[:1])),
            edits.before(b.save, more(b, relu, f"stray_{relu.kind}")),
            weight=1.2,
        )


def at_the_end(b: Roles) -> Iterator[Misconception]:
    """An activation or a normalisation more, before or after the addition with which the block ends."""
    if not b.is_last or not b.on("join") or b.on("after"):
        return
    join, last = b.on("join")[0], b.on("main")[-1]
    cut = f"It cuts off the negative half of what the main path has made, before that is {b.steps[join.name].done}."
    changed = f"What follows the {join.words} changes what the shortcut carries as well." if join.words == "addition" else ONE_LINE

    def m(id: str, role: Role, where: str, ends: str, why: str, nudge: str, edit: Edit) -> Misconception:
        says = f"There is a {STRAY} {where} the {join.words}; the {ends}."
        looks = (last.name, NOT_BUILT_IN) if role.does == "activation" and last.does == "kernel" else ("", "")
        return Misconception(id, role.family, says, why, nudge, join.name, (join.name, "output"), edit, looks=looks)

    for role in filter(None, (one(b, "activation"), one(b, "normalisation"))):
        stray, end, asks = more(b, role, f"stray_{role.kind}"), f"block ends with the {join.words}", "What is the last step in the figure?"
        yield m(f"{role.kind}_after_addition_too", role, "after", end, changed, asks, edits.after(join.name, stray))
        if role.does != last.does:
            why, end = cut if role.does == "activation" else ONE_LINE, f"main path ends with {last.title}"
            asks = f"What comes first after {last.title}?"
            yield m(f"{role.kind}_before_addition", role, "before", end, why, asks, edits.before(first_of_the_join(b), stray))


def fused(b: Roles) -> Iterator[Misconception]:
    """An activation as a convolution's own argument, in place of its line or besides; and one as a line between the two."""
    relu = one(b, "activation")
    for i, names in enumerate(b.components if relu else ()):
        found = {b[name].does: b[name] for name in reversed(names)}
        kernel, norm, own = (found.get(does) for does in ("kernel", "normalisation", "activation"))
        if relu and kernel and len(names) > 1:
            yield from at_its_end(b, i, relu, kernel, names[names.index(kernel.name) + 1 :])
        if relu and kernel and norm and names.index(kernel.name) < names.index(norm.name):
            yield from before_norm(b, i, relu, kernel, norm, own)


def asks_which(b: Roles) -> str:
    return f"Which argument of this {b.kernel} is not in the list of steps?"


def at_its_end(b: Roles, i: int, relu: Role, kernel: Role, after: list[str]) -> Iterator[Misconception]:
    """Built into a convolution with which a component ends, or after which its activation comes at once. i: the component's number; after: its
    steps behind that."""
    if [name for name in after if b[name].does != "activation"] or len(after) > 1:
        return
    behind = after or (b.components[i + 1][:1] if i + 1 < len(b.components) else [role.name for role in b.on("join")])
    second = next((b[name] for name in behind if b[name].does == "activation"), None)
    besides = f", besides {second.title} that follows" if second else ""
    yield Misconception(
        f"{relu.kind}_in_{kernel.name}_too",
        "activation",
        f"{STRAY} is built into {kernel.title}{besides}.",
        in_order(b),
        asks_which(b),
        kernel.name,
        (kernel.name, *behind),
        edits.after(kernel.name, more(b, relu, f"stray_{relu.kind}_in{i + 1}", fused=True)),
        weight=1.15,
        looks=(kernel.name, BUILT_IN),
        idle=second is not None and b.steps[second.name].idempotent and relu.words == second.words,
    )


def before_norm(b: Roles, i: int, relu: Role, kernel: Role, norm: Role, own: Role | None) -> Iterator[Misconception]:
    """Built into a convolution, or right after it, where its normalisation comes next. i: the component's number; own: its activation."""
    stray = f"stray_{relu.kind}_in{i + 1}"
    if own:
        yield Misconception(
            f"{relu.kind}_in_{kernel.name}",
            "activation",
            f"{STRAY} is built into {kernel.title}, so it acts before {norm.words}.",
            in_order(b),
            asks_which(b),
            own.name,
            (norm.name, own.name),
            lambda p: p.without(own.name).after(kernel.name, more(b, relu, own.name, fused=True)),
            looks=(kernel.name, BUILT_IN),
        )
    yield Misconception(
        f"{relu.kind}_in_{kernel.name}_too",
        "activation",
        f"{STRAY} is built into {kernel.title}" + (f" besides the {relu.words} after {norm.words}." if own else "."),
        in_order(b),
        asks_which(b),
        norm.name,
        (norm.name, kernel.name),
        edits.after(kernel.name, more(b, relu, stray, fused=True)),
        looks=(kernel.name, BUILT_IN),
    )
    yield Misconception(
        f"{relu.kind}_before_{norm.name}_too",
        "activation",
        f"There is a {STRAY} between {kernel.title} and its {norm.words}"
        + (f", besides the {relu.words} that belongs there." if own else f"; the {ordinal(i)} component has none."),
        in_order(b),
        f"What does the figure show right after this {b.kernel}?",
        norm.name,
        (norm.name, kernel.name),
        edits.after(kernel.name, more(b, relu, stray)),
        looks=(kernel.name, NOT_BUILT_IN),
    )


def component_twice(b: Roles) -> Iterator[Misconception]:
    if len(b.components) < 2:
        return
    end = [role.name for role in b.on("join")]
    for i, names in enumerate(b.components):
        following = [b.components[i + 1][0]] if i + 1 < len(b.components) else []
        yield Misconception(
            f"component{i + 1}_twice",
            b.kernel,
            f"The {ordinal(i)} component is there twice.",
            f"The main path has {len(b.components)} components; one more is another block with other weights.",
            f"Count the {b.kernel}s of the main path in the figure.",
            names[0],
            (*names, *following, *end, b.components[-1][-1], "output"),
            edits.again(*names),
        )


def step_twice(b: Roles) -> Iterator[Misconception]:
    """A layer twice in a row. One that does nothing after itself explains nothing."""
    order = [*b.on("main"), *b.on("join"), *b.on("after")]
    for i, role in enumerate(order):
        if role.path == "join":
            continue
        following = order[i + 1].name if i + 1 < len(order) else role.name
        idle = b.steps[role.name].idempotent
        yield Misconception(
            f"{role.name}_twice",
            role.family,
            f"{role.Title} is there twice.",
            "Each step of the figure is one line.",
            "Compare your lines with the steps one by one: which is there twice?",
            role.name,
            (role.name, following, "output"),
            edits.again(role.name),
            weight=9 if idle else 1.3,
            alone=idle,
            idle=idle,
        )


def anywhere(b: Roles) -> Iterator[Misconception]:
    """One more step of each kind of the block, before each of its steps."""
    kinds = {role.kind: role for role in reversed(list(b)) if role.path != "join"}
    for role in b:
        way = KEPT if role.path == "shortcut" else MAIN
        for kind, like in reversed(kinds.items()):
            line = more(b, like, f"stray_{kind}", way)
            yield Misconception(
                f"extra_{kind}_before_{role.name}",
                like.family,
                f"There is one {STRAY} too many, before {role.title}.",
                ONE_LINE,
                "Compare your lines with the steps one by one.",
                role.name,
                (role.name, *b.steps),
                edits.before(role.name, line),
                weight=1.4,
            )
