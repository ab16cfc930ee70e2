"""Draws the lesson's data: hand signs for 0 to 5, as many raised fingers as the class says. Loading is in data.py.

A hand is a list of rounded bars (capsules), each with a height above the picture. The highest bar wins in each pixel; the slopes
of that relief, lit from one side, are the shading. `python -m resnet_lab.signs` writes datasets/signs.h5.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np

SIZE = 64
CLASSES = 6
TRAIN, TEST = 180, 20  # images of each class
FILE = Path("datasets") / "signs.h5"

THUMB, INDEX, MIDDLE, RING, LITTLE = range(5)
# The ways to show a number that people use, and how often each is drawn
WAYS: dict[int, list[tuple[tuple[int, ...], float]]] = {
    0: [((), 1.0)],
    1: [((INDEX,), 0.8), ((THUMB,), 0.2)],
    2: [((INDEX, MIDDLE), 0.75), ((THUMB, INDEX), 0.25)],
    3: [((INDEX, MIDDLE, RING), 0.5), ((THUMB, INDEX, MIDDLE), 0.4), ((MIDDLE, RING, LITTLE), 0.1)],
    4: [((INDEX, MIDDLE, RING, LITTLE), 1.0)],
    5: [((THUMB, INDEX, MIDDLE, RING, LITTLE), 1.0)],
}
# In units of the palm's width, y upwards from the palm's middle; thumb first
KNUCKLES = np.array([(-0.50, -0.06), (-0.36, 0.44), (-0.12, 0.50), (0.12, 0.46), (0.35, 0.36)])
LENGTHS = np.array([0.62, 0.80, 0.90, 0.82, 0.62])
RADII = np.array([0.135, 0.118, 0.122, 0.115, 0.098])


class Bar(NamedTuple):
    """A capsule from a to b with a radius at each end; `lift` raises it, `flat` cuts its top off."""

    a: np.ndarray
    b: np.ndarray
    r_a: float
    r_b: float
    lift: float = 0.0
    flat: float = np.inf


def at(x: float, y: float) -> np.ndarray:
    return np.array([x, y])


def towards(angle: float) -> np.ndarray:
    """The direction that many degrees to the right of upright."""
    return at(np.sin(np.radians(angle)), np.cos(np.radians(angle)))


def hand(raised: tuple[int, ...], rng: np.random.Generator) -> tuple[list[Bar], list[Bar]]:
    """The bars of a hand with these fingers raised, and those of its forearm."""
    palm_side = rng.random() < 0.8
    lengths = LENGTHS * rng.uniform(0.88, 1.1) * rng.uniform(0.94, 1.06, 5)
    radii = RADII * rng.uniform(0.85, 1.15) * rng.uniform(0.95, 1.05, 5)
    spread = rng.uniform(5, 12)
    bars = [
        Bar(KNUCKLES[INDEX] + at(0.04, -0.1), KNUCKLES[LITTLE] - at(0.04, 0.1), 0.17, 0.16, flat=0.13),
        Bar(at(-0.17, 0.3), at(-0.12, -0.42), 0.34, 0.3, flat=0.13),
        Bar(at(0.18, 0.25), at(0.12, -0.42), 0.32, 0.3, flat=0.13),
        Bar(at(-0.2, -0.4), KNUCKLES[THUMB] + at(0.14, 0.08), 0.22, 0.18, flat=0.155),  # the ball of the thumb
    ]
    for finger in (INDEX, MIDDLE, RING, LITTLE):
        base, r, length = KNUCKLES[finger], radii[finger], lengths[finger]
        if finger in raised:
            angle = spread * (finger - 2.5) + rng.normal(0, 2)
            middle = base + 0.5 * length * towards(angle)
            tip = middle + (0.5 * length - r) * towards(angle + rng.normal(0, 4))
            bars += [Bar(base - 0.15 * towards(angle), middle, 1.05 * r, r), Bar(middle, tip, r, 0.84 * r)]
        elif palm_side:  # folded down over the palm
            top = base + at(0, rng.uniform(0.03, 0.1))
            bars.append(Bar(top, top + at(rng.normal(0, 0.02), -rng.uniform(0.34, 0.42)), 1.1 * r, r, lift=0.1))
        else:  # only its knuckle is seen
            bars.append(Bar(base - at(0, 0.2), base + at(0, rng.uniform(0.02, 0.08)), r, 1.12 * r, lift=0.03))
    base, r, length = KNUCKLES[THUMB], radii[THUMB], lengths[THUMB]
    if THUMB in raised:
        angle = -rng.uniform(34, 66)
        middle = base + 0.5 * length * towards(angle)
        tip = middle + (0.5 * length - r) * towards(angle + rng.uniform(-10, 22))
    elif palm_side:  # across the palm
        middle = base + at(rng.uniform(0.1, 0.16), rng.uniform(0.2, 0.27))
        tip = middle + rng.uniform(0.26, 0.42) * towards(rng.uniform(70, 115))
    else:  # behind the hand: its edge shows
        middle = base + at(0.03, 0.2)
        tip = middle + 0.15 * towards(rng.uniform(10, 40))
    lift = 0.0 if THUMB in raised else 0.19 if palm_side else -0.03
    bars += [Bar(base + at(0.06, -0.12), middle, 1.15 * r, r, lift), Bar(middle, tip, r, 0.85 * r, lift)]
    wrist, bend = at(0.0, -0.5), rng.normal(180, 8)
    return bars, [Bar(wrist, wrist + 4 * towards(bend), 0.31, 0.42, flat=0.13)]


def placed(hand: list[Bar], arm: list[Bar], rng: np.random.Generator) -> list[Bar]:
    """The bars in pixels: turned, mirrored or not, and as large as it may be with all fingers in the picture."""
    turn = np.radians(np.clip(rng.normal(0, 9), -22, 22))
    squeeze = np.array([rng.uniform(0.88, 1.08), rng.uniform(0.86, 1.06)]) * (rng.choice((-1, 1)), -1)  # the picture's y goes down
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) * squeeze
    ends = np.array([(*(matrix @ end), r) for bar in hand for end, r in ((bar.a, bar.r_a), (bar.b, bar.r_b))])
    low, high = (ends[:, :2] - ends[:, 2:]).min(axis=0), (ends[:, :2] + ends[:, 2:]).max(axis=0)
    scale = min(rng.uniform(21, 27), (SIZE - 4) / (high - low).max())
    free = SIZE - scale * (high - low)
    shift = free * rng.uniform(0.35, 0.65, 2) - scale * low
    return [Bar(scale * matrix @ bar.a + shift, scale * matrix @ bar.b + shift, *(scale * np.array(bar[2:]))) for bar in (*hand, *arm)]


def relief(bars: list[Bar], finer: int) -> tuple[np.ndarray, np.ndarray]:
    """Height in pixels, and 1 where the hand is, on a grid that many times finer than the pictures."""
    pixels = (np.arange(SIZE * finer) + 0.5) / finer
    height = np.full((pixels.size, pixels.size), -1.0)
    for a, b, r_a, r_b, lift, flat in bars:
        along, (x, y) = b - a, (pixels[None, :] - a[0], pixels[:, None] - a[1])
        t = np.clip((x * along[0] + y * along[1]) / (along @ along), 0, 1)
        r = r_a + (r_b - r_a) * t
        under = r * r - (x - t * along[0]) ** 2 - (y - t * along[1]) ** 2
        height = np.maximum(height, np.where(under > 0, np.minimum(np.sqrt(np.maximum(under, 0)), flat) + lift, -1))
    return np.maximum(height, 0), (height > -1).astype(float)


def blurred(x: np.ndarray, times: int = 1) -> np.ndarray:
    """Each pixel mixed with its neighbours, 1 2 1, along both axes."""
    for _ in range(times):
        for axis in (0, 1):
            x = np.swapaxes(x, 0, axis)
            x = np.concatenate([x[:1], x, x[-1:]])
            x = np.swapaxes((x[:-2] + 2 * x[1:-1] + x[2:]) / 4, 0, axis)
    return x


def smaller(x: np.ndarray, finer: int) -> np.ndarray:
    return x.reshape(SIZE, finer, SIZE, finer, *x.shape[2:]).mean(axis=(1, 3))


def shifted(x: np.ndarray, dx: int, dy: int) -> np.ndarray:
    """The map moved by whole pixels, its edge repeated."""
    rows, columns = (np.clip(np.arange(SIZE) - d, 0, SIZE - 1) for d in (dy, dx))
    return x[rows][:, columns]


def cloud(rng: np.random.Generator, cells: int) -> np.ndarray:
    """A soft pattern of mean 0."""
    coarse, cell = rng.normal(0, 1, (cells + 1, cells + 1)), np.linspace(0, cells, SIZE, endpoint=False)
    i, f = cell.astype(int), cell % 1
    rows = coarse[i] * (1 - f)[:, None] + coarse[i + 1] * f[:, None]
    return rows[:, i] * (1 - f) + rows[:, i + 1] * f


def background(rng: np.random.Generator) -> np.ndarray:
    """Plain, shaded from one side to the other, or with a soft texture."""
    colour = np.clip(rng.uniform(165, 245) + rng.normal(0, 8, 3), 20, 250)
    picture = np.broadcast_to(colour, (SIZE, SIZE, 3))
    kind, line = rng.integers(3), np.linspace(-1, 1, SIZE)
    if kind >= 1:
        slope = rng.normal(0, 0.08, 2)
        picture = picture * (1 + line[:, None, None] * slope[0] + line[None, :, None] * slope[1])
    if kind == 2:
        picture = picture + rng.uniform(3, 8) * cloud(rng, int(rng.integers(3, 14)))[..., None]
    return picture


def skin(rng: np.random.Generator) -> np.ndarray:
    """A colour between very light and very dark skin."""
    tones = np.array([(250, 214, 190), (232, 184, 150), (198, 140, 104), (150, 98, 68), (98, 62, 44)])
    tone = rng.uniform(0, len(tones) - 1.001)
    i = int(tone)
    return tones[i] + (tones[i + 1] - tones[i]) * (tone - i) + rng.normal(0, 3, 3)


def draw(digit: int, rng: np.random.Generator, finer: int = 2) -> np.ndarray:
    """One picture, uint8 of shape (64, 64, 3)."""
    ways, odds = [way for way, _ in WAYS[digit]], [share for _, share in WAYS[digit]]
    bars = placed(*hand(ways[int(rng.choice(len(ways), p=odds))], rng), rng)
    height, inside = relief(bars, finer)
    azimuth, elevation = np.radians(rng.uniform(20, 160)), np.radians(rng.uniform(35, 65))
    light = np.array([np.cos(azimuth) * np.cos(elevation), -np.sin(azimuth) * np.cos(elevation), np.sin(elevation)])
    down, across = np.gradient(blurred(height, 1) * finer)
    lit = np.maximum((light[2] - across * light[0] - down * light[1]) / np.sqrt(1 + across**2 + down**2), 0)
    hollow = np.maximum(blurred(height, 6) - height, 0)  # a pixel that lies lower than those around it gets less light
    ambient = rng.uniform(0.3, 0.5)
    shade = (ambient + (1.15 - ambient) * lit) / (1 + 0.6 * hollow)
    alpha = smaller(inside, finer)
    shade = smaller(shade * inside, finer) / np.maximum(alpha, 1e-9)
    shadow = blurred(shifted(alpha, round(-4 * light[0]), round(-4 * light[1])), 3) * rng.uniform(0, 0.5)
    picture = background(rng) * (1 - shadow)[..., None] * (1 - alpha)[..., None] + skin(rng) * (shade * alpha)[..., None]
    warm = rng.normal(0.01, 0.035)
    picture = picture * rng.uniform(0.75, 1.05) * (1 + warm, 1, 1 - warm)
    picture = blurred(picture, int(rng.integers(0, 3)))
    if rng.random() < 0.2:
        picture = picture + rng.normal(0, rng.uniform(1, 3), (SIZE, SIZE, 3))
    return np.clip(np.rint(picture), 0, 255).astype(np.uint8)


def draw_all(seed: int = 0) -> dict[str, np.ndarray]:
    """All pictures and labels, shuffled, by the names that the file has; the same seed, the same numbers."""
    rng, arrays = np.random.default_rng(seed), {}
    for part, each in (("train", TRAIN), ("test", TEST)):
        y = rng.permutation(np.repeat(np.arange(CLASSES, dtype=np.int64), each))
        arrays[f"{part}_set_x"] = np.stack([draw(digit, rng) for digit in y])
        arrays[f"{part}_set_y"] = y
    return arrays | {"list_classes": np.arange(CLASSES, dtype=np.int64)}


def write(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """An HDF5 file, whole or not at all; the same arrays, the same bytes."""
    import h5py

    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        with h5py.File(Path(folder) / path.name, "w") as file:
            for name, array in arrays.items():
                chunks = (1, *array.shape[1:])  # picture by picture: gzip finds more alike within one
                packing = {"compression": "gzip", "compression_opts": 9, "chunks": chunks} if array.ndim > 1 else {}
                file.create_dataset(name, data=array, track_times=False, **packing)
        os.replace(Path(folder) / path.name, path)


if __name__ == "__main__":
    write(FILE, draw_all())
    print(f"wrote {FILE}")
