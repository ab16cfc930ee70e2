"""What a block must compute: its lines evaluated in float64 NumPy, slowly and obviously, with every step's output.

Tensors are (batch, …, channels): of images with height and width between. `weights(name, shape)` gives the weight of that name and shape, by Keras's own names.
"""

from __future__ import annotations

import numpy as np

from ..layers.layer import Weights
from ..value.lines import Lines, walk


def evaluate(lines: Lines, x: np.ndarray, weights: Weights, training: bool, sizes: dict[str, int]) -> dict[str, np.ndarray]:
    """Every step's output under the names of `lines.steps()`; the last is the block's own. `training` chooses batch or moving statistics."""
    return walk(lines, np.asarray(x, np.float64), sizes, lambda layer, *x: layer.exact(x, weights, training))
