"""The numbers of a challenge: inputs and weights, following from one seed; and where the seed is from. What is asked: see `question`.

Weights are keyed by what they are (name and shape, see `drawn_as`), so that no mapping between a student's layers and ours is needed; those of a layer that has
several of one name also by the part that they belong to, as in `query/kernel`. What dropout lets through is such a number too, a `mask`.
This is in the memory of every process that runs a student's code, and says nothing of any exercise.
"""

from __future__ import annotations

import hashlib
import math
import os
import secrets
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

SECRET = "course_secret"  # the file that holds it, at the course's root
REACH = 100.0  # large enough for what a cap would cut off
NETWORK_BATCH = 2  # images
KEPT = 10_000  # numbers of a weight that is kept
PUBLIC_SEED = 1512_03385  # what `check` uses; grading hands in another for each student, see `seed_for`


@dataclass(frozen=True)
class Setting:
    """One way to call a block: the input's shape, the arguments by name, and how far the input's numbers reach, in standard deviations of 1."""

    shape: tuple[int, ...]
    arguments: dict[str, Any]
    reach: float = 1.0


def generator(seed: int, *key: str | int) -> np.random.Generator:
    words = [zlib.crc32(k.encode()) if isinstance(k, str) else int(k) for k in key]
    return np.random.default_rng([seed, *words])


def inputs(seed: int, name: str, shape: tuple[int, ...]) -> np.ndarray:
    """Standard normal float32 numbers, negative ones among them."""
    return generator(seed, "input", name, *shape).standard_normal(shape, dtype=np.float32)


def images(seed: int, setting: Setting) -> np.ndarray:
    """The input of a block in a setting."""
    return inputs(seed, "X", setting.shape) * np.float32(setting.reach)


def weight(seed: int, name: str, shape: tuple[int, ...]) -> np.ndarray:
    """The float32 weight of that name and shape, read-only. Scales keep activations near 1 and every effect well above rounding."""
    return (kept_weight if math.prod(shape) <= KEPT else new_weight)(seed, name, shape)


INTO_HEADS = ("query", "key", "value")  # parts of an attention: each makes numbers (heads, size of a head) of a place's own
PLACED = tuple(f"{part}/{name}" for part in (*INTO_HEADS, "attention_output") for name in ("kernel", "bias"))
SEPARATE = ("depthwise_kernel", "pointwise_kernel")  # of a separable convolution, which is a depthwise one and one of size 1
PLAIN = ("kernel", "bias", "gamma", "beta", "moving_mean", "moving_variance")
NAMES = (*PLAIN, *SEPARATE, *PLACED)  # of the weights of Keras's layers that are known
MASK = "mask"


def drawn_as(name: str, shape: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """Name and shape by which a weight is drawn: the same numbers, in the same order, for kernels of layers that compute the same. A dense layer is a
    convolution of size 1, in one dimension or two; a depthwise convolution is one in as many groups as there are channels; a separable one is two."""
    name = "kernel" if name in SEPARATE else name
    if name != "kernel":
        return name, shape
    if len(shape) == 2 or (len(shape) == 3 and shape[0] == 1):
        return name, (1, 1, *shape[-2:])
    return name, (*shape[:2], 1, shape[2]) if len(shape) == 4 and shape[3] == 1 and shape[:2] != (1, 1) else shape


def new_weight(seed: int, name: str, shape: tuple[int, ...]) -> np.ndarray:
    name, drawn = drawn_as(name, shape)
    rng = generator(seed, name, *drawn)
    part, _, what = name.rpartition("/")
    if what == "kernel":
        summed = drawn[:-1]
        fan_in = int(shape[0] if part in INTO_HEADS else np.prod(summed))
        values = rng.standard_normal(shape) * np.sqrt(2 / fan_in)
    elif name in ("gamma", "moving_variance"):
        values = rng.uniform(0.5, 1.5, shape)
    elif name == MASK:  # evenly spaced, so that a share of them is below the rate, as large as it can be
        values = (rng.permutation(math.prod(shape)).reshape(shape) + 0.5) / math.prod(shape)
    else:  # bias, beta, moving_mean, and whatever a student's own layer may hold
        values = rng.uniform(-0.5, 0.5, shape)
    values = np.asarray(values).astype(np.float32).reshape(shape)
    values.flags.writeable = False
    return values


kept_weight = lru_cache(1000)(new_weight)  # the same ones are asked for again and again


def seed_for(secret: str, student: str) -> int:
    """The challenge of one student in one course. Nobody without the secret can foresee it."""
    return int.from_bytes(hashlib.sha256(f"{secret}\0{student}".encode()).digest()[:7], "big")


def course_secret(path: str | os.PathLike[str]) -> str:
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
