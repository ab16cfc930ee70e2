"""What stands among an evidence's facts, as types of its JSON with their bounds; of one operation: `layers.recorded`.

`schema` holds a stranger's file to these types. Where keys may be missing, those that never are stand in a class of their own before it.
"""

from __future__ import annotations

from typing import Annotated, Any, TypedDict, final

from msgspec import Meta

from ..layers.recorded import WEIGHTS, Count, ErrorFacts, LineFacts, NodeFacts, Setting, Shape, ShapeFacts, Text
from . import Place

NODES = 500  # operations of a function
FOR_EACH = Meta(max_length=10 * NODES)  # of them; where there are more than NODES, `sense` says so
Errors = Annotated[list[ErrorFacts], Meta(max_length=100)]
Shapes = Annotated[list[Shape], Meta(max_length=100)]
Held = Annotated[list[ShapeFacts], Meta(max_length=NODES * WEIGHTS)]
Parameters = Annotated[int, Meta(ge=0, le=10**12)]  # their number
Number = Annotated[str, Meta(pattern=r"^[1-9][0-9]{0,5}\Z")]  # of a tensor; X, number 0, is not for the student's process to say


class Placed(Place):
    """Where an array stands in place of these facts. A setting of a layer may look the same."""


class SettingFacts(TypedDict):
    """A `truth.challenge.Setting`."""

    shape: list[int]
    arguments: dict[str, Any]
    reach: float


class Named(TypedDict):
    name: Text
    kind: Text


class ParameterFacts(Named, total=False):
    """A parameter of the student's function. kind: as `inspect` calls it."""

    default: Setting


class GradientFacts(ShapeFacts):
    """Of a weight of the layer of that number; None where nothing flows."""

    layer: Count
    gradient: Placed | None


class GradientsFacts(TypedDict):
    input: Placed | None
    weights: Annotated[list[GradientFacts], Meta(max_length=200)]  # a right block has 20


class Built(TypedDict):
    errors: Errors
    output: Count | None
    values: dict[Number, Placed]
    nodes: Annotated[list[NodeFacts], FOR_EACH]


class GraphFacts(Built, total=False):
    """What the function built on Keras tensors. values: what its tensors held, by number; returned: the type of what it gave."""

    returned: Text | None
    own_input: bool
    gradients: GradientsFacts


class EagerFacts(TypedDict, total=False):
    """What came of a call on arrays."""

    error: ErrorFacts
    returned: Text
    output: Placed | None


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

    made: Held
    held: Held


class Composed(TypedDict):
    arguments: dict[str, Any]
    graph: GraphFacts


@final
class NetworkRun(Composed, HeldFacts, total=False):
    """One call of a network, with something in the place of its blocks."""

    input: Placed
    input_shape: Shapes
    output_shape: Shapes


Run = BlockRun | NetworkRun


class Mode(TypedDict):
    name: Text
    training: Setting
    line: LineFacts | None


class ModeFacts(Mode, total=False):
    """In which mode a layer of the model always is. chance: it draws random numbers."""

    chance: bool


class Modelled(TypedDict):
    errors: Errors
    training: Annotated[list[ModeFacts], FOR_EACH]
    named: Annotated[list[Text], FOR_EACH]


class BlockModel(Modelled, HeldFacts, total=False):
    """The block in a model of its own. named: names that the student gave to layers; outputs: in both modes; plain: a call that nobody watched."""

    returned: Text
    outputs: Annotated[list[Placed], Meta(max_length=2)]
    plain: EagerFacts


class RowFacts(TypedDict):
    """A layer with weights in a network's summary. block: the number of the call that it belongs to."""

    block: Count | None
    layer: Count
    name: Text
    shape: Shape | None
    parameters: Parameters


class SummaryFacts(TypedDict, total=False):
    """The network with the student's own blocks."""

    error: ErrorFacts
    rows: Annotated[list[RowFacts], FOR_EACH]
    parameters: Parameters
    output_shape: Shapes


class SourceFacts(TypedDict):
    """The function's own text, and the line of its cell where that begins."""

    first: Count
    text: Annotated[str, Meta(max_length=20_000)]


class AnswerFacts(TypedDict):
    """All of an evidence where no function of that name can be called. stopped: the exception at which its cell ended."""

    exercise: str
    seed: int
    defined: bool
    callable: bool
    stopped: ErrorFacts | None


class FunctionFacts(AnswerFacts):
    signature: Annotated[list[ParameterFacts], Meta(max_length=300)] | None
    source: SourceFacts | None


class BlockFacts(FunctionFacts):
    """All of a block's evidence. changed: the arguments that the function has changed for its caller too."""

    runs: list[BlockRun]
    alike: list[AlikeFacts]
    model: BlockModel
    changed: list[str]


class NetworkFacts(FunctionFacts):
    """All of a network's evidence."""

    runs: list[NetworkRun]
    model: SummaryFacts
