"""What stands among an evidence's facts, as types of its JSON; of one operation: `layers.recorded`. Whether a stranger's file has this form: `schema`.

Where keys may be missing, those that never are stand in a class of their own before it.
"""

from __future__ import annotations

from typing import Any, TypedDict, final

from ..layers.recorded import ErrorFacts, LineFacts, NodeFacts, ShapeFacts
from . import Place


class SettingFacts(TypedDict):
    """A `truth.challenge.Setting`."""

    shape: list[int]
    arguments: dict[str, Any]
    reach: float


class Named(TypedDict):
    name: str
    kind: str


class ParameterFacts(Named, total=False):
    """A parameter of the student's function. kind: as `inspect` calls it."""

    default: Any


class GradientFacts(ShapeFacts):
    """Of a weight of the layer of that number; None where nothing flows."""

    layer: int
    gradient: Place | None


class GradientsFacts(TypedDict):
    input: Place | None
    weights: list[GradientFacts]


class Built(TypedDict):
    errors: list[ErrorFacts]
    output: int | None
    values: dict[str, Place]
    nodes: list[NodeFacts]


class GraphFacts(Built, total=False):
    """What the function built on Keras tensors. values: what its tensors held, by number; returned: the type of what it gave."""

    returned: str | None
    own_input: bool
    gradients: GradientsFacts


class EagerFacts(TypedDict, total=False):
    """What came of a call on arrays."""

    error: ErrorFacts
    returned: str
    output: Place | None


class AlikeFacts(TypedDict):
    setting: SettingFacts
    eager: EagerFacts


@final
class BlockRun(AlikeFacts):
    """One call of a block, on arrays and on Keras tensors."""

    training: bool
    graph: GraphFacts


class HeldFacts(TypedDict, total=False):
    """The weights of a model, and those that it has where layers of the student's own are not opened."""

    made: list[ShapeFacts]
    held: list[ShapeFacts]


class Composed(TypedDict):
    arguments: dict[str, Any]
    graph: GraphFacts


@final
class NetworkRun(Composed, HeldFacts, total=False):
    """One call of a network, with something in the place of its blocks."""

    input: Place
    input_shape: list[list[int | None]]
    output_shape: list[list[int | None]]


Run = BlockRun | NetworkRun


class Mode(TypedDict):
    name: str
    training: object
    line: LineFacts | None


class ModeFacts(Mode, total=False):
    """In which mode a layer of the model always is. chance: it draws random numbers."""

    chance: bool


class Modelled(TypedDict):
    errors: list[ErrorFacts]
    training: list[ModeFacts]
    named: list[str]


class BlockModel(Modelled, HeldFacts, total=False):
    """The block in a model of its own. named: names that the student gave to layers; outputs: in both modes; plain: a call that nobody watched."""

    returned: str
    outputs: list[Place]
    plain: EagerFacts


class RowFacts(TypedDict):
    """A layer with weights in a network's summary. block: the number of the call that it belongs to."""

    block: int | None
    layer: int
    name: str
    shape: list[int | None] | None
    parameters: int


class SummaryFacts(TypedDict, total=False):
    """The network with the student's own blocks."""

    error: ErrorFacts
    rows: list[RowFacts]
    parameters: int
    output_shape: list[list[int | None]]
