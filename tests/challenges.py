"""A thousand random challenges on the corpora: the verdict must not depend on which one is drawn. `make challenges`.

Each challenge is put to a few answers, taken from the corpora in turn, so that all of them meet many challenges. What is
compared is the verdict of the public challenge: the criteria lost, the points and the names.
"""

from __future__ import annotations

import random
import sys

from .alternatives import alone, composed
from .mutants import one_style_each, pairs
from .quality import Graded, graded

CHALLENGES, ANSWERS_EACH = 1000, 3


def main(count: int = CHALLENGES) -> int:
    rng = random.Random(count)
    answers = [*one_style_each(), *pairs(60), *alone(), *composed(60)]
    drawn = [(answers[(i * ANSWERS_EACH + j) % len(answers)], rng.getrandbits(56)) for i in range(count) for j in range(ANSWERS_EACH)]
    met = list(dict.fromkeys(answer for answer, _ in drawn))
    public = dict(zip(met, graded(met)))
    differing = []
    for (answer, seed), found in zip(drawn, graded([answer for answer, _ in drawn], seeds=[seed for _, seed in drawn])):
        if verdict(found) != verdict(public[answer]):
            differing.append((answer.id, seed, verdict(public[answer]), verdict(found)))
    for id, seed, due, now in differing:
        print(f"{id}: challenge {seed} gives {now}, the public one {due}")
    print(f"{count} challenges, {len(drawn)} verdicts on {len(met)} answers: {len(differing)} differ from those of the public challenge.")
    return bool(differing)


def verdict(g: Graded) -> tuple:
    return g.lost, g.points, g.named


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
