"""Reads one run of a block: where its parts begin and end, and what is wrong with its steps. NumPy only."""

from __future__ import annotations

from collections.abc import Sequence

from ..evidence import Evidence
from ..evidence.facts import BlockRun
from ..exercises import exercise
from ..truth import challenge
from ..value.lines import Lines, Paths
from .finding import ABSENT, Finding
from .part_reading import PartReading, Run
from .reading import Due, GraphReading, setting_of

TRIED = 40  # tensors that are tried as the place where a part begins


class BlockReading:
    """One run of a block: `findings[name]` for every step that is not right; at the places where paths meet, their wiring."""

    def __init__(self, block: Lines, run: BlockRun, evidence: Evidence):
        self.block, self.run, self.evidence = block, run, evidence
        self.setting, self.training = setting_of(run), run["training"]
        self.sizes = exercise(block.name).sizes_in(self.setting.arguments, self.setting.shape)
        self.x = challenge.images(evidence.seed, self.setting)
        self.due = self.in_mode(self.training)
        self.graph = GraphReading(run["graph"], self.x, evidence, [step.resolved(self.sizes).normal() for step in block.steps().values()])
        self.end = self._end()
        self.parts = self._read(block.parts, self.end, self.graph.loose)
        self.findings = {name: finding for part in self.parts for name, finding in part.findings.items()}
        self.contradicted = any(part.contradicted for part in self.parts)
        self._blame_stop()

    # -- finding the parts -----------------------------------------------------------------------------------------

    def _read(self, parts: Sequence[Paths], end: int | None, loose: list[int]) -> list[PartReading]:
        """The parts that end with a tensor. The last of them begins where there is least to find in all of them; on equal terms with a tensor
        by which paths meet."""
        run = Run(self.block, self.graph, self.setting, self.sizes)
        if len(parts) == 1:
            return [PartReading(run, parts[0], 0, end, loose)]
        found = []
        for start in self._places(end):
            later = [place for place in loose if start in self.graph.below(place)]
            before = self._read(parts[:-1], start, [place for place in loose if place not in later])
            found.append([*before, PartReading(run, parts[-1], start, end, later)])
        return min(found, key=self._found)

    def _places(self, end: int | None) -> list[int]:
        """The tensors that one rests on, the last first: those by which paths meet, then the others."""
        below = sorted(self.graph.below(end) if end is not None else {0}, reverse=True)
        met = [place for place in below if place in self.graph.makers and self.graph.joins(self.graph.makers[place])]
        return [*met, *(place for place in below if place not in met)][:TRIED]

    @staticmethod
    def _found(parts: Sequence[PartReading]) -> int:
        return sum(len(part.findings) for part in parts)

    def _end(self) -> int | None:
        """The tensor where the block ends: what it returns, unless that leaves out most of the work; then the last loose one."""
        places = [p for p in [self.graph.output, *self.graph.loose] if p is not None]
        last = max(places, key=self._work, default=None)
        output = self.graph.output
        if output is not None and last is not None and (self.graph.chain(output).join or 2 * self._work(output) > self._work(last)):
            return output
        return last

    def _work(self, place: int) -> int:
        """How many operations a tensor rests on."""
        return len(self.graph.below(place) & self.graph.makers.keys())

    def _blame_stop(self) -> None:
        """When the function stopped with an exception, the first step it did not reach bears it; the rest is unknown."""
        error = self.graph.stopped
        self.blamed = None
        if error is None:
            return
        for name in [name for name in self.block.steps() if self._not_there(name)]:
            if self.blamed is None:
                self.blamed = name
                self.findings[name] = Finding("stopped", name, error=error)
            else:
                self.findings[name] = Finding("not_reached", name)

    def _not_there(self, name: str) -> bool:
        finding = self.findings.get(name)
        return finding is not None and (finding.kind in ABSENT or any(name == part.meeting and not part.join for part in self.parts))

    # -- the whole block -------------------------------------------------------------------------------------------

    def in_mode(self, training: bool) -> Due:
        """What is due in this setting."""
        return Due(self.block, self.x, self.sizes, training, self.evidence.seed)

    @property
    def eager_right(self) -> bool:
        eager = self.run["eager"]
        return eager.get("returned") in ("tensor", "ndarray") and self.due.distance(self.evidence.array(eager.get("output"))) <= 1
