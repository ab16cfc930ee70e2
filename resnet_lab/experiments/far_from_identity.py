"""The honest counter-case: where the wanted map is far from the identity, a shortcut is in the way. One block learns one map, plain and residual.

He et al. 2015 (arXiv 1512.03385), section 3.1, expect the shortcut to help only if the wanted map is nearer to the identity than to 0.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from autograder.show.report import GREY

from ..guesses import Choice, Guessed
from ..progress import progress
from ..shown import sheet, styled
from . import Numbers, Result, run
from .lines import DARK, PLAIN, RESIDUAL, TEXT, Look, fixed, number, percent, prepare

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..networks import Block

KINDS: dict[str, Look] = {"plain": PLAIN, "residual": RESIDUAL}
TARGETS = {"identity": "Wanted: X itself", "zero": "Wanted: 0"}
LABELS = {  # where no line is: share of the width, and height
    ("identity", "plain"): (0.42, 0.85),
    ("identity", "residual"): (0.16, 0.12),
    ("zero", "plain"): (0.24, 0.34),
    ("zero", "residual"): (0.24, 0.62),
}
NEAR = 0.2  # of X: an error below it counts as learnt, for the most part
GUESS = Choice(
    "One block is to learn a map that gives 0, whatever comes in. Which block learns it sooner?",
    {"residual": "the residual one", "same": "both alike", "plain": "the plain one"},
)
LOOK = """
Right: to give 0 the plain block has only to fall silent, which ReLU makes easy. The residual block has to find F(X) ≤ −X, at every place and in every
channel: its shortcut brings what has to be taken away again. Yes, here F = −X is harder, and takes several times as many steps. Left,
the same two blocks and the identity: now the residual one has next to nothing to do.

So a shortcut is a bet: that in a deep network most blocks should change little. What you saw above says that the bet is won there. Where a map far
from the identity is wanted, where size or channels change, a projection takes the shortcut's place; and the first layers of ResNet-50 have none.
"""


def far_from_identity(seed: int = 0, quick: bool = False, guess: Guessed | None = None) -> Result:
    """Let a plain and a residual block learn two maps: the identity, and 0."""
    return run("far_from_identity", lambda: measure(seed, quick), guess)


def measure(seed: int, quick: bool) -> Numbers:
    from .. import networks as n  # here: it needs TensorFlow, which drawing does not

    steps = 3 if quick else 400
    x = np.maximum(0, np.random.default_rng([seed, 2]).normal(size=(64, 8, 8, 16))).astype(np.float32)  # as after a ReLU
    numbers: Numbers = {target: {} for target in TARGETS}
    with progress(4 * steps, "far from the identity") as bar:
        for target in TARGETS:
            for kind, lines in (("plain", n.PLAIN), ("residual", n.RESIDUAL)):
                block = n.stack(n.without_norm(lines), 1, np.random.default_rng(seed))[0]
                wanted = x if target == "identity" else np.zeros_like(x)
                numbers[target][kind] = learning(block, x, wanted, steps, partial(bar.step, f"{kind}, {target}"))
    return numbers


def learning(block: Block, x: np.ndarray, wanted: np.ndarray, steps: int, on_step: partial[None]) -> list[float]:
    """The error at each step, as a share of X: the norm of what the block gives less what is wanted, divided by that of X."""
    import tensorflow as tf

    from ..networks import Adam

    variables = [variable.value for made in block.layers.values() for variable in made.trainable_variables]
    adam, X, Y = Adam(variables, 2e-3), tf.constant(x), tf.constant(wanted)

    @tf.function(jit_compile=False, autograph=False)  # type: ignore[untyped-decorator]  # TensorFlow has no types
    def step() -> tf.Tensor:
        with tf.GradientTape() as tape:
            off = block(X, training=True) - Y
            loss = tf.reduce_mean(off**2)
        adam.apply(tape.gradient(loss, variables))
        return tf.norm(off) / tf.norm(X)

    ready, errors = step.get_concrete_function(), []
    for _ in range(steps):
        errors.append(float(ready()))
        on_step(errors[-1])
    return errors


def steps_to(errors: list[float]) -> int | None:
    """The first step at which the block is near what is wanted; None if it never is."""
    below = np.flatnonzero(np.array(errors) < NEAR)
    return int(below[0]) + 1 if len(below) else None


def outcome(numbers: Numbers) -> str:
    plain, residual = (steps_to(numbers["zero"][kind]) or np.inf for kind in KINDS)
    return "plain" if plain < 0.8 * residual else "residual" if residual < 0.8 * plain else "same"


def claims(numbers: Numbers) -> dict[str, bool]:
    zero, identity = ({kind: steps_to(numbers[target][kind]) or np.inf for kind in KINDS} for target in ("zero", "identity"))
    return {
        "where 0 is wanted, the residual block needs at least half as many steps again as the plain one": zero["residual"]
        >= 1.5 * zero["plain"],
        "which gets there within 50": zero["plain"] < 50,
        "where the identity is wanted, the residual block gets there within 50": identity["residual"] < 50,
        "and the plain one does not get there within 400": identity["plain"] == np.inf,
    }


@styled
def draw(numbers: Numbers) -> Figure:
    figure, axes = sheet(7.9, 4.1, ncols=2, sharey=True)
    for place, (target, title) in zip(axes, TARGETS.items()):
        prepare(place, title, "training step")
        for kind, errors in numbers[target].items():
            place.plot(range(1, len(errors) + 1), errors, **KINDS[kind], linewidth=2.6)
            steps = steps_to(errors)
            at = (steps or len(errors)) - 1
            place.plot([at + 1], [errors[at]], marker="o", markersize=7, color=KINDS[kind]["color"])
            said = f"{kind}: step {steps}" if steps else f"{kind}: {number(errors[-1])} off"
            colour = KINDS[kind]["color"]
            x, y = LABELS[target, kind]
            place.text(
                x, y, said, transform=place.get_yaxis_transform(), size=TEXT, weight="bold", color=DARK.get(colour, colour), va="center"
            )
        place.axhline(NEAR, color=DARK[GREY], linewidth=1.4, linestyle=":")
        place.set(yscale="log", xlim=(0, len(errors)))
    axes[0].set_ylabel("error ÷ size of X", size=TEXT)
    return fixed(figure)


def describe(numbers: Numbers) -> str:
    return f"Error by training step of a plain and a residual block that learn the identity, left, and 0, right. {said(numbers)}"


def said(numbers: Numbers) -> str:
    each = []
    for target, wanted in (("identity", "the identity"), ("zero", "0")):
        for kind, errors in numbers[target].items():
            steps = steps_to(errors)
            each.append(f"{kind}, {wanted}: " + (f"step {steps}" if steps else f"never, {percent(errors[-1])} off after {len(errors)}"))
    return f"The error falls below {percent(NEAR)} of X: {'; '.join(each)}."


def words(numbers: Numbers) -> str:
    return said(numbers)
