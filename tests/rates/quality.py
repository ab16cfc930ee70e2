"""Grades the corpora and writes docs/quality.md: how often the verdict is right, and how often the mistake is named. `make quality`.

Wrong answers: `author.wrong` (each misconception in several styles of writing, and random pairs). Right ones: `alternatives`.
Beside our rates stand those of `baseline`, the best-known course's own public checks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from autograder.author.processes import in_processes
from autograder.author.rates import HEAD, Graded, rates, share
from autograder.author.rates import graded as graded_as
from autograder.author.render import STYLES
from autograder.author.right import Right, rights
from autograder.author.wrong import Mutant, in_turn
from autograder.exercises import exercise
from autograder.truth.challenge import PUBLIC_SEED
from autograder.value.points import ASSIGNMENTS

from ..corpora.alternatives import alone, composed
from ..corpora.mutants import pairs, two_styles_each
from .strangers import DECIDED, Said, said, strangers, undecided

PAGE = Path(__file__).parents[2] / "docs" / "quality.md"
PAIRS, COMPOSED = 200, 90
LATER = tuple(ASSIGNMENTS["after_resnet"])


@dataclass(frozen=True)
class Measured(Graded):
    """distance: how far its output is from what is due, in units of what rounding explains (blocks only). baseline: whether it passes the public
    checks."""

    distance: float | None = None
    baseline: bool | None = None


def grade(answer: Mutant | Right, seed: int | None = None, with_baseline: bool = True) -> Measured:
    from autograder.judge.block_judgement import BlockJudgement

    from ..support.probed import probed

    evidence = probed(answer.exercise, answer.source, PUBLIC_SEED if seed is None else seed)
    distance = None
    if answer.exercise != "ResNet50":
        readings = BlockJudgement(evidence).readings
        distance = max(r.due.distance(evidence.array(r.run["eager"].get("output"))) for r in readings)
    baseline = passes_baseline(answer) if with_baseline else None
    return Measured(**vars(graded_as(answer, evidence)), distance=distance, baseline=baseline)


def passes_baseline(answer: Mutant | Right) -> bool | None:
    from ..support.scope import namespace
    from .baseline import passes

    return passes(answer.exercise, namespace(answer.source))


def graded(answers: list, seeds: list[int] | None = None, jobs: int | None = None) -> list[Measured]:
    """All of them, in order, on all cores; with `seeds`, each in a challenge of its own, and the baseline left out."""
    return in_processes(grade_one, [*(zip(answers) if seeds is None else zip(answers, seeds, repeat(False)))], jobs)


def grade_one(arguments: tuple) -> Measured:
    return grade(*arguments)


# -- the page --------------------------------------------------------------------------------------------------------------


def table(head: list[str], rows: list[list]) -> list[str]:
    return ["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *("| " + " | ".join(map(str, row)) + " |" for row in rows), ""]


def open_world(found: list[Said]) -> list[str]:
    """The second part: answers that were written without sight of the code."""
    right, wrong = undecided(found)
    refused, accepted = [s for s in right if not s.passed], [s for s in wrong if s.passed]
    unnamed, other = [s for s in wrong if not s.passed and not s.first], [s for s in wrong if not s.passed and s.first and not s.hits]
    rows = [
        ["right answers accepted", len(right), share(len(right) - len(refused), len(right))],
        ["wrong answers rejected", len(wrong), share(len(wrong) - len(accepted), len(wrong))],
        ["the first line says what its author says is wrong", len(wrong), share(sum(s.hits for s in wrong), len(wrong))],
        ["the first line says something else", len(wrong), share(len(other), len(wrong))],
        ["no mistake is named", len(wrong), share(len(unnamed), len(wrong))],
    ]
    lists = (("Right answers refused", refused), ("Wrong answers accepted", accepted), ("Another first line", other), ("No name", unnamed))
    lines = [
        "## The open world",
        "",
        "The corpora above are made of what the autograder knows. These answers are not: novices', and such as are pasted from old tutorials,",
        "other libraries and chatbots, written from the exercise's text alone (`tests/corpora/open_world/`). An answer for which a rule is then made",
        "moves to the corpora above. A first line is good that holds the words its author named beforehand. (To seven a reader of what is said added a text that says the same.)",
        "",
        *table(["", "answers", "share"], rows),
    ]
    for title, some in lists:
        lines += [f"**{title}: {len(some)}**", "", *(f"- {s.answer.id}: {s.answer.mistake} Said: {s.first or 'nothing'}" for s in some), ""]
    return [*lines, *(f"Not counted is `{id}`: {why}." for id, why in DECIDED.items()), ""]


def after_resnet(single: list[Measured], right: list[Measured]) -> list[str]:
    """The exercises of the second assignment, of which each is one file: what `python -m autograder author` measures, in two styles."""

    def row(wrong: list[Measured], own: list[Measured]) -> list[str]:
        return [str(len(own)), share(sum(g.passed for g in own), len(own)), *rates(wrong)]

    def of(found: list[Measured], name: str) -> list[Measured]:
        return [g for g in found if g.answer.exercise == name]

    rows = [[name, *row(of(single, name), of(right, name))] for name in LATER]
    return [
        "## After ResNet",
        "",
        "Each exercise of the second assignment is one file, and nothing of the above is made for it. Its answers follow from that file too:",
        "right ones from its lines in many ways of writing, wrong ones from the misconceptions that rules and layers give.",
        "",
        *table(["exercise", "right answers", "accepted", "wrong answers", *HEAD[1:]], [*rows, ["together", *row(single, right)]]),
        *survivors(single, [], right),
    ]


def page(
    single: list[Measured], double: list[Measured], right: list[Measured], strange: list[Said], later: tuple[list[Measured], list[Measured]]
) -> str:
    exercises = list(dict.fromkeys(g.answer.exercise for g in single))
    families = sorted({g.answer.families[0] for g in single})
    lines = [
        "# Quality of the verdicts and of the names",
        "",
        "Generated by `make quality`, which grades all answers of the corpora in `tests/corpora/` and compares what is said with what is true.",
        "",
        "Wrong answers are *mutants*: every misconception that the autograder knows, as an edit of the reference's lines, rendered as",
        f"source in two of {len(STYLES)} styles of writing (those of ResNet50 in one); and random pairs of them. Right answers are *alternatives*: rewritings of the reference,",
        "alone and composed at random. Misconceptions that build the very same block count as one, whatever they are called.",
        "",
        "## The verdict",
        "",
        *confusion(single + double, right),
        *open_world(strange),
        "## Single mistakes",
        "",
        *table(
            ["exercise", *HEAD],
            [[e, *rates([g for g in single if g.answer.exercise == e])] for e in exercises] + [["together", *rates(single)]],
        ),
        *table(["family", *HEAD], [[f, *rates([g for g in single if g.answer.families[0] == f])] for f in families]),
        "## Two mistakes",
        "",
        *table(["", "answers", "rejected", "both named", "one of them named first", "named wrongly", "not named"], [pair_row(double)]),
        f"Points fall with the number of mistakes: the mean is {mean(single):.2f} of 10 with one and {mean(double):.2f} with two.",
        "",
        "## The margin between right and wrong",
        "",
        *margins(single, right),
        "## What one mistake costs",
        "",
        *costs(single),
        "## Survivors",
        "",
        *survivors(single, double, right),
        *after_resnet(*later),
    ]
    return "\n".join(lines)


def mean(found: list[Measured]) -> float:
    return sum(g.points for g in found) / len(found)


def confusion(wrong: list[Measured], right: list[Measured]) -> list[str]:
    ours = [sum(g.passed for g in found) for found in (right, wrong)]
    theirs = [sum(bool(g.baseline) for g in found) for found in (right, wrong)]
    rows = [
        ["right answers", len(right), ours[0], len(right) - ours[0], theirs[0], len(right) - theirs[0]],
        ["wrong answers", len(wrong), ours[1], len(wrong) - ours[1], theirs[1], len(wrong) - theirs[1]],
    ]
    rates = [
        ["wrong answers rejected", share(len(wrong) - ours[1], len(wrong)), share(len(wrong) - theirs[1], len(wrong))],
        ["right answers accepted", share(ours[0], len(right)), share(theirs[0], len(right))],
    ]
    head = ["", "answers", "accepted here", "rejected here", "accepted by the public checks", "rejected by the public checks"]
    return [
        *table(head, rows),
        *table(["", "here", "the best-known course's public checks"], rates),
        "The public checks are re-implemented in `tests/rates/baseline.py`, from the facts that are known of them: constant inputs, all-ones",
        "weights, forward values only, and the summary's rows. They are told of no mistake's name, so they name none. Some of the answers",
        "that they accept break rules of this exercise only, such as Keras's default momentum.",
        "",
    ]


def pair_row(found: list[Measured]) -> list[str]:
    n = len(found)
    both, first, wrongly = (sum(getattr(g, name) for g in found) for name in ("all_named", "first", "wrongly"))
    return [
        "pairs",
        str(n),
        share(n - sum(g.passed for g in found), n),
        share(both, n),
        share(first, n),
        share(wrongly, n),
        share(sum(not g.named for g in found), n),
    ]


def margins(single: list[Measured], right: list[Measured]) -> list[str]:
    near = [g.distance for g in right if g.distance is not None]
    far = [g for g in single if g.distance is not None and "output" in g.lost and 1 < g.distance < float("inf")]
    nearest = min(far, key=lambda g: g.distance)
    return [
        "An output is right when it differs from the float64 oracle by no more than twice what float32 rounding explains in the block at",
        "hand (`autograder/layers/`). In these units",
        "",
        f"- the farthest right output of {len(near)} is at {max(near):.3f};",
        f"- the nearest wrong output of {len(far)} is at {nearest.distance:,.0f} ({nearest.answer.id}).",
        "",
        "Mistakes that leave the output as it is (initializer, momentum, gradients) are found by other evidence.",
        "",
    ]


def costs(single: list[Measured]) -> list[str]:
    """Which criteria each misconception costs, the whole block's or network's own aside."""
    whole = {"output", "summary"}
    rows: dict[tuple, set] = defaultdict(set)
    count: Counter = Counter()
    for g in single:
        own = tuple(c for c in g.lost if c not in whole)
        rows[g.answer.exercise, g.answer.id.split(": ")[1].split(" ")[0]].add(own)
        count[min(len(own), 3)] += 1
    n = len(single)
    lines = [
        "Besides the criterion that compares the whole block (`output`) or the summary, a single mistake costs",
        "",
        f"- its own criterion and no other: {share(count[0] + count[1], n)};",
        f"- two: {share(count[2], n)}; more: {share(count[3], n)}. These are mistakes that several steps honestly share: a component or a stage",
        "  that is missing, filters unpacked in another order, a function that returns early.",
        "",
    ]
    body = [
        [exercise, f"`{id}`", "; ".join(sorted(", ".join(own) or "only the whole" for own in owns))]
        for (exercise, id), owns in rows.items()
    ]
    return [*lines, "<details><summary>All single mistakes</summary>", "", *table(["exercise", "mistake", "costs"], body), "</details>", ""]


def survivors(single: list[Measured], double: list[Measured], right: list[Measured]) -> list[str]:
    kinds = (
        ("Wrong answers accepted", [g for g in single + double if g.passed], lambda g: ""),
        ("Right answers rejected", [g for g in right if not g.passed], lambda g: ", ".join(g.lost)),
        ("Single mistakes named wrongly", [g for g in single if g.wrongly], lambda g: ", ".join(g.named)),
        ("Single mistakes not named", [g for g in single if not g.named], lambda g: ", ".join(g.lost)),
        ("Pairs named wrongly", [g for g in double if g.wrongly], lambda g: ", ".join(g.named)),
        ("Pairs of which one is not named", [g for g in double if not g.all_named], lambda g: ", ".join(g.named) or "no name"),
    )
    lines = []
    for title, found, words in kinds:
        if title.startswith("Pairs") and not double:
            continue
        lines += [f"**{title}: {len(found)}**", ""]
        if found:
            shown = [f"- {g.answer.id}{': ' + words(g) if words(g) else ''}" for g in found[:60]]
            more = [f"- … and {len(found) - 60} more"] if len(found) > 60 else []
            lines += ["<details><summary>by name</summary>", "", *shown, *more, "", "</details>", ""]
    return lines


def main() -> None:
    single = two_styles_each()
    double, right = pairs(PAIRS), alone() + composed(COMPOSED)
    later_single, later_right = [m for name in LATER for m in in_turn(exercise(name).lines, 2)], [r for name in LATER for r in rights(name)]
    for answer in (*single, *double, *right, *later_single, *later_right):
        compile(answer.source, answer.id, "exec")  # a slip of ours shows now, not after a quarter of an hour
    every = graded([*single, *double, *right])
    a, b = len(single), len(single) + len(double)
    later = graded(later_single, [PUBLIC_SEED] * len(later_single)), graded(later_right, [PUBLIC_SEED] * len(later_right))
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(every[:a], every[a:b], every[b:], in_processes(said, strangers()), later) + "\n", encoding="utf-8")
    text = PAGE.read_text(encoding="utf-8")
    print(text[: text.index("## What one mistake costs")])


if __name__ == "__main__":
    main()
