"""What came back of a notebook that was run, as `run` hands it to the desk. Nothing of it has been judged."""

from __future__ import annotations

from dataclasses import dataclass, field

from nbformat import NotebookNode

from ..truth.challenge import PUBLIC_SEED

UNREAD = "What the notebook left as evidence cannot be read: {}."


@dataclass
class Run:
    """What came back: evidence by exercise, as the bytes that the notebook's process has left, which nobody has looked into; or the reason
    why there is none; `fault` when the fault is ours.

    seed: of the challenge that was asked. lost: the other graded cells whose outputs are not all there, by grade_id, with the reason why nobody can mark them.
    """

    notebook: NotebookNode
    seed: int = PUBLIC_SEED
    evidence: dict[str, bytes] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)
    fault: str | None = None
