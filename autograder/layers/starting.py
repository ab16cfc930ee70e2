"""How kernels start where the exercise's function is given an `initializer`: what is confused there, and how a student has written it."""

from __future__ import annotations

from .confusion import Confusion, values
from .operation import Operation

DUE = "initializer(seed=0)"
STARTS = "The caller decides how the kernels start; with the seed fixed, everybody's block starts alike."


def confusions(words: str) -> tuple[Confusion, ...]:
    """Of a layer that is called so."""
    return (
        Confusion("initializer_without_seed", "initializer", "initializer", "The initializer is not given seed=0.", STARTS, "How is `initializer` called in the list of steps?",
                  lambda c: c.found == "initializer()", "initializer", True, values("initializer()", "initializer")),
        Confusion("initializer_other_seed", "initializer", "initializer", "The initializer is called as `{found}`, not with seed 0.", STARTS, "Which seed do the steps ask for?",
                  lambda c: str(c.found).startswith("initializer("), "initializer", True, values("initializer(seed=1)")),
        Confusion("initializer_in_quotes", "initializer", "initializer", "The initializer stands in quotes: that is a text, not the block's argument.", STARTS,
                  "What is the difference between a name and a text in quotes?", lambda c: str(c.found).startswith("Initializer("), "initializer", True, values("'initializer'")),
        Confusion("initializer_for_the_bias", "initializer", "initializer", "The initializer is given to the bias, not to the kernel.", STARTS,
                  f"Which weights of {words} should `initializer` fill?", lambda c: c.found == "bias", "initializer", True, values("bias")),
        Confusion("initializer_left_out", "initializer", "initializer",
                  f"{words[:1].upper()}{words[1:]} is given no initializer for its kernel: it starts with Keras's own, not with the block's `initializer`.", STARTS,
                  "Which argument of the block is not used?", lambda c: c.found == "left out", "initializer", True, values("left out", "'glorot_uniform'")),
        Confusion("initializer_hard_coded", "initializer", "initializer", "An initializer is written out ({found}) where the block's own argument `initializer` is meant.", STARTS,
                  "Which argument of the block is not used?", costs="initializer", together=True, wrong=values("glorot_uniform(seed=0)", "random_uniform(seed=0)")),
    )  # fmt: skip


def written(operation: Operation, kernel: str = "kernel", bias: str = "bias") -> str:
    """How the weight of that name is started, as it would be written."""
    by_name = {w["name"]: w["initializer"] for w in operation.facts.get("weights", ())}
    found, other = by_name.get(kernel), by_name.get(bias)
    if found is None:
        return DUE
    seed = "" if found["seed"] is None else f"seed={found['seed']}"
    if found["ours"]:
        return f"initializer({seed})"
    if other and other["ours"]:
        return "bias"
    return f"{found['name']}({seed})" if found["name"] != "GlorotUniform" or seed else "left out"
