"""The second and third hint to a mistake in a block, derived from the expected lines: where the step belongs, and its line with a gap."""

from __future__ import annotations

from collections.abc import Set

from ..judge.reading import sentence, title
from ..value.graph import Node, follow
from ..value.lines import Line, Lines
from .misconceptions import Change

GAP = "___"
NOTHING: frozenset[str] = frozenset()
ORDER = {"conv": ("filters", "kernel", "strides", "padding"), "bn": (), "relu": ("function",)}
BY_NAME = ("strides", "padding", "axis")
WITHOUT_EFFECT = {"strides": 1, "padding": "valid"}
RULES = {
    "filters": "The numbers in `filters` belong to the three convolutions in their order; both paths end with the last of them.",
    "kernel": "Only the middle convolution looks at neighbours: its kernel is f. The others are 1×1.",
    "strides": "A stride other than 1 stands only where a convolution takes the block's own input.",
    "padding": "Only a kernel larger than 1 needs padding to keep height and width.",
    "axis": "The axes count images, rows, columns, channels, from 0 on. The channels are the last.",
    "function": "The name of the layer, or of the function that it is given, decides what it computes.",
    "layer": "The list of steps names the class of each layer.",
}


def of_changes(due: Lines, changes: list[Change]) -> tuple[str, str] | None:
    """For settings that are wrong: the rule, and the lines with gaps for these settings."""
    if changes[0].setting not in RULES:
        return None
    gaps: dict[str, set[str]] = {}
    for change in changes:
        gaps.setdefault(change.at, set()).add(change.setting)
    return RULES[changes[0].setting], filled([written(due[name], gaps[name]) for name in gaps])


def of_edit(due: Lines, edited: Lines, at: str) -> tuple[str, str] | None:
    """For a step that is missing, moved, wired otherwise or one too many: where it belongs, and the line with a gap.

    at: the step that is spoken of, where two have changed places.
    """
    ours, theirs = ({line.name: line for line in p.lines} for p in (due, edited))
    missing = [line for line in due.lines if line.name not in theirs]
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
    line = moved(due, edited, at)
    if line is None:
        return None
    if line.kind == "save":
        return "The shortcut is kept before any layer has changed X.", f"Right after `F1, F2, F3 = filters`: `{written(line, {'takes'})}`"
    before, after = around(due, line)
    return belongs(due, line), f"The lines in their order: {', '.join(f'`{w}`' for w in (before, GAP, after) if w)}."


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
    if following is None:
        return None
    count = "one line is" if len(extra) == 1 else f"{len(extra)} lines are"
    return belongs(due, due[following.name]), f"On the way to `{written(due[following.name])}` {count} to be taken out."


def belongs(due: Lines, line: Line) -> str:
    """Where a step stands in the figure, by what it takes and by what takes its result."""
    nodes = follow(due).nodes()
    node = next(n for n in nodes if n.name == line.name)
    takes = " and ".join(map(spoken, node.inputs))
    users = [n for n in nodes if any(before is node for before in n.inputs)]
    gives = f"; {title(users[0].name)} works on its result" if users else "; its result is what the block returns"
    return f"{sentence(title(line.name))} works on {takes}{gives}."


def spoken(node: Node | None) -> str:
    return f"the result of {title(node.name)}" if node else "the block's own input"


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
    if line.kind == "merge":
        layer = GAP if gaps & {"function", "settings"} else "Add"
        return f"{gives} = {layer}()([{', '.join(takes)}])"
    training = GAP if "settings" in gaps else "training"
    called = f"{takes[0]}, training={training}" if line.kind == "bn" else takes[0]
    return f"{gives} = {layer_of(line, gaps)}({called})"


def layer_of(line: Line, gaps: Set[str]) -> str:
    kind = GAP if "layer" in gaps else line.settings.get("layer", "Activation")
    given = {name: GAP if gaps & {name, "settings"} else code(line.settings[name]) for name in ORDER[line.kind]}
    given |= {"axis": GAP} if "axis" in gaps else {}
    shown = [name for name in given if given[name] == GAP or line.settings[name] != WITHOUT_EFFECT.get(name)]
    return f"{kind}({', '.join(f'{name}={given[name]}' if name in BY_NAME else given[name] for name in shown)})"


def code(value) -> str:
    """A setting in Python; a size such as f stands under its own name."""
    return f'"{value}"' if value in ("same", "valid", "relu") else str(value)
