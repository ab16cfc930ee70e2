"""The judgement of an exercise: of a block or of a network, as its lines are."""

from __future__ import annotations

from ..evidence import Evidence
from ..exercises import exercise
from .block_judgement import BlockJudgement
from .network_judgement import NetworkJudgement

Judgement = BlockJudgement | NetworkJudgement


def judgement_of(evidence: Evidence) -> Judgement:
    return NetworkJudgement(evidence) if exercise(evidence.exercise).lines.calls else BlockJudgement(evidence)
