"""What an author reads of an exercise, as plain text, part by part. What it says is worked out elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ..explain.gaps import written
from ..explain.rules import structural
from ..explain.words import in_words
from ..judge.criteria import criteria
from ..show import diagram
from ..show.report import number, wrap
from ..value.exercise import Exercise
from ..value.roles import sentence
from .measure import Tried
from .rates import HEAD, Graded, rates, share
from .right import Right
from .sentences import worst
from .wrong import Mutant

Part = Iterator[str]


def understood(asked: Exercise) -> Part:
    width = max(len(line.name) for line in asked.lines.lines)
    for line in asked.lines.lines:
        yield f"  {line.name:<{width}}  {written(line)}"


def judged_by(asked: Exercise) -> Part:
    says, found = in_words(asked.name), criteria(asked)
    width = max(len(c.id) for c in found)
    for c in found:
        yield from wrap(f"{c.id:<{width}}  {number(c.points):>5}  {says[c.id]}", "  ", " " * (width + 11))
    yield f"  {'':<{width}}  {number(sum(c.points for c in found)):>5}  together"


def figure(asked: Exercise, file: Path | None) -> Part:
    if file is not None:
        title = sentence(asked.name.replace("_", " "))
        (diagram.network(asked.lines) if asked.lines.calls else diagram.block(asked.lines, title)).save(file)
        yield f"  {file}"
    yield from wrap(diagram.describe(asked.lines), "  ", "  ")


def derived(rights: Sequence[Right], wrongs: Sequence[Mutant]) -> Part:
    yield f"  {len(rights)} right answers: the lines in {sum('+' not in r.id for r in rights)} ways of writing, and some composed"
    yield f"  {len(wrongs)} wrong answers: each misconception that the rules and the layers' files give, the styles of writing in turn"


def measured(rights: Sequence[Graded], wrongs: Sequence[Graded], survivors: Mapping[Mutant, Tried]) -> Part:
    """Of wrong answers only those count that some call tells from the reference."""
    same = {mutant for mutant, tried in survivors.items() if tried.calls and tried.telling is None}
    wrongs = [g for g in wrongs if g.answer not in same]
    accepted = sum(g.passed for g in rights)
    yield f"  right answers accepted   {share(accepted, len(rights)):>8}"
    for head, rate in list(zip(HEAD, rates(wrongs)))[1:]:
        yield f"  {LABELS.get(head, head):<24} {rate:>8}"
    lists: tuple[tuple[str, list[tuple[Graded, str]]], ...] = (
        ("Right answers refused, which is the worst fault", [(g, f"loses {', '.join(g.lost)}") for g in rights if not g.passed]),
        ("Wrong answers accepted", [(g, "") for g in wrongs if g.passed]),
        ("Named wrongly", [(g, f"said: {g.says[0]}") for g in wrongs if g.wrongly]),
        ("Not named", [(g, f"loses {', '.join(g.lost)}") for g in wrongs if not g.passed and not g.named]),
    )
    if same:
        yield from wrap(f"Not counted: {len(same)} that give the reference's numbers in every call, listed under Holes", "  ", "    ")
    for title, found in lists:
        if found:
            yield f"  {title}: {len(found)}"
        for g, why in found:
            yield from wrap(f"{g.answer.id.partition(': ')[2] or g.answer.id}{f' – {why}' if why else ''}", "    ", "      ")


LABELS = {"rejected": "wrong answers rejected"}


def holes(asked: Exercise, survivors: Mapping[Mutant, Tried]) -> Part:
    """Wrong answers that pass, each with the call that would tell it."""
    if not survivors:
        yield "  None: the calls tell every derived wrong answer from the reference."
    for mutant, tried in survivors.items():
        what = mutant.id.partition(": ")[2]
        told = f"in {tried.calls} other calls that were tried it gives the reference's numbers too: perhaps it computes the same"
        if tried.telling is not None:
            told = f"this call would tell it: {tried.telling!r}"
        elif not tried.calls:
            told = "no other calls were tried, for it is a network"
        yield from wrap(f"{what} – {told}", "  ", "    ")
    if idle := [m.id for m in structural(asked.lines) if m.idle]:
        yield from wrap(f"Left out, since they change nothing whatever the call: {', '.join(idle)}", "  ", "    ")


def reads_worst(asked: Exercise, found: Sequence[Graded]) -> Part:
    few = worst(asked.name, found)
    if not few:
        yield "  None stands out."
    for w in few:
        yield from wrap(f"{w.text} ({w.where}: {w.why})", "  ", "    ")
