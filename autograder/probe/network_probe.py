"""Calls a student's function that makes a network of other exercises' functions, and writes down what happened. It judges nothing.

In every call those functions are replaced by stand-ins that record how they are called and cost nothing, so that the network is judged on
its own composition; once it is built with the real ones, to see the model's summary.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from inspect import Parameter, Signature
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from ..evidence import Evidence, Facts
from ..truth import challenge
from .function import Function, Namespace, plain
from .graph import Node, Numbered, Values, as_keras_has_it, build, collect, held, number_array, perform, type_name
from .keras_inside import sources, weights_described_only
from .trace import Recording, describe

MODES = ("training", "initializer")  # parameters that are no sizes
ROOM = 4_000_000  # numbers that are kept of a run: ten times those of a network of its own steps and stand-ins
kept_inputs = lru_cache(8)(challenge.inputs)  # blocks of one stage give the same


class Block(keras.layers.Layer):
    """Stands in for a block: the output's shape is right, its values come from the challenge, its weights are none."""

    def __init__(self, shape: tuple[int, ...], arguments: Facts, seed: int) -> None:
        super().__init__()
        self.shape, self.arguments, self.seed = shape, arguments, seed

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        return (input_shape[0], *self.shape)

    def call(self, x: Any) -> tf.Tensor:
        return tf.constant(kept_inputs(self.seed, "stand-in", (x.shape[0], *self.shape)))


def stand_in(name: str, original: object, function: Facts, seed: int) -> Function:
    """A function with the parameters of the student's block (those that are due, where there is none). function: what is known of the block."""
    due = Signature([parameter(facts) for facts in function["parameters"]])
    first, *rest = due.parameters.values()
    try:
        signature = inspect.signature(original) if callable(original) else due
    except Exception:  # an object that is called may answer anything
        signature = due

    def block(*args: Any, **kwargs: Any) -> keras.KerasTensor:
        if first.name in kwargs and first.name not in signature.parameters and not args:  # a block may call it anything
            args, kwargs = (kwargs[first.name],), {key: value for key, value in kwargs.items() if key != first.name}
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError as error:
            raise TypeError(f"{name}() {error}") from None
        training = bound.arguments.get("training")  # what is left to the block's own default is the block's affair
        bound.apply_defaults()
        by_name, by_place = dict(bound.arguments), list(bound.arguments.values())
        X, arguments = by_place[0], {}
        for place, p in enumerate(rest, 1):
            if p.name not in MODES:
                unnamed = by_place[place] if p.default is p.empty else p.default
                arguments[p.name] = by_name.get(p.name, unnamed)
        arguments |= {several: list(arguments[several]) for several in function["several"]}
        sizes = sizes_in(arguments, function["several"])
        shape = tuple(whole(formula, sizes | {first.name: X.shape}) for formula in function["shape"])
        facts = {"block": name, "arguments": {key: plain(value) for key, value in arguments.items()}, "training": plain(training)}
        return Block(shape, facts, seed)(X)

    return block


def parameter(facts: Facts) -> Parameter:
    return Parameter(facts["name"], Parameter.POSITIONAL_OR_KEYWORD, default=facts.get("default", Parameter.empty))


def sizes_in(arguments: dict[str, Any], several: dict[str, list[str]]) -> dict[str, Any]:
    """The sizes that arguments hold, by name; of a pair, as a stride may be, the first."""
    sizes = {name: value[0] if isinstance(value, (list, tuple)) else value for name, value in arguments.items() if name not in several}
    return sizes | {name: arguments[argument][at] for argument, names in several.items() for at, name in enumerate(names)}


def whole(formula: str, sizes: dict[str, Any]) -> int:
    """What a formula of the question gives, which is the grader's own text (see `value.formula`)."""
    return eval(formula, {"__builtins__": {}}, sizes)


@contextmanager
def replaced(namespace: Namespace, functions: Collection[str], make: Callable[[str, Any], object]) -> Iterator[None]:
    """While open, every name that stands for one of the student's functions of these names stands for `make(name, original)`."""
    before = dict(namespace)
    try:
        for name in functions:
            original = before.get(name)
            new = make(name, original)
            for alias, value in list(namespace.items()):
                if original is not None and (other := instead(value, original, new)) is not value:
                    namespace[alias] = other
            namespace[name] = new
        yield
    finally:
        for name in functions:
            namespace.pop(name, None)
        namespace.update(before)


def instead(value: Any, original: object, new: Any, depth: int = 3) -> Any:
    """`new` for the original function, and the like for what holds it: a partial call, a list, a table."""
    if value is original:
        return new
    if not depth:
        return value
    if type(value) is partial and value.func is original:
        return partial(new, *value.args, **value.keywords)
    if type(value) in (list, tuple) and len(value) < 100:
        items = [instead(v, original, new, depth - 1) for v in value]
        return type(value)(items) if any(a is not b for a, b in zip(items, value)) else value
    if type(value) is dict and len(value) < 100:
        others = {k: instead(v, original, new, depth - 1) for k, v in value.items()}
        return others if any(others[k] is not v for k, v in value.items()) else value
    return value


def network(question: Facts, function: Function, namespace: Namespace, evidence: Evidence, out: Collection[str] = ()) -> None:
    """question, out: as in `probe.probe`."""
    functions = question["functions"]

    def make(name: str, original: object) -> Function:
        return stand_in(name, original, functions[name], evidence.seed)

    with replaced(namespace, functions, make):
        evidence.facts["runs"] = [composition(function, due["arguments"], namespace, evidence) for due in question["calls"]]
    evidence.facts["model"] = summary(question, function, namespace, evidence.facts["signature"], out)


def composition(function: Function, arguments: Facts, namespace: Namespace, evidence: Evidence) -> Facts:
    """The network as a graph of its own steps and stand-ins for its blocks, every step run by itself."""
    fill = partial(challenge.weight, evidence.seed)
    facts: Facts = {"arguments": arguments}
    seen: dict[str, Any] = {}

    def ask(function: Function, X: None) -> Any:
        created.clear()
        model = function(**accepted(evidence.facts["signature"], arguments))
        seen["returned"] = type_name(model) if not isinstance(model, keras.Model) else "Model"
        seen["model"] = model
        return ends(model)[1][0] if ends(model)[1] else model

    with sources() as created:
        built, recording, Y = build(function, ask, None, fill, namespace)
    model = seen.get("model")
    facts["graph"] = built | {"returned": seen.get("returned"), "nodes": [], "output": None, "values": {}}
    inputs, outputs = ends(model)
    if inputs:
        X = inputs[0]
        if recording.opened and not built["errors"]:
            given = accepted(evidence.facts["signature"], arguments)
            try:
                facts["made"], facts["held"] = held(model, recording), as_keras_has_it(lambda: function(**given), fill, namespace)
            except Exception as error:
                facts["graph"]["errors"].append(describe(error, namespace))
        facts["input_shape"] = [list(t.shape) for t in inputs]
        facts["output_shape"] = [list(t.shape) for t in outputs]
    elif created:
        X = created[0]
    else:
        return facts
    tensors, nodes = collect(X, Y, recording)
    facts["graph"]["output"] = tensors.index(Y) if Y is not None and tensors.known(Y) else None
    batch = challenge.NETWORK_BATCH
    values: Values = {0: tf.constant(challenge.inputs(evidence.seed, "X", (batch, *(n or 8 for n in X.shape[1:]))))}
    facts["input"] = evidence.keep(values[0])
    for node in nodes:
        operation = node["operation"]
        if isinstance(operation, Block):
            node["block"] = operation.arguments
        try:
            results = perform(node, values, tensors, recording) if operation is not None else [stand_in_value(node, batch, evidence)]
        except Exception as error:  # what cannot run leaves no values; the judge sees the gap
            node["failed"] = describe(error, {})
            results = []
        values |= dict(zip(node["outputs"], results))
        del node["operation"], node["arguments"]
    facts["graph"]["nodes"] = nodes
    room = ROOM
    for place, value in values.items():
        size = int(np.prod(getattr(value, "shape", ())))
        if place and keep(place, nodes) and size <= room and (array := number_array(value, evidence)):
            facts["graph"]["values"][str(place)], room = array, room - size
    return facts


def accepted(parameters: list[Facts] | None, arguments: Facts) -> dict[str, Any]:
    """Without the arguments that the function does not take, so that the rest can still be seen. Several numbers are a tuple, as in Keras."""
    arguments = {name: tuple(value) if isinstance(value, list) else value for name, value in arguments.items()}
    names = [p["name"] for p in parameters or ()]
    anything = parameters is None or any(p["kind"] == "VAR_KEYWORD" for p in parameters)
    return {name: value for name, value in arguments.items() if anything or name in names}


def stand_in_value(node: Node, batch: int, evidence: Evidence) -> tf.Tensor:
    """Numbers of the right shape, where an operation was refused."""
    return tf.constant(challenge.inputs(evidence.seed, "stand-in", (batch, *node["shapes"][0][1:])))


def keep(place: int, nodes: list[Node]) -> bool:
    """Only what the judge needs: what goes into or comes out of an operation that is not a stand-in."""
    return any("block" not in node and place in (*node["inputs"], *node["outputs"]) for node in nodes)


def ends(model: Any) -> tuple[list[keras.KerasTensor], list[keras.KerasTensor]]:
    """A model's inputs and outputs; nothing for what is no model, or one that was never given an input."""
    try:
        found = list(model.inputs), list(model.outputs)
    except Exception:
        return [], []
    return found if all(issubclass(type(t), keras.KerasTensor) for t in found[0] + found[1]) else ([], [])


def summary(question: Facts, function: Function, namespace: Namespace, parameters: list[Facts] | None, out: Collection[str] = ()) -> Facts:
    """The model with the student's own blocks, in the first call: every layer with weights, by block, with output shape and parameters."""
    if not all(name not in out and callable(namespace.get(name)) for name in question["functions"]):
        return {"error": {"type": "NameError", "message": "the functions that it calls must be defined, and come to an end", "line": None}}
    arguments = accepted(parameters, question["calls"][0]["arguments"])
    asked = partial(assembled, question["exercise"], question["functions"], function, namespace, arguments)
    with weights_described_only():
        seen = asked()
    # What a student may do beside building, compiling say, can need the weights: an error without them says nothing yet.
    return asked() if "error" in seen else seen


def assembled(name: str, functions: Collection[str], function: Function, namespace: Namespace, arguments: dict[str, Any]) -> Facts:
    recording = Recording(lambda name, shape: np.zeros(shape, np.float32), namespace)
    calls: list[str] = []

    def grouped(block_name: str, original: Any) -> object:
        def block(*args: Any, **kwargs: Any) -> Any:
            outer, recording.group = recording.group, len(calls) if recording.group is None else recording.group
            calls.append(block_name)
            try:
                return original(*args, **kwargs)
            finally:
                recording.group = outer

        return block if callable(original) else original

    try:
        with replaced(namespace, functions, grouped), recording:
            model = function(**arguments)
            total = model.count_params() if ends(model)[0] else 0
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return {"error": describe(error, namespace)}
    if not ends(model)[0]:
        return {"error": {"type": "TypeError", "message": f"{name} returns {type_name(model)}, not a Model", "line": None}}
    layers = Numbered()
    rows = [
        {
            "block": recording.groups.get(id(call.layer)),
            "layer": layers.index(call.layer),
            "name": type(call.layer).__name__,
            "shape": list(call.outputs[0].shape) if call.outputs else None,
            "parameters": call.layer.count_params(),
        }
        for call in recording.calls
        if call.layer.built and call.layer.weights
    ]
    return {"rows": rows, "parameters": total, "output_shape": [list(t.shape) for t in ends(model)[1]]}
