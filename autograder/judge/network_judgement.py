"""Answers the rubric's questions about a network from its runs: about its own steps and how it calls the blocks. It knows no points."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from ..evidence.facts import RowFacts
from ..value.summary import Row, rows, total
from .finding import Finding, NotReached, Unmet
from .gradients import weights_are_held
from .judging import Judging
from .network_reading import NetworkReading
from .reading import family


class NetworkJudgement(Judging[NetworkReading]):
    returns = "Model"

    @cached_property
    def readings(self) -> list[NetworkReading]:
        return [NetworkReading(self.value, run, self.evidence) for run in self.evidence.facts["runs"]]

    def as_asked(self) -> None:
        names = [p["name"] for p in self.parameters]
        missing = [name for name in self.due if name not in names]
        if names and missing and not self.takes_anything():
            raise Unmet(Finding("parameters", due=missing, found=[]))

    def ends(self, reading: NetworkReading) -> None:
        run, graph, stopped = reading.run, reading.run["graph"], reading.graph.stopped
        if graph["errors"] and not reading.findings:
            raise Unmet(Finding("stops", error=graph["errors"][0]))
        if stopped and not reading.blamed:
            raise Unmet(Finding("stops", error=stopped))
        if stopped:
            return
        self.returned(reading)
        if not run.get("input_shape"):
            raise Unmet(Finding("no_input"))
        asked = run["arguments"][self.exercise.first]
        if run["input_shape"] != [[None, *asked]]:
            raise Unmet(Finding("input_shape", name=self.exercise.first, found=tuple(run["input_shape"][0][1:]), due=tuple(asked)))
        if graph["output"] is None:
            raise Unmet(Finding("input_unused"))
        if len(run["output_shape"]) > 1:
            raise Unmet(Finding("several_outputs", found=len(run["output_shape"])))

    def step(self, name: str) -> None:
        for reading in self.readings:
            if name in reading.unreached:
                raise NotReached(Finding("not_reached", name))
            if name in reading.unseen:
                raise NotReached(Finding("too_large", name))
            if name in reading.findings:
                raise Unmet(reading.findings[name])

    def defaults(self) -> None:
        if not any(reading.pieces for reading in self.readings):
            raise NotReached(Finding("no_layer"))
        self.defaults_as_given(self.parameters)
        steps = {name: step for name, step in self.value.steps().items() if name not in self.value.calls}
        wrong = {family(steps[name]) for reading in self.readings for name in reading.findings if name in steps}
        for reading in self.readings:
            own = (piece for piece in reading.pieces if "block" not in piece.node)
            self.as_keras_has_it(own, steps.values(), reading.sizes, wrong)

    def training(self) -> None:
        for reading in self.readings:
            if reading.graph.stopped and any(reading.roles[name].path != "head" for name in reading.unreached):
                raise NotReached(Finding("not_all_built"))
            for node in reading.run["graph"]["nodes"]:
                norm = any(w["name"] == "moving_mean" for w in node.get("weights", ()))
                fixed = node["block"]["training"] if "block" in node else node["call"].get("training") if norm else None
                if fixed is not None:
                    name = node.get("block", {}).get("block", node["name"])
                    raise Unmet(Finding("fixed_training", name=name, found=fixed, line=node["line"]))
            if not reading.pieces:
                raise NotReached(Finding("no_layer"))

    def summary(self) -> None:
        """The model with the student's own blocks where they are right, or else its composition, row by row."""
        for reading in self.readings:
            if reading.graph.stopped or not reading.pieces:
                raise NotReached(Finding("no_model"))
            if reading.run["graph"].get("returned") != self.returns:
                raise Unmet(Finding("no_summary"))
            self.frozen(reading.run["graph"]["nodes"])
        if composed := [finding for reading in self.readings for finding in reading.findings.values()]:
            raise Unmet(Finding("composition", found=composed[0]))
        for reading in self.readings:
            for error in reading.run["graph"]["errors"]:  # passed over by the probe; Keras gives no model there
                raise Unmet(Finding("stops", error=error))
        for reading in self.readings:
            weights_are_held(reading.run)
        first, model = self.readings[0], self.evidence.facts["model"]
        expected = rows(self.value, tuple(first.run["arguments"][self.exercise.first]), **first.sizes)
        if model.get("error") or self._blocks_at_fault(model["rows"], expected):
            return  # the composition is right; the student's blocks lose their points in their own exercises
        if model["parameters"] != total(expected):
            raise Unmet(Finding("number_of_parameters", found=model["parameters"], due=total(expected)))

    def _blocks_at_fault(self, real: list[RowFacts], expected: list[Row]) -> bool:
        """Whether a block has other layers than it should, or one for two steps: that costs its points where the block is judged."""
        within = [row["layer"] for row in real if row["block"] is not None]
        if len(set(within)) < len(within):
            return True
        for i, place in enumerate(self.value.calls):
            due = Counter((row.shape, row.parameters) for row in expected if row.place == place and row.parameters)
            own = (row for row in real if row["block"] == i)
            if due != Counter((tuple((row["shape"] or ())[1:]), row["parameters"]) for row in own):
                return True
        return False
