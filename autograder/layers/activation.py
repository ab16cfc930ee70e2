"""What activations share: they are told apart by their function, and may be built into the layer before them."""

from __future__ import annotations

from dataclasses import dataclass

from .layer import Layer

NAMES = ("relu", "sigmoid", "softmax", "tanh", "elu", "selu", "gelu", "silu", "swish", "mish", "softplus", "softsign", "exponential")
FUNCTIONS = {name: name for name in NAMES} | {"leaky": "leaky ReLU", "prelu": "PReLU", "relu6": "ReLU6"}  # by parts of operations' names


@dataclass(frozen=True)
class Activation(Layer):
    does = "activation"
    family = "relu"
    written = ("function",)
    maker = "Activation"

    def settings(self):
        return {"function": self.kind}

    @classmethod
    def said(cls, operation, step):
        if step is not None:
            return step.settings()
        if "kernel" in operation.shapes:
            return None
        given = str(operation.config.get("activation", operation.name)).strip("<>").lower()
        found = [part for part in FUNCTIONS if part in given or part in operation.name]
        return {"function": FUNCTIONS[max(found, key=len)]} if found else None

    @classmethod
    def box(cls, settings):
        function = settings.get("function", "relu")
        return ("ReLU" if function == "relu" else function), "in the layer before" if settings.get("fused") else ""
