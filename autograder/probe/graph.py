"""The operations that a student's function builds on Keras tensors, and what each gives by itself when it is run. It judges nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from ..evidence import Evidence, Facts, Place
from ..truth import challenge
from .function import ChallengeInitializer, Function, Namespace, plain, unwrapped
from .keras_inside import keras_tensors, made_by, named_by_keras, seed_asked_for, sources, taken
from .resume import LIMIT, Statement, can_resume, failed, without
from .trace import Closed, Fill, Recording, describe, of_keras

TENSORS = (keras.KerasTensor, tf.Tensor, tf.Variable, keras.Variable)
Ask = Callable[..., Any]  # (function, X) → what the student's function returns for X
Node = dict[str, Any]  # facts of one operation and, until it has been run, `operation` and `arguments`: Keras's own
Values = dict[int, tf.Tensor]  # what came out, by the tensor's number


def graph(function: Function, ask: Ask, x: np.ndarray, fill: Fill, namespace: Namespace, evidence: Evidence) -> Facts:
    """The operations that the function builds on Keras tensors, and what each gives by itself."""
    X = keras.Input(batch_shape=(None, *x.shape[1:]), dtype="float32")
    with sources() as created:
        facts, recording, Y = build(function, ask, X, fill, namespace)
    tensors, nodes = collect(X, Y, recording)
    for own in () if nodes else reversed(created):  # nothing is made from X: perhaps all is, from an input of the function's own
        other = collect(own, Y, recording) if own.shape[1:] == X.shape[1:] else (tensors, nodes)
        if other[1]:
            (tensors, nodes), facts["own_input"] = other, True
            break
    facts["nodes"] = nodes
    facts["output"] = tensors.index(Y) if tensors.known(Y) else None
    run(x, tensors, nodes, recording, evidence, facts)
    for node in nodes:
        del node["operation"], node["arguments"]
    return facts


def build(
    function: Function, ask: Ask, X: keras.KerasTensor | None, fill: Fill, namespace: Namespace
) -> tuple[Facts, Recording, keras.KerasTensor | None]:
    """Call `ask(function, X=X)` on Keras tensors: facts, the recording, and the tensor returned, if one was.

    A statement that fails is passed over, and the function is called again to see the steps after it; `errors` holds
    every exception. One that could not be passed over is the last of them, without "passed_over".
    """
    plain = unwrapped(function)
    statements: list[Statement] = []
    errors: list[Facts] = []
    while True:
        facts: Facts = {}
        recording, Y = Recording(fill, namespace, passing=True), None
        recording.last = X
        with recording, resumed(function, plain, statements, errors, recording) as runnable:
            try:
                Y = ask(runnable, X=X)
                facts["returned"] = type_name(Y)
                if isinstance(Y, keras.layers.Layer) and not isinstance(Y, keras.Model):  # the last layer was not called
                    Y, facts["returned"] = recording.tensor_for(Y), "tensor"
                break
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                statement = failed(plain, error) if can_resume(plain) else None
                worth = isinstance(error, Exception) and not isinstance(error, (NotImplementedError, RecursionError))
                if not worth or statement is None or statement in statements or statement.made in ("", "Model") or len(statements) == LIMIT:
                    recording.errors.append(describe(error, namespace))
                    break
                statements.append(statement)
                errors.append(describe(error, namespace) | {"passed_over": True, "slip": "raised", "name": statement.made})
    facts["errors"] = errors + recording.errors
    return facts, recording, Y if issubclass(type(Y), keras.KerasTensor) else None


def resumed(
    function: Function, plain: Function, statements: list[Statement], errors: list[Facts], recording: Recording
) -> AbstractContextManager[Function]:
    """The function itself, or without the statements that failed, each answered with a stand-in."""
    if not statements:
        return nullcontext(function)
    return without(plain, statements, lambda statement, local: recording.pass_over(statement, errors[statements.index(statement)], local))


class Numbered:
    """Tensors, or layers, by number, in the order in which they were met."""

    def __init__(self) -> None:
        self.all: list[object] = []

    def known(self, tensor: object) -> bool:
        return any(t is tensor for t in self.all)

    def index(self, tensor: object) -> int:
        for i, t in enumerate(self.all):
            if t is tensor:
                return i
        self.all.append(tensor)
        return len(self.all) - 1


def collect(X: keras.KerasTensor, Y: keras.KerasTensor | None, recording: Recording) -> tuple[Numbered, list[Node]]:
    """Every operation that was built on X, in an order in which they can be run; tensor 0 is X."""
    nodes: list[Node] = []
    tensors, layers = Numbered(), Numbered()
    tensors.index(X)
    lines = {id(t): line for t, line in recording.results} | {id(t): call.line for call in recording.calls for t in call.outputs}
    given = {id(t): call for call in recording.calls for t in call.outputs}
    refused = {id(r.output): r for r in recording.refused}
    seen: set[int] = set()

    def visit(tensor: keras.KerasTensor) -> bool:
        """Add what the tensor is made from; whether it is made from X."""
        if tensors.known(tensor):
            return True
        if id(tensor) in seen:
            return False
        seen.add(id(tensor))
        if id(tensor) in refused:
            r = refused[id(tensor)]
            visited = [visit(t) for t in r.inputs]  # all of them, whatever the first says
            if not any(visited):
                return False
            nodes.append(node_facts(r.name, r.inputs, [tensor], r.line, tensors) | {"refused": True, "error": r.error})
            return True
        made = made_by(tensor)
        if made is None:
            return False
        operation, node = made
        inputs = taken(operation, node.arguments)
        visited = [visit(t) for t in inputs]
        if not visited or not all(visited):
            return False
        facts = node_facts(type(operation).__name__, inputs, node.outputs, lines.get(id(tensor)), tensors)
        facts |= {"operation": operation, "arguments": node.arguments}
        facts["call"] = {k: plain(v) for k, v in node.arguments.kwargs.items() if not keras_tensors(v)}
        if "training" in facts["call"] and of_keras(type(operation)) and id(tensor) in given:
            facts["call"]["training"] = plain(
                given[id(tensor)].training
            )  # where it was left out, Keras has put in what the layer has by itself
        if isinstance(operation, keras.layers.Layer):
            facts |= {"layer": layers.index(operation), "config": config(operation), "weights": weights(operation, recording)}
            facts["dtype"] = str(operation.compute_dtype)
            if named := own_name(operation):
                facts["named"] = named
        nodes.append(facts)
        return True

    called = [t for call in recording.calls for t in call.outputs]
    for tensor in (*called, *(r.output for r in recording.refused), *(t for t, _ in recording.results)):
        visit(tensor)
    if Y is not None:
        visit(Y)
    return tensors, nodes


def node_facts(name: str, inputs: list[keras.KerasTensor], outputs: list[keras.KerasTensor], line: Facts | None, tensors: Numbered) -> Node:
    return {
        "name": name,
        "line": line,
        "inputs": [tensors.index(t) for t in inputs],
        "outputs": [tensors.index(t) for t in outputs],
        "shapes": [list(t.shape) for t in outputs],
        "operation": None,
        "arguments": None,
        "call": {},
    }


def own_name(layer: keras.layers.Layer) -> str:
    """The name that the student gave to a layer; nothing where Keras did."""
    return "" if named_by_keras(layer) else layer.name[:200]


def config(layer: keras.layers.Layer) -> Facts:
    try:
        return {k: plain(v) for k, v in layer.get_config().items() if k not in ("name", "dtype")}
    except Exception:  # a layer of the student's own need not be able to tell
        return {}


def weights(layer: keras.layers.Layer, recording: Recording) -> list[Facts]:
    return [
        {
            "name": recording.meanings.get(id(variable), variable.name),
            "shape": list(variable.shape),
            "trainable": bool(variable.trainable) and bool(layer.trainable),
            "initializer": initializer_facts(recording.initializers.get(id(variable)), tuple(variable.shape), variable.name == "bias"),
        }
        for variable in layer.weights
    ]


def initializer_facts(initializer: object, shape: tuple[int, ...], offset: bool) -> Facts:
    """What a weight was asked to start with. starts: the number, where a row of numbers, or an offset of any shape, starts with one and the same."""
    seed, name = plain(seed_asked_for(initializer)), type(initializer).__name__
    facts: Facts = {"ours": False, "seed": seed, "name": name, "bounds": None, "starts": None}
    if isinstance(initializer, ChallengeInitializer):
        facts |= {"ours": True, "bounds": plain(initializer.bounds)}
    if len(shape) == 1 or offset:
        with suppress(Exception):  # an initializer of the student's own may do anything
            values = np.ravel(keras.initializers.get(initializer)(shape))
            facts["starts"] = float(values[0]) if (values == values[0]).all() and np.isfinite(values[0]) else None
    return facts


def run(x: np.ndarray, tensors: Numbered, nodes: list[Node], recording: Recording, evidence: Evidence, facts: Facts) -> None:
    """Run every operation by itself on what it received; keep outputs, gradients and moving statistics."""
    values: Values = {0: tf.constant(x)}
    with tf.GradientTape() as tape:
        tape.watch(values[0])
        for node in nodes:
            if node["operation"] is None:  # refused by Keras: go on with numbers of the right shape
                shape = (len(x), *node["shapes"][0][1:])
                results = [tf.constant(challenge.inputs(evidence.seed, "stand-in", shape))]
            else:
                try:
                    results = perform(node, values, tensors, recording)
                except Exception as error:  # what cannot run leaves no values; the judge sees the gap
                    node["failed"] = describe(error, {})
                    continue
            for place, value in zip(node["outputs"], results):
                values[place] = value
        target = None
        y = values.get(facts["output"]) if facts["output"] is not None else None
        if y is not None and type_name(y) == "tensor" and tf.as_dtype(y.dtype).is_floating:
            direction = challenge.inputs(evidence.seed, "direction", tuple(y.shape))
            target = tf.reduce_sum(y * direction)
    kept = {str(place): number_array(value, evidence) for place, value in values.items() if place}
    facts["values"] = {place: array for place, array in kept.items() if array}
    if target is not None:
        gradients(tape, target, values[0], nodes, recording, evidence, facts)


def perform(node: Node, values: Values, tensors: Numbered, recording: Recording) -> list[tf.Tensor]:
    def fill_in(x: Any) -> Any:
        return values[tensors.index(x)] if isinstance(x, keras.KerasTensor) else x

    arguments, operation = node["arguments"], node["operation"]
    args = keras.tree.map_structure(fill_in, arguments.args)
    kwargs = keras.tree.map_structure(fill_in, arguments.kwargs)
    results = keras.tree.flatten(operation(*args, **kwargs))
    after = {recording.meanings.get(id(v), v.name): v for v in getattr(operation, "non_trainable_variables", ())}
    node["after"] = {name: np.asarray(v).tolist() for name, v in after.items() if name.startswith("moving_")}
    return results


def gradients(
    tape: tf.GradientTape, target: tf.Tensor, x: tf.Tensor, nodes: list[Node], recording: Recording, evidence: Evidence, facts: Facts
) -> None:
    """d(sum of output × direction) / d(input and every weight that is trained); null where nothing flows."""
    layers = {node["layer"]: node["operation"] for node in nodes if "layer" in node}
    variables = [(number, v) for number, layer in layers.items() for v in layer.trainable_variables]
    dx, *dw = tape.gradient(target, [x, *(v.value for _, v in variables)])
    facts["gradients"] = {
        "input": dx if dx is None else evidence.keep(dx),
        "weights": [
            {
                "layer": number,
                "name": recording.meanings.get(id(v), v.name),
                "shape": list(v.shape),
                "gradient": d if d is None else evidence.keep(d),
            }
            for (number, v), d in zip(variables, dw)
        ],
    }


def held(built: keras.Model, recording: Recording) -> list[Facts]:
    """Name and shape of each weight that a model has."""
    return [{"name": recording.meanings.get(id(v), v.name), "shape": list(v.shape)} for v in built.weights]


def as_keras_has_it(make: Callable[[], keras.Model], fill: Fill, namespace: Namespace) -> list[Facts]:
    """What a model holds that is made without opening the student's own layers: none of what they make anew in each call."""
    with Closed(fill, namespace) as recording:
        return held(make(), recording)


def type_name(value: object) -> str:
    """ "tensor", or the class's name. It looks at the class alone: an object may say anything of itself, or raise."""
    return "tensor" if issubclass(type(value), TENSORS) else type(value).__name__


def number_array(value: Any, evidence: Evidence) -> Place | None:
    """A tensor or array of numbers among the facts; None for anything else."""
    if not issubclass(type(value), (*TENSORS, np.ndarray)):
        return None
    array = np.asarray(value)
    return evidence.keep(array) if array.dtype.kind in "fiub" else None
