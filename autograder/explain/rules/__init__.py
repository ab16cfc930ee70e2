"""What learners get wrong in the order and the wiring of any block: rules over the roles of its lines, each giving misconceptions.

No rule knows an exercise. What no rule gives, and words that fit one exercise better, stand in that exercise's file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache
from typing import TypeVar

from ...exercises import exercise
from ...layers.confusion import Confusion
from ...value.edits import Misconception
from ...value.lines import Lines
from ...value.roles import roles
from . import everywhere, extra, missing, network, order, parts, shortcut, wires

Named = TypeVar("Named", Misconception, Confusion)
RULES = (
    *(
        missing.step,
        missing.component,
        missing.after_the_return,
        wires.not_kept,
        wires.takes_input,
        wires.kept_late,
        wires.component_unused,
    ),
    *(
        wires.joins_wrongly,
        order.across_the_join,
        extra.on_the_way,
        order.exchanged,
        order.over_a_boundary,
        extra.fused,
        shortcut.with_steps,
        shortcut.without_steps,
    ),
    *(extra.component_twice, extra.step_twice, extra.at_the_end),
)


@cache
def structural(lines: Lines) -> tuple[Misconception, ...]:
    """Every misconception about the order and the wiring of an exercise's lines: those of the rules, and its own."""
    known, rules = roles(lines), ((network.in_network,) if lines.calls else RULES)
    own = exercise(lines.name)
    special = tuple(own.mistakes(lines))
    said = {m.id for m in special}
    made = [m for rule in rules for part in ([known] if lines.calls else known.parts) for m in rule(part)]
    if not lines.calls:
        made += [*everywhere.in_all_steps(known), *everywhere.in_another_order(known)]
    if len(known.runs) > 1:
        made += parts.between(known)
    return (*(worded(m, own.texts) for m in made if m.id not in said), *special)


def worded(m: Named, texts: Mapping[str, Mapping[str, str]]) -> Named:
    """A misconception, or a confusion, in the words that the exercise has for it."""
    for pattern, text in texts.items():
        if fnmatchcase(m.id, pattern):
            return replace(m, **text)  # type: ignore[arg-type]  # an exercise has words for those fields only that are words
    return m


@cache
def stray(lines: Lines) -> tuple[Misconception, ...]:
    """A step too many anywhere, for which there is no better name."""
    return tuple(extra.anywhere(roles(lines)))
