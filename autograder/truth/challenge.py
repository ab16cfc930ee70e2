"""The questions a block is asked: settings to call it in, inputs and weights, all following from one seed.

Weights are keyed by what they are (name and shape), so that no mapping between a student's layers and ours is needed.
Within a setting F1, F2, F3 and the input's channels differ (F3 equals the channels in an identity block), height
differs from width, and no dimension is ever 1, because `Add` stretches sizes of 1 silently. What only happens where sizes are
equal is asked for by itself (`alike`).
"""

from __future__ import annotations

import hashlib
import math
import os
import secrets
import zlib
from dataclasses import asdict, dataclass
from functools import lru_cache

import numpy as np

SECRET = "course_secret"  # the file that holds it, at the course's root
REACH = 100.0  # large enough for what a cap would cut off
NETWORK_SETTINGS = (((64, 64, 3), 6), ((64, 128, 4), 5))  # what ResNet50 is asked for: input shape (height, width, channels) and classes
NETWORK_BATCH = 2  # images
KEPT = 10_000  # numbers of a weight that is kept
PUBLIC_SEED = 1512_03385  # what `check` uses; grading hands in another for each student, see `seed_for`


@dataclass(frozen=True)
class Setting:
    """One way to call a block: input shape (batch, height, width, channels), kernel size f, filters, stride s; how far the input's numbers
    reach, in standard deviations of 1."""

    shape: tuple[int, int, int, int]
    f: int
    filters: tuple[int, int, int]
    s: int | None = None
    reach: float = 1.0

    @property
    def sizes(self) -> dict[str, int]:
        sizes = dict(zip(("F1", "F2", "F3"), self.filters)) | {"f": self.f}
        return sizes if self.s is None else sizes | {"s": self.s}

    def plain(self) -> dict:
        return asdict(self)


def generator(seed: int, *key) -> np.random.Generator:
    words = [zlib.crc32(k.encode()) if isinstance(k, str) else int(k) for k in key]
    return np.random.default_rng([seed, *words])


def settings(exercise: str, seed: int = PUBLIC_SEED) -> tuple[Setting, ...]:
    """Three settings of a block: kernel sizes 3, 2, 1 with (convolutional block) strides 2, 1, 3; the last with large numbers."""
    rng = generator(seed, "settings", exercise)
    while True:
        drawn = tuple(setting(exercise, rng, f, s) for f, s in ((3, 2), (2, 1), (1, 3)))
        sizes = zip(*((*each.filters, each.shape[-1]) for each in drawn))
        if all(len(set(values)) > 1 for values in sizes):  # or a size that is the same in all calls looks like a number written down
            return drawn


def setting(exercise: str, rng: np.random.Generator, f: int, s: int) -> Setting:
    """Sizes that are all different, drawn anew."""
    F1, F2, F3, channels = (int(n) for n in rng.permutation(np.arange(2, 8))[:4])
    height, width = (int(n) for n in rng.permutation(np.arange(5, 9))[:2])
    batch, reach = int(rng.integers(2, 4)), REACH if f == 1 else 1.0
    if exercise == "identity_block":
        return Setting((batch, height, width, F3), f, (F1, F2, F3), reach=reach)
    return Setting((batch, height, width, channels), f, (F1, F2, F3), s, reach)


def alike(exercise: str) -> tuple[Setting, ...]:
    """Settings in which sizes are equal that differ in the others: those of stage 2 of ResNet-50, and a shortcut that would fit without its
    convolution. Only the output is asked for."""
    filters, side = (64, 64, 256), (2, 4, 4)
    if exercise == "identity_block":
        return (Setting((*side, 256), 3, filters),)
    return Setting((*side, 64), 3, filters, 1), Setting((*side, 256), 3, filters, 1)


def calls(exercise: str, seed: int = PUBLIC_SEED) -> tuple[tuple[Setting, bool], ...]:
    """The settings, each with a value of `training`; the first is asked for in both modes besides, as a model (see `probe`)."""
    return tuple(zip(settings(exercise, seed), (False, True, False)))


def inputs(seed: int, name: str, shape: tuple[int, ...]) -> np.ndarray:
    """Standard normal float32 numbers, negative ones among them."""
    return generator(seed, "input", name, *shape).standard_normal(shape, dtype=np.float32)


def images(seed: int, setting: Setting) -> np.ndarray:
    """The input of a block in a setting."""
    return inputs(seed, "X", setting.shape) * np.float32(setting.reach)


def weight(seed: int, name: str, shape: tuple[int, ...]) -> np.ndarray:
    """The float32 weight of that name and shape, read-only. Scales keep activations near 1 and every effect well above rounding."""
    return (kept_weight if math.prod(shape) <= KEPT else new_weight)(seed, name, shape)


def new_weight(seed: int, name: str, shape: tuple[int, ...]) -> np.ndarray:
    rng = generator(seed, name, *shape)
    if name == "kernel":
        fan_in = int(np.prod(shape[:-1]))
        values = rng.standard_normal(shape) * np.sqrt(2 / fan_in)
    elif name in ("gamma", "moving_variance"):
        values = rng.uniform(0.5, 1.5, shape)
    else:  # bias, beta, moving_mean, and whatever a student's own layer may hold
        values = rng.uniform(-0.5, 0.5, shape)
    values = values.astype(np.float32)
    values.flags.writeable = False
    return values


kept_weight = lru_cache(1000)(new_weight)  # the same ones are asked for again and again


def seed_for(secret: str, student: str) -> int:
    """The challenge of one student in one course. Nobody without the secret can foresee it."""
    return int.from_bytes(hashlib.sha256(f"{secret}\0{student}".encode()).digest()[:7], "big")


def course_secret(path: str | os.PathLike) -> str:
    """What the file holds; a new secret, for its owner's eyes only, where there is none yet. Raises OSError.

    A verdict does not depend on the challenge, so nothing is lost with the file but that a challenge could be repeated.
    """
    try:
        place = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        with open(path, encoding="utf-8") as file:
            return file.read().strip()
    secret = secrets.token_hex(32)
    with os.fdopen(place, "w", encoding="utf-8") as file:
        file.write(secret + "\n")
    return secret
