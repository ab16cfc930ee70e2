"""The names that stand around a function that is run: those of Keras, TensorFlow and NumPy, and of a network the blocks that it calls."""

from __future__ import annotations

import itertools
import linecache
from typing import Any

from ..exercises import exercise
from .render import BASE, source

NUMBERS = itertools.count()
Names = dict[str, Any]


def run(text: str, names: Names) -> Names:
    """Execute a student's source so that its own lines can be shown."""
    filename = f"<student {next(NUMBERS)}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    exec(compile(text, filename, "exec"), names)
    return names


def namespace(name: str, text: str) -> Names:
    """A notebook that has imported everything, and holds this answer to an exercise."""
    import keras
    import numpy as np
    import tensorflow as tf

    names: Names = {"__name__": "__main__", "keras": keras, "tf": tf, "np": np, "Model": keras.Model}
    names |= {key: layer for key, layer in vars(keras.layers).items() if not key.startswith("_")}
    names |= {key: start for key, start in vars(keras.initializers).items() if not key.startswith("_")}
    for call in exercise(name).lines.calls.values():
        if call.kind not in names:
            run(source(exercise(call.kind).lines, BASE), names)
    return run(text, names)
