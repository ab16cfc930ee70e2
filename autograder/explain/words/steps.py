"""Sentences about single steps, the calls of a network, and the place where paths meet."""

from __future__ import annotations

from dataclasses import fields

from ...judge.finding import Difference, Finding
from ...layers import LAYERS
from ...layers.formula import Formula, spoken
from ...value.roles import sentence
from .parts import SHORTCUT, kept
from .quoted import error_of, exception, listed, number, placed, plural, shown, written
from .speaker import Sentences, Speaker, layer

OTHERWISE = {kind.kind: kind.otherwise for kind in LAYERS}


def settings(f: Finding, s: Speaker) -> str:
    if s.role(f.at).path == "call":
        words = [
            f"{d.name} is {written(d.found)}, not {written(d.due)}" if d.name else f"{d.due} is due, {d.found} is called" for d in f.found
        ]
    else:
        words = [f"its {d.name} {'are' if d.name.endswith('s') else 'is'} {shown(d.found)}, not {due(d)}" for d in f.found]
    return f"{s.this(f.at)}{placed(f.line)}: {'; '.join(words)}."


def due(difference: Difference) -> str:
    return f"{spoken(difference.symbol)} = {difference.due}" if difference.symbol else shown(difference.due)


def should_have(f: Finding, s: Speaker) -> str:
    found = f" It has {', '.join(f'{name}={value}' for name, value in f.found.items())}." if f.found else ""
    due = f.due.asked or "no settings of its own"
    step = s.step(f.at)
    named = [(getattr(step, field.name), getattr(f.due, field.name)) for field in fields(step)]
    arguments = [f"{'' if Formula(name).computed else 'the argument '}`{name}` is {number}" for name, number in named if name != number]
    due += f" ({listed(arguments)})" if arguments else ""
    return f"{s.this(f.at)}{placed(f.line)} should {'work' if due.startswith('over ') else 'have'} {due}.{found}"


def own_settings(f: Finding, s: Speaker) -> str:
    found = " and ".join(f"{name}={value}" for name, value in f.found.items())
    return f"{s.this(f.at)}{placed(f.line)} has {found}: it is not a plain {s.role(f.at).words}."


def takes_another(f: Finding, s: Speaker) -> str:
    due = f"the result of {s.title(f.due)}" if f.due else "the block's own input"
    return f"{s.this(f.at)}{placed(f.line)} does not take {due}."


def too_much(f: Finding, s: Speaker) -> str:
    what = f"a call of {f.found}" if f.layer == "call" else layer(f.found)
    return f"There is one step too many {f.name} {s.title(f.at)}: {what}{placed(f.line)}."


def number_of_calls(f: Finding, s: Speaker) -> str:
    return f"{sentence(s.role(f.at).place)} has {f.found} blocks, not {f.due}{placed(f.line)}."


def joined(s: Speaker, name: str) -> str:
    return s.step(name).done


def joined_otherwise(f: Finding, s: Speaker) -> str:
    layer = s.step(f.at)
    if f.found == type(layer).__name__:
        return f"{s.this(f.at)}{placed(f.line)} {layer.otherwise}."
    return f"The two paths meet in {f.found}{placed(f.line)}; they should be {layer.done}."


def without_shortcut(f: Finding, s: Speaker) -> str:
    wanted = kept(s.exercise, s.role(f.at))
    wanted += "" if wanted == SHORTCUT else ", untouched,"
    return f"{s.this(f.at)}{placed(f.line)} should take {wanted} as its other input."


WORDS: Sentences = {
    "missing": lambda f, s: f"{s.this(f.at)} is missing.",
    "unused": lambda f, s: f"{s.this(f.at)} is computed but its result is not used{placed(f.line)}.",
    "takes_input": lambda f, s: f"{s.this(f.at)}{placed(f.line)} takes X instead of the tensor before it.",
    "takes_another": takes_another,
    "takes_several": lambda f, s: (
        f"{s.this(f.at)}{placed(f.line)} takes {f.found} different tensors; all that it takes is one and the same here."
    ),
    "fails": lambda f, s: f"{s.this(f.at)} fails: {exception(error_of(f))}",
    "another_step": lambda f, s: f"{s.this(f.at)} is due here; there is {f.found} instead{placed(f.line)}.",
    "settings": settings,
    "no_ordinary_layer": lambda f, s: f"{s.this(f.at)}{placed(f.line)}: {f.found} is not an ordinary two-dimensional {s.role(f.at).words}.",
    "computes_otherwise": lambda f, s: f"{s.this(f.at)}{placed(f.line)} {OTHERWISE[f.layer]}.",
    "should_have": should_have,
    "own_settings": own_settings,
    "moved": lambda f, s: f"{s.this(f.at)} is not where it belongs: it stands {f.name} {s.title(f.found)}{placed(f.line)}.",
    "too_much": too_much,
    "stopped": lambda f, s: f"The function stopped before {s.title(f.at)}: {exception(error_of(f))}",
    "number_of_calls": number_of_calls,
    "never_joined": lambda f, s: f"The shortcut is never {joined(s, f.at)} to the main path.",
    "joined_otherwise": joined_otherwise,
    "joins_another_number": lambda f, s: f"{s.this(f.at)}{placed(f.line)} takes {plural(f.found, 'tensor')}, not {number(f.due)}.",
    "joined_with_itself": lambda f, s: (
        f"{s.this(f.at)}{placed(f.line)} takes one tensor twice: one of its inputs should be the other path."
    ),
    "joined_without_main": lambda f, s: f"{s.this(f.at)}{placed(f.line)} does not take the end of the main path.",
    "joined_without_shortcut": without_shortcut,
    "joined_in_another_order": lambda f, s: f"{s.this(f.at)}{placed(f.line)} takes its two tensors in another order than is asked for.",
}
