"""What layers share that join several tensors: they are told apart by their function."""

from __future__ import annotations

from dataclasses import dataclass

from .layer import Layer

FUNCTIONS = ("add", "concatenate", "multiply", "average", "subtract", "maximum", "minimum", "dot")
PARTS = {"mul": "multiply", "sub": "subtract", "cat": "concatenate", "avg": "average", "mean": "average"}  # of operations' names
SIGNS = {"add": "+", "multiply": "×", "subtract": "−", "concatenate": "concat", "average": "mean", "maximum": "max", "minimum": "min"}


@dataclass(frozen=True)
class Merge(Layer):
    does = "join"
    family = "merge"
    several = True

    def settings(self):
        return {"function": self.kind}

    @classmethod
    def said(cls, operation, step):
        name = operation.name
        if step is not None:
            return step.settings()
        if operation.several:
            added = operation.refused and "add" in name
            return {"function": "add" if added else next((function for part, function in PARTS.items() if part in name), name)}
        return {"function": name} if name in FUNCTIONS else None

    @classmethod
    def box(cls, settings):
        function = settings.get("function", "add")
        return SIGNS.get(function, str(function)), ""
