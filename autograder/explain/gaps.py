"""The second and third hint to a mistake, derived from the expected lines: where the step belongs, and its line with a gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set

from ..exercises import exercise
from ..layers.confusion import Change
from ..layers.source import GAP, code, source
from ..value.graph import Node, follow
from ..value.lines import Call, Line, Lines
from ..value.roles import roles, sentence

NOTHING: frozenset[str] = frozenset()
RULES = {  # what decides a setting, where an exercise's file does not say it better
    "filters": "Each convolution has a number of filters of its own; the list of steps gives it.",
    "kernel": "The size of a kernel says how many neighbours it looks at; the list of steps gives it.",
    "strides": "A stride greater than 1 makes the map smaller; the list of steps says where.",
    "padding": "Only a kernel larger than 1 needs padding to keep height and width.",
    "order": "The channels stand in the order of the tensors that the line gives.",
    "function": "The name of the layer, or of the function that it is given, decides what it computes.",
    "layer": "The list of steps names the class of each layer.",
    "max_value": "The limit is an argument of ReLU; the list of steps gives it.",
    "depth_multiplier": "A depthwise convolution makes as many channels from each as it is told to.",
    "amount": "The frame of zeros is as wide as the list of steps says, on all four sides.",
    "size": "The windows have the size that the list of steps says.",
    "units": "Each unit gives one number; the list of steps says how many.",
    "rate": "The rate is the share of the numbers that dropout sets to zero while fitting.",
    "num_heads": "The attention takes the number of its heads first, then the size of each.",
    "key_dim": "The attention takes the number of its heads first, then the size of each.",
    "activation": "What a layer does with its sums at the end is one of its settings.",
}


def of_changes(due: Lines, changes: list[Change]) -> tuple[str, str] | None:
    """For settings that are wrong: the rule, and the lines with gaps for these settings."""
    asked = exercise(due.name)
    rules = {**RULES, "axis": axes(asked.input.axes), **asked.rules}
    if changes[0].setting not in rules:
        return None
    gaps: dict[str, set[str]] = {}
    for change in changes:
        gaps.setdefault(change.at, set()).add("takes" if change.setting == "order" else change.setting)
    return rules[changes[0].setting], filled([written(due[name], gaps[name]) for name in gaps])


def axes(names: tuple[str, ...]) -> str:
    counted = ("images", "rows", "columns", "channels") if len(names) == 4 else names
    return f"The axes count {', '.join(counted)}, from 0 on. The {counted[-1]} {'are' if counted[-1].endswith('s') else 'is'} the last."


def of_edit(due: Lines, edited: Lines, at: str) -> tuple[str, str] | None:
    """For a step that is missing, moved, wired otherwise or one too many: where it belongs, and the line with a gap.

    at: the step that is spoken of, where two have changed places.
    """
    ours, theirs = ({line.name: line for line in p.lines} for p in (due, edited))
    missing = [line for line in due.lines if line.name not in theirs and line.kind != "save"]
    extra = [line for line in edited.lines if line.name not in ours and line.kind != "save"]
    rewired = [line for line in due.lines if line.name in theirs and line.kind != "save" and theirs[line.name].takes != line.takes]
    unkept = [line for line in due.lines if line.name in theirs and theirs[line.name].gives != line.gives]
    fused = next((line for line in edited.lines if line.settings.get("fused")), None)
    if fused:
        conv = due[edited.lines[edited.at(fused.name) - 1].name]
        return "A convolution of this block has no activation; a ReLU is a line of its own.", f"Without it: `{written(conv)}`"
    if missing:
        return belongs(due, missing[0]), filled([written(line, {"settings"}) for line in missing])
    if rewired:
        return belongs(due, rewired[0]), filled([written(rewired[0], {"takes"})])
    if unkept:
        return "What a layer gives is kept by the name on the left of the line.", filled([written(unkept[0], {"gives"})])
    if extra:
        return too_many(due, edited, extra)
    if both := next((line for line in edited.lines if line.kind == "save" and line.name == "both"), None):
        before = edited.lines[edited.at(both.name) - 1]
        return "What a layer gives is kept by the name on the left of the line.", filled([written(before, {"gives"})])
    line = moved(due, edited, at)
    if line is None:
        return None
    if line.kind == "save":
        return "The shortcut is kept before any layer has changed X.", f"At the beginning: `{written(line, {'takes'})}`"
    ahead, behind = around(due, line)
    return belongs(due, line), f"The lines in their order: {', '.join(f'`{w}`' for w in (ahead, GAP, behind) if w)}."


def filled(lines: list[str]) -> str:
    shown = " and ".join(f"`{line}`" for line in dict.fromkeys(lines[:2]))
    return f"Fill the {'gap' if shown.count(GAP) == 1 else 'gaps'}: {shown}"


def moved(due: Lines, edited: Lines, at: str) -> Line | None:
    """The line without which both have the same order; None where more than one has moved."""
    orders = [[line.name for line in p.lines] for p in (due, edited)]
    candidates = sorted(due.lines, key=lambda line: line.name != at)
    return next((line for line in candidates if len({tuple(n for n in o if n != line.name) for o in orders}) == 1), None)


def too_many(due: Lines, edited: Lines, extra: list[Line]) -> tuple[str, str] | None:
    """Between which two of the expected steps there is nothing."""
    rest = edited.lines[edited.at(extra[0].name) + 1 :]
    names = {line.name for line in due.lines if line.kind != "save"}
    following = next((line for line in rest if line.name in names and extra[0].gives in line.takes), None)
    out = "one line is to be taken out" if len(extra) == 1 else "stands more than the list of steps has; take that out"
    if following is None:
        last = edited.lines[edited.at(extra[0].name) - 1]
        return (belongs(due, last), f"After `{written(last)}` {out}.") if last is due.lines[-1] else None
    return belongs(due, due[following.name]), f"On the way to `{written(due[following.name])}` {out}."


def belongs(due: Lines, line: Line) -> str:
    """Where a step stands in the figure: by its stage, or by what it takes and by what takes its result."""
    if line.name in due.calls:
        return made_of(due, line)
    nodes = follow(due).nodes()
    node = next(n for n in nodes if n.name == line.name)
    title, whole = roles(due).title, "network" if due.calls else "block"

    def spoken(node: Node | None) -> str:
        return f"the result of {title(node.name)}" if node else f"the {whole}'s own input"

    takes = " and ".join(map(spoken, node.inputs))
    users = [n for n in nodes if any(before is node for before in n.inputs)]
    gives = f"; {title(users[0].name)} works on its result" if users else f"; its result is what the {whole} returns"
    return f"{sentence(title(line.name))} works on {takes}{gives}."


def made_of(due: Lines, line: Line) -> str:
    """Of which blocks the part of a network is that a line belongs to."""
    kinds = Counter(role.words for role in roles(due).on("call") if role.place == line.part)
    blocks = " and ".join(f"one {words}" if n == 1 else f"{n} {words}s" for words, n in kinds.items())
    return f"{sentence(line.part)} is {blocks}, each on the result of the one before."


def around(due: Lines, line: Line) -> tuple[str, str]:
    """The lines before and after one, on its own path."""
    path = [own for own in due.lines if line.gives in (own.gives, *own.takes) and own.kind != "save"]
    at = path.index(line)
    return (written(path[at - 1]) if at else "", written(path[at + 1]) if at + 1 < len(path) else "")


def written(line: Line, gaps: Set[str] = NOTHING) -> str:
    """A line as a student writes it, without what is at its default; gaps: the settings left open, or all `settings`, `takes`, `gives`."""
    gives = GAP if "gives" in gaps else line.gives
    takes = [GAP] * len(line.takes) if "takes" in gaps else list(line.takes)
    if line.kind == "save":
        return f"{gives} = {takes[0]}"
    if isinstance(line.layer, Call):
        names = (name for name, _ in line.layer.arguments if name in line.settings)
        settings = [f"{name}={GAP if gaps & {name, 'settings'} else code(line.settings[name])}" for name in names]
        return f"{gives} = {line.kind}({', '.join([*takes, *settings])})"
    assert line.layer is not None, "a line that is written is due"
    training = line.settings.get("training")
    made = source(type(line.layer), line.settings, gaps, named=bool(training))
    called = line.layer.call(takes)
    called += [f"training={GAP if 'settings' in gaps else training}"] if training else []
    return f"{gives} = {made}({', '.join(called)})"
