"""What the lesson's notebook imports: data, networks, training, experiments and pictures. It marks nothing: that is the autograder.

A name is looked up when it is first used, so that `import resnet_lab` is quick and imports neither TensorFlow nor matplotlib.
"""

from importlib import import_module
from inspect import isfunction
from typing import Any

# name in `from resnet_lab import name` → the module that holds it
NAMES = {
    "DataError": "data",
    "Signs": "data",
    "load_signs": "data",
    "load_photo": "photo",
    "predict": "photo",
    "full_network": "training",
    "narrow_network": "training",
    "train": "training",
    "Shown": "shown",
    "guess": "guesses",
    "our_weights": "ours.compare",
    "samples": "plots",
    "curves": "plots",
    "confusion": "plots",
    "worst": "plots",
    "probabilities": "plots",
    "gradients": "experiments.gradients",
    "degradation": "experiments.degradation",
    "free_depth": "experiments.free_depth",
    "identity_or_gradient": "experiments.identity_or_gradient",
    "lesion": "experiments.lesion",
    "order": "experiments.order",
    "clear_road": "experiments.clear_road",
    "adding_nothing": "experiments.adding_nothing",
    "far_from_identity": "experiments.far_from_identity",
    "negative_changes": "experiments.negative_changes",
    "no_backup": "experiments.no_backup",
    "playground": "play.page",
    "detective": "cases.detective",
}

__all__ = sorted(NAMES)


def __dir__() -> list[str]:
    """What can be asked for: `lab.<Tab>`."""
    return __all__


def __getattr__(name: str) -> Any:
    if name not in NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f".{NAMES[name]}", __name__), name)
    if not isfunction(found):
        return found
    from .waiting import patient

    return patient(found)
