"""Sentences about all layers together: what they are called with, how they start, and whether they learn."""

from __future__ import annotations

from ...judge.finding import Finding
from ...layers import LAYERS
from ...value.roles import sentence
from .quoted import placed
from .speaker import Sentences, Speaker, a, layer

DOES = {kind.kind: kind.does_in for kind in LAYERS}


def training(f: Finding, s: Speaker) -> str:
    return f"Called with training={f.due}, {a(layer(f.layer))} {DOES[f.layer][f.found]}{placed(f.line)}. Does the block's `training` argument reach it?"


def fixed_training(f: Finding, s: Speaker) -> str:
    if not s.network:
        return f"With training=None Keras should decide; {a(layer(f.layer))} gets training={f.found}{placed(f.line)}."
    return (
        f"{f.name} always runs with training={f.found}{placed(f.line)}: its batch normalisation can no longer "
        "tell fitting from predicting. Leave `training` to Keras here."
    )


def this(f: Finding) -> str:
    return sentence(a(layer(f.layer)))


def initializer_bounds(f: Finding, s: Speaker) -> str:
    return (
        f"{this(f)}'s initializer draws between {f.found[0]} and {f.found[1]}; by position the bounds come first, "
        f"so the seed has to be given by its name, `initializer(seed=0)`{placed(f.line)}."
    )


def start(f: Finding, s: Speaker) -> str:
    found = "other numbers" if f.found is None else f"{f.found:g}"
    return f"The {f.name} starts with {found} where Keras's default, {f.due}, is meant{placed(f.line)}."


def frozen(f: Finding, s: Speaker) -> str:
    if s.network:
        return f"The {f.name} of {f.found} is frozen; every layer of the model is to learn."
    return f"The {f.name} of {f.found} is not trainable{placed(f.line)}."


def no_gradient(f: Finding, s: Speaker) -> str:
    what = "the block's input" if f.name == "input" else f"the {f.name} of shape {f.due}"
    return f"No gradient reaches {what}: something stops it."


def wrong_gradient(f: Finding, s: Speaker) -> str:
    """With respect to one thing, or to several of which none is wrong enough by itself."""
    what = {"": "input and weights", "input": "the input"}.get(f.name, f"the {f.name} of shape {f.due}")
    return f"The gradient with respect to {what} is wrong, though the output is right: does something stop it?"


WORDS: Sentences = {
    "training": training,
    "fixed_training": fixed_training,
    "initializer_unused": lambda f, s: f"{this(f)} does not use the block's `initializer` argument for its kernel{placed(f.line)}.",
    "initializer_bounds": initializer_bounds,
    "initializer_seed": lambda f, s: f"{this(f)}'s initializer has seed {f.found}, not {f.due}{placed(f.line)}.",
    "argument": lambda f, s: f"{f.name} is {f.found} where Keras's default, {f.due}, is meant{placed(f.line)}.",
    "dtype": lambda f, s: f"A layer computes in {f.found} where Keras's default, {f.due}, is meant{placed(f.line)}.",
    "start": start,
    "not_a_weight": lambda f, s: (
        f"The numbers are right, but there is no layer that holds a {f.name} of shape {f.due}, so nothing can be learned there."
    ),
    "not_held": lambda f, s: (
        f"A model does not hold the {f.name} of shape {f.due}: a layer's own `call` makes the layer that has it, anew each time. "
        "Make layers in `__init__` or `build`."
    ),
    "shared_layer": lambda f, s: f"One {f.found} layer is used twice; each step needs a layer of its own{placed(f.line)}.",
    "frozen": frozen,
    "statistics": lambda f, s: f"After a training call the {f.name} of {a(layer(f.layer))} has not followed the batch{placed(f.line)}.",
    "no_gradient": no_gradient,
    "wrong_gradient": wrong_gradient,
}
