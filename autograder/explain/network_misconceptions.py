"""What learners get wrong in `ResNet50`, as data: edits of the network's lines, like those of a block in `misconceptions`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from ..exercises.ResNet50 import stage
from ..judge.network_judgement import HEAD, NETWORK, STEM
from ..judge.reading import sentence
from ..layers.conv import DEFAULTS as CONV
from ..value.lines import Line, Lines
from .misconceptions import Change, Misconception, Setting

TITLES = {
    "zero_padding": "the zero padding",
    "conv1": "the stem's convolution",
    "bn1": "the stem's batch normalisation",
    "relu1": "the stem's ReLU",
    "max_pool": "the max pooling",
    "average_pool": "the average pooling",
    "flatten": "the flattening",
    "dense": "the dense layer",
}
FAMILIES = {"conv": "stem", "bn": "stem", "relu": "stem", "zeropad": "stem", "pool": "stem and head", "flatten": "head", "dense": "head"}
WHY = {
    "zero_padding": "The frame of zeros lets the 7×7 windows reach the picture's edge; without it every map after it is smaller.",
    "conv1": "It makes the first maps of the picture and halves its size.",
    "bn1": "It keeps the numbers that a convolution hands on at one scale.",
    "relu1": "Without it the convolution's result goes on with its negative numbers.",
    "max_pool": "It halves the map once more, so that the stages work on a quarter of the picture's size.",
    "average_pool": "It makes one number of four neighbours, so that the dense layer needs fewer weights.",
    "flatten": "A dense layer takes one row of numbers for each image.",
    "dense": "It turns the features into one probability for each class.",
}
SHAPE = "The stage's shape and the number of parameters follow from these numbers; see the table of stages."
WIRE = "A tensor goes from line to line: each step works on the result of the step before it."
LOST = "A block changes nothing in place: it gives a new tensor, and if that is not kept, the block is not part of the network."
TURNS = "The convolutional block changes the shape, the identity blocks keep it; a stage needs one of the first kind, at its beginning."
TABLE = "Compare your code with the table of stages, row by row."


def title(name: str) -> str:
    if not stage(name):
        return TITLES.get(name, name)
    return f"the convolutional block of stage {name[5]}" if name[6:] == "a" else f"an identity block of stage {name[5]}"


def place(name: str) -> str:
    if stage(name):
        return f"stage {name[5]}"
    return "stem" if name in STEM else "head" if name in HEAD else "whole network"


def criterion(name: str) -> str:
    return stage(name) or name


@cache
def structural(lines: Lines) -> tuple[Misconception, ...]:
    stages = sorted({int(name[5]) for name in lines.calls})
    found = []

    def add(
        id: str,
        family: str,
        says: str,
        why: str,
        nudge: str,
        at: str,
        costs: tuple,
        edit: Callable[[Lines], Lines],
        weight=1.0,
        looks=("", ""),
        alone=False,
    ):
        found.append(Misconception(id, family, says, why, nudge, at, (*costs, "summary"), edit, weight, looks, alone))

    for name in (*STEM, *HEAD):
        family = FAMILIES[lines[name].kind]
        add(
            f"{name}_missing",
            family,
            f"{sentence(title(name))} is missing.",
            WHY[name],
            TABLE,
            name,
            (name,),
            lambda p, name=name: p.without(name),
        )
        looks = (name, r"^(?!\s*\w+\s*=)")
        add(f"{name}_not_kept", family, f"The result of {title(name)} is computed but not kept.", WIRE,
            "Look at the left side of this line: where does its result go?", name, (name,), lambda p, name=name: p.wired(name, gives=None), looks=looks)  # fmt: skip
        if name != "zero_padding":
            add(f"{name}_takes_input", family, f"{sentence(title(name))} takes the network's input again, not the result of the step before it.", WIRE,
                "On which tensor is this layer called?", name, tuple(map(criterion, [line.name for line in lines.lines[: lines.at(name) + 1]]))[::-1],
                lambda p, name=name: p.wired(name, takes=("X_input",)))  # fmt: skip
    swaps = (
        ("relu1", "bn1", "In the stem ReLU stands before batch normalisation."),
        ("max_pool", "relu1", "In the stem max pooling stands before ReLU."),
        ("max_pool", "bn1", "In the stem max pooling stands before batch normalisation."),
        ("max_pool", "conv1", "In the stem max pooling stands before the convolution."),
        ("bn1", "conv1", "In the stem batch normalisation stands before the convolution."),
        ("flatten", "average_pool", "Flattening stands before the average pooling."),
        ("dense", "flatten", "The dense layer stands before the flattening."),
        ("average_pool", "stage5a", "The average pooling stands before stage 5."),
    )
    for name, before, says in swaps:
        add(f"{name}_before_{before}", FAMILIES[lines[name].kind], says, "The order of the steps is part of the network.", TABLE, name,
            (name, criterion(before)), lambda p, name=name, before=before: p.moved(name, before=before))  # fmt: skip
    add("padding_after_convolution", "stem", "The zero padding stands after the convolution, not before it.", WHY["zero_padding"], TABLE, "zero_padding",
        ("zero_padding", "conv1"), lambda p: p.moved("zero_padding", after="conv1"))  # fmt: skip
    for name in STEM[1:] + HEAD:
        if name not in ("relu1", "flatten", "dense"):
            add(f"{name}_twice", FAMILIES[lines[name].kind], f"{sentence(title(name))} stands there twice.", "Each row of the table is one line.", TABLE, name,
                (name, *STEM, *HEAD, "stage2"), lambda p, name=name: p.after(name, replace(p[name], name=f"{name}_again")), 1.2)  # fmt: skip
    add("extra_dense", "head", "There is one dense layer too many.", "The head has one dense layer, with one number for each class.", TABLE, "dense",
        ("dense",), lambda p: p.before("dense", Line("stray_dense", "dense", {"units": 64, "activation": "relu"})), 1.1)  # fmt: skip
    add("extra_conv", "stem", "There is one convolution too many, outside of the blocks.", "Outside of the blocks there is only the stem's convolution.", TABLE, "conv1",
        ("conv1", *STEM, "stage2"), lambda p: p.before("stage2a", Line("stray_conv", "conv", CONV | {"initializer": "left out", "filters": 64, "kernel": 3, "strides": 1, "padding": "same"})), 1.4)  # fmt: skip
    add(
        "stem_missing",
        "stem",
        "The stem is missing: the stages begin with the input itself.",
        WHY["conv1"],
        TABLE,
        "conv1",
        STEM,
        lambda p: p.without(*STEM),
    )
    add(
        "head_missing",
        "head",
        "The head is missing: nothing follows the last stage.",
        WHY["dense"],
        TABLE,
        "dense",
        HEAD,
        lambda p: p.without(*HEAD),
    )

    for n in stages:
        blocks = [line.name for line in lines.lines if stage(line.name) == f"stage{n}"]
        first, rest, own = blocks[0], blocks[1:], (f"stage{n}",)
        for count in (*range(12), 22, 35):  # the last two are those of stage 4 in ResNet-101 and ResNet-152
            if count == len(rest):
                continue

            def counted(p: Lines, count=count, rest=rest, first=first) -> Lines:
                again = [replace(p[rest[0]], name=f"{first[:6]}{chr(98 + i)}") for i in range(count)]
                return p.without(*rest).after(first, *again)

            many = "no identity blocks" if not count else f"{count} identity block{'s' if count > 1 else ''}"
            add(f"stage{n}_length", "stages", f"Stage {n} has {many} after its convolutional block, not {len(rest)}.", SHAPE,
                "How many identity blocks has this stage in the table?", first if count == 0 else rest[0], own, counted, alone=count > 8)  # fmt: skip
        add(f"stage{n}_missing", "stages", f"Stage {n} is missing.", SHAPE, TABLE, first, own, lambda p, blocks=blocks: p.without(*blocks))
        add(f"stage{n}_begins_with_identity", "stages", f"Stage {n} begins with an identity block, not with a convolutional one.", TURNS,
            "Which kind of block can change the shape?", first, own, lambda p, first=first: as_identity(p, first))  # fmt: skip
        add(f"stage{n}_all_convolutional", "stages", f"All blocks of stage {n} are convolutional blocks.", TURNS, "How many convolutional blocks has a stage?", rest[0], own,
            lambda p, rest=rest: as_convolutional(p, *rest))  # fmt: skip
        add(f"stage{n}_one_convolutional", "stages", f"One identity block of stage {n} is a convolutional block.", TURNS, "How many convolutional blocks has a stage?", rest[0], own,
            lambda p, rest=rest: as_convolutional(p, rest[0]), 1.1)  # fmt: skip
        add(f"stage{n}_without_convolutional", "stages", f"Stage {n} has no convolutional block.", TURNS, "Which kind of block can change the shape?", first, own,
            lambda p, first=first: p.without(first))  # fmt: skip
        add(f"stage{n}_takes_input", "stages", f"Stage {n} begins with the network's input again.", WIRE, "On which tensor is the first block of this stage called?", first,
            (*own, *STEM, *(f"stage{m}" for m in stages)), lambda p, first=first: p.wired(first, takes=("X_input",)))  # fmt: skip
        add(f"stage{n}_first_not_kept", "stages", f"The result of stage {n}'s convolutional block is not kept.", LOST,
            "Look at the left side of this line: where does its result go?", first, own, lambda p, first=first: p.wired(first, gives=None))  # fmt: skip
        add(f"stage{n}_identity_not_kept", "stages", f"The results of stage {n}'s identity blocks are not kept.", LOST,
            "Look at the left side of these lines: where do their results go?", rest[0], own, lambda p, rest=rest: not_kept(p, rest))  # fmt: skip
        add(f"stage{n}_identity_not_kept", "stages", f"The results of stage {n}'s identity blocks are lost: what follows works on its convolutional block.", LOST,
            "Which tensor does the line after these blocks take?", rest[0], own, lambda p, rest=rest: lost(p, rest))  # fmt: skip
        for after in dict.fromkeys((rest[0], rest[-1])):
            add(f"stage{n}_convolutional_later", "stages", f"The convolutional block of stage {n} is not the first of its blocks.", TURNS,
                "Which block comes first in a stage?", first, own, lambda p, first=first, after=after: p.moved(first, after=after))  # fmt: skip
        for one in rest:
            add(f"stage{n}_one_not_kept", "stages", f"The result of one identity block of stage {n} is not kept.", LOST,
                "Look at the left side of these lines: where do their results go?", one, own, lambda p, one=one: not_kept(p, [one]), 1.05)  # fmt: skip
    every = tuple(f"stage{n}" for n in stages)
    firsts = [p.name for p in lines.lines if p.kind == "convolutional_block"]
    rests = [p.name for p in lines.lines if p.kind == "identity_block"]
    add("identity_blocks_not_kept", "stages", "The results of the identity blocks are not kept.", LOST, "Look at the left side of this line: where does its result go?", rests[0],
        every, lambda p: not_kept(p, rests))  # fmt: skip
    add("identity_blocks_side_by_side", "stages", "In each stage all identity blocks take the result of the convolutional block, so only the last of them has an effect.", LOST,
        "On which tensor is each identity block of a stage called?", rests[0], every, side_by_side)  # fmt: skip
    add("convolutional_blocks_not_kept", "stages", "The results of the convolutional blocks are not kept.", LOST, "Look at the left side of this line: where does its result go?",
        firsts[0], every, lambda p: not_kept(p, firsts))  # fmt: skip
    add("identity_for_convolutional", "stages", "The stages begin with identity blocks, not with convolutional ones.", TURNS, "Which kind of block can change the shape?", firsts[0],
        every, lambda p: as_identity(p, *firsts))  # fmt: skip
    add("convolutional_for_identity", "stages", "All blocks are convolutional blocks.", TURNS, "How many convolutional blocks has a stage?", rests[0],
        every, lambda p: as_convolutional(p, *rests))  # fmt: skip
    add("stages_short_by_one", "stages", "Each stage has one identity block too few.", SHAPE, "How many blocks has each stage in the table, the first one counted?", rests[0],
        every, lambda p: p.without(*(f"stage{n}b" for n in stages)))  # fmt: skip
    add("stages_long_by_one", "stages", "Each stage has one identity block too many.", "The convolutional block is the first of a stage's blocks. " + SHAPE,
        "How many blocks has each stage in the table, the first one counted?", rests[0], every, one_more)  # fmt: skip
    for a, b in ((2, 3), (3, 4), (4, 5)):
        add(f"stages_{a}_and_{b}_in_the_wrong_order", "stages", f"Stage {b} stands before stage {a}.", SHAPE, TABLE, f"stage{a}a", (f"stage{a}", f"stage{b}"),
            lambda p, a=a, b=b: stage_first(p, a, b))  # fmt: skip
    add("stages_4_and_5_exchanged", "stages", "Stages 4 and 5 have exchanged their lengths.", SHAPE, "How many identity blocks has each stage in the table?", "stage4b", ("stage4", "stage5"),
        lambda p: exchanged(p, 4, 5), 1.0)  # fmt: skip
    add("stages_3_and_4_exchanged", "stages", "Stages 3 and 4 have exchanged their lengths.", SHAPE, "How many identity blocks has each stage in the table?", "stage3b", ("stage3", "stage4"),
        lambda p: exchanged(p, 3, 4), 1.0)  # fmt: skip
    return tuple(found)


def as_identity(p: Lines, *names: str) -> Lines:
    for name in names:
        settings = {k: v for k, v in p[name].settings.items() if k != "s"}
        p = p.wired(name, kind="identity_block", settings=settings)
    return p


def as_convolutional(p: Lines, *names: str) -> Lines:
    for name in names:
        p = p.wired(name, kind="convolutional_block")
    return p


def not_kept(p: Lines, names) -> Lines:
    for name in names:
        p = p.wired(name, gives=None)
    return p


def lost(p: Lines, names) -> Lines:
    """With these lines on a tensor of their own, that leads nowhere."""
    return aside(p, names, gives="Y")


def aside(p: Lines, names, **wires) -> Lines:
    """With what these lines stand after under a name of its own, which they all take."""
    p = p.before(names[0], Line(f"aside_{names[0]}", "save", gives="Y"))
    for name in names:
        p = p.wired(name, takes=("Y",), **wires)
    return p


def side_by_side(p: Lines) -> Lines:
    """With all identity blocks of a stage on the result of its convolutional block."""
    for n in "2345":
        names = [line.name for line in p.lines if stage(line.name) == f"stage{n}"][1:]
        p = aside(p, names) if names else p
    return p


def one_more(p: Lines) -> Lines:
    for n in "2345":
        p = p.after(f"stage{n}b", replace(p[f"stage{n}b"], name=f"stage{n}z"))
    return p


def stage_first(p: Lines, a: int, b: int) -> Lines:
    """With stage b before stage a."""
    for name in [line.name for line in p.lines if stage(line.name) == f"stage{b}"]:
        p = p.moved(name, before=f"stage{a}a")
    return p


def exchanged(p: Lines, a: int, b: int) -> Lines:
    """Two stages with each other's number of blocks."""
    of = {n: [line.name for line in p.lines if stage(line.name) == f"stage{n}"][1:] for n in (a, b)}
    counts = {a: len(of[b]), b: len(of[a])}
    for n, names in of.items():
        again = [replace(p[names[0]], name=f"stage{n}{chr(98 + i)}") for i in range(counts[n])]
        p = p.without(*names).after(f"stage{n}a", *again)
    return p


SETTINGS: tuple[Setting, ...] = (
    Setting("padding_amount", "stem", "zeropad", "amount", lambda c: True, "The zero padding is {found} wide, not {due}.", WHY["zero_padding"], "How wide is the frame in the table?",
            examples=(("zero_padding", 1), ("zero_padding", 2))),
    Setting("stem_filters", "stem", "conv", "filters", lambda c: True, "The stem's convolution has {found} filters, not {due}.", SHAPE, TABLE, examples=(("conv1", 32), ("conv1", 128))),
    Setting("stem_kernel", "stem", "conv", "kernel", lambda c: True, "The stem's convolution has a kernel of size {found}, not {due}.", "The first convolution looks at a large window of the picture.", TABLE,
            examples=(("conv1", 3), ("conv1", 5))),
    Setting("stem_stride", "stem", "conv", "strides", lambda c: True, "The stem's convolution has stride {found}, not {due}.", "It halves height and width, and all that follows works on the smaller map.", TABLE,
            examples=(("conv1", 1), ("conv1", 3))),
    Setting("stem_padding", "stem", "conv", "padding", lambda c: True, "The stem's convolution pads by itself ('{found}').", "The frame of zeros was made by the zero padding already.", TABLE, examples=(("conv1", "same"),)),
    Setting("stem_convolution", "stem", "conv", "layer", lambda c: True, "The stem's convolution is a {found}, not a Conv2D.", "It has other weights and computes something else.", TABLE),
    Setting("no_bias", "stem", "conv", "use_bias", lambda c: True, "The stem's convolution has no bias.", "The exercise keeps Keras's default here.", TABLE, examples=(("conv1", False),)),
    Setting("axis", "stem", "bn", "axis", lambda c: True, "The stem's batch normalisation works along axis {found}, not along the channels.", "Axis 3 are the channels.", "Which of the four axes are the channels?", examples=(("bn1", 1),)),
    Setting("training_fixed", "training", "bn", "training", lambda c: True, "The stem's batch normalisation is always called with training={found}.",
            "Left to Keras it uses the batch while fitting and its moving statistics when predicting.", "Who should choose between the two kinds of statistics here?", costs="training", examples=(("bn1", True), ("bn1", False))),
    Setting("norm_settings", "stem", "bn", "epsilon", lambda c: True, "The stem's batch normalisation has epsilon {found}, not {due}.", "The exercise keeps Keras's defaults.", TABLE),
    Setting("norm_settings", "stem", "bn", "momentum", lambda c: True, "The stem's batch normalisation has momentum {found}, not {due}.", "The exercise keeps Keras's defaults.", TABLE),
    Setting("another_activation", "stem", "relu", "function", lambda c: True, "In the place of the stem's ReLU stands {found}.", "ReLU keeps positive numbers as they are.", TABLE, examples=(("relu1", "sigmoid"),)),
    Setting("another_pooling", "stem and head", "pool", "function", lambda c: True, "In the place of {step} stands {found} pooling.", "The stem keeps the largest number of each window, the head the average of each 2×2 window.", TABLE,
            examples=(("max_pool", "average"), ("average_pool", "max"), ("average_pool", "global average"))),
    Setting("pool_size", "stem and head", "pool", "size", lambda c: True, "{Step} has windows of size {found}, not {due}.", "The windows decide how large the map is that goes on.", TABLE, examples=(("max_pool", 2), ("max_pool", 4))),
    Setting("pool_stride", "stem and head", "pool", "strides", lambda c: True, "{Step} has stride {found}, not {due}.", "Its stride makes the map smaller.", TABLE, examples=(("max_pool", 1), ("max_pool", 3))),
    Setting("pool_padding", "stem and head", "pool", "padding", lambda c: True, "{Step} pads ('{found}').", "With padding the map that goes on is larger.", TABLE, examples=(("max_pool", "same"),)),
    Setting("classes_fixed", "head", "dense", "units", lambda c: c.found != "classes", "The dense layer has {found} units, not `classes`.", "The function is called for other numbers of classes too.", "Which argument of the function says how many classes there are?",
            examples=(("dense", 6), ("dense", 10))),
    Setting("softmax_missing", "head", "dense", "activation", lambda c: c.found in ("linear", None), "The dense layer has no softmax.", "Only softmax makes probabilities: positive numbers that sum to 1.", "What should the outputs for one image sum to?", examples=(("dense", "linear"),)),
    Setting("not_softmax", "head", "dense", "activation", lambda c: True, "The dense layer has the activation {found}, not softmax.", "Only softmax makes probabilities that sum to 1 over the classes.", "What should the outputs for one image sum to?",
            examples=(("dense", "sigmoid"), ("dense", "relu"))),
    *(
        Setting(id, family, kind, setting, when, says, why, nudge, costs, together, tuple((line, v) for k, line, v in examples if k == kind))
        for kind in ("identity_block", "convolutional_block")
        for id, family, setting, when, says, why, nudge, costs, together, examples in (
            ("block_kernel", "stages", "f", lambda c: True, "Blocks are called with f = {found}, not {due}.", "All middle convolutions of ResNet-50 are 3×3.", TABLE, "", True,
             (("identity_block", "stage3b", 5), ("convolutional_block", "stage2a", 1))),
            ("filters_of_another_stage", "stages", "filters", lambda c: c.found in FILTERS, "In {stage} a block has the filters {found} of another stage, not {due}.", SHAPE, TABLE, "", True,
             (("identity_block", "stage3b", (256, 256, 1024)), ("convolutional_block", "stage4a", (128, 128, 512)))),
            ("stage_filters", "stages", "filters", lambda c: True, "In {stage} a block has the filters {found}, not {due}.", SHAPE, TABLE, "", True,
             (("identity_block", "stage4b", (256, 256, 512)), ("convolutional_block", "stage5a", (512, 512, 1024)))),
            ("stage_stride", "stages", "s", lambda c: True, "The first block of {stage} has s = {found}, not {due}.", "Stage 2 keeps height and width, for the stem's pooling has just halved them; stages 3 to 5 halve them once each.", TABLE, "", False,
             (("convolutional_block", "stage2a", 2), ("convolutional_block", "stage3a", 1), ("convolutional_block", "stage5a", 1))),
            ("training_fixed", "training", "training", lambda c: True, "Blocks are always called with training={found}.",
             "Left to Keras they use the batch while fitting and the moving statistics when predicting.", "Who should choose between the two kinds of statistics here?", "training", True,
             (("identity_block", "stage3b", True), ("convolutional_block", "stage2a", False))),
        )
    ),
)  # fmt: skip
FILTERS = {call.settings()["filters"] for call in NETWORK.calls.values()}


def named(change: Change) -> Setting | None:
    return next((s for s in SETTINGS if s.kind == change.kind and s.setting == change.setting and s.when(change)), None)
