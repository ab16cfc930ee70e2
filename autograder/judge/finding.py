"""A finding: one thing that is not as it should be, as data. What is said of it stands in `explain.words`; here is no sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from ..layers.recorded import ErrorFacts, LineFacts
    from ..truth.challenge import Setting

Kind = Literal[
    # of a step, or a call in a network; `at` is its line
    "missing",
    "unused",  # computed, but its result leads nowhere
    "takes_input",  # in place of the tensor before it
    "takes_another",  # tensor than that of the step before it on its path
    "takes_several",  # tensors, where all that it takes is one; found: how many
    "fails",  # with an exception of its own
    "another_step",  # found: what stands in its place
    "settings",  # found: the differences
    "no_ordinary_layer",  # of its kind; found: its class
    "computes_otherwise",  # though all that was looked at is as due
    "should_have",  # found: what its layer says of itself; due: the layer
    "own_settings",  # where none are due; found: by name
    "moved",  # found: the line beside which it stands
    "too_much",  # beside `at` stands a step that is none; found: what
    "stopped",  # the function stopped before it
    "number_of_calls",  # in the part of a network that ends with this line
    # of the place where paths meet
    "never_joined",
    "joined_otherwise",
    "joins_another_number",
    "joined_with_itself",
    "joined_without_main",
    "joined_without_shortcut",
    "joined_in_another_order",
    # of the function
    "no_function",
    "cell_stopped",
    "not_callable",
    "acts_otherwise",  # when it is not watched
    "below_the_stub",
    "stub_left",
    "parameters",  # due: those that are missing; found: those that no call gives
    "order_of_parameters",
    "parameter_without_default",
    "default",  # of a parameter, another than it was given
    "default_left_out",
    "changes_its_list",
    "fixed_names",
    "arrays_only",  # a function of TensorFlow on a symbolic tensor
    "stops_on_symbols",
    "stops",
    "stops_on_arrays",
    "stops_in_a_model",
    "stops_plainly",  # with Keras's own initializer, and nothing recorded
    "returns",  # another type
    "earlier_tensor",
    "no_input",
    "input_shape",
    "input_unused",
    "own_input",  # in place of the block's
    "several_outputs",
    # of all layers together
    "training",  # in this call; found: the mode that its layer was in
    "fixed_training",
    "initializer_unused",
    "initializer_bounds",
    "initializer_seed",
    "argument",  # other than Keras's default
    "dtype",
    "start",  # of a weight
    # of gradients
    "not_a_weight",  # right numbers, and nothing that learns them
    "not_held",  # by a model: a layer made anew in each call of another
    "shared_layer",
    "frozen",
    "statistics",  # moving ones, that did not move
    "no_gradient",
    "wrong_gradient",
    # of the whole
    "no_numbers",
    "shape",
    "numbers",
    "no_summary",
    "composition",  # found: the first finding of a step
    "number_of_parameters",
    # why something is not judged
    "not_reached",
    "no_layer",
    "not_all_built",
    "lifeless",
    "too_large",
    "no_model",
]
KINDS: tuple[str, ...] = get_args(Kind)
ABSENT = ("missing", "unused")  # a step was not found in its place


@dataclass(frozen=True)
class Difference:
    """Of one argument. due: its number, and the name of the size that it stands for, if it has one."""

    name: str
    found: Any
    due: Any
    symbol: str = ""


@dataclass(frozen=True)
class Called:
    """In which call something was found. training: the argument's value; way: how the function was called."""

    setting: Setting | None = None
    training: bool | None = None
    way: Literal["any", "arrays", "symbols", "model", "alike"] = "any"


@dataclass(frozen=True)
class Finding:
    """at: the exercise's line that it concerns, "" where none. name: of a parameter, an argument, a weight; layer: the kind of layer concerned.

    line: the student's, and error: the exception, as in the evidence. call: in which it was found, where that matters.
    """

    kind: Kind
    at: str = ""
    found: Any = None
    due: Any = None
    name: str = ""
    layer: str = ""
    line: LineFacts | None = None
    error: ErrorFacts | None = None
    call: Called | None = None


class Told(Exception):
    """Why a criterion is not passed: without a finding nothing is ever lost."""

    def __init__(self, finding: Finding):
        if not isinstance(finding, Finding):
            raise TypeError("a criterion that is not passed needs a finding")
        super().__init__(finding.kind)
        self.finding = finding


class Unmet(Told, AssertionError):
    """A criterion is not met."""


class NotReached(Told):
    """A criterion cannot be judged, because what it builds on failed."""
