"""What each criterion says, derived from the roles and the settings of the lines that it judges, or as the exercise's file has it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise

from ...exercises import exercise as named
from ...judge.criteria import Asked, criteria
from ...layers import Layer
from ...value.exercise import Exercise
from ...value.lines import MAIN, Call
from ...value.roles import Role, ordinal, roles, sentence
from .parts import end_of_main, kept
from .quoted import listed, plural, written
from .speaker import KINDS, a


@cache
def in_words(exercise: str) -> dict[str, str]:
    """The sentence of every criterion of an exercise, by its id."""
    value = named(exercise)
    return {c.id: value.says.get(c.id) or derived(value, c) for c in criteria(value)}


def criterion_of(exercise: str, id: str) -> str:
    return in_words(exercise)[id]


def derived(exercise: Exercise, criterion: Asked) -> str:
    if not criterion.at:
        return WHOLE[criterion.id](exercise)
    role = roles(exercise.lines)[criterion.at[0]]
    return part(exercise, criterion) if role.path == "call" else step(exercise, role)


# -- a step ----------------------------------------------------------------------------------------------------------------------


def step(exercise: Exercise, role: Role) -> str:
    every = roles(exercise.lines)
    layer = every.steps[role.name]
    every = every if every.network else every.parts[role.part]
    path, first = every.on(role.path), next(iter(exercise.contract.parameters))
    before = path[at - 1] if (at := path.index(role)) else None
    asks = layer.asked
    if role.path == "shortcut":
        taken = f"after its {before.words}" if before else f"of {f'the result of {every.fork}' if every.fork else first}"
        return f"Shortcut: {role.words if before else a(role.words)} {taken}{f' with {asks}' if asks and not before else ''}."
    if role.path == "join":
        ends = [end_of_main(exercise, role), kept(exercise, role)]
        if layer.ordered:
            takes = exercise.lines[role.name].takes
            return f"{role.Title} takes {' and '.join(ends if takes[0] == MAIN else ends[::-1])}, in this order."
        return f"{role.Title} takes {' and '.join(ends)}."
    if role.path == "after":
        behind = before.title if before else f"the {every.on('join')[-1].words}"
        return f"{sentence(a(role.words))} after {behind}."
    if role.path in ("stem", "head"):
        return f"{sentence(role.path)}: {role.words}{f', {asks}' if asks else ''}."
    title = f"{ordinal(role.nth)} {role.words}" if role.of > 1 else role.words
    words = f"{', ' if asks.startswith('over ') else ': '}{asks}" if asks else ""
    return f"{sentence(title)}{words}{'; no ReLU after it' if bare(path, at) else ''}."


def bare(path: list[Role], at: int) -> bool:
    """Whether no activation stands behind the last step of a path, though one does behind every other step of its kind."""
    followed = [after.kind == "relu" for step, after in pairwise(path) if step.words == path[at].words]
    return at == len(path) - 1 and bool(followed) and all(followed)


# -- a part of a network that is made of calls ---------------------------------------------------------------------------------------


def part(exercise: Exercise, criterion: Asked) -> str:
    """ "Stage 2: a convolutional block (s=1) and two identity blocks with filters [64, 64, 256].": arguments that are the same in all of the
    network are left out, those that are the same in the part stand behind, and those of one kind of block in brackets."""
    calls = {name: exercise.lines.calls[name] for name in criterion.at}
    everywhere = common(list(exercise.lines.calls.values()))
    shared = {name: value for name, value in common(list(calls.values())).items() if name not in everywhere}
    kinds: dict[str, list[Call]] = {}
    for call in calls.values():
        kinds.setdefault(call.kind, []).append(call)
    blocks = []
    for kind, alike in kinds.items():
        own = ", ".join(f"{n}={written(v)}" for n, v in common(alike).items() if n not in everywhere and n not in shared)
        words = kind.replace("_", " ")
        blocks.append((a(words) if len(alike) == 1 else plural(len(alike), words)) + (f" ({own})" if own else ""))
    behind = " and ".join(f"{name} {written(value)}" for name, value in shared.items())
    place = exercise.lines[criterion.at[0]].part or "called"
    return f"{sentence(place)}: {listed(blocks)}{f' with {behind}' if behind else ''}."


def common(calls: list[Call]) -> dict[str, object]:
    """The arguments that all calls have alike."""
    first, *others = (dict(call.arguments) for call in calls)
    return {name: value for name, value in first.items() if all(other.get(name) == value for other in others)}


# -- the whole -----------------------------------------------------------------------------------------------------------------------


def call(exercise: Exercise) -> str:
    if not exercise.lines.calls:
        return "The function takes the arguments described, works on arrays and on Keras tensors, and returns its result."
    return f"The function takes {listed(exercise.contract.parameters)}, and returns a Keras Model with that input."


def training(exercise: Exercise) -> str:
    if exercise.lines.calls:
        return "No batch normalisation is fixed in one mode: Keras decides between fitting and predicting."
    layers = every(exercise, lambda layer: "training" in layer.settings())
    if "training" not in exercise.contract.parameters:
        return f"No {layers} is fixed in one mode: Keras decides between fitting and predicting."
    return f"The `training` argument reaches every {layers}."


def initializer(exercise: Exercise) -> str:
    return f"Every {every(exercise, lambda layer: layer.does == 'kernel')} draws its kernel from `initializer(seed=0)`."


def every(exercise: Exercise, has: Callable[[Layer], bool]) -> str:
    """The kinds of an exercise's layers that have something."""
    return listed(dict.fromkeys(KINDS[layer.kind] for layer in exercise.lines.steps().values() if has(layer))) or "layer"


def defaults(exercise: Exercise) -> str:
    given = any(isinstance(p.default, (int, float, tuple)) for p in exercise.contract.parameters.values())
    own = ", and the function's own defaults as they were given" if given else ""
    return f"Everything else is as Keras has it by default{own}."


def output(exercise: Exercise) -> str:
    modes = " and in both training modes" if "training" in exercise.contract.parameters else ""
    return f"The whole block gives the reference's output, for every size{modes}."


WHOLE: dict[str, Callable[[Exercise], str]] = {
    "call": call,
    "training": training,
    "initializer": initializer,
    "defaults": defaults,
    "gradients": lambda _: "Every layer learns: gradients reach the input and all weights, moving averages follow, no layer is used twice.",
    "output": output,
    "summary": lambda _: "The model's summary, row by row, is the expected one.",
}
