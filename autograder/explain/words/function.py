"""Sentences about the function as a whole: whether there is one, how it can be called, what it returns."""

from __future__ import annotations

from ...judge.finding import Finding
from .quoted import error_of, exception, parameters, placed, quoted
from .speaker import Sentences, Speaker


def cell_stopped(f: Finding, s: Speaker) -> str:
    error = error_of(f)
    line = error["line"]
    if error["type"] == "KeyboardInterrupt":
        return f"The last run of the cell of {s.exercise.name} was interrupted. Run it again; nothing was judged."
    what = f"{error['type']}."
    if line is not None:
        fence = "three backticks, which are Markdown, not Python"
        what = f"{error['type']}, line {line['number']}: {fence if line['text'].startswith('```') else line['text']}."
    said = f" Python says: {error['message'].rstrip('.')}." if error["message"] else ""
    return f"The last run of the cell of {s.exercise.name} stopped with {what}{said} Mend that first; nothing was judged."


def signature(f: Finding, s: Speaker) -> str:
    words = [f"{parameters(f.due)} missing"] if f.due else []
    words += [f"{parameters(f.found)} not among those that a call gives"] if f.found else []
    return f"The {', and the '.join(words)}: the function should be called as the exercise says."


def fixed_names(f: Finding, s: Speaker) -> str:
    return (
        f"The layers of the block have fixed names, such as {f.found!r}{placed(f.line)}, so a model cannot hold the "
        f"block twice, and {s.used_in} uses it many times. Leave the names to Keras."
    )


def arrays_only(f: Finding, s: Speaker) -> str:
    error = error_of(f)
    return f"{'' if s.network else not_on_symbols(s)}{error['message']} Use a Keras layer instead ({quoted(error['line'])})."


def not_on_symbols(s: Speaker) -> str:
    return f"It works on arrays, but not on the Keras tensors that {s.used_in} is built from: "


def returns(f: Finding, s: Speaker) -> str:
    what = "nothing: is a `return` missing?" if f.found == "NoneType" else f"a {f.found}, not a {f.due}."
    return f"The function returns {what}"


def default_of_training(found: object, s: Speaker) -> str:
    """What costs nothing, and should be known."""
    return (
        f"The default of `training` is {found}; the exercise has None, with which Keras uses the batch's statistics while it fits and "
        f"the moving ones when it predicts. With {found} {s.used_in if s.used_in.startswith('a ') else f'a {s.used_in}'} of these blocks "
        "always does the same."
    )


WORDS: Sentences = {
    "no_function": lambda f, s: f"There is no function {s.exercise.name}. Run the cell that defines it, and look for an error there.",
    "cell_stopped": cell_stopped,
    "acts_otherwise": lambda f, s: (
        f"{s.exercise.name} behaves differently when it is not being checked: called as usual, it gives other numbers. Let it always do the "
        "same; nothing was judged."
    ),
    "not_callable": lambda f, s: f"{s.exercise.name} is not a function: the name was given another value.",
    "below_the_stub": lambda f, s: (
        f"`raise NotImplementedError()` ends the function, so your steps below it are never reached{placed(f.line)}. "
        "Delete it; nothing was judged."
    ),
    "stub_left": lambda f, s: (
        f"`raise NotImplementedError()` is still there{placed(f.line)}: the function stops at it. What stands above it was "
        "judged; delete it once the rest is written."
    ),
    "parameters": signature,
    "order_of_parameters": lambda f, s: f"The parameters should stand in this order: {', '.join(f.due)}.",
    "parameter_without_default": lambda f, s: f"The parameter `{f.name}` should have a default, so that it can be left out.",
    "default": lambda f, s: f"The default of `{f.name}` should be {f.due}; it is {f.found}.",
    "default_left_out": lambda f, s: f"The default of `{f.name}` should be {f.due}.",
    "changes_its_list": lambda f, s: (
        f"The function changes the list `{f.name}` that it is given; {s.used_in} hands the same list to the next block."
    ),
    "fixed_names": fixed_names,
    "arrays_only": arrays_only,
    "stops_on_symbols": lambda f, s: f"{not_on_symbols(s)}{exception(error_of(f))}",
    "stops": lambda f, s: f"The function stops with an exception: {exception(error_of(f))}",
    "stops_on_arrays": lambda f, s: f"Called with arrays the function stops: {exception(error_of(f))}",
    "stops_plainly": lambda f, s: (
        f"Called as anybody calls it, with one of Keras's own initializers, the function stops: {exception(error_of(f))}"
    ),
    "stops_in_a_model": lambda f, s: f"With training=None, as in a model, the function stops: {exception(error_of(f))}",
    "returns": returns,
    "earlier_tensor": lambda f, s: "The function does not return the result of its last step, but an earlier tensor.",
    "no_input": lambda f, s: "The model has no input: make it from an Input of `input_shape` and the last tensor.",
    "input_shape": lambda f, s: f"Called with {f.name}={f.due} the model takes inputs of shape {f.found}.",
    "own_input": lambda f, s: (
        f"The function makes a new input, and never uses the {s.exercise.first} that it is given: only a whole model begins with `Input`."
    ),
    "input_unused": lambda f, s: "The model's output does not depend on its input.",
    "several_outputs": lambda f, s: f"The model has {f.found} outputs; only the last tensor should be one.",
}
