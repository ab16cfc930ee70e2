"""What learners get wrong in a block, as data: each misconception is a named edit of the block's lines. Nothing runs here.

`structural(block)` edits the order and the wiring of the lines; `SETTINGS` name what a single step is given. Each says
what the mistake is, why it matters, and hints at the mend. `diagnosis` finds them; the tests render them as source.

Numbers from the literature: He et al. 2015 (arXiv 1512.03385), tables 2 and 3; He et al. 2016 (arXiv 1603.05027),
tables 1 and 2: the test error of ResNet-110 on CIFAR-10, 6.61 % with the block as it is built here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, partial

from ..judge.reading import KINDS, sentence, title
from ..layers.batch_norm import DEFAULTS as BN
from ..layers.conv import DEFAULTS as CONV
from ..value.lines import Line, Lines

Edit = Callable[[Lines], Lines]


@dataclass(frozen=True)
class Misconception:
    """at: the line where it sits, "" for the whole block. costs: the criteria that it may cost. nudge: the first hint.
    weight: how unusual it is; of two explanations the lighter one is believed. looks: where two misconceptions build the same
    graph, a step and a pattern that the student's own line for it matches. alone: it is not tried together with another one."""

    id: str
    family: str
    says: str
    why: str
    nudge: str
    at: str
    costs: tuple[str, ...]
    edit: Edit = field(compare=False)
    weight: float = 1.0
    looks: tuple[str, str] = ("", "")
    alone: bool = False


PARTS = {"1": "first component", "2": "second component", "3": "third component"}


def place(name: str) -> str:
    """Where a line stands, in words: "second component"."""
    if name.startswith("shortcut_") or name == "save":
        return "shortcut"
    if name in ("add", "relu3") or not name[-1:].isdigit():
        return {"add": "addition", "relu3": "after the addition"}.get(name, "whole block")
    return PARTS[name[-1]]


PLAIN = (
    "A block without its shortcut is part of a plain network, and those fit worse when they get deeper: "
    "28.54 % error with 34 layers, 27.94 % with 18 (He et al. 2015, table 2)."
)
CLEAN = (
    "The shortcut should carry X on unchanged. Anything on it makes a deep network harder to train: with a 1×1 convolution "
    "on every shortcut, ResNet-110 had 12.22 % error instead of 6.61 % (He et al. 2016, table 1)."
)
RELU_FIRST = (
    "After ReLU the main path can only add, never take away. ResNet-110 with ReLU before the addition had 7.84 % error "
    "instead of 6.61 % (He et al. 2016, table 2)."
)
NORM_LAST = (
    "Normalising the sum changes what the shortcut carries. ResNet-110 with batch normalisation after the addition had 8.17 % "
    "error instead of 6.61 % (He et al. 2016, table 2)."
)
SCALE = "It keeps the numbers that a convolution hands on at one scale; without it deep networks are hard to train."
LINEAR = "Two convolutions with no ReLU between them can do no more than a single one could."
NEGATIVE = "The block after this one expects its input after ReLU; here it gets the negative numbers of the sum too."
LOST = "A layer changes nothing in place: it gives a new tensor, and if that is not kept, the step has no effect."
ORDER = "The order is part of the block: convolution, batch normalisation, ReLU."
WIRED = "Each step of the main path works on the result of the step before it; this one throws away what came before."
KEPT_LATE = "The shortcut must carry what came into the block. Kept later, it skips only a part of the main path."
PROJECTION = (
    "The main path changes height, width and channels; without a projection the two paths have different shapes and cannot be added."
)


@cache
def structural(block: Lines) -> tuple[Misconception, ...]:
    """Every misconception about the order and the wiring of this block's lines."""
    found = [*missing(block), *unused(block), *rewired(block), *misplaced(block), *too_many(block)]
    found += projection() if block.paths.shortcut else shortcut_of_its_own()
    found += everywhere(block)
    return tuple(found)


@cache
def stray(block: Lines) -> tuple[Misconception, ...]:
    """A convolution, normalisation or activation too many anywhere, for which there is no better name."""
    made = {"conv": CONV, "bn": BN, "relu": {"function": "relu"}}
    out = []
    for name in block.steps():
        way = "X_shortcut" if name.startswith("shortcut") else "X"
        for kind, settings in made.items():
            line = Line(f"stray_{kind}", kind, dict(settings), (way,), way)
            out.append(
                Misconception(
                    f"extra_{kind}_before_{name}",
                    FAMILIES[kind],
                    f"There is one {KINDS[kind]} too many, before {title(name)}.",
                    "Each step of the figure is one line; one more makes it another block.",
                    "Compare your lines with the steps one by one.",
                    name,
                    (name, *block.steps()),
                    lambda p, name=name, line=line: p.before(name, line),
                    weight=1.4,
                )
            )
    return tuple(out)


def missing(block: Lines) -> list[Misconception]:
    why = {
        "bn": SCALE,
        "relu": LINEAR,
        "conv": "This is the step that learns; without it the component is only a rescaling.",
        "merge": PLAIN,
    }
    out = []
    for name in block.steps():
        kind = block[name].kind
        if name == "shortcut_conv":
            continue
        says = "The shortcut is never added to the main path." if name == "add" else f"{sentence(title(name))} is missing."
        out.append(
            Misconception(
                f"{name}_missing",
                FAMILIES[kind] if not name.startswith("shortcut") else "projection",
                says,
                NEGATIVE if name == "relu3" else why[kind],
                "Count the steps of the figure, and your lines." if name != "add" else "Where in your code do the two paths meet?",
                name,
                (name,),
                lambda p, name=name: p.without(name),
            )
        )
    components = (
        ("1", ("conv1", "bn1", "relu1")),
        ("2", ("conv2", "bn2", "relu2")),
        ("3", ("conv3", "bn3")),
        ("3", ("relu2", "conv3", "bn3")),
    )
    for k, names in components:
        out.append(
            Misconception(
                f"component{k}_missing",
                "convolution",
                f"The {PARTS[k]} of the main path is missing: its convolution, and what follows it.",
                "The bottleneck takes three convolutions: one makes the tensor thin, one works on it, one restores its channels.",
                "How many components has the main path in the figure?",
                f"conv{k}",
                names,
                lambda p, names=names: p.without(*names),
            )
        )
    if block.paths.shortcut:
        early = out[0]
        out.append(
            replace(
                early,
                id="returns_early",
                family="python",
                says="The function returns before the addition: what comes after `return` is never reached.",
                nudge="Which line returns, and which steps come after it?",
                why=PLAIN,
                at="add",
                costs=("add", "relu3"),
                edit=lambda p: p.without("add", "relu3"),
                weight=1.2,
            )
        )
    for last in ("bn3", "conv3", "relu2", "bn2", "conv2", "relu1", "bn1", "conv1"):
        out.append(
            Misconception(
                "returns_early",
                "python",
                f"The function returns after {title(last)}: what comes after `return` is never reached.",
                PLAIN,
                "Which line returns, and which steps come after it?",
                "add",
                ("add", "relu3"),
                lambda p, last=last: replace(p, lines=p.lines[: p.at(last) + 1]),
                weight=1.2,
            )
        )
    return out


FAMILIES = {"conv": "convolution", "bn": "batch normalisation", "relu": "activation", "merge": "addition"}


def unused(block: Lines) -> list[Misconception]:
    out = []
    for name in block.steps():
        kind = block[name].kind
        what = "The sum" if name == "add" else f"The result of {title(name)}"
        out.append(
            Misconception(
                f"{name}_not_kept",
                FAMILIES[kind] if not name.startswith("shortcut") else "projection",
                f"{what} is computed but not kept.",
                LOST,
                "Look at the left side of this line: where does its result go?",
                name,
                (name,),
                lambda p, name=name: p.wired(name, gives=None),
                looks=(name, r"^(?!\s*\w+\s*=)"),
            )
        )
    return out


def rewired(block: Lines) -> list[Misconception]:
    out = []
    for name in ("bn1", "relu1", "conv2", "bn2", "relu2", "conv3", "bn3"):
        out.append(
            Misconception(
                f"{name}_takes_shortcut",
                FAMILIES[block[name].kind],
                f"{sentence(title(name))} takes the block's input again, not the result of the step before it.",
                WIRED,
                "On which tensor is this layer called?",
                name,
                (name, "conv1"),
                lambda p, name=name: p.wired(name, takes=("X_shortcut",)),
            )
        )
    lines = {"conv1": "first convolution", "bn1": "first batch normalisation", "relu1": "first ReLU", "relu2": "second ReLU"}
    for after, words in lines.items():
        out.append(
            Misconception(
                f"saved_after_{after}",
                "addition",
                f"The shortcut begins at the result of the {words}, not at the block's own input."
                if block.paths.shortcut
                else f"The shortcut is kept too late: only after the {words}.",
                KEPT_LATE,
                "At which line is X still the block's own input?",
                "save",
                ("add", "shortcut_conv"),
                lambda p, after=after: p.moved("save", after=after),
            )
        )
    out.append(
        Misconception(
            "component2_unused",
            "convolution",
            "The third convolution takes the result of the first component; the second component is computed but not used.",
            WIRED,
            "On which tensor is this layer called?",
            "conv3",
            ("conv3", "conv2", "bn2", "relu2"),
            lambda p: p.after("relu1", Line("aside", "save", takes=("X",), gives="Y")).wired("conv3", takes=("Y",)),
        )
    )
    twice = "A tensor plus itself is only twice that tensor."
    conv = bool(block.paths.shortcut)
    out += [
        Misconception(
            "saved_after_bn3",
            "addition",
            "The shortcut is kept too late: after the main path has come to its end.",
            KEPT_LATE,
            "At which line is X still the block's own input?",
            "save",
            ("add", "shortcut_conv"),
            lambda p: p.moved("save", after="bn3"),
            weight=1.1,
            looks=("add", r"(?s)\(\[\s*(\w+)\s*,\s*(?!\1\b)"),
        ),
        Misconception(
            "adds_main_twice",
            "addition",
            "The addition takes the main path twice; the shortcut is never added.",
            f"{twice} {PLAIN}",
            "Which two tensors does the addition take?",
            "add",
            ("add",),
            lambda p: p.wired("add", takes=("X", "X")),
        ),
        Misconception(
            "adds_shortcut_twice",
            "addition",
            "The addition takes the shortcut twice; the main path is thrown away.",
            f"{twice} The three convolutions have no effect on the result.",
            "Which two tensors does the addition take?",
            "add",
            ("add",),
            lambda p: p.wired("add", takes=("X_shortcut", "X_shortcut")),
        ),
        Misconception(
            "returns_shortcut",
            "python",
            "The block returns its shortcut: nothing of the main path is in the result.",
            "The three convolutions have no effect on what the block gives.",
            "Follow the tensor that you return back to X.",
            "add",
            ("add", "call"),
            lambda p: replace(
                p.without("add", "relu3"), lines=(*p.without("add", "relu3").lines, Line("back", "save", takes=("X_shortcut",), gives="X"))
            ),
            weight=1.2,
        ),
        Misconception(
            "added_early",
            "addition",
            "The shortcut is added before the third component, not after it.",
            "The sum should leave the block through ReLU only; here it still goes through a convolution.",
            "After which step do the two paths meet in the figure?",
            "add",
            ("add",),
            lambda p: p.moved("add", before="conv3") if not conv else _before_projection(p.moved("add", before="conv3"), "add"),
            weight=1.2,
        ),
    ]
    return out


def _before_projection(p: Lines, name: str) -> Lines:
    """With the shortcut's own lines before a line of the main path."""
    for own in ("shortcut_conv", "shortcut_bn"):
        p = p.moved(own, before=name)
    return p


def misplaced(block: Lines) -> list[Misconception]:
    conv = bool(block.paths.shortcut)
    first = "shortcut_conv" if conv else "add"
    relu = Line("stray_relu", "relu", {"function": "relu"})
    out = [
        Misconception(
            "relu_before_addition",
            "activation",
            "ReLU stands before the addition, not after it.",
            RELU_FIRST,
            "What comes first after the third batch normalisation: the addition or ReLU?",
            "relu3",
            ("relu3", "add"),
            lambda p: p.moved("relu3", before=first),
        ),
        Misconception(
            "relu_before_and_after",
            "activation",
            "There is a ReLU before the addition, and another one after it; only the last belongs there.",
            RELU_FIRST,
            "Count the ReLUs of the main path in the figure.",
            "add",
            ("add", "bn3"),
            lambda p: p.before(first, relu),
        ),
        Misconception(
            "bn_after_addition",
            "batch normalisation",
            "The third batch normalisation stands after the addition, not before it.",
            NORM_LAST,
            "What comes first after the third convolution?",
            "bn3",
            ("bn3",),
            lambda p: p.moved("bn3", after="add"),
        ),
        Misconception(
            "bn_after_addition_too",
            "batch normalisation",
            "There is a batch normalisation after the addition, besides the one before it.",
            NORM_LAST,
            "Count the batch normalisations in the figure.",
            "relu3",
            ("relu3", "add", "output"),
            lambda p: p.after("add", Line("stray_bn", "bn", dict(BN))),
        ),
        Misconception(
            "bn_after_last_relu",
            "batch normalisation",
            "The third batch normalisation stands at the very end, after the last ReLU.",
            NORM_LAST,
            "What comes first after the third convolution?",
            "bn3",
            ("bn3",),
            lambda p: p.moved("bn3", after="relu3"),
        ),
        Misconception(
            "relu_on_shortcut",
            "activation",
            "There is a ReLU on the shortcut.",
            "Without the negative numbers the shortcut no longer carries all that came in. " + CLEAN
            if not conv
            else "The shortcut ends with batch normalisation; ReLU would cut off the negative half of what it carries.",
            "What stands on the shortcut in the figure?",
            "add",
            ("add", "shortcut_bn"),
            lambda p: p.before("add", Line("relu_shortcut", "relu", {"function": "relu"}, ("X_shortcut",), "X_shortcut")),
        ),
        Misconception(
            "relu_on_input",
            "activation",
            "The block begins with a ReLU.",
            "X goes into the first convolution, and on the shortcut, as it is.",
            "What is the first step in the figure?",
            "conv1",
            ("conv1", "add", "shortcut_conv"),
            lambda p: p.before("save", replace(relu, name="stray_relu")),
            weight=1.2,
        ),
    ]
    out += [
        Misconception(
            "preactivation",
            "whole block",
            "This is the pre-activation block of a later paper (ResNet v2): normalisation and ReLU before each convolution.",
            "It is a good design, with 6.37 % error where this one has 6.61 % (He et al. 2016, table 2), but not the block of this exercise.",
            "Compare the order of the steps in each component with the figure.",
            "bn1",
            ("bn1", "relu1", "bn2", "relu2", "bn3", "relu3", "conv1", "shortcut_bn", "shortcut_conv"),
            edit,
            weight=1.5,
            alone=not plain,
        )
        for plain, edit in preactivations(block)
    ]
    for k in "12":
        names = f"conv{k}", f"bn{k}", f"relu{k}"
        out += [
            Misconception(
                f"relu{k}_before_bn{k}",
                "activation",
                f"In the {PARTS[k]} ReLU stands before batch normalisation.",
                ORDER,
                "What does the figure show right after this convolution?",
                f"relu{k}",
                names[1:],
                lambda p, k=k: p.moved(f"relu{k}", before=f"bn{k}"),
                looks=(f"conv{k}", "(?s)^(?!.*activation)"),
            ),
            Misconception(
                f"relu_in_conv{k}",
                "activation",
                f"ReLU is built into {title(names[0])}, so it acts before batch normalisation.",
                ORDER,
                "Which argument of this convolution is not in the list of steps?",
                f"relu{k}",
                names[1:],
                lambda p, k=k: p.without(f"relu{k}").after(f"conv{k}", Line(f"relu{k}", "relu", {"function": "relu", "fused": True})),
                looks=(f"conv{k}", "activation"),
            ),
            Misconception(
                f"bn{k}_after_conv{int(k) + 1}",
                "batch normalisation",
                f"{sentence(title(f'bn{k}'))} does not follow its own convolution: ReLU and the next convolution come first.",
                ORDER,
                "What does the figure show right after this convolution?",
                f"bn{k}",
                (f"bn{k}",),
                lambda p, k=k: p.moved(f"bn{k}", after=f"conv{int(k) + 1}"),
                weight=1.5,
            ),
        ]
    for k in "123":
        out += [
            Misconception(
                f"bn{k}_before_conv{k}",
                "batch normalisation",
                f"In the {PARTS[k]} batch normalisation stands before the convolution.",
                ORDER,
                "Which of the two comes first in the figure?",
                f"bn{k}",
                (f"bn{k}", f"conv{k}"),
                lambda p, k=k: p.moved(f"bn{k}", before=f"conv{k}"),
            ),
            Misconception(
                f"relu_in_conv{k}_too",
                "activation",
                f"ReLU is built into {title(f'conv{k}')} besides the one after batch normalisation."
                if k != "3"
                else "ReLU is built into the third convolution.",
                ORDER,
                "Which argument of this convolution is not in the list of steps?",
                f"bn{k}",
                (f"bn{k}", f"conv{k}"),
                lambda p, k=k: p.after(f"conv{k}", Line(f"relu_in{k}", "relu", {"function": "relu", "fused": True})),
                looks=(f"conv{k}", "activation"),
            ),
            Misconception(
                f"relu_before_bn{k}_too",
                "activation",
                f"There is a ReLU between {title(f'conv{k}')} and its batch normalisation, besides the one that belongs there."
                if k != "3"
                else "There is a ReLU between the third convolution and its batch normalisation; the third component has none.",
                ORDER,
                "What does the figure show right after this convolution?",
                f"bn{k}",
                (f"bn{k}", f"conv{k}"),
                lambda p, k=k: p.after(f"conv{k}", Line(f"relu_in{k}", "relu", {"function": "relu"})),
                looks=(f"conv{k}", "(?s)^(?!.*activation)"),
            ),
        ]
    return out


def preactivations(block: Lines) -> Iterator[tuple[bool, Edit]]:
    """The block of ResNet v2, plain or with its ReLU left after the addition, and with what its projection may be."""

    def edit(p: Lines, last: bool, projection: str) -> Lines:
        for k in "123":
            p = p.moved(f"bn{k}", before=f"conv{k}")
        for k in "12":
            p = p.moved(f"relu{k}", after=f"bn{k}")
        p = p.after("bn3", p["relu2"]) if last else p.moved("relu3", after="bn3")
        p = p.moved("save", after="relu1") if projection == "of what the first convolution takes" else p
        if projection == "after its normalisation":
            return p.moved("shortcut_bn", before="shortcut_conv")
        return p.without("shortcut_bn") if projection else p

    for last in (False, True):
        for projection in (
            ("", "alone", "after its normalisation", "of what the first convolution takes") if block.paths.shortcut else ("",)
        ):
            yield not (last or projection), partial(edit, last=last, projection=projection)


def everywhere(block: Lines) -> list[Misconception]:
    """One slip in all steps of a kind, and blocks of other networks."""
    norms = [name for name in block.steps() if block[name].kind == "bn"]
    fused = {"function": "relu", "fused": True}

    def in_convolutions(p: Lines, *without: str) -> Lines:
        p = p.without(*without)
        for k in "321":
            p = p.after(f"conv{k}", Line(f"relu_in{k}", "relu", dict(fused)))
        return p

    def basic(p: Lines, kernel) -> Lines:
        p = p.without("relu2", "conv3", "bn3").set("conv2", filters="F3")
        return p.set("conv1", kernel=kernel, padding="same" if kernel == "f" else "valid")

    def m(id, family, says, why, nudge, at, costs, edit):
        return Misconception(id, family, says, why, nudge, at, costs, edit, alone=True)

    two = "This block has two convolutions, as those of ResNet-18 and ResNet-34; the block of this exercise has three."
    own = "conv1", "conv2", "conv3", "bn2", "bn3", "relu2"
    built_in = "ReLU is built into every convolution, so it acts before batch normalisation"
    relus = ("relu1", "relu2", "bn1", "bn2", "bn3")
    return [
        m("no_batch_normalisation", "batch normalisation", "There is no batch normalisation in the block.", SCALE,
          "What follows each convolution in the figure?", "", tuple(norms), lambda p: p.without(*norms)),
        m("no_relu", "activation", "There is no ReLU in the block.", LINEAR, "Count the ReLUs in the figure.", "", ("relu1", "relu2", "relu3"),
          lambda p: p.without("relu1", "relu2", "relu3")),
        m("no_relu_on_main", "activation", "There is no ReLU on the main path.", LINEAR, "Count the ReLUs in the figure.", "", ("relu1", "relu2"),
          lambda p: p.without("relu1", "relu2")),
        m("relu_in_every_conv", "activation", f"{built_in}.", ORDER, "Which argument of the convolutions is not in the list of steps?", "relu1", relus,
          lambda p: in_convolutions(p, "relu1", "relu2")),
        m("relu_in_every_conv", "activation", f"{built_in}, and there is no other ReLU.", ORDER, "Which argument of the convolutions is not in the list of steps?",
          "relu1", (*relus, "relu3"), lambda p: in_convolutions(p, "relu1", "relu2", "relu3")),
        m("relu_in_every_conv_too", "activation", f"{built_in}, besides the ReLUs that belong there.", ORDER,
          "Which argument of the convolutions is not in the list of steps?", "relu1", relus, lambda p: in_convolutions(p)),
        m("added_twice", "addition", "The shortcut is added twice.", "Twice the input is another sum than the one in the figure.",
          "How many additions does the figure show?", "add", ("add", "relu3", "output"),
          lambda p: p.after("add", Line("stray_add", "merge", {"function": "add"}, ("X", "X_shortcut")))),
        m("basic_block", "whole block", two, "The bottleneck takes three convolutions: one makes the tensor thin, one works on it, one restores its channels.",
          "How many components has the main path in the figure?", "", own, lambda p: basic(p, 1)),
        m("basic_block", "whole block", two, "The bottleneck takes three convolutions: one makes the tensor thin, one works on it, one restores its channels.",
          "How many components has the main path in the figure?", "", own, lambda p: basic(p, "f")),
    ]  # fmt: skip


def too_many(block: Lines) -> list[Misconception]:
    """A step or a component twice. Other steps too many are named as they are found."""
    out = []
    for k, names in (("1", ("conv1", "bn1", "relu1")), ("2", ("conv2", "bn2", "relu2")), ("3", ("conv3", "bn3"))):

        def twice(p, names=names):
            again = [replace(p[name], name=f"{name}_again") for name in names]
            return p.after(names[-1], *again)

        out.append(
            Misconception(
                f"component{k}_twice",
                "convolution",
                f"The {PARTS[k]} stands there twice.",
                "The main path has three convolutions; one more is another block with other weights.",
                "Count the convolutions of the main path in the figure.",
                names[0],
                (*names, f"conv{int(k) + 1}", "add", "bn3", "output"),
                twice,
            )
        )
    for name in ("bn1", "bn2", "bn3", "relu1", "relu2", "relu3", "conv1", "conv2", "conv3"):
        kind = block[name].kind
        following = {"bn1": "relu1", "bn2": "relu2", "bn3": "add", "conv1": "bn1", "conv2": "bn2", "conv3": "bn3"}.get(name)
        following = following or {"relu1": "conv2", "relu2": "conv3", "relu3": "relu3"}[name]
        out.append(
            Misconception(
                f"{name}_twice",
                FAMILIES[kind],
                f"{sentence(title(name))} stands there twice.",
                "Each step of the figure is one line.",
                "Compare your lines with the steps one by one: which is there twice?",
                name,
                (name, following, "output"),
                lambda p, name=name: p.after(name, replace(p[name], name=f"{name}_again")),
                weight=1.3 if kind != "relu" else 9,  # a ReLU after a ReLU does nothing
                alone=kind == "relu",
            )
        )
    return out


def projection() -> list[Misconception]:
    """What goes wrong on the shortcut of the convolutional block."""
    own = ("shortcut_conv", "shortcut_bn")

    def pooled(p: Lines) -> Lines:
        pool = Line("pool", "maxpool", {"name": "MaxPooling2D"}, ("X_shortcut",), "X_shortcut")
        return p.before("shortcut_conv", pool).set("shortcut_conv", strides=1)

    def pool_only(p: Lines) -> Lines:
        pool = Line("pool", "maxpool", {"name": "MaxPooling2D"}, ("X_shortcut",), "X_shortcut")
        return p.before("shortcut_conv", pool).without(*own)

    def average_first(p: Lines) -> Lines:
        pool = Line("pool", "averagepool", {"name": "AveragePooling2D"}, ("X_shortcut",), "X_shortcut")
        return p.before("shortcut_conv", pool).set("shortcut_conv", strides=1)

    def adds_input(p: Lines) -> Lines:
        return p.put(0, Line("keep", "save", gives="X_input")).wired("add", takes=("X", "X_input"))

    conv_takes = lambda p: p.wired("shortcut_conv", takes=("X",))  # noqa: E731
    table = (
        (
            "no_projection",
            "The shortcut has no projection: X itself is added.",
            PROJECTION,
            "Which shapes do the two paths have when they meet?",
            "shortcut_conv",
            own,
            lambda p: p.without(*own),
        ),
        (
            "identity_block_pasted",
            "This is the identity block: the shortcut has no projection, and s is not used.",
            PROJECTION,
            "What has this block that the identity block has not?",
            "shortcut_conv",
            (*own, "conv1"),
            lambda p: p.without(*own).set("conv1", strides=1),
        ),
        (
            "projection_takes_main",
            "The shortcut's convolution works on the main path's result, not on the block's input.",
            "Then there is only one path: the input reaches the end through all three convolutions only.",
            "On which tensor is the shortcut's convolution called?",
            "shortcut_conv",
            (own[0],),
            conv_takes,
        ),
        (
            "projection_norm_takes_main",
            "The shortcut's batch normalisation works on the main path's result, not on the projection.",
            "The projection's result is thrown away.",
            "On which tensor is the shortcut's batch normalisation called?",
            "shortcut_bn",
            (own[1],),
            lambda p: p.wired("shortcut_bn", takes=("X",)),
        ),
        (
            "projection_kept_in_X",
            "The result of the shortcut's convolution is kept in X, where the main path's result was.",
            "The main path's result is overwritten, and the shortcut stays as it was.",
            "Look at the left side of the line with the projection.",
            "shortcut_conv",
            (*own, "add"),
            lambda p: p.wired("shortcut_conv", gives="X"),
        ),
        (
            "projection_norm_kept_in_X",
            "The result of the shortcut's batch normalisation is kept in X, where the main path's result was.",
            "The main path's result is overwritten before the addition.",
            "Look at the left side of the line with the shortcut's batch normalisation.",
            "shortcut_bn",
            (*own, "add"),
            lambda p: p.wired("shortcut_bn", gives="X"),
        ),
        (
            "shortcut_norm_first",
            "On the shortcut batch normalisation stands before the convolution.",
            ORDER,
            "Which of the two comes first in the figure?",
            "shortcut_bn",
            own,
            lambda p: p.moved("shortcut_bn", before="shortcut_conv"),
        ),
        (
            "shortcut_pooled",
            "The shortcut is pooled first and then projected with stride 1.",
            "Pooling mixes neighbouring places; here the projection itself makes the map smaller, with its stride s.",
            "Which step of the figure makes the shortcut's map smaller?",
            "shortcut_conv",
            own,
            pooled,
        ),
        (
            "shortcut_averaged",
            "The shortcut is averaged first and then projected with stride 1 (ResNet-D).",
            "It is a known later design, but not this exercise's: here the projection itself has the stride s.",
            "Which step of the figure makes the shortcut's map smaller?",
            "shortcut_conv",
            own,
            average_first,
        ),
        (
            "shortcut_pooled_only",
            "The shortcut is pooled, not projected.",
            "Pooling makes the map smaller but leaves the number of channels as it was, so the paths do not fit.",
            "Which of the four numbers of a shape does pooling leave as it is?",
            "shortcut_conv",
            own,
            pool_only,
        ),
        (
            "shortcut_norm_twice",
            "There are two batch normalisations on the shortcut.",
            "The projection is a convolution and one batch normalisation.",
            "Count the steps on the shortcut in the figure.",
            "shortcut_bn",
            (own[1], "add"),
            lambda p: p.before("add", Line("bn_shortcut", "bn", dict(BN), ("X_shortcut",), "X_shortcut")),
        ),
        (
            "adds_the_input",
            "The addition takes the block's own input, not the projected one.",
            PROJECTION,
            "Which two tensors does the addition take?",
            "add",
            ("add",),
            adds_input,
        ),
        (
            "main_takes_projection",
            "The main path begins with the projected shortcut, not with X.",
            "Both paths start from the block's input.",
            "On which tensor is the first convolution called?",
            "conv1",
            ("conv1", "shortcut_conv", "shortcut_bn"),
            lambda p: _before_projection(p, "conv1").wired("conv1", takes=("X_shortcut",)),
        ),
        (
            "shortcut_relu_and_norm_swapped",
            "On the shortcut a ReLU stands between the convolution and batch normalisation.",
            "The shortcut has no activation: it should carry what came in, negative numbers too.",
            "What stands on the shortcut in the figure?",
            "shortcut_bn",
            own,
            lambda p: p.after("shortcut_conv", Line("relu_shortcut", "relu", {"function": "relu"}, ("X_shortcut",), "X_shortcut")),
        ),
    )
    out = [Misconception(id, "projection", says, why, nudge, at, costs, edit) for id, says, why, nudge, at, costs, edit in table]
    return [replace(m, weight=1.1) if m.id in ("adds_the_input", "main_takes_projection") else m for m in out]


def shortcut_of_its_own() -> list[Misconception]:
    """What goes wrong on the shortcut of the identity block."""

    def convolved(p: Lines, *more: Line) -> Lines:
        conv = Line(
            "conv_shortcut", "conv", CONV | {"filters": "F3", "kernel": 1, "strides": 1, "padding": "valid"}, ("X_shortcut",), "X_shortcut"
        )
        return p.before("add", conv, *more)

    norm = Line("bn_shortcut", "bn", dict(BN), ("X_shortcut",), "X_shortcut")
    table = (
        ("bn_on_shortcut", "batch normalisation", "There is a batch normalisation on the shortcut.", lambda p: p.before("add", norm)),
        ("conv_on_shortcut", "convolution", "There is a convolution on the shortcut.", convolved),
        (
            "projection_on_identity",
            "convolution",
            "The shortcut has a projection, a convolution and batch normalisation, as in the convolutional block.",
            lambda p: convolved(p, norm),
        ),
    )
    return [
        Misconception(id, family, says, CLEAN, "What stands on the shortcut of this block in the figure?", "add", ("add",), edit)
        for id, family, says, edit in table
    ]


# -- settings --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One setting of one line that is not what it should be."""

    at: str
    kind: str
    setting: str
    found: object
    due: object


@dataclass(frozen=True)
class Setting:
    """A misconception about one setting of a step. says may use {step}, {Step}, {found}, {due}; together: whether the same mistake
    at several steps is one (a missing argument is), or each its own. examples: (line, value) to render as source."""

    id: str
    family: str
    kind: str
    setting: str
    when: Callable[[Change], bool] = field(compare=False)
    says: str
    why: str
    nudge: str
    costs: str = ""  # the criterion; the step's own where empty
    together: bool = False
    examples: tuple[tuple[str, object], ...] = ()


def size(c: Change) -> bool:
    return isinstance(c.due, str)


MIDDLE = "Only the convolution in the middle looks at neighbours; those at the ends are 1×1 and change the number of channels only."
THIN = "The bottleneck saves its work with these numbers: F1 and F2 make the tensor thin, F3 restores its channels."
HARD = "It agrees with the argument in some calls only: the block is used with other sizes too."
HALVES = "Each stride greater than 1 makes the map smaller; it must happen once on each path, with the same s."
BOTH = "While fitting, batch normalisation uses the statistics of the batch; when predicting, those it has gathered. The caller says which."
STARTS = "The caller decides how the kernels start; with the seed fixed, everybody's block starts alike."
DEFAULT = (
    "The exercise keeps Keras's defaults in all that it does not name, so that two blocks with the same weights give the same numbers."
)

SETTINGS: tuple[Setting, ...] = (
    Setting("filters_of_another_component", "convolution", "conv", "filters", lambda c: c.found in ("F1", "F2", "F3"),
            "{Step} has {found} filters, not {due}.", THIN, "Which of F1, F2, F3 belongs to this component?",
            examples=(("conv1", "F2"), ("conv2", "F1"), ("conv2", "F3"), ("conv3", "F1"), ("conv3", "F2"), ("conv1", "F3"), ("shortcut_conv", "F1"), ("shortcut_conv", "F2"))),
    Setting("filters_hard_coded", "convolution", "conv", "filters", lambda c: True,
            "{Step} has {found} filters, not {due}.", HARD, "Where do the numbers of filters come from?",
            examples=(("conv1", 64), ("conv3", 256))),
    Setting("kernel_hard_coded", "convolution", "conv", "kernel", lambda c: size(c) and isinstance(c.found, int) and c.found != 1,
            "The kernel size of {step} is written as {found}, not taken from the argument {due}.", HARD, "Which argument of the block is the kernel size?",
            examples=(("conv2", 3),)),
    Setting("kernel_1_in_the_middle", "convolution", "conv", "kernel", lambda c: size(c) and c.found == 1,
            "{Step} has a kernel of size 1, not {due}.", MIDDLE, "Which of the three convolutions looks at neighbours?", examples=(("conv2", 1),)),
    Setting("kernel_f_at_the_ends", "convolution", "conv", "kernel", lambda c: c.due == 1 and not isinstance(c.found, tuple),
            "{Step} has a kernel of size {found}, not 1.", MIDDLE, "Which of the convolutions have a kernel of size f?",
            examples=(("conv1", "f"), ("conv3", "f"), ("shortcut_conv", "f"), ("conv1", 3), ("conv3", 3), ("shortcut_conv", 3))),
    Setting("kernel_not_square", "convolution", "conv", "kernel", lambda c: True,
            "The kernel of {step} is {found}, not {due}×{due}.", MIDDLE, "Which shape has this kernel in the figure?", examples=(("conv2", ("f", 1)), ("conv2", (1, "f")))),
    Setting("stride_hard_coded", "convolution", "conv", "strides", lambda c: size(c) and isinstance(c.found, int) and c.found != 1,
            "The stride of {step} is written as {found}, not taken from the argument {due}.", "ResNet-50 itself calls this block with s = 1 in stage 2. " + HARD, "Which argument of the block is the stride?",
            together=True, examples=(("conv1", 2), ("shortcut_conv", 2))),
    Setting("stride_1", "convolution", "conv", "strides", lambda c: size(c) and c.found == 1,
            "{Step} has stride 1, not {due}.", HALVES, "Which convolutions make the map smaller?", examples=(("conv1", 1), ("shortcut_conv", 1))),
    Setting("stride_too_many", "convolution", "conv", "strides", lambda c: True,
            "{Step} has stride {found}, not {due}.", HALVES, "Which convolutions make the map smaller?",
            examples=(("conv2", 2), ("conv2", "f"), ("conv2", "s"), ("conv3", "s"), ("conv1", 2), ("conv3", 2))),
    Setting("no_padding", "convolution", "conv", "padding", lambda c: c.found == "valid",
            "{Step} has no padding ('valid'), so the map shrinks.", "With f = 3 two rows and two columns are lost, and the paths no longer fit.", "Which padding keeps height and width?",
            examples=(("conv2", "valid"),)),
    Setting("padding", "convolution", "conv", "padding", lambda c: True,
            "{Step} has padding '{found}', not '{due}'.", "Padding decides how large the result is and where its windows lie.", "What do the steps say about padding?"),
    Setting("another_convolution", "convolution", "conv", "layer", lambda c: True,
            "{Step} is a {found}, not a Conv2D.", "It has other weights and computes something else.", "Which layer does the figure show here?",
            examples=(("conv2", "SeparableConv2D"), ("conv2", "DepthwiseConv2D"))),
    Setting("no_bias", "defaults", "conv", "use_bias", lambda c: True,
            "A convolution has no bias.", "Batch normalisation makes the bias superfluous, and many networks leave it out; the exercise keeps Keras's default.", "Which argument of your convolutions is not in the list of steps?",
            costs="defaults", together=True, examples=(("conv1", False), ("conv2", False))),
    Setting("dilated", "defaults", "conv", "dilation", lambda c: True,
            "A convolution is dilated: {step} has dilation {found}.", DEFAULT, "Which argument of your convolutions is not in the list of steps?", costs="defaults", examples=(("conv2", 2),)),
    Setting("grouped", "defaults", "conv", "groups", lambda c: True,
            "{Step} works in {found} groups.", DEFAULT, "Which argument of your convolutions is not in the list of steps?", costs="defaults"),
    Setting("initializer_without_seed", "initializer", "conv", "initializer", lambda c: c.found == "initializer()",
            "The initializer is not given seed=0.", STARTS, "How is `initializer` called in the list of steps?",
            costs="initializer", together=True, examples=(("conv1", "initializer()"), ("conv2", "initializer"))),
    Setting("initializer_other_seed", "initializer", "conv", "initializer", lambda c: str(c.found).startswith("initializer("),
            "The initializer is called as `{found}`, not with seed 0.", STARTS, "Which seed do the steps ask for?", costs="initializer", together=True, examples=(("conv2", "initializer(seed=1)"),)),
    Setting("initializer_in_quotes", "initializer", "conv", "initializer", lambda c: str(c.found).startswith("Initializer("),
            "The initializer stands in quotes: that is a text, not the block's argument.", STARTS, "What is the difference between a name and a text in quotes?", costs="initializer", together=True,
            examples=(("conv1", "'initializer'"),)),
    Setting("initializer_for_the_bias", "initializer", "conv", "initializer", lambda c: c.found == "bias",
            "The initializer is given to the bias, not to the kernel.", STARTS, "Which weights of a convolution should `initializer` fill?", costs="initializer", together=True, examples=(("conv1", "bias"),)),
    Setting("initializer_left_out", "initializer", "conv", "initializer", lambda c: c.found == "left out",
            "A convolution is given no initializer for its kernel: it starts with Keras's own, not with the block's `initializer`.", STARTS, "Which argument of the block is not used?",
            costs="initializer", together=True, examples=(("conv1", "left out"), ("conv3", "'glorot_uniform'"))),
    Setting("initializer_hard_coded", "initializer", "conv", "initializer", lambda c: True,
            "An initializer is written out ({found}) where the block's own argument `initializer` is meant.", STARTS, "Which argument of the block is not used?",
            costs="initializer", together=True, examples=(("conv1", "glorot_uniform(seed=0)"), ("conv2", "random_uniform(seed=0)"))),
    Setting("frozen", "gradient", "conv", "trainable", lambda c: True,
            "{Step} is not trainable: its weights stay as they start.", "A frozen layer cannot learn.", "Which argument of this layer is not in the list of steps?", costs="gradients", examples=(("conv2", False),)),
    Setting("activation_in_convolution", "activation", "conv", "activation", lambda c: False, "", "", ""),
    Setting("axis", "batch normalisation", "bn", "axis", lambda c: True,
            "{Step} works along axis {found}, not along the channels.", "Axis 0 counts the images, 1 the rows, 2 the columns, 3 the channels. A mean per row says nothing of what a filter found.",
            "Which of the four axes are the channels?", together=True, examples=(("bn1", 1), ("bn2", 2), ("bn3", 1), ("shortcut_bn", 1))),
    Setting("epsilon", "defaults", "bn", "epsilon", lambda c: True,
            "Batch normalisation has epsilon {found}, not Keras's default {due}.", DEFAULT, "Which argument of your batch normalisations is not in the list of steps?", costs="defaults", together=True, examples=(("bn1", 1e-5), ("bn3", 1e-2))),
    Setting("momentum", "defaults", "bn", "momentum", lambda c: True,
            "Batch normalisation has momentum {found}, not Keras's default {due}.", DEFAULT, "Which argument of your batch normalisations is not in the list of steps?", costs="defaults", together=True, examples=(("bn2", 0.9),)),
    Setting("no_scale", "defaults", "bn", "scale", lambda c: True,
            "Batch normalisation has no scale (gamma).", DEFAULT, "Which argument of your batch normalisations is not in the list of steps?", costs="defaults", together=True, examples=(("bn1", False),)),
    Setting("no_center", "defaults", "bn", "center", lambda c: True,
            "Batch normalisation has no offset (beta).", DEFAULT, "Which argument of your batch normalisations is not in the list of steps?", costs="defaults", together=True, examples=(("bn2", False),)),
    Setting("training_left_out", "batch normalisation", "bn", "training", lambda c: c.found is None,
            "The `training` argument is not passed on to batch normalisation.", BOTH, "Who tells a batch normalisation whether the network is fitting?",
            costs="training", together=True, examples=(("bn1", None), ("bn3", None), ("shortcut_bn", None))),
    Setting("training_always", "batch normalisation", "bn", "training", lambda c: c.found is True,
            "Batch normalisation is called with training=True, whatever the block's own `training` says.", BOTH, "Who tells a batch normalisation whether the network is fitting?",
            costs="training", together=True, examples=(("bn1", True), ("bn2", True))),
    Setting("training_never", "batch normalisation", "bn", "training", lambda c: c.found is False,
            "Batch normalisation is called with training=False, whatever the block's own `training` says.", BOTH, "Who tells a batch normalisation whether the network is fitting?",
            costs="training", together=True, examples=(("bn1", False), ("bn3", False))),
    Setting("training_as_a_word", "batch normalisation", "bn", "training", lambda c: isinstance(c.found, str) and c.found not in ("?", "not training"),
            "`training` is given as the text '{found}'; any text counts as true.", BOTH, "What is the difference between a name and a text in quotes?", costs="training", together=True, examples=(("bn1", "'False'"),)),
    Setting("training_turned_round", "batch normalisation", "bn", "training", lambda c: True,
            "Batch normalisation does not do what the block's `training` says.", BOTH, "Who tells a batch normalisation whether the network is fitting?", costs="training", together=True, examples=(("bn2", "not training"),)),
    Setting("trainable_for_training", "batch normalisation", "bn", "trainable", lambda c: isinstance(c.found, str),
            "`trainable` is set where `training` should be passed: one freezes a layer's weights, the other chooses its statistics.", BOTH, "Which argument belongs to the call of the layer?",
            costs="training", together=True, examples=(("bn1", "training"),)),
    Setting("frozen", "gradient", "bn", "trainable", lambda c: True,
            "{Step} is not trainable: it keeps the statistics and the scale that it started with.", "A frozen layer cannot learn, and a frozen batch normalisation always uses its moving statistics.", "Which argument of this layer is not in the list of steps?", costs="gradients training"),
    Setting("another_normalisation", "batch normalisation", "bn", "layer", lambda c: True,
            "{Step} is a {found}, not a BatchNormalization.", "It takes its mean over other numbers.", "Which layer does the figure show here?", examples=(("bn1", "LayerNormalization"),)),
    Setting("another_activation", "activation", "relu", "function", lambda c: True,
            "In the place of {step} stands {found}.", "ReLU keeps positive numbers as they are, so that gradients pass many layers undamped.", "Which activation does the figure show?",
            examples=(("relu1", "sigmoid"), ("relu2", "tanh"), ("relu3", "softmax"), ("relu1", "leaky ReLU"))),
    Setting("not_an_addition", "addition", "merge", "function", lambda c: True,
            "The two paths are not added but joined by {found}.", "Only a sum lets the block learn a small change of X, and passes the gradient on to both paths unchanged.", "How do the two paths meet in the figure?",
            examples=(("add", "concatenate"), ("add", "multiply"), ("add", "average"), ("add", "subtract"), ("add", "maximum"))),
)  # fmt: skip


def named(change: Change) -> Setting | None:
    """The misconception that a wrong setting shows."""
    return next((s for s in SETTINGS if s.kind == change.kind and s.setting == change.setting and s.when(change)), None)


def shown(value) -> str:
    """A setting's value in words."""
    if isinstance(value, tuple) and len(value) > 2:
        return str(list(value))
    if isinstance(value, tuple):
        return "×".join(str(v) for v in value)
    return SPOKEN.get(str(value), str(value))


SPOKEN = {"silu": "SiLU", "relu": "ReLU"}
JOINED = {"concatenate": "concatenation", "multiply": "multiplication", "average": "averaging", "subtract": "subtraction"}
JOINED |= {"maximum": "taking the larger number", "minimum": "taking the smaller number"}


# -- several settings that are one idea --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Combined:
    """Wrong settings that together are one misconception."""

    id: str
    family: str
    says: str
    why: str
    nudge: str
    at: str
    changes: tuple[tuple[str, str, object], ...]  # (line, setting, value found)

    @property
    def costs(self) -> tuple[str, ...]:
        return tuple(line for line, _, _ in self.changes)


UNPACKED = "The three numbers come as F1, F2, F3 in this order; in another order the bottleneck is widest where it should be thin."
_COMBINED = (
    Combined("resnet_v1_5", "projection", "The stride stands on the second convolution, not on the first (ResNet v1.5).",
             "It is a known later design that loses less of the map; this exercise builds the original one, with the stride on the first 1×1 convolution.",
             "Which convolution of the main path makes the map smaller in the figure?", "conv1", (("conv1", "strides", 1), ("conv2", "strides", "s"))),
    Combined("stride_on_the_last", "projection", "The stride stands on the third convolution, not on the first.", HALVES,
             "Which convolution of the main path makes the map smaller in the figure?", "conv1", (("conv1", "strides", 1), ("conv3", "strides", "s"))),
    Combined("unpacked_F1_F3_F2", "convolution", "The filters are taken apart in another order: F2 and F3 are exchanged.", UNPACKED,
             "In which order do F1, F2, F3 stand in `filters`?", "conv2", (("conv2", "filters", "F3"), ("conv3", "filters", "F2"))),
    Combined("unpacked_F2_F1_F3", "convolution", "The filters are taken apart in another order: F1 and F2 are exchanged.", UNPACKED,
             "In which order do F1, F2, F3 stand in `filters`?", "conv1", (("conv1", "filters", "F2"), ("conv2", "filters", "F1"))),
    Combined("unpacked_F3_F2_F1", "convolution", "The filters are taken apart in another order: F1 and F3 are exchanged.", UNPACKED,
             "In which order do F1, F2, F3 stand in `filters`?", "conv1", (("conv1", "filters", "F3"), ("conv3", "filters", "F1"))),
    Combined("no_stride_at_all", "projection", "The argument s is not used: no convolution has that stride.", HALVES,
             "Where should s go?", "conv1", (("conv1", "strides", 1), ("shortcut_conv", "strides", 1))),
    Combined("kernels_exchanged", "convolution", "The first and the second convolution have exchanged their kernel sizes.", MIDDLE,
             "Which of the three convolutions looks at neighbours?", "conv1", (("conv1", "kernel", "f"), ("conv2", "kernel", 1))),
)  # fmt: skip


@cache
def combined(block: Lines) -> tuple[Combined, ...]:
    """Those of this block: where the main path's last filters change, the shortcut's change with them."""
    out = []
    for c in _COMBINED:
        if not block.paths.shortcut and any(line.startswith("shortcut") or value == "s" for line, _, value in c.changes):
            continue
        last = [("shortcut_conv", setting, value) for line, setting, value in c.changes if (line, setting) == ("conv3", "filters")]
        out.append(replace(c, changes=(*c.changes, *(last if block.paths.shortcut else ()))))
    return tuple(out)
