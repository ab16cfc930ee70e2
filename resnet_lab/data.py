"""Reads the hand signs, ours or others in files of the same layout, and says exactly what is wrong with a file. It draws nothing itself.

The layout is HDF5 with five keys: train_set_x and test_set_x hold images, uint8 of shape (m, height, width, 3); train_set_y and
test_set_y the labels, integers of shape (m,) or (1, m); list_classes the classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autograder.show.faults import UserError

KEYS = ("train_set_x", "train_set_y", "test_set_x", "test_set_y", "list_classes")
SMALLEST = 16  # pixels: below, five halvings leave nothing


class DataError(UserError):
    """A file that cannot be used: which one, which key, what was found and what was expected."""


@dataclass(frozen=True, eq=False)
class Signs:
    """Images as uint8 of shape (m, height, width, 3), labels as integers of shape (m,), and the classes they count."""

    train_x: np.ndarray
    train_y: np.ndarray
    test_x: np.ndarray
    test_y: np.ndarray
    classes: np.ndarray

    def __repr__(self) -> str:
        height, width = self.train_x.shape[1:3]
        names = ", ".join(map(str, self.classes))
        return (
            f"Signs: {len(self.train_x)} images to train on and {len(self.test_x)} to test with, {height}×{width} pixels, classes {names}"
        )


def load_signs(*paths: str | Path) -> Signs:
    """The hand signs from one or more files that together have the five keys.

    Without a path: datasets/signs.h5 of this folder or of one above it, or else the same images, drawn now (some seconds).
    Raises DataError for a file that cannot be used.
    """
    if not paths:
        here = Path.cwd()
        paths = tuple(p for folder in (here, *here.parents) if (p := folder / "datasets" / "signs.h5").exists())[:1]
    if not paths:
        from .signs import draw_all

        drawn = draw_all()
        return Signs(*(drawn[key] for key in KEYS))
    found: dict[str, tuple[np.ndarray, Path]] = {}
    for path in map(Path, paths):
        for key, array in read(path).items():
            if key in found and key != "list_classes":  # the two files of the well-known data both have the classes
                raise DataError(f"{path}: the key {key} is in {found[key][1]} too; it was expected in one file only.")
            found[key] = array, path
    missing = [key for key in KEYS if key not in found]
    if missing:
        raise DataError(
            f"{' and '.join(map(str, paths))}: {listed(missing, 'key')} expected and not there; found {listed(list(found), 'key')}."
        )
    classes = checked_classes(*found["list_classes"])
    arrays = [classes]
    for part in ("test", "train"):
        x = checked_images(f"{part}_set_x", *found[f"{part}_set_x"])
        arrays = [x, checked_labels(f"{part}_set_y", *found[f"{part}_set_y"], len(x), len(classes)), *arrays]
    signs = Signs(*arrays)
    if signs.train_x.shape[1:] != signs.test_x.shape[1:]:
        raise DataError(
            f"{found['test_set_x'][1]}: the images in test_set_x are {size(signs.test_x)} and those in train_set_x {size(signs.train_x)}; "
            "one size was expected."
        )
    return signs


def read(path: Path) -> dict[str, np.ndarray]:
    """What the file holds under the five keys."""
    import h5py

    if not path.exists():
        raise DataError(f"{path}: there is no such file in {path.absolute().parent}; an HDF5 file was expected.")
    if path.is_dir():
        raise DataError(f"{path}: this is a folder; an HDF5 file was expected.")
    try:
        with open(path, "rb") as file:
            head = file.read(40)
        if head.startswith(b"version https://git-lfs"):
            raise DataError(
                f"{path}: this is only a pointer that Git LFS left in place of the file; `git lfs pull` fetches the file itself."
            )
        if not h5py.is_hdf5(path):
            raise DataError(f"{path}: this is not an HDF5 file but {kind(head)}.")
        with h5py.File(path, "r") as file:
            there = list(file)
            arrays = {key: file[key][()] for key in KEYS if key in file and isinstance(file[key], h5py.Dataset)}
    except OSError as error:
        raise DataError(f"{path}: the file is cut off or damaged, or may not be read; fetch it again. The cause: {error}.") from None
    if not arrays:
        raise DataError(f"{path}: found {listed(there, 'key')}; expected {' or '.join(KEYS)}.")
    return {key: np.asarray(array) for key, array in arrays.items()}


def kind(head: bytes) -> str:
    if not head:
        return "empty"
    try:
        return f"text that begins with {head.decode()[:20]!r}"
    except UnicodeDecodeError:
        return f"one that begins with the bytes {head[:8].hex(' ')}"


def listed(names: list[str], noun: str) -> str:
    if not names:
        return f"no {noun}"
    return f"the {noun}{'s' if len(names) > 1 else ''} {', '.join(names)}"


def size(images: np.ndarray) -> str:
    return f"{images.shape[1]}×{images.shape[2]}"


def checked_images(key: str, x: np.ndarray, path: Path) -> np.ndarray:
    where = f"{path}, key {key}"
    if x.dtype != np.uint8:
        raise DataError(f"{where}: found numbers of type {x.dtype}; expected uint8, 0 to 255, without any scaling.")
    if x.ndim != 4 or x.shape[3] != 3:
        raise DataError(f"{where}: found the shape {x.shape}; expected (images, height, width, 3).")
    if not len(x):
        raise DataError(f"{where}: found no image; expected at least one.")
    if min(x.shape[1:3]) < SMALLEST:
        raise DataError(f"{where}: found images of {size(x)} pixels; expected at least {SMALLEST}×{SMALLEST}.")
    return x


def checked_labels(key: str, y: np.ndarray, path: Path, images: int, classes: int) -> np.ndarray:
    where = f"{path}, key {key}"
    if y.dtype.kind not in "iu":
        raise DataError(f"{where}: found labels of type {y.dtype}; expected integers.")
    if y.ndim != 1 and not (y.ndim == 2 and y.shape[0] == 1):
        raise DataError(f"{where}: found the shape {y.shape}; expected ({images},) or (1, {images}).")
    y = y.reshape(-1).astype(np.int64)
    if len(y) != images:
        raise DataError(f"{where}: found {len(y)} labels for {images} images; expected one for each.")
    if y.min() < 0 or y.max() >= classes:
        raise DataError(f"{where}: found labels from {y.min()} to {y.max()}; expected 0 to {classes - 1}, for list_classes has {classes}.")
    return y


def checked_classes(classes: np.ndarray, path: Path) -> np.ndarray:
    if classes.ndim != 1 or classes.dtype.kind not in "iu" or len(classes) < 2:
        raise DataError(
            f"{path}, key list_classes: found {classes.dtype} of shape {classes.shape}; expected two or more integers in one row, as 0 to 5."
        )
    return classes.astype(np.int64)
