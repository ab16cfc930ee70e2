"""The first difference in plain words, for an answer whose mistake has no name: what the criteria and the runs show, and nothing guessed."""

from __future__ import annotations

from dataclasses import replace

from ..judge.block_judgement import BlockJudgement
from ..judge.finding import Finding
from ..judge.judgement import Judgement
from ..judge.reading import setting_of
from ..layers.recorded import LineFacts
from ..truth.challenge import Setting
from .diagnosis import Diagnosis
from .hints import after_nudge, ladder
from .words import said
from .words.quoted import listed, where
from .words.speaker import Speaker, arguments

WHY = {
    "call": "{used_in} calls the function as the exercise says, on arrays and on the tensors that a model is built from.",
    "training": "A batch normalisation uses the batch while fitting and its moving averages when predicting; only Keras knows which it is.",
    "initializer": "Who calls the block says how its kernels start; the seed makes the start repeatable.",
    "defaults": "What the steps do not mention stays as Keras has it.",
    "gradients": "A block whose output is right must learn as well.",
    "output": "A block does the same for all sizes, and in both modes what its mode asks for.",
    "summary": "The summary shows every layer with its output shape and its parameters.",
}
TWO_WAYS = "A layer that does something else while fitting must hear which it is; only Keras knows."
DEFAULTS = ("default", "default_left_out", "parameter_without_default")  # kinds of findings on the function's own first line
OF_DEFAULT = "Others call the function without this argument, and rely on its default."
HEADING = "Compare the first line of your function with the one that was given."
STEP = "Each row of the list of steps is one line of code, with just these settings."


def first_difference(judgement: Judgement, unmet: dict[str, Finding], failed: list[str]) -> Diagnosis | None:
    """unmet: the criteria that are not passed, with their findings, in order; failed: those of them that were judged."""
    if not failed:
        return None
    of_steps = [name for name in failed if name not in WHY]
    name = of_steps[0] if of_steps else failed[0]
    kinds = {name.strip("0123456789") for name in of_steps}
    unjudged = any(name not in WHY and name not in failed for name in unmet)
    if len(kinds) > 1 or (of_steps and "call" in failed) or (unjudged and not of_steps):
        return None  # several steps differ: their own sentences say it better than the first of them
    says, line = alone(unmet[name], judgement.exercise.name)
    if name == "output" and isinstance(judgement, BlockJudgement) and (of_calls := pattern(judgement)):
        says, line = of_calls, None
    says += f" There are {len(of_steps)} such places." if len(of_steps) > 1 else ""
    of_default = unmet[name].kind in DEFAULTS
    why = OF_DEFAULT if of_default else WHY.get(name, STEP)
    if name == "training" and not any(
        layer.does == "normalisation" and "training" in layer.settings() for layer in judgement.value.steps().values()
    ):
        why = TWO_WAYS
    return Diagnosis(
        f"differs_{name}",
        says,
        where(line) if line else "whole function",
        why.format(used_in=Speaker(judgement.exercise).used_in),
        (HEADING, *after_nudge("signature")) if of_default else ladder(judgement.value.name, name),
        name,
        costs=(name,),
        family="difference",
    )


def alone(finding: Finding, exercise: str) -> tuple[str, LineFacts | None]:
    """What is said of a finding without its line, which stands beside it, and without the call in which it was found; and that line."""
    inner = finding.found if isinstance(finding.found, Finding) else finding
    line = inner.line or (inner.error["line"] if inner.error else None)
    bare = replace(inner, line=None, call=None, error=inner.error and inner.error | {"line": None})
    return said(bare if inner is finding else replace(finding, found=bare), exercise), line


def pattern(judgement: BlockJudgement) -> str:
    """In which calls the output is right, and in which not."""
    runs = [(reading, reading.eager_right) for reading in judgement.readings]
    right, wrong = ([reading for reading, is_right in runs if is_right is due] for due in (True, False))
    if not wrong:
        return where_alike(judgement)
    if not right:
        return ""
    if {reading.training for reading in wrong} == {True} and len({reading.training for reading in right}) == 1:
        return (
            "The output is right when the moving statistics are used (training=False), and wrong with those of the batch (training=True)."
        )
    sizes = [", ".join(f"{name}={n}" for name, n in single(reading.setting).items()) for reading in (*right, *wrong)]
    return f"The output is right for {' and '.join(sizes[: len(right)])}, and wrong for {' and '.join(sizes[len(right) :])}."


def single(setting: Setting) -> dict[str, int]:
    """The arguments of a call that are one size each."""
    return {name: value for name, value in arguments(setting).items() if isinstance(value, int)}


def where_alike(judgement: BlockJudgement) -> str:
    """For an output that is right in the calls whose sizes differ, and wrong in one where some are equal."""
    for run in judgement.evidence.facts["alike"]:
        if not judgement.right_alike(run):
            setting, axes = setting_of(run), judgement.exercise.input.axes
            last = f"{axes[-1]} of X"
            alike = groups(setting, judgement.exercise.sizes_in(setting.arguments, ()), last)
            if judgement.without_projection(run):
                channels = next((group[0] for group in alike if group[-1] == last), "enough")
                one = "".join(f" and {name} = 1" for name, value in single(setting).items() if value == 1)
                return f"Where X has {channels} {axes[-1]} already{one}, the shortcut is left as it is: it must be projected there too."
            equal = [" = ".join(group) for group in alike]
            equal += [*(["height = width"] if len(axes) == 4 else []), *(f"{name} = {value}" for name, value in single(setting).items())]
            used_in = Speaker(judgement.exercise).used_in
            return f"The output is right where all sizes differ, and wrong with {listed(equal)}: sizes as in {used_in}."
    return ""


def groups(setting: Setting, sizes: dict[str, int], last: str) -> list[list[str]]:
    """The numbers of channels that are equal, by their names. last: that of those of X."""
    named = {name: value for name, value in sizes.items() if name not in single(setting)} | {last: setting.shape[-1]}
    found = [[name for name in named if named[name] == value] for value in dict.fromkeys(named.values())]
    return [group for group in found if len(group) > 1]
