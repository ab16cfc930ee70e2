"""All that is private in Keras and TensorFlow and is used here: their own modules, attributes with an underscore, what is put in place of theirs.

No other module touches them, so this is the one to read when a new version of Keras comes. Nothing is judged.
"""

from __future__ import annotations

import inspect
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any
from unittest import mock

import keras
import tensorflow as tf

from ..evidence.version import unknown_keras


class UnknownKeras(ImportError):
    """This version of Keras has other insides. IPython shows its one line and no traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


try:
    from keras.src import backend
    from keras.src.backend.common.global_state import get_global_attribute
    from keras.src.utils.naming import to_snake_case

    LAYER, OPERATION, INPUT, RANDOM = keras.layers.Layer, keras.Operation, keras.layers.InputLayer, backend.random
    DROPOUT = RANDOM.dropout
    LAYER.add_weight, LAYER.__call__, OPERATION.symbolic_call, INPUT.__init__, tf.__internal__.dispatch.GlobalOpDispatcher  # noqa: B018
except (ImportError, AttributeError) as error:
    raise UnknownKeras(f"The autograder cannot look into Keras {keras.__version__} ({error}). {unknown_keras()}".strip()) from None


# -- names and memory ----------------------------------------------------------------------------------------------------------


@contextmanager
def names_taken_back() -> Iterator[None]:
    """Layers made while this is open get the names that they would get the next time too: TensorFlow then knows their variables already,
    which is three times as fast."""
    counts = get_global_attribute("object_name_uids", defaultdict(int), set_to_default=True)
    before = dict(counts)
    try:
        yield
    finally:
        counts.clear()
        counts.update(before)


@contextmanager
def weights_described_only() -> Iterator[None]:
    """While open, a layer's weights have names and shapes and no values: 23 million numbers that nobody asks for are not made."""
    waiting = get_global_attribute("uninitialized_variables", [], set_to_default=True)
    before = list(waiting)
    try:
        with keras.StatelessScope(initialize_variables=False):
            yield
    finally:
        waiting[:] = before  # Keras would keep ours for ever, and make their values in the next scope


def named_by_keras(layer: keras.layers.Layer) -> bool:
    """Whether the layer's name is the one that Keras gives where nothing is said."""
    return re.fullmatch(rf"{re.escape(to_snake_case(type(layer).__name__))}(_\d+)?", layer.name) is not None


def seed_asked_for(initializer: object) -> object:
    """What was given as the seed: Keras replaces one that is missing by one of its own."""
    return getattr(initializer, "_init_seed", getattr(initializer, "seed", None))


def initializer_of(layer: keras.layers.Layer, what: str, otherwise: object) -> object:
    """What a layer was given for the kernels or biases of its parts, each of which has a copy with a seed of its own."""
    return getattr(layer, f"_{what}_initializer", otherwise)


def owned(layer: keras.layers.Layer) -> Iterator[tuple[keras.layers.Layer, keras.layers.Layer, keras.Variable]]:
    """Every weight of a layer's parts, and of theirs: the layer whose part it is, the part that owns it, and the weight."""
    for part in layer._flatten_layers(include_self=False, recursive=False):
        yield from ((layer, part, variable) for variable in (*part._trainable_variables, *part._non_trainable_variables))
        yield from owned(part)


# -- the graph -----------------------------------------------------------------------------------------------------------------


def made_by(tensor: keras.KerasTensor) -> tuple[keras.Operation, Any] | None:
    """The operation that gave the tensor, and its call: `arguments` (`args`, `kwargs`, `keras_tensors`) and `outputs`. None for an input
    that nothing has made."""
    history = getattr(tensor, "_keras_history", None)
    if history is None or history.operation is None:
        return None
    return history.operation, history.operation._inbound_nodes[history.node_index]


def taken(operation: keras.Operation, arguments: Any) -> list[keras.KerasTensor]:
    """The Keras tensors of a call, in the order of its parameters, in whatever order they were given by name. A key that is the value too is
    none of its own: Keras takes the value where none is given."""
    try:
        given = inspect.signature(operation.call).bind(*arguments.args, **arguments.kwargs).arguments
    except (TypeError, ValueError):
        return list(arguments.keras_tensors)
    if "query" in given and given.get("key") is given.get("value"):
        given.pop("key", None)
    return keras_tensors(list(given.values()))


# -- what is put in place of theirs, as long as it is needed --------------------------------------------------------------------


Method = Callable[..., Any]
Args = tuple[Any, ...]
Kwargs = dict[str, Any]
Answer = Callable[[Method, Args, Kwargs], Any]


@contextmanager
def wrapped(
    add_weight: Callable[[Method], Method],
    call: Callable[[Method], Method],
    symbolic_call: Callable[[Method], Method],
    dropout: Callable[[Method], Method],
    tensorflow: Answer,
) -> Iterator[None]:
    """While open, each of these methods of every layer and operation is what the function makes of it; so is Keras's dropout. tensorflow: (function, args, kwargs) →
    what a function of TensorFlow gives for Keras's tensors, which it refuses otherwise."""
    with ExitStack() as stack:
        for owner, name, wrap in (
            (LAYER, "add_weight", add_weight),
            (LAYER, "__call__", call),
            (OPERATION, "symbolic_call", symbolic_call),
            (RANDOM, "dropout", dropout),
        ):
            stack.enter_context(mock.patch.object(owner, name, wrap(getattr(owner, name))))
        stack.enter_context(mock.patch.object(dispatcher(), "answer", tensorflow))
        yield


@contextmanager
def masks(chosen: Callable[[tuple[int, ...]], Any] | None) -> Iterator[None]:
    """While open, dropout does not draw what it lets through: chosen(shape) gives numbers between 0 and 1, and those below the rate are dropped.
    None: it draws, as it does otherwise."""

    def dropout(inputs: Any, rate: float, noise_shape: Any = None, seed: Any = None) -> Any:
        shape = tuple(inputs.shape)
        if noise_shape is not None:
            shape = tuple(n if due is None else due for n, due in zip(shape, noise_shape))
        if not 0 < rate < 1 or None in shape or chosen is None:
            return DROPOUT(inputs, rate, noise_shape, seed)
        return tf.where(chosen(shape) >= rate, inputs * tf.cast(1 / (1 - rate), inputs.dtype), tf.zeros_like(inputs))

    with mock.patch.object(RANDOM, "dropout", dropout):
        yield


@cache
def dispatcher() -> Any:  # TensorFlow has no types
    """TensorFlow's hook for functions that were given arguments not their own; registered once, it cannot be taken out."""

    class Dispatcher(tf.__internal__.dispatch.GlobalOpDispatcher):
        answer: Answer | None = None

        def handle(self, op: Method, args: Args, kwargs: Kwargs) -> Any:
            if self.answer is None or not keras_tensors((args, kwargs)):
                return self.NOT_SUPPORTED
            return self.answer(op, args, kwargs)

    registered = Dispatcher()
    registered.register()
    return registered


@contextmanager
def sources() -> Iterator[list[keras.KerasTensor]]:
    """The inputs of models that are made while this is open, in order."""
    created: list[keras.KerasTensor] = []
    original = INPUT.__init__

    def __init__(layer: keras.layers.InputLayer, *args: Any, **kwargs: Any) -> None:
        original(layer, *args, **kwargs)
        created.append(layer.output)

    with mock.patch.object(INPUT, "__init__", __init__):
        yield created


def keras_tensors(structure: object) -> list[keras.KerasTensor]:
    return [x for x in keras.tree.flatten(structure) if isinstance(x, keras.KerasTensor)]
