"""The open world: answers written without sight of this code, graded like any other, and what is said first compared with what is true.

`python -m tests.rates.strangers` prints the rates and every answer whose first line does not say what its author says is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

from autograder.author.processes import in_processes

from ..corpora.open_world import Stranger

DECIDED = {  # where this exercise decides otherwise than an author
    "conv-w-training-default-true": "a default of `training` costs nothing, and is remarked",
    "fb4-average-pool-same": "with the maps that the network is asked for, even in both sizes, it is the same",
    "net-w-avgpool-same": "with the maps that the network is asked for, even in both sizes, it is the same",
    **dict.fromkeys(
        ("pre-ok-tf", "inv-ok-tf", "dl-r05", "eb-r06"), "a function of TensorFlow's refuses the tensors that a model is built from"
    ),
    **dict.fromkeys(
        ("pre-ok-german-names", "inv-ok-spanish-hints", "dl-r10", "eb-r13"), "with fixed names no model can have the block twice"
    ),
}


@dataclass(frozen=True)
class Said:
    """What a card says of a stranger's answer: its verdict, and the headline with its place."""

    answer: Stranger
    passed: bool
    points: float
    first: str

    @property
    def hits(self) -> bool:
        """Whether the first line says what is wrong."""
        first = self.first.lower()
        return any(all(word in first for word in words.split()) for words in self.answer.good)


def strangers() -> list[Stranger]:
    from ..corpora.open_world import later, novices, pasted, students

    return [*pasted.ANSWERS, *novices.ANSWERS, *students.ANSWERS, *later.ANSWERS]


def said(answer: Stranger) -> Said:
    """Its cell is run in a notebook that holds the reference answers to the other exercises."""
    from autograder.explain.verdict import judge

    from ..support.probed import probed
    from ..support.scope import handed_in

    verdict = judge(probed(answer.exercise, answer.source, names=handed_in), answer.exercise)
    named = f"{verdict.diagnosis[0].says} {verdict.diagnosis[0].where}" if verdict.diagnosis else verdict.note
    return Said(answer, verdict.outcome == "passed", verdict.points, " ".join((named + " " + verdict.remark).split()))


def undecided(found: list[Said]) -> tuple[list[Said], list[Said]]:
    """What was said of right answers, and of wrong ones, but for those of `DECIDED`."""
    right, wrong = ([s for s in found if s.answer.right is due and s.answer.id not in DECIDED] for due in (True, False))
    return right, wrong


def main() -> None:
    found = in_processes(said, strangers())
    right, wrong = undecided(found)
    print(
        f"{sum(s.passed for s in right)} of {len(right)} right ones accepted, {sum(not s.passed for s in wrong)} of {len(wrong)} wrong ones rejected"
    )
    print(f"{sum(s.hits for s in wrong)} told first what is wrong, {sum(not s.first for s in wrong)} without a name")
    for s in found:
        if s.passed is not s.answer.right or not (s.answer.right or s.hits):
            print(
                f"\n{s.answer.exercise}: {s.answer.id} ({s.points:g})\n  due: {s.answer.mistake or 'right'}\n  said: {s.first or 'no name'}"
            )


if __name__ == "__main__":
    main()
