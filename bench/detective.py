"""Checks 500 cases of `lab.detective()`: `python -m bench.detective`. The tests ask the same of a few."""

from __future__ import annotations

import time

import resnet_lab as lab

COUNT = 500


def check(level: int, seed: int) -> None:
    """All that a case promises: the call that exposes it, the one in which it hides, and which lines are its answer."""
    case = lab.detective(level, seed)
    lines, exposes, agrees = case.task["lines"], case.task["exposes"], case.task["agrees"]
    assert case.expose(**exposes).right, "the call that exposes it"
    assert (agrees is not None) == (level == 3)
    assert agrees is None or not case.expose(**agrees).right, "the call in which it hides"
    count = len(case.code.splitlines())
    assert 1 <= len(lines) <= count - 2 and all(2 <= line <= count for line in lines)
    answers = {n: case.accuse(n) for n in range(1, count + 1)}
    assert [n for n, said in answers.items() if said.right] == lines
    assert case.task["says"] in answers[lines[0]].words and case.task["says"] not in answers[1].words
    assert case.task["says"].endswith((".", "?")) and case.task["nudge"].endswith((".", "?"))


def main() -> None:
    began = time.monotonic()
    for n in range(COUNT):
        check(level=n % 3 + 1, seed=n // 3)
    print(f"{COUNT} cases keep their promises; {1000 * (time.monotonic() - began) / COUNT:.0f} ms each")


if __name__ == "__main__":
    main()
