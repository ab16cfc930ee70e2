"""What an exercise is called in sentences: its lines by their roles, its layers, the network that it is a part of, how it was called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...exercises import EXERCISES
from ...exercises import exercise as named
from ...judge.finding import Called, Finding
from ...layers import LAYERS, Layer
from ...truth.challenge import Setting
from ...value.exercise import Exercise
from ...value.roles import Role, roles, sentence
from .quoted import written

KINDS = {layer.kind: layer.words for layer in LAYERS}


@dataclass(frozen=True)
class Speaker:
    exercise: Exercise

    @property
    def network(self) -> bool:
        return bool(self.exercise.lines.calls)

    @property
    def used_in(self) -> str:
        """The exercise that calls this one, or else any model."""
        networks = (named(name) for name in EXERCISES)
        return next((n.name for n in networks if any(call.kind == self.exercise.name for call in n.lines.calls.values())), "a model")

    def role(self, name: str) -> Role:
        return roles(self.exercise.lines)[name]

    def step(self, name: str) -> Layer:
        """What a line is due to compute."""
        return roles(self.exercise.lines).steps[name]

    def title(self, name: str) -> str:
        """A line within a sentence: "the second convolution", "stage 2, block b"."""
        role = self.role(name)
        if role.path != "call" or not self.exercise.lines[name].part:
            return role.title
        part = [other.name for other in roles(self.exercise.lines).on("call") if other.place == role.place]
        return f"{role.place}, block {'abcdefghijklmnopqrstuvwxyz'[part.index(name) % 26]}"

    def this(self, name: str) -> str:
        """The same where a sentence begins."""
        return sentence(self.title(name))


Sentences = dict[str, Callable[[Finding, Speaker], str]]  # what is said of a finding, by its kind


def layer(kind: str) -> str:
    """A kind of layer, or an operation by its own name."""
    return KINDS.get(kind, kind)


def a(words: str) -> str:
    return f"{'an' if words[:1] in 'aeiou' else 'a'} {words}"


def arguments(setting: Setting) -> dict[str, Any]:
    """Those of a call, by name; single sizes first."""
    return dict(sorted(setting.arguments.items(), key=lambda item: isinstance(item[1], (tuple, list))))


def called(call: Called, speaker: Speaker) -> str:
    """How the function was called, as in "Called with …"."""
    if call.way == "model":
        return f"training=None, in a model in {'training' if call.training else 'inference'} mode"
    setting = call.setting
    assert setting is not None, "only of a model there is none"
    if call.way == "alike":
        several = [f"{name}={written(value)}" for name, value in arguments(setting).items() if isinstance(value, (tuple, list))]
        *size, channels = setting.shape[1:]
        of_input = [f"{channels} {speaker.exercise.input.axes[-1]}", *(["×".join(map(str, size))] if size else [])]
        if len(size) == 1:
            of_input = [f"{axis} {n}" for axis, n in zip(speaker.exercise.input.axes[1:], setting.shape[1:])]
        return f"{', '.join([*several, *of_input])}: sizes that are equal in {speaker.used_in} too"
    given = [] if call.way == "any" else [f"training={call.training}"]
    given += [f"{name}={written(value)}" for name, value in arguments(setting).items()]
    return ", ".join(given) + (", on Keras tensors" if call.way == "symbols" else "")
