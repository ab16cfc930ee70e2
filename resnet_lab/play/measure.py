"""Trains the playground's networks and notes how they learn. Which ones there are is in `dials`, what is kept of the notes in `record`.

A block is that of the exercise, or an edit of its lines, as in the experiments. Networks that differ in first weights and learning rate only
share one graph: it is made once, and set back to other weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import tensorflow as tf

from autograder.value.lines import Line, Lines

from ..experiments.images import images
from ..networks import HALVED_SHORTCUT, PLAIN, RESIDUAL, Adam, Network, mean_loss, network, without_norm, zeros
from .dials import State

SIDE = 16  # pixels
STEPS, BATCH = 150, 32
WATCHED = (1, 15, 150)  # steps whose gradients are noted


def projected(lines: Lines) -> Lines:
    """With a 1×1 convolution and a batch normalisation on the shortcut."""
    settings = RESIDUAL["conv1"].settings
    conv = Line("shortcut_conv", "conv", settings | {"filters": "F3"}, ("X_shortcut",), "X_shortcut")
    norm = Line("shortcut_bn", "bn", RESIDUAL["bn1"].settings, ("X_shortcut",), "X_shortcut")
    return lines.before("add", conv).before("add", norm)


def ordered(lines: Lines, order: str) -> Lines:
    if order == "before":
        return lines.moved("relu3", before="add")
    if order == "pre":
        for n in "123":  # the same steps, each normalisation and ReLU before its convolution
            lines = lines.moved(f"relu{n}", before=f"conv{n}").moved(f"bn{n}", before=f"relu{n}")
    return lines


def block(state: State) -> Lines:
    """The lines of one of the state's blocks."""
    lines = {"none": PLAIN, "identity": RESIDUAL, "half": HALVED_SHORTCUT, "projection": projected(RESIDUAL)}[state.shortcut]
    lines = ordered(lines, state.order)
    return lines if state.norm == "with" else without_norm(lines)


def untrained(state: State, seed: int) -> Network:
    """The state's network with its first weights. Where nothing normalises the branch's end, its last kernel is 0, or else the last gamma."""
    lines = block(state)
    branch = [line.name for line in lines.lines if line.kind in ("conv", "bn") and not line.name.startswith("shortcut")]
    special = {branch[-1]: zeros} if state.start == "zero" else {}
    return network(lines, state.blocks, seed, special=special)


@cache
def small_images() -> tuple[np.ndarray, np.ndarray]:
    """The experiments' images, averaged to 16×16 pixels: float32 from -1 to 1 of shape (360, 16, 16, 3), and their labels."""
    x, y = images()
    finer = x.shape[1] // SIDE
    return x.reshape(len(x), SIDE, finer, SIDE, finer, 3).mean(axis=(2, 4)), y


@dataclass(frozen=True)
class Run:
    """loss, accuracy: on each step's own batch before the step, of length STEPS. gradients: for each step of WATCHED the norm of the loss's
    gradient to the kernel of each convolution on the main path, from the input on: shape (3, depth)."""

    loss: np.ndarray
    accuracy: np.ndarray
    gradients: np.ndarray


class Trainer:
    """Trains networks that differ from this state's in first weights and learning rate only."""

    def __init__(self, state: State):
        self.net = untrained(state, 0)
        self.variables, self.rate = self.net.trainable, tf.Variable(0.0)
        self.adam = Adam(self.variables, self.rate)
        parts = [part.layers for part in (self.net.stem, *self.net.blocks)]
        main = [made.kernel.value for layers in parts for name, made in layers.items() if name.startswith("conv")]
        self.watched = [next(i for i, v in enumerate(self.variables) if v is kernel) for kernel in main]
        x, y = small_images()
        shapes = tf.TensorSpec((BATCH, *x.shape[1:]), tf.float32), tf.TensorSpec((BATCH,), tf.int32)
        # compiling would take longer than the training
        self.step = tf.function(self.one_step, jit_compile=False, autograph=False).get_concrete_function(*shapes)

    def one_step(self, X: tf.Tensor, Y: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
        with tf.GradientTape() as tape:
            scores = self.net(X, training=True)
            loss = mean_loss(scores, Y)
        gradients = tape.gradient(loss, self.variables, unconnected_gradients="zero")
        self.adam.apply(gradients)
        right = tf.reduce_mean(tf.cast(tf.argmax(scores, axis=1, output_type=tf.int32) == Y, tf.float32))
        return loss, right, tf.sqrt(2 * tf.stack([tf.nn.l2_loss(gradients[i]) for i in self.watched]))

    def restart(self, state: State, seed: int) -> None:
        for variable, first in zip(self.variables, untrained(state, seed).trainable):
            variable.assign(first)
        for variable in (self.adam.steps, *(moment for _, m, v in self.adam.moments for moment in (m, v))):
            variable.assign(tf.zeros_like(variable))
        self.rate.assign(state.rate)

    def run(self, state: State, seed: int) -> Run:
        self.restart(state, seed)
        x, y = small_images()
        rng, steps = np.random.default_rng([seed, 1]), []
        for _ in range(STEPS):
            chosen = rng.choice(len(x), BATCH, replace=False)
            steps.append([noted.numpy() for noted in self.step(tf.constant(x[chosen]), tf.constant(y[chosen], tf.int32))])
        loss, accuracy, gradients = map(np.array, zip(*steps))
        return Run(loss, accuracy, gradients[[step - 1 for step in WATCHED]])
