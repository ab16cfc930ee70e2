"""Whether there is anything to judge: a function, and more of it than the stub."""

from __future__ import annotations

import ast
from itertools import pairwise

import numpy as np

from ..evidence import Evidence
from ..evidence.facts import GraphFacts
from ..layers.recorded import ErrorFacts, LineFacts
from .finding import Finding, Unmet

ALIKE = 1e-3  # of the largest number: far more than rounding can do where the same is computed twice


class NotAttempted(Exception):
    """The stub is as it was."""


def attempted(evidence: Evidence) -> None:
    """Raises NotAttempted for an untouched stub, Unmet where there is no function to call."""
    if not evidence.facts["defined"]:
        error = evidence.facts.get("stopped")
        raise Unmet(Finding("cell_stopped", error=error) if error else Finding("no_function"))
    if not evidence.facts["callable"]:
        raise Unmet(Finding("not_callable"))
    runs = evidence.facts.get("runs") or [evidence.facts]
    graphs = [run["graph"] for run in runs]
    if all(not graph["nodes"] and stub_error(graph) for graph in graphs):
        if below := below_the_stub(evidence):
            raise Unmet(Finding("below_the_stub", line=below))
        raise NotAttempted
    if acts_otherwise(evidence):
        raise Unmet(Finding("acts_otherwise"))


def acts_otherwise(evidence: Evidence) -> bool:
    """Whether the same model gives other numbers when nobody watches how it is made: then nothing that was seen of it counts."""
    model = evidence.facts.get("model", {})
    if not model.get("outputs") or "error" in model.get("plain", {"error": None}):
        return False
    watched, plain = evidence.array(model["outputs"][0]), evidence.array(model["plain"].get("output"))
    if plain is None or plain.shape != watched.shape:
        return True
    scale = float(np.max(np.abs(watched[np.isfinite(watched)]), initial=0))
    return not np.allclose(plain, watched, rtol=ALIKE, atol=ALIKE * scale, equal_nan=True)


def stub_error(graph: GraphFacts) -> ErrorFacts | None:
    """The stub's exception, where the function ends with it."""
    return next((error for error in graph["errors"] if error["type"] == "NotImplementedError"), None)


def below_the_stub(evidence: Evidence) -> LineFacts | None:
    """The first line that stands below `raise NotImplementedError()` and can never be reached."""
    tree = evidence.syntax()
    function = next((node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)), None) if tree else None
    for before, after in pairwise(function.body if function else ()):
        if isinstance(before, ast.Raise):
            source = evidence.facts["source"]
            return {"number": after.lineno, "text": source["text"].splitlines()[after.lineno - source["first"]].strip()[:200]}
    return None
