"""Random challenges: a right answer loses nothing in any of them, and a wrong one's verdict is that of the public one. `make challenges`.

Right answers, in many forms, go the whole way that grading goes: three of them as a notebook, run isolated, judged from the evidence that
it leaves. Wrong ones are probed and judged in processes that are warm already. What is lost is printed when it is seen, with all that is
needed to see it again.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import get_context

from nbformat.v4 import new_code_cell, new_notebook

from autograder.author.right import Right
from demo import EXERCISES

from ..corpora.alternatives import alone, composed
from ..corpora.mutants import one_style_each, pairs
from ..support.scope import solution
from .quality import Graded, graded

COMPOSED = 150
WRONG_EACH = 3  # wrong answers that meet a challenge


@dataclass(frozen=True)
class Submission:
    """A notebook with a right answer to each exercise, and the challenge that it is put to."""

    answers: tuple[Right, ...]
    seed: int

    def notebook(self):
        from autograder.grading.submission import mend

        sources = (solution()[0], *(answer.source for answer in self.answers))
        return mend(new_notebook(cells=[new_code_cell(source) for source in sources])).notebook


def submissions(count: int, start: int) -> Iterator[Submission]:
    """The forms in turn, each time in other company, with challenges that follow from `start`."""
    rng = random.Random(start)
    forms = [*alone(), *composed(COMPOSED)]
    of = {exercise: [form for form in forms if form.exercise == exercise] for exercise in EXERCISES}
    for few in of.values():
        rng.shuffle(few)
    for i in range(count):
        yield Submission(tuple(of[exercise][i % len(of[exercise])] for exercise in EXERCISES), rng.getrandbits(56))


def lost(submission: Submission) -> list[str]:
    """What a submission that is right loses: exercise, form, criterion and message, with the seed."""
    from autograder.grading.desk import verdicts_of
    from autograder.grading.run import run

    outcome = run(submission.notebook(), seed=submission.seed)
    where = f"challenge {submission.seed}"
    if outcome.fault:
        return [f"{where}: {outcome.fault}"]
    forms = {answer.exercise: answer.id for answer in submission.answers}
    return [
        f"{where}: {verdict.exercise} ({forms[verdict.exercise]}) has {verdict.points:g} points: {criterion.id}: {criterion.message}"
        for verdict in verdicts_of(outcome)
        for criterion in verdict.criteria
        if criterion.outcome != "passed"
    ]


def right(verdicts: int, start: int) -> int:
    """Grade right answers, print what they lose, and say how many submissions lost anything."""
    count = -(-verdicts // len(EXERCISES))
    began, faulty = time.monotonic(), 0
    with get_context("spawn").Pool(os.cpu_count(), maxtasksperchild=500) as pool:
        for i, found in enumerate(pool.imap_unordered(lost, submissions(count, start), chunksize=4), 1):
            faulty += bool(found)
            for line in found:
                print(line, flush=True)
            if i % 20 == 0 or i == count:
                print(f"\r{len(EXERCISES) * i} of {len(EXERCISES) * count}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    seconds = time.monotonic() - began
    print(f"{len(EXERCISES) * count} verdicts on right answers from start {start}, {seconds:.0f} s: {faulty} submissions lost anything.")
    return faulty


def wrong(count: int) -> int:
    """Put challenges to wrong answers, print the verdicts that are not the public challenge's, and say how many."""
    rng = random.Random(count)
    answers = [*one_style_each(), *pairs(60)]
    drawn = [(answers[(i * WRONG_EACH + j) % len(answers)], rng.getrandbits(56)) for i in range(count) for j in range(WRONG_EACH)]
    met = list(dict.fromkeys(answer for answer, _ in drawn))
    public = dict(zip(met, graded(met)))
    differing = 0
    for (answer, seed), found in zip(drawn, graded([answer for answer, _ in drawn], seeds=[seed for _, seed in drawn])):
        if verdict(found) != verdict(public[answer]):
            differing += 1
            print(f"{answer.id}: challenge {seed} gives {verdict(found)}, the public one {verdict(public[answer])}", flush=True)
    print(f"{len(drawn)} verdicts on {len(met)} wrong answers: {differing} differ from those of the public challenge.")
    return differing


def verdict(g: Graded) -> tuple:
    return g.lost, g.points, g.named


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.rates.challenges", description=__doc__.split("\n")[0])
    parser.add_argument("--right", type=int, default=10_000, metavar="N", help="verdicts on right answers (default 10,000)")
    parser.add_argument("--wrong", type=int, default=300, metavar="N", help="challenges put to wrong answers (default 300)")
    parser.add_argument("--start", type=int, default=int(time.time()), help="repeats the challenges of a run that printed it")
    options = parser.parse_args()
    faults = (right(options.right, options.start) if options.right else 0) + (wrong(options.wrong) if options.wrong else 0)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
