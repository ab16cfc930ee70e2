"""What is written down of one operation of a student's function, as types of its JSON with their bounds. What one means: `operation`.

`evidence.schema` holds a stranger's file to these types, by msgspec: nothing is longer or larger than its `Meta` says.
"""

from __future__ import annotations

import sys
from typing import Annotated, Any, TypedDict

from msgspec import Meta

WEIGHTS = 100  # of a layer
FEW = Meta(max_length=100)
Text = Annotated[str, Meta(max_length=1200)]
Count = Annotated[int, Meta(ge=0, le=10_000_000)]  # one dimension, and whatever else is counted
Sizes = Annotated[list[Count], Meta(max_length=10)]
Shape = Annotated[list[Count | None], Meta(max_length=10)]
Tensors = Annotated[list[Count], Meta(max_length=1000)]  # by their numbers
Finite = Annotated[float, Meta(ge=-sys.float_info.max, le=sys.float_info.max)]  # others are no JSON

# A setting of a layer is whatever JSON holds, four lists or tables deep.
Plain = bool | Annotated[int, Meta(gt=-(2**63), le=2**63 - 1)] | Finite | Text | None
Nested1 = Plain | Annotated[list[Plain], FEW] | Annotated[dict[Text, Plain], FEW]
Nested2 = Plain | Annotated[list[Nested1], FEW] | Annotated[dict[Text, Nested1], FEW]
Nested3 = Plain | Annotated[list[Nested2], FEW] | Annotated[dict[Text, Nested2], FEW]
Setting = Plain | Annotated[list[Nested3], FEW] | Annotated[dict[Text, Nested3], FEW]
Settings = Annotated[dict[Text, Nested3], FEW]


class LineFacts(TypedDict):
    """A line of the student's text."""

    number: Count
    text: Text


class Raised(TypedDict):
    type: Text
    message: Text
    line: LineFacts | None


class ErrorFacts(Raised, total=False):
    """An exception. passed_over: the statement was left out and the function called again; name: what that statement should have made."""

    passed_over: bool
    slip: Text
    name: Text


class InitializerFacts(TypedDict):
    """bounds: those that were given to the contract's initializer; starts: the one number that all of a weight start with."""

    ours: bool
    seed: Setting
    name: Text
    bounds: Annotated[list[Setting], Meta(min_length=2, max_length=2)] | None
    starts: Finite | None


class ShapeFacts(TypedDict):
    """Of a weight."""

    name: Text
    shape: Sizes


class WeightFacts(ShapeFacts):
    trainable: bool
    initializer: InitializerFacts


class CallFacts(TypedDict):
    """A call of another exercise's function, for which something stood in: its name, and what it was given by the names of its parameters,
    which the question says."""

    block: Text
    arguments: dict[str, Any]
    training: Setting


class Operated(TypedDict):
    name: Text
    line: LineFacts | None
    inputs: Tensors
    outputs: Tensors
    shapes: Annotated[list[Shape], Meta(max_length=1000)]
    call: Settings


class NodeFacts(Operated, total=False):
    """name: of its class; inputs, outputs: tensors by number, 0 being X; call: what it was called with besides. Of a layer, layer: its number;
    named: the student's name for it. refused: Keras refused it; failed: it did not run. after: its moving statistics once it has run,
    which may be no finite numbers."""

    layer: Count
    config: Settings
    dtype: Annotated[str, Meta(max_length=20)]
    named: Text
    weights: Annotated[list[WeightFacts], Meta(max_length=WEIGHTS)]
    failed: ErrorFacts
    refused: bool
    error: ErrorFacts | None
    after: Annotated[dict[str, list[float]], Meta(max_length=WEIGHTS)]
    block: CallFacts
