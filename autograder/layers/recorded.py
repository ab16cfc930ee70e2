"""What is written down of one operation of a student's function, as types of its JSON. What one means: `operation`; which may be judged: `evidence.schema`."""

from __future__ import annotations

from typing import Any, TypedDict

from .layer import Settings


class LineFacts(TypedDict):
    """A line of the student's text."""

    number: int
    text: str


class Raised(TypedDict):
    type: str
    message: str
    line: LineFacts | None


class ErrorFacts(Raised, total=False):
    """An exception. passed_over: the statement was left out and the function called again; name: what that statement should have made."""

    passed_over: bool
    slip: str
    name: str


class InitializerFacts(TypedDict):
    """bounds: those that were given to the contract's initializer; starts: the one number that all of a weight start with."""

    ours: bool
    seed: object
    name: str
    bounds: list[object] | None
    starts: float | None


class ShapeFacts(TypedDict):
    """Of a weight."""

    name: str
    shape: list[int]


class WeightFacts(ShapeFacts):
    trainable: bool
    initializer: InitializerFacts


class CallFacts(TypedDict):
    """A call of another exercise's function, for which something stood in: its name, and what it was given by the names of its parameters."""

    block: str
    arguments: dict[str, Any]
    training: object


class Operated(TypedDict):
    name: str
    line: LineFacts | None
    inputs: list[int]
    outputs: list[int]
    shapes: list[list[int | None]]
    call: Settings


class NodeFacts(Operated, total=False):
    """name: of its class; inputs, outputs: tensors by number, 0 being X; call: what it was called with besides. Of a layer, layer: its number;
    named: the student's name for it. refused: Keras refused it; failed: it did not run. after: its moving statistics once it has run."""

    layer: int
    config: Settings
    dtype: str
    named: str
    weights: list[WeightFacts]
    failed: ErrorFacts
    refused: bool
    error: ErrorFacts | None
    after: dict[str, list[float]]
    block: CallFacts
