"""A small residual network made of the student's own blocks, and training it or any other model. Pictures of it are in plots.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np

from . import guesses
from .data import Signs
from .ours.network import STAGES
from .progress import Bar, progress
from .waiting import needs

History = dict[str, list[float]]  # loss and accuracy, and both of the test set, by epoch
OnEpoch = Callable[[int, History], None]
Logs = dict[str, float]  # what Keras has measured
Function = Callable[..., Any]  # of the student
MOMENTUM = 0.9
SHIFT = 5  # pixels: how far an image is moved, at most, before it is shown again


class Different:
    """Stands in for an initializer's class: every call gives kernels of their own, though the blocks always ask for seed 0.

    In Keras the same seed and shape give the same kernel, so blocks of one size would otherwise all start alike.
    """

    def __init__(self, seed: int):
        self.rng = np.random.default_rng(seed)

    def __call__(self, seed: int = 0) -> keras.initializers.Initializer:
        return keras.initializers.HeNormal(seed=int(self.rng.integers(2**31)))


@needs("identity_block", "convolutional_block")
def narrow_network(
    identity_block: Function,
    convolutional_block: Function,
    input_shape: tuple[int, int, int] = (64, 64, 3),
    classes: int = 6,
    seed: int = 0,
) -> keras.Model:
    """A residual network of these blocks that learns within a minute on two cores: 20 layers of weights, some 200,000 parameters.

    It takes images as they are stored, 0 to 255, of shape (m, *input_shape), and gives probabilities of shape (m, classes).
    """
    initializer = Different(seed)
    X_input = keras.Input(input_shape)
    X = keras.layers.Rescaling(1 / 127.5, offset=-1)(X_input)
    X = keras.layers.Conv2D(16, 5, strides=2, padding="same", kernel_initializer=initializer())(X)
    X = keras.layers.BatchNormalization()(X)
    X = keras.layers.Activation("relu")(X)
    for filters in STAGES:
        X = convolutional_block(X, f=3, filters=filters, s=2, initializer=initializer)
        X = identity_block(X, f=3, filters=filters, initializer=initializer)
    X = keras.layers.GlobalAveragePooling2D()(X)
    X = keras.layers.Dense(classes, activation="softmax", kernel_initializer=initializer())(X)
    return keras.Model(X_input, X)


@needs("identity_block", "convolutional_block", "ResNet50")
def full_network(ResNet50: Function) -> keras.Model:
    """The student's own ResNet-50, for the images as they are: its first batch normalisation sets their scale."""
    return ResNet50()


class Batches(keras.utils.PyDataset):
    """The training set in a new order in each epoch, every image moved a little and half of them mirrored.

    A mirrored or moved hand shows the same number; without this a network learns a thousand images by heart.
    """

    def __init__(self, x: np.ndarray, y: np.ndarray, batch: int, seed: int):
        super().__init__()
        self.x, self.y, self.batch, self.rng = x, y, batch, np.random.default_rng(seed)
        self.padded = np.pad(x, ((0, 0), (SHIFT, SHIFT), (SHIFT, SHIFT), (0, 0)), mode="edge")
        self.on_epoch_end()

    def on_epoch_end(self) -> None:
        m = len(self.x)
        self.order = self.rng.permutation(m)
        self.corners = self.rng.integers(0, 2 * SHIFT + 1, (m, 2))
        self.steps = self.rng.choice((-1, 1), m)

    def __len__(self) -> int:
        return -(-len(self.x) // self.batch)

    def __getitem__(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        chosen = self.order[index * self.batch : (index + 1) * self.batch]
        height, width = self.x.shape[1:3]
        images = [self.padded[i, r : r + height, c : c + width][:, :: self.steps[i]] for i in chosen for r, c in [self.corners[i]]]
        return np.stack(images), self.y[chosen]


class Report(keras.callbacks.Callback):
    """Moves the bar with each batch and hands the history on after each epoch."""

    def __init__(self, bar: Bar, epochs: int, history: History, on_epoch: OnEpoch | None):
        super().__init__()
        self.bar, self.epochs, self.history, self.on_epoch = bar, epochs, history, on_epoch

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        epoch, tested = len(self.history["loss"]) + 1, self.history["test_accuracy"]
        if logs:
            self.bar.grow("training loss", float(logs["loss"]))
        self.bar.step(f"epoch {epoch} of {self.epochs}" + (f", test accuracy {100 * tested[-1]:.0f} %" if tested else ""))

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        for name, ours in (("loss", "loss"), ("accuracy", "accuracy"), ("val_loss", "test_loss"), ("val_accuracy", "test_accuracy")):
            self.history[ours].append(float((logs or {})[name]))
        if self.on_epoch:
            self.on_epoch(epoch + 1, self.history)


def train(
    model: keras.Model,
    signs: Signs,
    epochs: int = 15,
    batch: int = 32,
    seed: int = 0,
    learning_rate: float = 5e-3,
    on_epoch: OnEpoch | None = None,
    guess: guesses.Guessed | None = None,
) -> History:
    """Fit the model to the training images; the same seed gives the same run on the same machine.

    Returns, by epoch: `loss` and `accuracy` on the training set, measured in batch mode while it learns; `test_loss` and
    `test_accuracy` on the test set, measured in inference mode after the epoch. `on_epoch(epoch, history)` is called after each.
    guess: how many test images the reader expects to be read correctly; `curves` shows it.
    """
    guesses.before("train", guess)
    keras.utils.set_random_seed(seed)
    batches = Batches(signs.train_x, signs.train_y, batch, seed)
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            # Keras's 0.99 looks back over hundreds of batches, to weights that are long gone: after 60 batches the small network
            # then predicts 21 % of its own training images, with 0.9 it is 72 %, as with the statistics of the batch.
            layer.momentum = MOMENTUM
    schedule = keras.optimizers.schedules.CosineDecay(learning_rate, epochs * len(batches))  # the last steps are small ones
    model.compile(
        keras.optimizers.Adam(schedule),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
        jit_compile=False,  # compiling takes longer than it saves on a processor
    )
    history: History = {"loss": [], "accuracy": [], "test_loss": [], "test_accuracy": []}
    with progress(epochs * len(batches), "training") as bar:
        tested = (signs.test_x, signs.test_y)
        model.fit(batches, epochs=epochs, validation_data=tested, verbose=0, callbacks=[Report(bar, epochs, history, on_epoch)])
    return history
