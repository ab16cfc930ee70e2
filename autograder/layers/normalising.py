"""What normalisations share: (x - mean) / sqrt(variance + eps) times gamma, plus beta, and its bounds, whatever the mean is taken over; their settings,
and how they are drawn."""

from __future__ import annotations

from abc import abstractmethod
from typing import NamedTuple

import numpy as np

from .float32 import FUNCTION, absolute, gamma
from .layer import Array, Layer, Moving, Settings, Shape, Weights
from .operation import Operation, one

EPSILON, MOMENTUM = 1e-3, 0.99  # Keras's defaults
DEFAULTS = {"momentum": MOMENTUM, "epsilon": EPSILON, "center": True, "scale": True}

Statistics = tuple[Array, Array]  # mean and (biased) variance, or bounds on how far float32 may be from them


class Centre(NamedTuple):
    """The mean and the variance that are used, and how far they and r = 1/sqrt(variance + eps) may be off."""

    m: Array
    v: Array
    dm: Array
    dv: Array
    dr: Array


class Normalisation(Layer):
    """One with a field epsilon. Two that differ in it alone are equal: another one costs its own criterion only."""

    epsilon: float

    does = "normalisation"
    family = "bn"
    numbered = True
    config = {"epsilon": EPSILON, "center": True, "scale": True}
    starts = {"gamma": 1, "beta": 0}

    @staticmethod
    @abstractmethod
    def mean(x: Array) -> Array:
        """Of what is normalised together, in parts (see `parted`); it is broadcast against them."""

    def parted(self, x: Array) -> Array:
        """What comes in, or a weight for each of its channels, in parts by which the mean is taken."""
        return x

    def gathered(self, channels: Shape, weights: Weights, training: bool) -> Statistics | None:
        """Those that are used in the place of x's own."""
        return None

    def statistics(self, x: Array) -> Statistics:
        m = self.mean(x)
        return m, self.mean(np.square(x - m))  # not x.var, which takes complex numbers otherwise (see `slope`)

    def statistics_bound(self, x: Array, e: Array | float) -> Statistics:
        """The dm and dv of `rounding`."""
        m, size = self.mean(x), np.abs(x) + e
        n = x.size // m.size
        return self.mean(e + gamma(n + 1) * size), self.mean(2 * np.abs(x - m) * e + e**2 + gamma(3 * n + 7) * size**2)

    def centre(self, x: Array, e: Array, still: Statistics | None) -> Centre:
        """The statistics that stand still, or those of x with dm, dv and dr of `rounding`."""
        if still:
            m, v = (np.asarray(number, np.float64) for number in still)
            return Centre(m, v, *(np.zeros(m.shape) for _ in range(3)))
        (m, v), (dm, dv) = self.statistics(x), self.statistics_bound(x, e)
        return Centre(m, v, dm, dv, dv / (2 * np.maximum(v + self.epsilon - dv, self.epsilon / 2) ** 1.5))

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        y, channels = self.parted(x), x.shape[-1:]
        g, b = (self.parted(weights(name, channels)) for name in ("gamma", "beta"))
        m, v = self.gathered(channels, weights, training) or self.statistics(y)
        return ((y - m) / np.sqrt(v + self.epsilon) * g + b).reshape(x.shape)

    def rounding(self, x: Array, e: Array, weights: Weights, training: bool) -> Array:
        """With r = 1/sqrt(v + eps), g and b the sizes of scale and offset, m and v known up to dm and dv, r up to dr:

        |g| ((e + dm)(r + dr) + |x - m| dr) + gamma(n) (|g| (|x| + e + |m| + dm)(r + dr) + |b|).

        The last term is for x (g r) + (b - m g r), which is what Keras computes; (x - m) g r + b is within it. Over N numbers
        dm = mean(e) + gamma(N + 1) mean(|x| + e),  dv = 2 mean(|x - m| e) + mean(e^2) + gamma(3N + 7) mean((|x| + e)^2);
        the latter's rounding term is for mean(x^2) - mean(x)^2 and covers mean((x - m)^2), whose own is gamma(N + 4) v + O(u^2).
        dr = dv / (2 low^1.5) by the mean value theorem, low = max(v + eps - dv, eps / 2): computed variances are not below -eps / 2.
        """
        shape, channels = x.shape, x.shape[-1:]
        x, e = self.parted(x), self.parted(e)
        g, b = (self.parted(absolute(weights)(name, channels)) for name in ("gamma", "beta"))
        used = self.centre(x, e, self.gathered(channels, weights, training))
        r = 1 / np.sqrt(used.v + self.epsilon) + used.dr
        n = FUNCTION + 6  # eps, v + eps, times g, times x, two sums
        size = np.abs(x) + e + np.abs(used.m) + used.dm
        return (g * ((e + used.dm) * r + np.abs(x - used.m) * used.dr) + gamma(n) * (g * size * r + b)).reshape(shape)

    def spread(self, m: Moving, weights: Weights, direction: Weights, training: bool) -> Array:
        """With y = g (x - m) r + b, r = 1/sqrt(v + eps): dy = dg (x - m) r + g r (t - dm) - g (x - m) r^3 dv / 2 + db,
        where dm = mean(t), dv = 2 mean((x - m) t); statistics that stand still do not move.

        Every factor is taken with its own error, e for x, em for m, er for r. For the rounding, every difference is the sum of its sizes:
        x - m is |x| + |m|, and dv is 2 mean((|x| + |m|)(|t| + mean|t|)), which covers mean(x^2) - mean(x)^2 as well. Backwards, what comes to
        gamma and beta is summed over all places, and what goes through a statistic over all that it was taken of: n is the more of both.
        """
        shape, channels = m.x.shape, m.x.shape[-1:]
        m = Moving(*map(self.parted, m))
        asked = ((weights, "gamma"), (direction, "gamma"), (direction, "beta"))
        g, dg, db = (self.parted(absolute(source)(name, channels)) for source, name in asked)
        still, mean = self.gathered(channels, weights, training), self.mean
        used = self.centre(m.x, m.e, still)
        far, off = np.abs(m.x - used.m), m.e + used.dm  # of x - m: its size, its error
        exact, er = 1 / np.sqrt(used.v + self.epsilon), used.dr
        r, cube = exact + er, (exact + er) ** 3 - exact**3  # r at most; how much r^3 may be too large
        t, whole = np.abs(m.t) + m.d, np.abs(m.x) + np.abs(used.m) + off
        n = m.x.size // g.size
        direct = g * r * m.d + g * er * t + dg * (off * r + far * er)
        size = dg * whole * r + g * r * t + db
        if still:
            return (direct + gamma(n + FUNCTION + 8) * size).reshape(shape)
        n = max(n, m.x.size // used.m.size)
        dm, every = mean(t), t + mean(t)
        dv, edv = 2 * mean(far * every), 2 * mean(far * (m.d + mean(m.d)) + off * every)
        through_mean = g * (r * mean(m.d) + er * dm)
        through_variance = g / 2 * (off * r**3 * dv + far * cube * dv + (far + off) * r**3 * edv)
        size = size + g * r * dm + g * whole * r**3 * mean(whole * every)
        return (direct + through_mean + through_variance + gamma(3 * n + FUNCTION + 12) * size).reshape(shape)

    def held(self, shape: Shape) -> dict[str, Shape]:
        return dict.fromkeys(self.starts, shape[-1:])

    @classmethod
    def fits(cls, operation: Operation) -> bool:
        """Whether it has such weights only, each with a number for every channel."""
        shapes = operation.shapes
        return shapes.keys() <= cls.starts.keys() and all(shape == operation.x.shape[-1:] for shape in shapes.values())

    @classmethod
    def said(cls, operation: Operation, step: Layer | None) -> Settings | None:
        """Also of normalisations of other kinds, which its name tells."""
        return cls.told(operation) if {"moving_mean", "gamma"} & operation.shapes.keys() or "norm" in operation.name else None

    @staticmethod
    def told(operation: Operation) -> Settings:
        """In one form for all kinds, which may stand in each other's place."""
        config = operation.config
        axis, channels = one(config.get("axis", 3)), (-1, *(len(shape) - 1 for shape in operation.facts.get("shapes", ())))
        return {
            "layer": operation.facts["name"],
            "axis": 3 if axis in channels else axis,
            **{name: config.get(name, usual) for name, usual in DEFAULTS.items()},
            "training": operation.training,
            "trainable": operation.trainable(),
            **({"groups": config["groups"]} if "groups" in config else {}),
        }

    @classmethod
    def box(cls, settings: Settings) -> tuple[str, str]:
        axis = settings.get("axis", 3)
        title = str(settings.get("layer", cls.__name__)).replace("Normalization", "Norm")
        if groups := settings.get("groups"):
            return title, f"{groups} groups"
        return title, "over channels" if axis == 3 else f"axis {axis}"


def small(operation: Operation) -> float:
    """The epsilon that it says it has; Keras's where that is none."""
    epsilon = operation.config.get("epsilon")
    return epsilon if isinstance(epsilon, (int, float)) and 0 < epsilon < 1 else EPSILON
