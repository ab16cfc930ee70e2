"""Networks of many like blocks for the experiments, put together from the lines of a block, and how they are trained. No experiment is here.

A block's lines are those of the exercise (`autograder.exercises`); a variant is an edit of these lines, just as a misconception is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf

from autograder.exercises.identity_block import EXERCISE
from autograder.layers import BatchNormalization as Norm
from autograder.layers import Conv2D, ReLU
from autograder.layers.layer import Tensor
from autograder.value.exercise import lines_of
from autograder.value.lines import Line, Lines, carry

RESIDUAL = EXERCISE.lines
PLAIN = RESIDUAL.without("add")
RELU_BEFORE_ADDITION = RESIDUAL.moved("relu3", before="add")
NORM_AFTER_ADDITION = RESIDUAL.moved("bn3", after="add")


def scaled_shortcut(factor: float) -> Lines:
    return RESIDUAL.before("add", Line("scale", "scale", {"factor": factor}, ("X_shortcut",), "X_shortcut"))


HALVED_SHORTCUT = scaled_shortcut(0.5)
STEM = lines_of("stem", ReLU()(Norm()(Conv2D("F3", 5, strides=4, padding="same")(Tensor()))))  # type: ignore[arg-type]  # the name of a size


def without_norm(lines: Lines) -> Lines:
    return lines.without(*(line.name for line in lines.lines if line.kind == "bn"))


# -- first weights -------------------------------------------------------------------------------------------------------------

Start = Callable[[np.random.Generator, tuple[int, ...]], np.ndarray]  # kernel shape (height, width, in, out) → first kernel


def he(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """He et al. 2015, arXiv 1502.01852: variance 2 / (numbers that go in), which keeps the scale of activations through ReLU."""
    return rng.normal(0, np.sqrt(2 / np.prod(shape[:-1])), shape)


def glorot(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Glorot and Bengio 2010, what Keras takes when nothing is said: made for layers without ReLU, which halves the variance."""
    place = np.prod(shape[:-2])
    return rng.uniform(-1, 1, shape) * np.sqrt(6 / (place * (shape[-2] + shape[-1])))


def dirac(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """The convolution that gives what it takes: 1 in the middle from each channel to itself, 0 elsewhere."""
    kernel = np.zeros(shape)
    kernel[shape[0] // 2, shape[1] // 2] = np.eye(shape[2], shape[3])
    return kernel


def zeros(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    return np.zeros(shape)


# -- layers --------------------------------------------------------------------------------------------------------------------


# A layer without a name takes the next number, one without a precision the notebook's, and a random initializer draws a seed from
# Python's own generator: here nothing is taken from the notebook, so nothing in it is another after an experiment.
OWN = {"dtype": "float32"}


class BatchNormalization(keras.layers.BatchNormalization):
    """Keras's layer in one operation of TensorFlow where Keras takes a dozen: less than half the time.

    Its moving statistics change in `settle` only, so training keeps no account of them.
    """

    settling = False

    def call(self, X: tf.Tensor, training: bool = False) -> tf.Tensor:
        own = [tf.convert_to_tensor(v) for v in (self.gamma, self.beta)]
        given = [[], []] if training else [tf.convert_to_tensor(v) for v in (self.moving_mean, self.moving_variance)]
        Y, mean, variance, *_ = tf.raw_ops.FusedBatchNormV3(
            x=X, scale=own[0], offset=own[1], mean=given[0], variance=given[1], epsilon=self.epsilon, is_training=training
        )
        if self.settling:
            self.moving_mean.assign(mean)
            self.moving_variance.assign(variance)
        return Y


def layer(line: Line, sizes: dict[str, int], channels: int, start: Start, rng: np.random.Generator) -> keras.layers.Layer:
    """The Keras layer of a conv or bn line, with its first weights. `start` makes a convolution's kernel and a normalisation's gamma."""
    own = {"name": line.name} | OWN
    if line.kind == "bn":
        made = BatchNormalization(**own)
        made.build((None, None, None, channels))
        if start is zeros:
            made.gamma.assign(zeros(rng, (channels,)))
        return made
    filters, kernel = (sizes.get(line.settings[k], line.settings[k]) for k in ("filters", "kernel"))
    made = keras.layers.Conv2D(filters, kernel, line.settings["strides"], line.settings["padding"], kernel_initializer="zeros", **own)
    made.build((None, None, None, channels))
    made.kernel.assign(start(rng, (kernel, kernel, channels, filters)))  # type: ignore[arg-type]  # the sizes by name
    return made


class Block:
    """A block as it runs: the lines of a program with their layers, every convolution with `width` filters.

    channels: of what comes in. start: the first kernels; special: for lines by name, another one (`zeros` for a bn line sets its gamma).
    """

    def __init__(self, lines: Lines, width: int, channels: int, rng: np.random.Generator, start: Start, special: Mapping[str, Start]):
        self.lines = lines
        self.layers: dict[str, keras.layers.Layer] = {}
        sizes = dict.fromkeys(("F1", "F2", "F3"), width) | {"f": 3}
        for line in lines.lines:
            if line.kind in ("conv", "bn"):
                made = self.layers[line.name] = layer(line, sizes, channels, special.get(line.name, start), rng)
                channels = made.filters if line.kind == "conv" else channels

    def __call__(self, X: tf.Tensor, training: bool = False) -> tf.Tensor:
        """Takes and gives a tensor of shape (m, height, width, channels)."""

        def step(line: Line, *taken: tf.Tensor) -> tf.Tensor:
            match line.kind:
                case "conv":
                    return self.layers[line.name](taken[0])
                case "bn":
                    return self.layers[line.name](taken[0], training=training)
                case "relu":
                    return tf.nn.relu(taken[0])
                case "scale":
                    return line.settings["factor"] * taken[0]
            return taken[0] + taken[1]

        return carry(self.lines, X, step)[1]


@dataclass(frozen=True, eq=False)
class Network:
    """A stem, blocks one after another, and a dense layer on the average over all places. Blocks can be taken out and put in.

    It takes images as float32 of shape (m, height, width, 3) and gives a score for each class (logits): shape (m, classes).
    """

    stem: Block
    blocks: tuple[Block, ...]
    dense: keras.layers.Dense

    def activations(self, X: tf.Tensor, training: bool = False) -> list[tf.Tensor]:
        """What leaves the stem and then each block."""
        out = [self.stem(X, training)]
        for block in self.blocks:
            out.append(block(out[-1], training))
        return out

    def scores(self, last: tf.Tensor) -> tf.Tensor:
        return self.dense(tf.reduce_mean(last, axis=(1, 2)))

    def __call__(self, X: tf.Tensor, training: bool = False) -> tf.Tensor:
        return self.scores(self.activations(X, training)[-1])

    @property
    def layers(self) -> list[keras.layers.Layer]:
        return [*(made for part in (self.stem, *self.blocks) for made in part.layers.values()), self.dense]

    @property
    def trainable(self) -> list[tf.Variable]:
        return [variable.value for made in self.layers for variable in made.trainable_variables]


def stack(
    lines: Lines, count: int, rng: np.random.Generator, width: int = 16, start: Start = he, special: Mapping[str, Start] | None = None
) -> list[Block]:
    """`count` blocks of these lines, each with kernels of its own."""
    return [Block(lines, width, width, rng, start, special or {}) for _ in range(count)]


def network(
    lines: Lines, count: int, seed: int, width: int = 16, start: Start = he, special: Mapping[str, Start] | None = None, classes: int = 6
) -> Network:
    """A network of `count` such blocks: 3 × count + 1 convolutions. The same seed, the same first weights."""
    rng = np.random.default_rng(seed)
    normed = any(line.kind == "bn" for line in lines.lines)
    stem = Block(STEM if normed else without_norm(STEM), width, 3, rng, he, {})
    dense = keras.layers.Dense(classes, kernel_initializer="zeros", name="dense", **OWN)
    dense.build((None, width))
    dense.kernel.assign(rng.normal(0, np.sqrt(1 / width), (width, classes)))
    return Network(stem, tuple(stack(lines, count, rng, width, start, special)), dense)


# -- training ------------------------------------------------------------------------------------------------------------------


def mean_loss(scores: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """The cross-entropy; ln(classes) for a network that knows nothing."""
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, scores))


class Adam:
    """Kingma and Ba 2014, arXiv 1412.6980: one operation for each variable, so that a deep network is prepared in a second."""

    def __init__(self, variables: Sequence[tf.Variable], rate: float):
        self.rate, self.steps = rate, tf.Variable(0.0)
        self.moments = [(v, tf.Variable(tf.zeros_like(v)), tf.Variable(tf.zeros_like(v))) for v in variables]

    def apply(self, gradients: Iterable[tf.Tensor]) -> None:
        t = self.steps.assign_add(1.0)
        for (variable, m, v), gradient in zip(self.moments, gradients):
            tf.raw_ops.ResourceApplyAdam(
                var=variable.handle,
                m=m.handle,
                v=v.handle,
                beta1_power=0.9**t,
                beta2_power=0.999**t,
                lr=self.rate,
                beta1=0.9,
                beta2=0.999,
                epsilon=1e-7,
                grad=gradient,
            )


def fit(
    net: Network,
    x: np.ndarray,
    y: np.ndarray,
    steps: int,
    seed: int,
    rate: float = 2e-3,
    batch: int = 64,
    watched: Sequence[tf.Variable] = (),
    on_step: Callable[[float], object] = lambda loss: None,
) -> tuple[list[float], list[list[float]]]:
    """Train on random batches. x: float32 of shape (m, height, width, 3); y: integers of shape (m,).

    `on_step` is given each loss. Returns the loss at each step, and at each step the norm of the gradient of each watched variable.
    """
    variables = net.trainable
    adam = Adam(variables, rate)
    at = [next(i for i, v in enumerate(variables) if v is w) for w in watched]

    # compiling would take longer than the training
    @tf.function(jit_compile=False, autograph=False)  # type: ignore[untyped-decorator]  # TensorFlow has no types
    def step(X: tf.Tensor, Y: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            loss = mean_loss(net(X, training=True), Y)
        gradients = tape.gradient(loss, variables)
        adam.apply(gradients)
        return tf.stack([loss, *(tf.norm(gradients[i]) for i in at)])

    batch = min(batch, len(x))
    # asked for once and kept: calling `step` itself for one network after another makes TensorFlow warn of too much tracing
    ready = step.get_concrete_function(tf.TensorSpec((batch, *x.shape[1:]), tf.float32), tf.TensorSpec((batch,), tf.int32))
    rng, rows = np.random.default_rng([seed, 1]), []
    for _ in range(steps):
        chosen = rng.choice(len(x), batch, replace=False)
        rows.append(ready(tf.constant(x[chosen]), tf.constant(y[chosen], tf.int32)).numpy().tolist())
        on_step(rows[-1][0])
    return [row[0] for row in rows], [row[1:] for row in rows]


def gradient_norms(net: Network, x: np.ndarray, y: np.ndarray) -> list[float]:
    """The norm of the loss's gradient to what leaves the stem and then each block, for all these images in training mode."""
    with tf.GradientTape() as tape:
        activations = net.activations(tf.constant(x), training=True)
        loss = mean_loss(net.scores(activations[-1]), tf.constant(y, tf.int32))
    return [float(tf.norm(gradient)) for gradient in tape.gradient(loss, activations)]


def settle(net: Network, x: np.ndarray) -> None:
    """Set every normalisation's moving statistics to those of these images, all in one batch, with the weights as they are now.

    Then the network does in inference mode what it did in training mode.
    """
    norms = [made for made in net.layers if isinstance(made, BatchNormalization)]
    for norm in norms:
        norm.settling = True
    try:
        net(tf.constant(x), training=True)
    finally:
        for norm in norms:
            norm.settling = False


def accuracy(net: Network, x: np.ndarray, y: np.ndarray, training: bool = False) -> float:
    """The share of these images that is named rightly, all in one batch."""
    return float((net(tf.constant(x), training=training).numpy().argmax(axis=1) == y).mean())
