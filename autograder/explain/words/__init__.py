"""Every sentence that is made of a finding, one table entry a kind, and of a criterion. No code reads a sentence; it reads the finding."""

from __future__ import annotations

from ...exercises import exercise as named
from ...judge.finding import Finding
from . import function, layers, steps, whole
from .criteria import criterion_of as criterion_of
from .criteria import in_words as in_words
from .speaker import Sentences, Speaker, called

TABLE: Sentences = steps.WORDS | function.WORDS | layers.WORDS | whole.WORDS


def said(finding: Finding | None, exercise: str) -> str:
    """What a student is told of a finding; nothing where there is none."""
    if finding is None:
        return ""
    speaker = Speaker(named(exercise))
    sentence = TABLE[finding.kind](finding, speaker)
    return f"{sentence} (Called with {called(finding.call, speaker)}.)" if finding.kind in WITH_CALL and finding.call else sentence


WITH_CALL = ("settings", "stops", "no_numbers", "shape", "numbers")  # of which it must be said how the function was called
