"""What learners get wrong in a network that is made of other exercises: the steps of its stem and head, and its parts, each a first block
and further ones of another kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, pairwise

from ...value.edits import Misconception
from ...value.lines import INPUT, Line, Lines
from ...value.roles import Role, Roles, article, sentence
from . import edits

ROW = "Each row of the table is one line."
WIRE = "A tensor goes from line to line: each step works on the result of the step before it."
LOST = "A block changes nothing in place: it gives a new tensor, and if that is not kept, the block is not part of the network."
LEFT = "Look at the left side of this line: where does its result go?"
m = Misconception  # each of the rows below
MANY = (*range(12), 22, 35)  # identity blocks; the last two are those of the longest stage of ResNet-101 and ResNet-152


def noun(b: Roles) -> str:
    """What a part is called: "stage"."""
    return parts(b)[0].words.split()[0]


def figure(b: Roles) -> str:
    return f"Compare your code with the table of {noun(b)}s, row by row."


def shape(b: Roles) -> str:
    return f"The {noun(b)}'s shape and the number of parameters follow from these numbers; see the table of {noun(b)}s."


def around(b: Roles) -> list[Role]:
    return [*b.on("stem"), *b.on("head")]


# -- the steps of stem and head -----------------------------------------------------------------------------------------------


def step(b: Roles) -> Iterator[Misconception]:
    """Missing, not kept, on the wrong tensor."""
    every = [role.criterion for role in b]
    for i, role in enumerate(around(b)):
        why = f"{role.Title} is a row of the table."
        yield m(
            f"{role.name}_missing",
            role.path,
            f"{role.Title} is missing.",
            why,
            figure(b),
            role.name,
            (role.name,),
            edits.without(role.name),
        )
        yield m(f"{role.name}_not_kept", role.path, f"The result of {role.title} is computed but not kept.", WIRE, LEFT, role.name, (role.name,),
                edits.not_kept(role.name), looks=(role.name, r"^(?!\s*\w+\s*=)"))  # fmt: skip
        if i:
            before = tuple(every[: list(b.of).index(role.name) + 1][::-1])
            yield m(f"{role.name}_takes_input", role.path, f"{role.Title} takes the network's input again, not the result of the step before it.", WIRE,
                    "On which tensor is this layer called?", role.name, before, edits.takes(role.name, INPUT))  # fmt: skip


def order(b: Roles) -> Iterator[Misconception]:
    """A step before one that is due before it, in its own part; the head's first step before the last part."""
    for path in ("stem", "head"):
        for first, second in combinations(b.on(path), 2):
            yield m(f"{second.name}_before_{first.name}", path, f"In the {path} {bare(second)} stands before {bare(first)}.", "The order of the steps is part of the network.",
                    figure(b), second.name, (second.name, first.name), edits.moved(second.name, before=first.name))  # fmt: skip
    for role in b.on("head")[:1]:
        last = parts(b)[-1]
        yield m(f"{role.name}_before_{last.first.name}", "head", f"{role.Title} stands before {last.words}.", "The order of the steps is part of the network.", figure(b), role.name,
                (role.name, last.key), edits.moved(role.name, before=last.first.name))  # fmt: skip


def bare(role: Role) -> str:
    """ "ReLU" and "batch normalisation", but "the convolution"."""
    return role.words if role.does in ("activation", "normalisation") else f"the {role.words}"


def twice(b: Roles) -> Iterator[Misconception]:
    stem, head = (tuple(role.name for role in b.on(path)) for path in ("stem", "head"))
    first = parts(b)[0]
    for role in around(b)[1:]:
        if role.does == "kernel" and role.path == "head":
            line = replace(b.lines[role.name], name=f"stray_{role.kind}")
            yield m(f"extra_{role.kind}", "head", f"There is one {role.words} too many.", f"The head has one {role.words}, with one number for each class.", figure(b), role.name,
                    (role.name,), edits.before(role.name, line), weight=1.1)  # fmt: skip
        elif role.does != "activation" and role.kind != "flatten":
            yield m(f"{role.name}_twice", role.path, f"{role.Title} is there twice.", ROW, figure(b), role.name, (role.name, *stem, *head, first.key),
                    edits.again(role.name), weight=1.2)  # fmt: skip
    for role in [role for role in b.on("stem") if role.does == "kernel"][:1]:
        line = replace(b.lines[role.name], name=f"stray_{role.kind}")
        yield m(f"extra_{role.kind}", "stem", f"There is one {role.words} too many, outside of the blocks.", f"Outside of the blocks there is only {role.title}.", figure(b), role.name,
                (role.name, *stem, first.key), edits.before(first.first.name, line), weight=1.4)  # fmt: skip


def stem_or_head(b: Roles) -> Iterator[Misconception]:
    words = {
        "stem": "The stem is missing: the stages begin with the input itself.",
        "head": "The head is missing: nothing follows the last stage.",
    }
    for path, says in words.items():
        if names := tuple(role.name for role in b.on(path)):
            at = next((role.name for role in b.on(path) if role.does == "kernel"), names[0])
            yield m(
                f"{path}_missing",
                path,
                says,
                f"The {path} is part of the table.",
                figure(b),
                at,
                names,
                edits.without(*names),
            )


# -- its parts ------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """key: its criterion ("stage2"); words: "stage 2"; its first block, and the rest, of another kind."""

    key: str
    words: str
    first: Role
    rest: tuple[Role, ...]

    @property
    def all(self) -> list[str]:
        return [self.first.name, *self.others]

    @property
    def others(self) -> list[str]:
        return [role.name for role in self.rest]


def parts(b: Roles) -> list[Part]:
    groups: dict[str, list[Role]] = {}
    for role in b.on("call"):
        groups.setdefault(role.criterion, []).append(role)
    return [Part(key, first.place, first, tuple(rest)) for key, (first, *rest) in groups.items()]


def length(b: Roles) -> Iterator[Misconception]:
    for part in parts(b):
        rest = part.others
        for count in MANY:
            if not rest or count == len(rest):
                continue
            many = f"no {part.rest[0].words}s" if not count else f"{count} {part.rest[0].words}{'s' if count > 1 else ''}"
            yield m(f"{part.key}_length", "stages", f"{sentence(part.words)} has {many} after its {part.first.words}, not {len(rest)}.", shape(b),
                    f"How many {part.rest[0].words}s has this stage in the table?", part.first.name if count == 0 else rest[0], (part.key,),
                    partial(counted, part=part, count=count), alone=count > 8)  # fmt: skip
        yield m(
            f"{part.key}_missing",
            "stages",
            f"{sentence(part.words)} is missing.",
            shape(b),
            figure(b),
            part.first.name,
            (part.key,),
            edits.without(*part.all),
        )


def counted(p: Lines, part: Part, count: int) -> Lines:
    again = [replace(p[part.others[0]], name=f"{part.key}{chr(98 + i)}") for i in range(count)]
    return p.without(*part.others).after(part.first.name, *again)


def exchanged(p: Lines, part: Part, other: Part) -> Lines:
    """With the length of each for the other."""
    return counted(counted(p, part, len(other.rest)), other, len(part.rest))


def kinds(b: Roles) -> Iterator[Misconception]:
    """Which of its blocks is of which kind."""
    for part in parts(b):
        first, rest, own = part.first, part.rest, (part.key,)
        if not rest:
            continue
        turns = f"The {first.words} changes the shape, the {rest[0].words}s keep it; a stage needs one of the first kind, at its beginning."
        which, count = "Which kind of block can change the shape?", f"How many {first.words}s has a stage?"
        begin = sentence(part.words)
        yield m(f"{part.key}_begins_with_identity", "stages", f"{begin} begins with {article(rest[0].words)} {rest[0].words}, not with a {first.words.split()[0]} one.", turns, which,
                first.name, own, partial(turned, kind=rest[0].kind, names=[first.name]))  # fmt: skip
        yield m(f"{part.key}_all_convolutional", "stages", f"All blocks of {part.words} are {first.words}s.", turns, count, rest[0].name, own,
                partial(turned, kind=first.kind, names=part.others))  # fmt: skip
        yield m(f"{part.key}_one_convolutional", "stages", f"One {rest[0].words} of {part.words} is a {first.words}.", turns, count, rest[0].name, own,
                partial(turned, kind=first.kind, names=[rest[0].name]), weight=1.1)  # fmt: skip
        yield m(
            f"{part.key}_without_convolutional",
            "stages",
            f"{begin} has no {first.words}.",
            turns,
            which,
            first.name,
            own,
            edits.without(first.name),
        )
        for after in dict.fromkeys((rest[0].name, rest[-1].name)):
            yield m(f"{part.key}_convolutional_later", "stages", f"The {first.words} of {part.words} is not the first of its blocks.", turns, "Which block comes first in a stage?",
                    first.name, own, edits.moved(first.name, after=after))  # fmt: skip


def wires(b: Roles) -> Iterator[Misconception]:
    stem, every = tuple(role.name for role in b.on("stem")), tuple(part.key for part in parts(b))
    for part in parts(b):
        first, rest, own = part.first.name, part.others, (part.key,)
        yield m(f"{part.key}_takes_input", "stages", f"{sentence(part.words)} begins with the network's input again.", WIRE,
                "On which tensor is the first block of this stage called?", first, (*own, *stem, *every), edits.takes(first, INPUT))  # fmt: skip
        yield m(f"{part.key}_first_not_kept", "stages", f"The result of {part.words}'s {part.first.words} is not kept.", LOST, LEFT, first, own,
                edits.not_kept(first))  # fmt: skip
        if not rest:
            continue
        block = part.rest[0].words
        yield m(f"{part.key}_identity_not_kept", "stages", f"The results of {part.words}'s {block}s are not kept.", LOST,
                "Look at the left side of these lines: where do their results go?", rest[0], own, edits.not_kept(*rest))  # fmt: skip
        yield m(f"{part.key}_identity_not_kept", "stages", f"The results of {part.words}'s {block}s are lost: what follows works on its {part.first.words}.", LOST,
                "Which tensor does the line after these blocks take?", rest[0], own, partial(aside, names=rest, gives="Y"))  # fmt: skip
        for name in rest:
            yield m(f"{part.key}_one_not_kept", "stages", f"The result of one {block} of {part.words} is not kept.", LOST,
                    "Look at the left side of these lines: where do their results go?", name, own, edits.not_kept(name), weight=1.05)  # fmt: skip


def in_all_parts(b: Roles) -> Iterator[Misconception]:
    """The same slip in every part, and parts in another order."""
    found = [part for part in parts(b) if part.rest]
    if len(found) < 2:
        return
    every, firsts, rests = tuple(p.key for p in found), [p.first.name for p in found], [name for p in found for name in p.others]
    each, turning, keeping = noun(b), found[0].first, found[0].rest[0]
    turns = f"The {turning.words} changes the shape, the {keeping.words}s keep it; a {each} needs one of the first kind, at its beginning."
    yield m(
        f"{keeping.kind}s_not_kept",
        "stages",
        f"The results of the {keeping.words}s are not kept.",
        LOST,
        LEFT,
        rests[0],
        every,
        edits.not_kept(*rests),
    )
    yield m(f"{keeping.kind}s_side_by_side", "stages", f"In each {each} all {keeping.words}s take the result of the {turning.words}, so only the last of them has an effect.", LOST,
            f"On which tensor is each {keeping.words} of a {each} called?", rests[0], every, partial(side_by_side, every=found))  # fmt: skip
    yield m(
        f"{turning.kind}s_not_kept",
        "stages",
        f"The results of the {turning.words}s are not kept.",
        LOST,
        LEFT,
        firsts[0],
        every,
        edits.not_kept(*firsts),
    )
    yield m("identity_for_convolutional", "stages", f"The {each}s begin with {keeping.words}s, not with {turning.words.split()[0]} ones.", turns,
            "Which kind of block can change the shape?", firsts[0], every, partial(turned, kind=keeping.kind, names=firsts))  # fmt: skip
    yield m("convolutional_for_identity", "stages", f"All blocks are {turning.words}s.", turns, f"How many {turning.words}s has a {each}?", rests[0], every,
            partial(turned, kind=turning.kind, names=rests))  # fmt: skip
    asks = f"How many blocks has each {each} in the table, the first one counted?"
    yield m(
        f"{each}s_short_by_one",
        "stages",
        f"Each {each} has one {keeping.words} too few.",
        shape(b),
        asks,
        rests[0],
        every,
        edits.without(*(part.others[0] for part in found)),
    )
    yield m(f"{each}s_long_by_one", "stages", f"Each {each} has one {keeping.words} too many.", f"The {turning.words} is the first of a {each}'s blocks. {shape(b)}", asks, rests[0], every,
            partial(longer, every=found))  # fmt: skip
    for a, c in pairwise(found):
        numbers = a.words.split()[-1], c.words.split()[-1]
        yield m(f"{each}s_{numbers[0]}_and_{numbers[1]}_in_the_wrong_order", "stages", f"{sentence(c.words)} stands before {a.words}.", shape(b), figure(b), a.first.name, (a.key, c.key),
                partial(before, part=c, other=a))  # fmt: skip
        if len(a.rest) != len(c.rest):
            yield m(f"{each}s_{numbers[0]}_and_{numbers[1]}_exchanged", "stages", f"{sentence(each)}s {numbers[0]} and {numbers[1]} have exchanged their lengths.", shape(b),
                    f"How many {keeping.words}s has each {each} in the table?", a.others[0], (a.key, c.key),
                    partial(exchanged, part=a, other=c))  # fmt: skip


# -- edits ----------------------------------------------------------------------------------------------------------------------


def turned(p: Lines, kind: str, names: list[str]) -> Lines:
    """With calls of another block; what that has no argument for is left out."""
    known = next((line.settings.keys() for line in p.lines if line.kind == kind), None)
    for name in names:
        settings = {k: v for k, v in p[name].settings.items() if known is None or k in known}
        p = p.wired(name, kind=kind, settings=settings)
    return p


def aside(p: Lines, names: list[str], **wires: str) -> Lines:
    """With what these lines stand after under a name of its own, which they all take."""
    p = p.before(names[0], Line(f"aside_{names[0]}", "save", gives="Y"))
    for name in names:
        p = p.wired(name, takes=("Y",), **wires)
    return p


def side_by_side(p: Lines, every: list[Part]) -> Lines:
    """With all further blocks of a part on the result of its first."""
    for part in every:
        names = [name for name in part.others if any(line.name == name for line in p.lines)]
        p = aside(p, names) if names else p
    return p


def longer(p: Lines, every: list[Part]) -> Lines:
    for part in every:
        p = p.after(part.others[0], replace(p[part.others[0]], name=f"{part.key}z"))
    return p


def before(p: Lines, part: Part, other: Part) -> Lines:
    """With one part before another."""
    for name in part.all:
        p = p.moved(name, before=other.first.name)
    return p


def in_network(b: Roles) -> Iterator[Misconception]:
    """Whatever is wrong in a network shows in its summary too."""
    for rule in (step, order, twice, stem_or_head, length, kinds, wires, in_all_parts):
        for each in rule(b):
            yield replace(each, costs=(*each.costs, "summary"))
