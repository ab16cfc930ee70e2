"""What judging a block and judging a network have in common: how the function is called, its signature, its steps one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from inspect import Parameter
from typing import Generic, TypeVar

from ..evidence import Evidence
from ..evidence.facts import ParameterFacts
from ..exercises import exercise
from ..layers import LAYERS, Layer
from ..layers.recorded import NodeFacts
from .attempt import stub_error
from .criteria import Asked
from .decode import FAMILY, Piece
from .finding import Finding, Unmet
from .reading import Reading, family

R = TypeVar("R", bound=Reading)
DEFAULTS = {layer.kind: layer.config for layer in LAYERS} | {
    "": dict.fromkeys(("kernel_regularizer", "bias_regularizer", "activity_regularizer", "kernel_constraint", "bias_constraint"))
    | dict.fromkeys(("beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint")),
}


class Judging(Generic[R]):
    """Each question of a criterion returns where all is well, and raises `Unmet` or `NotReached` with its finding where not."""

    returns: str  # the type that the function gives

    def __init__(self, evidence: Evidence):
        self.evidence = evidence
        self.exercise = exercise(evidence.exercise)
        self.value = self.exercise.lines
        self.due: dict[str, Parameter] = dict(self.exercise.contract.parameters)
        self.parameters: list[ParameterFacts] = evidence.facts["signature"] or []

    @cached_property
    def readings(self) -> list[R]:
        raise NotImplementedError

    def ask(self, criterion: Asked) -> None:
        for name in criterion.at:
            self.step(name)
        if not criterion.at:
            getattr(self, criterion.id)()

    def step(self, name: str) -> None:
        raise NotImplementedError

    # -- calling the function ---------------------------------------------------------------------------------------

    def call(self) -> None:
        for reading in self.readings:
            if error := stub_error(reading.run["graph"]):
                raise Unmet(Finding("stub_left", line=error["line"]))
        self.as_asked()
        for reading in self.readings:
            for error in reading.run["graph"]["errors"]:
                if error.get("slip") == "tensorflow":
                    raise Unmet(Finding("arrays_only", error=error))
            self.ends(reading)

    def as_asked(self) -> None:
        """Whether the function can be called as the exercise says, as often as it says."""
        raise NotImplementedError

    def ends(self, reading: R) -> None:
        """How one call of the function ends."""
        raise NotImplementedError

    def returned(self, reading: R) -> None:
        returned = reading.run["graph"].get("returned", self.returns)
        if returned != self.returns:
            raise Unmet(Finding("returns", found=returned, due=self.returns))

    def takes_anything(self) -> bool:
        return any(p["kind"] == "VAR_KEYWORD" for p in self.parameters)

    def defaults_as_given(self, parameters: Iterable[ParameterFacts]) -> None:
        """Raises Unmet where one of these has another default than it was given; what stands for a function or for Keras's choice is free."""
        for p in parameters:
            due = self.due[p["name"]].default if p["name"] in self.due else None
            if isinstance(due, (int, float, tuple)) and p.get("default") != (list(due) if isinstance(due, tuple) else due):
                raise Unmet(Finding("default" if "default" in p else "default_left_out", name=p["name"], found=p.get("default"), due=due))

    def as_keras_has_it(
        self, pieces: Iterable[Piece], steps: Iterable[Layer], sizes: dict[str, int], wrong: Collection[str], told: Collection[str] = ()
    ) -> None:
        """Raises Unmet for an argument that is neither Keras's default nor what one of these steps of its family is asked for. wrong: families
        whose steps cost their own; told: arguments of which nothing is left to say."""
        asked = [(family(step), step.resolved(sizes).configured()) for step in steps]
        for piece in pieces:
            alike = FAMILY.get(piece.kind, piece.kind)
            config = piece.node.get("config", {}) if alike not in wrong else {}
            for name, due in (DEFAULTS.get(piece.kind, {}) | DEFAULTS[""]).items():
                free = [given[name] for other, given in asked if other == alike and name in given]
                if name in config and name not in told and config[name] not in (due, *free):
                    raise Unmet(Finding("argument", name=name, found=config[name], due=due, line=piece.line))

    # -- layers -----------------------------------------------------------------------------------------------------

    def frozen(self, nodes: Iterable[NodeFacts]) -> None:
        """Raises Unmet for a weight that is not trained though it is one of those that are."""
        for node in nodes:
            for weight in node.get("weights", ()):
                if not weight["trainable"] and not weight["name"].startswith("moving_"):
                    raise Unmet(Finding("frozen", name=weight["name"], found=node["name"], line=node["line"]))
