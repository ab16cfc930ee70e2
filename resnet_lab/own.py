"""A student's own block in place of ours: as it is, right or wrong, in the same networks. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from autograder.show.faults import UserError

from . import networks

Function = Callable[..., Any]


class OwnBlockError(UserError):
    """The block cannot stand in a network."""


class OwnBlock(networks.Block):
    """What the function builds, with kernels of its own each time. It takes and gives tensors of shape (m, height, width, channels)."""

    def __init__(self, function: Function, width: int, rng: np.random.Generator):
        name = getattr(function, "__name__", "the block")

        def initializer(seed: int = 0) -> Callable[..., Any]:
            return lambda shape, dtype=None: keras.ops.convert_to_tensor(networks.he(rng, tuple(shape)), dtype)

        X = keras.Input((8, 8, width))
        try:
            Y = function(X, 3, [width] * 3, initializer=initializer)
            self.model = keras.Model(X, Y)
        except NotImplementedError:
            raise OwnBlockError(f"{name} is not written yet.") from None
        except Exception as error:
            raise OwnBlockError(f"{name}(X, 3, [{width}, {width}, {width}]) stops: {str(error).splitlines()[0][:200]}") from None
        if tuple(Y.shape[1:]) != tuple(X.shape[1:]):
            raise OwnBlockError(f"{name} gives the shape {tuple(Y.shape[1:])} for {tuple(X.shape[1:])}, so no second one fits behind it.")
        self.layers = {layer.name: layer for layer in self.model.layers if layer.weights}

    def __call__(self, X: tf.Tensor, training: bool = False) -> tf.Tensor:
        return self.model(X, training=training)


def network(function: Function, count: int, seed: int, width: int = 16) -> networks.Network:
    """A network of `count` such blocks between the stem and the dense layer that all of the lab's have."""
    ends = networks.network(networks.RESIDUAL, 0, seed, width)
    rng = np.random.default_rng([seed, 3])
    return replace(ends, blocks=tuple(OwnBlock(function, width, rng) for _ in range(count)))
