"""The detective: each case has one answer that is told from others by machine, a call that exposes it, and gives no exercise away."""

import json
import re

import numpy as np
import pytest

import resnet_lab as lab
from autograder.exercises import EXERCISES
from autograder.show.faults import UserError
from bench.detective import check
from resnet_lab.cases import make
from resnet_lab.cases.calls import BLOCKS, block
from resnet_lab.cases.detective import FILE, LEVELS, tasks

EVERY = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("level", LEVELS)
def test_a_case_keeps_its_promises(level):
    for seed in range(4):
        check(level, seed)


def test_tasks_are_as_they_are_made():
    """Mistakes, code, answers and words; what calls show is asked above, and in the bench of all."""
    with make.known():
        for name in BLOCKS:
            asked = block(name)
            made = {make.source(m.lines, style): (m, style) for m in make.mistakes(asked) for style in make.WAYS}
            for task in (task for task in EVERY if task["block"] == name):
                m, style = made[task["code"]]
                places, names = make.answer(asked.lines, m.lines)
                numbers = make.numbered(m.lines, style, task["code"])
                assert (task["lines"], task["names"]) == (sorted({numbers[place] for place in places}), names)
                assert [task[key] for key in ("says", "why", "nudge")] == [make.own(text) for text in (m.says, m.why, m.nudge)]


def test_every_sentence_is_whole():
    """No gap was left for a word, and nothing is quoted twice."""
    assert not [task[key] for task in EVERY for key in ("says", "why", "nudge") if re.search(r"[{}]|''|^[a-z]", task[key])]


def test_no_two_cases_of_a_level_are_the_same_and_all_levels_have_many():
    for level in LEVELS:
        codes = [task["code"] for task in tasks(level)]
        assert len(codes) > 50 and len(set(codes)) == len(codes)
    assert lab.detective(2, 7).code == lab.detective(2, 7).code != lab.detective(2, 8).code


def test_the_exercises_are_not_given_away():
    """Nothing of ours stands for an exercise, the engine forgets the blocks again, and no case has three convolutions on one path."""
    assert not {*BLOCKS} & {*EXERCISES}
    with make.known():
        from autograder import exercises

        assert {*BLOCKS} < {*exercises.EXERCISES}
    assert exercises.EXERCISES == EXERCISES
    assert not [task["code"] for task in EVERY if re.search("identity_block|convolutional_block|ResNet50|F3", task["code"])]


def test_a_case_shows_itself_and_says_what_a_call_gives():
    case = lab.detective(1, 0)
    assert case._repr_html_().count("<pre") == 1 and all(f"{n:>2}  " in repr(case) for n in range(1, len(case.code.splitlines()) + 1))
    assert (
        "data:image/png" in case.figure._repr_html_()
        and case.figure.alt.startswith(f"{case.asked.name}, as it is written: 1 ")
        and case.plan.alt != case.figure.alt
    )
    ran = next(case.run(f=f) for case in (lab.detective(1, seed) for seed in range(20)) for f in (3,) if case.run(f=f).output is not None)
    assert f"shape {ran.output.shape}" in repr(ran) and np.isfinite(ran.output).all()


def test_a_reader_chooses_the_input():
    case = next(
        case for case in (lab.detective(2, seed) for seed in range(40)) if case.asked.name == "vgg_block" and case.run().output is not None
    )
    X = np.ones((2, 6, 8, 3), "float32")
    assert np.array_equal(case.run(X=X, f=1).output, case.run(X=X, f=1).output)
    assert not np.array_equal(case.run(X=X, f=1).output, case.run(X=X.shape, f=1).output)


@pytest.mark.parametrize(
    "given, says",
    [
        ({"g": 3}, "no argument `g`; there are X, f, filters"),
        ({"f": (3, 3)}, "`f` takes one number"),
        ({"f": 0}, "whole numbers from 1 to 32"),
        ({"f": 2.5}, "whole numbers from 1 to 32"),
        ({"filters": 4}, "numbers, filters=("),
        ({"X": (2, 5, 4)}, "(batch, height, width, channels)"),
        ({"X": (2, 5, 1, 4)}, "a dimension of the input is 1"),
        ({"X": (2, 5, 8, 4), "filters": (4, 6)}, "here X has 4, and F2 is 6"),
    ],
)
def test_what_cannot_be_called_is_said_in_one_line(given, says):
    with pytest.raises(UserError) as error:
        lab.detective(1, 0).run(**given)
    assert says in str(error.value) and "\n" not in str(error.value)


def test_other_mistakes_in_asking_are_said_in_one_line():
    for ask, says in (
        (lambda: lab.detective(4), "levels 1, 2 and 3"),
        (lambda: lab.detective(1, -1), "A seed is a whole number"),
        (lambda: lab.detective(1).accuse(99), "has the lines 1 to"),
        (lambda: lab.detective(1).accuse("no such text"), "none of the lines"),
    ):
        with pytest.raises(UserError, match=says):
            ask()
