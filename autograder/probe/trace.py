"""Records what a function does when it is called with Keras tensors: every layer, operation and line. It judges nothing.

While a `Recording` is open, weights are made from the challenge, a student's own composite layers and nested models are
opened up so that their parts are seen, and what Keras refuses (an addition of shapes that do not fit, a layer that was
given no tensor) is noted and passed over, so that one mistake does not hide the steps after it. Everything is put back
when it closes.
"""

from __future__ import annotations

import inspect
import linecache
import random
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from io import StringIO
from traceback import walk_tb
from types import FrameType
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from ..evidence import Facts
from ..truth.challenge import PLACED, PLAIN
from .function import Function, Namespace
from .keras_inside import Args, Kwargs, Method, initializer_of, keras_tensors, names_taken_back, wrapped
from .quiet import quiet_libraries
from .resume import Statement

ANSI = re.compile(r"\x1b\[[0-9;]*m")
OWN_NAMES = re.compile(r"\{\{function_node .*?\}\} ?| ?\[Op:\w+\]( name: ?)?")
Fill = Callable[[str, tuple[int, ...]], np.ndarray]


@contextmanager
def contract_state() -> Iterator[None]:
    """Keras as the contract has it (float32, channels last, CPU, quiet), whatever the notebook has set; then as it was."""
    policy, layout, floatx = (
        keras.mixed_precision.dtype_policy(),
        keras.config.image_data_format(),
        keras.config.floatx(),
    )
    python_random, numpy_random = random.getstate(), np.random.get_state()
    with ExitStack() as stack:
        stack.enter_context(quiet_libraries())
        stack.enter_context(redirect_stdout(StringIO()))
        stack.enter_context(redirect_stderr(StringIO()))
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        stack.enter_context(tf.device("/CPU:0"))  # a GPU's TF32 convolutions are too coarse to tell right from wrong
        try:
            keras.config.set_floatx("float32")
            keras.mixed_precision.set_dtype_policy("float32")
            keras.config.set_image_data_format("channels_last")
            yield
        finally:
            keras.config.set_floatx(floatx)
            keras.mixed_precision.set_dtype_policy(policy)
            keras.config.set_image_data_format(layout)
            random.setstate(python_random)
            np.random.set_state(numpy_random)


def describe(error: BaseException, namespace: Namespace) -> Facts:
    """An exception as data: type, message, and the last line of the student's own code on the way to it."""
    lines = [
        source_line(frame.f_code.co_filename, number) for frame, number in walk_tb(error.__traceback__) if frame.f_globals is namespace
    ]
    return {"type": type(error).__name__, "message": clean(str(error)), "line": lines[-1] if lines else None}


def clean(message: str, limit: int = 1000) -> str:
    """Without terminal colours and TensorFlow's own place names."""
    message = OWN_NAMES.sub("", ANSI.sub("", message)).strip()
    return message if len(message) <= limit else message[:limit] + "…"


def source_line(filename: str, number: int) -> Facts:
    return {"number": number, "text": linecache.getline(filename, number).strip()[:200]}


@dataclass
class Call:
    """One call of a layer on Keras tensors: its line in the student's code, the `training` that it was given, and what came out."""

    layer: keras.layers.Layer
    line: Facts | None
    training: object = None
    outputs: list[keras.KerasTensor] = field(default_factory=list)


@dataclass
class Refused:
    """An operation that Keras or Python refused; `output` stands for what it would have given, `error` says why."""

    name: str
    inputs: list[keras.KerasTensor]
    output: keras.KerasTensor
    line: Facts | None
    error: Facts | None


class Recording:
    """Open it with `with`, call the student's function inside, then read `calls`, `refused`, `errors`, `initializers`.

    fill: (weight name, shape) → values of every new weight. namespace: the globals of the student's code.
    passing: whether what fails is passed over where it can be, which takes Keras tensors.
    """

    def __init__(self, fill: Fill, namespace: Namespace, passing: bool = False) -> None:
        self.fill = fill
        self.namespace = namespace
        self.passing = passing
        self.last: keras.KerasTensor | None = None  # the tensor that was made last
        self.calls: list[Call] = []
        self.results: list[tuple[keras.KerasTensor, Facts | None]] = []  # what operations gave, each with the line in the student's code
        self.refused: list[Refused] = []
        self.errors: list[Facts] = []
        self.initializers: dict[int, object] = {}  # id of a variable → the initializer that the student asked for
        self.meanings: dict[int, str] = {}  # id of a variable → Keras's name for what it is
        self.groups: dict[int, int | None] = {}  # id of a layer → `group` at its first call
        self.group: int | None = None
        self.weighted: set[int] = set()  # ids of layers that made weights of their own
        self.step: object = None  # the layer that is being called
        self.inside = False  # whether this is within a composite layer's own `call`
        self.training: object = None  # what that layer was called with
        self.opened = False  # whether there was such a layer

    def __enter__(self) -> Recording:
        self._stack = ExitStack()
        self._stack.enter_context(names_taken_back())
        self._stack.enter_context(wrapped(self._add_weight, self._call, self._symbolic_call, self._dropout, self._tensorflow_function))
        return self

    def __exit__(self, *exception: Any) -> bool | None:
        return self._stack.__exit__(*exception)

    def _add_weight(self, original: Method) -> Method:
        def add_weight(layer: keras.layers.Layer, *args: Any, **kwargs: Any) -> keras.Variable:
            asked = kwargs.pop("initializer", args[1] if len(args) > 1 else None)
            args = args[:1] + args[2:]  # shape, then (positionally, in old code) dtype
            if len(args) > 1:
                kwargs["dtype"] = args[1]
            self.weighted.add(id(layer))
            shape = kwargs.get("shape", args[0] if args else None) or ()
            name = kwargs.get("name") or "weight"
            if not of_keras(type(layer)):
                name = meaning(name, tuple(shape), asked, kwargs.get("trainable", True), any(len(v.shape) > 1 for v in layer.weights))
            name = key(self.step, layer, name)
            asked = asked if name not in PLACED else initializer_of(self.step, name.rpartition("/")[2], asked)
            variable = original(layer, *args[:1], initializer=lambda shape, dtype=None: self._values(name, shape, dtype), **kwargs)
            self.initializers[id(variable)], self.meanings[id(variable)] = asked, name
            return variable

        return add_weight

    def _values(self, name: str, shape: Iterable[int], dtype: object) -> tf.Tensor:
        return keras.ops.convert_to_tensor(self.fill(name, tuple(shape)), dtype=dtype or "float32")

    def _call(self, original: Method) -> Method:
        def __call__(layer: keras.layers.Layer, *args: Any, **kwargs: Any) -> Any:
            outer, self.step = self.step, layer
            try:
                return self._called(original, layer, args, kwargs)
            finally:
                self.step = outer

        return __call__

    def _called(self, original: Method, layer: keras.layers.Layer, args: Args, kwargs: Kwargs) -> Any:
        if self.passing and args:
            args = (self.tensor_for(args[0], layer), *args[1:])
        inputs = keras_tensors((args, kwargs))
        if not inputs:
            return original(layer, *args, **kwargs)
        self.last = inputs[0] if self.last is None else self.last
        self.groups.setdefault(id(layer), self.group)
        if isinstance(layer, keras.Sequential):
            return in_turn(layer.layers, *args, **kwargs)
        if composite(layer):
            return self._opened(original, layer, inputs, args, kwargs)
        return self._recorded(original, layer, inputs, args, kwargs)

    def _recorded(self, original: Method, layer: keras.layers.Layer, inputs: list[keras.KerasTensor], args: Args, kwargs: Kwargs) -> Any:
        """The call of a layer that counts as one step."""
        if self.training is not None and kwargs.get("training") is None and "training" in inspect.signature(layer.call).parameters:
            kwargs = kwargs | {"training": self.training}  # as Keras hands it on to the layers within a layer
        call = Call(layer, self.here(), kwargs.get("training"))
        self.calls.append(call)
        output = self._passing_over(original, layer, inputs, (layer, *args), kwargs)
        call.outputs = keras_tensors(output)
        self.last = call.outputs[-1] if call.outputs else self.last
        return output

    def _opened(self, original: Method, layer: keras.layers.Layer, inputs: list[keras.KerasTensor], args: Args, kwargs: Kwargs) -> Any:
        """What a composite layer's own `call` gives, so that the layers within are seen. A layer with weights of its own is one step, and so is
        one whose `call` cannot do with Keras tensors; TensorFlow's functions are at home in there."""
        if not layer.built and type(layer).build is not keras.layers.Layer.build:
            layer.build(tuple(inputs[0].shape))
        if id(layer) in self.weighted:
            return self._recorded(original, layer, inputs, args, kwargs)
        noted: tuple[list[Any], ...] = (self.calls, self.results, self.refused, self.errors)
        before = [(seen, len(seen)) for seen in noted]
        outer = self.inside, self.training
        self.opened, self.inside, self.training = True, True, self.training if kwargs.get("training") is None else kwargs["training"]
        try:
            return layer.call(*args, **kwargs)
        except Exception:
            self.inside, self.training = outer
            after = [seen[n:] for seen, n in before]
            for seen, n in before:
                del seen[n:]
            with suppress(Exception):  # what fails both ways is told as it happened within
                return self._recorded(original, layer, inputs, args, kwargs)
            for (seen, n), were in zip(before, after):
                seen[n:] = were
            raise
        finally:
            self.inside, self.training = outer

    def tensor_for(self, given: Any, layer: keras.layers.Layer | None = None) -> Any:
        """What a layer is called on, with a stand-in for each layer that was made but never called, and the last tensor for None."""
        if isinstance(given, (list, tuple)):
            return [self.tensor_for(g, layer) for g in given]
        if self.last is None:
            return given
        if isinstance(given, keras.layers.Layer):
            name = type(given).__name__
            message = f"{name} is made here but not called on a tensor, so there is no result to go on with."
            line = self.here() if layer is not None else None  # what the function has returned stands on no line of its caller's
            error = {"type": "TypeError", "message": message, "line": line, "passed_over": True, "slip": "uncalled", "name": name}
            self.errors.append(error)
            return self.stand_in(name, [self.last], error)
        if given is None and layer is not None:
            message = f"{type(layer).__name__} is called on None, not on a tensor."
            self.errors.append({"type": "TypeError", "message": message, "line": self.here(), "passed_over": True, "slip": "none"})
            return self.last
        return given

    def _symbolic_call(self, original: Method) -> Method:
        def symbolic_call(operation: keras.Operation, *args: Any, **kwargs: Any) -> Any:
            output = self._passing_over(original, operation, keras_tensors((args, kwargs)), (operation, *args), kwargs)
            line = self.here()
            self.results += [(tensor, line) for tensor in keras_tensors(output)]
            return output

        return symbolic_call

    def _passing_over(
        self, original: Method, operation: keras.Operation, inputs: list[keras.KerasTensor], args: Args, kwargs: Kwargs
    ) -> Any:
        """Call, and when two tensors do not fit together, note it and go on with one of the first one's shape."""
        try:
            return original(*args, **kwargs)
        except ValueError as error:
            if "incompatible with the layer" in str(error) and self.used_before(operation):
                name = type(operation).__name__
                message = f"This {name} layer was used for another step before; each step needs a layer of its own."
                facts = {"type": "ValueError", "message": message, "line": self.here(), "passed_over": True, "slip": "shared", "name": name}
                self.errors.append(facts)
                return self.stand_in(name, inputs, facts)
            if len(inputs) != 2 or "shape" not in str(error):
                raise
            self.errors.append(describe(error, self.namespace) | {"line": self.here(), "passed_over": True, "slip": "shapes"})
            return self.stand_in(operation.__class__.__name__, inputs, None)

    def used_before(self, layer: object) -> bool:
        return sum(call.layer is layer for call in self.calls) > 1

    def _dropout(self, original: Method) -> Method:
        """That of keras.random, which is no operation of Keras's: it takes no Keras tensors either."""

        def dropout(inputs: Any, *args: Any, **kwargs: Any) -> Any:
            if not isinstance(inputs, keras.KerasTensor):
                return original(inputs, *args, **kwargs)
            self.note_arrays_only("keras.random.dropout", "dropout")
            return RandomDropout(original)(inputs, *args, **kwargs)

        return dropout

    def _tensorflow_function(self, function: Function, args: Args, kwargs: Kwargs) -> Any:
        """A `tf.` function met a Keras tensor: go on with the operation that was meant; outside of a layer it is noted."""
        name = getattr(function, "__name__", "function").removesuffix("_v2")
        self.note_arrays_only(f"tf.{name}", name)
        return TensorFlowFunction(function)(*args, **kwargs)

    def note_arrays_only(self, words: str, name: str) -> None:
        if not self.inside:
            message = f"{words} takes TensorFlow tensors only, not the Keras tensors a model is built from."
            line = self.here()
            self.errors.append(
                {"type": "ValueError", "message": message, "line": line, "passed_over": True, "slip": "tensorflow", "name": name}
            )

    def stand_in(self, name: str, inputs: list[keras.KerasTensor], error: Facts | None) -> keras.KerasTensor:
        """A tensor in the place of what an operation of that name would have given."""
        shape = inputs[0].shape
        if "flat" in name.lower() and None not in shape[1:]:
            shape = (None, int(np.prod(shape[1:])))
        output = StandIn(shape)(*inputs)
        self.refused.append(Refused(name, inputs, output, error["line"] if error else self.here(), error))
        self.last = output
        return output

    def pass_over(self, statement: Statement, error: Facts, local: dict[str, object]) -> keras.KerasTensor | None:
        """The value of a statement that failed: a stand-in for what it meant to make of the tensors that it names."""
        named = [local.get(name) for name in statement.names]
        tensors = list({id(t): t for t in named if isinstance(t, keras.KerasTensor)}.values())
        inputs = tensors[:2] or [self.last]
        return self.stand_in(statement.made, inputs, error) if statement.kept and inputs[0] is not None else None

    def here(self) -> Facts | None:
        """The line of the student's code that is being executed."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and frame.f_globals is not self.namespace:
            frame = frame.f_back
        return None if frame is None else source_line(frame.f_code.co_filename, frame.f_lineno)


class Closed(Recording):
    """Leaves a student's own layers as they are, as a model has them: which of their weights it holds shows only so."""

    def _called(self, original: Method, layer: keras.layers.Layer, args: Args, kwargs: Kwargs) -> Any:
        return original(layer, *args, **kwargs)


class StandIn(keras.Operation):
    """Keeps the graph connected where an operation was refused; it is never run."""

    def __init__(self, shape: tuple[int | None, ...]) -> None:
        super().__init__()
        self.shape = shape

    def compute_output_spec(self, *inputs: keras.KerasTensor) -> keras.KerasTensor:
        return keras.KerasTensor(self.shape, dtype="float32")


class TensorFlowFunction(keras.Operation):
    """A TensorFlow function as a Keras operation."""

    def __init__(self, function: Function) -> None:
        super().__init__()
        self.function = function

    def call(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)


class RandomDropout(TensorFlowFunction):
    """That of keras.random, under a name by which it is known."""


def in_turn(layers: list[keras.layers.Layer], x: Any, training: object = None, **_: object) -> Any:
    """What a Sequential model does, layer by layer (its own call takes arrays only in early versions of Keras 3)."""
    for layer in layers:
        takes = training is not None and "training" in inspect.signature(layer.call).parameters
        x = layer(x, training=training) if takes else layer(x)
    return x


def composite(layer: object) -> bool:
    """A model, or a layer of the student's own, whose parts are to be seen one by one; a variant of one of Keras's own layers is one step."""
    return isinstance(layer, keras.Model) or next(kind for kind in type(layer).__mro__ if of_keras(kind)) is keras.layers.Layer


def of_keras(kind: type[object]) -> bool:
    """Whether a class of layers is Keras's (or a stand-in of ours), not the student's own."""
    return kind.__module__.startswith(("keras.", "autograder."))


def key(whole: object, layer: keras.layers.Layer, name: str) -> str:
    """What a weight is: its name, and where a layer of Keras's has several parts with weights of one name also the part, as in `query/kernel`."""
    placed = f"{layer.name}/{name}"
    apart = placed in PLACED and whole is not layer and isinstance(whole, keras.layers.Layer) and not composite(whole)
    return placed if apart and not isinstance(whole, keras.layers.Wrapper) else name


def meaning(name: str, shape: tuple[int, ...], initializer: object, trainable: bool, has_kernel: bool) -> str:
    """Keras's name for a weight of a layer of the student's own, which may call it anything: it shows in the shape, in what the weight starts
    with, and in whether it is trained."""
    if name in PLAIN:
        return name
    if len(shape) > 1:
        return "kernel"
    with suppress(Exception):  # an initializer of the student's own may do anything
        if (np.asarray(keras.initializers.get(initializer)(shape)) == 1).all():
            return "gamma" if trainable else "moving_variance"
    return "moving_mean" if not trainable else "bias" if has_kernel else "beta"
