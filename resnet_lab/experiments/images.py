"""The images that the experiments train on: a part of the hand signs, made smaller. No network is here."""

from __future__ import annotations

from functools import cache

import numpy as np

from ..data import load_signs

SIDE = 32  # pixels: enough to count fingers, and a quarter of the work


@cache
def images(count: int = 360) -> tuple[np.ndarray, np.ndarray]:
    """The first training images of each class, equally many: float32 from -1 to 1 of shape (count, 32, 32, 3), and their labels.

    So whoever always guesses the same is right on 1/6 of them.
    """
    signs = load_signs()
    chosen = np.sort(np.concatenate([np.flatnonzero(signs.train_y == label)[: count // 6] for label in range(6)]))
    x = signs.train_x[chosen].astype(np.float32)
    finer = x.shape[1] // SIDE
    x = x.reshape(len(x), SIDE, finer, SIDE, finer, 3).mean(axis=(2, 4))  # the average of 2×2 pixels
    return x / 127.5 - 1, signs.train_y[chosen]
