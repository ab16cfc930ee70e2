"""Hints: for each criterion a ladder that goes from a nudge to the point, without giving the code.

An exercise's file has those that fit it only; here stand those that fit any, and those to a step that are derived from its line.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from ..exercises import exercise
from ..judge.finding import Finding
from ..value.roles import roles
from . import gaps

LADDERS = {
    "call": (
        "Compare the first line of your function with the one that was given, and look at the exception's line if there is one.",
        "The same code must work on arrays and on the symbolic tensors a model is built from: layers do, functions of NumPy and `tf.` do not.",
        "Use layers from keras.layers for every step, and return the tensor of the last step.",
    ),
    "training": (
        "Batch normalisation does two different things: one while fitting, another when predicting. Who tells it which?",
        "`training` is an argument of calling the layer, not of making it.",
        "Hand the block's own `training` argument to every batch normalisation, by its name.",
    ),
    "initializer": (
        "The block is told by its caller how to start its kernels.",
        "`initializer` is an argument of your function. Called with a seed it gives what a layer takes as kernel_initializer.",
        "Every convolution, on the shortcut too, takes kernel_initializer from `initializer` with seed 0.",
    ),
    "defaults": (
        "One layer has an argument that the exercise does not ask for.",
        "Leave bias, epsilon, momentum and the like at Keras's defaults.",
        "Remove every argument that is not in the list of steps.",
    ),
    "gradients": (
        "The output may be right and the block still not learn. What must reach every weight during fitting?",
        "Each step has a layer of its own, and none is frozen.",
        "Make each layer where you call it, leave trainable alone, and do not stop gradients.",
    ),
    "output": (
        "If all steps above are met, look at what is returned; else mend the first one that is not.",
        "The order of steps matters as much as the steps.",
        "Go through your function line by line beside the figure, and say which tensor each line takes and gives.",
    ),
    "summary": (
        "The summary follows from the steps above: mend the first one that is not met.",
        "Compare model.summary() with the table, output shape by output shape.",
        "A row that differs names the layer; the first one that does is where to look.",
    ),
}
NUDGES = {  # to a step, by what it does
    "kernel": "Read the arguments of this layer one by one beside the list of steps above the cell.",
    "normalisation": "Where in the figure does this step stand, and along which axis does it work?",
    "activation": "Where in the figure does this step stand?",
    "join": "What is joined to what? Follow each of its inputs back to X.",
    "": "Where in the figure does this step stand, and what is it given?",
}
BEGIN = (
    "Read the list of steps above the cell; each is one line of code. Start with the first.",
    "A layer is made and called on a tensor in one line, and what it gives is kept under a name.",
    "Each line takes the result of the one before, except where the figure has an arrow from further back; the last tensor is returned.",
)
# What follows the first hint, which is the slip's own, where a slip of Python or of calling belongs to no step.
AFTER_SLIPS = {
    "line": (
        "The message of Python or Keras names what is wrong; look for that word in the line.",
        "Write the line again beside the list of steps, each name spelt as it is where it got its value.",
    ),
    "layer": (
        "A step has two pairs of brackets: the first makes the layer from its settings, the second calls it on a tensor.",
        "The form of every step is `X = Layer(settings)(X)`.",
    ),
    "unfinished": (
        "What stands above this line is judged as far as it goes; the next step in the list is the one to write.",
        "When the step is written, the `None` or the `raise` that stood for it is deleted.",
    ),
    "signature": (
        "Names, order and defaults of the arguments belong to the exercise: others call the function by them.",
        "Take the given first line as it was, and use its names in the steps.",
    ),
    "arguments": (
        "Without names, arguments are matched to parameters by their order; with names, as in `f=3`, the order does not matter.",
        "Give them in the order of the function's first line, or each by its parameter's name.",
    ),
    "steps": (
        "Each row of the list of steps is one line of code; the function goes on until none is left.",
        "The next line takes the result of your last one; `return` comes after the last step.",
    ),
    "foreign": (
        "The list of steps has no such step, and no later step undoes what it does.",
        "Take the line out, or write the step of the list that was meant in its place.",
    ),
    "names": (
        "The names of a model's layers must all differ.",
        "Leave `name=` out: Keras then finds a name for each layer.",
    ),
    "return": (
        "A function gives its caller only what stands after `return`.",
        "The last line is `return` and the name of what the last step gave: in a block a tensor, in a network the Model.",
    ),
    "model": (
        "A Model has two ends: the tensor that `Input` gave, and what the last layer gave.",
        "Keep the tensor of `Input` under a name of its own; the function makes a Model from it and the last tensor, and returns that Model.",
    ),
    "kernel": (
        "Sizes such as f and s are names: use the arguments of your function, so that other values work too.",
        "`Conv2D(filters, kernel_size, strides=…, padding=…)`: the list of steps gives all four.",
    ),
    "activation": (
        "A ReLU is a layer of its own, called on the tensor of the step before.",
        '`Activation("relu")` or `ReLU()`, made and called in one line.',
    ),
    "join": (
        "The first line of a block keeps X for the shortcut, before any layer changes X.",
        "The layer takes one list with both tensors: the end of the main path, and the shortcut.",
    ),
    "parts": (
        "All blocks of a stage have the same filters and f; s is given to the first block of the stage.",
        "Each row of the table is one call of a block, on the result of the row before.",
    ),
}


UNJUDGED = {  # where nothing could be judged, by why
    "interrupted": (
        "Which line was Python at when you stopped it?",
        "A loop that never ends, or a line that waits for something, keeps a cell from its end.",
        "Run the cell again and let it come to its end; then check once more.",
    ),
    "fence": (
        "Which lines of the cell are not Python?",
        "Three backticks mark code within a text, as in a chat or on a web page.",
        "Delete the lines with backticks, run the cell, and check once more.",
    ),
    "cell_stopped": (
        "Read Python's message, and the line that it names.",
        "In a syntax error the mistake is at the mark, or just before it: a bracket or a quote that is not closed, a colon left out, an indent.",
        "Mend that line and run the cell again, until it runs without a message; then check once more.",
    ),
    "no_function": (
        "Which name stands after `def` in your cell?",
        "The function is looked for under the name that it was given in the cell's first line.",
        "Give the function its own name again, run the cell, and check once more.",
    ),
    "not_callable": (
        "Which line gives this name another value?",
        "A name holds what it was given last.",
        "Give that value another name, then run the cell with the function again.",
    ),
    "below_the_stub": (
        "Which line of the stub is to go when the steps are written?",
        "Python leaves the function at `raise` and reads nothing below it.",
        "Delete the line with `raise`, run the cell, and check once more.",
    ),
}


def unjudged(finding: Finding) -> tuple[str, ...] | None:
    """The hints where nothing could be judged; None where something was."""
    error = finding.error
    line = error["line"] if error else None
    fence = line is not None and line["text"].startswith("```")
    return UNJUDGED.get("fence" if fence else "interrupted" if error and error["type"] == "KeyboardInterrupt" else finding.kind)


def ladder(name: str, criterion: str | None) -> tuple[str, ...]:
    """The hints for the first criterion of an exercise that is not met; for a stub that is as it was, how to begin."""
    own = exercise(name)
    if criterion is None:
        return own.begin or BEGIN
    found = next((steps for pattern, steps in own.hints.items() if fnmatchcase(criterion, pattern)), LADDERS.get(criterion))
    return found or of_step(name, criterion)


def of_step(name: str, criterion: str) -> tuple[str, ...]:
    """Where a step belongs, and its line with gaps."""
    lines = exercise(name).lines
    role = next((role for role in roles(lines) if role.criterion == criterion), None)
    if role is None:  # of a step that only the answer has
        return LADDERS["output"]
    return NUDGES[role.does], gaps.belongs(lines, lines[role.name]), gaps.filled([gaps.written(lines[role.name], {"settings"})])


def after_nudge(about: str) -> tuple[str, ...]:
    """The hints that follow the first one: to a slip, or to a criterion."""
    return AFTER_SLIPS.get(about) or LADDERS[about][1:]
