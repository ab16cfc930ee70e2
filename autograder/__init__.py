"""An autograder for a course assignment on residual networks. In a notebook: `from autograder import check, hint, progress, solution`."""

import os
import sys

if sys.argv[:1] == ["-m"] and sys.path[0] == os.getcwd():  # a command: what was handed in may lie where it was started, and is no module
    del sys.path[0]

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .student.face import check, hint, progress, solution

__all__ = ["check", "hint", "progress", "solution"]


def __getattr__(name: str) -> Callable[..., Any]:
    """The four are imported when they are asked for: while a notebook is graded they say nothing, and nobody else needs them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if "AUTOGRADER_FOLDER" in os.environ:  # set for the process in which a submission is graded, see `kernel`
        from .student import silent

        return getattr(silent, name)
    from .probe.quiet import import_tensorflow
    from .student import face

    import_tensorflow()
    return getattr(face, name)
