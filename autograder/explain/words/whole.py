"""Sentences about what comes out of the whole, and about what could not be judged."""

from __future__ import annotations

from ...judge.finding import Finding
from . import steps
from .speaker import Sentences, Speaker


def composition(f: Finding, s: Speaker) -> str:
    return f"The summary differs from the expected one: {steps.WORDS[f.found.kind](f.found, s)}"


WORDS: Sentences = {
    "no_numbers": lambda f, s: "The function does not return numbers.",
    "shape": lambda f, s: f"The output has shape {f.found}, not {f.due}.",
    "numbers": lambda f, s: f"{f.found} % of the output's numbers differ from the reference.",
    "no_summary": lambda f, s: "There is no summary, because the function returns no Model.",
    "composition": composition,
    "number_of_parameters": lambda f, s: f"The model has {f.found:,} parameters; {f.due:,} are expected.",
    "not_reached": lambda f, s: "Not reached: the function stopped before it.",
    "no_layer": lambda f, s: "Not judged: there is no layer to judge.",
    "not_all_built": lambda f, s: "Not judged: the function stopped before all its layers were built.",
    "lifeless": lambda f, s: "Not judged: no layer gives the numbers that such a layer gives.",
    "too_large": lambda f, s: "Not judged: the tensors before it are too large.",
    "no_model": lambda f, s: "Not judged: the function stopped before the model was built.",
}
