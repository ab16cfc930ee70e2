"""The first difference in plain words, for an answer whose mistake has no name: what the criteria and the runs show, and nothing guessed."""

from __future__ import annotations

import re

from ..judge.block_judgement import BlockJudgement
from ..judge.reading import setting_of
from .diagnosis import Diagnosis
from .hints import ladder

WHY = {
    "call": "ResNet50 calls the function as the exercise says, on arrays and on the tensors that a model is built from.",
    "training": "A batch normalisation uses the batch while fitting and its moving averages when predicting; only Keras knows which it is.",
    "initializer": "Who calls the block says how its kernels start; the seed makes the start repeatable.",
    "defaults": "What the steps do not mention stays as Keras has it.",
    "gradients": "A block whose output is right must learn as well.",
    "output": "A block does the same for all sizes, and in both modes what its mode asks for.",
    "summary": "The summary shows every layer with its output shape and its parameters.",
}
STEP = "Each row of the list of steps is one line of code, with just these settings."
LINE = re.compile(r" \((line \d+(?:: `[^`]*`)?)\)")


def first_difference(judgement, unmet: dict[str, str], failed: list[str]) -> Diagnosis | None:
    """unmet: the criteria that are not passed, with their messages, in order; failed: those of them that were judged."""
    if not failed:
        return None
    of_steps = [name for name in failed if name not in WHY]
    name = of_steps[0] if of_steps else failed[0]
    kinds = {name.strip("0123456789") for name in of_steps}
    unjudged = any(name not in WHY and name not in failed for name in unmet)
    if len(kinds) > 1 or (of_steps and "call" in failed) or (unjudged and not of_steps):
        return None  # several steps differ: their own sentences say it better than the first of them
    message = unmet[name]
    if name == "output" and isinstance(judgement, BlockJudgement):
        message = pattern(judgement) or message
    place = LINE.search(message)
    says = re.sub(r" \(Called with [^()]*\)", "", LINE.sub("", message))
    says += f" There are {len(of_steps)} such places." if len(of_steps) > 1 else ""
    return Diagnosis(
        f"differs_{name}",
        says,
        place[1].replace("`", "") if place else "whole function",
        WHY.get(name, STEP),
        ladder(judgement.value.name, name),
        name,
        costs=(name,),
        family="difference",
    )


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
    sizes = [", ".join(f"{name}={reading.sizes[name]}" for name in ("f", "s") if name in reading.sizes) for reading in (*right, *wrong)]
    return f"The output is right for {' and '.join(sizes[: len(right)])}, and wrong for {' and '.join(sizes[len(right) :])}."


def where_alike(judgement: BlockJudgement) -> str:
    """For an output that is right in the calls whose sizes differ, and wrong in one where some are equal."""
    for run in judgement.evidence.facts["alike"]:
        if not judgement.right_alike(run):
            setting = setting_of(run)
            if judgement.without_projection(run):
                return "Where X has F3 channels already and s = 1, the shortcut is left as it is: it must be projected there too."
            equal = ["F1 = F2", *(["F3 = channels of X"] if setting.shape[-1] == setting.arguments["filters"][2] else []), "height = width"]
            equal += [f"s = {setting.arguments['s']}"] if "s" in setting.arguments else []
            return (
                f"The output is right where all sizes differ, and wrong with {', '.join(equal[:-1])} and {equal[-1]}: sizes as in ResNet50."
            )
    return ""
