"""Pictures of the data, of a training and of its errors. Functions are given all they show and return a `Shown`; no model runs here."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.show.report import BLUE, GREY, ORANGE

from . import guesses
from .data import Signs
from .experiments.lines import percent, with_guess
from .shown import Shown, sheet, styled


@styled
def samples(signs: Signs, per_class: int = 8) -> Shown:
    """The first training images of each class, a row for a class."""
    rows, columns = len(signs.classes), per_class
    figure, axes = sheet(0.95 * columns + 0.5, 0.95 * rows, nrows=rows, ncols=columns, squeeze=False)
    for row, label in zip(axes, signs.classes):
        images = signs.train_x[signs.train_y == np.flatnonzero(signs.classes == label)[0]][:columns]
        for place in row:
            place.set(xticks=[], yticks=[])
            place.spines[:].set_visible(False)
        for place, image in zip(row, images):
            place.imshow(image)
        row[0].set_ylabel(str(label), rotation=0, size=16, weight="bold", labelpad=16, va="center")
    names = ", ".join(map(str, signs.classes))
    return Shown(
        figure, f"Training images in {rows} rows, one for each class ({names}), up to {columns} images in a row.", repr(signs), photos=True
    )


@styled
def curves(history: dict[str, Sequence[float]]) -> Shown:
    """Loss and accuracy by epoch, as `train` returns them."""
    epochs = np.arange(1, len(history["loss"]) + 1)
    figure, (left, right) = sheet(7.9, 3.3, ncols=2)
    for axes, name in ((left, "loss"), (right, "accuracy")):
        axes.plot(epochs, history[name], color=BLUE, marker="o", markersize=5, label="training set, batch statistics")
        axes.plot(
            epochs, history[f"test_{name}"], color=ORANGE, marker="s", markersize=5, linestyle="--", label="test set, moving statistics"
        )
        axes.set(title=name.capitalize(), xlabel="epoch", ylim=(0, 1.02 if name == "accuracy" else None))
        axes.grid(axis="y")
        axes.xaxis.get_major_locator().set_params(integer=True)
    right.yaxis.set_major_formatter(lambda value, _: percent(value))
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=2)
    first, last = history["test_accuracy"][0], history["test_accuracy"][-1]
    best = int(np.argmax(history["test_accuracy"]))
    words = (
        f"After {len(epochs)} epochs: accuracy {percent(history['accuracy'][-1])} on the training set, {percent(last)} on the test set; "
        f"loss {history['loss'][-1]:.2f} and {history['test_loss'][-1]:.2f}."
    )
    if (guess := guesses.GIVEN.get("train")) is not None:
        with_guess(figure, guesses.TRAIN, guess)
        words = f"{guesses.TRAIN.compared(guess, last * guesses.TRAIN.most)}\n{words}"
    alt = (
        f"Loss and accuracy by epoch. The test accuracy goes from {percent(first)} to {percent(last)} in {len(epochs)} epochs; "
        f"its best is {percent(history['test_accuracy'][best])} after epoch {best + 1}."
    )
    return Shown(figure, alt, words)


@styled
def confusion(truth: np.ndarray, predicted: np.ndarray, classes: Sequence[object]) -> Shown:
    """How many images of each class were taken for which. truth, predicted: labels of shape (m,)."""
    n = len(classes)
    counts = np.zeros((n, n), int)
    np.add.at(counts, (truth, predicted), 1)
    figure, axes = sheet(0.62 * n + 1.3, 0.62 * n + 0.9)
    axes.imshow(counts, cmap="Blues", vmin=0, vmax=max(1, counts.max()) * 1.15)
    for (i, j), count in np.ndenumerate(counts):
        dark = count > 0.6 * counts.max()
        axes.text(
            j, i, str(count) if count else "·", ha="center", va="center", color="white" if dark else None, weight="bold" if i == j else None
        )
    axes.set(xlabel="predicted", ylabel="true", xticks=range(n), yticks=range(n), xticklabels=classes, yticklabels=classes)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    right = int(np.trace(counts))
    wrong = counts - np.diag(np.diag(counts))
    words = f"{right} of {len(truth)} are right."
    if wrong.any():
        i, j = map(int, np.unravel_index(wrong.argmax(), wrong.shape))
        words += f" The most frequent error: {classes[i]} taken for {classes[j]}, {count_of(int(wrong[i, j]))}."
    return Shown(figure, f"Table of true against predicted classes. {words}", words)


def count_of(n: int) -> str:
    return "once" if n == 1 else "twice" if n == 2 else f"{n} times"


@styled
def worst(images: np.ndarray, truth: np.ndarray, probabilities: np.ndarray, count: int = 8) -> Shown:
    """The errors that the model was surest of. probabilities: shape (m, classes); labels are shown as they are counted."""
    predicted, sure = probabilities.argmax(axis=1), probabilities.max(axis=1)
    errors = np.flatnonzero(predicted != truth)
    chosen = errors[np.argsort(-sure[errors], kind="stable")][:count]
    if not len(chosen):
        words = f"Not one of these {len(truth)} images is taken for another class: there is no error to show."
        figure, axes = sheet(6.5, 0.8)
        axes.axis("off")
        axes.text(0.5, 0.5, words.replace(": ", ":\n"), ha="center", va="center")
        return Shown(figure, words, words)
    rows = -(-len(chosen) // 4)
    figure, axes = sheet(7.9, 2.45 * rows, nrows=rows, ncols=4, squeeze=False)
    for place in axes.flat:
        place.axis("off")
    lines = []
    for place, i in zip(axes.flat, chosen):
        place.imshow(images[i])
        place.set_title(f"{truth[i]} taken for {predicted[i]}\nsure to {percent(sure[i])}", size=11, weight="normal")
        lines.append(f"{truth[i]} taken for {predicted[i]} ({percent(sure[i])})")
    words = f"{len(errors)} of {len(truth)} images are wrong" + (
        f"; these {len(chosen)} most surely." if len(errors) > len(chosen) else "."
    )
    return Shown(figure, f"The most confident errors: {', '.join(lines)}.", words, photos=True)


@styled
def probabilities(image: np.ndarray, p: np.ndarray, classes: Sequence[object]) -> Shown:
    """An image beside a bar for each class. p: shape (classes,)."""
    figure, (left, right) = sheet(6.6, 2.9, ncols=2, width_ratios=(1, 1.5))
    left.imshow(image)
    left.axis("off")
    best = int(np.argmax(p))
    bars = right.barh(range(len(p)), p, color=[BLUE if i == best else GREY for i in range(len(p))])
    right.bar_label(bars, [percent(q) for q in p], padding=4)
    right.set(yticks=range(len(p)), yticklabels=classes, xlim=(0, 1.18), xticks=[], title="Probability of each class")
    right.invert_yaxis()
    right.spines["bottom"].set_visible(False)
    words = f"The model says {classes[best]}, with a probability of {percent(p[best])}."
    alt = f"The image beside its probabilities: {', '.join(f'{c}: {percent(q)}' for c, q in zip(classes, p))}."
    return Shown(figure, alt, words, photos=True)
