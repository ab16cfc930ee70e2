"""Calls a student's function in several settings and writes down what happened. It judges nothing.

Runs with the student's code, so it needs TensorFlow; what it returns is plain data (see `evidence`), and so is what it is told to ask (see
`truth.question`): the exercises are not known here. A block is called

* eagerly, in every setting, each in one training mode: what comes out;
* on Keras tensors, in the same settings and modes: the graph of its operations, then every operation run by itself on
  what it received, the gradients of the output, and the moving statistics afterwards;
* once with `training=None`, in the first setting, built into a model that is then run in both modes; and once more as anybody would,
  with Keras's own initializer and nothing recorded or replaced, so that a function that acts otherwise when it is watched shows it;
* eagerly where sizes are alike that differ in those settings: what comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from types import FunctionType, MethodType

import keras
import numpy as np
import tensorflow as tf

from ..evidence import Evidence, Facts
from ..truth import challenge
from ..truth.challenge import Setting
from .cells import stopped
from .function import Function, Namespace, call, initializer_like, initializer_of_keras, signature, source, unwrapped
from .graph import Ask, as_keras_has_it, build, collect, graph, held, number_array, type_name
from .keras_inside import masks, owned
from .network_probe import network
from .trace import Fill, Recording, contract_state, describe, key


def probe(question: Facts, namespace: Namespace, out: Collection[str] = ()) -> Evidence:
    """What the function that is asked for does in `namespace`. Raises nothing for a fault of the student's.

    out: the exercises whose functions must not be called, because they hang or end the process.
    """
    exercise = question["exercise"]
    evidence = Evidence({"exercise": exercise, "seed": question["seed"], "defined": exercise in namespace})
    function = namespace.get(exercise)
    evidence.facts["callable"] = callable(function)
    evidence.facts["stopped"] = None if exercise in namespace else stopped(exercise, namespace)
    if callable(function):
        evidence.facts["signature"] = signature(function)
        evidence.facts["source"] = source(function)
        inner = unwrapped(function)
        plain = inner.__func__ if isinstance(inner, MethodType) else inner
        namespace = plain.__globals__ if isinstance(plain, FunctionType) else namespace  # where its own names are looked up
        with contract_state():
            if "functions" in question:
                network(question, function, namespace, evidence, out)
            else:
                with masks(partial(challenge.weight, evidence.seed, challenge.MASK)):
                    block(question, function, namespace, evidence)
    return evidence


def block(question: Facts, function: Function, namespace: Namespace, evidence: Evidence) -> None:
    fill = partial(challenge.weight, evidence.seed)
    given = {"initializer": initializer_like(question["parameters"], fill)}
    changed: list[str] = []
    evidence.facts["runs"] = runs = []
    evidence.facts["changed"] = changed
    asked = partial(call, due=question["parameters"], parameters=evidence.facts["signature"], changed=changed)
    for due in question["calls"]:
        setting, training = Setting(**due["setting"]), due["training"]
        x = challenge.images(evidence.seed, setting)
        given |= setting.arguments
        ask = partial(asked, given=given | {"training": training})
        runs.append(
            {
                **due,
                "eager": eager(partial(ask, function, X=tf.constant(x)), fill, namespace, evidence),
                "graph": graph(function, ask, x, fill, namespace, evidence),
            }
        )
        if "model" not in evidence.facts:
            ask = partial(asked, given=given | {"training": None})
            evidence.facts["model"], known = model(function, ask, x, fill, namespace, evidence)
            if known:
                unwatched = given | {"training": None, "initializer": initializer_of_keras(question["parameters"])}
                evidence.facts["model"]["plain"] = plainly(function, partial(asked, given=unwatched), x, fill, namespace, evidence)
    evidence.facts["alike"] = alike = []
    for due in question["alike"]:
        setting = Setting(**due["setting"])
        ask = partial(asked, function, X=tf.constant(challenge.images(evidence.seed, setting)))
        alike.append(
            {**due, "eager": eager(partial(ask, given=given | setting.arguments | {"training": False}), fill, namespace, evidence)}
        )


def eager(ask: Callable[[], object], fill: Fill, namespace: Namespace, evidence: Evidence) -> Facts:
    """What the function returns for arrays."""
    with Recording(fill, namespace):
        try:
            result = ask()
            return {"returned": type_name(result), "output": number_array(result, evidence)}
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return {"error": describe(error, namespace)}


def model(function: Function, ask: Ask, x: np.ndarray, fill: Fill, namespace: Namespace, evidence: Evidence) -> tuple[Facts, bool]:
    """The block with `training=None` as a model, run in both modes, and whether it is made of Keras's layers only, whose weights are known by
    their names."""
    X = keras.Input(batch_shape=(None, *x.shape[1:]), dtype="float32")
    facts, recording, Y = build(function, ask, X, fill, namespace)
    tensors, nodes = collect(X, Y, recording)
    facts["training"] = [
        {"name": node["name"], "training": node["call"].get("training"), "line": node["line"]} | ({"chance": True} if chance else {})
        for node in nodes
        if (chance := "rate" in node.get("config", {})) or any(w["name"] == "moving_mean" for w in node.get("weights", ()))
    ]
    facts["named"] = sorted({node["named"] for node in nodes if "named" in node})
    known = False
    if Y is not None and not facts["errors"]:
        try:
            built = keras.Model(X, Y)
            facts["outputs"] = [evidence.keep(built(tf.constant(x), training=mode)) for mode in (False, True)]
            known = not recording.opened and all(variable.name in challenge.NAMES for variable in built.weights)
            facts["made"] = facts["held"] = held(built, recording)
            if recording.opened:
                X = keras.Input(batch_shape=(None, *x.shape[1:]), dtype="float32")
                facts["held"] = as_keras_has_it(lambda: keras.Model(X, ask(function, X=X)), fill, namespace)
        except Exception as error:
            facts["errors"].append(describe(error, namespace))
    return facts, known


def plainly(function: Function, ask: Ask, x: np.ndarray, fill: Fill, namespace: Namespace, evidence: Evidence) -> Facts:
    """What a model of the block gives in inference that nobody watches; its weights are given to it afterwards, by the names that Keras gives
    them."""
    X = keras.Input(batch_shape=(None, *x.shape[1:]), dtype="float32")
    try:
        with masks(None):
            built = keras.Model(X, ask(function, X=X))
        for whole, layer, variable in owned(built):
            variable.assign(fill(key(whole, layer, variable.name), tuple(variable.shape)))
        return {"output": evidence.keep(built(tf.constant(x), training=False))}
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a function may end otherwise than when it was watched
        return {"error": describe(error, namespace)}
